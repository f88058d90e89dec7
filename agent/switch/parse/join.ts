/** Rows of several commands brought together, by the port names that all classes of a platform share. */
import type {
  FdbRow,
  LagRow,
  NeighbourRow,
  PortConfigRow,
  PortRow,
  SystemRow,
  UnitRow,
  VlanRow,
} from '../platform.ts';

/** Ports with the port channel that each is a member of; what several commands told of one port is one row. */
export function joinLags(ports: readonly PortRow[], lags: readonly LagRow[]): PortRow[] {
  const lagOf = new Map(lags.flatMap(({ lag, ports: members }) => members.map((member) => [member, lag])));
  return joinPorts(ports).map((port) => ({ ...port, lag: lagOf.get(port.name) ?? port.lag }));
}

/** Earlier rows win; later ones add what they lack. */
function joinPorts(rows: readonly PortRow[]): PortRow[] {
  const byName = new Map<string, PortRow>();
  for (const row of rows) byName.set(row.name, { ...row, ...told(byName.get(row.name) ?? {}) });
  return [...byName.values()];
}

/** Gives rows that only name their VLAN its number, as the table of VLANs knows it. */
export function joinVlanNames(rows: readonly FdbRow[], vlans: readonly VlanRow[]): FdbRow[] {
  const numbers = new Map(vlans.flatMap(({ name, vlan }) => (name === undefined ? [] : [[name, vlan]])));
  return rows.map((row) => {
    const vlan = row.vlanName === undefined ? undefined : numbers.get(row.vlanName);
    return vlan === undefined ? row : { ...row, vlan };
  });
}

/** What the device said of itself over all commands; earlier commands win. */
export function joinSystem(rows: readonly SystemRow[]): SystemRow {
  const joined: SystemRow = Object.assign({}, ...rows.toReversed());
  const units = joinUnits(rows.flatMap((row) => row.units ?? []));
  return units.length === 0 ? joined : { ...joined, units };
}

function joinUnits(rows: readonly UnitRow[]): UnitRow[] {
  const byUnit = new Map<string, UnitRow>();
  for (const row of rows) byUnit.set(row.unit, { ...row, ...told(byUnit.get(row.unit) ?? {}) });
  return [...byUnit.values()];
}

/** What is configured on each port, from commands that each tell a part; earlier ones win. */
export function joinConfigs(rows: readonly PortConfigRow[]): PortConfigRow[] {
  const byName = new Map<string, PortConfigRow>();
  for (const row of rows) {
    const first = byName.get(row.name);
    const lines = first === undefined || first.lines.length === 0 ? row.lines : first.lines;
    byName.set(row.name, { ...row, ...told(first ?? {}), lines });
  }
  return [...byName.values()];
}

/** The fields that hold something. */
function told<Row extends object>(row: Row): Partial<Row> {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined)) as Partial<Row>;
}

/**
 * One row per neighbour, from summary and detail rows in any order. Of two rows for one neighbour the fuller wins and
 * takes from the other what it lacks. Old devices leave the local port out of the detail; it comes from the summary.
 */
export function joinNeighbours(rows: readonly NeighbourRow[]): NeighbourRow[] {
  const byFullness = rows.toSorted((a, b) => fullness(b) - fullness(a));
  const joined: NeighbourRow[] = [];
  for (const row of byFullness) {
    const at = joined.findIndex((other) => sameNeighbour(other, row));
    const other = joined[at];
    if (other === undefined) joined.push(row);
    else joined[at] = fill(other, row);
  }
  return joined;
}

function fullness(row: NeighbourRow): number {
  const texts = [row.chassisId, row.systemDescription, row.managementAddress];
  return texts.filter((text) => text !== undefined).length + row.capabilities.length;
}

function sameNeighbour(a: NeighbourRow, b: NeighbourRow): boolean {
  if (a.protocol !== b.protocol || conflicts(a.chassisId, b.chassisId)) return false;
  if (conflicts(a.remotePort, b.remotePort)) return false;
  if (a.port !== '' && b.port !== '') return a.port === b.port;
  return a.remotePort !== undefined && sameName(a.systemName, b.systemName);
}

function conflicts(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && a !== b && !a.startsWith(b) && !b.startsWith(a);
}

/** Summaries cut long names, so a beginning is enough. */
function sameName(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && (a.startsWith(b) || b.startsWith(a));
}

function fill(full: NeighbourRow, other: NeighbourRow): NeighbourRow {
  return {
    port: full.port || other.port,
    protocol: full.protocol,
    chassisId: full.chassisId ?? other.chassisId,
    remotePort: full.remotePort ?? other.remotePort,
    systemName: full.systemName ?? other.systemName,
    systemDescription: full.systemDescription ?? other.systemDescription,
    managementAddress: full.managementAddress ?? other.managementAddress,
    capabilities: full.capabilities.length > 0 ? full.capabilities : other.capabilities,
  };
}
