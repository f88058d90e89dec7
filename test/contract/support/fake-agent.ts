/** The agent's end of a session, spoken by hand: what it says is what the test says. */
import type { AgentHub } from '../../../controller/agents/index.ts';
import type { TargetResult } from '../../../shared/model/index.ts';
import { type MemorySession, memorySession } from '../../../shared/transport/index.ts';
import {
  type AgentMessage,
  type ControllerMessage,
  type Hello,
  type JobEnded,
  type JobOffered,
  type JobOutcome,
  PROTOCOL_VERSION,
} from '../../../shared/wire/index.ts';
import { settle } from './controller.ts';

export class FakeAgent {
  readonly id: string;
  readonly session: MemorySession = memorySession();
  readonly received: ControllerMessage[] = [];
  /** Resolves when the controller has done with the session. */
  readonly served: Promise<void>;

  constructor(hub: AgentHub, id: string) {
    this.id = id;
    this.served = hub.serve(id, this.session.controller);
    void this.read();
  }

  /** Connects and says hello; resolves when the controller has done what follows from it. */
  static async connect(hub: AgentHub, id: string, hello: Partial<Hello> = {}): Promise<FakeAgent> {
    const agent = new FakeAgent(hub, id);
    await agent.say(agent.hello(hello));
    return agent;
  }

  hello(more: Partial<Hello> = {}): Hello {
    return {
      ...{ type: 'hello', agentId: this.id, bootId: 'boot', sessionNumber: 1 },
      ...{ protocolVersion: PROTOCOL_VERSION, softwareVersion: '1.0.0', nodeVersion: 'v20', os: 'linux' },
      capabilities: ['collect', 'lookup', 'probe', 'resolve', 'port'].map((kind) => `switch.${kind}`),
      targetSlots: 10,
      ...{ attempts: [], outboxId: 'outbox', durableSeq: 0, acknowledgedSeq: 0, time: 0 },
      ...more,
    };
  }

  /** Resolves when the controller has handled it. */
  async say(...messages: AgentMessage[]): Promise<void> {
    for (const message of messages) await this.session.agent.send(message);
    await settle();
  }

  async cut(): Promise<void> {
    this.session.cut();
    await this.served;
  }

  heard<T extends ControllerMessage['type']>(type: T): (ControllerMessage & { readonly type: T })[] {
    return this.received.filter(
      (message): message is ControllerMessage & { readonly type: T } => message.type === type,
    );
  }

  get offers(): readonly JobOffered[] {
    return this.heard('jobOffered');
  }

  /** Takes the newest offer. */
  async accept(offer: JobOffered | undefined = this.offers.at(-1)): Promise<JobOffered> {
    if (!offer) throw new Error('nothing was offered');
    await this.say({ type: 'jobAccepted', jobId: offer.jobId, attempt: offer.attempt });
    return offer;
  }

  private async read(): Promise<void> {
    try {
      for await (const message of this.session.agent.receive()) this.received.push(message);
    } catch {
      // The link was cut or the controller ended it with an error: `session.agent.closed` has it.
    }
  }
}

/** The end of the offered attempt; every target succeeded unless results are given. */
export function endOf(
  { jobId, attempt, targets }: JobOffered,
  outcome: JobOutcome = 'succeeded',
  more: Partial<JobEnded> = {},
): JobEnded {
  const results = targets.map(
    ({ source, name }): TargetResult => ({
      ...{ source, name, error: undefined, data: { by: name }, timingsMs: {} },
    }),
  );
  return { type: 'jobEnded', jobId, attempt, outcome, error: undefined, targets: results, ...more };
}
