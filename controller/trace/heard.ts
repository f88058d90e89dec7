/** Where a device is heard that no table tells of: its own words on a port, by LLDP or CDP, are as good a place as a row. */
import { formatRef, type TraceEdge, type TraceNamed } from '../../shared/model/index.ts';
import type { Sight } from '../inventory/index.ts';
import { ageText } from './age.ts';
import { portKey } from './port-name.ts';
import type { PortView, Topology } from './topology.ts';

export interface HeardPlace {
  readonly named: TraceNamed;
  readonly view: PortView;
  /** `heard by LLDP 4 minutes ago`. */
  readonly how: string;
}

/** What is only heard may have gone since the last collect, and some devices hand on the words of others. */
const HEARD_CONFIDENCE = 0.8;

/** One for each port, as the last collects have it. */
export function heardPlaces(
  device: readonly TraceNamed[],
  { now, topologyOf }: { readonly now: number; readonly topologyOf: (site: string) => Topology },
): readonly HeardPlace[] {
  const places = new Map<string, HeardPlace>();
  for (const named of device) {
    if (named.source !== 'neighbour' || named.port === undefined) continue;
    const key = portKey(named.port);
    const ports = topologyOf(named.switch.site).switches.get(formatRef(named.switch))?.ports;
    const view = [...(ports?.values() ?? [])].find((port) =>
      port.neighbours.some((one) => portKey(one.port) === key && isSaid(one.systemName, named.name)),
    );
    if (view === undefined) continue;
    const said = view.neighbours.filter(({ systemName }) => isSaid(systemName, named.name));
    const protocols = [...new Set(said.map(({ protocol }) => protocol.toUpperCase()))].toSorted();
    const how = `heard by ${protocols.join(' and ')} ${ageText(now - named.seenAt)} ago`;
    const place = `${formatRef(named.switch)} ${key}`;
    if (!places.has(place)) places.set(place, { named, view, how });
  }
  return [...places.values()];
}

/** `plugged into sw3 Gi1/0/7: heard by LLDP 4 minutes ago`. */
export function heardText({ named, how }: HeardPlace): string {
  return `plugged into ${named.switchName} ${named.port}: ${how}`;
}

export function heardEdge({ named, view, how }: HeardPlace, sight: Pick<Sight, 'mayQuote'>): TraceEdge {
  const { facts, portClass, count } = view;
  const description = facts?.description;
  return {
    ...{ switch: named.switch, switchName: named.switchName, port: named.port ?? view.name, portClass },
    portDescription:
      description !== undefined && sight.mayQuote(named.switch, description) ? description : undefined,
    ...{ vlan: facts?.vlan, entryType: '', live: false },
    ...{ confidence: HEARD_CONFIDENCE, otherAddresses: count, seenAt: named.seenAt },
    evidence: [
      { weight: 0, reason: how },
      { weight: 0, reason: 'its address is in no table' },
    ],
  };
}

function isSaid(systemName: string | undefined, name: string): boolean {
  return systemName?.toLowerCase() === name.toLowerCase();
}
