/** What a plan may be at all: judged before anything of it is written. All problems are told together. */
import { type FieldViolation, WaysideError } from '../../shared/errors.ts';
import type { PlanSummary } from '../../shared/model/index.ts';
import { hasSteering } from '../../shared/runtime/index.ts';
import type { Draft, DraftStep } from './draft.ts';
import type { Executor } from './executor.ts';
import { EXPIRE_AFTER_MAX_MS, EXPIRE_AFTER_MIN_MS, STEPS_MAX } from './settings.ts';

/** Of why a plan is made. */
export const WHY_CHARS_MAX = 300;
const TITLE_CHARS_MAX = 300;
const OVERRIDES_MAX = 100;
const OVERRIDE_CHARS_MAX = 300;
/** Kinds of all stores of one plan: they stand in its summary. */
const KINDS_MAX = 1000;
const REASONS_MAX = 1000;
/** Violations told at once. */
const VIOLATIONS_MAX = 1000;

export interface PlanWords {
  readonly why: string;
  readonly overrides: readonly string[];
  /** 0: the usual time. */
  readonly expireAfterMs: number;
}

/** Error: INVALID_INPUT. */
export function checkWords({ why, overrides, expireAfterMs }: PlanWords): void {
  const problems: FieldViolation[] = [];
  if (why.length > WHY_CHARS_MAX || hasSteering(why))
    problems.push({ field: 'why', message: `must be one line of at most ${WHY_CHARS_MAX} characters` });
  if (overrides.length > OVERRIDES_MAX)
    problems.push({ field: 'overrides', message: `must be at most ${OVERRIDES_MAX}` });
  for (const [i, text] of overrides.slice(0, OVERRIDES_MAX).entries())
    if (text.length > OVERRIDE_CHARS_MAX || hasSteering(text))
      problems.push({
        field: `overrides[${i}]`,
        message: `must be one line of at most ${OVERRIDE_CHARS_MAX} characters`,
      });
  const isUsual = expireAfterMs === 0;
  if (!isUsual && (expireAfterMs < EXPIRE_AFTER_MIN_MS || expireAfterMs > EXPIRE_AFTER_MAX_MS))
    problems.push({
      field: 'expire_after_ms',
      message: `must be 0, or from ${EXPIRE_AFTER_MIN_MS} to ${EXPIRE_AFTER_MAX_MS} milliseconds`,
    });
  refuse(problems);
}

/** Error: INVALID_INPUT, that names the steps which nothing here can carry out. */
export function checkDraft(draft: Draft, executors: readonly Executor[]): void {
  const { steps, title } = draft;
  if (steps.length > STEPS_MAX) {
    const message = `has ${steps.length} steps; a plan has at most ${STEPS_MAX}`;
    throw new WaysideError('INVALID_INPUT', `the plan ${message}`, {
      violations: [{ field: 'operations', message }],
      hint: 'Make several plans, one after the other.',
    });
  }
  if (title.length > TITLE_CHARS_MAX || hasSteering(title))
    refuse([{ field: 'title', message: `must be one line of at most ${TITLE_CHARS_MAX} characters` }]);
  const problems: FieldViolation[] = [];
  for (const [i, step] of steps.entries()) {
    const cannot = step.standing === 'ready' ? whyNot(step, executors) : undefined;
    if (cannot === undefined) continue;
    problems.push({ field: `operations[${i}]`, message: `${step.action} of ${step.name}: ${cannot}` });
    if (problems.length === VIOLATIONS_MAX) break;
  }
  refuse(problems);
}

/** It goes whole with each answer about the plan. Error: INVALID_INPUT. */
export function checkSummary({ kinds, reasons }: PlanSummary): void {
  if (kinds.length > KINDS_MAX)
    refuse([{ field: 'operations', message: `are about more than ${KINDS_MAX} kinds of things` }]);
  if (reasons.length > REASONS_MAX)
    refuse([{ field: 'operations', message: `are not ready for more than ${REASONS_MAX} reasons` }]);
}

function whyNot(step: DraftStep, executors: readonly Executor[]): string | undefined {
  const executor = executors.find((one) => one.serves(step.store));
  return executor ? executor.cannot(step) : `nothing here changes anything in ${step.store}`;
}

/** Error: INVALID_INPUT. */
export function checkWhy(why: string): void {
  if (why.length <= WHY_CHARS_MAX && !hasSteering(why)) return;
  refuse([{ field: 'why', message: `must be one line of at most ${WHY_CHARS_MAX} characters` }]);
}

/** Error: INVALID_INPUT that says the first few, when there are any. */
export function refuse(violations: readonly FieldViolation[]): void {
  if (violations.length === 0) return;
  const said = violations.slice(0, 3).map(({ field, message }) => `${field} ${message}`);
  const more = violations.length > said.length ? ['…'] : [];
  throw new WaysideError('INVALID_INPUT', [...said, ...more].join('; '), { violations });
}
