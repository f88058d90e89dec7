/**
 * Capture: what a write of people changed, kept so that it can be undone. Each record that it touched is an item with
 * what people had set of it before and after. What agents see, and what the controller itself writes, is no part of it.
 */
import {
  type ChangeItem,
  type ChangeSetCounts,
  DELETED_FIELD,
  type Dot,
  formatRef,
  type JsonObject,
  RECORDS_STORE,
  type RecordRef,
} from '../../shared/model/index.ts';
import { type NewChangeItem, NO_CHANGES, type Store } from '../store/index.ts';

/** One write of the managed fields of a record. */
export interface CapturedWrite {
  readonly ref: RecordRef;
  readonly action: 'create' | 'update' | 'delete';
  /** All managed fields as they were, and as they are now; of a deleted record those it had. */
  readonly before: JsonObject;
  readonly after: JsonObject;
  readonly dot: Dot;
}

/** Told of each write of one request, in their order; `operation` counts from 0. */
export interface WriteCapture {
  wrote(operation: number, write: CapturedWrite): void;
}

export interface ChangeSetOf {
  readonly id: string;
  readonly by: string;
  readonly why: string;
  readonly atMs: number;
}

/** Token of what a write left behind: of a record within its store. */
export function tokenOf({ origin, seq }: Dot): string {
  return `${origin}:${seq}`;
}

/** Collects the items of a direct write, and keeps them with their change set in the transaction of the write. */
export class DirectChanges implements WriteCapture {
  private readonly items: NewChangeItem[] = [];

  wrote(_operation: number, { ref, action, before, after, dot }: CapturedWrite): void {
    this.items.push({
      no: this.items.length + 1,
      ...{ action, store: RECORDS_STORE, kind: ref.kind, key: formatRef(ref), site: ref.site },
      name: nameOf(ref, action === 'delete' ? before : after),
      before: action === 'create' ? null : withoutMark(before),
      after: action === 'delete' ? null : withoutMark(after),
      token: tokenOf(dot),
      noUndo: '',
    });
  }

  /** Nothing is kept of a write that changed nothing. */
  keep(store: Store, { id, by, why, atMs }: ChangeSetOf): void {
    const { items } = this;
    if (items.length === 0) return;
    const counts: Record<keyof ChangeSetCounts, number> = { ...NO_CHANGES };
    for (const { action } of items) counts[action] += 1;
    const setNo = store.changeSets.begin({
      ...{ id, by, why, at: atMs, endedAt: atMs, origin: 'write', plan: '', state: 'done', undoes: '' },
      title: titleOf(items),
      counts,
      sites: [...new Set(items.map(({ site }) => site))].sort(),
    });
    store.changeSets.addItems(setNo, items);
  }
}

/** `ams1/sw12`; of a site its id. */
function nameOf({ site, kind, id }: RecordRef, { name }: JsonObject): string {
  return kind === 'site' ? id : `${site}/${typeof name === 'string' ? name : id}`;
}

const DONE = { create: 'creation', update: 'change', delete: 'deletion' } as const;

function titleOf(items: readonly Pick<ChangeItem, 'action' | 'kind' | 'name'>[]): string {
  const [first, ...others] = items;
  if (!first || others.length > 0) return `changes of ${items.length} records`;
  const { action, kind, name } = first;
  return `${DONE[action as keyof typeof DONE]} of ${kind} ${name}`;
}

function withoutMark(fields: JsonObject): JsonObject {
  const { [DELETED_FIELD]: _mark, ...others } = fields;
  return others;
}
