/** Changes of FastIron: a VLAN takes its ports, and a port must leave its untagged VLAN before another takes it. */
import { portSpans, textProblemOf } from '../../parse/index.ts';
import type { KnownQuestion, PortChange, PortConfigRow, WriteLine, WriteRecipes } from '../../platform.ts';

/** `ethernet 1/1/1 to 1/1/4 ethernet 1/1/7` in one line. */
const RANGE_PORTS_MAX = 48;
/** Whose ports are not written in the configuration; taking a port out of another VLAN puts it there. */
const DEFAULT_VLAN = 1;
const GO_ON: readonly KnownQuestion[] = [{ ask: /\(enter 'y' or 'n'\):? ?$|\[y\/n\]:? ?$/i, answer: 'y\r' }];

/** Port channels go by a word of their own. */
function listOf(ports: readonly string[]): string {
  return portSpans(ports)
    .map(({ first, last }) => {
      const kind = first.startsWith('lg') ? 'lag' : 'ethernet';
      const [from, to] = [first, last].map((port) => port.replace(/^lg/, ''));
      return from === to ? `${kind} ${from}` : `${kind} ${from} to ${to}`;
    })
    .join(' ');
}

function moveLines(
  ports: readonly string[],
  vlan: number,
  before: ReadonlyMap<string, PortConfigRow>,
): readonly WriteLine[] {
  const leaving = new Map<number, string[]>();
  for (const port of ports) {
    const old = before.get(port)?.accessVlan;
    if (old === undefined || old === vlan || old === DEFAULT_VLAN) continue;
    leaving.set(old, [...(leaving.get(old) ?? []), port]);
  }
  const out = [...leaving].flatMap(([old, names]) => [
    { line: `vlan ${old}` },
    { line: `no untagged ${listOf(names)}` },
    { line: 'exit' },
  ]);
  if (vlan === DEFAULT_VLAN) return out;
  return [...out, { line: `vlan ${vlan}` }, { line: `untagged ${listOf(ports)}` }, { line: 'exit' }];
}

function changePorts(
  ports: readonly string[],
  change: PortChange,
  before: ReadonlyMap<string, PortConfigRow>,
): readonly WriteLine[] {
  const { accessVlan, description, adminUp } = change;
  const lines: WriteLine[] = accessVlan === undefined ? [] : [...moveLines(ports, accessVlan, before)];
  if (description === undefined && adminUp === undefined) return lines;
  lines.push({ line: `interface ${listOf(ports)}` });
  if (description !== undefined)
    lines.push({ line: description === '' ? 'no port-name' : `port-name ${description}` });
  if (adminUp !== undefined) lines.push({ line: adminUp ? 'enable' : 'disable' });
  return [...lines, { line: 'exit' }];
}

export const write: WriteRecipes = {
  enter: [{ line: 'configure terminal' }],
  leave: [{ line: 'end' }],
  configPrompt: /(?:^|[\r\n])[\w.@:~+/-]{1,64}\([\w.:/ -]{1,64}\)# ?$/,
  ports: changePorts,
  rangeMax: RANGE_PORTS_MAX,
  keepsTagged: true,
  vlan: (vlan, name) =>
    name === undefined
      ? [{ line: `no vlan ${vlan}`, questions: GO_ON }]
      : [{ line: `vlan ${vlan} name ${name} by port` }, { line: 'exit' }],
  textProblem: (text) => textProblemOf(text, { charsMax: 64, forbidden: /["?]/ }),
  save: [{ line: 'write memory' }],
  savedQuietly: /startup-config (?:done|is (?:saved|up to date))|^Flash Memory Write[^\r\n]{0,60}$/i,
};
