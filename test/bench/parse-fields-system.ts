/** What devices say of themselves: expectation files and rows as the same facts. One row per file. */
import type { SystemRow } from '../../agent/switch/platform.ts';
import { type Fields, listOf, textOf } from './parse-expected.ts';
import { type Found, found, type Told, type Wanted, wanted } from './parse-facts.ts';
import { type Context, macOr, plain } from './parse-values.ts';

const KEY = 'system';
const COLUMNS = {
  hostname: ['hostname', 'identity'],
  softwareVersion: [
    'software_version',
    'sw_version',
    'os_version',
    'junos_version',
    'vrp_version',
    'image',
    'os',
    'version',
  ],
  model: [
    'hardware',
    'model',
    'pid',
    'platform',
    'device_type',
    'product',
    'chassis_description',
    'hw',
    'device_name',
  ],
  serial: ['serial', 'serial_number', 'sn', 'chassis_serial_number', 'device_serial_number'],
  baseMac: ['base_mac', 'sys_mac', 'mac_address'],
  unit: ['switch', 'switch_id', 'member_id'],
} as const;
type SystemField = keyof typeof COLUMNS;
const FIELDS = Object.keys(COLUMNS) as SystemField[];

/** Where a column means something else than elsewhere, or none of ours. The first that fits. */
const OTHERS: readonly (readonly [
  platform: string,
  command: RegExp,
  { readonly [F in SystemField]?: readonly string[] },
])[] = [
  // The hardware revision of a member stands under `version` there, and a member's address under `mac_address`.
  ['cisco_ios', /^show switch/, { softwareVersion: [], baseMac: [] }],
  ['hp_procurve', /^show system/, { hostname: ['name'] }],
  ['mikrotik_routeros', /identity/, { hostname: ['name'] }],
  ['mikrotik_routeros', /resource/, { model: ['board_name'] }],
  ['mikrotik_routeros', /routerboard/, { model: ['hardware_model'] }],
  ['ruckus_icx', /./, { model: ['hw', 'hardware'] }],
];
/** In a list of parts, those that stand for the device or for a member of a stack. */
const WHOLE_DEVICE = /^(?:\S+ )?chassis(?: \d+)?$|^switch ?\d*(?: system)?$|^\d+$/i;

export function wantedSystem(rows: readonly Fields[], context: Context): Wanted[] {
  if (rows.length === 0) return [];
  const others = OTHERS.find(
    ([id, pattern]) => id === context.platform && pattern.test(context.command),
  )?.[2];
  const whole = wholeDevices(rows);
  const facts: Record<string, Told | null> = {};
  // What stands anywhere in the file: cards and power supplies have columns of their own in some.
  const parts = rows.flatMap((fields) => Object.values(fields).flatMap((value) => listOf(value).map(plain)));
  const allowed = new Map<string, ReadonlySet<string>>();
  for (const field of FIELDS) {
    const columns = others?.[field] ?? COLUMNS[field];
    const name = columns.find((candidate) => rows.some((fields) => fields[candidate] !== undefined));
    if (name === undefined) continue;
    const of = (some: readonly Fields[]): string[] => some.flatMap((fields) => valuesOf(fields[name], field));
    // The device's own value must be there, and the serial number of every member; those of its parts may be.
    const own = [...new Set(of(whole))];
    if (own.length === 0) facts[field] = of(rows).length === 0 ? undefined : null;
    else if (field === 'softwareVersion') facts[field] = { either: versions(own[0] ?? '', rows[0] ?? {}) };
    else if (field === 'model') facts[field] = { either: models(own[0] ?? '') };
    else facts[field] = field === 'serial' || field === 'unit' ? own : own.slice(0, 1);
    allowed.set(field, new Set([...of(rows), ...parts]));
  }
  return [{ ...wanted(KEY, facts), allowed }];
}

/** With and without the words that some files take along: `S7706 Terabit Routing Switch`, `Stackable ICX7150`. */
function models(own: string): string[] {
  return [...new Set([own, own.replace(/^Stackable /, ''), own.replace(/ .*$/, '')])];
}

/** VRP has a version of its own beside that of the product; a pack may tell one or both. */
function versions(own: string, fields: Fields): string[] {
  const product = plain(textOf(fields['product_version']));
  return product === '' ? [own] : [own, product, `${own} (${product})`];
}

/** A list of parts has one device or the members of a stack in it; where no name tells, the first is the device. */
function wholeDevices(rows: readonly Fields[]): readonly Fields[] {
  if (rows.some((fields) => fields['slot_type'] !== undefined)) {
    const chassis = rows.filter((fields) => textOf(fields['slot_type']) === 'Chassis');
    return chassis.length > 0 ? chassis : rows.filter((fields) => textOf(fields['slot_type']) === 'Slot');
  }
  if (rows.every((fields) => fields['pid'] === undefined)) return rows;
  const named = rows.filter((fields) => WHOLE_DEVICE.test(textOf(fields['name'])));
  return named.length > 0 ? named : rows.slice(0, 1);
}

function valuesOf(value: unknown, field: SystemField): string[] {
  return listOf(value)
    .map((text) => (field === 'baseMac' ? macOr(text) : plain(text)))
    .filter((text) => text !== '');
}

export function foundSystem(row: SystemRow): Found[] {
  const units = row.units ?? [];
  return [
    found(KEY, {
      hostname: row.hostname,
      softwareVersion: distinct([row.softwareVersion, ...units.map((unit) => unit.softwareVersion)]),
      model: distinct([row.model, ...units.map((unit) => unit.model)]),
      serial: distinct([row.serial, ...units.map((unit) => unit.serial)]),
      baseMac: row.baseMac,
      unit: units.map(({ unit }) => unit),
    }),
  ];
}

function distinct(texts: readonly (string | undefined)[]): string[] {
  return [...new Set(texts.filter((text) => text !== undefined).map(plain))].filter((text) => text !== '');
}
