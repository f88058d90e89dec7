/** The steps of jobs that write: as they come in, and as they are shown. Pure. */
import type { FieldViolation } from '../../shared/errors.ts';
import {
  APPROVALS_MAX,
  canonicalJson,
  EVIDENCE_BYTES_MAX,
  evidenceBytes,
  formatRef,
  type JobStep,
  type RecordRef,
  type StepView,
} from '../../shared/model/index.ts';
import type { SubmitRequest } from './request.ts';

/** Of one job; what is longer is several jobs. */
export const STEPS_MAX = 1000;
/** All actions of a job, as JSON. */
export const STEPS_BYTES_MAX = 262_144;
const STEP_ID_CHARS_MAX = 64;

/** Problems are added to `problems`. */
export function checkSteps(
  { kind, steps = [], evidence }: Pick<SubmitRequest, 'kind' | 'steps' | 'evidence'>,
  targets: readonly { readonly source: RecordRef }[],
  problems: FieldViolation[],
): void {
  const wrong = (field: string, message: string): void => void problems.push({ field, message });
  if (kind !== 'apply') {
    if (steps.length > 0 || evidence) wrong('steps', 'are of apply alone');
    return;
  }
  if (steps.length === 0 || steps.length > STEPS_MAX) wrong('steps', `must be 1 to ${STEPS_MAX}`);
  const bytes = steps.reduce((sum, { action }) => sum + Buffer.byteLength(canonicalJson(action)), 0);
  if (bytes > STEPS_BYTES_MAX) wrong('steps', `are ${bytes} bytes, which is over ${STEPS_BYTES_MAX}`);
  const proof = evidence ? evidenceBytes(evidence) : 0;
  if (proof > EVIDENCE_BYTES_MAX) wrong('evidence', `is ${proof} bytes, which is over ${EVIDENCE_BYTES_MAX}`);
  if ((evidence?.approvals.length ?? 0) > APPROVALS_MAX)
    wrong('evidence', `has more than ${APPROVALS_MAX} approvals`);
  const places = new Set(targets.map(({ source }) => formatRef(source)));
  const ids = new Set<string>();
  for (const [at, { id, source }] of steps.slice(0, STEPS_MAX).entries()) {
    if (id === '' || id.length > STEP_ID_CHARS_MAX)
      wrong(`steps[${at}].id`, `must be 1 to ${STEP_ID_CHARS_MAX} characters`);
    if (ids.has(id)) wrong(`steps[${at}].id`, `"${id}" stands there twice`);
    if (!places.has(formatRef(source))) wrong(`steps[${at}].source`, 'is none of the targets');
    ids.add(id);
  }
}

export function planned(steps: readonly JobStep[]): StepView[] {
  return steps.map(({ id, source, action }) => ({
    ...{ id, source, action, state: 'planned', error: undefined, data: null, at: undefined },
  }));
}

/** Of a job whose agent never came back nobody can say what it did after it was heard last. */
export function stepsOfLost(steps: readonly StepView[]): readonly StepView[] {
  const error = {
    code: 'OUTCOME_UNKNOWN',
    message: 'the agent did not come back to say',
    hint: 'Look at the source before it is sent again.',
  } as const;
  return steps.map((step) => {
    return step.state === 'planned' || step.state === 'sent' ? { ...step, state: 'unknown', error } : step;
  });
}
