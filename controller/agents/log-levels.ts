/** Asks agents over their sessions how much they log. An agent answers by itself; one of an older version never does. */
import { WaysideError } from '../../shared/errors.ts';
import {
  type Clock,
  type LogLevelChange,
  type LogLevelState,
  withDeadline,
} from '../../shared/runtime/index.ts';
import type { AgentMessage, LogLevelTold } from '../../shared/wire/index.ts';
import type { AgentHub, AgentListener } from './hub.ts';

const ANSWER_MAX_MS = 10_000;
/** Asked and not yet answered, of all agents. */
const QUESTIONS_MAX = 100;

export interface AgentLogLevelsDeps {
  readonly clock: Clock;
  readonly hub: Pick<AgentHub, 'listen' | 'send'>;
}

interface Question {
  readonly agentId: string;
  readonly answer: (told: LogLevelTold) => void;
  readonly fail: (error: WaysideError) => void;
}

export class AgentLogLevels implements AgentListener {
  private readonly deps: AgentLogLevelsDeps;
  private readonly open = new Map<string, Question>();
  private count = 0;

  constructor(deps: AgentLogLevelsDeps) {
    this.deps = deps;
    deps.hub.listen(this);
  }

  /** The level of now; after the change, when there is one. Errors: UNAVAILABLE, TIMEOUT, QUEUE_FULL. */
  async ask(agentId: string, change: LogLevelChange | undefined): Promise<LogLevelState> {
    if (this.open.size >= QUESTIONS_MAX)
      throw new WaysideError('QUEUE_FULL', `${QUESTIONS_MAX} questions for log levels wait already`);
    this.count += 1;
    const questionId = String(this.count);
    const limit = { ms: ANSWER_MAX_MS, what: 'the answer of the agent' };
    try {
      const told = new Promise<LogLevelTold>((answer, fail) => {
        this.open.set(questionId, { agentId, answer, fail });
      });
      // Told of below; the sending may fail before anybody waits for it.
      told.catch(() => undefined);
      const { level, configured, until } = await withDeadline(this.deps.clock, limit, async () => {
        await this.deps.hub.send(agentId, { type: 'logLevelAsked', questionId, change });
        return told;
      });
      return { level, configured, until };
    } catch (error) {
      throw withHint(error);
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
    if (message.type !== 'logLevelTold') return;
    const question = this.open.get(message.questionId);
    if (question?.agentId === agentId) question.answer(message);
  }
}

function withHint(thrown: unknown): WaysideError {
  const error = WaysideError.from(thrown);
  if (error.code !== 'TIMEOUT') return error;
  return new WaysideError('TIMEOUT', error.message, {
    cause: error,
    hint: 'An agent of a version before log levels does not answer: set log.level in its configuration, or bring it to this version.',
  });
}
