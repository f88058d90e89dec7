/** Which steps of one store may be done next. Pure. */
import type { PlanStep, RunStepState } from '../../../shared/model/index.ts';

/** What a step is to those that need it. `open`: it may be done yet. `never`: it will not be. */
export type StepFate = 'done' | 'open' | 'never';

export interface Sorted {
  /** To be done now, in their order: what each needs is done, or stands before it. */
  readonly ready: readonly PlanStep[];
  /** They need something that will not be done. */
  readonly waiting: readonly { readonly no: number; readonly need: number }[];
  /** The next one needs a step of another store, which is not done yet; nothing overtakes it. */
  readonly isHeld: boolean;
}

/** `steps`: the open ones of one store, in their order, without a gap. */
export function sortOut(steps: readonly PlanStep[], max: number, fateOf: (no: number) => StepFate): Sorted {
  const ready: PlanStep[] = [];
  const waiting: { no: number; need: number }[] = [];
  const here = new Map<number, StepFate>();
  for (const step of steps) {
    if (ready.length >= max) break;
    const fates = step.needs.map((no) => [no, here.get(no) ?? fateOf(no)] as const);
    const never = fates.find(([, fate]) => fate === 'never');
    if (never) {
      waiting.push({ no: step.no, need: never[0] });
      here.set(step.no, 'never');
    } else if (fates.every(([, fate]) => fate === 'done')) {
      ready.push(step);
      here.set(step.no, 'done');
    } else return { ready, waiting, isHeld: true };
  }
  return { ready, waiting, isHeld: false };
}

export function fateOf(state: RunStepState): StepFate {
  if (state === 'verified' || state === 'acknowledged') return 'done';
  return state === 'planned' || state === 'sent' ? 'open' : 'never';
}
