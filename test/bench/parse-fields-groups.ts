/** VLANs and port channels, which both are a name and ports: expectation files and rows as the same facts. */
import { expandPorts } from '../../agent/switch/parse/index.ts';
import type { LagRow, VlanRow } from '../../agent/switch/platform.ts';
import { type Fields, listOf, pick, textOf } from './parse-expected.ts';
import { type Found, found, mergeWanted, type Spellings, type Wanted, wanted } from './parse-facts.ts';
import { type Context, column, plain, told } from './parse-values.ts';

const VLAN_PORTS = ['interfaces', 'interface', 'ports'];

export function wantedVlans(rows: readonly Fields[], context: Context): Wanted[] {
  return mergeWanted(
    rows.flatMap((fields) => {
      const vlan = /^\d+/.exec(textOf(pick(fields, ['vlan_id', 'tag', 'vlan'])))?.[0];
      if (vlan === undefined) return [];
      return [
        wanted(String(Number(vlan)), {
          name: told(vlanName(fields), (text) => text.replace(/ by port$/, '')),
          port: vlanPorts(fields, context) ?? null,
        }),
      ];
    }),
  );
}

function vlanName(fields: Fields): string | undefined {
  return column(fields, ['vlan_name', 'name', 'vlan_description']);
}

function vlanPorts(fields: Fields, context: Context): string[] | undefined {
  const byKind = Object.entries(fields).filter(([name]) =>
    /^(?:ports_[ut]_\w+|(?:un)?taggedports)$/.test(name),
  );
  if (byKind.length > 0) return byKind.flatMap(([name, value]) => listed(value, context, kindOf(name)));
  if (fields['slot'] !== undefined && fields['port'] !== undefined) return [stackPort(fields, context)];
  const list = pick(fields, VLAN_PORTS);
  return list === undefined ? undefined : listed(list, context);
}

/** FTOS keeps the letters of the port in the heading: `ports_u_te` with `0/1`. */
function kindOf(name: string): string {
  return /^ports_[ut]_(\w+)$/.exec(name)?.[1] ?? '';
}

/** ICX prints unit, module and port apart, and a group of ports by its number. */
function stackPort(fields: Fields, { portName }: Context): string {
  const place = /^U(\d+)\/M(\d+)$/.exec(textOf(fields['lag']))?.slice(1);
  const [unit, slot] = place ?? ['stack_id', 'slot'].map((name) => textOf(fields[name]));
  return portName([unit, slot, textOf(fields['port'])].filter((text) => text !== '').join('/'));
}

function listed(value: unknown, context: Context, kind = ''): string[] {
  return listOf(value)
    .flatMap((text) => portsIn(text.replace(/\*/g, ''), context))
    .map((port) => (kind === '' ? port : context.portName(`${kind} ${port}`)));
}

/** `1/1/34-1/1/52`, `ethe 1 to 2 ethe 11`, `e 2/3/1 to 2/3/2`, `fa1-2,fa4-8,`. */
function portsIn(text: string, { portName }: Context): string[] {
  const list = text
    .replace(/\s+to\s+/g, '-')
    .replace(/\be(?:the?)?(?:rnet)?\s+(?=\d)/g, '')
    .trim();
  if (/^-*$/.test(list)) return [];
  const expanded = expandPorts(list, portName);
  if (expanded.length > 0) return expanded;
  return list
    .split(/[,\s]+/)
    .filter((piece) => /[^-]/.test(piece))
    .flatMap(numberRange)
    .map(portName);
}

/** Ports that are bare numbers, as on stackless switches. */
function numberRange(piece: string): string[] {
  const [, from, to] = /^(\d{1,3})-(\d{1,3})$/.exec(piece) ?? [];
  if (from === undefined || to === undefined) return [piece];
  return Array.from({ length: Number(to) - Number(from) + 1 }, (_, i) => String(Number(from) + i));
}

export function foundVlan(row: VlanRow): Found[] {
  return [found(String(row.vlan), { name: plain(row.name ?? ''), port: row.ports })];
}

const LAG_NAMES = [
  'bundle_name',
  'aggregate_interface',
  'eth_trunk',
  'trunk',
  'trunkid',
  'peer_link',
  'config_master',
  'id',
  'name',
  'interface',
];
const LAG_PORTS = [
  'member_interface',
  'member_port',
  'local_interfaces',
  'ld_share_group',
  'slaves',
  'portlist',
  'local_port',
  'interfaces',
];

export function wantedLags(rows: readonly Fields[], context: Context): Wanted[] {
  return mergeWanted(
    rows.flatMap((fields) => {
      const ports = lagPorts(fields, context);
      const lag = lagName(fields, context);
      return lag === '' ? [] : [wanted(lag, { port: ports ?? null })];
    }),
  );
}

function lagName(fields: Fields, { portName, platform }: Context): string {
  if (platform === 'mikrotik_routeros') return textOf(fields['name']);
  const text = textOf(pick(fields, LAG_NAMES));
  // ICX shows the number of a group; its members know it as `lg5`.
  return platform === 'ruckus_icx' && /^\d+$/.test(text) ? portName(`lg${text}`) : portName(text);
}

function lagPorts(fields: Fields, context: Context): string[] | undefined {
  const numbered = Object.entries(fields).filter(([name]) => /^port\d+$/.test(name));
  if (numbered.length > 0) return numbered.flatMap(([, value]) => listed(value, context));
  // VRP has a row for each member, and both names are in it.
  if (fields['eth_trunk'] !== undefined) return listed(fields['interface'], context);
  const list = pick(fields, LAG_PORTS);
  if (list === undefined) return undefined;
  return context.platform === 'mikrotik_routeros'
    ? listOf(list).flatMap((text) => text.split(','))
    : listed(list, context);
}

export function foundLag(row: LagRow): Found[] {
  return [found(row.lag, { port: row.ports })];
}

/** OS6 lists port channels that do not exist as members of VLANs; the expectation knows only real ones. */
export function realPorts(
  rows: readonly Found[],
  expected: readonly Wanted[],
  { platform }: Context,
): Found[] {
  if (platform !== 'dell_os6') return [...rows];
  const real = new Set(
    expected.flatMap(({ facts }) => facts.get('port') ?? []).flatMap((texts: Spellings) => texts),
  );
  return rows.map(({ key, facts }) => ({
    key,
    facts: new Map(
      [...facts].map(([field, texts]) => [
        field,
        field === 'port' ? texts.filter((text) => !/^Po\d+$/.test(text) || real.has(text)) : texts,
      ]),
    ),
  }));
}
