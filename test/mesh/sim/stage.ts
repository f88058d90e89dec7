/** What is the same in every run, and made once for all of them: sites, switches, agents, and their disks at the start. */
import { seededRandom } from '../../../shared/runtime/index.ts';
import { ready } from '../../../shared/seal/index.ts';
import { type AgentFacts, agentKeys, emptyAgentDisk } from './agent.ts';
import { firstControllerDisk } from './controller.ts';
import { ProcessClock, VirtualTime } from './time.ts';

/** Site -> its switches. One has two agents and one has three, so that work can move. */
export const SITES: ReadonlyMap<string, readonly string[]> = new Map([
  ['ams1', ['ams-sw1', 'ams-sw2', 'ams-sw3']],
  ['ber1', ['ber-sw1', 'ber-sw2', 'ber-sw3']],
]);

export const AGENTS: readonly { readonly id: string; readonly site: string }[] = [
  { id: 'a1', site: 'ams1' },
  { id: 'a2', site: 'ams1' },
  { id: 'b1', site: 'ber1' },
  { id: 'b2', site: 'ber1' },
  { id: 'b3', site: 'ber1' },
];

export interface Stage {
  readonly controllerDisk: Uint8Array;
  readonly agentDisk: Uint8Array;
  agent(id: string): AgentFacts;
}

export async function openStage(): Promise<Stage> {
  await ready();
  const random = seededRandom(1);
  const facts = new Map(
    AGENTS.map((agent): [string, AgentFacts] => [agent.id, { ...agent, keys: agentKeys(agent.id, random) }]),
  );
  const clock = new ProcessClock(new VirtualTime(), 0);
  const line = (): void => undefined;
  return {
    controllerDisk: firstControllerDisk({ clock, random, line }, { sites: SITES, agents: AGENTS }),
    agentDisk: emptyAgentDisk(),
    agent: (id) => {
      const known = facts.get(id);
      if (!known) throw new Error(`there is no agent ${id}`);
      return known;
    },
  };
}
