/**
 * Who can take which job now: of the capable agents with room the one that read most of its targets last, for what
 * another one observes must begin with all that it sees; then the least loaded. Made for one round of dispatching.
 */
import type { AgentHub } from '../agents/index.ts';
import type { Inventory } from '../inventory/index.ts';
import type { Ledger } from './ledger.ts';
import type { Job } from './repository.ts';

export interface CrewDeps {
  readonly hub: Pick<AgentHub, 'capable'>;
  readonly ledger: Pick<Ledger, 'loadOf' | 'hasRoom'>;
  readonly isResting: (agentId: string) => boolean;
  readonly inventory: Pick<Inventory, 'readers'>;
}

export class Crew {
  private readonly deps: CrewDeps;
  private readonly capable = new Map<string, readonly string[]>();

  constructor(deps: CrewDeps) {
    this.deps = deps;
  }

  /** The agent for the job; `undefined`: nobody can take it now. */
  pick(job: Job): string | undefined {
    const free = this.capableOf(job).filter((agentId) => this.deps.ledger.hasRoom(agentId));
    return free.length > 1 ? this.best(job, free) : free[0];
  }

  private best({ site, targets }: Job, agentIds: readonly string[]): string | undefined {
    const { inventory, ledger } = this.deps;
    const sources = targets.map(({ source }) => source.id);
    const readers = inventory.readers(site, sources);
    const readBy = (agentId: string): number => readers.get(agentId) ?? 0;
    return agentIds.toSorted((a, b) => readBy(b) - readBy(a) || ledger.loadOf(a) - ledger.loadOf(b))[0];
  }

  private capableOf(job: Job): readonly string[] {
    const { site, driver, kind } = job;
    const key = groupOf(job);
    const { hub, isResting } = this.deps;
    const isMeant = (agentId: string): boolean => job.onlyAgent === undefined || job.onlyAgent === agentId;
    const found =
      this.capable.get(key) ??
      hub.capable(site, `${driver}.${kind}`).filter((agentId) => isMeant(agentId) && !isResting(agentId));
    this.capable.set(key, found);
    return found;
  }
}

/** Jobs of one group can be done by the same agents. */
export function groupOf({ site, driver, kind, onlyAgent = '' }: Job): string {
  return `${site} ${driver}.${kind} ${onlyAgent}`;
}
