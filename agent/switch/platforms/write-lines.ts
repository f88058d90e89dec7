/** Lines of configuration that Cisco and its relatives share. Made from parsed values; text is checked before. */
import { WaysideError } from '../../../shared/errors.ts';
import type { PortChange, WriteLine } from '../platform.ts';

/** No blanks and no `?`: a name that could become another line, or a call for help, is refused. */
const VLAN_NAME = /^[\x21-\x3a\x3c\x3d\x40-\x7b\x7d\x7e]{1,32}$/;

/** The lines below `interface …`. A port that goes down does so first, one that comes up does so when all else is set. */
export function portLines(
  change: PortChange,
  textProblem: (text: string) => string | undefined,
): WriteLine[] {
  const { description, accessVlan, adminUp } = change;
  const problem = textProblem(description ?? '');
  if (problem !== undefined) throw new WaysideError('INVALID_INPUT', `the description ${problem}`);
  const lines: string[] = [];
  if (adminUp === false) lines.push('shutdown');
  if (description !== undefined)
    lines.push(description === '' ? 'no description' : `description ${description}`);
  if (accessVlan !== undefined) lines.push('switchport mode access', `switchport access vlan ${accessVlan}`);
  if (adminUp === true) lines.push('no shutdown');
  return lines.map((line) => ({ line }));
}

/** `vlan 20` and its name, or its end. */
export function vlanLines(vlan: number, name: string | undefined): WriteLine[] {
  if (name === undefined) return [{ line: `no vlan ${vlan}` }];
  if (!VLAN_NAME.test(name))
    throw new WaysideError(
      'INVALID_INPUT',
      'the name of a VLAN is 1 to 32 letters, digits and signs, without blanks and without ; | ? >',
    );
  return [{ line: `vlan ${vlan}` }, { line: `name ${name}` }];
}
