/**
 * How steps on other stores than the records are taken back: one by one, the last first. Where the store can be read from here,
 * what it has now is compared value by value; elsewhere the precondition of each step does it when it is sent.
 */
import {
  type ChangeItem,
  canonicalJson,
  fieldDifferences,
  type JsonObject,
  type PlanAction,
  type StepReason,
} from '../../../shared/model/index.ts';
import type { DraftStep } from '../draft.ts';
import type { Current } from '../executor.ts';
import { laid } from './undo-record.ts';

export interface UndoneItem extends ChangeItem {
  /** Numbers of the items that had to be done before. */
  readonly needs: readonly number[];
  /** See `PlanStep`. */
  readonly otherHalf?: number;
}

export interface ObjectsQuestion {
  /** All that was done, in order. */
  readonly items: readonly UndoneItem[];
  readonly isWanted: (item: ChangeItem) => boolean;
  /** `undefined`: it cannot be read from here. */
  readonly currentOf: (item: ChangeItem) => Current | undefined;
  /** For `DraftStep.cause`. */
  readonly changeSet: string;
}

export interface UndoneObjects {
  readonly steps: readonly DraftStep[];
  /** Those that are as they were before already. */
  readonly same: readonly ChangeItem[];
}

const INVERSE: Readonly<Record<PlanAction, PlanAction>> = {
  ...{ create: 'delete', update: 'update', delete: 'create' },
  ...{ link: 'unlink', unlink: 'link', adopt: 'unlink' },
};

export function undoObjects(question: ObjectsQuestion): UndoneObjects {
  const { items, isWanted } = question;
  const laterOf = laterItems(items);
  const steps: DraftStep[] = [];
  const same: ChangeItem[] = [];
  const made = new Set<string>();
  const needed = new Map<number, string[]>();
  for (const item of items.toReversed()) {
    const id = idOf(item);
    if (!isWanted(item)) continue;
    const later = laterOf(item);
    const found = undoItem(item, later, question);
    if (found.length === 0) same.push(item);
    const waits = [...(needed.get(item.no) ?? []), ...later.filter(isWanted).map(idOf)];
    const needs = [...new Set(waits)].filter((one) => made.has(one));
    for (const step of found) {
      steps.push({ ...step, needs });
      made.add(step.id);
    }
    for (const no of item.needs) needed.set(no, [...(needed.get(no) ?? []), id]);
  }
  return { steps, same };
}

function idOf({ no }: ChangeItem): string {
  return `undo ${no}`;
}

/** Of the same thing. */
function laterItems(items: readonly UndoneItem[]): (item: ChangeItem) => readonly ChangeItem[] {
  const byThing = new Map<string, ChangeItem[]>();
  for (const item of items) {
    const thing = JSON.stringify([item.store, item.kind, item.key]);
    byThing.set(thing, [...(byThing.get(thing) ?? []), item]);
  }
  return ({ store, kind, key, no }) =>
    (byThing.get(JSON.stringify([store, kind, key])) ?? []).filter((other) => other.no > no);
}

/** None: it is so already. Two: a part of it is somebody else's now. */
function undoItem(item: UndoneItem, later: readonly ChangeItem[], question: ObjectsQuestion): DraftStep[] {
  const { isWanted, currentOf } = question;
  const planned = { before: item.after, after: item.before, token: later.length === 0 ? item.token : '' };
  const step = stepFor(item, planned, question);
  if (item.noUndo !== '') return [inConflict(step, { code: 'no-undo', message: item.noUndo })];
  const kept = later.find((other) => !isWanted(other) && touches(other, item));
  if (kept)
    return [
      inConflict(step, {
        code: 'changed-since',
        message: `item ${kept.no} changed it after this one, and stays`,
      }),
    ];
  const current = later.length === 0 ? currentOf(item) : undefined;
  return current ? against(current, item, question) : [step];
}

function touches(other: ChangeItem, item: ChangeItem): boolean {
  if (other.action !== 'update' || item.action !== 'update') return true;
  const fields = new Set(fieldDifferences(item).map(({ field }) => field));
  return fieldDifferences(other).some(({ field }) => fields.has(field));
}

/** By what is there now. */
function against(current: Current, item: UndoneItem, question: ObjectsQuestion): DraftStep[] {
  const { fields, token } = current;
  const make = (after: JsonObject | null): DraftStep =>
    stepFor(item, { before: fields, after, token }, question);
  if (item.action === 'update') return againstFields(fields, item, make);
  if (same(fields, item.before)) return [];
  const step = make(item.before);
  if (same(fields, item.after)) return [step];
  const message = fields === null ? 'it is gone since' : 'somebody else changed it since';
  return [inConflict(step, { code: fields === null ? 'gone-since' : 'changed-since', message })];
}

function againstFields(
  fields: JsonObject | null,
  item: UndoneItem,
  make: (after: JsonObject | null) => DraftStep,
): DraftStep[] {
  if (fields === null)
    return [inConflict(make(item.before), { code: 'gone-since', message: 'it is gone since' })];
  const open = fieldDifferences(item).filter(({ field, before }) => !same(fields[field], before));
  const own = open.filter(({ field, after }) => same(fields[field], after));
  const taken = open.filter((one) => !own.includes(one));
  const to = (some: typeof open): DraftStep =>
    make(laid(fields, Object.fromEntries(some.map(({ field, before }) => [field, before]))));
  const names = taken.map(({ field }) => field).join(', ');
  const step = to(taken);
  const message = `somebody else changed ${names} since`;
  return [
    ...(own.length > 0 ? [to(own)] : []),
    ...(taken.length > 0
      ? [inConflict({ ...step, id: `${step.id} rest` }, { code: 'changed-since', message })]
      : []),
  ];
}

function stepFor(
  item: UndoneItem,
  to: Pick<DraftStep, 'before' | 'after' | 'token'>,
  { changeSet }: ObjectsQuestion,
): DraftStep {
  const { store, kind, key, name, site } = item;
  return {
    id: idOf(item),
    action: INVERSE[item.action],
    ...{ store, kind, key, name, site },
    cause: { type: 'undo', text: `item ${item.no} of ${changeSet}` },
    ...to,
    ...{ needs: [], refs: [], takes: [], frees: [], noUndo: '', standing: 'ready' },
  };
}

function inConflict(step: DraftStep, reason: Omit<StepReason, 'override'>): DraftStep {
  return { ...step, standing: 'conflict', reason: { ...reason, override: '' } };
}

function same(a: JsonObject[string] | undefined, b: JsonObject[string] | undefined): boolean {
  return canonicalJson(a ?? null) === canonicalJson(b ?? null);
}
