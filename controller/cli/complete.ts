/** What could stand at the cursor. Names come from the API within a second; silence when anything is wrong. */
import { type Kind, kindNames } from '../../shared/model/index.ts';
import { readContexts } from './contexts.ts';
import { globalFlags } from './global-flags.ts';
import type { Host } from './host.ts';
import { listRecords, nameOf } from './inventory/records.ts';
import { shortId } from './plans/held.ts';
import { type Catalogue, flagsOf } from './program.ts';
import { type GlobalFlags, plainSettings } from './settings.ts';
import { Shell } from './shell.ts';
import type { CommandSpec, Completion, FlagSpec } from './spec.ts';

export const COMPLETION_TIMEOUT_MS = 1000;
/** More would scroll away. */
const CANDIDATES_MAX = 200;
/** Tells the shell to complete file names by itself. */
export const FILES = ':files';

/** `words` are what stands behind `wayside`; the last one is being typed and may be empty. */
export async function complete(
  words: readonly string[],
  catalogue: Catalogue,
  host: Host,
): Promise<readonly string[]> {
  const typed = words.at(-1) ?? '';
  const line = readLine(words.slice(0, -1), catalogue);
  const candidates = await candidatesFor(line, typed, { catalogue, host });
  if (candidates.includes(FILES)) return [FILES];
  return candidates.filter((one) => one.startsWith(typed)).slice(0, CANDIDATES_MAX);
}

interface Line {
  /** Words of the command so far. */
  readonly path: readonly string[];
  readonly spec: CommandSpec | undefined;
  readonly args: readonly string[];
  /** Values of flags that came before, by flag name. */
  readonly values: ReadonlyMap<string, string>;
  /** The flag whose value is being typed. */
  readonly open: FlagSpec | undefined;
}

function readLine(words: readonly string[], { commands }: Catalogue): Line {
  const path: string[] = [];
  const args: string[] = [];
  const values = new Map<string, string>();
  let spec: CommandSpec | undefined;
  let open: FlagSpec | undefined;
  for (const word of words) {
    if (open) {
      values.set(open.name, word);
      open = undefined;
    } else if (word.startsWith('-')) {
      const flag = (spec ? flagsOf(spec) : globalFlags).find(
        ({ name, short }) => word === `--${name}` || word === `-${short}`,
      );
      open = flag?.value ? flag : undefined;
    } else if (spec) args.push(word);
    else {
      path.push(word);
      spec = commands.find((one) => one.path.join(' ') === path.join(' '));
    }
  }
  return { path, spec, args, values, open };
}

interface Around {
  readonly catalogue: Catalogue;
  readonly host: Host;
}

async function candidatesFor(line: Line, typed: string, around: Around): Promise<readonly string[]> {
  const { spec, open, path, args } = line;
  if (open) return open.choices ?? open.suggest ?? names(open.complete, line, around.host);
  if (typed.startsWith('-')) return (spec ? flagsOf(spec) : globalFlags).map(({ name }) => `--${name}`);
  if (!spec) return nextWords(path, around.catalogue);
  const wanted = spec.args ?? [];
  const last = wanted.at(-1);
  const arg = wanted[args.length] ?? (last?.many ? last : undefined);
  // The name behind `history ls KIND` is one of that kind.
  const [first] = args;
  const sameKind =
    spec.path.join(' ') === 'history ls' && args.length === 1 && isKindCompletion(first) ? first : undefined;
  return names(sameKind ?? arg?.complete, line, around.host);
}

function isKindCompletion(
  text: string | undefined,
): text is 'site' | 'floor' | 'switch' | 'source' | 'agent' {
  return ['site', 'floor', 'switch', 'source', 'agent'].includes(text ?? '');
}

function nextWords(path: readonly string[], { commands }: Catalogue): readonly string[] {
  const below = commands.filter((one) => !one.hidden && path.every((word, at) => one.path[at] === word));
  return [...new Set(below.map((one) => one.path[path.length] ?? ''))].filter((word) => word !== '');
}

async function names(completion: Completion | undefined, line: Line, host: Host): Promise<readonly string[]> {
  switch (completion) {
    case undefined:
      return [];
    case 'file':
      return [FILES];
    case 'kind':
      return kindNames;
    case 'key': {
      const { describeConfig, programs } = await import('../../shared/config/index.ts');
      return [...new Set(programs.flatMap((program) => describeConfig(program).map(({ key }) => key)))];
    }
    case 'context':
      return (await readContexts(host.env)).contexts.map(({ name }) => name);
    case 'alert':
    case 'job':
    case 'schedule':
    case 'agent':
    case 'user':
    case 'role':
    case 'token':
    case 'plan':
    case 'conflict':
      return withShell(line, host, (shell) => asked[completion](shell, line));
    default:
      return recordNames(completion, line, host);
  }
}

/** As much of the id of a conflict as lists show. */
const CONFLICT_CHARS = 12;

/** Names of what is no record. */
const asked: Readonly<
  Record<
    'alert' | 'job' | 'schedule' | 'agent' | 'user' | 'role' | 'token' | 'plan' | 'conflict',
    (shell: Shell, line: Line) => Promise<readonly string[]>
  >
> = {
  alert: async (shell) => {
    const { alerts } = await shell.call('AlertService.ListAlerts', {});
    return [...new Set(alerts.flatMap(({ id, subjectName }) => [id, subjectName]))].filter(
      (name) => name !== '',
    );
  },
  job: async (shell) => (await shell.call('JobService.ListJobs', {})).jobs.map(({ id }) => id),
  schedule: async (shell, { values }) => {
    const { schedules } = await shell.call('ScheduleService.ListSchedules', {
      ...{ site: values.get('site') ?? '', pageSize: CANDIDATES_MAX },
    });
    return [...new Set(schedules.map(({ spec }) => spec?.name ?? ''))].filter((name) => name !== '');
  },
  agent: async (shell, { values }) =>
    (await shell.call('AgentService.ListAgents', { site: values.get('site') ?? '' })).agents.map(
      ({ name }) => name,
    ),
  plan: async (shell) => (await shell.call('PlanService.ListPlans', {})).plans.map(({ id }) => shortId(id)),
  conflict: async (shell) =>
    (await shell.call('ConflictService.ListConflicts', {})).conflicts.map(
      ({ conflict }) => conflict?.id.slice(0, CONFLICT_CHARS) ?? '',
    ),
  user: async (shell) => (await shell.call('UserService.ListUsers', {})).users.map(({ name }) => name),
  role: async (shell) => (await shell.call('UserService.ListRoles', {})).roles.map(({ name }) => name),
  token: async (shell) => (await shell.call('UserService.ListApiTokens', {})).tokens.map(({ id }) => id),
};

async function recordNames(kind: Kind, line: Line, host: Host): Promise<readonly string[]> {
  return withShell(line, host, async (shell) => {
    const { records } = await listRecords(shell, {
      kind,
      site: line.values.get('site'),
      limit: CANDIDATES_MAX,
    });
    return records.map(({ view }) => nameOf(view));
  });
}

/** A silent shell with a second to answer, along the flags that were typed so far. */
async function withShell(
  { values }: Line,
  host: Host,
  ask: (shell: Shell) => Promise<readonly string[]>,
): Promise<readonly string[]> {
  const flags: GlobalFlags = Object.fromEntries(
    globalFlags.flatMap(({ key, name }) => (key && values.has(name) ? [[key, values.get(name)]] : [])),
  );
  const plain = plainSettings(host, { noColor: true });
  const shell = new Shell(host, { ...plain, quiet: true, timeoutMs: COMPLETION_TIMEOUT_MS, flags }, false);
  try {
    return await ask(shell);
  } finally {
    await shell.close();
  }
}
