/** What must hold: while things go wrong, and once everything is well again. Problems are told in words. */
import type Database from 'better-sqlite3';
import type { AgentHub } from '../../../controller/agents/index.ts';
import { WaysideError } from '../../../shared/errors.ts';
import { formatRef, type JobState, ObservedIds, observedId } from '../../../shared/model/index.ts';
import { compareRecords, controllerRecords, numberProblems } from '../stores.ts';
import type { AgentProcess } from './agent.ts';
import type { ControllerProcess } from './controller.ts';
import type { Device, Run } from './device.ts';
import { FiringWatch } from './firings.ts';

type Db = Database.Database;

/** What every agent can. */
const PROBE = 'switch.probe';
const SHOWN_MAX = 12;
/** Timers of one process: a few for each session and each job. */
const TIMERS_MAX = 600;
/** Ends that an agent or a person has told: nobody may be at work on the job any more. */
const TOLD_ENDS: readonly JobState[] = ['succeeded', 'partly', 'failed', 'cancelled'];

/** What was promised up to a moment. */
export interface Promises {
  readonly jobs: readonly string[];
  readonly written: readonly (readonly [string, string])[];
}

export class Checker {
  readonly problems: string[] = [];
  readonly firings: FiringWatch = new FiringWatch((text) => this.problem(text));
  private readonly runs = new Set<Run>();
  /** Jobs that the controller said it has taken. */
  private jobs = new Set<string>();
  /** Jobs that a store of earlier may give to somebody once more. */
  private readonly doneAgain = new Set<string>();
  /** By record: the value of the last write that was acknowledged. */
  private written = new Map<string, string>();

  problem(text: string): void {
    if (this.problems.length < SHOWN_MAX) this.problems.push(text);
  }

  /** Something that nobody waited for went wrong. */
  stray(what: string, error: unknown): void {
    // Of a process that has just died.
    if (error instanceof Error && error.name === 'PowerCut') return;
    this.problem(`${what}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  }

  took(jobId: string): void {
    this.jobs.add(jobId);
  }

  wrote(site: string, name: string): void {
    this.written.set(site, name);
  }

  /** To go back to with a store of this moment. */
  promises(): Promises {
    return { jobs: [...this.jobs], written: [...this.written] };
  }

  /**
   * A store of earlier took the place of this one: what was promised since, and who works on what, is not known there.
   * So jobs of before may be done again, beside whoever is still at it.
   */
  wentBack({ jobs, written }: Promises, { disk }: ControllerProcess): void {
    this.jobs = new Set(jobs);
    this.written = new Map(written);
    for (const id of disk.db.prepare('SELECT id FROM jobs').pluck().all()) this.doneAgain.add(String(id));
    for (const { jobId } of this.runs) this.doneAgain.add(jobId);
    this.runs.clear();
    this.firings.forget();
  }

  /** The hub as the jobs see it: who is out of work gets none. */
  watched(hub: AgentHub): AgentHub {
    const send: AgentHub['send'] = (agentId, message) => {
      const site = hub.siteOf(agentId) ?? '';
      if (
        message.type === 'jobOffered' &&
        hub.isOnline(agentId) &&
        !hub.capable(site, PROBE).includes(agentId)
      )
        this.problem(`job ${message.jobId} is offered to ${agentId}, which is out of work`);
      return hub.send(agentId, message);
    };
    return Object.assign(Object.create(hub) as AgentHub, { send });
  }

  began(run: Run, controller: ControllerProcess): () => void {
    const { jobId, agentId, attempt } = run;
    if (this.doneAgain.has(jobId)) return () => undefined;
    for (const other of this.runs)
      if (other.jobId === jobId && other.attempt !== attempt && other.isAlive())
        this.problem(`job ${jobId} runs at ${other.agentId} and ${agentId} at once`);
    const state = stateOf(controller, jobId);
    if (state && TOLD_ENDS.includes(state))
      this.problem(`job ${jobId} is ${state}, and ${agentId} begins to work on it`);
    this.firings.began(run);
    this.runs.add(run);
    return () => this.runs.delete(run);
  }

  /** A job that has an end must not be worked on any more. */
  whileRunning(controller: ControllerProcess): void {
    for (const run of this.runs) {
      if (!run.isAlive()) {
        this.runs.delete(run);
        continue;
      }
      const state = stateOf(controller, run.jobId);
      if (state && TOLD_ENDS.includes(state))
        this.problem(`job ${run.jobId} is ${state}, and ${run.agentId} still works on it`);
    }
  }

  bounds({ clock }: AgentProcess | ControllerProcess): void {
    if (clock.timers > TIMERS_MAX) this.problem(`a process has ${clock.timers} timers`);
  }

  /** Everybody has been there for long enough. */
  cancelled({ rooms }: ControllerProcess, jobIds: readonly string[]): void {
    for (const id of jobIds)
      if (rooms.jobs.get(id).state === 'cancelling')
        this.problem(`job ${id} was cancelled, its agent is there, and it still runs`);
  }

  /** All is well again and nothing is under way. */
  settled(controller: ControllerProcess, agents: readonly AgentProcess[]): void {
    const { rooms, disk } = controller;
    for (const { agentId, boots } of rooms.hub.alarms())
      this.problem(`settled: ${agentId} is taken for two processes, boots ${boots.join(' and ')}`);
    for (const id of this.jobs) {
      const { state } = rooms.jobs.get(id);
      if (['queued', 'offered', 'running', 'cancelling', 'unknown'].includes(state))
        this.problem(`job ${id} is ${state} for ever`);
    }
    for (const text of numberProblems(disk.db)) this.problem(text);
    this.firings.settled(controller);
    for (const [site, name] of this.written) {
      const shown = rooms.inventory.peek({ site, kind: 'site', id: site }, SYSTEM)?.fields['name'];
      if (shown !== name) this.problem(`site ${site} is called ${String(shown)}; ${name} was acknowledged`);
    }
    const told = new Map<string, string>();
    const unread = agents.flatMap((agent) => standingRecords(disk.db, agent, told));
    const held = [...controllerRecords(disk.db)].filter(
      ([key]) => told.has(key) || !unread.some((begin) => key.startsWith(begin)),
    );
    for (const text of compareRecords(told, new Map(held))) this.problem(`settled: ${text}`);
  }

  /** Every device was read once more: what is shown is what is there. */
  truth({ disk }: ControllerProcess, devices: Iterable<Device>): void {
    const real = new Map<string, string>();
    for (const { site, name, ports } of devices)
      for (const [mac, port] of ports) {
        const id = observedId('sighting', { site, kind: 'source', id: name }, mac);
        real.set(`${site}/sighting/${id} fdb`, JSON.stringify({ mac, port }));
      }
    for (const text of compareRecords(real, controllerRecords(disk.db))) this.problem(`read anew: ${text}`);
  }
}

/** Of the work that agents know by this id. `undefined`: begun alone, or forgotten with a store that went back. */
function stateOf({ rooms, disk }: ControllerProcess, work: string): JobState | undefined {
  try {
    const { state } = rooms.jobs.get(work);
    if (!TOLD_ENDS.includes(state)) return state;
    // The job that it began with has ended: the work goes on for others, or ended as the last of them.
    const others = disk.db.prepare('SELECT count(*) FROM jobs WHERE shares = ? AND ended_at IS NULL').pluck();
    if (Number(others.get(work)) > 0) return 'running';
    const last = disk.db.prepare(
      'SELECT state FROM jobs WHERE id = @work OR shares = @work ORDER BY ended_at DESC',
    );
    return last.pluck().get({ work }) as JobState;
  } catch (error) {
    if (WaysideError.from(error).code === 'NOT_FOUND') return undefined;
    throw error;
  }
}

const SYSTEM = { type: 'system', name: 'simulation' } as const;

/**
 * Adds what the agent last saw of the sources for which the controller goes by it. Returns the beginnings of the keys of
 * those that it never read to their end: nothing of them is taken for gone.
 */
function standingRecords(
  controller: Db,
  { facts, disk }: AgentProcess,
  records: Map<string, string>,
): readonly string[] {
  const sources = controller
    .prepare('SELECT site, source FROM source_scans WHERE agent = ?')
    .all(facts.id) as { site: string; source: string }[];
  const coverage = disk.db.prepare('SELECT coverage FROM sources WHERE ref = ?').pluck();
  const read = disk.db.prepare(
    'SELECT native_key, section, body FROM snapshots JOIN sources ON no = source WHERE ref = ?',
  );
  return sources.flatMap(({ site, source: id }) => {
    const source = { site, kind: 'source', id } as const;
    const ids = new ObservedIds(source);
    for (const row of read.all(formatRef(source)) as { native_key: string; section: string; body: string }[])
      records.set(`${site}/sighting/${ids.id('sighting', row.native_key)} ${row.section}`, row.body);
    const isRead = String(coverage.get(formatRef(source))).includes('sighting');
    return isRead ? [] : [`${site}/sighting/${ids.prefix}`];
  });
}
