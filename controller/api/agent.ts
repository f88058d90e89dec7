/** AgentService. */
import { principalName } from '../../shared/model/index.ts';
import type { ServiceHandlers } from '../../shared/transport/index.ts';
import { agentToWire, timestampToWire } from '../../shared/wire/index.ts';
import type { AgentHub, CreatedJoinToken, JoinTokenRequest } from '../agents/index.ts';

export interface AgentApiDeps {
  readonly hub: AgentHub;
  readonly createJoinToken: (request: JoinTokenRequest) => CreatedJoinToken;
}

export function agentHandlers({ hub, createJoinToken }: AgentApiDeps): ServiceHandlers<'AgentService'> {
  return {
    ListAgents: async (request) => {
      const page = hub.list(request);
      return { agents: page.agents.map(agentToWire), nextPageToken: page.nextPageToken };
    },

    GetAgent: async (request) => ({ agent: agentToWire(hub.get(request.id)) }),

    CreateJoinToken: async (request, call) => {
      const ttlMs = request.ttlSeconds * 1000;
      const { token, expiresAt } = createJoinToken({
        site: request.site,
        ttlMs,
        createdBy: principalName(call.principal),
      });
      return { token: token.reveal(), expireTime: timestampToWire(expiresAt) };
    },
  };
}
