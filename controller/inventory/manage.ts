/**
 * Managed writes: people's edits, in one transaction. Every operation is checked, in order, against the records as
 * the ones before it leave them; all problems are reported together and then nothing is written.
 */
import { type FieldViolation, WaysideError } from '../../shared/errors.ts';
import {
  type ChangeOp,
  canonicalJson,
  DELETED_FIELD,
  fieldProblems,
  fold,
  formatRef,
  type JsonObject,
  managedKinds,
  maskedFields,
  maskProblems,
  missingFields,
  nextVersion,
  openFieldProblems,
  type RecordRef,
  type RecordView,
  recordIdProblem,
  siteIdProblem,
} from '../../shared/model/index.ts';
import type { RecordKey, Store, VersionRow } from '../store/index.ts';
import type { CapturedWrite, WriteCapture } from './change-sets.ts';
import { parseBody } from './codec.ts';
import { firstCtx } from './gc.ts';
import { givenFields, type WriteOperation } from './operation.ts';
import { foldRecord, versionsOf } from './records.ts';
import { addressTaken, dependants, misplaced, nameHolders, readLive, refProblem } from './relations.ts';
import { releaseSource } from './sources.ts';
import { ChangeWriter } from './writer.ts';

export interface WriteRequest {
  readonly operations: readonly WriteOperation[];
  readonly by: string;
  readonly why: string;
  readonly changeSet: string;
  readonly validateOnly: boolean;
  /** Told of each record that is written, as it is. */
  readonly capture?: WriteCapture | undefined;
}

export interface WriteContext {
  readonly store: Store;
  readonly origin: string;
  readonly nowMs: number;
  readonly newId: () => string;
  readonly epochOf: (site: string) => number;
  /** Puts a new site into the membership document, in this same transaction. */
  readonly addSite: (site: string) => void;
}

/** Operations of one request. */
export const OPERATIONS_MAX = 20_000;
/** Problems reported at once. */
const VIOLATIONS_MAX = 1000;
/** The reason that goes into the history. */
const WHY_CHARS_MAX = 1024;

/** Thrown to roll back a dry run; never leaves this file. */
class DryRun extends Error {
  readonly records: readonly RecordView[];

  constructor(records: readonly RecordView[]) {
    super('dry run');
    this.records = records;
  }
}

/** The records as they are after the write, in the order of the operations. */
export function writeManaged(context: WriteContext, request: WriteRequest): readonly RecordView[] {
  const count = request.operations.length;
  if (count === 0 || count > OPERATIONS_MAX)
    refuse([{ field: 'operations', message: `must hold 1 to ${OPERATIONS_MAX} operations, not ${count}` }]);
  if (request.why.length > WHY_CHARS_MAX)
    refuse([{ field: 'why', message: `is longer than ${WHY_CHARS_MAX} characters` }]);
  try {
    return context.store.write(() => {
      const records = new ManagedWriter(context, request).run();
      if (request.validateOnly) throw new DryRun(records);
      return records;
    });
  } catch (error) {
    if (error instanceof DryRun) return error.records;
    throw error;
  }
}

/** A field that is right by itself may still collide with what is there; then the code says so. */
interface Problem extends FieldViolation {
  readonly code?: 'ALREADY_EXISTS' | 'IN_USE';
}

/** The code is that of the problems where all have the same. */
function refuse(problems: readonly Problem[]): never {
  const [code = 'INVALID_INPUT', ...others] = new Set(
    problems.map((problem) => problem.code ?? 'INVALID_INPUT'),
  );
  const count = problems.length;
  throw new WaysideError(
    others.length === 0 ? code : 'INVALID_INPUT',
    `${count} ${count === 1 ? 'field is' : 'fields are'} wrong; nothing was written`,
    { violations: problems.slice(0, VIOLATIONS_MAX).map(({ field, message }) => ({ field, message })) },
  );
}

class ManagedWriter {
  private readonly context: WriteContext;
  private readonly store: Store;
  private readonly request: WriteRequest;
  private readonly writer: ChangeWriter;
  private readonly violations: Problem[] = [];
  private readonly sitesThere = new Map<string, boolean>();
  private readonly stale: FieldViolation[] = [];
  private freshEtag: string | undefined;
  /** Number of the operation that is being done. */
  private at = 0;

  constructor(context: WriteContext, request: WriteRequest) {
    this.context = context;
    this.store = context.store;
    this.request = request;
    this.writer = new ChangeWriter({
      store: context.store,
      origin: context.origin,
      nowMs: context.nowMs,
      writer: { by: request.by, why: request.why, changeSet: request.changeSet },
      isDry: request.validateOnly,
    });
  }

  run(): readonly RecordView[] {
    const refs = this.request.operations.map((operation, i) => {
      this.at = i;
      return this.apply(operation, `operations[${i}].`);
    });
    // When all is written: names, addresses and references may be passed on within one request.
    const named = this.namedAt(refs);
    for (const [i, ref] of refs.entries()) if (ref) this.checkRelations(ref, named, i);
    if (this.violations.length > 0) refuse(this.violations);
    const [stale] = this.stale;
    if (stale) {
      throw new WaysideError('STALE_ETAG', stale.message, {
        hint: 'Read it again and repeat the edit on what is there now.',
        violations: this.stale.slice(0, VIOLATIONS_MAX),
        details: { etag: this.freshEtag ?? '' },
      });
    }
    return refs.flatMap((ref) => {
      const rows = ref ? this.rows(ref) : [];
      return ref && rows.length > 0 ? [foldRecord(this.store, ref, rows)] : [];
    });
  }

  private apply(operation: WriteOperation, path: string): RecordRef | undefined {
    switch (operation.type) {
      case 'create':
        return this.create(operation, path);
      case 'update':
        return this.update(operation, path);
      case 'delete':
        return this.remove(operation, path);
    }
  }

  private create(operation: WriteOperation & { type: 'create' }, path: string): RecordRef | undefined {
    const { kind, fields } = operation;
    const id = operation.id === '' ? this.context.newId() : operation.id;
    const ref = { site: kind === 'site' ? id : operation.site, kind, id };
    const problems = [
      ...this.placeProblems(ref, path),
      ...fieldProblems(kind, fields, path),
      ...openFieldProblems(fields, path),
    ];
    // One that is given and wrong, an empty name for example, is told once.
    const told = new Set(problems.map(({ field }) => field));
    problems.push(...missingFields(kind, fields, path).filter(({ field }) => !told.has(field)));
    if (problems.length > 0) return this.reject(problems);
    const rows = this.rows(ref);
    // What agents alone know of may be taken up by people; what people made may not be made twice.
    const there = this.core(rows).length > 0 ? foldRecord(this.store, ref, rows) : undefined;
    // One that has labels and notes only is still known to agents alone.
    if (there && !there.deleted && missingFields(kind, there.fields, '').length === 0)
      return this.reject([
        { field: `${path}id`, message: `${formatRef(ref)} is already there`, code: 'ALREADY_EXISTS' },
      ]);
    if (kind === 'site') this.context.addSite(id);
    // A new record under an old id begins empty, and no longer deleted.
    const old = there?.deleted ? this.core(rows) : [];
    const gone = Object.fromEntries(
      old.flatMap((row) => Object.keys(parseBody(row.body)).map((name) => [name, null])),
    );
    this.put(ref, rows, { ...gone, ...fields }, 'create');
    return ref;
  }

  private placeProblems(ref: RecordRef, path: string): FieldViolation[] {
    if (!managedKinds.includes(ref.kind)) {
      return [{ field: `${path}kind`, message: `${ref.kind} records are not made by people` }];
    }
    const idProblem = ref.kind === 'site' ? siteIdProblem(ref.id) : recordIdProblem(ref.id);
    if (idProblem) return [{ field: `${path}id`, message: idProblem }];
    if (ref.kind === 'site') return [];
    return this.siteIsThere(ref.site)
      ? []
      : [{ field: `${path}site`, message: `there is no site "${ref.site}"` }];
  }

  private update(operation: WriteOperation & { type: 'update' }, path: string): RecordRef | undefined {
    const { ref, mask = [] } = operation;
    const rows = this.rows(ref);
    const record = this.live(ref, rows);
    if (!record) return this.reject([{ field: `${path}ref`, message: `${formatRef(ref)} is not known` }]);
    const fields = maskedFields(operation.fields, mask);
    const problems: Problem[] = maskProblems(ref.kind, mask, `${path}update_mask`);
    if (problems.length === 0) problems.push(...fieldProblems(ref.kind, fields, path));
    problems.push(...openFieldProblems({ ...record.fields, ...fields }, path));
    if (problems.length > 0) return this.reject(problems);
    if (this.isStale(record, operation, path)) return undefined;
    const contested = new Set(record.conflicts.map((conflict) => conflict.field));
    const changes = Object.entries(fields).filter(
      ([name, value]) => contested.has(name) || canonicalJson(value) !== canonicalJson(record.fields[name]),
    );
    for (const { id, field } of record.conflicts)
      if (operation.resolves?.includes(id) && !Object.hasOwn(fields, field))
        changes.push([field, record.fields[field] ?? null]);
    if (changes.length > 0) this.put(ref, rows, Object.fromEntries(changes), 'update');
    return ref;
  }

  private remove(operation: WriteOperation & { type: 'delete' }, path: string): RecordRef | undefined {
    const { ref } = operation;
    const rows = this.rows(ref);
    const record = this.live(ref, rows);
    if (!record) return this.reject([{ field: `${path}ref`, message: `${formatRef(ref)} is not known` }]);
    if (!managedKinds.includes(ref.kind)) {
      return this.reject([{ field: `${path}ref`, message: `${ref.kind} records are not deleted by people` }]);
    }
    if (this.isStale(record, operation, path)) return undefined;
    this.put(ref, rows, { [DELETED_FIELD]: true }, 'delete');
    if (ref.kind === 'source') releaseSource(this.store, ref, this.context.nowMs);
    return ref;
  }

  /** Reference -> place of the operation that has the last word on its name. */
  private namedAt(refs: readonly (RecordRef | undefined)[]): ReadonlyMap<string, number> {
    const named = new Map<string, number>();
    for (const [i, operation] of this.request.operations.entries()) {
      const ref = refs[i];
      const hasWord = operation.type === 'delete' || Object.hasOwn(givenFields(operation), 'name');
      if (ref && hasWord) named.set(formatRef(ref), i);
    }
    return named;
  }

  private checkRelations(ref: RecordRef, named: ReadonlyMap<string, number>, i: number): void {
    const operation = this.request.operations[i];
    const path = `operations[${i}].`;
    if (operation?.type === 'delete') return this.checkUnused(ref, path);
    const other = addressTaken(this.store, ref);
    if (other !== undefined) {
      const message = `belongs to ${other} already`;
      this.reject([{ field: `${path}address`, message, code: 'ALREADY_EXISTS' }]);
    }
    const wrongPlace = misplaced(this.store, ref);
    if (wrongPlace !== undefined) this.reject([{ field: `${path}address`, message: wrongPlace }]);
    const fields = operation === undefined ? {} : givenFields(operation);
    const name = fields['name'];
    // Of two operations that give the same name, the second is wrong.
    const isLater = (id: string): boolean => (named.get(formatRef({ ...ref, id })) ?? -1) > i;
    const isLast = named.get(formatRef(ref)) === i;
    if (isLast && typeof name === 'string' && nameHolders(this.store, ref, name).some((id) => !isLater(id))) {
      const message = `another ${ref.kind} of site ${ref.site} is called "${name}"`;
      this.reject([{ field: `${path}name`, message, code: 'ALREADY_EXISTS' }]);
    }
    for (const [field, value] of Object.entries(fields)) {
      const problem = refProblem(this.store, ref, field, value);
      if (problem) this.reject([{ field: `${path}${field}`, message: problem }]);
    }
  }

  private checkUnused(ref: RecordRef, path: string): void {
    const users = dependants(this.store, ref);
    if (users.length === 0) return;
    const message = `is still used by ${users.join(', ')}; remove those first`;
    this.reject([{ field: `${path}ref`, message, code: 'IN_USE' }]);
  }

  private put(
    ref: RecordRef,
    rows: readonly VersionRow[],
    changes: JsonObject,
    action: CapturedWrite['action'],
  ): void {
    const key = this.key(ref);
    const dot = this.writer.nextDot(key.lane);
    const versions = versionsOf(this.store, this.core(rows));
    const { body, fieldDots, ...next } = nextVersion(versions, changes, dot);
    const isFirst = versions.length === 0 && !this.store.gc.isHeld(key);
    const ctx = isFirst ? firstCtx(this.store, key.lane) : next.ctx;
    const epoch = this.context.epochOf(ref.site);
    const op: ChangeOp = action === 'delete' ? 'delete' : 'put';
    const content = { section: 'core', op, body, bodyText: canonicalJson(body), ctx, fieldDots, epoch };
    this.writer.write({ site: ref.site, kind: ref.kind, key, ...content, current: rows }, dot);
    if (ref.kind === 'site') this.sitesThere.clear();
    const { capture } = this.request;
    const [only, ...others] = versions;
    const before = only && others.length === 0 ? only.body : fold(versions).fields;
    capture?.wrote(this.at, { ref, action, before, after: body, dot });
  }

  private isStale(
    record: RecordView,
    { ifEtag, resolves = [] }: { readonly ifEtag: string; readonly resolves?: readonly string[] },
    path: string,
  ): boolean {
    const open = new Set(record.conflicts.map(({ id }) => id));
    // The write settles all that are open: one that came since was seen by nobody.
    const isSeen = resolves.length === 0 || resolves.length === open.size;
    if (isSeen && resolves.every((id) => open.has(id)) && (ifEtag === '' || ifEtag === record.etag))
      return false;
    const message = `${formatRef(record.ref)} was changed by ${record.updatedBy} meanwhile`;
    this.stale.push({ field: `${path}if_etag`, message });
    this.freshEtag ??= record.etag;
    return true;
  }

  private live(ref: RecordRef, rows: readonly VersionRow[]): RecordView | undefined {
    if (rows.length === 0) return undefined;
    const record = foldRecord(this.store, ref, rows);
    return record.deleted ? undefined : record;
  }

  private siteIsThere(site: string): boolean {
    const known = this.sitesThere.get(site);
    if (known !== undefined) return known;
    const is = readLive(this.store, { site, kind: 'site', id: site }) !== undefined;
    this.sitesThere.set(site, is);
    return is;
  }

  private rows(ref: RecordRef): VersionRow[] {
    return this.store.versions.record(this.key(ref));
  }

  private key(ref: RecordRef): RecordKey {
    return this.writer.key(ref.site, ref.kind, ref.id);
  }

  private core(rows: readonly VersionRow[]): VersionRow[] {
    const section = this.store.words.nameNo('core');
    return rows.filter((row) => row.section === section);
  }

  private reject(problems: readonly Problem[]): undefined {
    this.violations.push(...problems);
    return undefined;
  }
}
