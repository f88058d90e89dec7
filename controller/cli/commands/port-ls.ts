/** Ports as the last collect saw them, with what each is; or those that nobody has used for long. */
import { WaysideError } from '../../../shared/errors.ts';
import {
  type JsonObject,
  PAGE_SIZE_MAX,
  portClasses,
  type RecordRef,
  VLAN_MAX,
} from '../../../shared/model/index.ts';
import { type ApiMethods, timestampFromWire } from '../../../shared/wire/index.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { findRecord, held, textField } from '../inventory/records.ts';
import { type Column, type ListingSpec, printListing } from '../output/listing.ts';
import { formatAge, formatIso } from '../output/time.ts';
import type { Shell } from '../shell.ts';
import { type Call, type CommandSpec, numberFlag } from '../spec.ts';
import { arrangeFlagsOf, arrangement, atFlag, atTime, LIMIT_MAX, limitFlag, siteFlag } from './flags.ts';
import { listOfSwitches, type OfSwitch, ofSwitchFlag, printOfSwitches } from './of-switch.ts';

const FIELDS = [
  ...['name', 'description', 'state', 'adminUp', 'operUp', 'mode', 'vlan', 'voiceVlan', 'lag'],
  ...['portClass', 'addresses', 'unusedSince'],
];

interface PortLine extends OfSwitch {
  /** Empty: not known. */
  readonly portClass: string;
  readonly addresses: number | undefined;
  readonly unusedSince: number | undefined;
}

type Message = ApiMethods['PortService.ListPorts']['response']['ports'][number];
type LeftOut = Pick<
  ApiMethods['PortService.ListPorts']['response'],
  'unreadPorts' | 'unreadSwitches' | 'untoldPorts'
>;

const cell =
  (field: string) =>
  ({ view }: PortLine): string =>
    textField(view, field);

const unusedColumn: Column<PortLine> = {
  head: 'UNUSED',
  cell: ({ unusedSince }, { nowMs }) => (unusedSince === undefined ? '' : formatAge(nowMs - unusedSince)),
};

const portListing: ListingSpec<PortLine> = {
  plural: 'ports',
  name: ({ switchName, view }) => `${view.ref.site}/${switchName} ${textField(view, 'name')}`,
  columns: [
    { head: 'SWITCH', cell: ({ switchName }) => switchName },
    { head: 'PORT', cell: cell('name') },
    {
      head: 'STATE',
      cell: stateText,
      style: (row) => (stateText(row) === 'err-disabled' ? 'bad' : undefined),
    },
    { head: 'CLASS', cell: ({ portClass }) => portClass },
    { head: 'MODE', cell: cell('mode') },
    { head: 'VLAN', cell: cell('vlan') },
    { head: 'VOICE', wide: true, cell: cell('voiceVlan') },
    { head: 'LAG', cell: cell('lag') },
    { head: 'ADDRESSES', cell: addressText },
    { head: 'DESCRIPTION', shrinks: true, cell: cell('description') },
    { head: 'SPEED', wide: true, cell: cell('speedMbps') },
    { head: 'TAGGED', wide: true, cell: cell('taggedVlans') },
    { head: 'SITE', wide: true, cell: ({ view }) => view.ref.site },
  ],
  csv: [
    { head: 'site', cell: ({ view }) => view.ref.site },
    { head: 'switch', cell: ({ switchName }) => switchName },
    { head: 'port', cell: cell('name') },
    { head: 'state', cell: stateText },
    { head: 'mode', cell: cell('mode') },
    { head: 'vlan', cell: cell('vlan') },
    { head: 'voice_vlan', cell: cell('voiceVlan') },
    { head: 'tagged_vlans', cell: cell('taggedVlans') },
    { head: 'lag', cell: cell('lag') },
    { head: 'addresses', cell: addressText },
    { head: 'description', cell: cell('description') },
    { head: 'class', cell: ({ portClass }) => portClass },
    {
      head: 'unused_since',
      cell: ({ unusedSince }) => (unusedSince === undefined ? '' : formatIso(unusedSince)),
    },
  ],
};

function addressText({ addresses }: PortLine): string {
  return addresses === undefined ? '' : String(addresses);
}

function stateText({ view }: PortLine): string {
  if (view.fields['adminUp'] === false) return 'disabled';
  const state = textField(view, 'state');
  if (state !== '') return state;
  return view.fields['operUp'] === true ? 'up' : view.fields['operUp'] === false ? 'down' : '';
}

export const portLs: CommandSpec = {
  path: ['port', 'ls'],
  summary: 'list ports of switches, as the last collect saw them',
  examples: [
    ['wayside port ls --switch ams1-f2-sw03', 'the ports of one switch: what each is, and how much is on it'],
    ['wayside port ls --site ams1 --vlan 20', 'all ports in VLAN 20'],
    ['wayside port ls --site ams1 --class phone', 'where phones are plugged in'],
    ['wayside port ls --site ams1 --unused-for 30d', 'ports that could be patched elsewhere'],
    [
      'wayside port ls --site ams1 --filter state=err-disabled',
      'ports that switches shut down by themselves',
    ],
    ['wayside port ls --switch ams1-f2-sw03 -o csv > ports.csv', 'for a spreadsheet'],
  ],
  flags: [
    siteFlag,
    ofSwitchFlag,
    { name: 'vlan', value: 'NUMBER', doc: 'only in this access or native VLAN' },
    { name: 'class', value: 'CLASS', doc: `only these: ${portClasses.join(', ')}`, suggest: portClasses },
    {
      name: 'unused-for',
      value: 'DURATION',
      doc: 'only without link and without address for so long, such as 30d',
    },
    ...arrangeFlagsOf(FIELDS),
    limitFlag,
    atFlag,
  ],
  notes: [
    'CLASS goes by what the last collect saw; "-" where it saw nothing that tells. With --at it is not told.',
    'wayside port get reads one port from its switch now.',
  ],
  run: async (call) => {
    const atMs = await atTime(call);
    return atMs === undefined ? listNow(call) : listThen(call, atMs);
  },
};

async function listNow(call: Call): Promise<ExitCode> {
  const { shell, flags } = call;
  const { limit, vlan, filter, orderBy } = wishOf(call);
  const portClass = classOf(flags.text('class'));
  const unusedFor = flags.text('unused-for');
  const terms = [
    filter,
    ...(vlan === undefined ? [] : [`vlan=${vlan}`]),
    ...(portClass === undefined ? [] : [`portClass=${portClass}`]),
  ];
  const request = {
    ...{ site: flags.text('site') ?? '', orderBy, filter: terms.join(' ').trim() },
    unusedForSeconds: unusedFor === undefined ? 0 : await secondsOf(unusedFor),
  };
  const { ports, more, leftOut } = await readPorts(shell, { ...request, limit, ...(await switchOf(call)) });
  const columns = [...portListing.columns, ...(unusedFor === undefined ? [] : [unusedColumn])];
  const api = await shell.api();
  const json = ({ record, ...judged }: JsonObject): JsonObject => ({ ...(record as JsonObject), ...judged });
  await printListing(
    shell,
    { ...portListing, columns },
    {
      rows: ports.flatMap(lineOf),
      json: () => ({
        records: ports.map((port) => json(api.toJson('wayside.v1.ListedPort', port) as JsonObject)),
        ...(unusedFor !== undefined && { ...leftOut }),
      }),
    },
  );
  if (unusedFor !== undefined) sayLeftOut(shell, leftOut, unusedFor);
  if (more) shell.note(`only the first ${limit}; --limit 0 lists all`);
  return exitCodes.done;
}

/** What a port is and who used it is known of the present alone. */
async function listThen(call: Call, atMs: number): Promise<ExitCode> {
  const { shell, flags } = call;
  for (const name of ['class', 'unused-for'])
    if (flags.text(name) !== undefined)
      throw new WaysideError('INVALID_INPUT', `--${name} is about now: it does not go with --at`);
  const { limit, vlan, filter, orderBy } = wishOf(call);
  const { rows, records, more } = await listOfSwitches(shell, {
    ...{ kind: 'port', name: flags.text('switch'), site: flags.text('site'), atMs, limit, filter, orderBy },
    match: vlan === undefined ? {} : { vlan: String(vlan) },
  });
  const nothing = { portClass: '', addresses: undefined, unusedSince: undefined };
  await printOfSwitches(shell, portListing, { rows: rows.map((row) => ({ ...row, ...nothing })), records });
  if (more) shell.note(`only the first ${limit}; --limit 0 lists all`);
  return exitCodes.done;
}

function wishOf({ flags }: Call) {
  return {
    vlan: numberFlag(flags, 'vlan', { min: 1, max: VLAN_MAX }),
    limit: numberFlag(flags, 'limit', { min: 0, max: LIMIT_MAX }) ?? 0,
    ...arrangement(flags),
  };
}

async function switchOf({ shell, flags }: Call): Promise<{ readonly switch?: RecordRef; site?: string }> {
  const name = flags.text('switch');
  if (name === undefined) return {};
  const { view } = await findRecord(shell, { kind: 'switch', name, site: flags.text('site') });
  return { switch: view.ref, site: '' };
}

function classOf(text: string | undefined): string | undefined {
  if (text === undefined || portClasses.some((name) => name === text)) return text;
  throw new WaysideError('INVALID_INPUT', `--class must be one of ${portClasses.join(', ')}, not "${text}"`);
}

const MS_PER_SECOND = 1000;
const UNUSED_MAX_MS = 365 * 86_400_000;

async function secondsOf(text: string): Promise<number> {
  const { parseDuration } = await import('../../../shared/config/index.ts');
  const ms = parseDuration(text);
  if (ms !== undefined && ms >= MS_PER_SECOND && ms <= UNUSED_MAX_MS) return Math.ceil(ms / MS_PER_SECOND);
  throw new WaysideError(
    'INVALID_INPUT',
    `--unused-for must be a duration from 1s to 365d, such as 30d, not "${text}"`,
  );
}

async function readPorts(
  shell: Shell,
  { limit, ...request }: ApiMethods['PortService.ListPorts']['request'] & { readonly limit: number },
): Promise<{ readonly ports: readonly Message[]; readonly more: boolean; readonly leftOut: LeftOut }> {
  const ports: Message[] = [];
  const max = limit === 0 ? Number.POSITIVE_INFINITY : limit;
  let leftOut: LeftOut | undefined;
  let pageToken = '';
  do {
    const pageSize = Math.min(PAGE_SIZE_MAX, max - ports.length);
    const page = await shell.call('PortService.ListPorts', { ...request, pageSize, pageToken });
    ports.push(...page.ports);
    const { unreadPorts, unreadSwitches, untoldPorts } = page;
    leftOut ??= { unreadPorts, unreadSwitches, untoldPorts };
    pageToken = page.nextPageToken;
  } while (pageToken !== '' && ports.length < max);
  return { ports, more: pageToken !== '', leftOut };
}

function lineOf(port: Message): readonly PortLine[] {
  if (!port.record) return [];
  const { switchName, portClass, addresses } = port;
  const unusedSince = timestampFromWire(port.unusedSince);
  return [{ view: held(port.record).view, switchName, portClass, addresses, unusedSince }];
}

function sayLeftOut(shell: Shell, { unreadPorts, unreadSwitches, untoldPorts }: LeftOut, text: string): void {
  const of = unreadSwitches === 1 ? '1 switch that was' : `${unreadSwitches} switches that were`;
  if (unreadPorts > 0)
    shell.note(`left out: ${countOf(unreadPorts)} of ${of} not read to the end within ${text}`);
  if (untoldPorts > 0)
    shell.note(`left out: ${countOf(untoldPorts)} of which the switch does not tell whether there is a link`);
}

function countOf(ports: number): string {
  return ports === 1 ? '1 port' : `${ports} ports`;
}
