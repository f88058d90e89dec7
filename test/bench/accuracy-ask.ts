/** Asks a campus as the tracer does: the last collects are the picture, the switches that answer tell what they see now. */
import type { Located, Question, Sighting, SwitchFacts } from '../../controller/trace/facts.ts';
import { locate } from '../../controller/trace/locate.ts';
import { buildTopology, type Topology } from '../../controller/trace/topology.ts';
import { type Mac, parseMac, type RecordRef } from '../../shared/model/index.ts';
import type { CampusDevice, CampusFile, CampusRow } from '../lab/network/file.ts';

export const NOW = 1_900_000_000_000;
const MINUTE_MS = 60_000;
const COLLECTED_DEFAULT_MIN = 10;

export interface AskedCampus {
  readonly ask: (mac: Mac) => Located;
  /** All rows that a question sees: live ones of switches that answer, remembered ones of all. */
  readonly rowsOf: (mac: Mac) => readonly Sighting[];
  readonly silent: ReadonlySet<string>;
  readonly topology: Topology;
}

export interface OpenOptions {
  /** False: nobody hears anybody. */
  readonly neighbours: boolean;
  /** The addresses that will be asked, as the file spells them. */
  readonly macs: readonly string[];
}

export function openCampus(file: CampusFile, { neighbours, macs }: OpenOptions): AskedCampus {
  const parsed = new Map<string, Mac | undefined>();
  const plain = (mac: string | undefined): Mac | undefined => {
    if (mac === undefined) return undefined;
    if (!parsed.has(mac)) parsed.set(mac, parseMac(mac));
    return parsed.get(mac);
  };
  const arp = resolved(file, plain);
  const topology = buildTopology(
    file.devices.map((device) => {
      const resolvedMac = arp.get(device.managementAddress ?? '');
      return { ...factsOf(device, { neighbours, plain }), resolvedMac };
    }),
  );
  const silent = new Set(file.devices.flatMap((device) => (device.silent === true ? [device.name] : [])));
  const refs = file.devices.map(({ name }) => switchRef(name));
  const answered = refs.filter(({ id }) => !silent.has(id));
  const failed = refs.filter(({ id }) => silent.has(id));
  const rows = new Map<string, Sighting[]>(macs.map((mac) => [plain(mac) ?? '', []]));
  for (const device of file.devices) addSightings(rows, device, plain);
  const rowsOf = (mac: Mac): readonly Sighting[] => rows.get(mac) ?? [];
  const ask = (mac: Mac): Located => {
    const question: Question = { mac, now: NOW, sightings: rowsOf(mac), answered, failed };
    return locate(question, topology);
  };
  return { ask, rowsOf, silent, topology };
}

/** In the one spelling. */
type Plain = (mac: string | undefined) => Mac | undefined;

/** Address -> MAC, as the ARP tables of the last collects have it. */
function resolved({ devices }: CampusFile, plain: Plain): ReadonlyMap<string, string> {
  const rows = devices.flatMap((device) => (collectedAgo(device) === undefined ? [] : (device.arp ?? [])));
  return new Map(rows.flatMap(({ address, mac }) => [[address, plain(mac) ?? ''] as const]));
}

function switchRef(name: string): RecordRef {
  return { site: 'campus', kind: 'switch', id: name };
}

/** Minutes since the last collect; undefined: never. */
function collectedAgo({ silent, collectedMinutesAgo }: CampusDevice): number | undefined {
  if (collectedMinutesAgo === null) return undefined;
  return collectedMinutesAgo ?? (silent === true ? undefined : COLLECTED_DEFAULT_MIN);
}

function collectedRows(device: CampusDevice): readonly CampusRow[] {
  return collectedAgo(device) === undefined ? [] : (device.collectedFdb ?? device.fdb);
}

function factsOf(
  device: CampusDevice,
  { neighbours, plain }: { readonly neighbours: boolean; readonly plain: Plain },
): SwitchFacts {
  const known = collectedAgo(device) !== undefined;
  const lagOf = new Map(
    (device.lags ?? []).flatMap(({ name, members }) => members.map((member) => [member, name] as const)),
  );
  const ports = new Map(device.ports.map((port) => [port.name, port]));
  for (const name of (device.lags ?? []).flatMap((lag) => [lag.name, ...lag.members])) {
    if (!ports.has(name)) ports.set(name, { name });
  }
  return {
    ref: switchRef(device.name),
    name: device.name,
    hostname: device.hostname,
    baseMac: known ? plain(device.baseMac) : undefined,
    macs: known ? (device.macs ?? []).flatMap((mac) => plain(mac) ?? []) : [],
    managementAddress: device.managementAddress,
    ports: !known
      ? []
      : [...ports.values()].map((port) => ({
          name: port.name,
          description: port.description,
          mode: port.mode,
          vlan: port.vlan,
          lag: lagOf.get(port.name) === port.name ? undefined : lagOf.get(port.name),
          operUp: port.up,
          state: undefined,
        })),
    fdb: collectedRows(device).flatMap((row) => {
      const mac = plain(row.mac);
      return mac === undefined ? [] : [{ mac, port: row.port, vlan: row.vlan, type: row.type ?? 'dynamic' }];
    }),
    neighbours:
      !known || !neighbours
        ? []
        : (device.neighbours ?? []).map((one) => ({
            port: one.port,
            protocol: one.protocol ?? 'lldp',
            chassisId: one.chassisId,
            remotePort: one.remotePort,
            systemName: one.systemName,
            systemDescription: one.systemDescription,
            managementAddress: one.managementAddress,
            capabilities: one.capabilities ?? [],
          })),
  };
}

function addSightings(rows: ReadonlyMap<string, Sighting[]>, device: CampusDevice, plain: Plain): void {
  const ref = switchRef(device.name);
  const ago = collectedAgo(device);
  const add = (list: readonly CampusRow[], live: boolean): void => {
    for (const row of list) {
      const { port, vlan, type = 'dynamic' } = row;
      const seenAt = live ? NOW : NOW - (ago ?? 0) * MINUTE_MS;
      rows.get(plain(row.mac) ?? '')?.push({ switch: ref, port, vlan, type, seenAt, live, present: true });
    }
  };
  add(device.silent === true ? [] : device.fdb, true);
  add(collectedRows(device), false);
}
