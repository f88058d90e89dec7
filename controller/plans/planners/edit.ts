/** The planner of what people ask for: writes of managed records, one step for each record that would change. */
import { type FieldViolation, WaysideError } from '../../../shared/errors.ts';
import {
  canonicalJson,
  formatRef,
  type Kind,
  type PlanCause,
  type Principal,
  principalName,
  RECORDS_STORE,
} from '../../../shared/model/index.ts';
import type { Inventory, Preview, WriteOperation } from '../../inventory/index.ts';
import type { Draft, DraftStep } from '../draft.ts';
import { basesOf } from './record-bases.ts';
import { type Change, Changes } from './record-needs.ts';
import { freed, taken } from './record-values.ts';

export interface EditQuestion {
  readonly operations: readonly WriteOperation[];
  /** What asked for each operation, in their order; empty: the principal. */
  readonly causes: readonly string[];
  readonly planner: 'edit' | 'import';
  readonly title: string;
  /** Things that the caller found to be so already. */
  readonly unchanged: number;
  readonly newId: () => string;
}

const CAUSE_CHARS_MAX = 200;
const TITLE_CHARS_MAX = 200;

/** Errors: those of a write, all of them at once; nothing is written. */
export function draftEdit(
  inventory: Pick<Inventory, 'planned'>,
  question: EditQuestion,
  principal: Principal,
): Draft {
  checkQuestion(question);
  const operations = question.operations.map((operation) => withId(operation, question.newId));
  const previews = inventory.planned.preview(operations, principal);
  const changes = previews.map(changeOf).filter(isChange);
  const all = new Changes(changes);
  const causeOf = (change: Change): PlanCause => {
    const [first = 0] = change.operations;
    const text = question.causes[first];
    return text ? { type: 'row', text } : { type: 'person', text: principalName(principal) };
  };
  return {
    planner: question.planner,
    title: question.title || titleOf(changes),
    steps: changes.map((change) => stepOf(change, all, causeOf(change))),
    unchanged: unchangedOf(previews, question),
    bases: basesOf(
      inventory,
      changes.map(({ ref }) => ref),
    ),
    of: '',
  };
}

function checkQuestion({ operations, causes, title, unchanged }: EditQuestion): void {
  const problems: FieldViolation[] = [];
  if (causes.length > 0 && causes.length !== operations.length)
    problems.push({
      field: 'causes',
      message: `must be one for each of the ${operations.length} operations, or none`,
    });
  for (const [i, text] of causes.entries())
    if (text.length > CAUSE_CHARS_MAX)
      problems.push({ field: `causes[${i}]`, message: `is longer than ${CAUSE_CHARS_MAX} characters` });
  if (title.length > TITLE_CHARS_MAX)
    problems.push({ field: 'title', message: `is longer than ${TITLE_CHARS_MAX} characters` });
  if (unchanged < 0) problems.push({ field: 'unchanged', message: 'must not be negative' });
  if (problems.length === 0) return;
  const words = problems.slice(0, 3).map(({ field, message }) => `${field} ${message}`);
  throw new WaysideError('INVALID_INPUT', words.join('; '), { violations: problems });
}

/** The plan says which record will be made, so its id is made now. */
function withId(operation: WriteOperation, newId: () => string): WriteOperation {
  return operation.type === 'create' && operation.id === '' ? { ...operation, id: newId() } : operation;
}

function changeOf({ ref, before, after, operations }: Preview): Change | undefined {
  if (!before && !after) return undefined;
  if (before && after && canonicalJson(before.fields) === canonicalJson(after.fields)) return undefined;
  return {
    ref,
    before: before?.fields ?? null,
    after: after?.fields ?? null,
    token: before?.etag ?? '',
    operations,
  };
}

function isChange(change: Change | undefined): change is Change {
  return change !== undefined;
}

export function stepOf(change: Change, all: Changes, cause: PlanCause): DraftStep {
  const { ref, before, after, token } = change;
  return {
    id: formatRef(ref),
    action: actionOf(change),
    ...{ store: RECORDS_STORE, kind: ref.kind, key: formatRef(ref), name: nameOf(change), site: ref.site },
    ...{ cause, before, after, token },
    needs: all.needsOf(change),
    refs: all.refsOf(change),
    takes: taken(change),
    frees: freed(change),
    noUndo: '',
    standing: 'ready',
  };
}

function actionOf({ before, after }: Change): 'create' | 'update' | 'delete' {
  if (!before) return 'create';
  return after ? 'update' : 'delete';
}

function nameOf({ ref, before, after }: Change): string {
  const name = String((after ?? before)?.['name'] ?? ref.id);
  return ref.kind === 'site' ? ref.id : `${ref.site}/${name}`;
}

/** `edit of switch ams1/sw1`, `edit of 12 records`. */
function titleOf(changes: readonly Change[]): string {
  const [first] = changes;
  if (!first) return 'edit of nothing';
  const things = new Set(changes.map(({ ref }) => `${ref.site}/${ref.id}`));
  return things.size === 1
    ? `edit of ${first.ref.kind} ${nameOf(first)}`.slice(0, TITLE_CHARS_MAX)
    : `edit of ${things.size} things`;
}

function unchangedOf(previews: readonly Preview[], { unchanged }: EditQuestion): Draft['unchanged'] {
  const same = new Map<Kind, number>();
  for (const preview of previews)
    if (!changeOf(preview)) same.set(preview.ref.kind, (same.get(preview.ref.kind) ?? 0) + 1);
  const [first] = previews;
  // What the caller knows to be so is of the kind that it names first.
  if (unchanged > 0) {
    const kind = first?.ref.kind ?? 'switch';
    same.set(kind, (same.get(kind) ?? 0) + unchanged);
  }
  return [...same].map(([kind, count]) => ({ store: RECORDS_STORE, kind, count }));
}
