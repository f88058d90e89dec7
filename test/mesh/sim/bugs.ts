/**
 * Faults of the product itself, put between its rooms to see that the checker finds them out. Each is what a tired person
 * could have written.
 */
import { Outbox } from '../../../agent/store/index.ts';
import type { AgentHub, AgentListener } from '../../../controller/agents/index.ts';
import type { Inventory } from '../../../controller/inventory/index.ts';
import type { Jobs } from '../../../controller/jobs/index.ts';
import type { Clock } from '../../../shared/runtime/index.ts';

export const bugNames = [
  'ack before durable',
  'no fencing',
  'lost cancel',
  'coalescing that drops',
  'duplicate firing',
] as const;
export type BugName = (typeof bugNames)[number];

/** A delta waits so long for the disk. */
const LAZY_WRITE_MS = 50;

/** The answer comes first, the transaction a moment later. */
export function ackBeforeDurable(inventory: Inventory, clock: Clock): Inventory {
  const applyDelta: Inventory['applyDelta'] = (arrived) => {
    clock.after(LAZY_WRITE_MS, () => {
      try {
        inventory.applyDelta(arrived);
      } catch {
        // It was acknowledged already: nobody is there to be told.
      }
    });
    return { outboxId: arrived.outboxId, seq: arrived.seq, restart: false, changes: 0 };
  };
  return over(inventory, { applyDelta });
}

/** What an earlier attempt tells counts for the one of now. */
export function noFencing(hub: AgentHub, jobs: () => Jobs): AgentHub {
  const listen: AgentHub['listen'] = (listener) => {
    const message: AgentListener['message'] = (agentId, told) => {
      if (told.type !== 'jobEnded') return listener.message(agentId, told);
      const { agentId: holder = agentId, attempt } = jobs().get(told.jobId);
      return listener.message(holder, { ...told, attempt });
    };
    hub.listen(over(listener, { message }));
  };
  return over(hub, { listen });
}

/** A cancel is told to an agent that is there, and forgotten for one that comes back. */
export function lostCancel(hub: AgentHub): AgentHub {
  const send: AgentHub['send'] = (agentId, message) => {
    const isAgain = message.type === 'jobCancelled' && message.why === 'asked before the agent was back';
    return isAgain ? Promise.resolve() : hub.send(agentId, message);
  };
  return over(hub, { send });
}

/** While the agent of a schedule is away, another one takes its place. */
export function duplicateFiring(hub: AgentHub): AgentHub {
  return over(hub, { siteOf: (agentId) => (hub.isOnline(agentId) ? hub.siteOf(agentId) : undefined) });
}

/** With two deltas waiting, the next one is left out: a later scan will tell. */
export class DroppingOutbox extends Outbox {
  override append(work: () => readonly Uint8Array[], source?: string): number {
    const waiting = this.durableSeq - this.acknowledgedSeq;
    return super.append(() => {
      const frames = work();
      return waiting >= 2 ? [] : frames;
    }, source);
  }
}

/** The same object, but for these methods. */
function over<T extends object>(object: T, methods: Partial<T>): T {
  return Object.assign(Object.create(object) as T, methods);
}
