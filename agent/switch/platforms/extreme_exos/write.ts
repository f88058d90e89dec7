/**
 * EXOS has no mode for configuration: every command works at once. A port that is untagged in one VLAN is refused by
 * the next, so it leaves the old one first.
 */
import { WaysideError } from '../../../../shared/errors.ts';
import { portSpans, textProblemOf } from '../../parse/index.ts';
import type { PortChange, PortConfigRow, VlanRow, WriteLine, WriteRecipes } from '../../platform.ts';
import { typed } from '../usual-writes.ts';
import { isExosPort } from './names.ts';

/** One line of this many ports in ones still fits the command line. */
const RANGE_PORTS_MAX = 48;
const TEXT_CHARS_MAX = 255;

/** `1-4,7`, `1:1-1:4,2:7`. */
function listOf(ports: readonly string[]): string {
  const bad = ports.find((port) => !isExosPort(port));
  if (bad !== undefined) throw new WaysideError('INVALID_INPUT', `${JSON.stringify(bad)} is no port of EXOS`);
  return portSpans(ports)
    .map(({ first, last }) => (first === last ? first : `${first}-${last}`))
    .join(',');
}

function portLines(
  ports: readonly string[],
  { accessVlan, description, adminUp }: PortChange,
  before: ReadonlyMap<string, PortConfigRow>,
): string[] {
  const all = listOf(ports);
  const lines: string[] = [];
  if (accessVlan !== undefined) {
    const leaving = new Map<number, string[]>();
    for (const port of ports) {
      const row = before.get(port);
      const old = row?.accessVlan ?? row?.nativeVlan;
      if (old !== undefined && old !== accessVlan) leaving.set(old, [...(leaving.get(old) ?? []), port]);
    }
    for (const [old, some] of leaving) lines.push(`configure vlan ${old} delete ports ${listOf(some)}`);
    lines.push(`configure vlan ${accessVlan} add ports ${all} untagged`);
  }
  if (description !== undefined)
    lines.push(
      description === ''
        ? `unconfigure ports ${all} description-string`
        : `configure ports ${all} description-string "${description}"`,
    );
  if (adminUp !== undefined) lines.push(`${adminUp ? 'enable' : 'disable'} ports ${all}`);
  return lines;
}

/** VLANs have a name always, the tag is one of their settings. */
function vlanLines(
  vlan: number,
  name: string | undefined,
  before: VlanRow | undefined,
): readonly WriteLine[] {
  if (name !== undefined && !/^[A-Za-z][\w-]{0,31}$/.test(name))
    throw new WaysideError('INVALID_INPUT', `${JSON.stringify(name)} cannot be the name of a VLAN on EXOS`, {
      hint: 'Begin with a letter; then letters, digits, dashes and underscores, 32 in all, no blanks',
    });
  if (name === undefined) return [{ line: `delete vlan ${before?.name ?? vlan}`, questions: [YES] }];
  if (before?.name === undefined) return typed(`create vlan ${name} tag ${vlan}`);
  return before.name === name ? [] : typed(`configure vlan ${before.name} name ${name}`);
}

const YES = { ask: /\([yY]\/[nN]\)\s*$/, answer: 'y\r' } as const;
const PROMPT = /(?:^|[\r\n])(?:[*!] ?)?(?:\([\w .-]{1,32}\) ?)?[\w-][\w .@:+/-]{0,63}\.\d{1,7} # ?$/;

export const exosWrite: WriteRecipes = {
  enter: [],
  leave: [],
  configPrompt: PROMPT,
  ports: (ports, change, before) => typed(...portLines(ports, change, before)),
  rangeMax: RANGE_PORTS_MAX,
  keepsTagged: true,
  vlan: vlanLines,
  textProblem: (text) => textProblemOf(text, { charsMax: TEXT_CHARS_MAX, forbidden: /["?\\<>&]/ }),
  save: [{ line: 'save configuration primary', questions: [YES] }],
  saved: /Configuration saved to \S+ successfully/i,
};
