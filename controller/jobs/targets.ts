/** From what a person names (switches, sources, a whole site) to what an agent dials. */
import { type FieldViolation, WaysideError } from '../../shared/errors.ts';
import { formatRef, type Principal, type RecordRef, type RecordView } from '../../shared/model/index.ts';
import type { JobTarget } from '../../shared/wire/index.ts';
import type { Inventory } from '../inventory/index.ts';

export const SSH_PORT = 22;
/** Name of the credential that is used when a source names none. */
export const CREDENTIAL_DEFAULT = 'default';
/** Targets of one job. */
export const TARGETS_MAX = 5000;

export interface ResolvedTargets {
  readonly site: string;
  readonly driver: string;
  readonly targets: readonly JobTarget[];
}

/** All targets must be of one site and one driver: one agent does the job. Reports every problem at once. */
export function resolveTargets(
  inventory: Inventory,
  question: { readonly targets: readonly RecordRef[]; readonly site: string },
  principal: Principal,
): ResolvedTargets {
  const records =
    question.targets.length > 0
      ? named(inventory, question.targets, principal)
      : enabledSources(inventory, question.site, principal);
  const site = only(
    records.map((record) => record.ref.site),
    'targets',
    'must be of one site',
  );
  const driver = only(
    records.map((record) => String(record.fields['driver'])),
    'targets',
    'must be of one driver',
  );
  if (records.length > TARGETS_MAX) {
    throw refuse([
      { field: 'targets', message: `${records.length} are more than ${TARGETS_MAX} in one job` },
    ]);
  }
  return { site, driver, targets: records.map(toTarget) };
}

export function toTarget(source: RecordView): JobTarget {
  const { name, address, port, platform, credential } = source.fields;
  return {
    source: source.ref,
    name: String(name),
    address: String(address),
    port: typeof port === 'number' ? port : SSH_PORT,
    platform: typeof platform === 'string' && platform !== '' ? platform : undefined,
    credential: typeof credential === 'string' && credential !== '' ? credential : CREDENTIAL_DEFAULT,
  };
}

function named(inventory: Inventory, refs: readonly RecordRef[], principal: Principal): RecordView[] {
  const problems: FieldViolation[] = [];
  const records: RecordView[] = [];
  refs.forEach((ref, i) => {
    const field = `targets[${i}]`;
    if (ref.kind !== 'source' && ref.kind !== 'switch') {
      problems.push({ field, message: `${formatRef(ref)} is neither a source nor a switch` });
      return;
    }
    const source = find(inventory, { ...ref, kind: 'source' }, principal);
    if (!source) problems.push({ field, message: `${formatRef(ref)} is not known` });
    else if (source.fields['enabled'] === false)
      problems.push({ field, message: `${String(source.fields['name'])} is disabled` });
    else records.push(source);
  });
  if (problems.length > 0) throw refuse(problems);
  return records;
}

function enabledSources(inventory: Inventory, site: string, principal: Principal): RecordView[] {
  if (site === '') throw refuse([{ field: 'targets', message: 'name targets or a site' }]);
  inventory.get({ site, kind: 'site', id: site }, principal);
  const all = [...inventory.all('source', site, {}, principal)];
  const records = all.filter((record) => record.fields['enabled'] !== false);
  if (records.length === 0) {
    throw new WaysideError('NOT_FOUND', `site ${site} has no enabled source`, {
      hint: 'Add switches: wayside switch import FILE, or wayside switch add NAME --site … --address …',
    });
  }
  return records;
}

function find(inventory: Inventory, ref: RecordRef, principal: Principal): RecordView | undefined {
  try {
    return inventory.get(ref, principal);
  } catch (error) {
    if (WaysideError.from(error).code === 'NOT_FOUND') return undefined;
    throw error;
  }
}

function only(values: readonly string[], field: string, message: string): string {
  const [first, ...others] = new Set(values);
  if (first === undefined || others.length > 0)
    throw refuse([{ field, message: `${message}, not ${[first, ...others].join(', ')}` }]);
  return first;
}

function refuse(violations: readonly FieldViolation[]): WaysideError {
  return new WaysideError('INVALID_INPUT', 'the targets of the job are wrong', { violations });
}
