/** Whether the steps of an offer are those of a plan: its id is computed again from what the offer shows of it. */
import { WaysideError } from '../../shared/errors.ts';
import {
  canonicalJson,
  formatRef,
  type JobStep,
  type PlanEvidence,
  type PlanStep,
  planStepFrom,
  planStepJson,
  stepsProven,
} from '../../shared/model/index.ts';
import { APPROVAL_SKEW_MS, fromBase64Url } from '../../shared/seal/index.ts';
import type { PlanPlace } from '../store/index.ts';
import type { WriteOffer } from './journal.ts';

export interface ProvenPlan {
  readonly evidence: PlanEvidence;
  /** By place in the offer. */
  readonly steps: readonly PlanStep[];
}

/** Error: PLAN_CHANGED. */
export function provenPlan(evidence: PlanEvidence, steps: readonly JobStep[]): ProvenPlan {
  const { plan: id, header, proof } = evidence;
  const found = steps.map((step) => planned(step) ?? changed(id, `step ${step.id.slice(0, 20)}`));
  const hashes = fromBase64Url(proof);
  if (!hashes || !stepsProven({ id, header, steps: found, proof: hashes }))
    changed(id, 'what the job says of the plan and its steps');
  return { evidence, steps: found };
}

/** The step as it was planned, when it says nothing else and is of that source. */
function planned({ id, source, action }: JobStep): PlanStep | undefined {
  const step = planStepFrom(action);
  if (!step || String(step.no) !== id || step.store !== formatRef(source)) return undefined;
  // What a step has besides its fields nobody approved.
  return canonicalJson(planStepJson(step)) === canonicalJson(action) ? step : undefined;
}

function changed(id: string, what: string): never {
  throw new WaysideError('PLAN_CHANGED', `${what} is not what the id of plan ${short(id)} stands for`, {
    hint: 'It was changed on its way. Nothing was done; look at the controller.',
  });
}

/** The step of a plan that stands at that place of the offer. */
export function placeOf({ evidence, steps }: WriteOffer, no: number): PlanPlace | undefined {
  const step = steps[no];
  if (!evidence || !step) return undefined;
  return { plan: evidence.plan, no: Number(step.id), until: evidence.header.expiresAt + APPROVAL_SKEW_MS };
}

/** The id as it is typed. */
export function short(id: string): string {
  return id.slice(0, 12);
}
