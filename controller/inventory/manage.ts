/**
 * Managed writes: people's edits, in one transaction. Every operation is checked, in order, against the records as
 * the ones before it leave them; all problems are reported together and then nothing is written.
 */
import { type FieldViolation, WaysideError } from '../../shared/errors.ts';
import {
  canonicalJson,
  fieldProblems,
  formatRef,
  type JsonObject,
  type Kind,
  managedKinds,
  missingFields,
  nextVersion,
  type RecordRef,
  type RecordView,
  recordIdProblem,
  siteIdProblem,
} from '../../shared/model/index.ts';
import type { Store, VersionRow } from '../store/index.ts';
import { foldRecord, versionsOf } from './records.ts';
import { dependants, nameTaken, refProblem } from './relations.ts';
import { ChangeWriter } from './writer.ts';

export type WriteOperation =
  | {
      readonly type: 'create';
      readonly site: string;
      readonly kind: Kind;
      readonly id: string;
      readonly fields: JsonObject;
    }
  /** A `null` value takes the field away. */
  | { readonly type: 'update'; readonly ref: RecordRef; readonly fields: JsonObject; readonly ifEtag: string }
  | { readonly type: 'delete'; readonly ref: RecordRef; readonly ifEtag: string };

export interface WriteRequest {
  readonly operations: readonly WriteOperation[];
  readonly by: string;
  readonly why: string;
  readonly changeSet: string;
  readonly validateOnly: boolean;
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
  if (request.operations.length === 0 || request.operations.length > OPERATIONS_MAX) {
    throw new WaysideError(
      'INVALID_INPUT',
      `give 1 to ${OPERATIONS_MAX} operations, not ${request.operations.length}`,
      {
        violations: [{ field: 'operations', message: `must hold 1 to ${OPERATIONS_MAX} operations` }],
      },
    );
  }
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

class ManagedWriter {
  private readonly context: WriteContext;
  private readonly store: Store;
  private readonly request: WriteRequest;
  private readonly writer: ChangeWriter;
  private readonly violations: FieldViolation[] = [];
  private stale: WaysideError | undefined;

  constructor(context: WriteContext, request: WriteRequest) {
    this.context = context;
    this.store = context.store;
    this.request = request;
    this.writer = new ChangeWriter({
      store: context.store,
      origin: context.origin,
      nowMs: context.nowMs,
      writer: { by: request.by, why: request.why, changeSet: request.changeSet },
    });
  }

  run(): readonly RecordView[] {
    const refs = this.request.operations.map((operation, i) => this.apply(operation, `operations[${i}].`));
    this.refuse();
    return refs.flatMap((ref) => {
      const rows = ref ? this.rows(ref) : [];
      return ref && rows.length > 0 ? [foldRecord(this.store, ref, rows)] : [];
    });
  }

  private refuse(): void {
    if (this.violations.length > 0) {
      const count = this.violations.length;
      throw new WaysideError(
        'INVALID_INPUT',
        `${count} ${count === 1 ? 'field is' : 'fields are'} wrong; nothing was written`,
        {
          violations: this.violations.slice(0, VIOLATIONS_MAX),
        },
      );
    }
    if (this.stale) throw this.stale;
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
      ...missingFields(kind, fields, path),
    ];
    if (problems.length === 0) problems.push(...this.relationProblems(ref, fields, path));
    if (problems.length > 0) return this.reject(problems);
    const rows = this.coreRows(ref);
    const current = this.rows(ref);
    if (current.length > 0 && rows.length > 0 && !foldRecord(this.store, ref, current).deleted) {
      return this.reject([{ field: `${path}id`, message: `${formatRef(ref)} is already there` }]);
    }
    if (kind === 'site') this.context.addSite(id);
    this.put(ref, rows, { ...fields, deleted: null }, 'put');
    return ref;
  }

  private placeProblems(ref: RecordRef, path: string): FieldViolation[] {
    if (!managedKinds.includes(ref.kind)) {
      return [{ field: `${path}kind`, message: `${ref.kind} records are not made by people` }];
    }
    const idProblem = ref.kind === 'site' ? siteIdProblem(ref.id) : recordIdProblem(ref.id);
    if (idProblem) return [{ field: `${path}id`, message: idProblem }];
    if (ref.kind === 'site') return [];
    const site = this.live({ site: ref.site, kind: 'site', id: ref.site });
    return site ? [] : [{ field: `${path}site`, message: `there is no site "${ref.site}"` }];
  }

  private update(operation: WriteOperation & { type: 'update' }, path: string): RecordRef | undefined {
    const { ref, fields } = operation;
    const record = this.live(ref);
    if (!record) return this.reject([{ field: `${path}ref`, message: `${formatRef(ref)} is not known` }]);
    const problems = fieldProblems(ref.kind, fields, path);
    if (problems.length === 0) problems.push(...this.relationProblems(ref, fields, path));
    if (problems.length > 0) return this.reject(problems);
    if (this.isStale(record, operation.ifEtag)) return undefined;
    const changes = Object.fromEntries(
      Object.entries(fields).filter(
        ([name, value]) => canonicalJson(value) !== canonicalJson(record.fields[name]),
      ),
    );
    if (Object.keys(changes).length > 0) this.put(ref, this.coreRows(ref), changes, 'put');
    return ref;
  }

  private remove(operation: WriteOperation & { type: 'delete' }, path: string): RecordRef | undefined {
    const { ref } = operation;
    const record = this.live(ref);
    if (!record) return this.reject([{ field: `${path}ref`, message: `${formatRef(ref)} is not known` }]);
    if (!managedKinds.includes(ref.kind)) {
      return this.reject([{ field: `${path}ref`, message: `${ref.kind} records are not deleted by people` }]);
    }
    const users = dependants(this.store, ref);
    if (users.length > 0) {
      return this.reject([
        { field: `${path}ref`, message: `is still used by ${users.join(', ')}; remove those first` },
      ]);
    }
    if (this.isStale(record, operation.ifEtag)) return undefined;
    this.put(ref, this.coreRows(ref), { deleted: true }, 'delete');
    return ref;
  }

  private relationProblems(ref: RecordRef, fields: JsonObject, path: string): FieldViolation[] {
    const problems: FieldViolation[] = [];
    const name = fields['name'];
    if (typeof name === 'string' && nameTaken(this.store, ref, name)) {
      problems.push({
        field: `${path}name`,
        message: `another ${ref.kind} of site ${ref.site} is called "${name}"`,
      });
    }
    for (const [field, value] of Object.entries(fields)) {
      const problem = refProblem(this.store, ref, field, value);
      if (problem) problems.push({ field: `${path}${field}`, message: problem });
    }
    return problems;
  }

  private put(ref: RecordRef, rows: readonly VersionRow[], changes: JsonObject, op: 'put' | 'delete'): void {
    const dot = this.writer.nextDot(ref.site, ref.kind);
    const next = nextVersion(versionsOf(this.store, rows), changes, dot);
    this.writer.write(
      {
        ...ref,
        section: 'core',
        op,
        bodyText: canonicalJson(next.body),
        ctx: next.ctx,
        fieldDots: next.fieldDots,
        epoch: this.context.epochOf(ref.site),
        supersedes: rows,
      },
      dot,
    );
  }

  private isStale(record: RecordView, ifEtag: string): boolean {
    if (ifEtag === '' || ifEtag === record.etag) return false;
    this.stale ??= new WaysideError(
      'STALE_ETAG',
      `${formatRef(record.ref)} was changed by ${record.updatedBy} meanwhile`,
      {
        hint: 'Read it again and repeat the edit on what is there now.',
        details: { etag: record.etag },
      },
    );
    return true;
  }

  private live(ref: RecordRef): RecordView | undefined {
    const rows = this.rows(ref);
    if (rows.length === 0) return undefined;
    const record = foldRecord(this.store, ref, rows);
    return record.deleted ? undefined : record;
  }

  private rows(ref: RecordRef): VersionRow[] {
    return this.store.versions.record(this.writer.key(ref.site, ref.kind, ref.id));
  }

  private coreRows(ref: RecordRef): VersionRow[] {
    const section = this.store.words.nameNo('core');
    return this.store.versions.section(this.writer.key(ref.site, ref.kind, ref.id), section);
  }

  private reject(problems: readonly FieldViolation[]): undefined {
    this.violations.push(...problems);
    return undefined;
  }
}
