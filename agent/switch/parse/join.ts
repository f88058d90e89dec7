/** Rows of several commands brought together, by the port names that all classes of a platform share. */
import type { LagRow, NeighbourRow, PortRow, SystemRow } from '../platform.ts';

/** Ports with the port channel that each is a member of. */
export function joinLags(ports: readonly PortRow[], lags: readonly LagRow[]): PortRow[] {
  const lagOf = new Map(lags.flatMap(({ lag, ports: members }) => members.map((member) => [member, lag])));
  return ports.map((port) => ({ ...port, lag: lagOf.get(port.name) ?? port.lag }));
}

/** What the device said of itself over all commands; earlier commands win. */
export function joinSystem(rows: readonly SystemRow[]): SystemRow {
  return Object.assign({}, ...rows.toReversed());
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
