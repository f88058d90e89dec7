/** What somebody who applies a plan asks for, judged against what the plan has. */
import { type FieldViolation, WaysideError } from '../../shared/errors.ts';
import type { PlanStep } from '../../shared/model/index.ts';
import { refuse } from './check.ts';
import type { DeskDeps } from './desk-deps.ts';
import type { RunWish, StoredPlan } from './port.ts';
import { countWanted } from './run/wanted.ts';
import { wantedPieces } from './run/wanted-pieces.ts';
import { shortId } from './standing.ts';

/** Steps that can be named one by one. */
export const ONLY_STEPS_MAX = 10_000;
const ONLY_KINDS_MAX = 100;
/** Reasons that an error names. */
const REASONS_TOLD_MAX = 5;
/** Problems told at once. */
const PROBLEMS_MAX = 100;

/** Error: INVALID_INPUT for steps and kinds that the plan does not have. */
export function checkWish(plan: StoredPlan, { kinds, steps }: RunWish): void {
  const problems: FieldViolation[] = [];
  if (steps.length > ONLY_STEPS_MAX)
    problems.push({ field: 'only_steps', message: `must be at most ${ONLY_STEPS_MAX}` });
  if (kinds.length > ONLY_KINDS_MAX)
    problems.push({ field: 'only_kinds', message: `must be at most ${ONLY_KINDS_MAX}` });
  refuse(problems);
  const known = [...new Set(plan.summary.kinds.map(({ kind }) => kind))];
  const range = plan.steps === 0 ? 'none, for the plan has no steps' : `from 1 to ${plan.steps}`;
  for (const [i, no] of steps.entries())
    if (no < 1 || no > plan.steps)
      problems.push({ field: `only_steps[${i}]`, message: `must be ${range}; ${no} is not` });
  for (const [i, kind] of kinds.entries())
    if (!known.includes(kind))
      problems.push({
        field: `only_kinds[${i}]`,
        message: `must be one of ${known.slice(0, ONLY_KINDS_MAX).join(', ')}`,
      });
  refuse(problems.slice(0, PROBLEMS_MAX));
}

/** Between two halves a thing has a value that nobody wants. Error: INVALID_INPUT, where only one of them is asked for. */
export async function requireWholes(
  plan: StoredPlan,
  wish: RunWish,
  { repository }: Pick<DeskDeps, 'repository'>,
): Promise<void> {
  // Both are of one kind.
  if (wish.steps.length === 0 && wish.actions.length === 0) return;
  const alone = new Map<number, PlanStep>();
  for await (const piece of wantedPieces(repository, plan, wish))
    for (const step of piece)
      if (step.otherHalf !== undefined && !alone.delete(step.otherHalf)) alone.set(step.no, step);
  const field = wish.steps.length > 0 ? 'only_steps' : 'only_actions';
  const problems = [...alone.values()].map(({ no, otherHalf, name }) => ({
    field,
    message: `${no} is one half of what is done to ${name}, and ${otherHalf} the other: name both, or neither`,
  }));
  refuse(problems.slice(0, PROBLEMS_MAX));
}

/** Error: GUARD_BLOCKED, when nothing that is asked for is ready. `stepOf`: a step of the plan by its number. */
export function requireReady(
  plan: StoredPlan,
  wish: RunWish,
  stepOf: (no: number) => PlanStep | undefined,
): void {
  if (countWanted(plan, wish, stepOf) > 0) return;
  const id = shortId(plan.id);
  const { reasons } = plan.summary;
  const look = `See its steps: wayside plan show ${id}`;
  if (reasons.length === 0)
    throw new WaysideError('GUARD_BLOCKED', `plan ${id} has nothing to do of what was asked for`, {
      hint: look,
    });
  const told = reasons
    .slice(0, REASONS_TOLD_MAX)
    .map(({ standing, code, count }) => `${count} ${standing} (${code})`);
  const more = reasons.length > told.length ? ['…'] : [];
  const lifts = [...new Set(reasons.flatMap(({ override }) => (override === '' ? [] : [override])))];
  const hint =
    lifts.length === 0
      ? look
      : `Look at the steps; then make the plan again and lift ${lifts.slice(0, REASONS_TOLD_MAX).join(', ')}`;
  const words = [...told, ...more].join(', ');
  throw new WaysideError('GUARD_BLOCKED', `nothing that was asked for of plan ${id} is ready: ${words}`, {
    hint,
    details: { overrides: lifts.join(' ') },
  });
}
