/** Flags that every command takes. */
import type { CommandSpec, FlagSpec } from './spec.ts';

export interface GlobalFlagSpec extends FlagSpec {
  /** Key of the settings; absent for flags that the shell itself looks at. */
  readonly key?: string;
}

export const globalFlags: readonly GlobalFlagSpec[] = [
  {
    name: 'output',
    short: 'o',
    value: 'FORM',
    choices: ['table', 'wide', 'json', 'yaml', 'name', 'csv'],
    key: 'output',
    doc: 'table (default), wide, json, yaml, name or csv',
  },
  { name: 'watch', short: 'w', doc: 'stay and print what changes' },
  { name: 'utc', key: 'utc', doc: 'print times in UTC, in full' },
  { name: 'quiet', short: 'q', key: 'quiet', doc: 'no progress and no notes on stderr' },
  { name: 'no-color', key: 'noColor', doc: 'no colours' },
  {
    name: 'timeout',
    value: 'TIME',
    key: 'timeout',
    doc: 'give up after this time, such as 30s; exit code 124',
  },
  {
    name: 'context',
    value: 'NAME',
    key: 'context',
    complete: 'context',
    doc: 'which controller of the context file',
  },
  { name: 'address', value: 'HOST:PORT', key: 'address', doc: 'controller to talk to, instead of a context' },
  {
    name: 'token-file',
    value: 'FILE',
    key: 'tokenFile',
    complete: 'file',
    doc: 'file of mode 0600 with your token',
  },
  {
    name: 'ca-file',
    value: 'FILE',
    key: 'caFile',
    complete: 'file',
    doc: 'CA certificate of the controller, PEM',
  },
];

/** Form of output that is a line of JSON for each thing, of commands that stream. */
export const JSON_LINES = 'jsonl';

/** The global flags that the command does not take by itself, as they stand for it. */
export function globalFlagsOf({
  flags = [],
  watches,
  jsonLines,
}: Pick<CommandSpec, 'flags' | 'watches' | 'jsonLines'>): readonly GlobalFlagSpec[] {
  const taken = new Set(flags.map(({ name }) => name));
  return globalFlags
    .filter(({ name }) => !taken.has(name) && (name !== 'watch' || watches))
    .map((flag) => (flag.name === 'output' && jsonLines ? withLines(flag) : flag));
}

/** `output` with one choice more. */
export function withLines(flag: GlobalFlagSpec): GlobalFlagSpec {
  return {
    ...flag,
    choices: [...(flag.choices ?? []), JSON_LINES],
    doc: 'table (default), wide, json, yaml, name, csv or jsonl',
  };
}
