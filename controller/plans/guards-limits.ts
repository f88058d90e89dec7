/** What the guards have against steps of one kind of one store. All figures stand in the words. */
import type { GuardLimits, PlanAction } from '../../shared/model/index.ts';
import type { KindBase } from './draft.ts';
import type { OrderedStep } from './order-step.ts';

/** In the order in which they are named where several stand in the way of one step. */
export const guardNames = [
  'empty-source',
  'shrunken-source',
  'incomplete-scan',
  'first-run',
  'max-deletes',
  'max-updates',
  'max-creates',
  'grace',
] as const;
export type GuardName = (typeof guardNames)[number];

/** What guards look at. */
export type GuardedStep = Pick<
  OrderedStep,
  'no' | 'action' | 'standing' | 'store' | 'kind' | 'site' | 'key' | 'absentSince'
>;

export interface Objection {
  /** Of the step. */
  readonly no: number;
  readonly guard: GuardName;
  readonly message: string;
}

export interface KindFacts {
  readonly base: KindBase;
  readonly limits: GuardLimits;
  readonly nowMs: number;
}

/** Steps of one kind of one store, or of one site of it, that would be done; of several objections against a step the first one counts. */
export function objectionsOf(steps: readonly GuardedStep[], facts: KindFacts): readonly Objection[] {
  const doings = doingsOf(steps);
  const where = facts.base.site === undefined ? '' : `at ${facts.base.site}: `;
  const against = (
    guard: GuardName,
    those: readonly GuardedStep[],
    message: string | undefined,
  ): Objection[] =>
    message === undefined ? [] : those.map(({ no }) => ({ no, guard, message: `${where}${message}` }));
  const absent = doings.delete.steps.filter(({ absentSince }) => absentSince !== undefined);
  return [
    ...against('empty-source', doings.delete.steps, emptySource(facts)),
    ...against('shrunken-source', doings.delete.steps, shrunkenSource(facts)),
    ...against('incomplete-scan', absent, incompleteScan(facts)),
    ...against('first-run', doings.delete.steps, firstDeletes(doings.delete, facts)),
    ...against('first-run', doings.update.steps, firstUpdates(doings.update, facts)),
    ...against('max-deletes', doings.delete.steps, tooMany(doings.delete, facts)),
    ...against('max-updates', doings.update.steps, tooMany(doings.update, facts)),
    ...against('max-creates', doings.create.steps, tooMany(doings.create, facts)),
    ...absent.flatMap((step) => against('grace', [step], grace(step, facts))),
  ];
}

type Doing = Extract<PlanAction, 'create' | 'update' | 'delete'>;

/** What would be done to how many things: a thing that takes two steps is one. */
interface Doings {
  readonly doing: Doing;
  readonly steps: readonly GuardedStep[];
  readonly things: number;
}

function doingsOf(steps: readonly GuardedStep[]): Readonly<Record<Doing, Doings>> {
  const all: Record<Doing, GuardedStep[]> = { create: [], update: [], delete: [] };
  const created = new Set(steps.flatMap(({ action, key }) => (action === 'create' ? [key] : [])));
  for (const step of steps) {
    const { action } = step;
    if (action !== 'create' && action !== 'update' && action !== 'delete') continue;
    // The second half of what is created changes nothing that is there.
    if (action !== 'update' || !created.has(step.key)) all[action].push(step);
  }
  const doings = (doing: Doing): Doings => ({
    ...{ doing, steps: all[doing], things: new Set(all[doing].map(({ key }) => key)).size },
  });
  return { create: doings('create'), update: doings('update'), delete: doings('delete') };
}

function emptySource({ base: { source } }: KindFacts): string | undefined {
  if (!source || source.rows > 0 || source.rowsBefore === 0) return undefined;
  return source.rowsBefore === undefined
    ? `${source.name} is empty, and nothing was ever read from it`
    : `${source.name} is empty; it had ${source.rowsBefore} before`;
}

function shrunkenSource({ base: { source }, limits: { minSourceShare } }: KindFacts): string | undefined {
  const { rows = 0, rowsBefore = 0 } = source ?? {};
  if (!source || rows === 0 || rows * 100 >= rowsBefore * minSourceShare) return undefined;
  const share = percent(rows, rowsBefore, minSourceShare);
  return `${source.name} has ${rows} of the ${rowsBefore} that it had (${share} %); at least ${minSourceShare} %`;
}

function incompleteScan({ base: { source } }: KindFacts): string | undefined {
  if (!source || source.complete) return undefined;
  const why = source.partial === undefined ? '' : ` (${source.partial})`;
  return `${source.name} was not read completely${why}, so what is not in it may be there all the same`;
}

function firstDeletes(doings: Doings, { base }: KindFacts): string | undefined {
  if (!base.firstRun) return undefined;
  return `nothing was ever applied from ${sourceName(base)}: ${countOf(doings.things, base.kind)} would be deleted`;
}

/** The share counts here however few there are: what changes most of them may be the wrong list. One thing is nothing yet. */
function firstUpdates(doings: Doings, { base, limits }: KindFacts): string | undefined {
  const share = limits.maxShare.update;
  if (!base.firstRun || doings.things < 2 || !isOver(doings.things, base.existing, share)) return undefined;
  return `nothing was ever applied from ${sourceName(base)}: ${shareWords(doings, base, share)}`;
}

function tooMany(doings: Doings, { base, limits }: KindFacts): string | undefined {
  const { doing, things } = doings;
  const [count, share] = [limits.max[doing], limits.maxShare[doing]];
  if (things > count) return `${countOf(things, base.kind)} would be ${doing}d; at most ${count}`;
  // Of a first run, the share of updates was judged before.
  const isFree = doing === 'update' && (base.firstRun || base.areNamed === true);
  const isShareJudged = base.existing >= limits.minBase && !isFree;
  if (isShareJudged && isOver(things, base.existing, share)) return shareWords(doings, base, share);
  // Few things are protected by no share; but nothing should take the last of them away unasked.
  const areAll = doing === 'delete' && things >= 2 && things >= base.existing && share < 100;
  return areAll ? `all ${countOf(things, base.kind)} would be deleted` : undefined;
}

function grace({ absentSince = 0 }: GuardedStep, { limits, nowMs }: KindFacts): string | undefined {
  const until = absentSince + limits.graceMs;
  if (nowMs >= until) return undefined;
  return `absent since ${timeText(absentSince)}; it may be deleted from ${timeText(until)} on`;
}

/** Of whole numbers: 30 % of 35 is 10.5, so 11 are too many. */
function isOver(things: number, existing: number, share: number): boolean {
  return things * 100 > existing * share;
}

function shareWords({ doing, things }: Doings, { kind, existing }: KindBase, share: number): string {
  const limit = `at most ${share} %`;
  if (doing === 'create')
    return `${countOf(things, kind)} would be created where there are ${existing}; ${limit} of those`;
  const part = percent(things, existing, share);
  return `${things} of ${countOf(existing, kind)} would be ${doing}d (${part} %); ${limit}`;
}

/** Whole, unless that would look like the limit itself. */
function percent(part: number, whole: number, limit: number): string {
  const exact = (part / whole) * 100;
  return Math.round(exact) === limit && exact !== limit ? exact.toFixed(2) : String(Math.round(exact));
}

/** `1 switch`, `35 switches`; tables of databases are often plural by themselves. */
function countOf(count: number, kind: string): string {
  if (count === 1 || kind.endsWith('s')) return `${count} ${kind}`;
  if (/[^aeiou]y$/.test(kind)) return `${count} ${kind.slice(0, -1)}ies`;
  return `${count} ${kind}${/(ch|sh|x|z)$/.test(kind) ? 'es' : 's'}`;
}

function sourceName({ source }: KindBase): string {
  return source?.name ?? 'there';
}

function timeText(ms: number): string {
  return new Date(ms).toISOString();
}
