/**
 * Junos changes a candidate, and one `commit` makes all of it true and kept. Others cannot change it meanwhile: with a
 * shared candidate our commit would take their half-done work along.
 */
import { WaysideError } from '../../../../shared/errors.ts';
import { textProblemOf } from '../../parse/index.ts';
import type { PortChange, PortConfigRow, VlanRow, WriteLine, WriteRecipes } from '../../platform.ts';
import { typed } from '../usual-writes.ts';
import { isJunosPort } from './names.ts';

/** Each port has lines of its own; more at once make the candidate hard to read. */
const PORTS_MAX = 64;
const TEXT_CHARS_MAX = 255;
const MODE = /\bfamily ethernet-switching (port-mode|interface-mode) trunk\b/;

function portLines(
  port: string,
  { accessVlan, description, adminUp }: PortChange,
  before: PortConfigRow | undefined,
): string[] {
  if (!isJunosPort(port))
    throw new WaysideError('INVALID_INPUT', `${JSON.stringify(port)} is no port of Junos`);
  const at = `interfaces ${port}`;
  const lines: string[] = [];
  if (accessVlan !== undefined) {
    // Without the word, which has another name on either kind of EX, a port is one of access.
    const mode = before?.lines.map((line) => MODE.exec(line)?.[1]).find((word) => word !== undefined);
    if (mode !== undefined) lines.push(`delete ${at} unit 0 family ethernet-switching ${mode}`);
    // Members add up, so the old ones go first; that there are none is a warning only.
    lines.push(`delete ${at} unit 0 family ethernet-switching vlan members`);
    lines.push(`set ${at} unit 0 family ethernet-switching vlan members ${accessVlan}`);
  }
  if (description !== undefined)
    lines.push(description === '' ? `delete ${at} description` : `set ${at} description "${description}"`);
  if (adminUp !== undefined) lines.push(`${adminUp ? 'delete' : 'set'} ${at} disable`);
  return lines;
}

/** VLANs go by their name; the number is only an attribute. */
function vlanLines(
  vlan: number,
  name: string | undefined,
  before: VlanRow | undefined,
): readonly WriteLine[] {
  const old = before?.name;
  for (const word of [name, old]) if (word !== undefined && !/^[\w.-]{1,64}$/.test(word)) throw badName(word);
  if (name === undefined) return old === undefined ? [] : typed(`delete vlans ${old}`);
  if (old === undefined) return typed(`set vlans ${name} vlan-id ${vlan}`);
  return old === name ? [] : typed(`rename vlans ${old} to ${name}`);
}

function badName(name: string): WaysideError {
  return new WaysideError('INVALID_INPUT', `${JSON.stringify(name)} cannot be the name of a VLAN on Junos`, {
    hint: 'Use letters, digits, dots, dashes and underscores, 64 at most, no blanks',
  });
}

export const junosWrite: WriteRecipes = {
  enter: typed('configure exclusive'),
  leave: typed('top', 'commit and-quit'),
  configPrompt: /(?:^|[\r\n])[\w.-]{1,64}(?:@[\w.:-]{0,64})?# ?$/,
  ports: (ports, change, before) =>
    typed(...ports.flatMap((port) => portLines(port, change, before.get(port)))),
  rangeMax: PORTS_MAX,
  vlan: vlanLines,
  textProblem: (text) => textProblemOf(text, { charsMax: TEXT_CHARS_MAX, forbidden: /["\\?]/ }),
  // A commit is kept.
  save: [],
  commitConfirmed: {
    // Left at once, since a plain commit on the usual way out would confirm it.
    commit: (minutes) => typed('top', `commit confirmed ${minutes}`, 'exit configuration-mode'),
    confirm: typed('commit and-quit'),
    // Before a commit this drops the candidate; after one, the device goes back by itself when the time is over.
    abandon: typed('top', 'rollback 0', 'exit configuration-mode'),
  },
};
