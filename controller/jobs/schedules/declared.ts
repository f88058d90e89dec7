/**
 * Schedules that the configuration says: made, changed and removed to be as it says, and told by what was done. What
 * is as it should be is not touched, so a restart moves no times. One that people made under the same name becomes it,
 * with its history.
 */
import type { DeclaredSchedule } from '../../../shared/config/index.ts';
import {
  canonicalJson,
  isRecordId,
  type Json,
  type Principal,
  principalName,
  type RecordRef,
  type ScheduleSpec,
} from '../../../shared/model/index.ts';
import { type Clock, type Log, newId, type Random } from '../../../shared/runtime/index.ts';
import type { Inventory } from '../../inventory/index.ts';
import type { FiringRow } from '../../store/index.ts';
import type { Schedule, ScheduleBook } from './book.ts';

export interface DeclaredDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly book: ScheduleBook;
  readonly inventory: Pick<Inventory, 'all'>;
  /** Rows for what was due under a plan that ends. */
  readonly passed: (schedule: Schedule) => readonly FiringRow[];
  /** The copies that agents hold are to be made anew. */
  readonly changed: (schedule: Schedule) => void;
  readonly onDone: (done: DeclaredChange) => void;
}

/** What following the configuration did to one schedule. */
export interface DeclaredChange {
  readonly what: 'created' | 'changed' | 'taken-over' | 'removed';
  readonly id: string;
  readonly name: string;
  readonly site: string;
}

const READER: Principal = { type: 'system', name: 'configuration' };
const BY = principalName(READER);

/** Does nothing when all is as declared. Names of switches are looked up each time: those may come later, or change. */
export function followDeclared(deps: DeclaredDeps, declared: readonly DeclaredSchedule[]): void {
  const { book, onDone, changed } = deps;
  const byName = new Map(book.all().map((schedule) => [nameOf(schedule), schedule]));
  const kept = new Set<string>();
  for (const one of declared) {
    const found = byName.get(nameOf(one.spec));
    kept.add(nameOf(one.spec));
    const spec = { ...one.spec, targets: targetsOf(deps, one) };
    const what = found ? follow(deps, found, { spec, key: one.key }) : 'created';
    if (!found) book.save(made(deps, spec, one.key));
    const now = book.all().find((schedule) => nameOf(schedule) === nameOf(spec));
    if (what === undefined || !now) continue;
    changed(now);
    onDone({ what, id: now.id, name: now.name, site: now.site });
  }
  for (const schedule of book.all()) {
    if (schedule.declared === '' || kept.has(nameOf(schedule))) continue;
    book.remove(schedule.id);
    changed(schedule);
    onDone({ what: 'removed', id: schedule.id, name: schedule.name, site: schedule.site });
  }
}

/** Also while it is paused: who paused it decides when it goes on. */
function follow(
  { book, clock, passed }: DeclaredDeps,
  found: Schedule,
  { spec, key }: { readonly spec: ScheduleSpec; readonly key: string },
): 'changed' | 'taken-over' | undefined {
  const now = clock.now();
  const isSame = canonicalJson(json(found.spec)) === canonicalJson(json(spec));
  if (isSame && found.declared === key) return undefined;
  const revised = { revision: found.revision + 1, changedBy: BY, changedAt: now };
  // Times of the old plan are over, those of the new one begin now.
  const changes = isSame ? {} : { spec, settledAt: now };
  const isMoved = isSame && found.declared !== '';
  const rows = isSame ? [] : passed(found);
  book.save({ ...found, ...changes, ...(isMoved ? {} : revised), declared: key }, rows);
  if (isMoved) return undefined;
  return found.declared === '' ? 'taken-over' : 'changed';
}

function made({ clock, random }: DeclaredDeps, spec: ScheduleSpec, declared: string): Schedule {
  const now = clock.now();
  return {
    ...{ id: newId(clock, random), site: spec.site, name: spec.name, agent: '', spec, revision: 1 },
    ...{ pausedWhy: '', pausedAt: null, failures: 0, settledAt: now, declared },
    ...{ createdBy: BY, createdAt: now, changedBy: BY, changedAt: now },
  };
}

/** What names no switch stays as it is said: each run then says that it is not known. */
function targetsOf({ inventory, log }: DeclaredDeps, { spec, targets, key }: DeclaredSchedule): RecordRef[] {
  if (targets.length === 0) return [];
  const byName = new Map<string, RecordRef>();
  for (const { ref, fields } of inventory.all('source', spec.site, {}, READER)) {
    byName.set(ref.id, ref);
    if (typeof fields['name'] === 'string') byName.set(fields['name'], ref);
  }
  return targets.map((name) => {
    const found = byName.get(name);
    if (found) return found;
    log.warn('schedule.target-unknown', { schedule: spec.name, site: spec.site, target: name, key });
    return { site: spec.site, kind: 'source', id: idLike(name) };
  });
}

const ODD = /[^a-z0-9._-]+/g;
const ID_CHARS_MAX = 120;

function idLike(name: string): string {
  const plain = name.toLowerCase().replaceAll(ODD, '-').slice(0, ID_CHARS_MAX);
  return isRecordId(plain) ? plain : `x${plain}`;
}

function nameOf({ site, name }: Pick<ScheduleSpec, 'site' | 'name'>): string {
  return `${site}/${name}`;
}

function json(spec: ScheduleSpec): Json {
  return JSON.parse(JSON.stringify(spec)) as Json;
}
