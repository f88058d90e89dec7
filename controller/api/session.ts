/** SessionService: the certificate says which agent it is; the hub does the rest. */
import { WaysideError } from '../../shared/errors.ts';
import type { SessionHandler } from '../../shared/transport/index.ts';
import type { AgentHub } from '../agents/index.ts';

export function sessionHandlers(hub: AgentHub): { readonly Session: SessionHandler } {
  return {
    Session: async (link, call) => {
      if (call.principal.type !== 'agent') throw new WaysideError('FORBIDDEN', 'a session is for agents');
      await hub.serve(call.principal.agentId, link);
    },
  };
}
