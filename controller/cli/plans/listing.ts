/** Plans and their steps as rows. */
import type { PlanCounts, PlanView } from '../../../shared/model/index.ts';
import type { ShownStep } from '../../../shared/wire/index.ts';
import type { Style } from '../output/color.ts';
import type { ListingSpec } from '../output/listing.ts';
import { formatAge, formatIso, formatLeft } from '../output/time.ts';
import { shortId } from './held.ts';
import { actionWords, fieldsText, reasonText, runText, thingName } from './text.ts';

function styleOf({ state }: PlanView): Style | undefined {
  if (state === 'applied') return 'good';
  if (state === 'failed' || state === 'expired') return 'bad';
  return state === 'partly' || state === 'cancelled' ? 'warn' : undefined;
}

/** `+12 ~3 -1 !2`: what waits or contradicts comes last. */
function signsText(counts: PlanCounts): string {
  const { create, update, link, adopt, unlink, blocked, conflict, ambiguous, deferred } = counts;
  const pairs: readonly (readonly [string, number])[] = [
    ['+', create],
    ['~', update],
    ['=', link + adopt],
    ['-', counts.delete + unlink],
    ['!', blocked + conflict + ambiguous + deferred],
  ];
  return pairs
    .filter(([, count]) => count > 0)
    .map(([sign, count]) => `${sign}${count}`)
    .join(' ');
}

function expiresText({ state, expiresAt }: PlanView, nowMs: number): string {
  if (state !== 'open') return '';
  return expiresAt <= nowMs ? 'expired' : formatLeft(expiresAt - nowMs);
}

export const planListing: ListingSpec<PlanView> = {
  plural: 'plans',
  name: ({ id }) => shortId(id),
  columns: [
    { head: 'NAME', cell: ({ id }) => shortId(id) },
    { head: 'STATE', cell: ({ state }) => state, style: styleOf },
    { head: 'PLANNER', cell: ({ planner }) => planner },
    { head: 'STEPS', cell: ({ summary }) => signsText(summary.counts) },
    { head: 'TITLE', shrinks: true, cell: ({ title }) => title },
    { head: 'BY', wide: true, cell: ({ madeBy }) => madeBy },
    { head: 'APPROVED-BY', wide: true, cell: ({ approvals }) => approvals.map(({ by }) => by).join(',') },
    { head: 'CHANGE-SET', wide: true, cell: ({ changeSet }) => changeSet },
    { head: 'WHY', wide: true, cell: ({ why }) => why },
    { head: 'EXPIRES', cell: (plan, { nowMs }) => expiresText(plan, nowMs) },
    { head: 'AGE', cell: ({ madeAt }, { nowMs }) => formatAge(nowMs - madeAt) },
  ],
  csv: [
    { head: 'id', cell: ({ id }) => id },
    { head: 'state', cell: ({ state }) => state },
    { head: 'planner', cell: ({ planner }) => planner },
    { head: 'title', cell: ({ title }) => title },
    { head: 'why', cell: ({ why }) => why },
    { head: 'by', cell: ({ madeBy }) => madeBy },
    { head: 'made', cell: ({ madeAt }) => formatIso(madeAt) },
    { head: 'expires', cell: ({ expiresAt }) => formatIso(expiresAt) },
    ...(['create', 'update', 'delete', 'link', 'unlink', 'adopt'] as const).map((head) => countColumn(head)),
    ...(['blocked', 'conflict', 'ambiguous', 'deferred', 'unchanged'] as const).map((head) =>
      countColumn(head),
    ),
    { head: 'changeset', cell: ({ changeSet }) => changeSet },
    { head: 'of', cell: ({ of }) => of },
  ],
};

function countColumn(head: keyof PlanCounts): { head: string; cell: (plan: PlanView) => string } {
  return { head, cell: ({ summary }) => String(summary.counts[head]) };
}

/** Steps for programs; people get lines (`print.ts`). */
export const stepListing: ListingSpec<ShownStep> = {
  plural: 'steps',
  name: ({ key }) => key,
  columns: [
    { head: 'NO', cell: ({ no }) => String(no) },
    { head: 'ACTION', cell: ({ action }) => actionWords[action].word },
    { head: 'NAME', cell: thingName },
    { head: 'FIELDS', shrinks: true, cell: (step) => fieldsText(step, 'short') },
  ],
  csv: [
    { head: 'number', cell: ({ no }) => String(no) },
    { head: 'action', cell: ({ action }) => action },
    { head: 'standing', cell: ({ standing }) => standing },
    { head: 'store', cell: ({ store }) => store },
    { head: 'kind', cell: ({ kind }) => kind },
    { head: 'key', cell: ({ key }) => key },
    { head: 'name', cell: ({ name }) => name },
    { head: 'site', cell: ({ site }) => site },
    { head: 'fields', cell: (step) => fieldsText({ ...step, action: 'update' }, 'full') },
    { head: 'cause', cell: ({ cause }) => cause.text },
    { head: 'reason', cell: reasonText },
    { head: 'override', cell: ({ reason }) => reason?.override ?? '' },
    { head: 'noundo', cell: ({ noUndo }) => noUndo },
    { head: 'risk', cell: ({ risk }) => risk },
    { head: 'state', cell: runText },
  ],
};
