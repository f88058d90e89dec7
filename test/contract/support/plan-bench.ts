/** A controller whose database `db` at site ams1 is changed by an agent that is spoken by hand, and the executor of its steps. */
import { AgentExecutor } from '../../../controller/plans/executors/agents.ts';
import type { RunContext, RunJournal, StepOutcome } from '../../../controller/plans/index.ts';
import {
  type JobView,
  type Json,
  NO_COUNTS,
  type PlanEvidence,
  type PlanStep,
  type StepResult,
} from '../../../shared/model/index.ts';
import { seededRandom, silentLog } from '../../../shared/runtime/index.ts';
import type { JobEnded, JobOffered } from '../../../shared/wire/index.ts';
import { ADMIN, settle } from './controller.ts';
import { endOf } from './fake-agent.ts';
import { JobBench } from './job-bench.ts';

export const STORE = 'ams1/source/db';
export const ABLE: readonly string[] = ['sql.probe', 'sql.apply', 'writes.unsigned'];
export const EVIDENCE: PlanEvidence = {
  ...{ plan: 'a'.repeat(64), approvals: [], proof: '' },
  header: {
    ...{
      format: 1,
      origin: 'o',
      planner: 'edit',
      title: 't',
      why: '',
      madeBy: 'user:a',
      madeAt: 0,
      expiresAt: 1,
    },
    ...{ basePos: 0, nonce: 'n', overrides: [], steps: 3, of: '' },
    summary: { counts: NO_COUNTS, kinds: [], reasons: [] },
  },
};

export function planStep(no: number, more: Partial<PlanStep> = {}): PlanStep {
  return {
    ...{
      no,
      action: 'create',
      standing: 'ready',
      store: STORE,
      kind: 'hosts',
      key: `k${no}`,
      name: `h${no}`,
    },
    ...{ site: 'ams1', cause: { type: 'person', text: 'ops' }, before: null, after: { n: no }, token: '' },
    ...{ needs: [], noUndo: '', risk: 'low' },
    ...more,
  };
}

export const three: readonly PlanStep[] = [planStep(1), planStep(2), planStep(3)];

/** What the run writes down: `sent 1,2 J` and the outcomes, in their order. */
export class Told implements RunJournal {
  readonly sentBy: Map<number, string> = new Map();
  readonly outcomes: StepOutcome[] = [];
  onSent: () => void = () => undefined;

  sent(nos: readonly number[], by: string): void {
    for (const no of nos) this.sentBy.set(no, by);
    this.onSent();
  }

  settle(outcomes: readonly StepOutcome[]): void {
    this.outcomes.push(...outcomes);
  }

  together(): never {
    throw new Error('nothing of an agent is in our own store');
  }

  get states(): readonly string[] {
    return this.outcomes.map(({ no, state }) => `${no} ${state}`);
  }
}

export class PlanBench {
  readonly jobs: JobBench;
  readonly told: Told = new Told();
  readonly ending: AbortController = new AbortController();
  executor: AgentExecutor;

  private constructor(jobs: JobBench) {
    this.jobs = jobs;
    this.executor = this.create();
  }

  /** A database `db` at site ams1, and the agent that changes it. */
  static async open(): Promise<PlanBench> {
    const jobs = await JobBench.open();
    const fields = { name: 'db', driver: 'sql', address: '/var/lib/x/hosts.db' };
    jobs.rooms.inventory.write(
      {
        operations: [{ type: 'create', site: 'ams1', kind: 'source', id: 'db', fields }],
        ...{ why: 'test', requestId: '', validateOnly: false },
      },
      ADMIN,
    );
    await jobs.reconnect({ capabilities: ABLE });
    return new PlanBench(jobs);
  }

  /** The controller starts again; the agent comes back with what it has. */
  async restart(attempts: JobEnded | JobOffered | undefined): Promise<void> {
    this.executor.stop();
    this.jobs.restart();
    this.executor = this.create();
    const known = attempts && [
      { jobId: attempts.jobId, attempt: attempts.attempt, state: 'running' as const },
    ];
    await this.jobs.reconnect({ capabilities: ABLE, ...(known && { attempts: known }) });
  }

  context(more: Partial<RunContext> = {}): RunContext {
    const { told, ending } = this;
    return {
      ...{ changeSet: 'run', job: 'parent', principal: ADMIN, journal: told, signal: ending.signal },
      plan: { id: 'p1' } as RunContext['plan'],
      progress: () => undefined,
      ...more,
    };
  }

  /** Begun, and taken by the agent. */
  async begin(
    steps: readonly PlanStep[] = three,
  ): Promise<{ readonly done: Promise<void>; readonly offer: JobOffered }> {
    const done = this.executor.apply(steps, this.context());
    await settle();
    return { done, offer: await this.jobs.agent.accept() };
  }

  async end(offer: JobOffered, states: readonly StepEnd[], more: Partial<JobEnded> = {}): Promise<void> {
    await this.jobs.agent.say(endOf(offer, 'partly', { steps: stepsOf(offer, states), ...more }));
  }

  job(): JobView {
    return this.jobs.rooms.jobs.get(this.told.sentBy.get(1) ?? '');
  }

  private create(): AgentExecutor {
    const { jobs, inventory, clock } = this.jobs.rooms;
    return new AgentExecutor({
      ...{ clock, jobs, inventory, log: silentLog, random: seededRandom(5) },
      evidence: () => EVIDENCE,
    });
  }
}

export type StepEnd = StepResult['state'] | Partial<StepResult>;

function stepsOf({ steps = [] }: JobOffered, states: readonly StepEnd[]): readonly StepResult[] {
  return steps.map(({ id }, no) => {
    const told = states[no] ?? 'planned';
    const more = typeof told === 'string' ? { state: told } : told;
    return { id, state: 'planned', error: undefined, data: null, at: 1, ...more };
  });
}

export function acknowledged(data: Json): Partial<StepResult> {
  return { state: 'acknowledged', data };
}
