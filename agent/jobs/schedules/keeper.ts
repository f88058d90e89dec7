/**
 * Fires schedules while there is no controller, by the copy that lies on this disk, also after a start without one. It
 * begins only after ALONE_AFTER_MS, and decides what was not due yet when the controller was last heard: all before is
 * the controller's own affair. Times are the controller's: our clock less what it was ahead in the last session.
 *
 * Invariants
 *   a decision is on disk before work begins, so that no time is decided twice
 *   of times that passed while nobody was there at most one is made up for, the newest, inside its window
 *   once the controller is there nothing fires here, nor after it has sent the agent home, until it takes it back
 */
import type { ErrorCode } from '../../../shared/errors.ts';
import {
  type CopiedSchedule,
  firingId,
  type Json,
  parseFiringId,
  type ScheduleCopy,
} from '../../../shared/model/index.ts';
import {
  type Clock,
  jitterOf,
  type Log,
  nominalsBetween,
  periodOf,
  type Timer,
} from '../../../shared/runtime/index.ts';
import type {
  AgentMessage,
  JobOffered,
  JobOutcome,
  SchedulesCopied,
  Welcome,
} from '../../../shared/wire/index.ts';
import type { Attempts, KeptFiring, KeptSchedules, LastHeard } from '../../store/index.ts';
import type { Runner } from '../runner.ts';

export interface KeeperDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly kept: KeptSchedules;
  readonly attempts: Pick<Attempts, 'all' | 'get'>;
  readonly runner: () => Pick<Runner, 'offer' | 'cancel'>;
  /** The epoch of the site as last told by the controller. */
  readonly epoch: () => number;
  readonly send: (message: AgentMessage) => void;
}

/** Without a controller for so long, it fires by itself. */
export const ALONE_AFTER_MS = 120_000;
const NOBODY_RAN = 'the agent did not run, or still waited for its controller';
/** What is due is looked for so often. */
export const KEEPER_TICK_MS = 15_000;
/** While there is a controller its time is noted so often: after a crash no more than that is judged anew. */
export const HEARD_SAVED_MS = 60_000;
/** As on the controller: later than this, a firing is made up for. */
const ON_TIME_MS = 60_000;
const TIMEOUT_DEFAULT_MS = 600_000;
/** There is nobody to renew it for. */
const LEASE_MS = 30_000;
/** From which on a wrong clock is said. */
const CLOCK_SAID_MS = 60_000;
/** Protocol of a controller that takes what was fired alone. */
const SCHEDULES_MINOR = 1;
const NO_COPY = 'none';
/** The controller wants no work of this agent, and says so no more once it is out of reach. */
const SENT_HOME: ReadonlySet<ErrorCode> = new Set(['AGENT_DRAINED', 'AGENT_BANNED']);

export class ScheduleKeeper {
  private readonly deps: KeeperDeps;
  /** By the monotonic clock: since when there is no controller; `undefined`: there is one. */
  private downSince: number | undefined;
  /** Of the last session of this process. */
  private heard: { readonly controllerAt: number; readonly monotonicMs: number } | undefined;
  private telling: readonly KeptFiring[] = [];
  private canTell = false;
  private timers: Timer[] = [];
  private isAlone = false;
  /** Why the controller has sent it home; `undefined`: it has not. */
  private sentHome: string | undefined;

  constructor(deps: KeeperDeps) {
    this.deps = deps;
  }

  start(): void {
    const { clock } = this.deps;
    this.downSince = clock.monotonic();
    this.guarded(() => this.correctUnbegun());
    this.guarded(() => {
      this.sentHome = this.deps.kept.sentHome;
    });
    this.timers = [
      clock.every(KEEPER_TICK_MS, () => this.guarded(() => this.tick())),
      clock.every(HEARD_SAVED_MS, () => this.guarded(() => this.noteHeard())),
    ];
  }

  stop(): void {
    for (const timer of this.timers) timer.cancel();
    this.guarded(() => this.noteHeard());
  }

  /** The controller is there: it hears first what was fired without it. */
  welcomed({ time, protocolMinor = 0 }: Pick<Welcome, 'time' | 'protocolMinor'>): void {
    const { clock, kept } = this.deps;
    this.heard = { controllerAt: time, monotonicMs: clock.monotonic() };
    this.downSince = undefined;
    this.isAlone = false;
    this.guarded(() => this.noteHeard());
    this.takenBack();
    this.guarded(() => kept.dropUnfiredAfter(time + ON_TIME_MS));
    this.canTell = protocolMinor >= SCHEDULES_MINOR;
    if (this.canTell) this.tell();
  }

  private tell(): void {
    const { kept, send } = this.deps;
    this.telling = this.untold;
    send({
      type: 'firingsTold',
      firings: this.telling.map(({ schedule, nominalAt, at, state, reason }) => ({
        ...{ scheduleId: schedule, nominalAt, at, state, reason },
      })),
      dropped: kept.dropped,
      scheduleRevision: kept.revision ?? NO_COPY,
    });
  }

  /** What it decided alone and the controller has yet to hear. What fired by a clock that was ahead waits for its time. */
  get untold(): readonly KeptFiring[] {
    const until = this.now() + ON_TIME_MS;
    return this.deps.kept.untold().filter(({ nominalAt }) => nominalAt <= until);
  }

  /** With each of its heartbeats; one that was late on its way says less than we know, a clock that was set says more. */
  timeTold(controllerAt: number): void {
    if (Math.abs(controllerAt - this.now()) < CLOCK_SAID_MS) return;
    this.heard = { controllerAt, monotonicMs: this.deps.clock.monotonic() };
    this.guarded(() => this.noteHeard());
  }

  /** A session has ended, or could not be had. */
  lost(code: ErrorCode): void {
    if (SENT_HOME.has(code) && this.sentHome !== code) {
      this.sentHome = code;
      // A restart must not make it forget.
      this.guarded(() => this.deps.kept.setSentHome(code));
    }
    if (this.downSince !== undefined) return;
    this.guarded(() => this.noteHeard());
    this.downSince = this.deps.clock.monotonic();
  }

  /** So many of what was told are on the controller's disk. */
  acknowledged(count: number): void {
    this.guarded(() => this.deps.kept.told(this.telling.slice(0, count).map(({ id }) => id)));
    this.telling = [];
  }

  copied({ revision, document }: Pick<SchedulesCopied, 'revision' | 'document'>): void {
    this.guarded(() => {
      const copy = JSON.parse(Buffer.from(document).toString('utf8')) as Json;
      if (!isCopy(copy)) throw new SyntaxError('the copy of the schedules is not one');
      this.deps.kept.setCopy(revision, copy);
      this.deps.log.info('schedules.copied', { revision, schedules: copy.schedules.length });
    });
  }

  /** An offer that the controller makes: the firing is known from now on. */
  offered(jobId: string): void {
    const firing = parseFiringId(jobId);
    if (!firing) return;
    const { scheduleId: schedule, nominalAt } = firing;
    const row = { id: jobId, schedule, nominalAt, at: this.now(), state: 'fired', reason: '' } as const;
    this.guarded(() => this.deps.kept.add(row, true));
  }

  /** A new attempt waits until the controller has taken the one that was begun alone. */
  refuses(jobId: string, attempt: number): boolean {
    if (!parseFiringId(jobId)) return false;
    return this.deps.attempts.all().some((row) => row.job === jobId && row.attempt !== attempt);
  }

  private tick(): void {
    const { clock, kept, log } = this.deps;
    const { copy } = kept;
    // The time of one that fired by a clock that was ahead has come.
    if (this.downSince === undefined && this.canTell && this.telling.length === 0 && this.untold.length > 0)
      this.tell();
    if (this.downSince === undefined || !copy) return;
    if (clock.monotonic() - this.downSince < ALONE_AFTER_MS) return;
    const heard = kept.lastHeard();
    if (!heard) return;
    const now = this.now();
    if (!this.isAlone) {
      this.isAlone = true;
      const { aheadMs } = heard;
      log.warn('schedules.alone', {
        schedules: copy.schedules.length,
        since: heard.heardAt,
        clockAheadMs: aheadMs,
      });
    }
    for (const schedule of copy.schedules) this.guarded(() => this.settle(schedule, heard, now));
  }

  /** What is due and was not decided; all but the newest are over. */
  private settle(schedule: CopiedSchedule, { heardAt, aheadMs }: LastHeard, now: number): void {
    const { kept } = this.deps;
    const { id, jitterMs, since } = schedule;
    const due = nominalsBetween(
      schedule,
      Math.max(since, kept.newestOf(id, now), heardAt - jitterMs),
      now,
    ).filter((at) => {
      const firesAt = at + jitterOf(id, at, jitterMs);
      return firesAt > heardAt && firesAt <= now;
    });
    if (this.sentHome !== undefined) {
      for (const at of due)
        this.decide(schedule, at, 'missed', `the controller had sent the agent home: ${this.sentHome}`);
      return;
    }
    const newest = due.at(-1);
    if (newest === undefined) return;
    const running = this.running(id);
    for (const at of due.slice(0, -1)) {
      if (running.length > 0) this.decide(schedule, at, 'skipped', `job ${running[0]} still ran`);
      else this.decide(schedule, at, 'missed', NOBODY_RAN);
    }
    const late = now - newest - jitterOf(id, newest, jitterMs);
    const window = schedule.catchUpMs || periodOf(schedule, newest);
    if (running.length > 0 && schedule.overlap === 'skip')
      return this.decide(schedule, newest, 'skipped', `job ${running[0]} still ran`);
    // It stays due, and the next look finds it again.
    if (running.length > 0 && schedule.overlap === 'buffer') return;
    if (late > Math.max(ON_TIME_MS, window))
      return this.decide(schedule, newest, 'missed', `${NOBODY_RAN}, for longer than the catch-up window`);
    if (this.failsAlways(schedule))
      return this.decide(
        schedule,
        newest,
        'skipped',
        `failed ${schedule.pauseAfter} times in a row without a controller`,
      );
    if (schedule.overlap === 'cancel')
      for (const jobId of running)
        this.deps.runner().cancel({ type: 'jobCancelled', jobId, attempt: 1, why: 'the next firing came' });
    const clockWords =
      Math.abs(aheadMs) < CLOCK_SAID_MS ? '' : `; its clock was off by ${aheadMs} ms, corrected`;
    const lateWords = late > ON_TIME_MS ? ', made up for' : '';
    this.fire(schedule, newest, `without a controller${lateWords}${clockWords}`);
  }

  private fire(schedule: CopiedSchedule, nominalAt: number, reason: string): void {
    const { kept, attempts, log, runner } = this.deps;
    const id = firingId(schedule.id, nominalAt);
    const row = { id, schedule: schedule.id, nominalAt, at: this.now(), state: 'fired', reason } as const;
    if (!kept.add(row, false)) return;
    log.info('schedule.fired', { firing: id, name: schedule.name });
    runner().offer(this.offerOf(schedule, id));
    // Its refusal went to nobody.
    if (!attempts.get(id, 1)) kept.correct(id, 'missed', 'the agent would not take it: see its log');
  }

  private offerOf({ kind, driver, targets, mac, timeoutMs }: CopiedSchedule, id: string): JobOffered {
    return {
      ...{ type: 'jobOffered', jobId: id, attempt: 1, idempotencyKey: id, kind, driver, leaseMs: LEASE_MS },
      timeoutMs: timeoutMs || TIMEOUT_DEFAULT_MS,
      targets: targets.map((target) => ({ ...target, platform: target.platform })),
      mac: mac === '' ? undefined : (mac as JobOffered['mac']),
      epoch: this.deps.epoch(),
    };
  }

  private decide(
    schedule: CopiedSchedule,
    nominalAt: number,
    state: KeptFiring['state'],
    reason: string,
  ): void {
    const id = firingId(schedule.id, nominalAt);
    this.deps.kept.add({ id, schedule: schedule.id, nominalAt, at: this.now(), state, reason }, false);
  }

  /** Jobs of the schedule that have not ended here. */
  private running(scheduleId: string): readonly string[] {
    return this.deps.attempts
      .all()
      .filter(({ job, state }) => state === 'running' && job.startsWith(`${scheduleId}@`))
      .map(({ job }) => job);
  }

  private failsAlways({ id, pauseAfter }: CopiedSchedule): boolean {
    if (pauseAfter === 0) return false;
    const last = this.deps.kept.lastAlone(id, pauseAfter);
    return last.length === pauseAfter && last.every((firing) => this.outcomeOf(firing.id) === 'failed');
  }

  private outcomeOf(id: string): JobOutcome | undefined {
    const text = this.deps.attempts.get(id, 1)?.result;
    return text ? (JSON.parse(text) as { outcome: JobOutcome }).outcome : undefined;
  }

  /** What was decided and then cut off by the end of the process never began. */
  private correctUnbegun(): void {
    const { kept, attempts } = this.deps;
    for (const { id, state } of kept.untold())
      if (state === 'fired' && !attempts.get(id, 1))
        kept.correct(id, 'missed', 'the agent stopped before it began');
  }

  private takenBack(): void {
    if (this.sentHome === undefined) return;
    this.sentHome = undefined;
    this.guarded(() => this.deps.kept.setSentHome(''));
  }

  /** The controller's time, as well as it is known. */
  private now(): number {
    const { clock, kept } = this.deps;
    if (this.heard) return this.heard.controllerAt + Math.round(clock.monotonic() - this.heard.monotonicMs);
    return clock.now() - (kept.lastHeard()?.aheadMs ?? 0);
  }

  private noteHeard(): void {
    if (this.downSince !== undefined || !this.heard) return;
    const heardAt = this.now();
    this.deps.kept.setLastHeard({ heardAt, aheadMs: this.deps.clock.now() - heardAt });
  }

  private guarded(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.deps.log.error('schedules.failed', { error });
    }
  }
}

function isCopy(value: unknown): value is ScheduleCopy {
  if (typeof value !== 'object' || value === null || !('schedules' in value)) return false;
  return Array.isArray(value.schedules);
}
