/**
 * Who can take which job now: of the capable agents with room the one that read most of its targets last, for what
 * another one observes must begin with all that it sees; then the least loaded. Made for one round of dispatching.
 */
import type { AgentHub } from '../agents/index.ts';
import type { Inventory } from '../inventory/index.ts';
import type { Job } from './repository.ts';

/** Jobs that one agent holds at once; the others wait in the queue. */
export const AGENT_JOBS_MAX = 32;

export interface CrewDeps {
  readonly hub: Pick<AgentHub, 'capable'>;
  readonly live: Iterable<Job>;
  readonly isResting: (agentId: string) => boolean;
  readonly inventory: Pick<Inventory, 'readers'>;
}

export class Crew {
  private readonly deps: CrewDeps;
  private readonly load = new Map<string, number>();
  private readonly capable = new Map<string, readonly string[]>();

  constructor(deps: CrewDeps) {
    this.deps = deps;
    for (const { agentId, state } of deps.live)
      if (agentId !== undefined && state !== 'queued') this.load.set(agentId, this.loadOf(agentId) + 1);
  }

  /** The agent for the job, which counts as taken; `undefined`: nobody can take it now. */
  pick(job: Job): string | undefined {
    const free = this.capableOf(job).filter((agentId) => this.loadOf(agentId) < AGENT_JOBS_MAX);
    const agentId = free.length > 1 ? this.best(job, free) : free[0];
    if (agentId !== undefined) this.load.set(agentId, this.loadOf(agentId) + 1);
    return agentId;
  }

  private best({ site, targets }: Job, agentIds: readonly string[]): string | undefined {
    const sources = targets.map(({ source }) => source.id);
    const readers = this.deps.inventory.readers(site, sources);
    const readBy = (agentId: string): number => readers.get(agentId) ?? 0;
    return agentIds.toSorted((a, b) => readBy(b) - readBy(a) || this.loadOf(a) - this.loadOf(b))[0];
  }

  private capableOf({ site, driver, kind }: Job): readonly string[] {
    const key = `${site} ${driver}.${kind}`;
    const { hub, isResting } = this.deps;
    const found =
      this.capable.get(key) ??
      hub.capable(site, `${driver}.${kind}`).filter((agentId) => !isResting(agentId));
    this.capable.set(key, found);
    return found;
  }

  private loadOf(agentId: string): number {
    return this.load.get(agentId) ?? 0;
  }
}
