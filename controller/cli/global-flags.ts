/** Flags that every command takes. */
import type { FlagSpec } from './spec.ts';

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
