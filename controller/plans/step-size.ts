/** How large a step becomes in a message, from above: pages and streams end a message before it is too large. */
import type { Json, PlanStep, RunStep } from '../../shared/model/index.ts';

/** Steps of one message together; what else is in it has the rest of what a message may hold. */
export const MESSAGE_STEPS_BYTES_MAX = 3_145_728;
const VALUE_BYTES = 16;
/** Its other texts, and its numbers. */
const STEP_BYTES = 512;
/** UTF-8, of text that is mostly not ASCII. */
const CHAR_BYTES = 3;

export function stepBytes(step: PlanStep): number {
  const { store, kind, key, name, site, token, noUndo, cause, reason } = step;
  const texts = [store, kind, key, name, site, token, noUndo, cause.text, reason?.message, reason?.override];
  const words = texts.reduce((sum, text) => sum + (text?.length ?? 0), 0);
  // What differs stands in `fields` once more.
  const values = 2 * (jsonBytes(step.before) + jsonBytes(step.after));
  return STEP_BYTES + CHAR_BYTES * words + VALUE_BYTES * step.needs.length + values;
}

/** What went wrong with it. */
export function errorBytes(run: RunStep | undefined): number {
  const { message = '', hint = '' } = run?.error ?? {};
  return CHAR_BYTES * (message.length + hint.length);
}

function jsonBytes(value: Json): number {
  if (typeof value === 'string') return VALUE_BYTES + CHAR_BYTES * value.length;
  if (typeof value !== 'object' || value === null) return VALUE_BYTES;
  let bytes = VALUE_BYTES;
  if (Array.isArray(value)) for (const item of value as readonly Json[]) bytes += jsonBytes(item);
  else
    for (const [key, item] of Object.entries(value))
      bytes += VALUE_BYTES + CHAR_BYTES * key.length + jsonBytes(item ?? null);
  return bytes;
}
