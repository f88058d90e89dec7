/**
 * What a run left open because something was stale, planned once more on what is there now: what the first plan would have changed
 * is what this one changes. Of an undo, what somebody else changed since stays as it is. Pure.
 */
import {
  ANYWAY_FIELD,
  fieldDifferences,
  type JsonObject,
  type PlanHeader,
  type PlanStep,
  parseRef,
  RECORDS_STORE,
  standsAsPlanned,
  standsAsWanted,
  WAYS_FIELD,
} from '../../../shared/model/index.ts';
import type { Inventory } from '../../inventory/index.ts';
import type { Draft, DraftStep, KindBase } from '../draft.ts';
import type { Current } from '../executor.ts';
import { stepOf } from './edit.ts';
import { basesOf } from './record-bases.ts';
import { type Change, Changes } from './record-needs.ts';

/** Steps of one such plan; with more, it is better to plan anew from the source. */
export const AGAIN_STEPS_MAX = 10_000;

export interface OpenThing {
  /** All that is left to be done to it, as one step. */
  readonly step: PlanStep;
  /** Numbers of the steps that it stands for. */
  readonly nos: readonly number[];
  /** How many of those were stale. */
  readonly stale: number;
  readonly found: Current;
}

type Looked = Pick<OpenThing, 'step' | 'found'>;

/** It is so already, whoever did it. */
export function isSettled({ step, found }: Looked): boolean {
  return standsAsWanted(step, storedOf(found));
}

/** `undefined`: nothing is left to be done. The guards count by `againBases`. */
export function planAgain(
  plan: Pick<PlanHeader, 'planner' | 'title' | 'overrides'> & { readonly id: string },
  things: readonly OpenThing[],
): Omit<Draft, 'bases'> | undefined {
  // A conflict that became another is decided anew, by who sees all of it.
  if (plan.planner === 'resolve') return undefined;
  const open = things.filter((one) => !isSettled(one));
  if (open.length === 0) return undefined;
  const isUndo = plan.planner === 'revert';
  const changes = new Changes(open.filter(isRecord).map(changeOf));
  const byNo = new Map(open.flatMap((one) => one.nos.map((no) => [no, one] as const)));
  return {
    planner: 'again',
    title: `what was stale in ${plan.title}`,
    steps: open.map((one) => draftStep(one, { isUndo, changes, byNo })),
    unchanged: counted(things.filter(isSettled)),
    lifted: plan.overrides,
    of: plan.id,
  };
}

interface Drafting {
  readonly isUndo: boolean;
  /** Of the records. */
  readonly changes: Changes;
  readonly byNo: ReadonlyMap<number, OpenThing>;
}

function draftStep(thing: OpenThing, { isUndo, changes, byNo }: Drafting): DraftStep {
  const { step } = thing;
  const drafted = isRecord(thing) ? stepOf(changeOf(thing), changes, step.cause) : plainStep(thing);
  // Which record waits for which follows from what is there now.
  const others = step.needs.flatMap((no) => byNo.get(no) ?? []);
  const needed = others.filter((one) => one !== thing && !(isRecord(one) && isRecord(thing)));
  const needs = [...new Set([...drafted.needs, ...needed.map(idOf)])];
  return { ...drafted, needs, noUndo: step.noUndo, ...standingOf(thing, isUndo) };
}

function plainStep(thing: OpenThing): DraftStep {
  const { step, found } = thing;
  const { store, kind, key, name, site, cause, noUndo } = step;
  const isThere = found.fields !== null;
  const action = isThere && step.action === 'create' ? 'update' : isThere ? step.action : 'create';
  return {
    ...{ id: idOf(thing), action, store, kind, key, name, site, cause, noUndo, token: found.token },
    ...{ before: withWords(found.fields, step), after: withWords(afterOf(thing), step) },
    ...{ needs: [], refs: [], takes: [], frees: [] },
    standing: 'ready',
  };
}

/** What the first plan told the agent beside what changes, which nothing that is found there holds. */
function withWords(fields: JsonObject | null, { before, after }: PlanStep): JsonObject | null {
  if (fields === null) return null;
  const told = Object.entries(after ?? before ?? {});
  return {
    ...fields,
    ...Object.fromEntries(told.filter(([name]) => [ANYWAY_FIELD, WAYS_FIELD].includes(name))),
  };
}

function changeOf(thing: OpenThing): Change {
  const { step, found } = thing;
  const { fields: before, token } = found;
  return { ref: parseRef(step.key), before, after: afterOf(thing), token, operations: [] };
}

function standingOf(thing: OpenThing, isUndo: boolean): Pick<DraftStep, 'standing' | 'reason'> {
  const { step, found } = thing;
  // To bring it back would be another decision than to change it.
  if (found.fields === null && step.action !== 'create') return conflict('gone', GONE(step.name));
  if (isUndo && !standsAsPlanned(step, storedOf(found))) return conflict('changed-since', SINCE(step.name));
  return { standing: 'ready' };
}

function isRecord({ step }: Looked): boolean {
  return step.store === RECORDS_STORE;
}

function idOf(thing: OpenThing): string {
  return isRecord(thing) ? thing.step.key : `step-${thing.step.no}`;
}

function storedOf({ fields, token }: Current): Parameters<typeof standsAsWanted>[1] {
  return fields === null ? undefined : { fields, token };
}

/** What is there, with what the step wanted to change. */
function afterOf({ step, found: { fields: now } }: OpenThing): JsonObject | null {
  if (now === null || step.after === null) return step.after;
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

function counted(things: readonly OpenThing[]): Draft['unchanged'] {
  const found = new Map<string, { store: string; kind: string; count: number }>();
  for (const { step } of things) {
    const { store, kind } = step;
    const id = JSON.stringify([store, kind]);
    const one = found.get(id) ?? { store, kind, count: 0 };
    one.count += 1;
    found.set(id, one);
  }
  return [...found.values()];
}

/** What the shares of the guards are of: the same things as for the first plan, which had these sites. */
export function againBases(
  inventory: Pick<Inventory, 'planned'>,
  steps: readonly DraftStep[],
  sites: readonly string[],
): readonly KindBase[] {
  const kinds = new Set(steps.flatMap(({ store, kind }) => (store === RECORDS_STORE ? [kind] : [])));
  const ofRecords = [...kinds].flatMap((kind) => sites.map((site) => ({ kind, site })));
  const others = steps.filter(({ store }) => store !== RECORDS_STORE);
  const places = new Map(others.map(({ store, kind }) => [JSON.stringify([store, kind]), { store, kind }]));
  // Nobody counts the things of other stores here; how much may be changed was judged with the first plan.
  const uncounted = { existing: Number.POSITIVE_INFINITY, firstRun: false };
  return [
    ...basesOf(inventory, ofRecords),
    ...[...places.values()].map((place) => ({ ...place, ...uncounted })),
  ];
}
