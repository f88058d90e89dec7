/**
 * What one principal sees of a step. A step on a record is shown as the record would be, before and after it; one of
 * another store to who sees the site with its network. `whole`: nothing is left out, so its hash can be checked.
 */
import {
  type Failure,
  fieldSpec,
  formatRef,
  type JsonObject,
  managedKinds,
  type PlanStep,
  parseRef,
  RECORDS_STORE,
  type RecordRef,
  type RecordView,
  type RunStep,
  type Scope,
} from '../../shared/model/index.ts';
import type { Inventory, Sight } from '../inventory/index.ts';

export interface SeenStep {
  readonly step: PlanStep;
  readonly whole: boolean;
}

/** Of no site: who sees all of them sees it. */
export function placeOf(site: string): Scope {
  return { site: site === '' ? '*' : site };
}

/** All fields of a record as it is now, whoever asks; `undefined`: it is not there. */
export type LiveFields = (ref: RecordRef) => JsonObject | undefined;

const READER = { type: 'system', name: 'plans' } as const;

export function liveFields(inventory: Pick<Inventory, 'peek'>): LiveFields {
  return (ref) => inventory.peek(ref, READER)?.fields;
}

export class StepSight {
  private readonly sight: Sight;
  private readonly live: LiveFields;

  constructor(sight: Sight, live: LiveFields) {
    this.sight = sight;
    this.live = live;
  }

  see(step: PlanStep): SeenStep | undefined {
    if (this.sight.everything) return { step, whole: true };
    return step.store === RECORDS_STORE ? this.record(step) : this.other(step);
  }

  /** What went wrong with the step, in words that keep what the view hides. */
  seeRun(step: PlanStep, run: RunStep): RunStep {
    const { error } = run;
    if (!error || this.sight.everything) return run;
    const ref = refOf(step);
    const cut = ref?.kind === 'switch' || ref?.kind === 'source';
    const shown = cut
      ? this.sight.failureAt(ref, error)
      : this.sight.failureOf(placeOf(step.site).site, error);
    return { ...run, error: shown, token: '' };
  }

  /** Whether the principal may have the step done: as it could write the record itself. */
  mayDo(step: PlanStep): boolean {
    const { sight } = this;
    const ref = refOf(step);
    const source = sourceOf(step.store);
    if (source) return sight.mayWorkOnSwitch(source);
    if (!ref) return sight.mayWorkAt(placeOf(step.site));
    const sides = [step.before, step.after].filter((fields) => fields !== null);
    if (!sides.every((fields) => sight.mayWorkOn(ref, this.filled(ref, fields)))) return false;
    return ref.kind !== 'source' || sight.siteView(ref.site) === 'full' || !changesReach(step);
  }

  private other(step: PlanStep): SeenStep | undefined {
    const source = sourceOf(step.store);
    const view = source ? this.sight.switchView(source) : this.sight.siteView(placeOf(step.site).site);
    if (view === 'full') return { step, whole: true };
    return view === 'network' ? this.withWords(step, step) : undefined;
  }

  private record(step: PlanStep): SeenStep | undefined {
    const ref = refOf(step);
    if (!ref) return undefined;
    const [before, after] = [this.side(ref, step.before), this.side(ref, step.after)];
    // One that comes from, or goes to, where the principal sees nothing is no step that it sees.
    if (before === undefined || after === undefined) return undefined;
    const shown = (after ?? before)?.ref ?? ref;
    const [old, next] = [before?.fields ?? null, after?.fields ?? null];
    const whole =
      sameFields(old, step.before) && sameFields(next, step.after) && formatRef(shown) === step.key;
    if (whole) return this.withWords(step, step);
    const name = String((next ?? old)?.['name'] ?? shown.id);
    const cut = { ...step, before: old, after: next, key: formatRef(shown), name, token: '' };
    return { ...this.withWords(cut, step), whole: false };
  }

  /** `null`: not there; `undefined`: out of view. */
  private side(ref: RecordRef, fields: JsonObject | null): RecordView | null | undefined {
    if (fields === null) return null;
    const none = { etag: '', pos: 0, updatedAt: 0, updatedBy: '', conflicts: [], deleted: false };
    const seen = this.sight.see({ ref, fields: this.filled(ref, fields), ...none });
    if (!seen) return undefined;
    const shown = Object.keys(fields).flatMap((name) => {
      const value = seen.fields[name];
      return value === undefined ? [] : [[name, value] as const];
    });
    return { ...seen, fields: Object.fromEntries(shown) };
  }

  /** With what agents saw of the thing: where it is stands there, and people add to it labels and notes alone. */
  private filled(ref: RecordRef, fields: JsonObject): JsonObject {
    if (managedKinds.includes(ref.kind)) return fields;
    const observed = Object.entries(this.live(ref) ?? {}).filter(
      ([name]) => fieldSpec(ref.kind, name)?.class !== 'managed',
    );
    return { ...Object.fromEntries(observed), ...fields };
  }

  /** Words of the planner and of guards may name addresses. */
  private withWords(shown: PlanStep, { cause, reason, site, store }: PlanStep): SeenStep {
    if (this.sight.siteView(placeOf(site).site) === 'full') return { step: shown, whole: true };
    const source = sourceOf(store);
    const cut = (message: string): string =>
      source ? this.wordsAt(source, message) : this.words(site, message);
    const [causeText, reasonText] = [cut(cause.text), cut(reason?.message ?? '')];
    const whole = causeText === cause.text && reasonText === (reason?.message ?? '');
    if (whole) return { step: shown, whole };
    const told = { ...shown, cause: { ...cause, text: causeText } };
    return { step: reason ? { ...told, reason: { ...reason, message: reasonText } } : told, whole };
  }

  private wordsAt(source: RecordRef, message: string): string {
    return message === ''
      ? ''
      : this.sight.failureAt(source, { code: 'INTERNAL', message, hint: undefined }).message;
  }

  /** Without what the view of the site hides; empty, when it shows nothing of its network. */
  words(site: string, message: string): string {
    if (message === '') return '';
    const failure: Failure = { code: 'INTERNAL', message, hint: undefined };
    const place = placeOf(site).site;
    return this.sight.seesSite(place) ? this.sight.failureOf(place, failure).message : '';
  }
}

function refOf({ store, key }: PlanStep): RecordRef | undefined {
  if (store !== RECORDS_STORE) return undefined;
  try {
    return parseRef(key);
  } catch {
    // Of a kind that this version does not know.
    return undefined;
  }
}

/** The source that the step is done at; a switch on a floor is of that floor. */
function sourceOf(store: string): RecordRef | undefined {
  if (store === RECORDS_STORE) return undefined;
  try {
    const ref = parseRef(store);
    return ref.kind === 'source' ? ref : undefined;
  } catch {
    // A store that is no source.
    return undefined;
  }
}

/** What a view hides it leaves out or changes; the order of what is left stays. */
function sameFields(shown: JsonObject | null, fields: JsonObject | null): boolean {
  return shown === fields || JSON.stringify(shown) === JSON.stringify(fields);
}

/** Where a password would be sent. */
function changesReach({ before, after }: PlanStep): boolean {
  if (after === null) return false;
  return ['address', 'port', 'credential'].some(
    (field) => JSON.stringify(before?.[field]) !== JSON.stringify(after?.[field]),
  );
}
