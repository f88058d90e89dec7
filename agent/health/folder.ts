/** Which agent a command is for: one host may have several, each with a data folder and a configuration of its own. */
import { join } from 'node:path';
import type { AgentConfig } from '../../shared/config/index.ts';
import { WaysideError } from '../../shared/errors.ts';
import { hasAgentKeys } from '../session/index.ts';

/** Whether an agent lives in the data folder, joined or not. */
export function livesIn(dataDir: string): boolean {
  return hasAgentKeys(join(dataDir, 'identity'));
}

/**
 * For commands about an agent that is there: else they would make one, say that all is well, and the agent that was meant
 * would never hear of it. Error: NOT_FOUND.
 */
export function requireAgent(config: AgentConfig): AgentConfig {
  if (livesIn(config.dataDir)) return config;
  throw new WaysideError('NOT_FOUND', `no agent lives in ${config.dataDir}; nothing is changed`, {
    hint: 'Name the configuration of the one that you mean: --config FILE. The process of a running agent shows it: ps -o args -C node',
  });
}
