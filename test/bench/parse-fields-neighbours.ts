/** Neighbours: expectation files and rows as the same facts. */
import type { NeighbourRow } from '../../agent/switch/platform.ts';
import { type Fields, listOf, pick, textOf } from './parse-expected.ts';
import { type Found, found, type Told, type Wanted, wanted } from './parse-facts.ts';
import { type Context, column, cutName, macOr, plain, remotePort, told } from './parse-values.ts';

/** Descriptions are compared by their beginning: files hold one line of them or all. */
const DESCRIPTION_COMPARED_CHARS_MAX = 60;

export function wantedNeighbours(rows: readonly Fields[], context: Context): Wanted[] {
  return rows.flatMap((fields) => {
    // Some devices leave out the local port; RouterOS puts the bridge behind it.
    const place = pick(fields, ['local_interface', 'interface', 'local_port']);
    if (place === undefined) return [];
    const local = textOf(place).split(',')[0] ?? '';
    const cdp = / cdp /.test(`${context.command} `);
    return [
      wanted(context.portName(local), {
        remote: remoteOf(fields),
        name: nameOf(fields, cdp),
        chassis: cdp ? null : told(column(fields, ['chassis_id', 'mac_address']), (text) => macOr(text)),
        address: told(column(fields, ['mgmt_address', 'interface_ip', 'ip_address']), (text) =>
          text.toLowerCase(),
        ),
        description: descriptionOf(fields, context),
        capabilities: told(
          column(fields, ['capabilities', 'system_caps_enabled', 'system_capabilities_enabled']),
          (text) => [...capabilitiesOf(text, cdp), ...accessPoint(fields, cdp)],
        ),
      }),
    ];
  });
}

/** The identifier of the port where the file has it; many files call it `neighbor_interface`, others call so its description. */
function remoteOf(fields: Fields): Told | null {
  const columns = ['neighbor_port_id', 'neighbor_interface', 'interface_name', 'remote_port'];
  const texts = columns.map((name) => column(fields, [name])).filter((text) => text !== undefined);
  if (texts.length === 0) return null;
  return { either: [...new Set(texts.filter((text) => text !== '').map(remotePort))] };
}

/** CDP's identifier of a device is its name, often with the serial number behind it. A wrapped name stands in a list. */
function nameOf(fields: Fields, cdp: boolean): Told | null {
  const name = column(fields, ['neighbor_name', 'identity', 'system_name', 'neighbor']);
  const id = cdp ? column(fields, ['chassis_id']) : undefined;
  if (name === undefined && id === undefined) return null;
  const cells = Array.isArray(fields['neighbor_name']) ? plain(listOf(fields['neighbor_name']).join('')) : '';
  return { either: [...new Set([name ?? '', cells, id ?? ''].flatMap(cutName))] };
}

/** ProCurve's table has the description of the neighbour's port in this column. */
function descriptionOf(fields: Fields, { platform, command }: Context): Told | null {
  if (platform === 'hp_procurve' && !/detail/.test(command)) return null;
  return told(column(fields, ['neighbor_description', 'system_description']), (text) =>
    text === '' ? '' : `${text.slice(0, DESCRIPTION_COMPARED_CHARS_MAX)}…`,
  );
}

const LLDP_LETTERS: ReadonlyMap<string, string> = new Map([
  ['B', 'bridge'],
  ['R', 'router'],
  ['T', 'telephone'],
  ['W', 'wlan'],
  ['P', 'repeater'],
  ['S', 'station'],
  ['C', 'other'],
  ['D', 'other'],
  ['O', 'other'],
]);
/** What is of no matter to us, such as IGMP, is left out. */
const CDP_LETTERS: ReadonlyMap<string, string> = new Map([
  ['R', 'router'],
  ['T', 'bridge'],
  ['B', 'bridge'],
  ['S', 'bridge'],
  ['H', 'station'],
  ['P', 'telephone'],
  ['r', 'repeater'],
]);
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/^router$/, 'router'],
  [/^bridge$|^switch$|^(?:trans|source-route)-bridge$/, 'bridge'],
  [/^telephone$|^phone$/, 'telephone'],
  [/^wlan|^wireless/, 'wlan'],
  [/^repeater$/, 'repeater'],
  [/^station|^host$/, 'station'],
  [/^other$|^docsis/, 'other'],
];

/** CDP has no word for an access point; its platform tells. */
function accessPoint(fields: Fields, cdp: boolean): string[] {
  return cdp && /\bAIR-|\bC?W?91\d\d(?:AX|I|E|D)/i.test(textOf(fields['platform'])) ? ['wlan'] : [];
}

/** `B,R`, `BR`, `Bridge, Router`, `bridge wlan-access-point`, `Router Switch IGMP`. */
function capabilitiesOf(text: string, cdp: boolean): string[] {
  const letters = cdp ? CDP_LETTERS : LLDP_LETTERS;
  const pieces = text
    .replace(/wlan access point/gi, 'wlan')
    .split(/[,\s]+/)
    .filter((piece) => piece !== '');
  const short = pieces.every((piece) => piece.length === 1 || (!cdp && /^[A-Z]{2,4}$/.test(piece)));
  const words = short
    ? pieces.flatMap((piece) => [...piece]).map((letter) => letters.get(letter))
    : pieces.map((piece) => WORDS.find(([pattern]) => pattern.test(piece.toLowerCase()))?.[1]);
  return [...new Set(words.filter((word) => word !== undefined))];
}

export function foundNeighbour(row: NeighbourRow): Found[] {
  return [
    found(row.port, {
      remote: row.remotePort === undefined ? undefined : remotePort(row.remotePort),
      name: plain(row.systemName ?? ''),
      chassis: plain(row.chassisId ?? ''),
      address: row.managementAddress?.toLowerCase(),
      description: plain(row.systemDescription ?? ''),
      capabilities: row.capabilities,
    }),
  ];
}
