/** From what a person names (switches, sources, a whole site) to what an agent dials. */
import { type FieldViolation, WaysideError } from '../../shared/errors.ts';
import {
  formatRef,
  type Principal,
  parseJump,
  principalName,
  type RecordRef,
  type RecordView,
  readingDrivers,
} from '../../shared/model/index.ts';
import type { JobTarget } from '../../shared/wire/index.ts';
import type { Inventory } from '../inventory/index.ts';

const SSH_PORT = 22;
/** Name of the credential that is used when a source names none. */
const CREDENTIAL_DEFAULT = 'default';
/** Targets of one job. */
export const TARGETS_MAX = 10_000;

export interface ResolvedTargets {
  readonly site: string;
  readonly driver: string;
  readonly targets: readonly JobTarget[];
}

export interface TargetsAnswer {
  /** `undefined` when there are problems. */
  readonly resolved: ResolvedTargets | undefined;
  /** Every one, for the caller to add its own. */
  readonly problems: FieldViolation[];
}

/** Sources are read whole, whoever asks: how to reach them goes to the agent, not to the asker. */
const READER: Principal = { type: 'system', name: 'jobs' };

/**
 * All targets must be of one site and one driver: one agent does the job. Errors: NOT_FOUND for a site without sources,
 * FORBIDDEN where the principal sees a target but may not run jobs on it.
 */
export function resolveTargets(
  inventory: Inventory,
  question: { readonly targets: readonly RecordRef[]; readonly site: string },
  principal: Principal,
): TargetsAnswer {
  const problems: FieldViolation[] = [];
  const records =
    question.targets.length > 0
      ? named(inventory, question.targets, { principal, problems })
      : enabledSources(inventory, question.site, { principal, problems });
  const sites = [...new Set(records.map((record) => record.ref.site))];
  const drivers = [...new Set(records.map((record) => String(record.fields['driver'])))];
  if (sites.length > 1) problems.push(several('must be of one site', sites));
  if (drivers.length > 1) problems.push(several('must be of one driver', drivers));
  if (records.length > TARGETS_MAX) problems.push(tooMany(records.length));
  const [site, driver] = [sites[0], drivers[0]];
  if (problems.length > 0 || site === undefined || driver === undefined)
    return { resolved: undefined, problems };
  return { resolved: { site, driver, targets: records.map(toTarget) }, problems };
}

function toTarget(source: RecordView): JobTarget {
  const { name, address, port, platform, credential, jump, jumplogin } = source.fields;
  const own = typeof credential === 'string' && credential !== '' ? credential : CREDENTIAL_DEFAULT;
  const way = typeof jump === 'string' ? parseJump(jump) : undefined;
  const other = typeof jumplogin === 'string' && jumplogin !== '' ? jumplogin : own;
  return {
    source: source.ref,
    name: String(name),
    address: String(address),
    port: typeof port === 'number' ? port : SSH_PORT,
    platform: typeof platform === 'string' && platform !== '' ? platform : undefined,
    credential: own,
    ...(way && { jump: { ...way, credential: other } }),
  };
}

interface Asked {
  readonly principal: Principal;
  readonly problems: FieldViolation[];
}

/** Each source once, in the order given. */
function named(
  inventory: Inventory,
  refs: readonly RecordRef[],
  { principal, problems }: Asked,
): RecordView[] {
  if (refs.length > TARGETS_MAX) {
    problems.push(tooMany(refs.length));
    return [];
  }
  const sight = inventory.sight(principal);
  const real = refs.map((ref) => {
    const inward = sight.inward(ref);
    return inward && sight.switchView(inward) ? inward : undefined;
  });
  const sources = inventory.peekAll(
    real.flatMap((ref) => (ref ? [{ ...ref, kind: 'source' as const }] : [])),
    READER,
  );
  const byRef = new Map(sources.flatMap((record) => (record ? [[formatRef(record.ref), record]] : [])));
  const records = new Map<string, RecordView>();
  for (const [i, ref] of refs.entries()) {
    const at = real[i];
    const source = at && byRef.get(formatRef({ ...at, kind: 'source' }));
    if (source && !sight.mayWorkOnSwitch(source.ref)) throw notYours(`on ${formatRef(ref)}`, principal);
    const found = usable(ref, source);
    if (typeof found === 'string') problems.push({ field: `targets[${i}]`, message: found });
    else records.set(formatRef(found.ref), found);
  }
  return [...records.values()];
}

/** The source, or why what was named cannot be a target. */
function usable(ref: RecordRef, source: RecordView | undefined): RecordView | string {
  if (ref.kind !== 'source' && ref.kind !== 'switch')
    return `${formatRef(ref)} is neither a source nor a switch`;
  if (!source) return `${formatRef(ref)} is not known`;
  return source.fields['enabled'] === false ? `${String(source.fields['name'])} is disabled` : source;
}

function enabledSources(inventory: Inventory, site: string, { principal, problems }: Asked): RecordView[] {
  if (site === '') {
    problems.push({ field: 'targets', message: 'name targets or a site' });
    return [];
  }
  inventory.get({ site, kind: 'site', id: site }, principal);
  const sight = inventory.sight(principal);
  const all = [...inventory.all('source', site, {}, READER)];
  const enabled = all.filter(({ ref, fields }) => fields['enabled'] !== false && sight.switchView(ref));
  const records = enabled.filter(({ ref }) => sight.mayWorkOnSwitch(ref));
  if (enabled.length > 0 && records.length === 0) {
    throw notYours(`at site ${site}`, principal);
  }
  if (records.length === 0) {
    throw new WaysideError('NOT_FOUND', `site ${site} has no enabled source`, {
      hint: 'Add switches: wayside switch import FILE, or wayside switch add NAME --site … --address …',
    });
  }
  // What is asked of a whole site is to read it; databases are named one by one.
  const read = records.filter(({ fields }) => readingDrivers.includes(String(fields['driver'])));
  return read.length > 0 ? read : records;
}

function notYours(where: string, principal: Principal): WaysideError {
  return new WaysideError('FORBIDDEN', `${principalName(principal)} may not run jobs ${where}`, {
    hint: 'It needs the level operator there, with more than the port view; ask an admin.',
  });
}

function several(message: string, found: readonly string[]): FieldViolation {
  return { field: 'targets', message: `${message}, not ${found.join(', ')}` };
}

function tooMany(count: number): FieldViolation {
  return { field: 'targets', message: `${count} are more than ${TARGETS_MAX} in one job` };
}
