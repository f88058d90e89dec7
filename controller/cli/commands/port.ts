/** Ports: what was collected of them as a list, and one of them read from its switch now. */
import type { JsonObject } from '../../../shared/model/index.ts';
import { structFromWire } from '../../../shared/wire/index.ts';
import { exitCodes } from '../exit-codes.ts';
import { findRecord } from '../inventory/records.ts';
import { type Fact, printDetails } from '../output/details.ts';
import type { ListingSpec } from '../output/listing.ts';
import { formatAge } from '../output/time.ts';
import { argument, type CommandSpec } from '../spec.ts';
import { siteFlag } from './flags.ts';
import { portLs } from './port-ls.ts';

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
    ...optional('Read before', agesText(part(live, 'agesMs'))),
    ...(Array.isArray(live['notes']) ? live['notes'].map((note): Fact => ['Not read', String(note)]) : []),
  ];
}

/** In the words of people, what the agent may keep for a while; who is on the port is always asked. */
const keptWords: Readonly<Record<string, string>> = {
  ports: 'state',
  configs: 'configuration',
  lags: 'port channels',
  neighbours: 'neighbours',
};

/** Empty: all of it was read now. */
function agesText(agesMs: JsonObject): string {
  const told = Object.entries(agesMs).flatMap(([name, ms]) =>
    typeof ms === 'number' && ms > 0 ? [`${keptWords[name] ?? name} ${formatAge(ms)} ago`] : [],
  );
  return told.length === 0 ? '' : `${told.join(', ')}; --no-cache asks anew`;
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

export const portCommands: readonly CommandSpec[] = [portLs, get];
