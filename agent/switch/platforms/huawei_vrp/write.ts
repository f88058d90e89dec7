/** Changes of VRP. On VRP 8 they wait for a commit, which leaving asks for; VRP 5 never asks. */
import { portSpans, textProblemOf } from '../../parse/index.ts';
import type { KnownQuestion, PortChange, WriteLine, WriteRecipes } from '../../platform.ts';
import { vrpCommandName } from './names.ts';

/** Members that one temporary group takes on the smallest. */
const RANGE_PORTS_MAX = 10;
const GO_ON: readonly KnownQuestion[] = [
  { ask: /file name ?\([^)]{1,40}\) ?\[[^\]]{1,80}\]:? ?$/i, answer: '\r' },
  { ask: /\[Y(?:\(yes\))?\/N(?:\(no\))?(?:\/C\(cancel\))?\]:? ?$/i, answer: 'y\r' },
];

/** What was typed before a refused line is not to be committed, nor what others left there. */
const LET_GO: readonly KnownQuestion[] = [
  { ask: /\[Y(?:\(yes\))?\/N(?:\(no\))?(?:\/C\(cancel\))?\]:? ?$/i, answer: 'n\r' },
];

function open(ports: readonly string[]): string {
  const [only = ''] = ports;
  if (ports.length === 1) return `interface ${vrpCommandName(only)}`;
  const list = portSpans(ports).map(({ first, last }) =>
    first === last ? vrpCommandName(first) : `${vrpCommandName(first)} to ${vrpCommandName(last)}`,
  );
  return `port-group group-member ${list.join(' ')}`;
}

function changePorts(ports: readonly string[], change: PortChange): readonly WriteLine[] {
  const { accessVlan, description, adminUp } = change;
  const lines: WriteLine[] = [{ line: open(ports) }];
  if (accessVlan !== undefined)
    lines.push({ line: 'port link-type access' }, { line: `port default vlan ${accessVlan}` });
  if (description !== undefined)
    lines.push({ line: description === '' ? 'undo description' : `description ${description}` });
  if (adminUp !== undefined) lines.push({ line: adminUp ? 'undo shutdown' : 'shutdown' });
  return [...lines, { line: 'quit' }];
}

export const write: WriteRecipes = {
  enter: [{ line: 'system-view' }],
  leave: [{ line: 'return', questions: GO_ON }],
  leaveRefused: [{ line: 'return', questions: LET_GO }],
  configPrompt: /(?:^|[\r\n])(?:HRP_[AMS])?\[[~*]?(?!V\d{3}R\d{3})[\w.@:~+/-]{1,96}\] ?$/,
  ports: changePorts,
  rangeMax: RANGE_PORTS_MAX,
  vlan: (vlan, name) =>
    name === undefined
      ? [{ line: `undo vlan ${vlan}`, questions: GO_ON }]
      : [{ line: `vlan ${vlan}` }, { line: `description ${name}` }, { line: 'quit' }],
  textProblem: (text) => textProblemOf(text, { charsMax: 80, forbidden: /[?]/ }),
  save: [{ line: 'save', questions: GO_ON }],
  saved: /successfully/i,
};
