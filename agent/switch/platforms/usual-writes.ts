/** Lines that configure ports in the words of Cisco, which many others took over. */
import type { PortChange, PortConfigRow, WriteLine } from '../platform.ts';

/** What a command line would take for its own in the middle of a text: help, quotes, an escape, a pipe. */
export const UNTYPED: RegExp = /["?\\|]/;

export interface PortLines {
  /** `description "two words"`; `bare` takes the rest of the line as it is. */
  readonly quotes: 'words' | 'bare';
}

/** The lines below `interface …` for what is wanted of the ports. */
export function portLines(
  change: PortChange,
  before: readonly (PortConfigRow | undefined)[],
  { quotes }: PortLines,
): WriteLine[] {
  const { accessVlan, description, adminUp } = change;
  const lines: string[] = [];
  if (description !== undefined)
    lines.push(description === '' ? 'no description' : `description ${quoted(description, quotes)}`);
  if (accessVlan !== undefined) {
    if (before.some((row) => row?.mode !== 'access')) lines.push('switchport mode access');
    lines.push(`switchport access vlan ${accessVlan}`);
  }
  if (adminUp !== undefined) lines.push(adminUp ? 'no shutdown' : 'shutdown');
  return lines.map((line) => ({ line }));
}

/** A text of several words as one. */
export function quoted(text: string, quotes: PortLines['quotes']): string {
  return quotes === 'words' && /[\s!#]/.test(text) ? `"${text}"` : text;
}

export function typed(...lines: readonly string[]): WriteLine[] {
  return lines.map((line) => ({ line }));
}
