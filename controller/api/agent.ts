/** AgentService. */
import { WaysideError } from '../../shared/errors.ts';
import { type AgentView, mayAt, type Principal, principalName } from '../../shared/model/index.ts';
import type { OrderedPages } from '../../shared/runtime/index.ts';
import type { ServiceHandlers } from '../../shared/transport/index.ts';
import { agentToWire, joinTokenToWire, timestampToWire } from '../../shared/wire/index.ts';
import {
  type AgentHub,
  type AgentLife,
  type CreatedJoinToken,
  type JoinTokenRequest,
  requireJoinToken,
  revokeJoinToken,
  unknownSite,
} from '../agents/index.ts';
import type { Sight } from '../inventory/index.ts';
import { type JoinTokenDeps, joinTokenList } from './join-tokens.ts';
import { pageOfRows } from './row-list.ts';
import { agentList, getAgent } from './seen-agents.ts';

export interface AgentApiDeps {
  readonly sight: (principal: Principal) => Sight;
  readonly hub: AgentHub;
  readonly createJoinToken: (request: JoinTokenRequest) => CreatedJoinToken;
  readonly life: AgentLife;
  readonly tokens: JoinTokenDeps;
  readonly pages: OrderedPages;
}

type Handlers = ServiceHandlers<'AgentService'>;
type LifeMethod = 'UpdateAgent' | 'DeleteAgent' | 'EvictAgent' | 'BanAgent' | 'UnbanAgent';
type DutyMethod = 'DrainAgent' | 'MaintainAgent' | 'ResumeAgent';

const MS_PER_SECOND = 1000;

export function agentHandlers(deps: AgentApiDeps): Handlers {
  const { hub, createJoinToken, tokens, sight, pages } = deps;
  return {
    ...lifeHandlers(deps),
    ...dutyHandlers(deps),

    ListAgents: async (request, call) => {
      const list = agentList(hub, request.site, sight(call.principal));
      const { rows, nextPageToken } = await pageOfRows(pages, { request, call }, list);
      return { agents: rows.map(agentToWire), nextPageToken };
    },

    GetAgent: async (request, call) => ({
      agent: agentToWire(getAgent(hub, request.id, sight(call.principal))),
    }),

    CreateJoinToken: async (request, call) => {
      const { validateOnly } = request;
      requireAdminAt(request.site, call.principal, sight(call.principal));
      const ttlMs = request.ttlSeconds * 1000;
      const { token, expiresAt } = createJoinToken({
        site: request.site,
        ttlMs,
        createdBy: principalName(call.principal),
        validateOnly,
      });
      return { token: validateOnly ? '' : token.reveal(), expireTime: timestampToWire(expiresAt) };
    },

    ListJoinTokens: async (request, call) => {
      const list = joinTokenList(tokens, request.site, (site) => mayAt(call.principal, 'admin', { site }));
      const { rows, nextPageToken } = await pageOfRows(pages, { request, call }, list);
      return { tokens: rows.map(joinTokenToWire), nextPageToken };
    },

    RevokeJoinToken: async ({ id, validateOnly }, { principal }) => {
      const token = requireJoinToken(tokens, id);
      const { site } = token;
      if (!mayAt(principal, 'admin', { site })) {
        throw new WaysideError('NOT_FOUND', `there is no join token "${id.toLowerCase()}"`);
      }
      if (validateOnly) return { token: joinTokenToWire(token) };
      return { token: joinTokenToWire(revokeJoinToken(tokens, id, principalName(principal))) };
    },
  };
}

/** A site out of view is refused in the words of one that is not there. */
function requireAdminAt(site: string, principal: Principal, sight: Sight): void {
  if (mayAt(principal, 'admin', { site })) return;
  if (sight.touches(site)) throw new WaysideError('FORBIDDEN', `it needs the level admin at site ${site}`);
  throw unknownSite(site);
}

function lifeHandlers(deps: AgentApiDeps): Pick<Handlers, LifeMethod> {
  const { life } = deps;
  return {
    UpdateAgent: async ({ id, name, description, validateOnly }, { principal }) => {
      const agent = governed(deps, id, principal);
      return {
        agent: agentToWire(life.update(agent.id, { name, description }, { principal, validateOnly })),
      };
    },

    DeleteAgent: async ({ id, why, validateOnly }, { principal }) => {
      await life.remove(governed(deps, id, principal).id, { principal, why, validateOnly });
      return {};
    },

    EvictAgent: async ({ id, why, validateOnly }, { principal }) => {
      const agent = governed(deps, id, principal);
      return { agent: agentToWire(await life.evict(agent.id, { principal, why, validateOnly })) };
    },

    BanAgent: async ({ id, why, validateOnly }, { principal }) => {
      const agent = governed(deps, id, principal);
      return { agent: agentToWire(await life.ban(agent.id, { principal, why, validateOnly })) };
    },

    UnbanAgent: async ({ id, validateOnly }, { principal }) => {
      const agent = governed(deps, id, principal);
      return { agent: agentToWire(life.unban(agent.id, { principal, validateOnly })) };
    },
  };
}

function dutyHandlers(deps: AgentApiDeps): Pick<Handlers, DutyMethod> {
  const { life } = deps;
  return {
    DrainAgent: async ({ id, why, deadlineSeconds, validateOnly }, { principal }) => {
      const agent = governed(deps, id, principal, 'operator');
      const deed = { principal, why, validateOnly };
      return {
        agent: agentToWire(life.drain(agent.id, deadlineSeconds * MS_PER_SECOND, deed)),
      };
    },

    MaintainAgent: async ({ id, why, durationSeconds, validateOnly }, { principal }) => {
      const agent = governed(deps, id, principal, 'operator');
      const deed = { principal, why, validateOnly };
      return {
        agent: agentToWire(life.maintain(agent.id, durationSeconds * MS_PER_SECOND, deed)),
      };
    },

    ResumeAgent: async ({ id, validateOnly }, { principal }) => {
      const agent = governed(deps, id, principal, 'operator');
      return { agent: agentToWire(life.resume(agent.id, { validateOnly })) };
    },
  };
}

/** An agent of a site where the caller has that level; one out of view is not there. */
function governed(
  { hub, sight }: AgentApiDeps,
  id: string,
  principal: Principal,
  level: 'admin' | 'operator' = 'admin',
): AgentView {
  const agent = getAgent(hub, id, sight(principal));
  if (mayAt(principal, level, { site: agent.site })) return agent;
  throw new WaysideError('FORBIDDEN', `it needs the level ${level} at site ${agent.site}`);
}
