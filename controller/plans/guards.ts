/**
 * Guards: limits that block steps of a plan before anybody is asked. A blocked step is one line of the plan, with the figures
 * and with what lifts the guard; the others go on. Limits and sources are judged for each kind of each store by itself.
 */
import { WaysideError } from '../../shared/errors.ts';
import { type GuardSettings, guardLimits } from '../../shared/model/index.ts';
import type { KindBase } from './draft.ts';
import { type GuardName, guardNames, type Objection, objectionsOf } from './guards-limits.ts';
import { settle } from './order-standing.ts';
import type { OrderedStep } from './order-step.ts';

export { type GuardName, guardNames };

export interface GuardFacts {
  readonly bases: readonly KindBase[];
  readonly settings: readonly GuardSettings[];
  /** Guards that the maker of the plan lifts, as they are typed: `max-deletes:records/switch`. */
  readonly overrides: readonly string[];
  readonly nowMs: number;
}

/**
 * The same steps; some are `blocked` now, and `deferred` is what needs one of them. An override that nothing needs does no harm.
 * Error: INVALID_INPUT, field `overrides[N]`, for one that names no guard.
 */
export function guard(steps: readonly OrderedStep[], facts: GuardFacts): readonly OrderedStep[] {
  checkOverrides(facts.overrides);
  const lifted = new Set(facts.overrides);
  const bases = new Map(facts.bases.map((base) => [placeOf(base), base]));
  const blocked = new Map<number, Objection>();
  for (const [place, mine] of byPlace(steps)) {
    const [{ store, kind }] = mine;
    const base = bases.get(place) ?? { store, kind, existing: 0, firstRun: false };
    const limits = guardLimits(facts.settings, store, kind);
    for (const objection of objectionsOf(mine, { base, limits, nowMs: facts.nowMs })) {
      if (lifted.has(overrideOf(objection.guard, base)) || blocked.has(objection.no)) continue;
      blocked.set(objection.no, objection);
    }
  }
  if (blocked.size === 0) return steps;
  return settle(steps.map((step) => block(step, blocked.get(step.no))));
}

function block(step: OrderedStep, objection: Objection | undefined): OrderedStep {
  if (!objection) return step;
  const { guard: code, message } = objection;
  return { ...step, standing: 'blocked', reason: { code, message, override: overrideOf(code, step) } };
}

type Place = Pick<KindBase, 'store' | 'kind'>;

function overrideOf(name: GuardName, place: Place): string {
  return `${name}:${placeOf(place)}`;
}

function placeOf({ store, kind }: Place): string {
  return `${store}/${kind}`;
}

type Steps = readonly [OrderedStep, ...OrderedStep[]];

/** Those that would be done, by store and kind. */
function byPlace(steps: readonly OrderedStep[]): ReadonlyMap<string, Steps> {
  const places = new Map<string, [OrderedStep, ...OrderedStep[]]>();
  for (const step of steps) {
    if (step.standing !== 'ready') continue;
    const place = placeOf(step);
    const mine = places.get(place);
    if (mine) mine.push(step);
    else places.set(place, [step]);
  }
  return places;
}

function checkOverrides(overrides: readonly string[]): void {
  const violations = overrides.flatMap((text, at) => {
    const [name, store, kind] = /^([^:]*):(.+)\/([^/]+)$/.exec(text)?.slice(1) ?? [];
    const isKnown = (guardNames as readonly string[]).includes(name ?? '') && store && kind;
    const message = `must be GUARD:STORE/KIND, such as max-deletes:records/switch; guards are ${guardNames.join(', ')}`;
    return isKnown ? [] : [{ field: `overrides[${at}]`, message }];
  });
  if (violations.length === 0) return;
  const [first] = violations;
  throw new WaysideError('INVALID_INPUT', `${first?.field} ${first?.message}`, {
    violations,
    hint: 'A step that is blocked says what lifts it.',
  });
}
