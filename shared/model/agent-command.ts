/** How messages spell a command that is to be typed on the host of an agent. */
import { shellWord } from './shell-word.ts';

/**
 * `wayside-agent WORDS`, for the agent that speaks: with its configuration where that is not the one which commands take
 * by themselves, since they would then work for another agent.
 */
export function agentCommand(words: string, configFile?: string): string {
  return `wayside-agent ${words}${configFile === undefined ? '' : ` --config ${shellWord(configFile)}`}`;
}
