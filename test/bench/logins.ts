/**
 * A hundred logins at once, as at eight in the morning: the line before the one thread that checks passwords, against the
 * bare checks one after the other. What else is asked of the controller must not feel it. All come from one address, so
 * the number of logins that one address may have under way is raised.
 */
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { WaysideError } from '../../shared/errors.ts';
import { delay, systemClock } from '../../shared/runtime/index.ts';
import { PasswordHasher, ready, Secret } from '../../shared/seal/index.ts';
import type { ApiClient } from '../../shared/transport/index.ts';
import { Doors, many } from './doors.ts';
import { type Figure, mean, median, percentile, timed } from './figure.ts';
import { cpuMsOf } from './program.ts';

const LOGINS = 100;
const USERS = 10;
const BARE_CHECKS = 20;
const FREE_FAILURES = 1000;
/** The last one waits for all checks before it. */
const LOGIN_MAX_MS = 120_000;
/** What who finds the line full waits before the next try. */
const AGAIN_MS = 200;
/** Between two calls of the client that is logged in already, and between two commits. */
const PAUSE_MS = 50;
const QUIET_CALLS = 200;
const BLOCK_BAR_MS = 50;

const PASSWORD = 'correct horse battery staple';

export async function benchLogins({ profileDir }: { profileDir?: string | undefined }): Promise<Figure[]> {
  await ready();
  const doors = new Doors({ profileDir, config: { auth: { login: { freeFailures: FREE_FAILURES } } } });
  try {
    await doors.start();
    for (let user = 0; user < USERS; user += 1) {
      await doors.admin.unary('UserService.CreateUser', { name: `user${user}`, roles: ['viewer'] });
      await doors.admin.unary('UserService.SetPassword', { name: `user${user}`, password: PASSWORD });
    }
    const before = await bareChecks();
    const quiet: number[] = [];
    while (quiet.length < QUIET_CALLS) quiet.push(await call(doors.admin));
    await doors.takeBlockMs();
    const cpuBeforeMs = cpuMsOf(doors.pid);
    const { logins, meanwhile, commitMs } = await atOnce(doors);
    const cpuMs = (cpuMsOf(doors.pid) - cpuBeforeMs) / LOGINS;
    const blockMs = await doors.takeBlockMs();
    // Before and after: the machine may be busier at one end.
    const after = await bareChecks();
    const bareMs = mean([before.ms, after.ms]);
    const bareCpuMs = mean([before.cpuMs, after.cpuMs]);
    return figures({ ...{ bareMs, bareCpuMs, quiet, logins, meanwhile }, cpuMs, blockMs, commitMs });
  } finally {
    await doors.stop();
  }
}

interface Measured {
  /** One check of a password alone. */
  readonly bareMs: number;
  readonly bareCpuMs: number;
  /** Of the controller, for one login and the calls meanwhile. */
  readonly cpuMs: number;
  readonly quiet: readonly number[];
  readonly logins: readonly number[];
  readonly meanwhile: readonly number[];
  readonly blockMs: number;
  /** The longest bare commit to a file on the same disk meanwhile: every login is committed, and the loop waits for that. */
  readonly commitMs: number;
}

function figures(measured: Measured): Figure[] {
  const { bareMs, quiet, logins, meanwhile } = measured;
  const name = `${LOGINS} logins at once`;
  const bare = (checks: number) => ({
    ...{ baseline: checks * bareMs, baselineName: `${checks} bare checks, one after the other`, unit: 'ms' },
    bar: 1.5,
  });
  return [
    { name: `${name}, until the last`, value: Math.max(...logins), ...bare(LOGINS) },
    { name: `${name}, p50`, value: median(logins), ...bare(LOGINS / 2) },
    { name: `${name}, p99`, value: percentile(logins, 99), ...bare(LOGINS) },
    {
      ...{ name: `${name}, CPU of the controller for one`, value: measured.cpuMs, unit: 'ms', bar: 1.5 },
      ...{ baseline: measured.bareCpuMs, baselineName: 'a bare check' },
    },
    {
      ...{ name: `${name}, longest block of the event loop`, unit: 'ms', bar: 2 },
      ...{ value: measured.blockMs, baseline: BLOCK_BAR_MS + measured.commitMs },
      baselineName: `${BLOCK_BAR_MS} ms and the longest bare commit meanwhile`,
    },
    {
      ...{
        name: `${name}, a Get of somebody else meanwhile, mean`,
        value: mean(meanwhile),
        unit: 'ms',
        bar: 5,
      },
      ...{ baseline: mean(quiet), baselineName: 'the same when nobody logs in' },
    },
  ];
}

async function bareChecks(): Promise<{ readonly ms: number; readonly cpuMs: number }> {
  const hasher = new PasswordHasher();
  const password = new Secret(PASSWORD);
  const hash = await hasher.hash(password);
  const cpuBeforeMs = cpuMsOf(process.pid);
  const times: number[] = [];
  while (times.length < BARE_CHECKS) times.push(await timed(() => hasher.verify(hash, password)));
  const cpuMs = (cpuMsOf(process.pid) - cpuBeforeMs) / BARE_CHECKS;
  await hasher.stop();
  return { ms: median(times), cpuMs };
}

async function atOnce(doors: Doors): Promise<Pick<Measured, 'logins' | 'meanwhile' | 'commitMs'>> {
  const client = doors.client('');
  const bare = new Database(join(doors.dataDir, 'bare.db'));
  bare.exec(
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE rows (no INTEGER PRIMARY KEY)',
  );
  const row = bare.prepare('INSERT INTO rows DEFAULT VALUES');
  const meanwhile: number[] = [];
  const commits: number[] = [];
  let over = false;
  const other = async (): Promise<void> => {
    while (!over) {
      meanwhile.push(await call(doors.admin));
      commits.push(await timed(async () => row.run()));
      await delay(systemClock, PAUSE_MS);
    }
  };
  const calls = other();
  try {
    const logins = await Promise.all(many(LOGINS, (i) => timed(() => logIn(client, `user${i % USERS}`))));
    return { logins, meanwhile, commitMs: Math.max(...commits) };
  } finally {
    over = true;
    await calls;
    client.close();
    bare.close();
  }
}

/** The line holds 64; who finds it full comes again. */
async function logIn(client: ApiClient, user: string): Promise<void> {
  for (;;) {
    try {
      await client.unary('AuthService.Login', { user, password: PASSWORD }, { timeoutMs: LOGIN_MAX_MS });
      return;
    } catch (error) {
      if (WaysideError.from(error).code !== 'QUEUE_FULL') throw error;
      await delay(systemClock, AGAIN_MS);
    }
  }
}

function call(client: ApiClient): Promise<number> {
  return timed(() => client.unary('UserService.GetUser', { name: 'user0' }));
}
