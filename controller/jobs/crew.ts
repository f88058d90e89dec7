/** Who can take which job now: the capable agents with room, the least loaded first. Made for one round of dispatching. */
import type { AgentHub } from '../agents/index.ts';
import type { Job } from './repository.ts';

/** Jobs that one agent holds at once; the others wait in the queue. */
export const AGENT_JOBS_MAX = 32;

export class Crew {
  private readonly hub: Pick<AgentHub, 'capable'>;
  private readonly isResting: (agentId: string) => boolean;
  private readonly load = new Map<string, number>();
  private readonly capable = new Map<string, readonly string[]>();

  constructor(hub: Pick<AgentHub, 'capable'>, live: Iterable<Job>, isResting: (agentId: string) => boolean) {
    this.hub = hub;
    this.isResting = isResting;
    for (const { agentId, state } of live)
      if (agentId !== undefined && state !== 'queued') this.load.set(agentId, this.loadOf(agentId) + 1);
  }

  /** The agent for the job, which counts as taken; `undefined`: nobody can take it now. */
  pick(job: Job): string | undefined {
    let best: string | undefined;
    for (const agentId of this.capableOf(job)) {
      const load = this.loadOf(agentId);
      if (load < AGENT_JOBS_MAX && (best === undefined || load < this.loadOf(best))) best = agentId;
    }
    if (best !== undefined) this.load.set(best, this.loadOf(best) + 1);
    return best;
  }

  private capableOf({ site, driver, kind }: Job): readonly string[] {
    const key = `${site} ${driver}.${kind}`;
    const found =
      this.capable.get(key) ??
      this.hub.capable(site, `${driver}.${kind}`).filter((agentId) => !this.isResting(agentId));
    this.capable.set(key, found);
    return found;
  }

  private loadOf(agentId: string): number {
    return this.load.get(agentId) ?? 0;
  }
}
