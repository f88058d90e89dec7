/**
 * How the changes of one record by one change set are taken back. A field is touched only while its value is still the
 * change set's own, told by the dot of the write; what somebody else wrote since stays, and is a conflict.
 */
import {
  type ChangeItem,
  canonicalJson,
  fieldDifferences,
  type Json,
  type JsonObject,
} from '../../../shared/model/index.ts';
import type { FieldOwner, OwnedFields } from '../../inventory/index.ts';

export type UndoAction = 'create' | 'update' | 'delete';

/** What is to be done; of an update the fields that go back, the others stay. */
export interface UndoWish {
  readonly action: UndoAction;
  readonly before: JsonObject | null;
  readonly after: JsonObject | null;
}

export interface UndoConflict extends UndoWish {
  readonly code: 'changed-since' | 'gone-since' | 'no-undo';
  /** The fields that somebody else wrote since; none: the whole thing. */
  readonly fields: readonly string[];
  /** Who wrote last of them: `undefined`, when it is a later change of the same change set. */
  readonly owner: FieldOwner | undefined;
}

export interface RecordUndo {
  readonly wish: UndoWish | undefined;
  readonly conflict: UndoConflict | undefined;
}

const NOTHING: RecordUndo = { wish: undefined, conflict: undefined };

/**
 * @param items all that the change set did to the record, in order, at least one.
 * @param isWanted whether the item is to be undone.
 */
export function undoRecord(
  items: readonly ChangeItem[],
  isWanted: (item: ChangeItem) => boolean,
  now: OwnedFields,
): RecordUndo {
  const wanted = items.filter(isWanted);
  const [first] = wanted;
  const last = wanted.at(-1);
  if (!first || !last) return NOTHING;
  const locked = wanted.find(({ noUndo }) => noUndo !== '');
  const ends = { before: first.before, after: last.after };
  if (locked) return refused('no-undo', ends, { now, fields: [], owner: undefined });
  const isLife = ({ action }: ChangeItem): boolean => action !== 'update';
  // Whether it is there at all was decided by a later one that is to stay.
  if (wanted.some(isLife) && last !== items.at(-1))
    return refused('changed-since', ends, { now, fields: [], owner: undefined });
  const own = new Set(wanted.map(({ token }) => token));
  if (ends.before === null) return ends.after === null ? NOTHING : undoCreate(ends, own, now);
  if (ends.after === null) return undoDelete(ends, own, now);
  return wanted.some(isLife)
    ? undoFields(differing(ends), own, now)
    : undoFields(goals(items, isWanted), own, now);
}

interface Ends {
  readonly before: JsonObject | null;
  readonly after: JsonObject | null;
}

function undoCreate(ends: Ends, own: ReadonlySet<string>, now: OwnedFields): RecordUndo {
  if (!now.there) return NOTHING;
  // A field that is not there, nor was when it was made, may have been taken away in an earlier life.
  const isShown = (name: string): boolean =>
    Object.hasOwn(now.fields, name) || Object.hasOwn(ends.after ?? {}, name);
  const others = [...now.owners].filter(([name, { token }]) => !own.has(token) && isShown(name));
  if (others.length === 0)
    return { wish: { action: 'delete', before: now.fields, after: null }, conflict: undefined };
  const fields = others.map(([name]) => name).sort();
  return refused('changed-since', ends, { now, fields, owner: latest(others.map(([, owner]) => owner)) });
}

function undoDelete(ends: Ends, own: ReadonlySet<string>, now: OwnedFields): RecordUndo {
  const { before: after } = ends;
  if (now.there && canonicalJson(now.fields) === canonicalJson(after)) return NOTHING;
  const { life } = now;
  // Forgotten since, together with who deleted it: nobody made it anew.
  if (!now.there && (!life || own.has(life.token)))
    return { wish: { action: 'create', before: null, after }, conflict: undefined };
  return refused('changed-since', ends, { now, fields: [], owner: now.there ? newest(now) : life });
}

/** What a field is to be again. */
interface Goal {
  readonly field: string;
  readonly value: Json | undefined;
  /** Token of the change that it is taken back from; empty: a later one of the same change set, which is to stay. */
  readonly from: string;
}

/** Back through the changes of each field, so far as they are to be undone. */
function goals(items: readonly ChangeItem[], isWanted: (item: ChangeItem) => boolean): readonly Goal[] {
  const found = new Map<string, Goal>();
  const over = new Set<string>();
  for (const item of items.toReversed()) {
    for (const { field, before } of fieldDifferences(item)) {
      if (over.has(field)) continue;
      const goal = found.get(field);
      if (isWanted(item)) found.set(field, { field, value: before, from: goal?.from ?? item.token });
      else over.add(field);
    }
  }
  // One that is to be undone below one that is to stay.
  for (const item of items.filter(isWanted))
    for (const { field, before } of fieldDifferences(item))
      if (!found.has(field)) found.set(field, { field, value: before, from: '' });
  return [...found.values()].sort((a, b) => (a.field < b.field ? -1 : 1));
}

/** Of a record that was deleted and made again at once. */
function differing(ends: Ends): readonly Goal[] {
  return fieldDifferences(ends).map(({ field, before }) => ({ field, value: before, from: 'own' }));
}

function undoFields(wanted: readonly Goal[], own: ReadonlySet<string>, now: OwnedFields): RecordUndo {
  const asGiven = Object.fromEntries(wanted.map(({ field, value }) => [field, value]));
  if (!now.there) {
    const conflict = { action: 'update', before: null, after: laid({}, asGiven) } as const;
    return { wish: undefined, conflict: { ...conflict, code: 'gone-since', fields: [], owner: now.life } };
  }
  const open = wanted.filter(({ field, value }) => !same(now.fields[field], value));
  const isOwn = ({ field, from }: Goal): boolean => {
    const token = now.owners.get(field)?.token;
    return from !== '' && token !== undefined && own.has(token);
  };
  const back = open.filter(isOwn);
  const taken = open.filter((goal) => !isOwn(goal));
  return { wish: stepTo(now, back), conflict: conflictOf(now, taken) };
}

function stepTo(now: OwnedFields, goalsMet: readonly Goal[]): UndoWish | undefined {
  if (goalsMet.length === 0) return undefined;
  const changes = Object.fromEntries(goalsMet.map(({ field, value }) => [field, value]));
  return { action: 'update', before: now.fields, after: laid(now.fields, changes) };
}

function conflictOf(now: OwnedFields, taken: readonly Goal[]): UndoConflict | undefined {
  const wish = stepTo(now, taken);
  if (!wish) return undefined;
  const fields = taken.map(({ field }) => field);
  const owners = taken.filter(({ from }) => from !== '').flatMap(({ field }) => now.owners.get(field) ?? []);
  return { ...wish, code: 'changed-since', fields, owner: latest(owners) };
}

/** The step that is not done, as it would be from what is there now. */
function refused(
  code: UndoConflict['code'],
  ends: Ends,
  about: {
    readonly now: OwnedFields;
    readonly fields: readonly string[];
    readonly owner: FieldOwner | undefined;
  },
): RecordUndo {
  const { now, fields, owner } = about;
  const before = now.there ? now.fields : null;
  const { before: after } = ends;
  const action = after === null ? 'delete' : before === null ? 'create' : 'update';
  return { wish: undefined, conflict: { action, before, after, code, fields, owner } };
}

function newest({ owners, life }: OwnedFields): FieldOwner | undefined {
  return latest([...owners.values(), ...(life ? [life] : [])]);
}

function latest(owners: readonly FieldOwner[]): FieldOwner | undefined {
  return owners.reduce<FieldOwner | undefined>((a, b) => (a && a.at > b.at ? a : b), undefined);
}

/** Over the fields; a value that is not there takes the field away. */
export function laid(fields: JsonObject, changes: Readonly<Record<string, Json | undefined>>): JsonObject {
  const all = Object.entries({ ...fields, ...changes });
  return Object.fromEntries(all.filter(([, value]) => value !== undefined && value !== null));
}

function same(a: Json | undefined, b: Json | undefined): boolean {
  return canonicalJson(a ?? null) === canonicalJson(b ?? null);
}
