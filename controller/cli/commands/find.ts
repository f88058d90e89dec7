/** `find`: everything that has a text, an address or a part of one, over all kinds. */
import { WaysideError } from '../../../shared/errors.ts';
import {
  type FoundRecord,
  formatRef,
  isKind,
  type Json,
  type Kind,
  kindNames,
  PAGE_SIZE_MAX,
  type RecordView,
} from '../../../shared/model/index.ts';
import { type ApiMethods, foundFromWire } from '../../../shared/wire/index.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { checkedSite, nameOf, textField, timeField } from '../inventory/records.ts';
import { formatJson, formatYaml } from '../output/documents.ts';
import { type Column, type ListingSpec, printListing } from '../output/listing.ts';
import { formatAge, formatIso } from '../output/time.ts';
import type { Shell } from '../shell.ts';
import { argument, type CommandSpec, type FlagSpec, numberFlag } from '../spec.ts';
import { LIMIT_DEFAULT, LIMIT_MAX, limitFlag, siteFlag } from './flags.ts';

type Question = ApiMethods['InventoryService.FindRecords']['request'];
type FoundMessage = ApiMethods['InventoryService.FindRecords']['response']['found'][number];

/** Calls for one answer: each of them looks at so much and no more. */
const CALLS_MAX = 40;

const kindFlag: FlagSpec = {
  name: 'kind',
  value: 'KIND',
  doc: 'only these kinds: switch, or port,sighting',
  complete: 'kind',
};

export const findCommand: CommandSpec = {
  path: ['find'],
  summary: 'find anything by name, word, MAC or IP address, or a part of one',
  examples: [
    ['wayside find 001b.21aa.bbcc', 'a MAC address in any notation, wherever it was seen'],
    ['wayside find bbcc --kind sighting', 'the last digits of one are enough'],
    ['wayside find 10.1.0.0/16', 'everything with an address in that range'],
    ['wayside find "printer 3rd floor" --site ams1', 'all of the words, at one site'],
    ['wayside find zurich -o csv > zurich.csv', 'accents and case do not matter'],
  ],
  args: [
    {
      name: 'TEXT',
      doc: 'name, words, MAC address, IP address or range; 4 digits of a MAC address at least',
      many: true,
    },
  ],
  flags: [
    kindFlag,
    siteFlag,
    { name: 'all', doc: 'also what is deleted, orphaned or retired' },
    { ...limitFlag, doc: `at most so many; default ${LIMIT_DEFAULT}, 0 for all` },
  ],
  notes: [
    'Best matches first: the whole value, its beginning, a word in it, a part of a word.',
    'Exit code: 0 found, 3 found nothing.',
  ],
  async run(call) {
    const { shell, flags } = call;
    argument(call, 0);
    const site = flags.text('site') ?? '';
    if (site !== '') checkedSite(site);
    const limit = numberFlag(flags, 'limit', { min: 0, max: LIMIT_MAX }) ?? LIMIT_DEFAULT;
    const question = {
      text: call.args.join(' '),
      kinds: kindsOf(flags.text('kind')),
      site,
      showAll: flags.on('all'),
    };
    const answer = await ask(shell, question, limit === 0 ? LIMIT_MAX : limit);
    await print(shell, answer);
    tellRest(shell, answer, limit);
    return answer.found.length > 0 ? exitCodes.done : NOTHING;
  },
};

const NOTHING: ExitCode = exitCodes.notFound;

function kindsOf(text: string | undefined): Kind[] {
  if (text === undefined) return [];
  return text.split(',').map((word) => {
    if (isKind(word)) return word;
    throw new WaysideError('INVALID_INPUT', `--kind: "${word}" is not a kind`, {
      hint: `Kinds are ${kindNames.join(', ')}; several with commas between them`,
    });
  });
}

interface Answer {
  readonly found: readonly FoundMessage[];
  readonly more: boolean;
  readonly indexedPercent: number;
}

async function ask(shell: Shell, question: Question, limit: number): Promise<Answer> {
  const found: FoundMessage[] = [];
  let [pageToken, indexedPercent] = ['', 100];
  for (let calls = 0; calls < CALLS_MAX; ) {
    const pageSize = Math.min(PAGE_SIZE_MAX, limit - found.length);
    const page = await shell.call('InventoryService.FindRecords', { ...question, pageSize, pageToken });
    found.push(...page.found);
    ({ nextPageToken: pageToken, indexedPercent } = page);
    if (pageToken === '' || found.length >= limit) break;
    // A full page is worth its call; those that only looked are counted.
    if (page.stopped) calls += 1;
  }
  return { found, more: pageToken !== '', indexedPercent };
}

/** What the answer does not hold, and how to come to it. */
function tellRest(shell: Shell, { found, more, indexedPercent }: Answer, limit: number): void {
  if (indexedPercent < 100)
    shell.note(`indexing, ${indexedPercent} %: there may be more than this; ask again in a while`);
  if (!more) return;
  if (limit > 0 && found.length >= limit) shell.note(`only the first ${limit}; --limit 0 lists all`);
  else shell.note('stopped looking, there may be more: give more letters, --kind or --site');
}

async function print(shell: Shell, { found, more, indexedPercent }: Answer): Promise<void> {
  const { output } = shell.settings;
  const rows = found.flatMap((message) => foundFromWire(message) ?? []);
  const api = await shell.api();
  const json = (): Json => {
    const message = { found: [...found], stopped: more, indexedPercent };
    return api.toJson('wayside.v1.FindRecordsResponse', message);
  };
  if (output === 'json') return shell.out(formatJson(json()));
  if (output === 'yaml') return shell.out(await formatYaml(json()));
  if (output === 'csv' || output === 'name' || rows.length === 0)
    return printListing(shell, listingOf(undefined), { rows, json });
  const kinds = [...new Set(rows.map(({ record }) => record.ref.kind))];
  for (const [at, kind] of kinds.entries()) {
    const ofKind = rows.filter(({ record }) => record.ref.kind === kind);
    shell.out(`${at > 0 ? '\n' : ''}${kind} (${ofKind.length})\n`);
    await printListing(shell, listingOf(kind), { rows: ofKind, json });
  }
}

/** The id of a note says nothing to people. */
function fieldText(field: string): string {
  return field.startsWith('note.') ? 'note' : field;
}

const PEOPLE_MADE: readonly Kind[] = ['site', 'floor', 'source', 'agent', 'switch'];

/** Without a kind: of all. */
function listingOf(kind: Kind | undefined): ListingSpec<FoundRecord> {
  const isOnSwitch = kind !== undefined && !PEOPLE_MADE.includes(kind);
  const on: Column<FoundRecord> = { head: 'ON', shrinks: true, cell: placeOf };
  return {
    plural: 'records',
    name: ({ record }) => formatRef(record.ref),
    columns: [
      { head: 'SITE', cell: ({ record }) => record.ref.site },
      { head: 'NAME', cell: ({ record }) => labelOf(record) },
      ...(isOnSwitch ? [on] : []),
      { head: 'MATCHED', shrinks: true, cell: ({ field, value }) => `${fieldText(field)}: ${value}` },
      { head: 'BY', wide: true, cell: ({ rank }) => rank },
      { head: 'ID', wide: true, cell: ({ record }) => record.ref.id },
      {
        head: 'SEEN',
        cell: (row, { nowMs }) => seenText(row, nowMs),
        style: ({ record }) => (isAway(record) ? 'warn' : undefined),
      },
    ],
    csv: [
      { head: 'kind', cell: ({ record }) => record.ref.kind },
      { head: 'site', cell: ({ record }) => record.ref.site },
      { head: 'name', cell: ({ record }) => labelOf(record) },
      { head: 'switch', cell: ({ switchName }) => switchName },
      { head: 'port', cell: ({ record }) => portOf(record) },
      { head: 'field', cell: ({ field }) => field },
      { head: 'value', cell: ({ value }) => value },
      { head: 'match', cell: ({ rank }) => rank },
      { head: 'presence', cell: ({ record }) => presenceText(record) },
      {
        head: 'last_seen',
        cell: ({ lastSeenAtMs }) => (lastSeenAtMs === undefined ? '' : formatIso(lastSeenAtMs)),
      },
      { head: 'missing_since', cell: ({ record }) => isoField(record, 'missingSince') },
      { head: 'id', cell: ({ record }) => record.ref.id },
    ],
  };
}

/** What people would call it. */
function labelOf(record: RecordView): string {
  const { kind } = record.ref;
  if (kind === 'sighting') return textField(record, 'mac');
  if (kind === 'arp') return textField(record, 'address');
  if (kind === 'neighbour') return textField(record, 'systemName') || textField(record, 'chassisId');
  if (kind === 'vlan') return `${textField(record, 'vlan')} ${textField(record, 'name')}`.trim();
  return nameOf(record);
}

function placeOf({ record, switchName }: FoundRecord): string {
  const port = record.ref.kind === 'port' ? '' : portOf(record);
  return [switchName, port].filter((part) => part !== '').join(' ');
}

function portOf(record: RecordView): string {
  return record.ref.kind === 'port' ? textField(record, 'name') : textField(record, 'port');
}

function presenceText(record: RecordView): string {
  if (record.deleted) return 'deleted';
  return textField(record, 'presence') || 'active';
}

function isAway(record: RecordView): boolean {
  return presenceText(record) !== 'active';
}

/** `4m`, `missing(2h)`, `deleted`; `-` for what people made. */
function seenText({ record, lastSeenAtMs }: FoundRecord, nowMs: number): string {
  const since = timeField(record, 'missingSince');
  if (isAway(record)) {
    const presence = presenceText(record);
    return since === undefined || record.deleted ? presence : `${presence}(${formatAge(nowMs - since)})`;
  }
  return lastSeenAtMs === undefined ? '-' : formatAge(nowMs - lastSeenAtMs);
}

function isoField(record: RecordView, field: string): string {
  const ms = timeField(record, field);
  return ms === undefined ? '' : formatIso(ms);
}
