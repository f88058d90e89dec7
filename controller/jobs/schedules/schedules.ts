/** Schedules as one thing: the engine that fires them, the copies of agents, and the desk where people manage them. */
import type { DeclaredSchedule } from '../../../shared/config/index.ts';
import { WaysideError } from '../../../shared/errors.ts';
import { firingId, type JobState, type Principal } from '../../../shared/model/index.ts';
import { type Clock, type Log, nextTurn, type Random, type Timer } from '../../../shared/runtime/index.ts';
import type { AgentMessage, FiringsTold, Hello } from '../../../shared/wire/index.ts';
import type { AgentHub, AgentListener } from '../../agents/index.ts';
import type { Inventory } from '../../inventory/index.ts';
import { ScheduleStore, type Store } from '../../store/index.ts';
import type { Jobs } from '../jobs.ts';
import { type AloneFiring, ON_TIME_MS } from './alone.ts';
import { type Schedule, ScheduleBook } from './book.ts';
import { ScheduleCopies } from './copies.ts';
import { type DeclaredChange, followDeclared } from './declared.ts';
import { ScheduleDesk } from './desk.ts';
import { ScheduleEngine } from './engine.ts';
import type { FiringJob, FiringJobs } from './port.ts';

export interface SchedulesDeps {
  readonly store: Store;
  readonly inventory: Inventory;
  readonly hub: AgentHub;
  readonly jobs: Jobs;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** What the configuration says; without it, schedules that it said before stay as they are. */
  readonly declared?: DeclaredIn;
}

export interface DeclaredIn {
  readonly schedules: readonly DeclaredSchedule[];
  /** For people: the file. */
  readonly where: string;
  readonly onDone: (done: DeclaredChange) => void;
}

/** Addresses and credentials in the copies follow the inventory so soon. */
export const COPIES_EVERY_MS = 300_000;
/** Firings are kept as long as the jobs of them. */
const FIRINGS_KEEP_MS = 2_592_000_000;
const PRUNE_MAX = 1000;
/** As many as an agent keeps; more of one message are not taken, and told again at its next session. */
const TOLD_MAX = 10_000;
/** Others are served after so many of them. */
const TOLD_PAGE = 50;
/** Speaks first of what it fired alone, from this minor version of the protocol on. */
export const SCHEDULES_MINOR = 1;
const DRIVER = 'switch';

export class Schedules implements AgentListener {
  private readonly deps: SchedulesDeps;
  private readonly book: ScheduleBook;
  private readonly engine: ScheduleEngine;
  private readonly copies: ScheduleCopies;
  /** What agents that are online held of attempts when they said hello. */
  private readonly holding = new Map<string, Holding>();
  private timer: Timer | undefined;

  constructor(deps: SchedulesDeps) {
    const { store, hub, log, clock, jobs, inventory } = deps;
    this.deps = deps;
    const book = new ScheduleBook(store, new ScheduleStore(store.db));
    this.book = book;
    this.copies = new ScheduleCopies({ book, inventory, hub, log });
    this.engine = new ScheduleEngine({
      ...{ clock, log, book, jobs: jobsPort(jobs) },
      capable: (site, kind) => hub.capable(site, `${DRIVER}.${kind}`),
      siteOf: (agentId) => hub.siteOf(agentId),
      mayWork: (agentId) => hub.mayWork(agentId),
      changed: ({ agent }) => this.copies.refresh(agent),
    });
    hub.listen(this);
  }

  start(): void {
    this.followConfiguration();
    this.engine.start();
    this.timer = this.deps.clock.every(COPIES_EVERY_MS, () => {
      this.followConfiguration();
      this.refreshCopies();
    });
  }

  stop(): void {
    this.timer?.cancel();
    this.engine.stop();
  }

  /** The schedules as the principal sees them. */
  as(principal: Principal): ScheduleDesk {
    const { clock, random, inventory } = this.deps;
    const { book, engine } = this;
    const changed = ({ id, agent }: Schedule): void => this.copies.refresh(book.get(id)?.agent ?? agent);
    const declaredIn = this.deps.declared?.where ?? 'the configuration of the controller';
    const deps = { clock, random, book, engine, inventory, changed, declaredIn };
    return new ScheduleDesk(deps, inventory.sight(principal));
  }

  /** Those that stopped by themselves or by somebody, for who looks after everything. */
  paused(): readonly Schedule[] {
    return this.book.all().filter(({ pausedWhy }) => pausedWhy !== '');
  }

  /** Deletes what was decided long ago. */
  prune(): void {
    const before = this.deps.clock.now() - FIRINGS_KEEP_MS;
    while (this.book.prune(before, PRUNE_MAX) === PRUNE_MAX);
  }

  /** One that keeps schedules speaks first: it may have fired alone. */
  online(agentId: string, hello: Hello): void {
    const attempts = hello.attempts.filter(({ attempt }) => attempt === 1).map(({ jobId }) => jobId);
    this.holding.set(agentId, { attempts: new Set(attempts), at: this.deps.clock.now() });
    if ((hello.protocolMinor ?? 0) < SCHEDULES_MINOR) this.engine.agentReady(agentId);
  }

  offline(agentId: string): void {
    this.holding.delete(agentId);
    this.copies.away(agentId);
    this.engine.agentAway(agentId);
  }

  backToWork(agentId: string): void {
    this.engine.backToWork(agentId);
  }

  async message(agentId: string, message: AgentMessage): Promise<void> {
    if (message.type === 'firingsTold') await this.told(agentId, message);
  }

  private async told(agentId: string, { firings, dropped, scheduleRevision }: FiringsTold): Promise<void> {
    const { hub, log } = this.deps;
    const holding = this.holding.get(agentId);
    const taken = firings.slice(0, TOLD_MAX);
    const holds = (told: AloneFiring): boolean => holding !== undefined && isHeld(holding, told);
    for (let at = 0; at < taken.length; at += TOLD_PAGE) {
      if (at > 0) await nextTurn();
      // Another session speaks for it now.
      if (this.holding.get(agentId) !== holding) return;
      this.engine.takeAlone(agentId, taken.slice(at, at + TOLD_PAGE), holds);
    }
    if (taken.length > 0 || dropped > 0)
      log.info('schedules.fired-alone', { agent: agentId, firings: taken.length, dropped });
    hub
      .send(agentId, { type: 'firingsAcknowledged', count: taken.length })
      .catch((error: unknown) => log.debug('firings.not-acknowledged', { agent: agentId, error }));
    this.engine.agentReady(agentId);
    this.copies.told(agentId, scheduleRevision);
  }

  /** Names of switches that it names may come to mean another one. */
  private followConfiguration(): void {
    const { declared, clock, random, log, inventory } = this.deps;
    if (!declared) return;
    const changed = ({ agent }: Schedule): void => this.copies.refresh(agent);
    const passed = (schedule: Schedule): ReturnType<ScheduleEngine['passed']> => this.engine.passed(schedule);
    const { book } = this;
    const deps = { clock, random, log, inventory, book, changed, passed, onDone: declared.onDone };
    try {
      followDeclared(deps, declared.schedules);
    } catch (error) {
      log.error('maintenance.failed', { what: 'schedules of the configuration', error });
    }
  }

  private refreshCopies(): void {
    try {
      this.copies.refreshAll();
    } catch (error) {
      this.deps.log.error('maintenance.failed', { what: 'schedules', error });
    }
  }
}

/** What an agent said of its attempts, and when. */
interface Holding {
  readonly attempts: ReadonlySet<string>;
  readonly at: number;
}

/** It had the attempt at its hello, or began it between that and the welcome. */
function isHeld({ attempts, at: helloAt }: Holding, { scheduleId, nominalAt, at }: AloneFiring): boolean {
  return attempts.has(firingId(scheduleId, nominalAt)) || at > helloAt - ON_TIME_MS;
}

function jobsPort(jobs: Jobs): FiringJobs {
  const request = ({ kind, site, targets, mac, timeoutMs, id, agentId }: FiringJob) => ({
    ...{
      kind,
      targets,
      site: targets.length > 0 ? '' : site,
      mac,
      timeoutMs,
      requestId: '',
      validateOnly: false,
    },
    ...{ firing: { id, agentId }, rank: 'schedule' as const },
  });
  return {
    stateOf: (id) => stateOf(jobs, id),
    fire: (job) => {
      jobs.submit(request(job), { type: 'system', name: 'schedule' });
    },
    check: (job) => {
      jobs.submit({ ...request(job), validateOnly: true }, { type: 'system', name: 'schedule' });
    },
    adopt: ({ startedAt, ...job }) => {
      const { id, agentId, site } = job;
      jobs.adopt({ ...request(job), site }, { id, agentId, startedAt }, 'schedule');
    },
    watch: (id, signal) => jobs.watch(id, signal),
    cancel: (id, why) => {
      jobs.cancel(id, why, 'system:schedule');
    },
  };
}

function stateOf(jobs: Jobs, id: string): JobState | undefined {
  try {
    return jobs.get(id).state;
  } catch (error) {
    if (WaysideError.from(error).code === 'NOT_FOUND') return undefined;
    throw error;
  }
}
