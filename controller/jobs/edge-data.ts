/**
 * What a port technician is told of a job's data: of a lookup the rows of edge ports, of a port the state, the VLAN and
 * who is on it when it is one, and nothing of other work: neighbours, trunks and ARP tables are not of the port view.
 */
import type { JobKind, Json, JsonObject, RecordRef } from '../../shared/model/index.ts';
import type { Sight } from '../inventory/index.ts';

const ROW_FIELDS = ['mac', 'port', 'vlan', 'type'] as const;
const PORT_FIELDS = ['name', 'adminUp', 'operUp', 'state', 'speedMbps', 'duplex', 'mode', 'vlan'] as const;
const CONFIG_FIELDS = ['name', 'adminUp', 'mode', 'accessVlan', 'voiceVlan'] as const;

export interface EdgeOf {
  readonly kind: JobKind;
  readonly source: RecordRef;
  readonly sight: Pick<Sight, 'seesPort' | 'mayQuote'>;
}

export function edgeData(data: Json, of: EdgeOf): Json {
  if (!isObject(data)) return null;
  if (of.kind === 'lookup') return { rows: edgeRows(data['rows'], of) };
  return of.kind === 'port' ? edgePort(data, of) : null;
}

function edgePort(data: JsonObject, of: EdgeOf): Json {
  const { port, config, rows, addresses = null } = data;
  if (!isObject(port) || !seesPort(port['name'], of)) return null;
  return {
    port: { ...pick(port, PORT_FIELDS), ...quoted(port, of) },
    config: isObject(config) ? { ...pick(config, CONFIG_FIELDS), ...quoted(config, of) } : null,
    rows: edgeRows(rows, of),
    addresses,
  };
}

function edgeRows(rows: Json | undefined, of: EdgeOf): readonly JsonObject[] {
  if (!Array.isArray(rows)) return [];
  return rows.flatMap((row: Json) =>
    isObject(row) && row['type'] !== 'self' && seesPort(row['port'], of) ? [pick(row, ROW_FIELDS)] : [],
  );
}

/** Words on the device may name a switch. */
function quoted({ description }: JsonObject, { source, sight }: EdgeOf): JsonObject {
  return typeof description === 'string' && sight.mayQuote(source, description) ? { description } : {};
}

function seesPort(port: Json | undefined, { source, sight }: EdgeOf): boolean {
  return typeof port === 'string' && sight.seesPort(source, port);
}

function isObject(data: Json | undefined): data is JsonObject {
  return typeof data === 'object' && data !== null && !Array.isArray(data);
}

/** Plain values alone: lists and objects may hold anything. */
function pick(fields: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
      return value === undefined || typeof value === 'object' ? [] : [[name, value]];
    }),
  );
}
