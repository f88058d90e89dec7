/**
 * Fires schedules. Each has one agent, the only one that does its work: it fires here while that agent is online, and
 * the agent fires from its own copy while it has no controller. When it is back it tells what it fired before anything
 * fires here again, and the id of a firing is that of its job, so nothing is done twice.
 *
 * Invariants
 *   a time is decided once; what is decided has a row: fired, waiting, skipped or missed, with the reason
 *   of times that passed with the agent away at most one is made up for, the newest, inside its window
 *   what was due before a pause or a change of the plan is told too, and is not made up for
 *   while the agent may be firing alone, nothing fires here
 */
import { setMaxListeners } from 'node:events';
import { WaysideError } from '../../../shared/errors.ts';
import { firingId, isTerminal, type JobState, type JobView, runNowId } from '../../../shared/model/index.ts';
import {
  type Clock,
  jitterOf,
  type Log,
  nominalAfter,
  periodOf,
  type Timer,
} from '../../../shared/runtime/index.ts';
import type { FiringRow } from '../../store/index.ts';
import { type AloneFiring, ON_TIME_MS, takeAlone, WHY_CHARS_MAX } from './alone.ts';
import type { Schedule, ScheduleBook } from './book.ts';
import { dueOf, NextTimes } from './due.ts';
import type { FiringJobs } from './port.ts';

export interface EngineDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly book: ScheduleBook;
  readonly jobs: FiringJobs;
  /** Online agents of the site that can do it. */
  readonly capable: (site: string, kind: string) => readonly string[];
  /** Where it is enrolled. */
  readonly siteOf: (agentId: string) => string | undefined;
  /** False while it is drained or in maintenance. */
  readonly mayWork: (agentId: string) => boolean;
  /** The copies that agents hold are to be made anew. */
  readonly changed: (schedule: Schedule) => void;
}

/** Looked at again at the latest: clocks are set, agents come. */
export const TICK_MAX_MS = 30_000;
/** Others are served after so many times that passed. */
export const PASSED_PER_GO_MAX = 200;
const SYSTEM = 'system:schedule';

export class ScheduleEngine {
  private readonly deps: EngineDeps;
  /** Agents that are online and have told what they fired alone. */
  private readonly ready = new Set<string>();
  private readonly nexts = new NextTimes();
  private readonly following = new AbortController();
  private timer: Timer | undefined;
  private stopped = false;

  constructor(deps: EngineDeps) {
    this.deps = deps;
    // Every firing that is under way listens.
    setMaxListeners(0, this.following.signal);
  }

  start(): void {
    for (const schedule of this.deps.book.all())
      for (const { id } of this.deps.book.open(schedule.id)) this.follow(schedule.id, id);
    this.tick();
  }

  stop(): void {
    this.stopped = true;
    this.timer?.cancel();
    this.following.abort();
  }

  agentReady(agentId: string): void {
    this.ready.add(agentId);
    // Those that nobody did so far: it goes on with them when it is alone before their first time.
    for (const schedule of this.deps.book.all()) if (schedule.agent === '') this.agentOf(schedule);
    this.backToWork(agentId);
  }

  /** It may work: what waited for it goes on. */
  backToWork(agentId: string): void {
    if (this.stopped) return;
    for (const { id, spec } of this.deps.book.of(agentId))
      if (spec.overlap === 'buffer') this.guarded(id, () => this.beginWaiting(id));
    this.tick();
  }

  agentAway(agentId: string): void {
    this.ready.delete(agentId);
  }

  /** Fires what is due, and comes back in time for the next. */
  tick(): void {
    if (this.stopped) return;
    this.timer?.cancel();
    const { clock, book } = this.deps;
    const now = clock.now();
    let wakeAt = now + TICK_MAX_MS;
    let passed = 0;
    for (const schedule of book.all()) {
      if (passed >= PASSED_PER_GO_MAX) {
        wakeAt = now;
        break;
      }
      this.guarded(schedule.id, () => {
        passed += this.settle(schedule, now);
        const current = book.get(schedule.id) ?? schedule;
        const { dueAt } = this.nexts.of(current, now);
        if (dueAt > now && this.mayFire(current)) wakeAt = Math.min(wakeAt, dueAt);
      });
    }
    this.timer = clock.after(Math.max(1, wakeAt - now), () => this.tick());
  }

  /** Nominal time of the next firing; `undefined` while it is paused, and when there is none. */
  nextOf({ spec, pausedWhy, settledAt }: Schedule): number | undefined {
    if (pausedWhy !== '') return undefined;
    const now = this.deps.clock.now();
    const next = nominalAfter(spec, Math.min(settledAt, now));
    // What passed while the agent was away is made up for once, not one by one.
    return next === undefined || next > now - ON_TIME_MS ? next : nominalAfter(spec, now);
  }

  /** Now, with an id of its own; it neither counts as a time of the schedule nor waits for one. */
  runNow(schedule: Schedule, by: string): FiringRow {
    const now = this.deps.clock.now();
    const agent = this.agentOf(schedule);
    if (!this.ready.has(agent.agent)) throw noAgent(agent);
    const row = this.row(schedule, now, { id: runNowId(schedule.id, now), source: 'person' });
    return this.startJob(agent, row, by);
  }

  /**
   * Rows for what was due, before the pause if there is one, and that nobody has decided. To be saved with a change after
   * which those times are over; what the agent fired of them alone still counts when it is told.
   */
  passed(schedule: Schedule): readonly FiringRow[] {
    const due = dueOf(schedule, this.deps.clock.now());
    for (const at of due) this.noteBegun(schedule, at);
    return this.missed(schedule, due);
  }

  /** What an agent decided alone: jobs of it are known before their ends are told. See `takeAlone`. */
  takeAlone(agentId: string, page: readonly AloneFiring[], holds: (told: AloneFiring) => boolean): void {
    const { clock, book, jobs, siteOf } = this.deps;
    const adopt = (schedule: Schedule, row: FiringRow): void => {
      jobs.adopt({ ...jobOf(schedule, row.id, agentId), startedAt: row.at });
      book.save(schedule, [row]);
      this.follow(schedule.id, row.id);
    };
    const ended = (schedule: Schedule, row: FiringRow, state: JobState): void =>
      this.counted(schedule, state, { ...row, jobState: state });
    takeAlone({ clock, book, jobs, siteOf, adopt, ended }, agentId, page, holds);
  }

  /** The errors of `runNow`, and nothing begun. */
  tryNow(schedule: Schedule): void {
    const agent = this.chosenFor(schedule);
    if (!this.ready.has(agent)) throw noAgent({ ...schedule, agent });
    this.deps.jobs.check({
      ...jobOf(schedule, runNowId(schedule.id, this.deps.clock.now()), agent),
      by: SYSTEM,
    });
  }

  /** The schedule with the agent that does it: chosen once, for two that fire alone would fire twice. */
  agentOf(schedule: Schedule): Schedule {
    const agent = this.chosenFor(schedule);
    if (agent === schedule.agent) return schedule;
    const given = this.deps.book.save({ ...schedule, agent });
    this.deps.changed(given);
    return given;
  }

  private chosenFor({ agent, site, spec }: Schedule): string {
    const { capable, siteOf } = this.deps;
    return agent !== '' && siteOf(agent) === site ? agent : (capable(site, spec.kind)[0] ?? '');
  }

  /** Memory follows the disk: what fails is tried again at the next tick. */
  private guarded(id: string, work: () => void): void {
    try {
      work();
    } catch (error) {
      this.deps.log.error('schedule.failed', { schedule: id, name: this.deps.book.get(id)?.name, error });
    }
  }

  private mayFire({ agent }: Schedule): boolean {
    return this.ready.has(agent) && this.deps.mayWork(agent);
  }

  /** How many times it decided. */
  private settle(found: Schedule, now: number): number {
    const { from, dueAt } = this.nexts.of(found, now);
    if (dueAt > now) return 0;
    const schedule = this.agentOf(found);
    if (!this.mayFire(schedule)) return 0;
    // Settled in times to come, by a clock that was ahead: those from here on count, and their rows keep them single.
    const due = dueOf({ ...schedule, settledAt: schedule.settledAt > now ? from : schedule.settledAt }, now);
    this.decide(schedule, due, now);
    return due.length;
  }

  private decide(schedule: Schedule, due: readonly number[], now: number): void {
    const { id, spec } = schedule;
    const newest = due.at(-1);
    if (newest === undefined) return;
    const settled = { ...schedule, settledAt: newest };
    if (schedule.pausedWhy !== '') {
      for (const at of due) this.noteBegun(schedule, at);
      this.deps.book.save(settled, this.missed(schedule, due));
      return;
    }
    for (const at of due) this.noteBegun(schedule, at);
    const rows = this.missed(schedule, due.slice(0, -1));
    if (this.deps.book.firing(firingId(id, newest))) {
      this.deps.book.save(settled, rows);
      return;
    }
    const late = now - newest - jitterOf(id, newest, spec.jitterMs);
    const window = spec.catchUpMs || periodOf(spec, newest);
    if (late > Math.max(ON_TIME_MS, window)) {
      const reason = `${AWAY} for longer than the catch-up window`;
      this.deps.book.save(settled, [...rows, this.row(schedule, newest, { state: 'missed', reason })]);
      return;
    }
    if (rows.length > 0) this.deps.book.save(schedule, rows);
    this.fire(settled, this.row(schedule, newest, late > ON_TIME_MS ? { reason: MADE_UP } : {}));
  }

  private missed(schedule: Schedule, nominals: readonly number[]): readonly FiringRow[] {
    return nominals
      .filter((at) => !this.deps.book.firing(firingId(schedule.id, at)))
      .map((at) => this.row(schedule, at, { state: 'missed', reason: AWAY }));
  }

  /** A full disk, or the end of the process, came between its job and its row. */
  private noteBegun(schedule: Schedule, nominalAt: number): void {
    const { book, jobs } = this.deps;
    const id = firingId(schedule.id, nominalAt);
    if (book.firing(id) || jobs.stateOf(id) === undefined) return;
    book.save(schedule, [this.row(schedule, nominalAt, {})]);
    this.follow(schedule.id, id);
  }

  /** The row is on disk together with the time that is settled. */
  private fire(schedule: Schedule, row: FiringRow): void {
    const { book, jobs } = this.deps;
    const { overlap } = schedule.spec;
    if (overlap === 'buffer') this.beginWaiting(schedule.id);
    const running = book.open(schedule.id);
    if (running.length > 0 && overlap !== 'allow') {
      const first = running[0]?.id ?? '';
      const isWaiting = this.waiting(schedule) !== undefined;
      if (overlap === 'skip' || (overlap === 'buffer' && isWaiting)) {
        const reason = isWaiting
          ? `job ${first} still runs, and one waits already`
          : `job ${first} still runs`;
        book.save(schedule, [{ ...row, state: 'skipped', reason }]);
        return;
      }
      if (overlap === 'buffer') {
        book.save(schedule, [{ ...row, state: 'waiting', reason: `job ${first} still runs` }]);
        return;
      }
      for (const { id } of running) if (isRunning(jobs.stateOf(id))) this.cancelOther(id);
    }
    this.startJob(schedule, row, SYSTEM);
  }

  private cancelOther(id: string): void {
    try {
      this.deps.jobs.cancel(id, 'the next firing came');
    } catch (error) {
      // It ended in this moment.
      if (WaysideError.from(error).code !== 'JOB_FINISHED') throw error;
    }
  }

  private startJob(schedule: Schedule, row: FiringRow, by: string): FiringRow {
    const { book, jobs, log } = this.deps;
    try {
      // After a crash between the two the job is there already.
      if (jobs.stateOf(row.id) === undefined) jobs.fire({ ...jobOf(schedule, row.id, schedule.agent), by });
    } catch (thrown) {
      const { code, message } = WaysideError.from(thrown);
      if (row.source === 'person') throw thrown;
      log.warn('schedule.not-fired', { firing: row.id, name: schedule.name, code, message });
      const reason = `${code}: ${message}`.slice(0, WHY_CHARS_MAX);
      const missed: FiringRow = { ...row, state: 'missed', reason };
      if (NOT_ITS_FAULT.includes(code)) book.save(schedule, [missed]);
      else this.counted(schedule, 'failed', missed);
      return missed;
    }
    book.save(schedule, [row]);
    log.info('schedule.fired', { firing: row.id, name: schedule.name, agent: schedule.agent });
    this.follow(schedule.id, row.id);
    return row;
  }

  /** Until its job has ended. */
  private follow(scheduleId: string, id: string): void {
    const { jobs, log } = this.deps;
    const { signal } = this.following;
    const wait = async (): Promise<void> => {
      for await (const job of jobs.watch(id, signal))
        if (isTerminal(job.state)) return this.ended(scheduleId, job);
    };
    wait().catch((error: unknown) => {
      // Its job is not kept any more; how it ended is not known.
      if (WaysideError.from(error).code === 'NOT_FOUND') this.closed(scheduleId, id, 'lost');
      else log.error('schedule.not-followed', { firing: id, error });
    });
  }

  private ended(scheduleId: string, { id, state }: JobView): void {
    if (!this.stopped) this.closed(scheduleId, id, state);
  }

  private closed(scheduleId: string, id: string, state: JobState): void {
    const { book } = this.deps;
    const [schedule, row] = [book.get(scheduleId), book.firing(id)];
    if (!schedule || !row || row.jobState) return;
    this.counted(schedule, state, { ...row, jobState: state });
    this.beginWaiting(scheduleId);
  }

  /** With nothing before it any more; while its agent may be firing alone, it waits on. */
  private beginWaiting(scheduleId: string): void {
    const { book } = this.deps;
    const schedule = book.get(scheduleId);
    const next = schedule && book.open(scheduleId).length === 0 ? this.waiting(schedule) : undefined;
    if (!schedule || !next) return;
    if (schedule.pausedWhy !== '')
      book.save(schedule, [{ ...next, state: 'skipped', reason: `paused: ${schedule.pausedWhy}` }]);
    else if (this.mayFire(schedule)) this.startJob(schedule, { ...next, state: 'fired' }, SYSTEM);
  }

  /** A success begins the count anew; after so many failures in a row it pauses by itself. */
  private counted(schedule: Schedule, state: JobState, row: FiringRow): void {
    const { book, clock, log } = this.deps;
    const failures = state === 'cancelled' ? schedule.failures : isGood(state) ? 0 : schedule.failures + 1;
    const { pauseAfter } = schedule.spec;
    const pauses = pauseAfter > 0 && failures >= pauseAfter && schedule.pausedWhy === '';
    const why = `failed ${failures} times in a row, last ${row.state === 'fired' ? `job ${row.id}` : row.reason}`;
    const paused = pauses ? { pausedWhy: why, pausedAt: clock.now(), revision: schedule.revision + 1 } : {};
    const counted = book.save({ ...schedule, failures, ...paused }, [row]);
    if (!pauses) return;
    log.error('schedule.paused', { schedule: schedule.id, name: schedule.name, why });
    this.deps.changed(counted);
  }

  private waiting({ id }: Schedule): FiringRow | undefined {
    return this.deps.book
      .firings(id, Number.MAX_SAFE_INTEGER, WAITING_LOOKED_AT)
      .find(({ state }) => state === 'waiting');
  }

  private row(schedule: Schedule, nominalAt: number, more: Partial<FiringRow>): FiringRow {
    const id = firingId(schedule.id, nominalAt);
    const at = this.deps.clock.now();
    const blank = { state: 'fired', source: 'controller', reason: '', jobState: null } as const;
    return { id, schedule: schedule.id, nominalAt, at, ...blank, ...more };
  }
}

/** Of these a schedule is not to pause. */
const NOT_ITS_FAULT: readonly string[] = ['NO_CAPABLE_AGENT', 'QUEUE_FULL', 'DISK_FULL'];
const AWAY = 'its agent was away';
const MADE_UP = 'made up for: its agent was away at that time';
/** While one waits, the times after it are skipped: it is found among the newest. */
const WAITING_LOOKED_AT = 1000;

function jobOf({ site, name, spec }: Schedule, id: string, agentId: string) {
  const { kind, targets, mac, timeoutMs } = spec;
  return { id, agentId, site, kind, targets, mac, timeoutMs, by: SYSTEM, schedule: name };
}

function isRunning(state: JobState | undefined): boolean {
  return state !== undefined && !isTerminal(state);
}

function isGood(state: JobState): boolean {
  return state === 'succeeded' || state === 'partly';
}

function noAgent({ site, agent }: Schedule): WaysideError {
  const who = agent === '' ? `no agent of site ${site} can do it` : `its agent ${agent} is away`;
  return new WaysideError('NO_CAPABLE_AGENT', who, { hint: 'See `wayside agent ls`.' });
}
