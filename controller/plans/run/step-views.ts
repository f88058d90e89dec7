/** Steps of a run as those who watch its job see them. Pure. */
import {
  type Failure,
  MESH_SITE,
  type PlanStep,
  parseRef,
  type RecordRef,
  type RunStepState,
  type StepState,
  type StepView,
} from '../../../shared/model/index.ts';

/** Of plans with more than that, the job tells its progress alone; the plan tells the steps. */
export const STEPS_TOLD_MAX = 1000;

const TOLD_AS: Readonly<Record<RunStepState, StepState>> = {
  planned: 'planned',
  sent: 'sent',
  acknowledged: 'acknowledged',
  verified: 'acknowledged',
  failed: 'not-done',
  // Nothing of these was sent.
  stale: 'planned',
  waiting: 'planned',
  skipped: 'planned',
  unknown: 'unknown',
};

export interface HowFar {
  readonly state: RunStepState;
  readonly error?: Failure | undefined;
  readonly at: number | undefined;
}

export function stepView(step: PlanStep, { state, error, at }: HowFar): StepView {
  const { no, action, store, kind, key, name, standing } = step;
  return {
    id: String(no),
    source: refOf(step),
    action: { action, store, kind, key, name, standing },
    ...{ state: TOLD_AS[state], error, at, data: { state } },
  };
}

export function movedView(view: StepView, { state, error, at }: HowFar): StepView {
  return { ...view, state: TOLD_AS[state], error, at, data: { state } };
}

/** The source that it is at, or the record; of anything else its site. */
function refOf({ store, key, site }: PlanStep): RecordRef {
  for (const text of [store, key]) {
    try {
      return parseRef(text);
    } catch {
      // Not a reference.
    }
  }
  const place = site === '' ? MESH_SITE : site;
  return { site: place, kind: 'site', id: place };
}
