/** How an OS9 switch is configured. A VLAN holds its ports: a port is taken out of its old VLAN before it can join another. */

import { textProblemOf } from '../../parse/index.ts';
import type { PortChange, PortConfigRow, WriteLine, WriteRecipes } from '../../platform.ts';
import { portLines, typed } from '../usual-writes.ts';
import { os9Long } from './names.ts';

/** The device's own bound of a description. */
const TEXT_CHARS_MAX = 240;
/** Ports of one call; each takes lines of its own, so that a refusal names its port. */
const PORTS_MAX = 48;
/** Untagged ports that are in no other VLAN are in this one, and cannot be taken out of it. */
const DEFAULT_VLAN = 1;

/** Leaving the old VLANs, then joining the new one; nothing for ports that are there already. */
function vlanLines(
  vlan: number,
  ports: readonly string[],
  before: ReadonlyMap<string, PortConfigRow>,
): WriteLine[] {
  const oldOf = (port: string): number | undefined =>
    before.get(port)?.accessVlan ?? before.get(port)?.nativeVlan;
  const moving = ports.filter((port) => oldOf(port) !== vlan);
  const olds = [...new Set(moving.map(oldOf))].filter((old) => old !== undefined && old !== DEFAULT_VLAN);
  const leaving = olds.flatMap((old) => [
    `interface vlan ${old}`,
    ...moving.filter((port) => oldOf(port) === old).map((port) => `no untagged ${os9Long(port)}`),
    'exit',
  ]);
  const joining =
    moving.length === 0 || vlan === DEFAULT_VLAN
      ? []
      : [`interface vlan ${vlan}`, ...moving.map((port) => `untagged ${os9Long(port)}`), 'exit'];
  return typed(...leaving, ...joining);
}

function portPart(ports: readonly string[], { description, adminUp }: PortChange): WriteLine[] {
  const change: PortChange = {
    ...(description === undefined ? {} : { description }),
    ...(adminUp === undefined ? {} : { adminUp }),
  };
  const lines = portLines(change, [], { quotes: 'bare' });
  return lines.length === 0
    ? []
    : ports.flatMap((port) => [{ line: `interface ${os9Long(port)}` }, ...lines, { line: 'exit' }]);
}

export const os9Write: WriteRecipes = {
  enter: typed('configure'),
  leave: typed('end'),
  configPrompt: /^[\w.@:~+/-]{1,64}\(conf[^()\r\n]{0,64}\)# ?$/,
  ports: (ports, change, before) => [
    ...(change.accessVlan === undefined ? [] : vlanLines(change.accessVlan, ports, before)),
    ...portPart(ports, change),
  ],
  rangeMax: PORTS_MAX,
  keepsTagged: true,
  vlan: (vlan, name) =>
    name === undefined
      ? typed(`no interface vlan ${vlan}`)
      : typed(`interface vlan ${vlan}`, name === '' ? 'no name' : `name ${name}`, 'no shutdown', 'exit'),
  textProblem: (text) => textProblemOf(text, { charsMax: TEXT_CHARS_MAX, forbidden: /["?\\|]/ }),
  save: [
    {
      line: 'write memory',
      questions: [{ ask: /\[(?:confirm )?yes\/no\]:? ?$/i, answer: 'yes\r' }],
    },
  ],
  // Marks of progress, one for each unit.
  savedQuietly: /^[!.\s]+$|\bunits? saved\b|\[OK\]|Synchronizing data|\bsuccess/i,
};
