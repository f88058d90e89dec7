/**
 * Stale steps planned once more, on what is there now: what the first plan would have changed is what this one changes. Of an undo,
 * what somebody else changed since stays as it is. Pure.
 */
import {
  fieldDifferences,
  type JsonObject,
  type PlanHeader,
  type PlanStep,
  standsAsWanted,
} from '../../../shared/model/index.ts';
import type { Draft, DraftStep } from '../draft.ts';
import type { Current } from '../executor.ts';

/** Steps of one such plan; with more, it is better to plan anew from the source. */
export const AGAIN_STEPS_MAX = 10_000;

export interface StaleStep {
  readonly step: PlanStep;
  readonly found: Current;
}

/** It is so already, whoever did it. */
export function isSettled({ step, found }: StaleStep): boolean {
  return standsAsWanted(
    step,
    found.fields === null ? undefined : { fields: found.fields, token: found.token },
  );
}

/** `undefined`: nothing is left to be done. */
export function planAgain(
  plan: Pick<PlanHeader, 'planner' | 'title'> & { readonly id: string },
  stale: readonly StaleStep[],
): Draft | undefined {
  // A conflict that became another is decided anew, by who sees all of it.
  if (plan.planner === 'resolve') return undefined;
  const open = stale.filter((one) => !isSettled(one));
  if (open.length === 0) return undefined;
  const ids = new Set(open.map(({ step }) => step.no));
  const isUndo = plan.planner === 'revert';
  return {
    planner: 'again',
    title: `what was stale in ${plan.title}`,
    steps: open.map((one) => ({
      ...draftStep(one, isUndo),
      needs: one.step.needs.filter((no) => ids.has(no)).map(idOf),
    })),
    unchanged: counted(stale.filter(isSettled)),
    bases: basesOf(open),
    of: plan.id,
  };
}

function draftStep({ step, found }: StaleStep, isUndo: boolean): Omit<DraftStep, 'needs'> {
  const { store, kind, key, name, site, cause, noUndo } = step;
  const plain = {
    ...{ id: idOf(step.no), store, kind, key, name, site, cause, noUndo, token: found.token },
    ...{ refs: [], takes: [], frees: [], before: found.fields },
  };
  // To bring it back would be another decision than to change it.
  if (found.fields === null)
    return { ...plain, action: 'create', after: step.after, ...conflict('gone', GONE(name)) };
  const after = step.after === null ? null : changed(found.fields, step);
  const action = step.action === 'create' ? 'update' : step.action;
  const standing = isUndo ? conflict('changed-since', SINCE(name)) : ({ standing: 'ready' } as const);
  return { ...plain, action, after, ...standing };
}

/** What is there, with what the step wanted to change. */
function changed(now: JsonObject, step: PlanStep): JsonObject {
  const wanted = fieldDifferences(step);
  const gone = new Set(wanted.filter(({ after }) => after === undefined).map(({ field }) => field));
  const set = wanted.flatMap(({ field, after }) => (after === undefined ? [] : [[field, after] as const]));
  const kept = Object.entries(now).filter(([field]) => !gone.has(field));
  return Object.fromEntries([...kept, ...set]);
}

const GONE = (name: string): string => `${name} was deleted since the first plan was made`;
const SINCE = (name: string): string => `${name} was changed since by somebody else, and stays as it is`;

function conflict(code: string, message: string): Pick<DraftStep, 'standing' | 'reason'> {
  return { standing: 'conflict', reason: { code, message, override: '' } };
}

function idOf(no: number): string {
  return `step-${no}`;
}

function counted(steps: readonly StaleStep[]): Draft['unchanged'] {
  return byKind(steps).map(({ store, kind, count }) => ({ store, kind, count }));
}

/** Guards judged the first plan; of this one it is known only what it touches. */
function basesOf(steps: readonly StaleStep[]): Draft['bases'] {
  const there = steps.filter(({ found }) => found.fields !== null);
  return byKind(there).map(({ store, kind, count }) => ({ store, kind, existing: count, firstRun: false }));
}

function byKind(steps: readonly StaleStep[]): readonly { store: string; kind: string; count: number }[] {
  const found = new Map<string, { store: string; kind: string; count: number }>();
  for (const { step } of steps) {
    const { store, kind } = step;
    const id = JSON.stringify([store, kind]);
    const one = found.get(id) ?? { store, kind, count: 0 };
    one.count += 1;
    found.set(id, one);
  }
  return [...found.values()];
}
