/**
 * Schedules as one principal sees them. In view for who sees the whole site; to manage one is for operators of all of
 * it, since it goes on as long as nobody stops it. What is out of view is refused in the words of what is not there.
 */
import { type FieldViolation, WaysideError } from '../../../shared/errors.ts';
import {
  type FiringView,
  type Principal,
  principalName,
  type ScheduleSpec,
  type ScheduleView,
} from '../../../shared/model/index.ts';
import {
  type Clock,
  hasSteering,
  newId,
  type Random,
  SCHEDULE_WHY_CHARS_MAX,
} from '../../../shared/runtime/index.ts';
import type { Inventory, Sight } from '../../inventory/index.ts';
import { resolveTargets } from '../targets.ts';
import { etagOf, firingView, type Schedule, type ScheduleBook, scheduleView } from './book.ts';
import { checkSpec, refuse } from './check.ts';
import type { ScheduleEngine } from './engine.ts';

/** More are refused. */
export const SCHEDULES_MAX = 1000;
/** Firings of one schedule that a list looks at. */
const FIRINGS_LISTED_MAX = 10_000;
const TARGETS_MAX = 1000;

export interface ScheduleDeskDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly book: ScheduleBook;
  readonly engine: ScheduleEngine;
  readonly inventory: Inventory;
  /** The copies that agents hold are to be made anew. */
  readonly changed: (schedule: Schedule) => void;
  /** Where the configuration is that says schedules, for who wants to change one of those. */
  readonly declaredIn: string;
}

/** Which one: its id or name, and its site where several have one of that name. */
export interface ScheduleName {
  readonly id: string;
  readonly site: string;
}

export class ScheduleDesk {
  private readonly deps: ScheduleDeskDeps;
  private readonly sight: Sight;

  constructor(deps: ScheduleDeskDeps, sight: Sight) {
    this.deps = deps;
    this.sight = sight;
  }

  /** In order of site and name. */
  list(site: string): readonly ScheduleView[] {
    return this.seen()
      .filter((schedule) => site === '' || schedule.site === site)
      .toSorted((a, b) => (a.site === b.site ? compare(a.name, b.name) : compare(a.site, b.site)))
      .map((schedule) => this.view(schedule));
  }

  /** Errors: NOT_FOUND, AMBIGUOUS_NAME. */
  get(name: ScheduleName): ScheduleView {
    return this.view(this.find(name));
  }

  /** Errors: INVALID_INPUT, NOT_FOUND, FORBIDDEN, ALREADY_EXISTS, QUEUE_FULL. */
  create(spec: ScheduleSpec, validateOnly: boolean): ScheduleView {
    const { book, clock, random, engine } = this.deps;
    const now = clock.now();
    this.check(spec, now);
    if (book.all().some(({ site, name }) => site === spec.site && name === spec.name))
      throw new WaysideError('ALREADY_EXISTS', `site ${spec.site} has a schedule ${spec.name} already`);
    if (book.size >= SCHEDULES_MAX)
      throw new WaysideError('QUEUE_FULL', `there are ${SCHEDULES_MAX} schedules already`, {
        hint: 'Remove some: wayside schedule rm NAME',
      });
    const by = principalName(this.sight.principal);
    const made: Schedule = {
      ...{ id: newId(clock, random), site: spec.site, name: spec.name, agent: '', spec, revision: 1 },
      ...{ pausedWhy: '', pausedAt: null, failures: 0, settledAt: now },
      ...{ createdBy: by, createdAt: now, changedBy: by, changedAt: now, declared: '' },
    };
    if (validateOnly) return scheduleView(made, { nextAt: engine.nextOf(made), last: undefined });
    return this.saved(engine.agentOf(book.save(made)));
  }

  /** Name and site stay. Errors: as of `create`, STALE_ETAG, DECLARED. */
  update(
    id: string,
    spec: ScheduleSpec,
    { ifEtag, validateOnly }: { readonly ifEtag: string; readonly validateOnly: boolean },
  ): ScheduleView {
    const { book, clock, engine } = this.deps;
    const found = this.editable({ id, site: spec.site });
    checkEtag(found, ifEtag);
    const now = clock.now();
    const { name, site } = found;
    refuseOther({ name, site }, spec);
    const next = { ...spec, name, site };
    this.check(next, now);
    // Times of the old plan are over, those of the new one begin now.
    const changed = { ...found, spec: next, ...this.stamp(found), settledAt: now };
    return validateOnly ? this.view(changed) : this.saved(book.save(changed, engine.passed(found)));
  }

  /** With its history. Errors: NOT_FOUND, AMBIGUOUS_NAME, FORBIDDEN, STALE_ETAG, DECLARED. */
  remove(name: ScheduleName, ifEtag: string, validateOnly = false): ScheduleView {
    const found = this.editable(name);
    checkEtag(found, ifEtag);
    const view = this.view(found);
    if (validateOnly) return view;
    this.deps.book.remove(found.id);
    this.deps.changed(found);
    return view;
  }

  /** One that is paused already stays so since then, with the new reason. */
  pause(name: ScheduleName, why: string, validateOnly = false): ScheduleView {
    const found = this.mine(name);
    const text = why.trim();
    if (text === '' || text.length > SCHEDULE_WHY_CHARS_MAX || hasSteering(text))
      refuse([
        { field: 'why', message: `must be given, one line of at most ${SCHEDULE_WHY_CHARS_MAX} characters` },
      ]);
    const pausedAt = found.pausedAt ?? this.deps.clock.now();
    const paused = { ...found, pausedWhy: text, pausedAt, ...this.stamp(found) };
    return validateOnly ? this.view(paused) : this.saved(this.deps.book.save(paused));
  }

  /** Times that passed meanwhile are not made up for; failures count anew. */
  resume(name: ScheduleName, validateOnly = false): ScheduleView {
    const { book, clock, engine } = this.deps;
    const found = this.mine(name);
    if (found.pausedWhy === '') return this.view(found);
    const runs = { pausedWhy: '', pausedAt: null, failures: 0, settledAt: clock.now() };
    const resumed = { ...found, ...runs, ...this.stamp(found) };
    return validateOnly ? this.view(resumed) : this.saved(book.save(resumed, engine.passed(found)));
  }

  /** Errors: NOT_FOUND, FORBIDDEN, NO_CAPABLE_AGENT, those of a job. */
  run(name: ScheduleName): FiringView {
    const found = this.mine(name);
    const row = this.deps.engine.runNow(found, principalName(this.sight.principal));
    return firingView(row, found);
  }

  /** The errors of `run`, and nothing begun. */
  tryRun(name: ScheduleName): void {
    this.deps.engine.tryNow(this.mine(name));
  }

  /** The newest first. */
  firings(name: ScheduleName): readonly FiringView[] {
    const found = this.find(name);
    const rows = this.deps.book.firings(found.id, Number.MAX_SAFE_INTEGER, FIRINGS_LISTED_MAX);
    return rows.map((row) => firingView(row, found));
  }

  /** One of them. Error: NOT_FOUND. */
  firing(name: ScheduleName, id: string): FiringView {
    const found = this.find(name);
    const row = this.deps.book.firing(id);
    if (row?.schedule === found.id) return firingView(row, found);
    throw new WaysideError('NOT_FOUND', `there is no firing "${id.slice(0, 63)}"`);
  }

  private saved(schedule: Schedule): ScheduleView {
    this.deps.changed(schedule);
    this.deps.engine.tick();
    return this.view(this.deps.book.get(schedule.id) ?? schedule);
  }

  private stamp({ revision }: Schedule): Pick<Schedule, 'revision' | 'changedBy' | 'changedAt'> {
    const changedBy = principalName(this.sight.principal);
    return { revision: revision + 1, changedBy, changedAt: this.deps.clock.now() };
  }

  private check(spec: ScheduleSpec, now: number): void {
    this.requireOperator(spec.site);
    const problems: FieldViolation[] = [];
    checkSpec(spec, now, problems);
    if (spec.targets.length > TARGETS_MAX)
      problems.push({ field: 'spec.targets', message: `must be at most ${TARGETS_MAX}` });
    else if (spec.targets.length > 0) {
      const { targets, site } = spec;
      const elsewhere = targets.findIndex((ref) => ref.site !== site);
      if (elsewhere >= 0)
        problems.push({ field: `spec.targets[${elsewhere}]`, message: `must be of site ${site}` });
      else problems.push(...this.unresolved(spec));
    }
    if (problems.length > 0) refuse(problems);
  }

  private unresolved({ targets, site }: ScheduleSpec): readonly FieldViolation[] {
    const { problems } = resolveTargets(this.deps.inventory, { targets, site }, this.sight.principal);
    return problems.map(({ field, message }) => ({ field: `spec.${field}`, message }));
  }

  private view(schedule: Schedule): ScheduleView {
    const { book, engine } = this.deps;
    const last = book.lastFired(schedule.id);
    const shown = last && firingView(last, schedule);
    return scheduleView(schedule, { nextAt: engine.nextOf(schedule), last: shown });
  }

  private seen(): readonly Schedule[] {
    return this.deps.book.all().filter(({ site }) => this.sight.seesSite(site));
  }

  private find({ id, site }: ScheduleName): Schedule {
    const seen = this.seen().filter((schedule) => site === '' || schedule.site === site);
    const found = seen.filter((schedule) => schedule.id === id);
    const named = found.length > 0 ? found : seen.filter(({ name }) => name === id);
    const [only, second] = named;
    if (!only) throw unknown(id);
    if (second)
      throw new WaysideError('AMBIGUOUS_NAME', `${named.length} sites have a schedule "${id}"`, {
        hint: 'Say which with --site SITE.',
      });
    return only;
  }

  private mine(name: ScheduleName): Schedule {
    const found = this.find(name);
    this.requireOperator(found.site);
    return found;
  }

  /** One that people made. */
  private editable(name: ScheduleName): Schedule {
    const found = this.find(name);
    // Its site may not be there yet; and where the file is, is not for viewers.
    if (found.declared === '' || !this.sight.mayWorkAt({ site: found.site })) return this.mine(name);
    const where = this.deps.declaredIn;
    throw new WaysideError(
      'DECLARED',
      `schedule ${found.name} stands in ${where}, as ${found.declared}, and is changed there alone`,
      {
        hint: `Change it there and start the controller again; this stops it at once: wayside schedule pause ${found.name} --why TEXT`,
      },
    );
  }

  /** Of the whole site. Errors: NOT_FOUND, FORBIDDEN. */
  private requireOperator(site: string): void {
    const { principal } = this.sight;
    this.deps.inventory.get({ site, kind: 'site', id: site }, principal);
    if (this.sight.mayWorkAt({ site }) && this.sight.seesSite(site)) return;
    throw new WaysideError(
      'FORBIDDEN',
      `${principalName(principal)} may not manage schedules at site ${site}`,
      {
        hint: 'It needs the level operator for the whole site; ask an admin.',
      },
    );
  }
}

export type DeskOf = (principal: Principal) => ScheduleDesk;

function checkEtag(schedule: Schedule, ifEtag: string): void {
  if (ifEtag === '' || ifEtag === etagOf(schedule)) return;
  throw new WaysideError(
    'STALE_ETAG',
    `schedule ${schedule.name} was changed by ${schedule.changedBy} meanwhile`,
    {
      hint: `Read it again: wayside schedule get ${schedule.name}`,
    },
  );
}

function unknown(id: string): WaysideError {
  return new WaysideError('NOT_FOUND', `there is no schedule "${id.slice(0, 63)}"`, {
    hint: 'wayside schedule ls lists them',
  });
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A name or a site may be left out, and else must be its own. */
function refuseOther(own: Pick<ScheduleSpec, 'name' | 'site'>, given: ScheduleSpec): void {
  const wrong = (['name', 'site'] as const).filter(
    (field) => given[field] !== '' && given[field] !== own[field],
  );
  if (wrong.length > 0)
    refuse(wrong.map((field) => ({ field: `spec.${field}`, message: 'cannot be changed; leave it out' })));
}
