/**
 * Whether what is to be undone may be written: by the rules and permissions of every write, all of it at once. What a rule forbids
 * (the old name is taken, the floor is gone) is left out, and told; the rest goes on.
 */
import { WaysideError } from '../../../shared/errors.ts';
import { fieldDifferences, formatRef, type Json, type RecordRef } from '../../../shared/model/index.ts';
import { nextTurn } from '../../../shared/runtime/index.ts';
import { OPERATIONS_MAX, type WriteOperation } from '../../inventory/index.ts';
import type { Change } from './record-needs.ts';
import { freed, taken } from './record-values.ts';
import { laid, type UndoWish } from './undo-record.ts';

export interface RecordWish extends UndoWish {
  readonly ref: RecordRef;
  /** Etag of the record as it is; empty: it is not there. */
  readonly token: string;
}

export interface RefusedWish extends RecordWish {
  readonly code: string;
  readonly message: string;
}

export interface CheckedWishes {
  readonly ready: readonly RecordWish[];
  readonly refused: readonly RefusedWish[];
}

/** Without one, another may not do either. Whoever waits for a value goes with it in one round; the rest takes a few. */
const ROUNDS_MAX = 20;

/**
 * Others have their turn between the rounds. What is found wrong in the last one takes all that is left with it.
 * @param preview throws what a write of the operations would. Errors: FORBIDDEN, INVALID_INPUT for too many.
 */
export async function checkWishes(
  wishes: readonly RecordWish[],
  preview: (operations: readonly WriteOperation[]) => void,
): Promise<CheckedWishes> {
  if (wishes.length > OPERATIONS_MAX)
    throw new WaysideError('INVALID_INPUT', `${wishes.length} records are too many to undo at once`, {
      hint: `Undo at most ${OPERATIONS_MAX} of them with each plan: --only 1-${OPERATIONS_MAX}`,
    });
  let ready = [...wishes].sort(sitesFirst);
  const refused: RefusedWish[] = [];
  for (let round = 1; ready.length > 0; round += 1) {
    await nextTurn();
    const problems = problemsIn(ready, preview);
    if (problems.size === 0) break;
    ready = leaveOut(ready, problems, refused);
    if (round < ROUNDS_MAX) continue;
    refused.push(...ready.map((wish) => ({ ...wish, code: 'not-allowed', message: TOO_ENTANGLED })));
    ready = [];
  }
  return { ready, refused };
}

const TOO_ENTANGLED = 'it hangs on others of which too many may not be undone; undo it by its number';

/** Errors: those that are about no single record. */
function problemsIn(
  wishes: readonly RecordWish[],
  preview: (operations: readonly WriteOperation[]) => void,
): ReadonlyMap<number, Problems> {
  try {
    preview(wishes.map(operationOf));
    return new Map();
  } catch (error) {
    const problems = problemsOf(WaysideError.from(error));
    if (problems.size === 0) throw error;
    return problems;
  }
}

/** What is left. With a thing that keeps its name, whoever was to have that name is left out at once, and so on along the row. */
function leaveOut(
  ready: readonly RecordWish[],
  problems: ReadonlyMap<number, Problems>,
  refused: RefusedWish[],
): RecordWish[] {
  const left = new Map<number, RecordWish>(ready.entries());
  const takers = takersOf(ready);
  const open = [...problems];
  // Grows while it is walked.
  for (const [i, found] of open) {
    const wish = left.get(i);
    if (!wish) continue;
    const [rest] = withoutRefused(wish, found, refused);
    if (rest) left.set(i, rest);
    else left.delete(i);
    const isFreed = new Set(rest ? freed(changeOf(rest)).map(({ text }) => text) : []);
    for (const { field, text } of freed(changeOf(wish))) {
      if (isFreed.has(text)) continue;
      const name = String(wish.before?.['name'] ?? wish.ref.id);
      const message = `is still that of ${wish.ref.kind} ${name}, which stays as it is`;
      const fields = new Map([[field, message]]);
      for (const at of takers.get(text) ?? [])
        if (doesTake(left.get(at), text)) open.push([at, { code: 'value-taken', fields }]);
    }
  }
  return [...left.values()];
}

/** By the value that they would take: their places. */
function takersOf(wishes: readonly RecordWish[]): ReadonlyMap<string, readonly number[]> {
  const takers = new Map<string, number[]>();
  for (const [i, wish] of wishes.entries())
    for (const { text } of taken(changeOf(wish))) {
      const own = takers.get(text) ?? [];
      takers.set(text, own);
      own.push(i);
    }
  return takers;
}

function doesTake(wish: RecordWish | undefined, value: string): boolean {
  return wish !== undefined && taken(changeOf(wish)).some(({ text }) => text === value);
}

export function changeOf({ ref, before, after, token }: Omit<RecordWish, 'action'>): Change {
  return { ref, before, after, token, operations: [] };
}

interface Problems {
  readonly code: string;
  /** Field, or `ref` and the like for the whole -> message. */
  readonly fields: Map<string, string>;
}

const PATH = /^operations\[(\d+)\]\.(.+)$/;

/** By place of the operation; empty: the error is of another kind. */
function problemsOf(error: WaysideError): ReadonlyMap<number, Problems> {
  const found = new Map<number, Problems>();
  for (const { field, message } of error.violations) {
    const [, place, name = ''] = PATH.exec(field) ?? [];
    if (place === undefined) continue;
    const own = found.get(Number(place)) ?? { code: codeOf(error), fields: new Map() };
    found.set(Number(place), own);
    own.fields.set(name, message);
  }
  return found;
}

function codeOf({ code }: WaysideError): string {
  if (code === 'IN_USE') return 'in-use';
  return code === 'ALREADY_EXISTS' ? 'value-taken' : 'not-allowed';
}

/** What is left of the wish: of an update the fields that nothing is wrong with. */
function withoutRefused(wish: RecordWish, { code, fields }: Problems, refused: RefusedWish[]): RecordWish[] {
  const message = [...fields]
    .map(([name, words]) => (name === 'ref' ? `it ${words}` : `${name} ${words}`))
    .join('; ');
  const changes = fieldDifferences(wish);
  const wrong = changes.filter(({ field }) => fields.has(field));
  if (wish.action !== 'update' || wrong.length === 0) {
    refused.push({ ...wish, code, message });
    return [];
  }
  const only = (some: typeof changes): RecordWish => ({
    ...wish,
    after: laid(wish.before ?? {}, Object.fromEntries(some.map(({ field, after }) => [field, after]))),
  });
  refused.push({ ...only(wrong), code, message });
  const others = changes.filter(({ field }) => !fields.has(field));
  return others.length > 0 ? [only(others)] : [];
}

function operationOf({ action, ref, before, after }: RecordWish): WriteOperation {
  if (action === 'create') return { type: 'create', ...ref, fields: after ?? {} };
  if (action === 'delete') return { type: 'delete', ref, ifEtag: '' };
  const changes = fieldDifferences({ before, after });
  const fields: Record<string, Json> = {};
  for (const one of changes) fields[one.field] = one.after ?? null;
  return { type: 'update', ref, fields, ifEtag: '' };
}

/** What is created stands at a site that is there. */
function sitesFirst(a: RecordWish, b: RecordWish): number {
  const rank = ({ action, ref }: RecordWish): number => (action === 'create' && ref.kind === 'site' ? 0 : 1);
  return rank(a) - rank(b) || (formatRef(a.ref) < formatRef(b.ref) ? -1 : 1);
}
