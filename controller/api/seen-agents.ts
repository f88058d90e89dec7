/** Agents of the sites that a principal sees with their network: to others they are not there. */
import { WaysideError } from '../../shared/errors.ts';
import { type AgentView, pageSize } from '../../shared/model/index.ts';
import type { AgentHub } from '../agents/index.ts';
import type { Sight } from '../inventory/index.ts';

interface AgentsQuestion {
  readonly site: string;
  readonly pageSize: number;
  readonly pageToken: string;
}

type Agents = Pick<AgentHub, 'list' | 'get'>;

export function listAgents(
  hub: Agents,
  question: AgentsQuestion,
  sight: Sight,
): { agents: AgentView[]; nextPageToken: string } {
  if (sight.everything) return hub.list(question);
  const size = pageSize(question.pageSize);
  const agents: AgentView[] = [];
  let nextPageToken = '';
  for (const { agent, token } of agentsAfter(hub, question)) {
    if (!sight.seesSite(agent.site)) continue;
    if (agents.length === size) return { agents, nextPageToken };
    agents.push(agent);
    // Of the last one shown: a token names the agent after which the page begins.
    nextPageToken = token;
  }
  return { agents, nextPageToken: '' };
}

/** Errors: NOT_FOUND, AMBIGUOUS_NAME among those in view. */
export function getAgent(hub: Agents, idOrName: string, sight: Sight): AgentView {
  if (sight.everything) return hub.get(idOrName);
  const seen: AgentView[] = [];
  for (const { agent } of agentsAfter(hub, { site: '', pageToken: '' })) {
    if ((agent.id === idOrName || agent.name === idOrName) && sight.seesSite(agent.site)) seen.push(agent);
  }
  const [only, second] = seen;
  if (!only) throw new WaysideError('NOT_FOUND', `there is no agent "${idOrName}"`);
  if (second)
    throw new WaysideError('AMBIGUOUS_NAME', `${seen.length} agents are called "${idOrName}"; use the id`);
  return only;
}

/** One by one, each with the token of what comes after it. */
function* agentsAfter(
  hub: Agents,
  { site, pageToken }: { readonly site: string; readonly pageToken: string },
): Generator<{ readonly agent: AgentView; readonly token: string }> {
  let token = pageToken;
  do {
    const page = hub.list({ site, pageSize: 1, pageToken: token });
    token = page.nextPageToken;
    for (const agent of page.agents) yield { agent, token };
  } while (token !== '');
}
