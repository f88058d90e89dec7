/** Changes of AOS-S: a VLAN takes its ports, which leaves the untagged one before by itself. All are single lines. */
import { portSpans, textProblemOf } from '../../parse/index.ts';
import type { KnownQuestion, PortChange, WriteLine, WriteRecipes } from '../../platform.ts';

/** `1-4,7` and `A1-A4,1/7-1/9` in one line. */
const RANGE_PORTS_MAX = 64;
/** One key is enough; Enter would answer the next question too. */
const GO_ON: readonly KnownQuestion[] = [{ ask: /\[y\/n\]\??\s*$/i, answer: 'y' }];

function listOf(ports: readonly string[]): string {
  return portSpans(ports)
    .map(({ first, last }) => (first === last ? first : `${first}-${last}`))
    .join(',');
}

function changePorts(ports: readonly string[], change: PortChange): readonly WriteLine[] {
  const list = listOf(ports);
  const { accessVlan, description, adminUp } = change;
  const lines: WriteLine[] = [];
  if (accessVlan !== undefined) lines.push({ line: `vlan ${accessVlan} untagged ${list}` });
  if (description === '') lines.push({ line: `no interface ${list} name` });
  else if (description !== undefined) lines.push({ line: `interface ${list} name "${description}"` });
  if (adminUp !== undefined) lines.push({ line: `interface ${list} ${adminUp ? 'enable' : 'disable'}` });
  return lines;
}

export const write: WriteRecipes = {
  enter: [{ line: 'configure' }],
  leave: [{ line: 'end' }],
  configPrompt: /(?:^|[\r\n])[\w.@:~+/-]{1,64}\([\w.:/, -]{1,64}\)# ?$/,
  ports: changePorts,
  rangeMax: RANGE_PORTS_MAX,
  keepsTagged: true,
  vlan: (vlan, name) =>
    name === undefined
      ? [{ line: `no vlan ${vlan}`, questions: GO_ON }]
      : [{ line: `vlan ${vlan} name "${name}"` }],
  textProblem: (text) => textProblemOf(text, { charsMax: 64, forbidden: /["?\\]/ }),
  save: [{ line: 'write memory' }],
  savedQuietly:
    /^(?:(?:Saving|Writing|Updating) .{0,80}|.{0,40}\b(?:saved|done|success\w*)\b.{0,40}|[.!\s]+)$/i,
};
