/** Asks agents over their sessions for the SSH host keys that they hold. One of an older version never answers. */
import { WaysideError } from '../../shared/errors.ts';
import { type Clock, withDeadline } from '../../shared/runtime/index.ts';
import type { AgentMessage, HostKeysAsked, HostKeysTold } from '../../shared/wire/index.ts';
import type { AgentHub, AgentListener } from './hub.ts';

const ANSWER_MAX_MS = 10_000;
/** Asked and not yet answered, of all agents. */
const QUESTIONS_MAX = 1_000;

export interface AgentHostKeysDeps {
  readonly clock: Clock;
  readonly hub: Pick<AgentHub, 'listen' | 'send'>;
}

interface Question {
  readonly agentId: string;
  readonly answer: (told: HostKeysTold) => void;
  readonly fail: (error: WaysideError) => void;
}

export class AgentHostKeys implements AgentListener {
  private readonly deps: AgentHostKeysDeps;
  private readonly open = new Map<string, Question>();
  private count = 0;

  constructor(deps: AgentHostKeysDeps) {
    this.deps = deps;
    deps.hub.listen(this);
  }

  /** What the agent holds; after the acceptance, when there is one. Errors: UNAVAILABLE, TIMEOUT, QUEUE_FULL. */
  async ask(agentId: string, what: Pick<HostKeysAsked, 'place' | 'accept'>): Promise<HostKeysTold> {
    if (this.open.size >= QUESTIONS_MAX)
      throw new WaysideError('QUEUE_FULL', `${QUESTIONS_MAX} questions for host keys wait already`);
    this.count += 1;
    const questionId = String(this.count);
    const limit = { ms: ANSWER_MAX_MS, what: 'the answer of the agent' };
    try {
      const told = new Promise<HostKeysTold>((answer, fail) => {
        this.open.set(questionId, { agentId, answer, fail });
      });
      // The sending may fail before anybody waits for it.
      told.catch(() => undefined);
      return await withDeadline(this.deps.clock, limit, async () => {
        await this.deps.hub.send(agentId, { type: 'hostKeysAsked', questionId, ...what });
        return told;
      });
    } finally {
      this.open.delete(questionId);
    }
  }

  online(): void {}

  offline(agentId: string, reason: WaysideError): void {
    for (const question of this.open.values()) {
      if (question.agentId === agentId)
        question.fail(new WaysideError('UNAVAILABLE', `the agent went away: ${reason.message}`));
    }
  }

  /** What nobody waits for any more is dropped. */
  message(agentId: string, message: AgentMessage): void {
    if (message.type !== 'hostKeysTold') return;
    const question = this.open.get(message.questionId);
    if (question?.agentId === agentId) question.answer(message);
  }
}
