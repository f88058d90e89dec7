/** Questions that agents answer over their sessions, one kind of answer each. An agent of an older version never answers. */
import { WaysideError } from '../../shared/errors.ts';
import { type Clock, withDeadline } from '../../shared/runtime/index.ts';
import type { AgentMessage, ControllerMessage } from '../../shared/wire/index.ts';
import type { AgentHub, AgentListener } from './hub.ts';

const ANSWER_MAX_MS = 10_000;

export interface QuestionDeps {
  readonly clock: Clock;
  readonly hub: Pick<AgentHub, 'listen' | 'send'>;
}

/** Answers name the question that they are for. */
type Answer = Extract<AgentMessage, { readonly questionId: string }>;

interface Question<Told> {
  readonly agentId: string;
  readonly answer: (told: Told) => void;
  readonly fail: (error: WaysideError) => void;
}

export interface QuestionKind<Type extends Answer['type']> {
  readonly answeredBy: Type;
  /** For people: `host keys`. */
  readonly about: string;
  /** Asked and not yet answered, of all agents. */
  readonly openMax: number;
}

export class AgentQuestions<Type extends Answer['type']> implements AgentListener {
  private readonly deps: QuestionDeps;
  private readonly kind: QuestionKind<Type>;
  private readonly open = new Map<string, Question<Extract<Answer, { type: Type }>>>();
  private count = 0;

  constructor(deps: QuestionDeps, kind: QuestionKind<Type>) {
    this.deps = deps;
    this.kind = kind;
    deps.hub.listen(this);
  }

  /** `make` gives the message for the id of the question. Errors: UNAVAILABLE, TIMEOUT, QUEUE_FULL. */
  async ask(
    agentId: string,
    make: (questionId: string) => ControllerMessage,
  ): Promise<Extract<Answer, { type: Type }>> {
    const { about, openMax } = this.kind;
    if (this.open.size >= openMax)
      throw new WaysideError('QUEUE_FULL', `${openMax} questions for ${about} wait already`);
    this.count += 1;
    const questionId = String(this.count);
    const limit = { ms: ANSWER_MAX_MS, what: 'the answer of the agent' };
    try {
      const told = new Promise<Extract<Answer, { type: Type }>>((answer, fail) => {
        this.open.set(questionId, { agentId, answer, fail });
      });
      // The sending may fail before anybody waits for it.
      told.catch(() => undefined);
      return await withDeadline(this.deps.clock, limit, async () => {
        await this.deps.hub.send(agentId, make(questionId));
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
    if (message.type !== this.kind.answeredBy) return;
    const told = message as Extract<Answer, { type: Type }>;
    const question = this.open.get(told.questionId);
    if (question?.agentId === agentId) question.answer(told);
  }
}
