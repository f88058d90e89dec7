/**
 * Runs of plans over a store in memory, without the rooms around them: plans are put where the maker puts them, jobs are rows in
 * a map that survives the process, and the process can die between any two writes.
 */
import { ObjectsExecutor } from '../../../controller/plans/executors/objects.ts';
import type {
  BegunRun,
  Draft,
  Executor,
  RunJudge,
  RunWish,
  StoredPlan,
} from '../../../controller/plans/index.ts';
import { PlanRepository } from '../../../controller/plans/index.ts';
import type { OwnJobs, RunDeps } from '../../../controller/plans/run/deps.ts';
import { Runs } from '../../../controller/plans/run/runs.ts';
import { openDatabase, Store } from '../../../controller/store/index.ts';
import {
  ADMIN_GRANT,
  canonicalJson,
  type Failure,
  type JobProgress,
  NO_COUNTS,
  type ObjectStore,
  type PlanHeader,
  type PlannerName,
  type PlanState,
  type PlanStep,
  type Principal,
  type RunStepState,
  type StepView,
} from '../../../shared/model/index.ts';
import { type Log, ManualClock, nextTurn, seededRandom, silentLog } from '../../../shared/runtime/index.ts';

export const USER: Principal = {
  ...{ type: 'user', name: 'ada', grants: [ADMIN_GRANT], readOnly: false, tokenId: 't' },
};
export const ALL: RunWish = { actions: [], kinds: [], steps: [], failFast: false };
/** Longer than any wait between two tries. */
const LONG_MS = 30_000;
/** Turns without an end, with time passing: then something hangs. */
const TURNS_MAX = 4000;

/** One process: it dies at its n-th boundary, and from then on nothing of it has an effect. */
export class Life {
  steps = 0;
  isDead = false;
  readonly dieAt: number;
  /** Called at each boundary, with its number. */
  onStep: ((step: number) => void) | undefined;

  constructor(dieAt = 0) {
    this.dieAt = dieAt;
  }

  boundary(): void {
    this.steps += 1;
    this.onStep?.(this.steps);
    if (this.steps === this.dieAt) this.isDead = true;
    this.live();
  }

  live(): void {
    if (this.isDead) throw new Error('killed');
  }
}

interface KeptJob {
  readonly id: string;
  state: string;
  progress: JobProgress | undefined;
  error: Failure | undefined;
}

/** The jobs of the controller, as far as runs know them. */
export class FakeJobs implements OwnJobs {
  readonly kept: Map<string, KeptJob>;
  private readonly store: Pick<Store, 'write'>;
  private readonly own = new Map<string, () => void>();
  private read: (id: string) => readonly StepView[] | undefined = () => undefined;

  constructor(store: Pick<Store, 'write'>, kept: Map<string, KeptJob>) {
    this.store = store;
    this.kept = kept;
  }

  startOwn(_kind: string, facts: { readonly within?: (id: string) => void }, cancel: () => void): string {
    const id = `job-${this.kept.size + 1}`;
    this.store.write(() => {
      facts.within?.(id);
      this.kept.set(id, { id, state: 'running', progress: undefined, error: undefined });
    });
    this.own.set(id, cancel);
    return id;
  }

  resumeOwn(id: string, cancel: () => void): 'running' | 'cancelling' | undefined {
    const job = this.kept.get(id);
    if (job?.state !== 'running' && job?.state !== 'cancelling') return undefined;
    this.own.set(id, cancel);
    return job.state;
  }

  leftOwn(): readonly string[] {
    return [...this.kept.values()]
      .filter(({ id, state }) => ['running', 'cancelling'].includes(state) && !this.own.has(id))
      .map(({ id }) => id);
  }

  isLive(id: string): boolean {
    return ['running', 'cancelling'].includes(this.kept.get(id)?.state ?? '');
  }

  progressOwn(id: string, progress: JobProgress): void {
    const job = this.kept.get(id);
    if (job) job.progress = progress;
  }

  endOwn(id: string, event: string, error?: Failure): void {
    const job = this.kept.get(id);
    if (job && this.isLive(id)) Object.assign(job, { state: event, error });
    this.own.delete(id);
  }

  tellSteps(read: (id: string) => readonly StepView[] | undefined): void {
    this.read = read;
  }

  stepsOf(id: string): readonly StepView[] | undefined {
    return this.read(id);
  }

  cancel(id: string): void {
    const job = this.kept.get(id);
    if (job?.state === 'running') job.state = 'cancelling';
    this.own.get(id)?.();
  }
}

export interface PlanRigOptions {
  readonly stores: readonly ObjectStore[];
  /** In place of those over `stores`. */
  readonly executors?: (life: Life, clock: ManualClock) => readonly Executor[];
  readonly dieAt?: number;
  readonly log?: Log;
  readonly store?: Store;
  /** In place of the usual one, which allows all. */
  readonly judge?: Partial<RunJudge>;
  readonly repository?: (store: Store) => PlanRepository;
  readonly seed?: number;
}

export function memoryStore(): Store {
  return new Store(openDatabase({ file: ':memory:', busyTimeoutMs: 0, cacheBytes: 4_194_304 }));
}

/** As if no plan had been applied yet. */
export function forgetRuns({ db }: Store): void {
  db.exec(`DELETE FROM run_steps; DELETE FROM plan_runs; DELETE FROM change_sets;
    UPDATE plans SET state = 'open', change_set = '', job = ''`);
}

/** A process that runs plans, over a store that outlives it. */
export class PlanRig {
  readonly store: Store;
  readonly clock: ManualClock;
  readonly life: Life;
  readonly jobs: FakeJobs;
  readonly runs: Runs;
  readonly repository: PlanRepository;
  /** Of stale steps, by the id that was given out. */
  readonly made: Map<string, Draft>;
  private readonly options: PlanRigOptions;

  constructor(options: PlanRigOptions, before?: PlanRig) {
    this.options = options;
    this.store = options.store ?? before?.store ?? memoryStore();
    this.clock = new ManualClock(before?.clock.now());
    this.life = new Life(options.dieAt);
    this.made = before?.made ?? new Map();
    this.repository = options.repository?.(this.store) ?? new PlanRepository(this.store);
    const store = mortal(this.store, this.life);
    this.jobs = new FakeJobs(store, before?.jobs.kept ?? new Map());
    const executors =
      options.executors?.(this.life, this.clock) ??
      options.stores.map((one) => new ObjectsExecutor(mortalStore(one, this.life), this.clock));
    const { clock, jobs, repository, life } = this;
    this.runs = new Runs({
      ...{ store, clock, jobs, repository, executors, log: options.log ?? silentLog },
      random: seededRandom(options.seed ?? 1),
      judge: {
        allow: () => USER,
        again: (draft, _, { within }) => {
          life.boundary();
          const id = `again-${this.made.size + 1}`;
          store.write(() => {
            within(id);
            this.made.set(id, { ...draft, bases: [] });
          });
          return Promise.resolve(id);
        },
        ...options.judge,
      },
    });
  }

  /** The next process over the same disk. */
  after(options: Partial<PlanRigOptions> = {}): PlanRig {
    const { dieAt: _, ...rest } = this.options;
    return new PlanRig({ ...rest, ...options }, this);
  }

  keep(steps: readonly PlanStep[], planner: PlannerName = 'edit'): StoredPlan {
    return keepPlan(this.store, steps, planner);
  }

  begin(plan: StoredPlan, wish: Partial<RunWish> = {}): BegunRun {
    return this.runs.begin({ plan, wish: { ...ALL, ...wish }, principal: USER, within: () => undefined });
  }

  /** Until its run has ended, or the process has died; waits pass at once. */
  async finish(plan: StoredPlan): Promise<void> {
    for (let turn = 0; turn < TURNS_MAX; turn += 1) {
      for (let i = 0; i < 6; i += 1) await nextTurn();
      if (this.life.isDead || this.stateOf(plan) !== 'applying') return;
      this.clock.advance(LONG_MS);
    }
    throw new Error(`the run of ${plan.id} does not end`);
  }

  async apply(plan: StoredPlan, wish: Partial<RunWish> = {}): Promise<BegunRun> {
    const begun = this.begin(plan, wish);
    await this.finish(plan);
    return begun;
  }

  stateOf({ id }: StoredPlan): PlanState | undefined {
    return this.store.plans.get(id)?.state;
  }

  /** Of all steps, in their order. */
  verdicts(plan: StoredPlan): readonly RunStepState[] {
    const run = this.store.runs.ofPlan(plan.id);
    const rows = new Map(
      this.store.runs.steps(run?.no ?? 0, 0, plan.steps).map(({ no, state }) => [no, state]),
    );
    return Array.from({ length: plan.steps }, (_, i) => rows.get(i + 1) ?? 'planned');
  }

  errorOf(plan: StoredPlan, no: number): Failure | undefined {
    return this.runs.steps(plan, [no]).get(no)?.error;
  }

  job(begun: BegunRun): KeptJob {
    const job = this.jobs.kept.get(begun.job);
    if (!job) throw new Error(`no job ${begun.job}`);
    return job;
  }
}

/** Its writes are boundaries: before the commit, and after it. */
function mortal(store: Store, life: Life): RunDeps['store'] {
  return {
    runs: store.runs,
    changeSets: store.changeSets,
    write: (work) => {
      life.boundary();
      const result = store.write(work);
      life.boundary();
      return result;
    },
  };
}

/** Its writes are boundaries, too; a dead process reads nothing. */
export function mortalStore(store: ObjectStore, life: Life): ObjectStore {
  return {
    name: store.name,
    capabilities: (kind) => store.capabilities(kind),
    read: async (keys, context) => {
      life.live();
      const found = await store.read(keys, context);
      life.live();
      return found;
    },
    list: (page, context) => store.list(page, context),
    write: async (changes, context) => {
      life.boundary();
      const answers = await store.write(changes, context);
      life.boundary();
      return answers;
    },
  };
}

/** Puts a plan where the maker would put it. */
export function keepPlan(
  store: Store,
  steps: readonly PlanStep[],
  planner: PlannerName = 'edit',
): StoredPlan {
  const kinds = new Map<string, { store: string; kind: string; counts: typeof NO_COUNTS }>();
  for (const { store: name, kind, action, standing } of steps) {
    const id = `${name} ${kind}`;
    const one = kinds.get(id) ?? { store: name, kind, counts: NO_COUNTS };
    const what = standing === 'ready' ? action : standing;
    kinds.set(id, { ...one, counts: { ...one.counts, [what]: one.counts[what] + 1 } });
  }
  const header: PlanHeader = {
    ...{ format: 1, origin: 'test', planner, title: 'a plan', why: '', madeBy: 'user:ada' },
    ...{
      madeAt: 1,
      expiresAt: 9e15,
      basePos: 0,
      nonce: '',
      overrides: [],
      of: planner === 'revert' ? 'set-1' : '',
    },
    steps: steps.length,
    summary: { counts: NO_COUNTS, kinds: [...kinds.values()], reasons: [] },
  };
  const sites = [...new Set(steps.map(({ site }) => site))];
  const no = store.write(() => {
    const made = store.plans.begin('user:ada', 1);
    for (const step of steps) {
      const { action, standing, store: name, kind, site } = step;
      const body = canonicalJson(step as never);
      store.plans.addStep({
        ...{ plan: made, no: step.no, action, standing, store: name, kind, site, body },
        hash: Buffer.alloc(32),
      });
    }
    store.plans.complete({
      ...{
        no: made,
        id: `${made}`.padStart(64, '0'),
        planner,
        made_by: 'user:ada',
        made_at: 1,
        expires_at: 9e15,
      },
      ...{ steps: steps.length, bytes: 0, root: Buffer.alloc(32), header: JSON.stringify(header) },
      ...{ sites: JSON.stringify(sites), state: 'open', change_set: '', job: '', revoked_at: null },
      complete: 1,
    } as Parameters<Store['plans']['complete']>[0]);
    return made;
  });
  const plan = new PlanRepository(store).find(`${no}`.padStart(64, '0'));
  if (!plan) throw new Error('the plan was not kept');
  return plan;
}

/** A step on a store in memory; what it does is told by `before` and `after`. */
export function step(no: number, more: Pick<PlanStep, 'before' | 'after'> & Partial<PlanStep>): PlanStep {
  const { before, after } = more;
  const action = before === null ? 'create' : after === null ? 'delete' : 'update';
  return {
    ...{ no, action, standing: 'ready', store: 'memory', kind: 'thing', key: `k${no}`, name: `thing ${no}` },
    ...{ site: '', cause: { type: 'person', text: '' }, token: '', needs: [], noUndo: '', risk: 'low' },
    ...more,
  };
}
