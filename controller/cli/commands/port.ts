/** Ports: what was collected of them as a list, and one of them read from its switch now. */
import {
  formatRef,
  type JsonObject,
  parseRef,
  type RecordView,
  VLAN_MAX,
} from '../../../shared/model/index.ts';
import { structFromWire } from '../../../shared/wire/index.ts';
import { exitCodes } from '../exit-codes.ts';
import { findRecord, type Held, listRecords, nameOf, requireSite, textField } from '../inventory/records.ts';
import { type Fact, printDetails } from '../output/details.ts';
import { type ListingSpec, printListing } from '../output/listing.ts';
import type { Shell } from '../shell.ts';
import { argument, type CommandSpec, type FlagSpec, numberFlag } from '../spec.ts';
import { arrangeFlagsOf, arrangement, atFlag, atTime, LIMIT_MAX, limitFlag, siteFlag } from './flags.ts';

const FIELDS = ['name', 'description', 'state', 'adminUp', 'operUp', 'mode', 'vlan', 'voiceVlan', 'lag'];

export const ofSwitchFlag: FlagSpec = {
  name: 'switch',
  value: 'SWITCH',
  doc: 'only of this switch: NAME, SITE/NAME or reference',
  complete: 'switch',
};

/** A record of a switch, with what the switch is called. */
export interface OfSwitch {
  readonly view: RecordView;
  readonly switchName: string;
  /** Addresses that the last collect saw on the port; `undefined`: not counted. */
  readonly addresses: number | undefined;
}

const cell =
  (field: string) =>
  ({ view }: OfSwitch): string =>
    textField(view, field);

const portListing: ListingSpec<OfSwitch> = {
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
    { head: 'MODE', cell: cell('mode') },
    { head: 'VLAN', cell: cell('vlan') },
    { head: 'VOICE', wide: true, cell: cell('voiceVlan') },
    { head: 'LAG', cell: cell('lag') },
    { head: 'ADDRESSES', cell: ({ addresses }) => (addresses === undefined ? '' : String(addresses)) },
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
    { head: 'addresses', cell: ({ addresses }) => String(addresses ?? '') },
    { head: 'description', cell: cell('description') },
  ],
};

function stateText({ view }: OfSwitch): string {
  if (view.fields['adminUp'] === false) return 'disabled';
  const state = textField(view, 'state');
  if (state !== '') return state;
  return view.fields['operUp'] === true ? 'up' : view.fields['operUp'] === false ? 'down' : '';
}

const ls: CommandSpec = {
  path: ['port', 'ls'],
  summary: 'list ports of switches, as the last collect saw them',
  examples: [
    ['wayside port ls --switch ams1-f2-sw03', 'the ports of one switch, with how many addresses are on each'],
    ['wayside port ls --site ams1 --vlan 20', 'all ports in VLAN 20'],
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
    ...arrangeFlagsOf(FIELDS),
    limitFlag,
    atFlag,
  ],
  notes: ['wayside port get reads one port from its switch now.'],
  async run(call) {
    const { shell, flags } = call;
    const vlan = numberFlag(flags, 'vlan', { min: 1, max: VLAN_MAX });
    const wish: OfSwitchWish = {
      kind: 'port',
      ...{ name: flags.text('switch'), site: flags.text('site'), atMs: await atTime(call) },
      ...{ limit: numberFlag(flags, 'limit', { min: 0, max: LIMIT_MAX }) ?? 0, ...arrangement(flags) },
      match: vlan === undefined ? {} : { vlan: String(vlan) },
    };
    const { rows, records, more } = await listOfSwitches(shell, wish);
    const counts = wish.name === undefined ? undefined : await addressCounts(shell, rows);
    const counted = rows.map((row) => ({
      ...row,
      addresses: counts && (counts.get(textField(row.view, 'name')) ?? 0),
    }));
    await printOfSwitches(shell, portListing, { rows: counted, records });
    if (more) shell.note(`only the first ${wish.limit}; --limit 0 lists all`);
    return exitCodes.done;
  },
};

export interface OfSwitchWish {
  readonly kind: 'port' | 'vlan';
  /** Of the switch; absent: of all. */
  readonly name: string | undefined;
  readonly site: string | undefined;
  readonly atMs: number | undefined;
  /** 0: all. */
  readonly limit: number;
  readonly match: Readonly<Record<string, string>>;
  readonly filter: string;
  readonly orderBy: string;
}

interface OfSwitches {
  readonly rows: readonly OfSwitch[];
  readonly records: readonly Held[];
  readonly more: boolean;
}

/** Records that switches tell of, with the names of their switches. Errors: NOT_FOUND, AMBIGUOUS_NAME. */
export async function listOfSwitches(shell: Shell, wish: OfSwitchWish): Promise<OfSwitches> {
  const { kind, name, site, atMs, limit, match, filter, orderBy } = wish;
  const found =
    name === undefined ? undefined : (await findRecord(shell, { kind: 'switch', name, site })).view;
  const place = found?.ref.site ?? site;
  const source = found && formatRef({ ...found.ref, kind: 'source' });
  const list = await listRecords(shell, {
    ...{ kind, site: place, atMs, filter, orderBy, limit: limit || undefined },
    match: { ...match, ...(source !== undefined && { source }) },
  });
  if (list.records.length === 0) await requireSite(shell, place, atMs);
  const names = found
    ? new Map([[formatRef(found.ref), nameOf(found)]])
    : await switchNames(shell, place, list.records.length > 0);
  const rows = list.records.map(({ view }) => ({
    ...{ view, addresses: undefined },
    switchName: names.get(textField(view, 'switch')) ?? idOf(textField(view, 'switch')),
  }));
  return { rows: orderBy === '' ? byPort(rows) : rows, records: list.records, more: list.more };
}

async function switchNames(
  shell: Shell,
  site: string | undefined,
  isNeeded: boolean,
): Promise<ReadonlyMap<string, string>> {
  if (!isNeeded) return new Map();
  const { records } = await listRecords(shell, { kind: 'switch', site });
  return new Map(records.map(({ view }) => [formatRef(view.ref), nameOf(view)]));
}

function idOf(ref: string): string {
  return ref === '' ? '' : parseRef(ref).id;
}

/** As people count: Gi1/0/2 before Gi1/0/10. */
function byPort(rows: readonly OfSwitch[]): readonly OfSwitch[] {
  const order = new Intl.Collator('en', { numeric: true });
  const key = ({ view, switchName }: OfSwitch): string =>
    `${view.ref.site} ${switchName} ${view.ref.kind === 'port' ? textField(view, 'name') : textField(view, 'vlan')}`;
  return rows.toSorted((a, b) => order.compare(key(a), key(b)));
}

async function addressCounts(
  shell: Shell,
  [first]: readonly OfSwitch[],
): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  if (!first) return counts;
  const { ref } = first.view;
  const owner = textField(first.view, 'switch');
  const source = owner === '' ? '' : formatRef({ ...parseRef(owner), kind: 'source' });
  const { records } = await listRecords(shell, { kind: 'sighting', site: ref.site, match: { source } });
  for (const { view } of records) {
    const port = textField(view, 'port');
    if (view.fields['type'] !== 'self') counts.set(port, (counts.get(port) ?? 0) + 1);
  }
  return counts;
}

export async function printOfSwitches(
  shell: Shell,
  spec: ListingSpec<OfSwitch>,
  { rows, records }: { readonly rows: readonly OfSwitch[]; readonly records: readonly Held[] },
): Promise<void> {
  const api = await shell.api();
  const extra = new Map(
    rows.map(({ view, switchName, addresses }) => [formatRef(view.ref), { switchName, addresses }]),
  );
  const json = ({ view, message }: Held): JsonObject => ({
    ...(api.toJson('wayside.v1.Record', message) as JsonObject),
    ...extra.get(formatRef(view.ref)),
  });
  await printListing(shell, spec, { rows, json: () => ({ records: records.map(json) }) });
}

const get: CommandSpec = {
  path: ['port', 'get'],
  summary: 'read all of one port from its switch now: state, configuration, addresses, neighbours',
  examples: [
    ['wayside port get ams1-f2-sw03 Gi1/0/7', 'and what would stand in the way of another VLAN'],
    ['wayside port get ams1-f2-sw03 Gi1/0/7 --no-cache', 'nothing that the agent remembers'],
  ],
  args: [
    { name: 'SWITCH', doc: 'NAME, SITE/NAME or reference', complete: 'switch' },
    { name: 'PORT', doc: 'in any spelling: Gi1/0/7, gigabitethernet1/0/7' },
  ],
  flags: [
    { ...siteFlag, doc: 'site of the switch' },
    { name: 'no-cache', doc: 'ask the switch for all of it' },
  ],
  async run(call) {
    const { shell, flags } = call;
    const wanted = { kind: 'switch', name: argument(call, 0), site: flags.text('site') } as const;
    const { ref } = (await findRecord(shell, wanted)).view;
    const request = { switch: ref, port: argument(call, 1), noCache: flags.on('no-cache') };
    const answer = await shell.call('PortService.GetPort', request);
    const api = await shell.api();
    const live = structFromWire(answer.live);
    await printDetails(shell, {
      spec: oneListing,
      row: answer,
      facts: () => factsOf(answer, live),
      json: () => api.toJson('wayside.v1.GetPortResponse', answer),
    });
    return exitCodes.done;
  },
};

interface Answer {
  readonly switchName: string;
  readonly port: string;
  readonly portClass: string;
  readonly signs: readonly string[];
  readonly guards: readonly { readonly code: string; readonly message: string; readonly override: string }[];
}

const oneListing: ListingSpec<Answer> = {
  plural: 'ports',
  name: ({ switchName, port }) => `${switchName} ${port}`,
  columns: [],
  csv: [
    { head: 'switch', cell: ({ switchName }) => switchName },
    { head: 'port', cell: ({ port }) => port },
    { head: 'class', cell: ({ portClass }) => portClass },
  ],
};

/** Addresses and neighbours that stand in one line. */
const TOLD_MAX = 10;

function factsOf(answer: Answer, live: JsonObject): readonly Fact[] {
  const port = part(live, 'port');
  const config = part(live, 'config');
  const text = (from: JsonObject, field: string): string => {
    const value = from[field];
    return value === undefined || value === null ? '' : String(value);
  };
  const adminUp = config['adminUp'] ?? port['adminUp'];
  return [
    ['Port', `${answer.switchName} ${answer.port}`],
    ['State', `${text(port, 'state')}${adminUp === false ? ' (disabled by configuration)' : ''}`],
    [
      'Speed',
      text(port, 'speedMbps') === ''
        ? ''
        : `${text(port, 'speedMbps')} Mbit/s ${text(port, 'duplex')}`.trim(),
    ],
    ['Description', text(config, 'description') || text(port, 'description')],
    ['Mode', text(config, 'mode') || text(port, 'mode')],
    ['VLAN', text(config, 'accessVlan') || text(config, 'nativeVlan') || text(port, 'vlan')],
    ...optional('Tagged VLANs', text(config, 'taggedVlans')),
    ...optional('Voice VLAN', text(config, 'voiceVlan')),
    ...optional('Member of', text(config, 'lag') || text(port, 'lag')),
    ['Class', [answer.portClass, ...answer.signs].join('; ')],
    ['Addresses', addressText(live)],
    ...parts(live, 'neighbours').map(
      (one): Fact => [
        'Neighbour',
        `${text(one, 'systemName') || text(one, 'chassisId')} ${text(one, 'remotePort')}`,
      ],
    ),
    ...answer.guards.map(
      ({ code, message, override }): Fact => [
        'Another VLAN',
        `blocked by ${code}: ${message}${override === '' ? '' : `; --allow ${override} lifts it`}`,
      ],
    ),
    ...(Array.isArray(live['notes']) ? live['notes'].map((note): Fact => ['Not read', String(note)]) : []),
  ];
}

function optional(label: string, value: string): readonly Fact[] {
  return value === '' ? [] : [[label, value]];
}

function addressText(live: JsonObject): string {
  const rows = parts(live, 'rows');
  const all = typeof live['addresses'] === 'number' ? live['addresses'] : rows.length;
  const shown = rows
    .slice(0, TOLD_MAX)
    .map((row) => `${String(row['mac'])}${typeof row['vlan'] === 'number' ? ` (VLAN ${row['vlan']})` : ''}`);
  const more = all > shown.length ? ` and ${all - shown.length} more` : '';
  return all === 0 ? 'none' : `${shown.join(', ')}${more}`;
}

function part(live: JsonObject, name: string): JsonObject {
  const value = live[name];
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}

function parts(live: JsonObject, name: string): readonly JsonObject[] {
  const value = live[name];
  if (!Array.isArray(value)) return [];
  return value.filter(
    (one): one is JsonObject => typeof one === 'object' && one !== null && !Array.isArray(one),
  );
}

export const portCommands: readonly CommandSpec[] = [ls, get];
