/** Who would change sources, and on what terms. */
import type { AgentHub } from '../agents/index.ts';
import { nobodyCan, type Wanted } from './nobody.ts';

/** Ids of agents; `wantKey`: those of them that take nothing that no operator key signed. */
export interface Writers {
  readonly agents: readonly string[];
  readonly wantKey: readonly string[];
}

/** What agents announce that take steps which nobody signed: `UNSIGNED_CAPABILITY` of agent/jobs. */
const UNSIGNED = 'writes.unsigned';

/** Error: NO_CAPABLE_AGENT. */
export function writersOf(wanted: Wanted, hub: Pick<AgentHub, 'capable' | 'roster'>): Writers {
  const { site, driver, kind } = wanted;
  const agents = hub.capable(site, `${driver}.${kind}`);
  if (agents.length === 0) throw nobodyCan(wanted, hub);
  const unsigned = new Set(hub.capable(site, UNSIGNED));
  return { agents, wantKey: agents.filter((agent) => !unsigned.has(agent)) };
}
