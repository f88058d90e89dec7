/** Asks agents over their sessions how much they log. An agent answers by itself; one of an older version never does. */
import { WaysideError } from '../../shared/errors.ts';
import type { LogLevelChange, LogLevelState } from '../../shared/runtime/index.ts';
import { AgentQuestions, type QuestionDeps } from './questions.ts';

/** Asked and not yet answered, of all agents. */
const QUESTIONS_MAX = 100;

export type AgentLogLevelsDeps = QuestionDeps;

export class AgentLogLevels {
  private readonly questions: AgentQuestions<'logLevelTold'>;

  constructor(deps: AgentLogLevelsDeps) {
    const kind = { answeredBy: 'logLevelTold', about: 'log levels', openMax: QUESTIONS_MAX } as const;
    this.questions = new AgentQuestions(deps, kind);
  }

  /** The level of now; after the change, when there is one. Errors: UNAVAILABLE, TIMEOUT, QUEUE_FULL. */
  async ask(agentId: string, change: LogLevelChange | undefined): Promise<LogLevelState> {
    try {
      const told = await this.questions.ask(agentId, (questionId) => {
        return { type: 'logLevelAsked', questionId, change };
      });
      const { level, configured, until } = told;
      return { level, configured, until };
    } catch (error) {
      throw withHint(error);
    }
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
