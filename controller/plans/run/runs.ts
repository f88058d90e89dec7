/** All runs of plans in this process: each plan is given to one of them, once. */
import { WaysideError } from '../../../shared/errors.ts';
import { principalName, type RunStep, type StepView } from '../../../shared/model/index.ts';
import { newId, nextTurn } from '../../../shared/runtime/index.ts';
import { NO_CHANGES, type RunRow } from '../../store/index.ts';
import type { BeginRun, BegunRun, PlanRuns, StoredPlan } from '../port.ts';
import { eventOf } from './close.ts';
import type { RunDeps } from './deps.ts';
import type { RunResult, RunState } from './end.ts';
import { readSteps, readStepViews } from './read.ts';
import { Run } from './run.ts';
import { STEPS_TOLD_MAX } from './step-views.ts';

/** Runs at the same time. */
export const RUNS_MAX = 32;

interface Working {
  readonly run: Run;
  readonly done: Promise<void>;
}

export class Runs implements PlanRuns {
  private readonly deps: RunDeps;
  /** By the id of the plan. */
  private readonly working = new Map<string, Working>();
  private isStopping = false;

  constructor(deps: RunDeps) {
    this.deps = deps;
    deps.jobs.tellSteps((job) => this.stepsOfJob(job));
  }

  /** Errors: PLAN_APPLIED, QUEUE_FULL, SHUTTING_DOWN. */
  begin({ plan, wish, principal, within }: BeginRun): BegunRun {
    const { clock, random, jobs, store, repository } = this.deps;
    if (this.isStopping) throw new WaysideError('SHUTTING_DOWN', 'the controller stops');
    if (this.working.size >= RUNS_MAX)
      throw new WaysideError('QUEUE_FULL', `${this.working.size} plans are applied at this moment`);
    const changeSet = newId(clock, random);
    const [by, startedAt] = [principalName(principal), clock.now()];
    const [site = '', ...others] = plan.sites;
    const job = jobs.startOwn(
      'apply',
      {
        ...{ site: others.length > 0 ? '' : site, by, timeoutMs: 0 },
        input: { plan: plan.id, changeSet },
        within: (id) => {
          if (!repository.claim(plan.id, { changeSet, job: id })) throw applied(plan);
          const run = { plan: plan.id, id: changeSet, job: id, by, wish: JSON.stringify(wish), startedAt };
          store.runs.begin({ ...run, state: 'applying', result: '' });
          store.changeSets.begin({
            ...{ id: changeSet, at: startedAt, endedAt: undefined, by, why: plan.why, title: plan.title },
            ...{ origin: 'plan', plan: plan.id, state: 'running', counts: NO_CHANGES, sites: plan.sites },
            undoes: plan.planner === 'revert' ? plan.of : '',
          });
          within({ job: id, changeSet });
        },
      },
      () => this.working.get(plan.id)?.run.cancel(),
    );
    const row = store.runs.byId(changeSet);
    if (!row) throw new WaysideError('INTERNAL', `the run of plan ${plan.id} is not in the store`);
    this.start(plan, row);
    return { job, changeSet };
  }

  /** See `PlanRuns`. */
  steps(plan: StoredPlan, nos: readonly number[]): ReadonlyMap<number, RunStep> {
    const run = this.deps.store.runs.ofPlan(plan.id);
    return run ? readSteps(this.deps, run, nos) : new Map();
  }

  revoked(planId: string): void {
    const message = 'its approvals were taken back';
    const error = { code: 'NOT_APPROVED', message, hint: undefined } as const;
    this.working.get(planId)?.run.halt({ reason: 'refused', error });
  }

  /** Goes on with what a process that ended left; jobs whose run is over end, too. */
  resume(): void {
    const { store, jobs, repository, log } = this.deps;
    for (const row of store.runs.open()) {
      const plan = repository.find(row.plan);
      if (!plan || this.working.has(row.plan)) continue;
      log.info('plan.resumed', { plan: row.plan, job: row.job });
      const run = this.start(plan, row);
      const state = jobs.resumeOwn(row.job, () => run.cancel());
      if (state === 'cancelling') run.cancel();
    }
    for (const job of jobs.leftOwn()) this.endLeft(job);
  }

  async stop(): Promise<void> {
    this.isStopping = true;
    const all = [...this.working.values()];
    for (const { run } of all) run.leave();
    await Promise.all(all.map(({ done }) => done));
  }

  private start(plan: StoredPlan, row: RunRow): Run {
    const run = new Run(this.deps, plan, row);
    const done = nextTurn()
      .then(() => run.work())
      .catch((error: unknown) => this.deps.log.error('plan.run-broke', { job: row.job, error }))
      .finally(() => this.working.delete(plan.id));
    this.working.set(plan.id, { run, done });
    return run;
  }

  /** A process ended between the end of the run and that of its job. */
  private endLeft(job: string): void {
    const { store, jobs } = this.deps;
    const row = store.runs.byJob(job);
    if (row && row.endedAt === null) return;
    const result = row && row.result !== '' ? (JSON.parse(row.result) as RunResult) : undefined;
    const message = 'the controller restarted';
    const error = row ? result?.error : ({ code: 'INTERRUPTED', message, hint: undefined } as const);
    jobs.endOwn(job, row ? eventOf(row.state as RunState) : 'fail', error);
  }

  private stepsOfJob(job: string): readonly StepView[] | undefined {
    const { store, repository } = this.deps;
    const row = store.runs.byJob(job);
    if (!row) return undefined;
    const working = this.working.get(row.plan);
    if (working) return working.run.steps();
    const plan = repository.find(row.plan);
    return plan && plan.steps <= STEPS_TOLD_MAX ? readStepViews(this.deps, plan, row) : undefined;
  }
}

function applied(plan: StoredPlan): WaysideError {
  return new WaysideError('PLAN_APPLIED', `plan ${plan.id.slice(0, 12)} was applied before`, {
    hint: 'A plan is applied once; make a new one for what is left.',
  });
}
