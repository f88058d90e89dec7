/** What a load asks of its controller while it runs: jobs for agents drawn by the seed, and changes at their sources. */
import { once } from 'node:events';
import { WaysideError } from '../../../shared/errors.ts';
import { type Clock, delay, randomInt } from '../../../shared/runtime/index.ts';
import type { ApiClient } from '../../../shared/transport/index.ts';
import type { Fleet } from './fleet.ts';
import type { LoadAgent } from './load-agent.ts';

export type WorkKind = 'probe' | 'lookup' | 'collect';

/** Times of one job in milliseconds from its submit. */
export interface Asked {
  readonly job: string;
  /** The agent begins to work; undefined: it never said so. */
  readonly startedMs: number | undefined;
  /** The controller has the end on its disk, and the agent knows it. */
  readonly answeredMs: number;
}

export interface WorkDeps {
  readonly clock: Clock;
  readonly client: () => ApiClient;
  readonly fleet: Fleet;
  /** Gives up whatever is under way. */
  readonly interrupt?: AbortSignal;
}

/** A job and all that may come between, such as a controller that is killed. */
const JOB_MAX_MS = 120_000;
const TICK_MS = 50;
/** In every ten jobs. */
const MIX: readonly WorkKind[] = [
  ...Array.from({ length: 5 }, () => 'probe' as const),
  ...Array.from({ length: 4 }, () => 'lookup' as const),
  'collect',
];
const LOOKED_FOR = '02:00:00:00:00:01';

/** One job for the source of one agent, from the submit to the acknowledged end. Not for two at once on one agent. */
export async function ask(deps: WorkDeps, agent: LoadAgent, kind: WorkKind): Promise<Asked> {
  const { clock, client, interrupt } = deps;
  const startMs = clock.monotonic();
  const answers = new Map<string, number>();
  let startedMs: number | undefined;
  const onStart = (atMs: number): void => {
    startedMs ??= atMs - startMs;
  };
  const onAnswer = (job: string): void => void answers.set(job, clock.monotonic() - startMs);
  agent.events.on('started', onStart).on('answered', onAnswer);
  const tooLate = new AbortController();
  const timer = clock.after(JOB_MAX_MS, () =>
    tooLate.abort(new WaysideError('TIMEOUT', 'a job never ended')),
  );
  const giveUp = (): void => tooLate.abort(interrupt?.reason);
  interrupt?.addEventListener('abort', giveUp, { once: true });
  try {
    const targets = [agent.source.ref];
    const request = { kind, targets, fresh: true, ...(kind === 'lookup' && { mac: LOOKED_FOR }) };
    const { job } = await client().unary('JobService.SubmitJob', request);
    const id = String(job?.id);
    for (;;) {
      const answeredMs = answers.get(id);
      if (answeredMs !== undefined) return { job: id, startedMs, answeredMs };
      await once(agent.events, 'answered', { signal: tooLate.signal });
    }
  } finally {
    timer.cancel();
    interrupt?.removeEventListener('abort', giveUp);
    agent.events.off('started', onStart).off('answered', onAnswer);
  }
}

export interface WorkDone {
  readonly asked: readonly Asked[];
  /** By code: submits that were refused or never came back, and jobs that never ended. */
  readonly errors: Readonly<Record<string, number>>;
  /** Nobody was free or online when one was due. */
  readonly skipped: number;
  readonly changes: number;
  /** Scans that an agent's outbox had no room for. */
  readonly refusedScans: number;
}

export interface Rates {
  readonly jobsPerSecond: number;
  readonly recordsPerSecond: number;
}

/** Goes on until the signal aborts; then waits for the jobs that are under way. */
export async function work(deps: WorkDeps, rates: Rates, signal: AbortSignal): Promise<WorkDone> {
  const { clock, fleet } = deps;
  const asked: Asked[] = [];
  const errors: Record<string, number> = {};
  const busy = new Map<LoadAgent, Promise<void>>();
  const [done, scans] = [{ skipped: 0, changes: 0 }, { refused: 0 }];
  const submit = (): void => {
    const agent = drawFree(fleet, busy);
    if (!agent) {
      done.skipped += 1;
      return;
    }
    const kind = MIX[randomInt(fleet.random, MIX.length)] ?? 'probe';
    const one = ask(deps, agent, kind)
      .then((times) => void asked.push(times))
      .catch((thrown: unknown) => {
        const { code } = WaysideError.from(thrown);
        errors[code] = (errors[code] ?? 0) + 1;
      })
      .finally(() => busy.delete(agent));
    busy.set(agent, one);
  };
  const change = (records: number): void => {
    const agent = draw(fleet);
    if (!agent || agent.sessions === 0 || agent.isStopped) return;
    agent.source.change(records);
    try {
      done.changes += agent.spool();
    } catch (thrown) {
      if (WaysideError.from(thrown).code !== 'OUTBOX_FULL') throw thrown;
      scans.refused += 1;
    }
  };
  const startMs = clock.monotonic();
  const due = { jobs: 0, records: 0 };
  while (!signal.aborted) {
    const seconds = (clock.monotonic() - startMs) / 1000;
    for (; due.jobs < seconds * rates.jobsPerSecond; due.jobs += 1) submit();
    const records = Math.floor(seconds * rates.recordsPerSecond) - due.records;
    if (records > 0) change(records);
    due.records += records;
    await delay(clock, TICK_MS, signal).catch(() => undefined);
  }
  await Promise.all(busy.values());
  return { asked, errors, ...done, refusedScans: scans.refused };
}

function draw({ agents, random }: Fleet): LoadAgent | undefined {
  return agents[randomInt(random, Math.max(1, agents.length))];
}

/** Some draws may meet busy ones. */
const DRAWS_MAX = 20;

function drawFree(fleet: Fleet, busy: ReadonlyMap<LoadAgent, unknown>): LoadAgent | undefined {
  for (let i = 0; i < DRAWS_MAX; i += 1) {
    const agent = draw(fleet);
    if (agent?.isUp && !busy.has(agent)) return agent;
  }
  return undefined;
}
