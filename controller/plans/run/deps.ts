/** What runs are given. */
import type { Clock, Log, Random } from '../../../shared/runtime/index.ts';
import type { Jobs } from '../../jobs/index.ts';
import type { Store } from '../../store/index.ts';
import type { Executor } from '../executor.ts';
import type { RunJudge } from '../port.ts';
import type { PlanRepository } from '../repository.ts';

/** The job of a run, as its room keeps it. */
export type OwnJobs = Pick<
  Jobs,
  'startOwn' | 'resumeOwn' | 'leftOwn' | 'progressOwn' | 'endOwn' | 'isLive' | 'tellSteps'
>;

export interface RunDeps {
  readonly store: Pick<Store, 'write' | 'runs' | 'changeSets'>;
  readonly jobs: OwnJobs;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly executors: readonly Executor[];
  readonly repository: PlanRepository;
  readonly judge: RunJudge;
}
