/** What `npm run load` can be told, each with its bounds. */
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type FieldViolation, WaysideError } from '../../../shared/errors.ts';

export interface LoadOptions {
  readonly agents: number;
  /** That the agents and sources are spread over. */
  readonly sites: number;
  /** That hold the agents, beside this one; 0: they are in this one. */
  readonly processes: number;
  /** Records of each agent's source. */
  readonly records: number;
  /** How long jobs, deltas and faults go on. */
  readonly seconds: number;
  readonly jobsPerSecond: number;
  readonly recordsPerSecond: number;
  /** One job for all agents at once, so often; and as often a job for each at once. */
  readonly broadcasts: number;
  /** What a target takes. */
  readonly latencyMs: number;
  /** In hundredths. */
  readonly failurePercent: number;
  /** A fault of each chosen kind so often. */
  readonly faultEverySeconds: number;
  readonly faults: readonly FaultKind[];
  readonly seed: number;
  /** Stores of agents are files, synced like real ones. */
  readonly durable: boolean;
  /** `host:port` of a controller that runs; absent: one is started and stopped. */
  readonly address: string | undefined;
  readonly caFile: string | undefined;
  readonly tokenFile: string | undefined;
  /** Whatever it makes is in sites whose names begin so. */
  readonly prefix: string;
  readonly clean: boolean;
  readonly yes: boolean;
  readonly jsonFile: string | undefined;
}

export const FAULTS = ['cut', 'freeze', 'restart', 'kill-controller'] as const;
export type FaultKind = (typeof FAULTS)[number];

interface NumberFlag {
  readonly default: number;
  readonly min: number;
  readonly max: number;
  readonly doc: string;
}

const NUMBERS = {
  agents: { default: 100, min: 0, max: 10_000, doc: 'agents, each with its own key and connection' },
  sites: { default: 10, min: 1, max: 1000, doc: 'sites that they are spread over' },
  processes: { default: 0, min: 0, max: 256, doc: 'processes for the agents; 0: all in this one' },
  records: { default: 100, min: 1, max: 100_000, doc: 'records that each agent observes' },
  seconds: { default: 20, min: 1, max: 86_400, doc: 'how long jobs, deltas and faults go on' },
  jobs: { default: 20, min: 0, max: 10_000, doc: 'jobs submitted in a second' },
  deltas: { default: 500, min: 0, max: 1_000_000, doc: 'records changed in a second' },
  broadcasts: { default: 1, min: 0, max: 1000, doc: 'jobs for all agents at once, after the rest' },
  latency: { default: 5, min: 0, max: 60_000, doc: 'milliseconds that a target takes' },
  failures: { default: 0, min: 0, max: 100, doc: 'percent of targets that do not answer' },
  'fault-every': { default: 5, min: 1, max: 3600, doc: 'seconds between two faults of one kind' },
  seed: { default: 1, min: 0, max: 4_294_967_295, doc: 'of sources, failures and faults' },
} as const satisfies Readonly<Record<string, NumberFlag>>;

/** Short words that a site may be called. */
const PREFIX = /^[a-z][a-z0-9-]{2,20}$/;

export const USAGE: string = [
  'npm run load -- [options]',
  '',
  ...Object.entries(NUMBERS).map(([name, flag]) => line(`--${name} N`, `${flag.doc} (${flag.default})`)),
  line('--faults LIST', `of ${FAULTS.join(', ')}; kill-controller only for one that it started`),
  line('--durable', 'stores of agents are files, synced like real ones; else they are in memory'),
  line('--address HOST:PORT', 'a controller that runs; else one is started, and gone at the end'),
  line('--ca-file FILE', 'its CA, with --address'),
  line('--token-file FILE', 'the API token of an admin of it, with --address'),
  line('--prefix WORD', 'sites are called WORD-1, WORD-2 … (load)'),
  line('--clean', 'removes what it made; with --agents 0 what an earlier run made'),
  line('--yes', 'asks nothing before it writes to a controller that runs'),
  line('--json FILE', 'writes the report for programs'),
].join('\n');

/** Errors: INVALID_INPUT with every violation at once. */
export function parseLoadOptions(args: readonly string[]): LoadOptions {
  const { values } = readArgs(args);
  const problems: FieldViolation[] = [];
  const number = (name: keyof typeof NUMBERS): number => readNumber(name, values[name], problems);
  const faults = (values.faults ?? '').split(',').filter((word) => word !== '');
  for (const fault of faults.filter((word) => !isFault(word)))
    problems.push({ field: '--faults', message: `"${fault}" is none of ${FAULTS.join(', ')}` });
  const { address, 'ca-file': caFile, 'token-file': tokenFile, prefix = 'load' } = values;
  if (!PREFIX.test(prefix))
    problems.push({ field: '--prefix', message: 'is 3 to 21 small letters, digits and dashes' });
  if (address !== undefined && (caFile === undefined || tokenFile === undefined))
    problems.push({ field: '--address', message: 'needs --ca-file and --token-file' });
  if (address !== undefined && faults.includes('kill-controller'))
    problems.push({
      field: '--faults',
      message: 'kill-controller is only for a controller that the load started',
    });
  const agents = number('agents');
  // A site without an agent would be no part of the load.
  const sites = Math.min(number('sites'), Math.max(1, agents));
  const options: LoadOptions = {
    ...{ agents, sites, records: number('records') },
    ...{ seconds: number('seconds'), jobsPerSecond: number('jobs'), recordsPerSecond: number('deltas') },
    ...{ processes: number('processes'), broadcasts: number('broadcasts') },
    ...{ latencyMs: number('latency'), failurePercent: number('failures'), seed: number('seed') },
    ...{ faultEverySeconds: number('fault-every'), faults: faults.filter(isFault) },
    ...{ address, caFile, tokenFile, prefix, jsonFile: values.json },
    ...{ durable: values.durable ?? false, clean: values.clean ?? false, yes: values.yes ?? false },
  };
  if (options.processes > options.sites)
    problems.push({ field: '--processes', message: 'is at most --sites and --agents: each has whole sites' });
  if (problems.length === 0) return options;
  const words = problems.map(({ field, message }) => `${field} ${message}`).join('; ');
  throw new WaysideError('INVALID_INPUT', words, { violations: problems, hint: USAGE });
}

/** Before the load, not after it. Error: INVALID_INPUT. */
export function checkJsonFile(path: string): void {
  try {
    accessSync(dirname(resolve(path)), constants.W_OK);
    if (!existsSync(path)) return;
    accessSync(path, constants.W_OK);
    if (statSync(path).isDirectory()) throw new Error('it is a folder');
  } catch (cause) {
    const why = (cause as Error).message;
    throw new WaysideError('INVALID_INPUT', `--json ${path} cannot be written: ${why}`, { cause });
  }
}

function readArgs(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  try {
    return parseArgs({
      args: [...args],
      options: {
        ...{
          agents: text,
          sites: text,
          records: text,
          seconds: text,
          jobs: text,
          deltas: text,
          latency: text,
          processes: text,
          broadcasts: text,
        },
        ...{ failures: text, 'fault-every': text, seed: text, faults: text, address: text, prefix: text },
        ...{ 'ca-file': text, 'token-file': text, json: text, durable: flag, clean: flag, yes: flag },
      },
    });
  } catch (cause) {
    throw new WaysideError('INVALID_INPUT', String((cause as Error).message), { cause, hint: USAGE });
  }
}

function readNumber(
  name: keyof typeof NUMBERS,
  text: string | undefined,
  problems: FieldViolation[],
): number {
  const { default: byDefault, min, max } = NUMBERS[name];
  if (text === undefined) return byDefault;
  const value = /^\d{1,12}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return value;
  problems.push({ field: `--${name}`, message: `is a whole number from ${min} to ${max}` });
  return byDefault;
}

function isFault(word: string): word is FaultKind {
  return (FAULTS as readonly string[]).includes(word);
}

function line(flag: string, doc: string): string {
  return `  ${flag.padEnd(22)}${doc}`;
}
