/**
 * The planner of undo: from what a change set did to a plan whose wish is what was before. What somebody else changed since is
 * a conflict in it, which says who and when; it is left as it is.
 */
import {
  type ChangeItem,
  type ChangeSetView,
  formatRef,
  type Json,
  type PlanCause,
  parseRef,
  RECORDS_STORE,
  type RecordRef,
} from '../../../shared/model/index.ts';
import { nextTurn } from '../../../shared/runtime/index.ts';
import type { FieldOwner, OwnedFields, WriteOperation } from '../../inventory/index.ts';
import type { Draft, DraftStep, KindBase } from '../draft.ts';
import type { Current } from '../executor.ts';
import { stepOf } from './edit.ts';
import { Changes } from './record-needs.ts';
import { changeOf, checkWishes, type RecordWish } from './undo-check.ts';
import { type UndoneItem, undoObjects } from './undo-objects.ts';
import { type UndoConflict, undoRecord } from './undo-record.ts';

export interface RevertFacts {
  readonly changeSet: Pick<ChangeSetView, 'id' | 'title'>;
  /** All that it did, in order. */
  readonly items: readonly UndoneItem[];
  /** Numbers of those that are to be undone; empty: all. */
  readonly only: ReadonlySet<number>;
  readonly owned: (ref: RecordRef) => OwnedFields;
  /** Who wrote it; `undefined`: it is not kept any more. */
  readonly writerOf: (ref: RecordRef, token: string) => string | undefined;
  /** Of another store; `undefined`: it cannot be read from here. */
  readonly currentOf: (item: ChangeItem) => Current | undefined;
  /** Throws what a write would. */
  readonly preview: (operations: readonly WriteOperation[]) => void;
  readonly basesOf: (refs: readonly RecordRef[]) => readonly KindBase[];
}

/** Others have their turn in between. Errors: those of `preview` that are about no single record. */
export async function draftRevert(facts: RevertFacts): Promise<Draft> {
  const { changeSet, items, only } = facts;
  const isWanted = ({ no }: ChangeItem): boolean => only.size === 0 || only.has(no);
  const ofRecords = await undoRecords(facts, isWanted);
  await nextTurn();
  const others = items.filter(({ store }) => store !== RECORDS_STORE);
  const { currentOf } = facts;
  const ofOthers = undoObjects({ items: others, isWanted, currentOf, changeSet: changeSet.id });
  return {
    planner: 'revert',
    title: titleOf(facts),
    steps: [...ofRecords.steps, ...ofOthers.steps],
    unchanged: countsOf([...ofRecords.same, ...ofOthers.same]),
    bases: ofRecords.bases,
    of: changeSet.id,
  };
}

const TITLE_CHARS_MAX = 200;

function titleOf({ changeSet, only }: RevertFacts): string {
  const what = changeSet.title || `change set ${changeSet.id}`;
  return `${only.size > 0 ? 'undo of a part of' : 'undo of'} ${what}`.slice(0, TITLE_CHARS_MAX);
}

interface UndoneRecords {
  readonly steps: readonly DraftStep[];
  readonly same: readonly ChangeItem[];
  readonly bases: readonly KindBase[];
}

async function undoRecords(
  facts: RevertFacts,
  isWanted: (item: ChangeItem) => boolean,
): Promise<UndoneRecords> {
  const wishes: RecordWish[] = [];
  const conflicts: DraftStep[] = [];
  const same: ChangeItem[] = [];
  for (const [key, items] of byRecord(facts.items)) {
    const last = items.findLast(isWanted);
    if (!last) continue;
    const ref = parseRef(key);
    const now = facts.owned(ref);
    const { wish, conflict } = undoRecord(items, isWanted, now);
    if (wish) wishes.push({ ...wish, ref, token: wish.before ? now.etag : '' });
    if (conflict) conflicts.push(conflictStep(conflict, { item: last, ref, now }, facts));
    if (!wish && !conflict) same.push(last);
  }
  const { ready, refused } = await checkWishes(wishes, facts.preview);
  await nextTurn();
  const changes = ready.map(changeOf);
  const all = new Changes(changes);
  const cause: PlanCause = { type: 'undo', text: facts.changeSet.id };
  const steps = changes.map((change) => stepOf(change, all, cause));
  for (const { code, message, ...wish } of refused) {
    const step = stepOf(changeOf(wish), all, cause);
    conflicts.push({ ...notDone(step, 'refused'), reason: { code, message, override: '' } });
  }
  return { steps: [...steps, ...conflicts], same, bases: facts.basesOf(ready.map(({ ref }) => ref)) };
}

function byRecord(items: readonly UndoneItem[]): ReadonlyMap<string, UndoneItem[]> {
  const found = new Map<string, UndoneItem[]>();
  for (const item of items) {
    if (item.store !== RECORDS_STORE) continue;
    const own = found.get(item.key) ?? [];
    found.set(item.key, own);
    own.push(item);
  }
  return found;
}

interface About {
  readonly item: ChangeItem;
  readonly ref: RecordRef;
  readonly now: OwnedFields;
}

function conflictStep(conflict: UndoConflict, about: About, facts: RevertFacts): DraftStep {
  const { action, before, after, code } = conflict;
  const { item, ref, now } = about;
  const step: DraftStep = {
    ...{ id: formatRef(ref), action, store: RECORDS_STORE, kind: ref.kind, key: formatRef(ref) },
    ...{ name: item.name, site: ref.site, cause: { type: 'undo', text: facts.changeSet.id } },
    ...{ before, after, token: before ? now.etag : '' },
    ...{ needs: [], refs: [], takes: [], frees: [], noUndo: '', standing: 'ready' },
  };
  const message = code === 'no-undo' ? item.noUndo : wordsOf(conflict, about, facts);
  return { ...notDone(step, 'conflict'), reason: { code, message, override: '' } };
}

/** Beside it, another part of the same record may be done. */
function notDone(step: DraftStep, why: string): DraftStep {
  return {
    ...step,
    id: `${step.id} ${why}`,
    standing: 'conflict',
    needs: [],
    refs: [],
    takes: [],
    frees: [],
  };
}

/** Fields named in one message. */
const FIELDS_SHOWN_MAX = 5;

function wordsOf(conflict: UndoConflict, about: About, facts: RevertFacts): string {
  const { code, fields, owner } = conflict;
  const who = owner ? whoOf(owner, about.ref, facts) : 'by a later item of this change set, which stays';
  if (code === 'gone-since') return `it was deleted ${who}`;
  if (fields.length === 0) return `it was changed ${who}`;
  const told = fields.slice(0, FIELDS_SHOWN_MAX).map((field) => fieldText(field, conflict, about));
  const more = fields.length > told.length ? [`${fields.length - told.length} more`] : [];
  const done = fields.every((field) => isSame(field, conflict, about)) ? 'written anew' : 'changed';
  return `${[...told, ...more].join(', ')}: ${done} ${who}`;
}

function whoOf({ token, at }: FieldOwner, ref: RecordRef, { writerOf }: RevertFacts): string {
  const by = writerOf(ref, token) ?? 'somebody';
  return `by ${by} at ${new Date(at).toISOString()}`;
}

/**
 * `name is "b", was "a"`, or `name is "a"`. How a source is reached is not for everybody's eyes; the step itself shows it to who
 * may see it.
 */
function fieldText(field: string, conflict: UndoConflict, about: About): string {
  if (about.ref.kind === 'source') return field;
  const is = `${field} is ${valueText(conflict.before?.[field])}`;
  return isSame(field, conflict, about) ? is : `${is}, was ${valueText(wasOf(field, conflict, about))}`;
}

/** The value is what it was, and yet somebody else's: deleted and made again, say. */
function isSame(field: string, conflict: UndoConflict, about: About): boolean {
  return valueText(conflict.before?.[field]) === valueText(wasOf(field, conflict, about));
}

function wasOf(field: string, { after }: UndoConflict, { item }: About): Json | undefined {
  return after === null ? item.after?.[field] : after[field];
}

function valueText(value: Json | undefined): string {
  return value === undefined ? 'not set' : JSON.stringify(value);
}

function countsOf(items: readonly ChangeItem[]): Draft['unchanged'] {
  const counts = new Map<string, { store: string; kind: string; count: number }>();
  for (const { store, kind } of items) {
    const key = JSON.stringify([store, kind]);
    const known = counts.get(key) ?? { store, kind, count: 0 };
    counts.set(key, known);
    known.count += 1;
  }
  return [...counts.values()];
}
