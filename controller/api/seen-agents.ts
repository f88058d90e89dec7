/** Agents of the sites that a principal sees with their network: to others they are not there. */
import { WaysideError } from '../../shared/errors.ts';
import { type AgentView, PAGE_SIZE_MAX, type RowFields, rowFields } from '../../shared/model/index.ts';
import type { AgentHub } from '../agents/index.ts';
import type { Sight } from '../inventory/index.ts';
import { ifThere, type RowList } from './row-list.ts';

type Agents = Pick<AgentHub, 'list' | 'get'>;

const agentFields: RowFields<AgentView> = rowFields<AgentView>(
  {
    id: ({ id }) => id,
    name: ({ name }) => name,
    site: ({ site }) => site,
    state: ({ state }) => state,
    reason: ({ reason }) => reason,
    version: ({ version }) => version,
    os: ({ os }) => os,
    capabilities: ({ capabilities }) => capabilities,
    runningJobs: ({ runningJobs }) => runningJobs,
    identity: ({ identity }) => identity,
    description: ({ description }) => description,
    alarm: ({ alarm }) => alarm,
  },
  {
    stateTime: ({ stateSince }) => stateSince,
    lastSeenTime: ({ lastSeenAt }) => lastSeenAt,
    enrolTime: ({ enrolledAt }) => enrolledAt,
    certificateExpireTime: ({ certificateExpiresAt }) => certificateExpiresAt,
  },
);

/** Of one site, or of all. */
export function agentList(hub: Agents, site: string, sight: Sight): RowList<AgentView> {
  return {
    ...{ name: 'agents', scope: { site }, fields: agentFields, defaultOrder: 'site, name' },
    *rows() {
      for (const agent of agentsOf(hub, site)) yield sight.seesSite(agent.site) ? agent : undefined;
    },
    id: ({ id }) => id,
    read: (id) => {
      const agent = ifThere(() => hub.get(id));
      return agent && (site === '' || agent.site === site) && sight.seesSite(agent.site) ? agent : undefined;
    },
  };
}

/** Errors: NOT_FOUND, AMBIGUOUS_NAME among those in view. */
export function getAgent(hub: Agents, idOrName: string, sight: Sight): AgentView {
  if (sight.everything) return hub.get(idOrName);
  const seen: AgentView[] = [];
  for (const agent of agentsOf(hub, '')) {
    if ((agent.id === idOrName || agent.name === idOrName) && sight.seesSite(agent.site)) seen.push(agent);
  }
  const [only, second] = seen;
  if (!only) throw new WaysideError('NOT_FOUND', `there is no agent "${idOrName}"`);
  if (second)
    throw new WaysideError('AMBIGUOUS_NAME', `${seen.length} agents are called "${idOrName}"; use the id`);
  return only;
}

/** As `getAgent`, of one site when it is named. */
export function getAgentAt(
  hub: Agents,
  { site, agent }: { site: string; agent: string },
  sight: Sight,
): AgentView {
  if (site === '') return getAgent(hub, agent, sight);
  for (const one of agentsOf(hub, site)) {
    if ((one.id === agent || one.name === agent) && sight.seesSite(one.site)) return one;
  }
  throw new WaysideError('NOT_FOUND', `there is no agent "${agent}" at site ${site}`);
}

function* agentsOf(hub: Agents, site: string): Generator<AgentView> {
  let pageToken = '';
  do {
    const page = hub.list({ site, pageSize: PAGE_SIZE_MAX, pageToken });
    yield* page.agents;
    pageToken = page.nextPageToken;
  } while (pageToken !== '');
}
