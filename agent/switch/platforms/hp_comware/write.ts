/** Changes of Comware. A range is opened by `interface range`, which all of Comware 7 and the later Comware 5 know. */
import { portSpans, textProblemOf } from '../../parse/index.ts';
import type { KnownQuestion, PortChange, WriteLine, WriteRecipes } from '../../platform.ts';
import { comwareCommandName } from './names.ts';

/** Names that one `interface range` takes on Comware 5. */
const RANGE_PORTS_MAX = 5;
const GO_ON: readonly KnownQuestion[] = [{ ask: /\[Y\/N\]:? ?$/i, answer: 'y\r' }];

function open(ports: readonly string[]): string {
  const [only = ''] = ports;
  if (ports.length === 1) return `interface ${comwareCommandName(only)}`;
  const list = portSpans(ports).map(({ first, last }) =>
    first === last
      ? comwareCommandName(first)
      : `${comwareCommandName(first)} to ${comwareCommandName(last)}`,
  );
  return `interface range ${list.join(' ')}`;
}

function changePorts(ports: readonly string[], change: PortChange): readonly WriteLine[] {
  const { accessVlan, description, adminUp } = change;
  const lines: WriteLine[] = [{ line: open(ports) }];
  if (accessVlan !== undefined)
    lines.push({ line: 'port link-type access' }, { line: `port access vlan ${accessVlan}` });
  if (description !== undefined)
    lines.push({ line: description === '' ? 'undo description' : `description ${description}` });
  if (adminUp !== undefined) lines.push({ line: adminUp ? 'undo shutdown' : 'shutdown' });
  return [...lines, { line: 'quit' }];
}

export const write: WriteRecipes = {
  enter: [{ line: 'system-view' }],
  leave: [{ line: 'return' }],
  configPrompt: /(?:^|[\r\n])(?:RBM_[PS])?\[[\w.@:~+/-]{1,96}\] ?$/,
  ports: changePorts,
  rangeMax: RANGE_PORTS_MAX,
  vlan: (vlan, name) =>
    name === undefined
      ? [{ line: `undo vlan ${vlan}`, questions: GO_ON }]
      : [{ line: `vlan ${vlan}` }, { line: `name ${name}` }, { line: 'quit' }],
  textProblem: (text) => textProblemOf(text, { charsMax: 80, forbidden: /[?]/ }),
  save: [{ line: 'save force', questions: GO_ON }],
  saved: /successfully|is saved/i,
};
