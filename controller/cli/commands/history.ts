/** What was: change sets, the changes of one record, and the way of one delta. */
import { WaysideError } from '../../../shared/errors.ts';
import {
  type ChangeView,
  formatRef,
  isKind,
  type Json,
  type JsonObject,
  kindNames,
  PAGE_SIZE_MAX,
} from '../../../shared/model/index.ts';
import {
  type ApiMethods,
  changeFromWire,
  type DeltaHop,
  deltaTrailFromWire,
  structFromWire,
} from '../../../shared/wire/index.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { listSets, SET_FIELDS, setById, setListing } from '../history/sets.ts';
import { showSet } from '../history/show.ts';
import { checkedSite, findEver, requireSite, type Wanted } from '../inventory/records.ts';
import { type Fact, formatFacts } from '../output/details.ts';
import { type ListingSpec, printListing } from '../output/listing.ts';
import { formatAge, formatElapsed, formatIso, formatTime, type Reader } from '../output/time.ts';
import { argument, type Call, type CommandSpec, numberFlag } from '../spec.ts';
import { arrangeFlagsOf, arrangement, LIMIT_DEFAULT, LIMIT_MAX, limitFlag, siteFlag } from './flags.ts';
import { historyRevertCommand } from './history-revert.ts';

/** Lines of one change set unless `--limit` says otherwise. */
const LINES_DEFAULT = 200;

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

const historyLsCommand: CommandSpec = {
  path: ['history', 'ls'],
  summary: 'list change sets; or the kept changes of one record; newest first',
  examples: [
    ['wayside history ls', 'what was changed together, by whom'],
    ['wayside history ls --filter "by=user:ann state=done"', ''],
    ['wayside history ls switch ams1-f2-sw03', 'who changed it, when, and to what'],
    ['wayside history ls ams1/port/01hx3k9 -o wide', 'by reference, with reasons and positions'],
  ],
  args: [
    {
      name: 'KIND',
      doc: `${kindNames.join(', ')}; or a whole reference, SITE/KIND/ID; without it all change sets`,
      complete: 'kind',
      optional: true,
    },
    { name: 'NAME', doc: 'NAME, SITE/NAME or reference', complete: 'switch', optional: true },
  ],
  flags: [
    siteFlag,
    ...arrangeFlagsOf(SET_FIELDS),
    { ...limitFlag, doc: `at most so many; default ${LIMIT_DEFAULT}, 0 for all` },
  ],
  async run(call) {
    const { shell, flags } = call;
    const limit = numberFlag(flags, 'limit', { min: 0, max: LIMIT_MAX }) ?? LIMIT_DEFAULT;
    if (call.args.length === 0) return listChangeSets(call, limit);
    const ref = await findEver(shell, wantedOf(call));
    const changes: ChangeMessage[] = [];
    let pageToken = '';
    do {
      const pageSize = limit === 0 ? PAGE_SIZE_MAX : Math.min(PAGE_SIZE_MAX, limit - changes.length);
      const page = await shell.call('InventoryService.ListHistory', {
        ref: { ...ref },
        ...arrangement(flags),
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
    const which = arrangement(flags).orderBy === '' ? 'newest' : 'first';
    if (pageToken !== '') shell.note(`only the ${which} ${limit}; --limit 0 lists all`);
    return exitCodes.done;
  },
};

async function listChangeSets({ shell, flags }: Call, given: number): Promise<ExitCode> {
  const limit = given === 0 ? Number.POSITIVE_INFINITY : given;
  const site = flags.text('site');
  const { filter, orderBy } = arrangement(flags);
  const ofSite = site === undefined ? filter : `sites=${checkedSite(site)} ${filter}`.trim();
  const { sets, more } = await listSets(shell, { limit, filter: ofSite, orderBy });
  if (sets.length === 0) await requireSite(shell, site);
  const api = await shell.api();
  await printListing(shell, setListing, {
    rows: sets.map(({ view }) => view),
    json: () =>
      api.toJson('wayside.v1.ListChangeSetsResponse', { changeSets: sets.map(({ message }) => message) }),
  });
  const which = arrangement(flags).orderBy === '' ? 'newest' : 'first';
  if (more) shell.note(`only the ${which} ${given}; --limit 0 lists all`);
  return exitCodes.done;
}

/** `switch sw1`, or one reference. */
function wantedOf(call: Call): Wanted {
  const site = call.flags.text('site');
  const [first = '', name] = call.args;
  if (isKind(first) && name !== undefined) return { kind: first, name, site };
  const kind = first.split('/')[1] ?? '';
  if (name === undefined && isKind(kind)) return { kind, name: first, site };
  throw new WaysideError(
    'INVALID_INPUT',
    isKind(first) ? `which ${first}? Its name is missing` : `"${first}" is not a kind of record`,
    { hint: `wayside history ls KIND NAME, or SITE/KIND/ID; kinds: ${kindNames.join(', ')}` },
  );
}

interface FieldChange {
  readonly field: string;
  readonly before: string;
  readonly after: string;
}

const fieldListing: ListingSpec<FieldChange> = {
  plural: 'fields',
  name: ({ field }) => field,
  columns: [
    { head: 'FIELD', cell: ({ field }) => field },
    { head: 'BEFORE', shrinks: true, cell: ({ before }) => before },
    { head: 'AFTER', shrinks: true, cell: ({ after }) => after },
  ],
  csv: [
    { head: 'field', cell: ({ field }) => field },
    { head: 'before', cell: ({ before }) => before },
    { head: 'after', cell: ({ after }) => after },
  ],
};

/** Fields that differ, by name. */
function differences(before: JsonObject, after: JsonObject): readonly FieldChange[] {
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return fields
    .map((field) => ({ field, before: valueText(before[field]), after: valueText(after[field]) }))
    .filter((one) => one.before !== one.after);
}

function valueText(value: Json | undefined): string {
  if (value === undefined) return '-';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function changeFacts(change: ChangeView, beforeKnown: boolean, { zone }: Reader): readonly Fact[] {
  return [
    ['Record', formatRef(change.ref)],
    ['When', formatTime(change.at, zone)],
    ['By', change.by],
    ['Why', change.why],
    ['What', `${change.op} of section ${change.section}${change.current ? '' : ', superseded since'}`],
    ['Change set', change.changeSet],
    ['Position', String(change.pos)],
    ['Origin', `${change.origin}:${change.seq}`],
    ['Hash', change.hash],
    ...(beforeKnown ? [] : ([['Before', 'not kept any more']] as const)),
  ];
}

const historyShowCommand: CommandSpec = {
  path: ['history', 'show'],
  summary: 'show what a change set did, or one change: who, why, and what was before',
  examples: [
    ['wayside history show 06gp2q8c4xk0t5d9e1wz7m3nya', 'a change set: a line for each thing'],
    ['wayside history show 48213', 'one change; positions stand in history ls KIND NAME -o wide'],
  ],
  args: [{ name: 'ID', doc: 'of a change set, or the position of one change' }],
  flags: [
    {
      ...limitFlag,
      doc: `so many lines, and as many of what was deleted; default ${LINES_DEFAULT}, 0 for all`,
    },
  ],
  async run(call) {
    const { shell } = call;
    const text = argument(call, 0);
    if (!/^[1-9]\d{0,15}$/.test(text)) return showChangeSet(call, text);
    const message = await shell.call('InventoryService.GetChange', { position: text });
    if (!message.change) throw new WaysideError('INTERNAL', 'the answer holds no change');
    const change = changeFromWire(message.change);
    const api = await shell.api();
    const { output } = shell.settings;
    if (output === 'table' || output === 'wide') {
      shell.out(formatFacts(changeFacts(change, message.beforeKnown, await shell.reader())));
      shell.out('\n');
    }
    await printListing(shell, fieldListing, {
      rows: differences(message.before ? structFromWire(message.before) : {}, change.fields),
      json: () => api.toJson('wayside.v1.GetChangeResponse', message),
    });
    return exitCodes.done;
  },
};

async function showChangeSet({ shell, flags }: Call, id: string): Promise<ExitCode> {
  const given = numberFlag(flags, 'limit', { min: 0, max: LIMIT_MAX }) ?? LINES_DEFAULT;
  const limit = given === 0 ? Number.POSITIVE_INFINITY : given;
  await showSet(shell, await setById(shell, id), { limit });
  return exitCodes.done;
}

export const historyCommands: readonly CommandSpec[] = [
  historyLsCommand,
  historyShowCommand,
  historyRevertCommand,
];

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
