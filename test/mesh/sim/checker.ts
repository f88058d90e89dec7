/** What must hold: while things go wrong, and once everything is well again. Problems are told in words. */
import type Database from 'better-sqlite3';
import { formatRef, type JobState, ObservedIds, observedId } from '../../../shared/model/index.ts';
import { compareRecords, controllerRecords, numberProblems } from '../stores.ts';
import type { AgentProcess } from './agent.ts';
import type { ControllerProcess } from './controller.ts';
import type { Device, Run } from './device.ts';

type Db = Database.Database;

const SHOWN_MAX = 12;
/** Timers of one process: a few for each session and each job. */
const TIMERS_MAX = 600;
/** Ends that an agent or a person has told: nobody may be at work on the job any more. */
const TOLD_ENDS: readonly JobState[] = ['succeeded', 'partly', 'failed', 'cancelled'];

export class Checker {
  readonly problems: string[] = [];
  private readonly runs = new Set<Run>();
  /** Jobs that the controller said it has taken. */
  private readonly jobs = new Set<string>();
  /** By record: the value of the last write that was acknowledged. */
  private readonly written = new Map<string, string>();

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

  began(run: Run): () => void {
    for (const other of this.runs)
      if (other.jobId === run.jobId && other.agentId !== run.agentId && other.isAlive())
        this.problem(`job ${run.jobId} runs at ${other.agentId} and ${run.agentId} at once`);
    this.runs.add(run);
    return () => this.runs.delete(run);
  }

  /** A job that has an end must not be worked on any more. */
  whileRunning({ rooms }: ControllerProcess): void {
    for (const run of this.runs) {
      if (!run.isAlive()) {
        this.runs.delete(run);
        continue;
      }
      const { state, attempt } = rooms.jobs.get(run.jobId);
      if (TOLD_ENDS.includes(state))
        this.problem(
          `job ${run.jobId} is ${state} by attempt ${attempt}, and ${run.agentId} still works on it`,
        );
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
  settled({ rooms, disk }: ControllerProcess, agents: readonly AgentProcess[]): void {
    for (const id of this.jobs) {
      const { state } = rooms.jobs.get(id);
      if (['queued', 'offered', 'running', 'cancelling', 'unknown'].includes(state))
        this.problem(`job ${id} is ${state} for ever`);
    }
    for (const text of numberProblems(disk.db)) this.problem(text);
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
