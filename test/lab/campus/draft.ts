/** A switch while it is being built: ports are taken from its free lists, neighbours and rows are added. */

import { WaysideError } from '../../../shared/errors.ts';
import type { Mac } from '../../../shared/model/index.ts';
import { type Hardware, type PortGroup, portNames } from './hardware.ts';
import type { ArpEntry, FdbEntry, LabLag, LabNeighbour, LabPort, Tier } from './model.ts';

export interface Draft {
  readonly index: number;
  readonly hostname: string;
  readonly tier: Tier;
  /** True for a machine-room switch: servers and hypervisors instead of desks. */
  readonly servers: boolean;
  readonly hardware: Hardware;
  readonly members: number;
  /** 0 is the machine room. */
  readonly floor: number;
  /** The switch toward the gateway; undefined for the root. */
  readonly parent: number | undefined;
  readonly vlans: readonly number[];
  readonly baseMac: Mac;
  readonly sviMac: Mac;
  readonly address: string;
  readonly serial: string;
  readonly uptimeMs: number;
  readonly ports: Map<string, LabPort>;
  readonly lags: Map<string, LabLag>;
  readonly neighbours: LabNeighbour[];
  readonly fdb: FdbEntry[];
  readonly arp: ArpEntry[];
  readonly freeEdges: string[];
  readonly freeUplinks: string[];
}

/** The last ports of each ten-gigabit box have no transceiver cage fitted. */
const DETACHED_PORTS = 2;

type DraftCore = Omit<Draft, 'ports' | 'lags' | 'neighbours' | 'fdb' | 'arp' | 'freeEdges' | 'freeUplinks'>;

export function draftSwitch(core: DraftCore): Draft {
  const { hardware, members } = core;
  const draft: Draft = {
    ...core,
    ports: new Map(),
    lags: new Map(),
    neighbours: [],
    fdb: [],
    arp: [],
    freeEdges: [],
    freeUplinks: [],
  };
  addGroup(draft, hardware.edge, draft.freeEdges);
  if (hardware.uplink) addGroup(draft, hardware.uplink, draft.freeUplinks);
  if (hardware.model === 'N4032') {
    for (let member = 1; member <= members; member += 1) detachLast(draft, member);
  }
  return draft;
}

function addGroup(draft: Draft, group: PortGroup, free: string[]): void {
  for (const name of portNames(group, draft.members)) {
    draft.ports.set(name, {
      name,
      description: '',
      state: 'down',
      speedMbps: group.speedMbps,
      media: group.media,
      mode: 'access',
      vlan: 1,
      tagged: [],
      voiceVlan: undefined,
      lag: undefined,
    });
    free.push(name);
  }
}

function detachLast(draft: Draft, member: number): void {
  const { prefix, slot, count } = draft.hardware.edge;
  for (let port = count - DETACHED_PORTS + 1; port <= count; port += 1) {
    const name = `${prefix}${member}/${slot}/${port}`;
    setPort(draft, name, { state: 'detached' });
    draft.freeEdges.splice(draft.freeEdges.indexOf(name), 1);
  }
}

export function setPort(draft: Draft, name: string, change: Partial<LabPort>): void {
  const port = draft.ports.get(name);
  if (!port) throw new WaysideError('INTERNAL', `${draft.hostname} has no port ${name}`);
  draft.ports.set(name, { ...port, ...change });
}

/**
 * Takes `count` free ports, in port order: the `first` or `last` desk ports, or `uplink` ports and, when the
 * switch has none left, the last desk ports.
 */
export function takePorts(draft: Draft, from: 'first' | 'last' | 'uplink', count: number): string[] {
  const { freeEdges, freeUplinks } = draft;
  const taken: string[] = [];
  while (taken.length < count) {
    const uplink = from === 'uplink' ? freeUplinks.shift() : undefined;
    const name = uplink ?? (from === 'first' ? freeEdges.shift() : freeEdges.pop());
    if (name === undefined) {
      throw new WaysideError('INVALID_INPUT', `${draft.hostname} has no free port left`, {
        hint: 'Ask for fewer desk ports or more switches',
      });
    }
    taken.push(name);
  }
  const order = [...draft.ports.keys()];
  return taken.sort((a, b) => order.indexOf(a) - order.indexOf(b));
}

/** Bundles the ports into the next free port channel and returns its name. */
export function bundle(draft: Draft, members: readonly string[], change: Partial<LabPort>): string {
  const name = `Po${draft.lags.size + 1}`;
  for (const member of members) setPort(draft, member, { ...change, lag: name });
  const first = draft.ports.get(members[0] ?? '');
  if (!first) throw new WaysideError('INTERNAL', `port channel ${name} has no members`);
  draft.lags.set(name, { ...first, name, lag: undefined, members });
  return name;
}
