/** What an agent says of a step, in the words of a run. Pure. */
import type { Json, JsonObject, StepView } from '../../../shared/model/index.ts';
import type { StepOutcome } from '../executor.ts';

/** `undefined`: nothing of it was sent. `step`: at the end of its job; absent: the job knows no such step. */
export function outcomeOf(no: number, step: StepView | undefined): StepOutcome | undefined {
  if (!step || step.state === 'planned') return undefined;
  const { state, error, data } = step;
  const said = objectOf(data);
  const token = textOf(said?.['token']);
  switch (state) {
    case 'acknowledged':
      // An agent that read it back because no answer came has none to tell.
      return {
        no,
        state: said && said['verified'] !== true ? 'acknowledged' : 'verified',
        error: undefined,
        token,
      };
    case 'not-done':
      if (error?.code !== 'PLAN_STALE') return { no, state: 'failed', error, token: '' };
      return { no, state: 'stale', error, token: '', ...foundIn(said) };
    case 'sent':
    case 'unknown':
      return { no, state: 'unknown', error: error ?? NOT_SAID, token: '' };
  }
}

const NOT_SAID = {
  code: 'OUTCOME_UNKNOWN',
  message: 'the agent did not say what became of it',
  hint: 'Look at the source before it is sent again.',
} as const;

function foundIn(said: JsonObject | undefined): Pick<StepOutcome, 'found'> {
  const fields = said?.['fields'];
  if (said === undefined || fields === undefined) return {};
  return { found: { fields: objectOf(fields) ?? null, token: textOf(said['token']) } };
}

function objectOf(value: Json | undefined): JsonObject | undefined {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? (value as JsonObject) : undefined;
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
