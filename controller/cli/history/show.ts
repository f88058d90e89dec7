/** One change set in full: who and why, a line for each thing, those that were deleted last, and what it comes to. */
import { type ChangeItem, fieldDifferences, type Json, PAGE_SIZE_MAX } from '../../../shared/model/index.ts';
import { escapeText } from '../../../shared/runtime/index.ts';
import { type ApiMethods, changeItemFromWire, type ShownStep } from '../../../shared/wire/index.ts';
import { type Fact, formatFacts } from '../output/details.ts';
import { type ListingSpec, printListing } from '../output/listing.ts';
import { formatTime, type Reader } from '../output/time.ts';
import { shortId } from '../plans/held.ts';
import { stepLines } from '../plans/print.ts';
import { RefNames } from '../plans/ref-names.ts';
import { actionWords, fieldsText, thingName } from '../plans/text.ts';
import type { Shell } from '../shell.ts';
import { type HeldSet, setText } from './sets.ts';

type ItemMessage = ApiMethods['ChangeService.ListChangeItems']['response']['items'][number];

interface HeldItem {
  readonly item: ChangeItem;
  readonly message: ItemMessage;
}

export interface ShowWish {
  /** Lines of items, and again as many of those that were deleted; the rest is counted. */
  readonly limit: number;
}

export async function showSet(shell: Shell, set: HeldSet, { limit }: ShowWish): Promise<void> {
  const { items, more } = await readItems(shell, set.view.id, limit);
  const { output } = shell.settings;
  if (output === 'table' || output === 'wide') return printSet(shell, set, { items, more });
  const api = await shell.api();
  await printListing(shell, itemListing, {
    rows: items.map(({ item }) => item),
    json: (): Json => ({
      changeSet: api.toJson('wayside.v1.ChangeSet', set.message),
      items: items.map(({ message }) => api.toJson('wayside.v1.ChangeItem', message)),
    }),
  });
  if (more > 0) shell.note(`${more} more items; --limit 0 shows all`);
}

interface ReadItems {
  readonly items: readonly HeldItem[];
  readonly more: number;
}

/** Deletions last. */
async function readItems(shell: Shell, id: string, limit: number): Promise<ReadItems> {
  const [others, deletes]: [HeldItem[], HeldItem[]] = [[], []];
  let more = 0;
  let pageToken = '';
  do {
    const page = await shell.call('ChangeService.ListChangeItems', {
      ...{ id, pageSize: PAGE_SIZE_MAX, pageToken },
    });
    for (const message of page.items) {
      const item = changeItemFromWire(message);
      const kept = item.action === 'delete' ? deletes : others;
      if (kept.length < limit) kept.push({ item, message });
      else more += 1;
    }
    pageToken = page.nextPageToken;
  } while (pageToken !== '');
  return { items: [...others, ...deletes], more };
}

async function printSet(shell: Shell, { view }: HeldSet, { items, more }: ReadItems): Promise<void> {
  const reader = await shell.reader();
  shell.out(formatFacts(factsOf(view, reader)));
  if (items.length > 0) shell.out('\n');
  const steps = items.map(({ item }) => shownItem(item));
  const nameOf = await new RefNames(shell).of(steps);
  for (const step of steps) shell.out(stepLines(shell, step, { before: false, after: false, nameOf }));
  if (more > 0) shell.out(`  and ${more} more; --limit 0 shows all\n`);
  const words = `Change set ${view.id}: ${setText(view.counts)}${undoText(view)}`;
  shell.out(`${shell.settings.paintOut('bold', escapeText(words))}\n`);
  if (view.undoneBy.length === 0 && view.state !== 'running')
    shell.note(`undo: wayside history revert ${view.id}`);
}

function undoText({ undoneBy }: HeldSet['view']): string {
  return undoneBy.length === 0 ? '' : `; undone by ${undoneBy.join(', ')}`;
}

function factsOf(set: HeldSet['view'], { zone }: Reader): readonly Fact[] {
  return [
    ['What', set.title],
    ['When', formatTime(set.at, zone)],
    ['By', set.by],
    ['Why', set.why],
    ['State', set.state],
    ['Sites', set.sites.filter((site) => site !== '').join(' ')],
    ...(set.plan === '' ? [] : ([['Plan', shortId(set.plan)]] as const)),
    ...(set.undoes === '' ? [] : ([['Undoes', set.undoes]] as const)),
  ];
}

/** In the words of a plan's step; that it was done needs no word. */
function shownItem(item: ChangeItem): ShownStep {
  const { no, action, store, kind, key, name, site, before, after, token, noUndo, state } = item;
  const isDone = state === 'verified' || state === 'acknowledged';
  return {
    ...{ no, action, store, kind, key, name, site, before, after, token, noUndo },
    ...({ standing: 'ready', cause: { type: 'person', text: '' }, needs: [], risk: 'low' } as const),
    fields: fieldDifferences(item),
    run: isDone ? undefined : { state, error: undefined, at: 0 },
  };
}

const itemListing: ListingSpec<ChangeItem> = {
  plural: 'items',
  name: ({ key }) => key,
  columns: [
    { head: 'NO', cell: ({ no }) => String(no) },
    { head: 'ACTION', cell: ({ action }) => actionWords[action].word },
    { head: 'NAME', cell: thingName },
    { head: 'FIELDS', shrinks: true, cell: (item) => fieldsText(shownItem(item), 'short') },
  ],
  csv: [
    { head: 'number', cell: ({ no }) => String(no) },
    { head: 'action', cell: ({ action }) => action },
    { head: 'state', cell: ({ state }) => state },
    { head: 'store', cell: ({ store }) => store },
    { head: 'kind', cell: ({ kind }) => kind },
    { head: 'key', cell: ({ key }) => key },
    { head: 'name', cell: ({ name }) => name },
    { head: 'site', cell: ({ site }) => site },
    { head: 'fields', cell: (item) => fieldsText({ ...shownItem(item), action: 'update' }, 'full') },
    { head: 'noundo', cell: ({ noUndo }) => noUndo },
  ],
};
