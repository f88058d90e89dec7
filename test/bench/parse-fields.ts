/** How each class is compared: what an expectation tells, and what a row tells. */
import type { CommandClass, RowTypes } from '../../agent/switch/platform.ts';
import { type Fields, fieldsOf, isFields } from './parse-expected.ts';
import { type Found, mergeFound, type Wanted } from './parse-facts.ts';
import { foundArp, foundCpu, wantedArp, wantedCpu } from './parse-fields-arp.ts';
import { foundConfig, wantedConfigs } from './parse-fields-configs.ts';
import { foundLag, foundVlan, realPorts, wantedLags, wantedVlans } from './parse-fields-groups.ts';
import { foundNeighbour, wantedNeighbours } from './parse-fields-neighbours.ts';
import { foundPort, wantedPorts } from './parse-fields-ports.ts';
import { foundSystem, wantedSystem } from './parse-fields-system.ts';
import type { Context } from './parse-values.ts';

/** All but MAC tables, which are compared as whole tuples. */
export type OtherClass = Exclude<CommandClass, 'fdb'>;

export interface ClassFields<Row> {
  readonly wanted: (rows: readonly Fields[], context: Context) => Wanted[];
  readonly found: (row: Row) => Found[];
  /** Rows of one key become one before they are compared. */
  readonly merges?: boolean;
  readonly leaveOut?: (rows: readonly Found[], expected: readonly Wanted[], context: Context) => Found[];
}

const CLASS_FIELDS: { readonly [C in OtherClass]: ClassFields<RowTypes[C]> } = {
  ports: { wanted: wantedPorts, found: foundPort },
  configs: { wanted: wantedConfigs, found: foundConfig, merges: true },
  neighbours: { wanted: wantedNeighbours, found: foundNeighbour },
  vlans: { wanted: wantedVlans, found: foundVlan, merges: true, leaveOut: realPorts },
  lags: { wanted: wantedLags, found: foundLag, merges: true },
  system: { wanted: wantedSystem, found: foundSystem, merges: true },
  arp: { wanted: wantedArp, found: foundArp },
  cpu: { wanted: wantedCpu, found: foundCpu },
};

export function wantedRows(name: OtherClass, expectation: unknown, context: Context): Wanted[] {
  const rows = fieldsOf(expectation);
  return CLASS_FIELDS[name].wanted(rows.length > 0 ? rows : keyedRows(expectation), context);
}

export function foundRows<C extends OtherClass>(
  name: C,
  rows: readonly RowTypes[C][],
  expected: readonly Wanted[],
  context: Context,
): Found[] {
  const { found, merges, leaveOut }: ClassFields<RowTypes[C]> = CLASS_FIELDS[name];
  const all = rows.flatMap(found);
  const whole = merges === true ? mergeFound(all) : all;
  return leaveOut?.(whole, expected, context) ?? whole;
}

/** `{"1": {"name": "default", "interfaces": [...]}}` */
function keyedRows(expectation: unknown): Fields[] {
  if (!isFields(expectation)) return [];
  return Object.entries(expectation).flatMap(([vlan, fields]) =>
    /^\d+$/.test(vlan) && isFields(fields) ? [{ ...fields, vlan_id: vlan }] : [],
  );
}
