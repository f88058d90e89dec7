/** A site with one switch that was collected, an agent spoken by hand that changes it, and the plans over both. */
import { AgentExecutor } from '../../../controller/plans/index.ts';
import { encodeObserved, putItem } from '../../../shared/delta/index.ts';
import {
  canonicalJson,
  type JsonObject,
  type Kind,
  type Principal,
  type RecordRef,
} from '../../../shared/model/index.ts';
import { seededRandom, silentLog } from '../../../shared/runtime/index.ts';
import { addSite, enrol, openRooms, type TestRooms } from './controller.ts';
import { FakeAgent } from './fake-agent.ts';
import { openPlanRooms, type PlanRooms } from './plan-rooms.ts';

export const SITE = 'ams1';
export const SOURCE: RecordRef = { site: SITE, kind: 'source', id: 'sw1' };
export const SWITCH: RecordRef = { site: SITE, kind: 'switch', id: 'sw1' };
export const STORE = 'ams1/source/sw1';

export type Part = readonly [kind: Kind, section: string, nativeKey: string, body: JsonObject];

const access = (name: string, more: JsonObject = {}): Part => [
  'port',
  'status',
  name,
  { name, mode: 'access', vlan: 10, adminUp: true, operUp: true, state: 'up', ...more },
];

/** Of VLAN 10, as its table lists them. */
const portsOf = (vlan: number): string[] =>
  vlan === 10 ? [1, 2, 3, 4, 5, 6, 7, 8, 10, 42, 43].map((no) => `Gi1/0/${no}`) : [];

/** 40 desks, an uplink whose neighbour is a switch, a trunk without one, one that shut itself down, one with a phone's VLAN. */
const PARTS: readonly Part[] = [
  ['switch', 'system', '', { hostname: 'sw1', platform: 'dell_os6' }],
  ...Array.from({ length: 40 }, (_, at) => access(`Gi1/0/${at + 1}`)),
  access('Gi1/0/41', { mode: 'trunk', vlan: 1 }),
  access('Gi1/0/42', { state: 'err-disabled', operUp: false }),
  access('Gi1/0/43', { voiceVlan: 30 }),
  access('Gi1/0/44', { vlan: 20, description: 'desk 44' }),
  access('Te1/0/1', { mode: 'trunk', vlan: 1, description: 'to somewhere' }),
  [
    'neighbour',
    'lldp',
    'n',
    {
      ...{ port: 'Te1/0/1', protocol: 'lldp', chassisId: 'f8:b1:56:00:09:00', systemName: 'other' },
      capabilities: ['bridge', 'router'],
    },
  ],
  ...[1, 10, 20].map(
    (vlan): Part => ['vlan', 'vlan', String(vlan), { vlan, name: `v${vlan}`, ports: portsOf(vlan) }],
  ),
];

/** Somebody whom it resolves in VLAN 66, and its own address in 99, as its table of addresses has them. */
export const ADDRESSED: readonly Part[] = [
  ['arp', 'arp', '10.6.6.1', { address: '10.6.6.1', mac: 'f8:b1:56:00:09:00', vlan: 66, type: 'dynamic' }],
  ['arp', 'arp', '10.9.9.2', { address: '10.9.9.2', mac: 'f8:b1:56:00:09:02', vlan: 99, type: 'self' }],
  ...[66, 99].map((vlan): Part => ['vlan', 'vlan', String(vlan), { vlan, name: `v${vlan}`, ports: [] }]),
];

function observe({ inventory, clock }: TestRooms, seq: number, more: readonly Part[] = []): void {
  const items = [...PARTS, ...more].map(([kind, section, nativeKey, body]) => {
    const all = kind === 'switch' ? body : { ...body, switch: 'ams1/switch/sw1' };
    return putItem({ kind, nativeKey, section, bodyText: canonicalJson(all) });
  });
  const now = clock.now();
  const [frame = new Uint8Array()] = encodeObserved(
    {
      ...{ id: `scan${seq}`, source: SOURCE, group: 'net', epoch: 1, completeness: 'complete', code: '' },
      ...{ reason: '', coverage: ['switch', 'port', 'neighbour', 'vlan', 'arp'], counts: {}, full: false },
      ...{ startedAtMs: now, finishedAtMs: now },
    },
    items,
  );
  inventory.applyDelta({
    ...{ agentId: 'beside', site: SITE, outboxId: 'o', seq, frame },
    ...{ spooledAtMs: now, sentAtMs: now, receivedAtMs: now },
  });
}

export interface PortSite {
  readonly rooms: TestRooms;
  readonly plans: PlanRooms;
  readonly agent: FakeAgent;
  /** Has the switch read once more, as it was; with what else is seen there now. */
  observe(more?: readonly Part[]): void;
}

/** `ready()` of the seal room must have resolved. */
export async function openPortSite(people: Map<string, Principal>): Promise<PortSite> {
  const rooms = openRooms();
  const { clock, jobs, inventory } = rooms;
  addSite(rooms, SITE, ['sw1']);
  inventory.write(
    {
      operations: [{ type: 'create', site: SITE, kind: 'switch', id: 'sw1', fields: { name: 'sw1' } }],
      ...{ why: 'test', requestId: '', validateOnly: false },
    },
    [...people.values()][0] ?? { type: 'system', name: 'test' },
  );
  enrol(rooms, 'beside', SITE);
  observe(rooms, 1);
  const agent = await FakeAgent.connect(rooms.hub, 'beside', {
    capabilities: ['switch.collect', 'switch.probe', 'switch.port', 'switch.apply', 'writes.unsigned'],
  });
  const executor = new AgentExecutor({
    ...{ clock, jobs, inventory, log: silentLog, random: seededRandom(5), evidence: () => undefined },
  });
  const plans = openPlanRooms({ rooms, people, executors: [executor] });
  let scans = 1;
  return { rooms, plans, agent, observe: (more) => observe(rooms, ++scans, more) };
}
