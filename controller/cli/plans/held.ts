/** Plans and their steps as the commands hold them: parsed, with the message that they came in. */
import { WaysideError } from '../../../shared/errors.ts';
import type { PlanAction, PlanView, RunStepState, Standing } from '../../../shared/model/index.ts';
import {
  type ApiMethods,
  planAction,
  planFromWire,
  planStepFromWire,
  runStepState,
  type ShownStep,
  standing,
} from '../../../shared/wire/index.ts';
import type { Shell } from '../shell.ts';

export type PlanMessage = NonNullable<ApiMethods['PlanService.GetPlan']['response']['plan']>;
export type StepMessage = ApiMethods['PlanService.ListPlanSteps']['response']['steps'][number];

export interface HeldPlan {
  readonly view: PlanView;
  readonly message: PlanMessage;
}

export interface HeldStep {
  readonly step: ShownStep;
  readonly message: StepMessage;
}

export function heldPlan(message: PlanMessage | null): HeldPlan {
  if (!message) throw new WaysideError('INTERNAL', 'the controller answered without the plan');
  return { view: planFromWire(message), message };
}

export function heldStep(message: StepMessage): HeldStep {
  return { step: planStepFromWire(message), message };
}

/** As much of an id as people are shown; the controller takes any beginning that is unique. */
const ID_CHARS_SHOWN = 12;

export function shortId(id: string): string {
  return id.slice(0, ID_CHARS_SHOWN);
}

/** Which steps are meant; what is left out does not matter. */
export interface StepWish {
  readonly actions?: readonly PlanAction[];
  readonly standings?: readonly Standing[];
  readonly states?: readonly RunStepState[];
  readonly kind?: string;
  readonly store?: string;
  /** Without all that was known of the thing: only the fields that differ. */
  readonly brief?: boolean;
}

/** Steps that one call brings. */
export const STEP_PAGE_SIZE = 500;

/** In their order, a page at a time, so that a plan of any size takes the same memory. */
export async function* stepPages(
  shell: Shell,
  id: string,
  wish: StepWish & { readonly pageSize?: number } = {},
): AsyncGenerator<readonly HeldStep[]> {
  let pageToken = '';
  do {
    const page = await shell.call('PlanService.ListPlanSteps', {
      ...{ id, pageToken, pageSize: wish.pageSize ?? STEP_PAGE_SIZE, brief: wish.brief ?? false },
      actions: (wish.actions ?? []).map((one) => planAction.toWire(one)),
      standings: (wish.standings ?? []).map((one) => standing.toWire(one)),
      states: (wish.states ?? []).map((one) => runStepState.toWire(one)),
      ...{ kind: wish.kind ?? '', store: wish.store ?? '' },
    });
    yield page.steps.map(heldStep);
    pageToken = page.nextPageToken;
  } while (pageToken !== '');
}

/** Errors: NOT_FOUND, AMBIGUOUS_NAME. */
export async function planById(shell: Shell, id: string): Promise<HeldPlan> {
  return heldPlan((await ofPlan(shell.call('PlanService.GetPlan', { id }))).plan);
}

/** Of the plan that was named: where it is not known, it says where the ids are. */
export async function ofPlan<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (thrown) {
    const error = WaysideError.from(thrown);
    if (error.code !== 'NOT_FOUND' || error.hint !== undefined) throw error;
    throw new WaysideError(error.code, error.message, { hint: '`wayside plan ls` lists them', cause: error });
  }
}
