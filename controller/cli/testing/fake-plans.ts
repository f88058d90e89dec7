/** Plans of the controller in memory: made of the records that it has, with ids that are true, and applied to them. */
import { WaysideError } from '../../../shared/errors.ts';
import {
  type ChangeSetCounts,
  canonicalJson,
  type Failure,
  formatRef,
  type JsonObject,
  type Kind,
  NO_COUNTS,
  type PlanCounts,
  type PlanStep,
  type PlanView,
  parseFilter,
  type RecordRef,
  type RunStepState,
  rowFilter,
  type StepReason,
  wholePlanId,
} from '../../../shared/model/index.ts';
import {
  type ApiMethods,
  changeSetToWire,
  planAction,
  planStepToWire,
  planToWire,
  runStepState,
  standing,
  structFromWire,
} from '../../../shared/wire/index.ts';
import type { FakeController } from './fake-controller.ts';
import { jobOf, NOW_MS, recordOf } from './fake-views.ts';

type Create = ApiMethods['PlanService.CreatePlan']['request'];
type Operation = NonNullable<Create['operations']>[number];
type Steps = ApiMethods['PlanService.ListPlanSteps']['request'];
type Apply = ApiMethods['PlanService.ApplyPlan']['request'];

interface Run {
  readonly state: RunStepState;
  readonly error: Failure | undefined;
  readonly at: number;
}

export interface FakePlan {
  view: PlanView;
  readonly steps: readonly PlanStep[];
  readonly runs: Map<number, Run>;
}

export const ORIGIN = 'c0ffee:1';
const DAY_MS = 86_400_000;

export class FakePlans {
  readonly plans: Map<string, FakePlan> = new Map();
  readonly counts: Map<string, ChangeSetCounts> = new Map();
  /** A guard: why a step is blocked. */
  blocks: (step: PlanStep) => StepReason | undefined = () => undefined;
  /** What becomes of a step when it is not done. */
  fails: (step: PlanStep) => Omit<Run, 'at'> | undefined = () => undefined;
  /** How the job ends; absent: as its steps did. `never`: it goes on. */
  ends: 'cancelled' | 'never' | undefined;
  private readonly api: FakeController;

  constructor(api: FakeController) {
    this.api = api;
    api.exportPlan = (id) => this.export(id);
    Object.assign(api.more, {
      'PlanService.CreatePlan': (request: Create) => ({ plan: planToWire(this.create(request).view) }),
      'PlanService.GetPlan': ({ id = '' }) => ({ plan: planToWire(this.find(id).view) }),
      'PlanService.ListPlans': ({ filter = '', pageSize = 50, pageToken = '' }) => {
        const found = [...this.plans.values()].map(({ view }) => view).filter(planFilter(filter));
        return paged(found.reverse(), { pageSize, pageToken }, (plans) => ({ plans: plans.map(planToWire) }));
      },
      'PlanService.ListPlanSteps': (request: Steps) => this.list(request),
      'PlanService.ApplyPlan': (request: Apply) => this.apply(request),
      'ChangeService.GetChangeSet': ({ id = '' }) => ({ changeSet: this.changeSet(id) }),
      'SystemService.GetStatus': () => ({ origin: ORIGIN }),
    });
  }

  add(steps: readonly PlanStep[], change: Partial<PlanView> = {}): FakePlan {
    const header = {
      ...({ format: 1, origin: ORIGIN, planner: 'edit', title: 'edit of things', why: '' } as const),
      ...{ madeBy: 'user:admin', madeAt: NOW_MS, expiresAt: NOW_MS + DAY_MS, basePos: 8841 },
      ...{ nonce: `n${this.plans.size}`, overrides: [], steps: steps.length, of: '' },
      summary: summaryOf(steps, 0),
      ...change,
    };
    const plan: FakePlan = {
      view: {
        ...({
          state: 'open',
          changeSet: '',
          job: '',
          approvals: [],
          approval: 'unsigned',
          fourEyes: false,
          revoked: false,
        } as const),
        ...header,
        id: wholePlanId(header, steps) ?? '',
        ...(change.id && { id: change.id }),
      },
      ...{ steps, runs: new Map() },
    };
    this.plans.set(plan.view.id, plan);
    return plan;
  }

  find(id: string): FakePlan {
    const found = [...this.plans.values()].filter(({ view }) => view.id.startsWith(id));
    if (found.length > 1) throw new WaysideError('AMBIGUOUS_NAME', `${found.length} plans begin with ${id}`);
    const [plan] = found;
    if (!plan) throw new WaysideError('NOT_FOUND', `there is no plan ${id}`);
    return plan;
  }

  private create(request: Create): FakePlan {
    const { operations = [], causes = [], planner = '', title = '', why = '', unchanged = 0 } = request;
    const overrides = (request.overrides ?? []).map((override) => ({ override, by: 'user:admin' }));
    const steps = operations.map((operation, at) =>
      this.step(operation, { no: at + 1, cause: causes[at] ?? '' }),
    );
    const judged = steps.map((step): PlanStep => {
      const reason = this.blocks(step);
      const lifted = overrides.some(({ override }) => override === reason?.override);
      return reason && !lifted ? { ...step, standing: 'blocked', reason } : step;
    });
    const plan = this.add(judged, {
      ...{ planner: planner === 'import' ? 'import' : 'edit', title, why, overrides },
      summary: summaryOf(judged, unchanged),
    });
    if (request.validateOnly) this.plans.delete(plan.view.id);
    return plan;
  }

  private step(operation: Operation, { no, cause }: { no: number; cause: string }): PlanStep {
    const { create, update, delete: remove } = operation;
    const given = create ?? update?.ref ?? remove?.ref;
    const { site = '', kind = '', id = '' } = given ?? {};
    const ref: RecordRef = { site, kind: kind as Kind, id };
    const old = this.api.records.get(formatRef(ref));
    const ifEtag = update?.ifEtag ?? remove?.ifEtag ?? '';
    if (old && ifEtag !== '' && ifEtag !== old.etag)
      throw new WaysideError('STALE_ETAG', `${formatRef(ref)} was changed meanwhile`);
    const before = old && !old.deleted ? old.fields : null;
    const changes = structFromWire((create?.fields ?? update?.fields) as never);
    const after = remove ? null : recordOf(ref, { ...before, ...changes }, 0).fields;
    return {
      ...({ no, action: create ? 'create' : remove ? 'delete' : 'update', standing: 'ready' } as const),
      ...{ store: 'records', kind: ref.kind, key: formatRef(ref), site, before, after },
      name: ref.kind === 'site' ? id : `${site}/${String((after ?? before)?.['name'] ?? id)}`,
      cause: cause === '' ? { type: 'person', text: 'user:admin' } : { type: 'row', text: cause },
      ...{ token: old?.etag ?? '', needs: [], noUndo: '', risk: 'low' },
    };
  }

  private list(request: Steps): ApiMethods['PlanService.ListPlanSteps']['response'] {
    const { actions = [], standings = [], states = [], kind = '', store = '', brief = false } = request;
    const { steps, runs } = this.find(request.id ?? '');
    const found = steps.filter((step) => {
      const state = runs.get(step.no)?.state;
      return (
        (kind === '' || step.kind === kind) &&
        (store === '' || step.store === store) &&
        (actions.length === 0 || actions.includes(planAction.toWire(step.action))) &&
        (standings.length === 0 || standings.includes(standing.toWire(step.standing))) &&
        (states.length === 0 || (state !== undefined && states.includes(runStepState.toWire(state))))
      );
    });
    return paged(found, request, (page) => ({
      steps: page.map((step) => planStepToWire(step, { run: runs.get(step.no), brief })),
    }));
  }

  private apply(request: Apply): ApiMethods['PlanService.ApplyPlan']['response'] {
    const plan = this.find(request.id ?? '');
    const { view } = plan;
    if (view.state !== 'open')
      throw new WaysideError('PLAN_APPLIED', `plan ${view.id.slice(0, 12)} was applied before`);
    if (view.expiresAt <= NOW_MS)
      throw new WaysideError('PLAN_EXPIRED', `plan ${view.id.slice(0, 12)} has expired`);
    if (view.approval === 'signed' && view.approvals.length === 0)
      throw new WaysideError('NOT_APPROVED', 'nobody has approved the plan');
    const wanted = plan.steps.filter((step) => step.standing === 'ready' && isWanted(step, request));
    if (wanted.length === 0) throw new WaysideError('GUARD_BLOCKED', 'nothing that was asked for is ready');
    if (request.validateOnly) return { plan: planToWire(view), jobId: '', changeSet: '' };
    for (const step of plan.steps) plan.runs.set(step.no, { state: 'skipped', error: undefined, at: NOW_MS });
    for (const step of wanted) plan.runs.set(step.no, { ...this.done(step), at: NOW_MS });
    return this.begin(plan, wanted);
  }

  private begin(
    plan: FakePlan,
    wanted: readonly PlanStep[],
  ): ApiMethods['PlanService.ApplyPlan']['response'] {
    const changeSet = `cs-${this.plans.size}`;
    const good = wanted.filter(({ no }) => plan.runs.get(no)?.state === 'verified').length;
    const ended = good === wanted.length ? 'succeeded' : good > 0 ? 'partly' : 'failed';
    const state = ended === 'succeeded' ? 'applied' : ended;
    this.counts.set(changeSet, countsOf(plan));
    const job = jobOf({ id: `run${this.plans.size}`, kind: 'apply', agentId: undefined });
    this.api.jobs.set(job.id, job);
    const now = this.ends === 'never' ? 'applying' : (this.ends ?? state);
    plan.view = { ...plan.view, state: now as PlanView['state'], changeSet, job: job.id };
    const progress = {
      current: good,
      total: wanted.length,
      target: wanted[0]?.name ?? '',
      status: 'verified',
    };
    this.api.jobStates =
      this.ends === 'never' ? [{ progress }] : [{ progress }, { state: this.ends ?? ended }];
    return { plan: planToWire({ ...plan.view, state: 'applying' }), jobId: job.id, changeSet };
  }

  private done(step: PlanStep): Omit<Run, 'at'> {
    const failed = this.fails(step);
    if (failed) return failed;
    const [site = '', kind = '', id = ''] = step.key.split('/');
    const record = this.api.put(kind as Kind, { site, id }, (step.after ?? step.before ?? {}) as JsonObject);
    if (step.after === null) this.api.records.set(step.key, { ...record, deleted: true });
    return { state: 'verified', error: undefined };
  }

  private changeSet(id: string): ReturnType<typeof changeSetToWire> {
    const plan = [...this.plans.values()].find(({ view }) => view.changeSet === id)?.view;
    const counts = this.counts.get(id);
    if (!plan || !counts) throw new WaysideError('NOT_FOUND', `there is no change set ${id}`);
    return changeSetToWire({
      ...{ id, at: NOW_MS, endedAt: NOW_MS, by: 'user:admin', why: plan.why, origin: 'plan', plan: plan.id },
      ...{ title: plan.title, state: 'done', counts, sites: [], undoes: '', undoneBy: [] },
    });
  }

  private *export(id: string): Generator<ApiMethods['PlanService.ExportPlan']['response']> {
    const { view, steps } = this.find(id);
    yield { plan: planToWire(view), steps: steps.slice(0, 2).map((step) => planStepToWire(step)) };
    if (steps.length > 2) yield { plan: null, steps: steps.slice(2).map((step) => planStepToWire(step)) };
  }
}

function isWanted({ action, kind, no }: PlanStep, wish: Apply): boolean {
  const { onlyActions = [], onlyKinds = [], onlySteps = [] } = wish;
  return (
    (onlyActions.length === 0 || onlyActions.includes(planAction.toWire(action))) &&
    (onlyKinds.length === 0 || onlyKinds.includes(kind)) &&
    (onlySteps.length === 0 || onlySteps.includes(no))
  );
}

function planFilter(filter: string): (plan: PlanView) => boolean {
  return rowFilter<PlanView>(parseFilter(filter), {
    names: ['planner', 'of', 'state'],
    find: (name) => ({ type: 'plain', value: (plan) => String(plan[name as 'planner' | 'of' | 'state']) }),
  });
}

function paged<T, A extends object>(
  all: readonly T[],
  { pageSize = 50, pageToken = '' }: { pageSize?: number; pageToken?: string },
  answer: (page: readonly T[]) => A,
): A & { nextPageToken: string } {
  const from = Number(pageToken || '0');
  const next = from + pageSize;
  return { ...answer(all.slice(from, next)), nextPageToken: next < all.length ? String(next) : '' };
}

function summaryOf(steps: readonly PlanStep[], unchanged: number): PlanView['summary'] {
  const kinds = [...new Set(steps.map(({ kind }) => kind))].sort();
  return {
    counts: { ...counted(steps), unchanged },
    kinds: kinds.map((kind) => {
      const own = steps.filter((step) => step.kind === kind);
      return { store: own[0]?.store ?? '', kind, counts: counted(own) };
    }),
    reasons: reasonsOf(steps),
  };
}

function counted(steps: readonly PlanStep[]): PlanCounts {
  const counts: Record<string, number> = { ...NO_COUNTS };
  for (const step of steps) {
    const column = step.standing === 'ready' ? step.action : step.standing;
    counts[column] = (counts[column] ?? 0) + 1;
  }
  return counts as unknown as PlanCounts;
}

function reasonsOf(steps: readonly PlanStep[]): PlanView['summary']['reasons'] {
  const groups = new Map<string, PlanStep[]>();
  for (const step of steps) {
    if (step.standing === 'ready') continue;
    const key = canonicalJson([step.standing, step.reason?.code ?? '', step.reason?.override ?? '']);
    groups.set(key, [...(groups.get(key) ?? []), step]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first || first.standing === 'ready') return [];
    const { code = '', override = '', message = '' } = first.reason ?? {};
    return [{ standing: first.standing, code, override, count: group.length, message }];
  });
}

function countsOf({ steps, runs }: FakePlan): ChangeSetCounts {
  const counts: Record<string, number> = {
    ...{ create: 0, update: 0, delete: 0, link: 0, unlink: 0, adopt: 0 },
    ...{ failed: 0, stale: 0, unknown: 0, skipped: 0 },
  };
  for (const step of steps) {
    const state = runs.get(step.no)?.state ?? 'skipped';
    const column = state === 'verified' ? step.action : state === 'waiting' ? 'skipped' : state;
    counts[column] = (counts[column] ?? 0) + 1;
  }
  return counts as unknown as ChangeSetCounts;
}
