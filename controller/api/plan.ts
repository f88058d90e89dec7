/** PlanService. */
import { WaysideError } from '../../shared/errors.ts';
import { type PlanView, type RowFields, rowFields } from '../../shared/model/index.ts';
import type { OrderedPages } from '../../shared/runtime/index.ts';
import type { CallContext, ServiceHandlers } from '../../shared/transport/index.ts';
import {
  type ApiMethods,
  approvalFromWire,
  planAction,
  planStepToWire,
  planToWire,
  runStepState,
  standing,
} from '../../shared/wire/index.ts';
import type { Journal } from '../access/index.ts';
import type { EditWish, PlanDesk, Plans, RunWish, StepsQuestion, StoredPlan } from '../plans/index.ts';
import { operationFromWire } from './inventory.ts';
import { byNumber, ifThere, pageOfRows, type RowList } from './row-list.ts';

/** `journal` adds a call's entry of the audit trail to the transaction of the call. */
export function planHandlers(
  plans: Plans,
  pages: OrderedPages,
  journal?: Journal,
): ServiceHandlers<'PlanService'> {
  const deskOf = (call: CallContext): PlanDesk => plans.as(call.principal);
  return {
    CreatePlan: (request, call) => createAnswer(plans, { request, call, journal }),

    GetPlan: async ({ id }, call) => ({ plan: planToWire(deskOf(call).get(id)) }),

    ListPlans: async (request, call) => {
      const { rows, nextPageToken } = await pageOfRows(pages, { request, call }, planList(deskOf(call)));
      return { plans: rows.map(planToWire), nextPageToken };
    },

    ListPlanSteps: async (request, call) => {
      const { brief } = request;
      const { steps, nextPageToken } = await deskOf(call).listSteps(stepsQuestion(request), call.signal);
      return {
        steps: steps.map(({ step, run }) => planStepToWire(step, { run, brief })),
        nextPageToken,
      };
    },

    ExportPlan: async function* ({ id }, call) {
      for await (const { plan, steps } of deskOf(call).export(id, call.signal))
        yield { plan: plan ? planToWire(plan) : null, steps: steps.map((step) => planStepToWire(step)) };
    },

    ...approvalHandlers(plans, journal),

    ApplyPlan: async (request, call) => {
      const desk = deskOf(call);
      const plan = desk.find(request.id);
      const { requestId, validateOnly } = request;
      const begun = await plans.actsOf(call.principal).apply(plan, wishOf(request), {
        ...{ requestId, validateOnly },
        journal: (of) => journal?.(call, aboutPlan(of, { changeSet: of.changeSet }, [`job:${of.job}`])),
      });
      return { plan: planToWire(desk.get(plan.id)), jobId: begun.job, changeSet: begun.changeSet };
    },
  };
}

function approvalHandlers(
  plans: Plans,
  journal: Journal | undefined,
): Pick<ServiceHandlers<'PlanService'>, 'ApprovePlan' | 'RevokePlan'> {
  const deskOf = (call: CallContext): PlanDesk => plans.as(call.principal);
  return {
    ApprovePlan: async ({ id, approval, validateOnly }, call) => {
      const desk = deskOf(call);
      const plan = desk.findWhole(id);
      const given = approval ? approvalFromWire(approval, plan.id) : undefined;
      const entry = { key: given?.key ?? '' };
      plans.actsOf(call.principal).approve(plan, given, {
        validateOnly,
        journal: (of) => journal?.(call, aboutPlan(of, entry)),
      });
      return { plan: planToWire(desk.get(plan.id)) };
    },

    RevokePlan: async ({ id, why, validateOnly }, call) => {
      const desk = deskOf(call);
      const plan = desk.find(id);
      plans.actsOf(call.principal).revoke(plan, why, {
        validateOnly,
        journal: (of) => journal?.(call, { ...aboutPlan(of), why }),
      });
      return { plan: planToWire(desk.get(plan.id)) };
    },
  };
}

type CreateRequest = ApiMethods['PlanService.CreatePlan']['received'];

async function createAnswer(
  plans: Plans,
  {
    request,
    call,
    journal,
  }: {
    readonly request: CreateRequest;
    readonly call: CallContext;
    readonly journal: Journal | undefined;
  },
): Promise<ApiMethods['PlanService.CreatePlan']['answer']> {
  const { causes, title, why, overrides, unchanged, expireAfterMs, requestId, validateOnly } = request;
  const operations = request.operations.map(operationFromWire);
  const wish: EditWish = { operations, causes, planner: plannerFromWire(request.planner), title, unchanged };
  const plan = await plans.edit(wish, {
    ...{ principal: call.principal, why, overrides, expireAfterMs, validateOnly },
    request: {
      id: requestId,
      method: 'CreatePlan',
      question: { ...wish, why, overrides, expireAfterMs },
    },
    journal: (made, sites) => journal?.(call, { ...aboutPlan({ ...made, sites }), why }),
  });
  return { plan: planToWire(plan) };
}

function plannerFromWire(text: string): EditWish['planner'] {
  if (text === '' || text === 'edit') return 'edit';
  if (text === 'import') return text;
  throw badField('planner', 'must be edit or import; other plans are made by other calls');
}

type StepsRequest = ApiMethods['PlanService.ListPlanSteps']['received'];

function stepsQuestion(request: StepsRequest): StepsQuestion {
  const { id, pageSize, pageToken, store, kind, actions, standings, states } = request;
  return {
    ...{ id, pageSize, pageToken, store, kind },
    actions: actions.map((one, i) => known(planAction.fromWire(one), `actions[${i}]`)),
    standings: standings.map((one, i) => known(standing.fromWire(one), `standings[${i}]`)),
    states: states.map((one, i) => known(runStepState.fromWire(one), `states[${i}]`)),
  };
}

function wishOf(request: ApiMethods['PlanService.ApplyPlan']['received']): RunWish {
  const { onlyActions, onlyKinds, onlySteps, failFast } = request;
  const actions = onlyActions.map((one, i) => known(planAction.fromWire(one), `only_actions[${i}]`));
  return { actions, kinds: onlyKinds, steps: onlySteps, failFast };
}

function known<T>(value: T | undefined, field: string): T {
  if (value !== undefined) return value;
  throw badField(field, 'is not one that this version knows');
}

function badField(field: string, message: string): WaysideError {
  return new WaysideError('INVALID_INPUT', `${field} ${message}`, { violations: [{ field, message }] });
}

/** What the audit trail tells of a plan. */
export function aboutPlan(
  plan: Pick<StoredPlan, 'id' | 'sites' | 'title' | 'steps' | 'overrides'>,
  more: Readonly<Record<string, string>> = {},
  targets: readonly string[] = [],
): Parameters<Journal>[1] {
  const { id, title, steps } = plan;
  const lifted = plan.overrides.map(({ override }) => override).join(',');
  return {
    sites: plan.sites.filter((site) => site !== ''),
    targets: [`plan:${id}`, ...targets],
    detail: { title, steps: String(steps), ...(lifted !== '' && { overrides: lifted }), ...more },
  };
}

const planFields: RowFields<PlanView> = rowFields<PlanView>(
  {
    id: ({ id }) => id,
    planner: ({ planner }) => planner,
    title: ({ title }) => title,
    why: ({ why }) => why,
    madeBy: ({ madeBy }) => madeBy,
    state: ({ state }) => state,
    steps: ({ steps }) => steps,
    changeSet: ({ changeSet }) => changeSet,
    of: ({ of }) => of,
  },
  { makeTime: ({ madeAt }) => madeAt, expireTime: ({ expiresAt }) => expiresAt },
);

function planList(desk: PlanDesk): RowList<PlanView> {
  return {
    ...{ name: 'plans', scope: {}, fields: planFields },
    defaultOrder: byNumber(({ madeAt }) => -madeAt),
    rows: () => desk.each(),
    id: ({ id }) => id,
    read: (id) => ifThere(() => desk.get(id)),
  };
}
