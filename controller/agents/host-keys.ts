/** Asks agents over their sessions for the SSH host keys that they hold. */
import type { HostKeysAsked, HostKeysTold } from '../../shared/wire/index.ts';
import { AgentQuestions, type QuestionDeps } from './questions.ts';

/** Asked and not yet answered, of all agents. */
const QUESTIONS_MAX = 1_000;

export type AgentHostKeysDeps = QuestionDeps;

export class AgentHostKeys {
  private readonly questions: AgentQuestions<'hostKeysTold'>;

  constructor(deps: AgentHostKeysDeps) {
    const kind = { answeredBy: 'hostKeysTold', about: 'host keys', openMax: QUESTIONS_MAX } as const;
    this.questions = new AgentQuestions(deps, kind);
  }

  /** What the agent holds; after the acceptance, when there is one. Errors: UNAVAILABLE, TIMEOUT, QUEUE_FULL. */
  ask(agentId: string, what: Pick<HostKeysAsked, 'place' | 'accept'>): Promise<HostKeysTold> {
    return this.questions.ask(agentId, (questionId) => ({ type: 'hostKeysAsked', questionId, ...what }));
  }
}
