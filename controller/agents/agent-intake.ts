/** What agents say of themselves and of what they read: who may, and where it goes in the inventory. */
import { WaysideError } from '../../shared/errors.ts';
import type { JsonObject, RecordRef } from '../../shared/model/index.ts';
import { type Clock, type Log, nextTurn } from '../../shared/runtime/index.ts';
import type { Delta, DigestsTold, Hello, Position, SourceDifference } from '../../shared/wire/index.ts';
import type { Inventory } from '../inventory/index.ts';
import type { EnrolmentStore } from '../store/index.ts';
import { bannedError } from './banned.ts';
import { Behind } from './behind.ts';
import type { Duties } from './duties.ts';
import type { SoftwareFacts } from './presence.ts';

export interface AgentIntakeDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly inventory: Inventory;
  readonly directory: EnrolmentStore;
  readonly duties: Pick<Duties, 'refusal'>;
}

/** What an agent's record keeps of its hello. */
interface ToldSoftware {
  readonly ref: RecordRef;
  readonly sections: { readonly software: JsonObject };
}

export class AgentIntake {
  private readonly deps: AgentIntakeDeps;
  private readonly software: Behind<ToldSoftware>;

  constructor(deps: AgentIntakeDeps) {
    this.deps = deps;
    const { clock, log, inventory, directory } = deps;
    const isHere = ({ ref }: ToldSoftware): boolean => directory.agent(ref.id) !== undefined;
    this.software = new Behind({
      ...{ clock, log, what: 'software' },
      write: (facts) => inventory.writeAllOwn(facts.filter(isHere), 'hello'),
    });
  }

  /** What hellos told is on disk afterwards, as far as it takes it. */
  stop(): void {
    this.software.stop();
  }

  /** What the controller holds of it. Errors refuse the session: WRONG_IDENTITY, AGENT_BANNED, AGENT_DRAINED, STALE_EPOCH. */
  hello(agentId: string, hello: Hello): { controllerOrigin: string; positions: readonly Position[] } {
    const agent = this.deps.directory.agent(agentId);
    if (!agent || hello.agentId !== agentId) {
      throw new WaysideError(
        'WRONG_IDENTITY',
        `the certificate is of agent ${agentId}, the hello is of ${hello.agentId}`,
      );
    }
    // Let in a moment before it was banned.
    if (agent.bannedAt !== null) throw bannedError(agent);
    const drained = this.deps.duties.refusal(agentId);
    if (drained) throw drained;
    const { inventory } = this.deps;
    inventory.proveHead(agentId, hello);
    const told = softwareOf(hello);
    const software = { ...told, capabilities: [...told.capabilities].sort() };
    // One that tells what the record has costs no write.
    this.software.add(agentId, {
      ref: { site: agent.site, kind: 'agent', id: agentId },
      sections: { software },
    });
    const held = inventory.outboxPositions(agentId).find((position) => position.site === agent.site);
    const position: Position = {
      site: agent.site,
      epoch: inventory.homes.epochOf(agent.site),
      incarnation: inventory.origin,
      outboxId: held?.outbox,
      seq: held?.seq ?? 0,
    };
    return { controllerOrigin: inventory.origin, positions: [position] };
  }

  /** Source by source: others are served between them. */
  async compare(agentId: string, sources: DigestsTold['sources']): Promise<readonly SourceDifference[]> {
    const agent = { agentId, site: this.deps.directory.agent(agentId)?.site ?? '' };
    const found: SourceDifference[] = [];
    for (const one of sources) {
      found.push(await this.deps.inventory.compareDigest(agent, one));
      await nextTurn();
    }
    return found;
  }

  /** On disk when it returns. */
  delta(agentId: string, delta: Delta): { seq: number; restart: boolean } {
    const agent = this.deps.directory.agent(agentId);
    if (!agent) throw new WaysideError('WRONG_IDENTITY', `agent ${agentId} is not enrolled here`);
    return this.deps.inventory.applyDelta({
      agentId,
      site: agent.site,
      outboxId: delta.outboxId,
      seq: delta.seq,
      frame: delta.frame,
      spooledAtMs: delta.spoolTime,
      sentAtMs: delta.sendTime,
      receivedAtMs: this.deps.clock.now(),
    });
  }
}

export function softwareOf(hello: Hello): SoftwareFacts {
  return {
    version: hello.softwareVersion,
    node: hello.nodeVersion,
    os: hello.os,
    capabilities: hello.capabilities,
  };
}
