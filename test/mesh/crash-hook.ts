/**
 * Loaded into a program with `--import`, this kills it with SIGKILL at a named point. The program knows nothing of it:
 * methods of the built classes are wrapped here, and what dies is the real process between two real steps.
 *
 * A point is `<step>:before` or `<step>:after`. Which one, and at which hit, stands in the query of the hook's own
 * address, or comes later as a message from the test. A message also asks how much memory is in use, or how often a step
 * was passed. And unless the address says `patient`, an agent that lost its controller dials again soon, so that a test
 * need not wait for it.
 *
 * The clock of the process can be another one than that of the host: wrong from the start (`clock`), set by a message
 * (`clockMs`), or with time that goes by in a moment (`passMs`), for the monotonic clock too. Only OpenSSL does not see
 * it: it goes by the host. With `brisk`, work that comes round seldom comes round often.
 *
 *   send:<message>, receive:<message>   a session message, either side; `send:…:after` once the carrier has taken it
 *   rename:<file>                       a file that is written whole, such as enrolment.json
 *   pragma:<words>                      of a database
 *   every:<milliseconds>                what comes round with that period
 *   the rest                            the tables below
 *
 * A message may also hand a draft to the planning of a controller: what no caller of its API can ask for, plans of
 * stores at agents, other planners will.
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { basename } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import Database from 'better-sqlite3';
import type { Draft, Plans } from '../../controller/plans/index.ts';
import { systemClock } from '../../shared/runtime/index.ts';
import { memorySession, RECONNECT } from '../../shared/transport/index.ts';

type Method = (this: unknown, ...args: unknown[]) => unknown;
type Naming = (args: readonly unknown[]) => string;

interface Question {
  readonly point?: string;
  readonly hits?: number;
  readonly memory?: true;
  /** How far ahead of the host's its clock is from now on. */
  readonly clockMs?: number;
  /** So much time goes by. */
  readonly passMs?: number;
  /** A point that is counted from now on. */
  readonly count?: string;
  /** A plan is made of it; the answer is its id, or what went wrong. */
  readonly draft?: Draft;
}

/** With `brisk`, the longest period of what comes round. */
const BRISK_EVERY_MS = 100;

const query = new URL(import.meta.url).searchParams;
const armed = { point: query.get('point') ?? '', hits: Number(query.get('hits') ?? 1) };
const time = { aheadMs: Number(query.get('clock') ?? 0), passedMs: 0 };
const counted = { point: '', times: 0 };

function pass(point: string): void {
  if (point === counted.point) counted.times += 1;
  if (point !== armed.point) return;
  armed.hits -= 1;
  if (armed.hits > 0) return;
  process.kill(process.pid, 'SIGKILL');
  // The signal has been sent; nothing of this process may run on until it takes effect.
  for (;;) {}
}

function wrap(owner: object, method: string, naming: Naming): void {
  const original = Reflect.get(owner, method) as Method | undefined;
  if (!original) throw new Error(`the crash hook wraps ${method}, which is not there any more`);
  const wrapped: Method = function (...args) {
    const name = naming(args);
    pass(`${name}:before`);
    const result = original.apply(this, args);
    if (!(result instanceof Promise)) {
      pass(`${name}:after`);
      return result;
    }
    return result.then((value: unknown) => {
      pass(`${name}:after`);
      return value;
    });
  };
  Reflect.set(owner, method, wrapped);
}

const always =
  (name: string): Naming =>
  () =>
    name;
const byType =
  (verb: string): Naming =>
  ([message]) =>
    `${verb}:${(message as { type: string }).type}`;

/** Class -> the methods that are steps; a step is called `<class>.<method>`. */
async function steps(): Promise<Readonly<Record<string, readonly [object, readonly string[]]>>> {
  if (query.get('program') === 'agent') {
    const store = await import('../../agent/store/index.ts');
    const { AgentSession, Renewal } = await import('../../agent/session/index.ts');
    const { SqliteStore } = await import('../../agent/sql/index.ts');
    wrap(AgentSession.prototype, 'handle', byType('receive'));
    return {
      snapshots: [store.Snapshots.prototype, ['take']],
      // `insert` runs inside the transaction of `append` and `restart`.
      outbox: [store.Outbox.prototype, ['append', 'insert', 'acknowledge', 'restart']],
      meta: [store.AgentMeta.prototype, ['setController']],
      attempts: [store.Attempts.prototype, ['begin', 'end', 'forget']],
      // Of steps: `sent` before the change, and what became of it after.
      writes: [store.WriteRows.prototype, ['begin', 'move']],
      sql: [SqliteStore.prototype, ['write']],
      session: [AgentSession.prototype, ['welcomed']],
      renewal: [Renewal.prototype, ['issued']],
    };
  }
  const store = await import('../../controller/store/index.ts');
  const { ControllerSession } = await import('../../controller/agents/session.ts');
  const { Enrolment } = await import('../../controller/agents/index.ts');
  const { Incarnation, Inventory } = await import('../../controller/inventory/index.ts');
  const { Dispatcher } = await import('../../controller/jobs/dispatcher.ts');
  const { Jobs } = await import('../../controller/jobs/jobs.ts');
  const { JobMoves } = await import('../../controller/jobs/moves.ts');
  const { Plans } = await import('../../controller/plans/index.ts');
  const { RunBook } = await import('../../controller/plans/run/book.ts');
  known(Plans.prototype);
  wrap(ControllerSession.prototype, 'handle', byType('receive'));
  return {
    store: [store.Store.prototype, ['write']],
    // Inside the transaction of a delta: a row in the middle, and the last thing before the commit.
    versions: [store.VersionStore.prototype, ['insert']],
    scans: [store.ScanStore.prototype, ['addDelta']],
    inventory: [Inventory.prototype, ['applyDelta', 'proveHead']],
    incarnation: [Incarnation.prototype, ['renew']],
    dispatcher: [Dispatcher.prototype, ['enqueue', 'offer', 'ended', 'tryAgain']],
    jobs: [Jobs.prototype, ['viewOf', 'submit', 'endOwn']],
    book: [RunBook.prototype, ['markSent', 'settle', 'save']],
    moves: [JobMoves.prototype, ['makeSoon']],
    enrolment: [Enrolment.prototype, ['enrol', 'issue', 'renew']],
    enrolments: [store.EnrolmentStore.prototype, ['saveAgent', 'addCertificate']],
  };
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Keeps the plans of this controller once they are there. */
let plans: Plans | undefined;
function known(prototype: Plans): void {
  const { start } = prototype;
  prototype.start = function (): void {
    plans = this;
    start.call(this);
  };
}

async function makePlan(draft: Draft): Promise<void> {
  try {
    if (!plans) throw new Error('there is no planning here');
    const { id } = await plans.make(() => draft, {
      principal: { type: 'system', name: 'test' },
      why: 'a test',
    });
    process.send?.({ plan: id });
  } catch (error) {
    process.send?.({ problem: String(error) });
  }
}

function answer(question: Question): void {
  const { point, memory, clockMs, passMs, count, draft } = question;
  if (draft) return void makePlan(draft);
  if (point !== undefined) Object.assign(armed, question);
  if (clockMs !== undefined) time.aheadMs = clockMs;
  if (passMs !== undefined) pastTime(passMs);
  if (memory) {
    collectGarbage();
    // Buffers that the first one found dead are swept on another thread; the second waits for that.
    collectGarbage();
  }
  const { heapUsed, external } = process.memoryUsage();
  process.send?.({ liveBytes: heapUsed + external, times: counted.times });
  if (count !== undefined) Object.assign(counted, { point: count, times: 0 });
}

/** Timers of our own clock, by which all of the program waits. */
const waiting = new Set<{ readonly dueMs: number; readonly fire: () => void }>();

function pastTime(ms: number): void {
  time.passedMs += ms;
  for (const timer of [...waiting]) if (timer.dueMs <= systemClock.monotonic()) timer.fire();
}

/** gRPC makes dates of its own, so the date itself is another one. */
function moveClock(): void {
  const { now } = Date;
  const { monotonic, after, every } = systemClock;
  const moved = (): number => now() + time.aheadMs + time.passedMs;
  globalThis.Date = new Proxy(Date, {
    construct: (target, args, made) => Reflect.construct(target, args.length > 0 ? args : [moved()], made),
    get: (target, key) => (key === 'now' ? moved : Reflect.get(target, key)),
  });
  Object.assign(systemClock, {
    monotonic: () => monotonic() + time.passedMs,
    after: (ms: number, fn: () => void) => {
      const fire = (): void => {
        cancel();
        fn();
      };
      const timer = after(ms, fire);
      const entry = { dueMs: systemClock.monotonic() + ms, fire };
      const cancel = (): void => {
        timer.cancel();
        waiting.delete(entry);
      };
      waiting.add(entry);
      return { cancel };
    },
    every: (ms: number, fn: () => void) =>
      every(query.has('brisk') ? Math.min(ms, BRISK_EVERY_MS) : ms, () => {
        pass(`every:${ms}`);
        fn();
      }),
  });
}

moveClock();

for (const [name, [prototype, methods]] of Object.entries(await steps())) {
  for (const method of methods) wrap(prototype, method, always(`${name}.${method}`));
}

// `pragma:user_version = 2` is the last step of a migration, inside of its transaction.
wrap(Database.prototype, 'pragma', ([sql]) => `pragma:${String(sql)}`);

// Every link is of one class, which its room keeps to itself.
wrap(Object.getPrototypeOf(memorySession().agent), 'send', byType('send'));

if (!query.has('patient')) Object.assign(RECONNECT, { initialMs: 50, maxMs: 100 });

wrap(fs, 'renameSync', ([, target]) => `rename:${basename(String(target))}`);
syncBuiltinESMExports();

process.on('message', answer);
// Whoever started us is gone, perhaps before this was loaded: nobody would end this process.
const orphaned = (): boolean => process.kill(process.pid, 'SIGKILL');
process.on('disconnect', orphaned);
if (process.connected) process.channel?.unref();
else orphaned();
