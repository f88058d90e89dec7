/** The log level of the controller and of its agents, which are asked for theirs. */
import type { LogLevel, LogLevelChange, LogLevelState, LogLevels } from '../../shared/runtime/index.ts';
import type { AgentHub, AgentLogLevels } from '../agents/index.ts';

/** `agent` is an id or a name; empty: the controller itself. Errors: NOT_FOUND, UNAVAILABLE, TIMEOUT, INVALID_INPUT. */
export interface LevelDesk {
  read(agent: string): Promise<LogLevelState>;
  set(
    agent: string,
    change: LogLevelChange,
    validateOnly: boolean,
  ): Promise<{ readonly previous: LogLevel; readonly state: LogLevelState }>;
}

export function levelDesk(
  own: LogLevels,
  agents: Pick<AgentLogLevels, 'ask'>,
  hub: Pick<AgentHub, 'get'>,
): LevelDesk {
  const ask = (agent: string, change?: LogLevelChange): Promise<LogLevelState> =>
    agents.ask(hub.get(agent).id, change);
  return {
    read: async (agent) => (agent === '' ? own.state : ask(agent)),
    set: async (agent, change, validateOnly) => {
      const now = agent === '' ? own.state : await ask(agent);
      const { level: previous } = now;
      if (validateOnly) return { previous, state: now };
      const state = agent === '' ? own.set(change) : await ask(agent, change);
      return { previous, state };
    },
  };
}
