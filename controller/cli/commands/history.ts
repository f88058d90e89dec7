/** What was: the changes of one record, and the way of one delta. */
import { WaysideError } from '../../../shared/errors.ts';
import { type ChangeView, isKind, kindNames, PAGE_SIZE_MAX } from '../../../shared/model/index.ts';
import {
  type ApiMethods,
  changeFromWire,
  type DeltaHop,
  deltaTrailFromWire,
} from '../../../shared/wire/index.ts';
import { exitCodes } from '../exit-codes.ts';
import { findEver } from '../inventory/records.ts';
import { formatFacts } from '../output/details.ts';
import { type ListingSpec, printListing } from '../output/listing.ts';
import { formatAge, formatElapsed, formatIso, formatTime } from '../output/time.ts';
import { argument, type CommandSpec, numberFlag } from '../spec.ts';
import { LIMIT_DEFAULT, LIMIT_MAX, limitFlag, siteFlag } from './flags.ts';

type ChangeMessage = ApiMethods['InventoryService.ListHistory']['response']['changes'][number];

const changeListing: ListingSpec<ChangeView> = {
  plural: 'changes',
  name: ({ changeSet }) => changeSet,
  columns: [
    { head: 'BY', cell: ({ by }) => by },
    { head: 'OP', cell: ({ op }) => op, style: ({ op }) => (op === 'delete' ? 'bad' : undefined) },
    { head: 'FIELDS', shrinks: true, cell: fieldsText },
    { head: 'WHEN', wide: true, cell: ({ at }, { zone }) => formatTime(at, zone) },
    { head: 'SECTION', wide: true, cell: ({ section }) => section },
    { head: 'WHY', wide: true, cell: ({ why }) => why },
    { head: 'CHANGE-SET', wide: true, cell: ({ changeSet }) => changeSet },
    { head: 'POSITION', wide: true, cell: ({ pos }) => String(pos) },
    { head: 'ORIGIN', wide: true, cell: ({ origin, seq }) => `${origin}:${seq}` },
    { head: 'CURRENT', wide: true, cell: ({ current }) => (current ? 'yes' : 'no') },
    { head: 'AGE', cell: ({ at }, { nowMs }) => formatAge(nowMs - at) },
  ],
  csv: [
    { head: 'when', cell: ({ at }) => formatIso(at) },
    { head: 'by', cell: ({ by }) => by },
    { head: 'op', cell: ({ op }) => op },
    { head: 'section', cell: ({ section }) => section },
    { head: 'fields', cell: fieldsText },
    { head: 'why', cell: ({ why }) => why },
    { head: 'change_set', cell: ({ changeSet }) => changeSet },
    { head: 'position', cell: ({ pos }) => String(pos) },
  ],
};

function fieldsText({ fields }: ChangeView): string {
  return Object.entries(fields)
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' ');
}

export const historyCommand: CommandSpec = {
  path: ['history'],
  summary: 'list the kept changes of one record, newest first',
  examples: [
    ['wayside history switch ams1-f2-sw03', 'who changed it, when, and to what'],
    ['wayside history port ams1/port/01hx3k9 -o wide', 'by reference, with reasons and change sets'],
  ],
  args: [
    { name: 'KIND', doc: kindNames.join(', '), complete: 'kind' },
    { name: 'NAME', doc: 'NAME, SITE/NAME or reference', complete: 'switch' },
  ],
  flags: [siteFlag, { ...limitFlag, doc: `at most so many; default ${LIMIT_DEFAULT}, 0 for all` }],
  async run(call) {
    const { shell, flags } = call;
    const kind = argument(call, 0);
    if (!isKind(kind)) {
      throw new WaysideError('INVALID_INPUT', `"${kind}" is not a kind of record`, {
        hint: `Kinds: ${kindNames.join(', ')}`,
      });
    }
    const limit = numberFlag(flags, 'limit', { min: 0, max: LIMIT_MAX }) ?? LIMIT_DEFAULT;
    const ref = await findEver(shell, { kind, name: argument(call, 1), site: flags.text('site') });
    const changes: ChangeMessage[] = [];
    let pageToken = '';
    do {
      const pageSize = limit === 0 ? PAGE_SIZE_MAX : Math.min(PAGE_SIZE_MAX, limit - changes.length);
      const page = await shell.call('InventoryService.ListHistory', {
        ref: { ...ref },
        pageSize,
        pageToken,
      });
      changes.push(...page.changes);
      pageToken = page.nextPageToken;
    } while (pageToken !== '' && (limit === 0 || changes.length < limit));
    const api = await shell.api();
    await printListing(shell, changeListing, {
      rows: changes.map(changeFromWire),
      json: () => api.toJson('wayside.v1.ListHistoryResponse', { changes }),
    });
    if (pageToken !== '') shell.note(`only the newest ${limit}; --limit 0 lists all`);
    return exitCodes.done;
  },
};

const hopListing: ListingSpec<DeltaHop> = {
  plural: 'hops',
  name: ({ name }) => name,
  columns: [
    { head: 'NAME', cell: ({ name }) => name },
    { head: 'TIME', cell: ({ at }, { zone }) => formatTime(at, zone) },
    { head: 'AFTER', cell: ({ elapsedMs }) => formatElapsed(elapsedMs) },
  ],
  csv: [
    { head: 'name', cell: ({ name }) => name },
    { head: 'time', cell: ({ at }) => formatIso(at) },
    { head: 'elapsed_ms', cell: ({ elapsedMs }) => String(elapsedMs) },
  ],
};

export const deltaShowCommand: CommandSpec = {
  path: ['delta', 'show'],
  summary: 'show where a delta is: each hop on its way with its time',
  examples: [['wayside delta show ams1-a/01hx3k9/42', 'agent, outbox and number']],
  args: [{ name: 'ID', doc: 'AGENT/OUTBOX/NUMBER, or the id that a job result shows' }],
  async run(call) {
    const { shell } = call;
    const message = await shell.call('SystemService.GetDelta', { id: argument(call, 0) });
    const trail = deltaTrailFromWire(message);
    const api = await shell.api();
    const { output } = shell.settings;
    if (output === 'table' || output === 'wide') {
      const positions =
        trail.firstPos === undefined ? 'not applied yet' : `${trail.firstPos} to ${trail.lastPos}`;
      shell.out(
        formatFacts([
          ['Delta', trail.id],
          ['Changes', String(trail.changes)],
          ['Size', `${trail.bytes} bytes`],
          ['Positions', positions],
        ]),
      );
      shell.out('\n');
    }
    await printListing(shell, hopListing, {
      rows: trail.hops,
      json: () => api.toJson('wayside.v1.GetDeltaResponse', message),
    });
    return exitCodes.done;
  },
};
