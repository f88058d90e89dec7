/** How plans are worded: a line for each thing with a sign and a word, and at the end what it comes to. */
import {
  type FieldDifference,
  type Json,
  type PlanAction,
  type PlanCounts,
  type PlanSummary,
  type PlanView,
  RECORDS_STORE,
} from '../../../shared/model/index.ts';
import type { ShownStep } from '../../../shared/wire/index.ts';
import type { Style } from '../output/color.ts';
import { formatLeft } from '../output/time.ts';
import { shortId } from './held.ts';

/** Signs, words and colours; each of them alone says it. */
export const actionWords: Readonly<
  Record<
    PlanAction,
    { readonly sign: string; readonly word: string; readonly done: string; readonly style: Style }
  >
> = {
  create: { sign: '+', word: 'add', done: 'added', style: 'good' },
  update: { sign: '~', word: 'change', done: 'changed', style: 'warn' },
  delete: { sign: '-', word: 'delete', done: 'deleted', style: 'bad' },
  link: { sign: '=', word: 'link', done: 'linked', style: 'good' },
  unlink: { sign: '-', word: 'unlink', done: 'unlinked', style: 'warn' },
  adopt: { sign: '=', word: 'adopt', done: 'adopted', style: 'good' },
};

const ACTIONS: readonly PlanAction[] = ['create', 'update', 'delete', 'link', 'unlink', 'adopt'];

/** `12 to add, 3 to change, 2 blocked, 1 conflict`; `nothing to do`. */
export function countsText(counts: Omit<PlanCounts, 'unchanged'>): string {
  const parts = [
    ...ACTIONS.filter((action) => counts[action] > 0).map(
      (action) => `${counts[action]} to ${actionWords[action].word}`,
    ),
    ...(['blocked', 'conflict', 'ambiguous', 'deferred'] as const)
      .filter((standing) => counts[standing] > 0)
      .map((standing) => `${counts[standing]} ${standing}`),
  ];
  return parts.length === 0 ? 'nothing to do' : parts.join(', ');
}

/** `--allow max-deletes:records/switch`: all that lifts a guard of the plan; empty where nothing does. */
export function allowText({ reasons }: PlanSummary): string {
  const lifts = new Set(reasons.map(({ override }) => override).filter((one) => one !== ''));
  return [...lifts].map((one) => `--allow ${one}`).join(' ');
}

/** Steps that will be done. */
export function readySteps({ counts }: PlanSummary): number {
  return ACTIONS.reduce((sum, action) => sum + counts[action], 0);
}

/** `12 added, 3 changed`; empty when nothing was done. */
export function doneText(counts: Readonly<Record<PlanAction, number>>): string {
  return ACTIONS.filter((action) => counts[action] > 0)
    .map((action) => `${counts[action]} ${actionWords[action].done}`)
    .join(', ');
}

/** `Plan 7f3c2a91b0d4: 12 to add, 2 blocked; 40 unchanged; base 8841; expires in 24h`; of a dry run there is no plan to name. */
export function summaryLine(plan: PlanView, { nowMs, kept }: { nowMs: number; kept: boolean }): string {
  const { counts } = plan.summary;
  const parts = [
    countsText(counts),
    ...(counts.unchanged > 0 ? [`${counts.unchanged} unchanged`] : []),
    `base ${plan.basePos}`,
    ...(kept ? [stateText(plan, nowMs)] : []),
  ];
  return `${kept ? `Plan ${shortId(plan.id)}` : 'Dry run, no plan is kept'}: ${parts.join('; ')}`;
}

/** `expires in 24h`, or what became of it. */
function stateText({ state, expiresAt, changeSet }: PlanView, nowMs: number): string {
  if (state === 'open') return expiresAt <= nowMs ? 'expired' : `expires in ${formatLeft(expiresAt - nowMs)}`;
  return changeSet === '' ? state : `${state}, change set ${changeSet}`;
}

/** `ams1/sw03`; of what has no site or bears it in its name, the name alone. */
export function thingName({ site, name, key }: Pick<ShownStep, 'site' | 'name' | 'key'>): string {
  if (name === '') return key;
  return site === '' || site === name || name.startsWith(`${site}/`) ? name : `${site}/${name}`;
}

/** Fields without which a new thing is of little use: that they are not set is said. */
const MISSED: Readonly<Record<string, readonly string[]>> = { switch: ['floor'], source: ['credential'] };
const UNSET = '(unset)';

/** `address 10.1.2.3 > 10.1.2.33, floor (unset) > ams1/floor/f2` */
export function fieldsText(
  step: ShownStep,
  form: 'short' | 'full',
  nameOf: (value: Json | undefined) => Json | undefined = (value) => value,
): string {
  const { action, store, kind, fields } = step;
  if (action === 'delete') return '';
  // Of what is new the name stands before them.
  const untold = action === 'create' && form === 'short' ? ['name'] : [];
  const told = fields.filter(({ field }) => !untold.includes(field));
  const named = told.map(({ field, before, after }) => ({
    field,
    before: nameOf(before),
    after: nameOf(after),
  }));
  const shown = named.map((field) => differenceText(field, action, form));
  const missed = action === 'create' && store === RECORDS_STORE ? (MISSED[kind] ?? []) : [];
  const unset = missed.filter((field) => !fields.some((one) => one.field === field));
  return [...shown, ...unset.map((field) => `${field} ${UNSET}`)].join(', ');
}

function differenceText(
  { field, before, after }: FieldDifference,
  action: PlanAction,
  form: 'short' | 'full',
): string {
  const value = (one: Json | undefined): string => valueText(one, form);
  return action === 'create' ? `${field} ${value(after)}` : `${field} ${value(before)} > ${value(after)}`;
}

const VALUE_CHARS_MAX = 40;

/** A text as it is where that is clear, everything else as JSON. */
export function valueText(value: Json | undefined, form: 'short' | 'full'): string {
  if (value === undefined || value === null) return UNSET;
  const text = typeof value === 'string' && /^[^\s,"()>]+$/.test(value) ? value : JSON.stringify(value);
  return form === 'full' || text.length <= VALUE_CHARS_MAX ? text : `${text.slice(0, VALUE_CHARS_MAX - 1)}…`;
}

/** Why it will not be done; empty when it will. What lifts a guard stands once, below all steps. */
export function reasonText({ standing, reason }: Pick<ShownStep, 'standing' | 'reason'>): string {
  if (standing === 'ready') return '';
  if (standing !== 'blocked') return `${standing.toUpperCase()}: ${reason?.message ?? ''}`;
  return `BLOCKED by ${reason?.code ?? 'a guard'}`;
}

/** What became of it; empty before it was applied. */
export function runText({ run }: Pick<ShownStep, 'run'>): string {
  if (!run) return '';
  return run.error ? `${run.state}: ${run.error.code}: ${run.error.message}` : run.state;
}

/** Where it comes from, unless a person asked for just that, or the whole plan undoes one change set. */
export function causeText({ cause }: Pick<ShownStep, 'cause'>): string {
  return cause.type === 'person' || cause.type === 'undo' || cause.text === '' ? '' : `from ${cause.text}`;
}
