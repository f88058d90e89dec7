/**
 * The planner of decisions on conflicts: one write for each record, which has seen every value and says one. It settles
 * all conflicts of its record, for a later write takes the place of all that it has seen: fields that nobody decided keep
 * the value that is shown. The token of the step names the conflicts, and the step is stale once one of them is another.
 */
import {
  type ConflictView,
  DELETED_FIELD,
  formatRef,
  type Json,
  type JsonObject,
  type PlanCause,
  type Principal,
  RECORDS_STORE,
  type RecordView,
} from '../../../shared/model/index.ts';
import type { Inventory, Preview, WriteOperation } from '../../inventory/index.ts';
import type { Draft, DraftStep } from '../draft.ts';
import { CONFLICT_TOKEN } from '../executors/records.ts';
import { basesOf } from './record-bases.ts';
import type { Change } from './record-needs.ts';
import { freed, taken } from './record-values.ts';

export interface Resolution {
  readonly conflict: ConflictView;
  /** `undefined`: the field is taken away; of a contested delete, the record lives. */
  readonly value: Json | undefined;
  /** By what it was decided: a rule, an origin, or that somebody typed it. */
  readonly by: string;
}

/** What is decided about one record; at least one resolution. */
export interface ResolvedRecord {
  /** With all its conflicts. */
  readonly record: RecordView;
  readonly resolutions: readonly Resolution[];
}

type Writes = Pick<Inventory, 'planned'>;

const CAUSE_CHARS_MAX = 200;

/** Errors: those of a write, with every violation; nothing is written. STALE_ETAG once one of the conflicts is another. */
export function draftResolve(
  inventory: Writes,
  records: readonly ResolvedRecord[],
  principal: Principal,
): Draft {
  const previews = inventory.planned.preview(records.map(operationOf), principal);
  const steps = records.flatMap((one, i) => {
    const preview = previews[i];
    return preview?.before ? [stepOf(one, preview, preview.before.fields)] : [];
  });
  return {
    ...{ planner: 'resolve', title: titleOf(records), steps, unchanged: [], of: '' },
    bases: basesOf(
      inventory,
      records.map(({ record }) => record.ref),
    ),
  };
}

function operationOf({ record, resolutions }: ResolvedRecord): WriteOperation {
  const { ref } = record;
  const resolves = record.conflicts.map(({ id }) => id);
  if (resolutions.some(isDelete)) return { type: 'delete', ref, ifEtag: '', resolves };
  const fields = resolutions
    .filter(({ conflict }) => conflict.field !== DELETED_FIELD)
    .map(({ conflict, value }) => [conflict.field, value ?? null] as const);
  return { type: 'update', ref, fields: Object.fromEntries(fields), ifEtag: '', resolves };
}

function isDelete({ conflict, value }: Resolution): boolean {
  return conflict.field === DELETED_FIELD && value === true;
}

function stepOf(one: ResolvedRecord, { ref, after, operations }: Preview, before: JsonObject): DraftStep {
  const { record } = one;
  const key = formatRef(ref);
  const token = `${CONFLICT_TOKEN}${record.conflicts.map(({ id }) => id).join(',')}`;
  const isGone = one.resolutions.some(isDelete);
  const change: Change = { ref, before, after: isGone ? null : (after?.fields ?? before), token, operations };
  return {
    id: key,
    action: isGone ? 'delete' : 'update',
    ...{ store: RECORDS_STORE, kind: ref.kind, key, name: nameOf(record), site: ref.site },
    cause: causeOf(one),
    ...{ before, after: change.after, token },
    ...{ needs: [], refs: [], takes: taken(change), frees: freed(change) },
    ...{ noUndo: '', standing: 'ready' },
  };
}

/** `name as user:ann at 4f2e… wrote it; description stays as it is shown`. */
function causeOf({ record, resolutions }: ResolvedRecord): PlanCause {
  const decided = new Set(resolutions.map(({ conflict }) => conflict.id));
  const told = resolutions.map(({ conflict, by }) => `${conflict.field}: ${by}`);
  const kept = record.conflicts.filter(({ id }) => !decided.has(id)).map(({ field }) => field);
  if (kept.length > 0) told.push(`${kept.join(', ')}: as shown`);
  const text = told.join('; ');
  return {
    type: 'resolution',
    text: text.length > CAUSE_CHARS_MAX ? `${text.slice(0, CAUSE_CHARS_MAX - 1)}…` : text,
  };
}

function nameOf({ ref, fields }: RecordView): string {
  return ref.kind === 'site' ? ref.id : `${ref.site}/${String(fields['name'] ?? ref.id)}`;
}

function titleOf(records: readonly ResolvedRecord[]): string {
  const [first, ...others] = records;
  if (!first || others.length > 0) return `conflicts of ${records.length} records`;
  const fields = first.resolutions.map(({ conflict }) => conflict.field).join(', ');
  return `conflict over ${fields} of ${first.record.ref.kind} ${nameOf(first.record)}`.slice(
    0,
    CAUSE_CHARS_MAX,
  );
}
