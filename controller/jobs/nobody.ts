/** Why nobody can take a job, in words that say what to do about it. Names of agents are left to those who may list them. */
import { WaysideError } from '../../shared/errors.ts';
import type { AgentHub, RosterEntry } from '../agents/index.ts';

export interface Wanted {
  readonly site: string;
  readonly driver: string;
  readonly kind: string;
}

/** NO_CAPABLE_AGENT. */
export function nobodyCan(wanted: Wanted, hub: Pick<AgentHub, 'roster'>): WaysideError {
  const { message, hint } = why(
    wanted,
    hub.roster().filter(({ agent }) => agent.site === wanted.site),
  );
  return new WaysideError('NO_CAPABLE_AGENT', message, { hint });
}

function why(
  { site, driver, kind }: Wanted,
  agents: readonly RosterEntry[],
): { message: string; hint: string } {
  const what = `${driver}.${kind}`;
  const there = agents.filter(({ presence }) => presence.state === 'online');
  if (agents.length === 0)
    return {
      message: `site ${site} has no agent`,
      hint: 'A new one joins with `wayside agent token create --site …`.',
    };
  if (agents.every(({ duty }) => duty !== undefined))
    return {
      message: `${agents.length === 1 ? 'the agent' : 'every agent'} of site ${site} is drained or in maintenance`,
      hint: '`wayside agent ls` says until when; `wayside agent resume …` puts one back to work at once.',
    };
  if (there.length === 0)
    return {
      message: `no agent of site ${site} is online`,
      hint: '`wayside agent ls` says since when, `wayside doctor` what to do.',
    };
  const message = `no online agent of site ${site} can do ${what}`;
  const hint =
    kind === 'apply'
      ? 'Agents change nothing until their own configuration allows it: set writes.enabled and writes.operatorKeys in agent.yaml, and restart the agent.'
      : 'See `wayside agent ls`.';
  return { message, hint };
}
