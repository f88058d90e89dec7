/**
 * Guards: limits that block steps of a plan before anybody is asked. A blocked step is one line of the plan, with the figures
 * and with what lifts the guard; the others go on. Limits and sources are judged for each kind of each store by itself; where
 * sites are known, limits hold at each of them too: what is left elsewhere does not make up for a site that goes.
 */
import { WaysideError } from '../../shared/errors.ts';
import { type GuardSettings, guardLimits, type StepReason } from '../../shared/model/index.ts';
import type { KindBase } from './draft.ts';
import { type GuardedStep, type GuardName, guardNames, objectionsOf } from './guards-limits.ts';
import { settle } from './order-standing.ts';
import type { OrderedStep } from './order-step.ts';
import { portGuards, vlanGuards } from './planners/port-guards.ts';

export { type GuardedStep, type GuardName, guardNames };

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
  // First: what is not done does not count.
  const judged = steps.map((step) => block(step, objectionTo(step, lifted)));
  const blocked = blockedBy(judged, facts);
  const isSame = blocked.size === 0 && judged.every((step, at) => step === steps[at]);
  return isSame ? steps : settle(judged.map((step) => block(step, blocked.get(step.no))));
}

function objectionTo(
  { standing, objections = [] }: OrderedStep,
  lifted: ReadonlySet<string>,
): StepReason | undefined {
  if (standing !== 'ready') return undefined;
  return objections.find(({ override }) => !lifted.has(override));
}

function block(step: OrderedStep, reason: StepReason | undefined): OrderedStep {
  return reason ? { ...step, standing: 'blocked', reason } : step;
}

/** By the number of the step: what stands in its way, for the first reason that there is. Steps that are not ready count for nothing. */
export function blockedBy(
  steps: readonly GuardedStep[],
  { bases, settings, overrides, nowMs }: GuardFacts,
): ReadonlyMap<number, StepReason> {
  const lifted = new Set(overrides);
  const areas = byArea(steps);
  const blocked = new Map<number, StepReason>();
  for (const base of basesFor(areas, bases)) {
    const mine = areas.get(areaOf(base))?.steps ?? [];
    const limits = guardLimits(settings, base.store, base.kind);
    for (const { no, guard: code, message } of objectionsOf(mine, { base, limits, nowMs })) {
      const override = `${code}:${base.store}/${base.kind}`;
      if (!lifted.has(override) && !blocked.has(no)) blocked.set(no, { code, message, override });
    }
  }
  return blocked;
}

/** A kind of a store, or what of it is at one site. */
type Area = Pick<KindBase, 'store' | 'kind' | 'site'>;

function areaOf({ store, kind, site }: Area): string {
  return JSON.stringify(site === undefined ? [store, kind] : [store, kind, site]);
}

type Areas = ReadonlyMap<string, Area & { readonly steps: readonly GuardedStep[] }>;

/** Those that would be done; each is of its kind as a whole, and of that at its site. */
function byArea(steps: readonly GuardedStep[]): Areas {
  const areas = new Map<string, Area & { readonly steps: GuardedStep[] }>();
  for (const step of steps) {
    if (step.standing !== 'ready') continue;
    const { store, kind, site } = step;
    for (const area of [
      { store, kind },
      { store, kind, site },
    ]) {
      const key = areaOf(area);
      const known = areas.get(key) ?? { ...area, steps: [] };
      areas.set(key, known);
      known.steps.push(step);
    }
  }
  return areas;
}

/** Those of wholes come first, as their words do. A kind of which nothing is known is taken to be empty. */
function basesFor(areas: Areas, bases: readonly KindBase[]): readonly KindBase[] {
  const known = new Set(bases.map(areaOf));
  const unknown = [...areas].flatMap(([key, { store, kind, site }]) =>
    site !== undefined || known.has(key) ? [] : [{ store, kind, existing: 0, firstRun: false }],
  );
  const isWhole = ({ site }: KindBase): boolean => site === undefined;
  return [...bases.filter(isWhole), ...unknown, ...bases.filter((base) => !isWhole(base))];
}

const liftable: readonly string[] = [...guardNames, ...portGuards, ...vlanGuards];

function checkOverrides(overrides: readonly string[]): void {
  const violations = overrides.flatMap((text, at) => {
    const [name, store, kind] = /^([^:]*):(.+)\/([^/]+)$/.exec(text)?.slice(1) ?? [];
    const isKnown = liftable.includes(name ?? '') && store && kind;
    const message = `must be GUARD:STORE/KIND, such as max-deletes:records/switch; guards are ${liftable.join(', ')}`;
    return isKnown ? [] : [{ field: `overrides[${at}]`, message }];
  });
  if (violations.length === 0) return;
  const [first] = violations;
  throw new WaysideError('INVALID_INPUT', `${first?.field} ${first?.message}`, {
    violations,
    hint: 'A step that is blocked says what lifts it.',
  });
}
