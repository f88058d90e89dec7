/** Change sets as the commands hold them: read page by page, and as rows of a table. */
import { WaysideError } from '../../../shared/errors.ts';
import { type ChangeSetCounts, type ChangeSetView, PAGE_SIZE_MAX } from '../../../shared/model/index.ts';
import { type ApiMethods, changeSetFromWire } from '../../../shared/wire/index.ts';
import type { Arrangement } from '../commands/flags.ts';
import type { ListingSpec } from '../output/listing.ts';
import { formatAge, formatIso, formatTime } from '../output/time.ts';
import { doneText } from '../plans/text.ts';
import type { Shell } from '../shell.ts';

export type SetMessage = NonNullable<ApiMethods['ChangeService.GetChangeSet']['response']['changeSet']>;

export interface HeldSet {
  readonly view: ChangeSetView;
  readonly message: SetMessage;
}

/** As of `ListChangeSetsRequest.filter`. */
export const SET_FIELDS: readonly string[] = [
  ...['id', 'time', 'endTime', 'by', 'why', 'origin', 'planId', 'title', 'state', 'sites', 'undoes'],
];

export async function listSets(
  shell: Shell,
  { limit, filter, orderBy }: Arrangement & { readonly limit: number },
): Promise<{ readonly sets: readonly HeldSet[]; readonly more: boolean }> {
  const sets: HeldSet[] = [];
  let pageToken = '';
  do {
    const pageSize = Math.min(PAGE_SIZE_MAX, limit - sets.length);
    const asked = { filter, orderBy, pageSize, pageToken };
    const page = await shell.call('ChangeService.ListChangeSets', asked);
    sets.push(...page.changeSets.map(heldSet));
    pageToken = page.nextPageToken;
  } while (pageToken !== '' && sets.length < limit);
  return { sets, more: pageToken !== '' };
}

/** Errors: NOT_FOUND. */
export async function setById(shell: Shell, id: string): Promise<HeldSet> {
  return heldSet((await shell.call('ChangeService.GetChangeSet', { id })).changeSet);
}

function heldSet(message: SetMessage | null): HeldSet {
  if (!message) throw new WaysideError('INTERNAL', 'the controller answered without the change set');
  return { view: changeSetFromWire(message), message };
}

/** `2 added, 1 changed, 1 failed`; what was not done counts, too. */
export function setText(counts: ChangeSetCounts): string {
  const undone = (['failed', 'stale', 'unknown', 'skipped'] as const)
    .filter((one) => counts[one] > 0)
    .map((one) => `${counts[one]} ${one}`);
  return [doneText(counts) || 'nothing done', ...undone].join(', ');
}

export const setListing: ListingSpec<ChangeSetView> = {
  plural: 'change sets',
  name: ({ id }) => id,
  columns: [
    { head: 'CHANGE-SET', cell: ({ id }) => id },
    { head: 'BY', cell: ({ by }) => by },
    { head: 'STATE', cell: stateText, style: ({ state }) => (state === 'failed' ? 'bad' : undefined) },
    { head: 'CHANGES', shrinks: true, cell: ({ counts }) => setText(counts) },
    { head: 'TITLE', wide: true, cell: ({ title }) => title },
    { head: 'WHEN', wide: true, cell: ({ at }, { zone }) => formatTime(at, zone) },
    { head: 'WHY', wide: true, cell: ({ why }) => why },
    { head: 'UNDOES', wide: true, cell: ({ undoes }) => undoes },
    { head: 'UNDONE-BY', wide: true, cell: ({ undoneBy }) => undoneBy.join(' ') },
    { head: 'AGE', cell: ({ at }, { nowMs }) => formatAge(nowMs - at) },
  ],
  csv: [
    { head: 'change_set', cell: ({ id }) => id },
    { head: 'when', cell: ({ at }) => formatIso(at) },
    { head: 'ended', cell: ({ endedAt }) => (endedAt === undefined ? '' : formatIso(endedAt)) },
    { head: 'by', cell: ({ by }) => by },
    { head: 'state', cell: ({ state }) => state },
    { head: 'origin', cell: ({ origin }) => origin },
    { head: 'title', cell: ({ title }) => title },
    { head: 'why', cell: ({ why }) => why },
    { head: 'changes', cell: ({ counts }) => setText(counts) },
    { head: 'sites', cell: ({ sites }) => sites.join(' ') },
    { head: 'plan', cell: ({ plan }) => plan },
    { head: 'undoes', cell: ({ undoes }) => undoes },
    { head: 'undone_by', cell: ({ undoneBy }) => undoneBy.join(' ') },
  ],
};

/** Whether it still stands matters more than that it was done. */
function stateText({ state, undoneBy }: ChangeSetView): string {
  return undoneBy.length > 0 && state !== 'running' ? 'undone' : state;
}
