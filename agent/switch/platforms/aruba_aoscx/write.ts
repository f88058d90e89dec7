/** How AOS-CX is configured. Its commit-confirm is a checkpoint that is taken before the change and returned to in time. */
import { WaysideError } from '../../../../shared/errors.ts';
import { portSpans, textProblemOf } from '../../parse/index.ts';
import type { PortChange, PortConfigRow, WriteLine, WriteRecipes } from '../../platform.ts';
import { typed, UNTYPED } from '../usual-writes.ts';

/** The device's own bound of a description. */
const TEXT_CHARS_MAX = 64;
/** One line of this many ports in ones still fits the command line. */
const RANGE_PORTS_MAX = 48;
const PORT = /^\d{1,2}\/\d{1,2}\/\d{1,3}(?::\d)?$/;
const LAG = /^lag(\d{1,4})$/;

/** `interface …` lines that together take in all the ports; aggregates one by one. */
function heads(ports: readonly string[]): string[] {
  for (const port of ports)
    if (!PORT.test(port) && !LAG.test(port))
      throw new WaysideError('INVALID_INPUT', `${JSON.stringify(port)} is no port of AOS-CX`);
  const single = ports.filter((port) => PORT.test(port));
  const range = portSpans(single)
    .map(({ first, last }) => (first === last ? first : `${first}-${last}`))
    .join(',');
  const lags = ports.flatMap((port) => LAG.exec(port)?.[1] ?? []);
  return [...(range === '' ? [] : [`interface ${range}`]), ...lags.map((lag) => `interface lag ${lag}`)];
}

function portLines(change: PortChange, before: readonly (PortConfigRow | undefined)[]): WriteLine[] {
  const { accessVlan, description, adminUp } = change;
  const lines: string[] = [];
  if (description !== undefined)
    lines.push(description === '' ? 'no description' : `description ${description}`);
  if (accessVlan !== undefined) {
    // The smallest models do not know the word, so it is only typed where it is needed.
    if (before.some((row) => row?.mode === 'routed')) lines.push('no routing');
    lines.push(`vlan access ${accessVlan}`);
  }
  if (adminUp !== undefined) lines.push(adminUp ? 'no shutdown' : 'shutdown');
  return typed(...lines);
}

export const aoscxWrite: WriteRecipes = {
  enter: typed('configure terminal'),
  leave: typed('end'),
  configPrompt: /(?:^|[\r\n])[\w.@:~+-]{1,64}\(config[^()\r\n]{0,64}\)# ?$/,
  ports(ports, change, before) {
    const lines = portLines(
      change,
      ports.map((port) => before.get(port)),
    );
    return heads(ports).flatMap((head) => [{ line: head }, ...lines, { line: 'exit' }]);
  },
  rangeMax: RANGE_PORTS_MAX,
  vlan: (vlan, name) =>
    name === undefined
      ? [{ line: `no vlan ${vlan}`, questions: [{ ask: /\(y\/n\)\?? ?$/i, answer: 'y\r' }] }]
      : typed(`vlan ${vlan}`, name === '' ? 'no name' : `name ${name}`, 'exit'),
  textProblem: (text) => textProblemOf(text, { charsMax: TEXT_CHARS_MAX, forbidden: UNTYPED }),
  save: typed('write memory'),
  saved: /\bsuccess/i,
  commitConfirmed: {
    begin: (minutes) => typed(`checkpoint auto ${minutes}`),
    commit: () => [],
    confirm: typed('end', 'checkpoint auto confirm'),
    // The device returns to the checkpoint by itself when the time is over.
    abandon: typed('end'),
  },
};
