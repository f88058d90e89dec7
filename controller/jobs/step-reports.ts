/**
 * Keeps the steps of jobs that write as their agent's journal tells them. What was known of a step is never taken back: only
 * `unknown` may still become known.
 */
import type { StepResult, StepState, StepView } from '../../shared/model/index.ts';
import type { AgentMessage } from '../../shared/wire/index.ts';
import type { Store } from '../store/index.ts';
import type { Job, JobRepository } from './repository.ts';
import type { JobWatchers } from './watchers.ts';

const STATE_AFTER: Readonly<Record<StepState, readonly StepState[]>> = {
  planned: ['sent', 'acknowledged', 'not-done', 'unknown'],
  sent: ['acknowledged', 'not-done', 'unknown'],
  unknown: ['acknowledged', 'not-done'],
  acknowledged: [],
  'not-done': [],
};

export interface StepReportsDeps {
  readonly store: Store;
  readonly repository: JobRepository;
  readonly watchers: JobWatchers;
  /** Every job that has not ended, by id. */
  readonly live: ReadonlyMap<string, Job>;
}

export class StepReports {
  private readonly deps: StepReportsDeps;

  constructor(deps: StepReportsDeps) {
    this.deps = deps;
  }

  /** What is told of steps is on disk when the promise resolves, also of a job that was given up. */
  async heard(agentId: string, message: AgentMessage): Promise<void> {
    if (message.type !== 'jobProgressed' && message.type !== 'jobEnded') return;
    const { jobId, attempt, steps: told } = message;
    if (!told) return;
    const { live, repository, store, watchers } = this.deps;
    const job = live.get(jobId) ?? repository.find(jobId);
    const { steps } = job ?? {};
    if (!job || !steps || job.agentId !== agentId || job.attempt !== attempt) return;
    const places = new Map(steps.map(({ id }, no) => [id, no]));
    const newsNow = (): readonly (readonly [number, StepView])[] =>
      told.flatMap((result): [number, StepView][] => {
        const no = places.get(result.id);
        const step = no === undefined ? undefined : steps[no];
        return no !== undefined && step && isNews(step, result) ? [[no, { ...step, ...result }]] : [];
      });
    let news = newsNow();
    if (news.length === 0) return;
    await store.soon({
      about: `steps of ${jobId}`,
      write: () => {
        // What another session of the agent told in this moment is known by then.
        news = newsNow();
        for (const [no, step] of news) repository.saveStep(jobId, no, step);
      },
      written: () => {
        for (const [no, step] of news) steps[no] = step;
        watchers.changed(jobId);
      },
    });
  }
}

function isNews({ state }: StepView, told: StepResult): boolean {
  return STATE_AFTER[state].includes(told.state);
}
