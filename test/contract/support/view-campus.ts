/**
 * A mesh of two sites in which every text is a canary: it says of what place it is and from which view on it may be
 * seen, `Zq-<place>-<view>-<what>`. Places: `f1` and `f2` are floors of the first site, `as` is the rest of it, `bs` is
 * the other site, `me` the mesh. Views: `name` is for everyone who sees a part of the site, `edge` for the port view
 * and better, `net` for the network view and better, `full` for the full view alone.
 */

import type { HealthRoom } from '../../../controller/health/index.ts';
import type { WriteOperation } from '../../../controller/inventory/index.ts';
import { encodeObserved, putItem } from '../../../shared/delta/index.ts';
import {
  canonicalJson,
  type JsonObject,
  type Kind,
  observedId,
  type RecordRef,
} from '../../../shared/model/index.ts';
import { ManualClock } from '../../../shared/runtime/index.ts';
import type { JobOffered } from '../../../shared/wire/index.ts';
import { ADMIN, enrol, openRooms, settle, type TestRooms } from './controller.ts';
import { endOf, FakeAgent } from './fake-agent.ts';
import { healthOf } from './health.ts';

export const SITE = 'zq-as-name-site';
export const OTHER = 'zq-bs-name-site';
/** Addresses of hosts on edge ports, and of switches; a MAC has no room for words. */
export const HOSTS = { f1: '00:1b:21:00:00:01', f2: '00:1b:21:00:00:02', bs: '00:1b:21:00:00:03' } as const;
export const UPLINK_HOST = '00:1b:21:00:00:09';
export const SWITCH_MACS = {
  f1: 'f8:b1:56:00:01:00',
  f2: 'f8:b1:56:00:02:00',
  bs: 'f8:b1:56:00:03:00',
} as const;
/** Of the hosts; ARP tables are of the network view. */
export const IPS = { f1: '198.51.100.1', f2: '198.51.100.2', bs: '198.51.100.3' } as const;
export const UPLINK_IP = '198.51.100.9';
const ADDRESSES = { f1: '192.0.2.101', f2: '192.0.2.102', bs: '192.0.2.103' } as const;

export type Floor = keyof typeof HOSTS;
export const FLOORS = ['f1', 'f2', 'bs'] as const;

/** Canaries that are not words: text -> place and view. */
export const plainCanaries: readonly (readonly [string, string, string])[] = FLOORS.flatMap((floor) => [
  [HOSTS[floor], floor, 'edge'] as const,
  [SWITCH_MACS[floor], floor, 'net'] as const,
  [ADDRESSES[floor], floor, 'full'] as const,
]);

export interface ViewCampus {
  readonly rooms: TestRooms;
  /** Every reference there is. */
  readonly refs: readonly RecordRef[];
  readonly jobIds: readonly string[];
  readonly deltaIds: readonly string[];
  readonly agents: readonly string[];
  /** An alert for each switch that failed and each agent, and one of the controller itself. */
  readonly health: HealthRoom;
  readonly alertIds: readonly string[];
  stop(): Promise<void>;
}

export function switchId(floor: Floor): string {
  return `zq-${floor}-net-switch`;
}

export function siteOf(floor: Floor): string {
  return floor === 'bs' ? OTHER : SITE;
}

export function floorRef(floor: Floor): RecordRef {
  return { site: siteOf(floor), kind: 'floor', id: `zq-${floor}-edge-floor` };
}

export async function openViewCampus(): Promise<ViewCampus> {
  const rooms = openRooms();
  const refs: RecordRef[] = [];
  write(rooms, [...site(SITE, 'as'), ...site(OTHER, 'bs')], refs);
  for (const floor of FLOORS) write(rooms, switchOf(floor), refs);
  const [agent, other] = ['zq-as-net-agent', 'zq-bs-net-agent'];
  enrol(rooms, agent, SITE);
  enrol(rooms, other, OTHER);
  const deltaIds = FLOORS.map((floor, i) => observe(rooms, floor, { seq: i + 1, refs }));
  for (const floor of FLOORS) fail(rooms, floor, deltaIds.length + FLOORS.indexOf(floor) + 1);
  const agents = [await FakeAgent.connect(rooms.hub, agent), await FakeAgent.connect(rooms.hub, other)];
  refs.push({ site: SITE, kind: 'agent', id: agent }, { site: OTHER, kind: 'agent', id: other });
  for (const { site: at, id } of refs.filter(({ kind }) => kind === 'agent'))
    rooms.inventory.writeOwn({ site: at, kind: 'agent', id }, { core: { name: `${id}-name` } }, 'test');
  const jobIds = await jobs(rooms, agents);
  const health = await raiseAlerts(rooms);
  const alertIds = Array.from(health.desk.list(ALL_ALERTS, rooms.inventory.sight(ADMIN)), ({ id }) => id);
  const stop = answerReads(agents);
  jobIds.push(...(await readJobs(rooms)));
  return { rooms, refs, jobIds, deltaIds, agents: [agent, other], health, alertIds, stop };
}

const ALL_ALERTS = { site: '', reason: '', showAll: true };

/** Looked at an hour later, when all that is wrong has been so for long enough. */
async function raiseAlerts(rooms: TestRooms): Promise<HealthRoom> {
  const clock = new ManualClock(rooms.clock.now() + 3_600_000);
  const folder = 'zq-me-full-folder';
  const room = healthOf(rooms, { clock, dataDir: folder, freeBytes: () => 1 });
  await room.health.tick();
  return room;
}

function write({ inventory }: TestRooms, operations: readonly WriteOperation[], refs: RecordRef[]): void {
  const why = operations.some(({ type }) => type === 'create') ? 'Zq-me-net-why' : '';
  const { records } = inventory.write({ operations, why, requestId: '', validateOnly: false }, ADMIN);
  refs.push(...records.map(({ ref }) => ref));
}

function site(id: string, place: string): WriteOperation[] {
  const fields = { name: `Zq-${place}-name-full`, description: `Zq-${place}-net-description` };
  const lone = { name: `Zq-${place}-net-lone`, driver: 'switch', address: `zq-${place}-full-lone` };
  return [
    { type: 'create', site: id, kind: 'site', id, fields },
    { type: 'create', site: id, kind: 'source', id: `zq-${place}-net-lone`, fields: lone },
  ];
}

function switchOf(floor: Floor): WriteOperation[] {
  const at = siteOf(floor);
  const id = switchId(floor);
  const ref = floorRef(floor);
  // Sources are not of a floor: they stand beside the site.
  const place = floor === 'bs' ? 'bs' : 'as';
  return [
    {
      ...{ type: 'create', site: at, kind: 'floor', id: ref.id },
      fields: { name: `Zq-${floor}-edge-name`, description: `Zq-${floor}-net-words` },
    },
    {
      ...{ type: 'create', site: at, kind: 'switch', id },
      fields: {
        ...{ name: `Zq-${floor}-net-name`, description: `Zq-${floor}-net-text` },
        floor: `${at}/floor/${ref.id}`,
      },
    },
    {
      ...{ type: 'create', site: at, kind: 'source', id },
      fields: {
        ...{ name: `Zq-${floor}-net-name`, driver: 'switch', address: ADDRESSES[floor], port: 22 },
        credential: `Zq-${place}-full-credential`,
      },
    },
  ];
}

type Part = readonly [kind: Kind, nativeKey: string, body: JsonObject];
const SECTIONS: Readonly<Partial<Record<Kind, string>>> = {
  ...{ switch: 'system', port: 'status', sighting: 'fdb', neighbour: 'lldp', vlan: 'vlan', arp: 'arp' },
};

/** One complete scan: an edge port with a host, uplinks with neighbours and what is behind them. */
function observe(rooms: TestRooms, floor: Floor, at: { seq: number; refs: RecordRef[] }): string {
  const source: RecordRef = { site: siteOf(floor), kind: 'source', id: switchId(floor) };
  const parts = [...portParts(floor), ...neighbourParts(floor), ...addressParts(floor)];
  at.refs.push(
    ...parts.map(
      ([kind, key]): RecordRef => ({ site: source.site, kind, id: observedId(kind, source, key) }),
    ),
  );
  const owner = `${siteOf(floor)}/switch/${switchId(floor)}`;
  const items = [systemPart(floor), ...parts].map(([kind, nativeKey, body]) => {
    const all = kind === 'switch' ? body : { ...body, switch: owner };
    return putItem({ kind, nativeKey, section: SECTIONS[kind] ?? '', bodyText: canonicalJson(all) });
  });
  return deliver(rooms, source, at.seq, { items, completeness: 'complete', code: '', reason: '' });
}

const edgeOf = (floor: Floor): string => `Zq-${floor}-edge-port`;
const uplinkOf = (floor: Floor): string => `Zq-${floor}-net-uplink`;

function systemPart(floor: Floor): Part {
  const canaries = Object.fromEntries(
    ['hostname', 'serial', 'model'].map((field) => [field, `Zq-${floor}-net-${field}`]),
  );
  return ['switch', '', { ...canaries, baseMac: SWITCH_MACS[floor], macs: [SWITCH_MACS[floor]] }];
}

function portParts(floor: Floor): readonly Part[] {
  const [edge, uplink] = [edgeOf(floor), uplinkOf(floor)];
  const access = { mode: 'access', vlan: 10 };
  return [
    ['port', edge, { ...access, name: edge, description: `Zq-${floor}-edge-desk`, operUp: true }],
    ['port', 'quoting', { ...access, name: `${edge}2`, description: `toward Zq-${floor}-net-name` }],
    ['port', uplink, { name: uplink, description: `Zq-${floor}-net-toward`, mode: 'trunk' }],
    ['port', 'silent', { name: `${uplink}2`, description: `Zq-${floor}-net-silent` }],
  ];
}

function neighbourParts(floor: Floor): readonly Part[] {
  const far = { protocol: 'lldp', managementAddress: `zq-${floor}-net-far-address` };
  const [uplink, name] = [uplinkOf(floor), `Zq-${floor}-net-far`];
  return [
    ['neighbour', 'n', { ...far, port: uplink, systemName: name, capabilities: ['bridge'] }],
    ['neighbour', 'm', { ...far, port: `${uplink}2`, systemName: `${name}-2`, capabilities: ['router'] }],
  ];
}

function addressParts(floor: Floor): readonly Part[] {
  const [edge, uplink] = [edgeOf(floor), uplinkOf(floor)];
  return [
    ['sighting', 'host', { mac: HOSTS[floor], port: edge, vlan: 10, type: 'dynamic' }],
    ['sighting', 'own', { mac: SWITCH_MACS[floor], port: edge, vlan: 10, type: 'self' }],
    ['sighting', 'behind', { mac: UPLINK_HOST, port: uplink, vlan: 20, type: 'dynamic' }],
    ['vlan', '10', { vlan: 10, name: `Zq-${floor}-edge-vlan`, ports: [edge, uplink] }],
    ['arp', 'host', { address: IPS[floor], mac: HOSTS[floor], vlan: 10, port: edge, type: 'dynamic' }],
    ['arp', 'behind', { address: UPLINK_IP, mac: UPLINK_HOST, vlan: 20, port: uplink, type: 'dynamic' }],
    ['vlan', '20', { vlan: 20, name: `Zq-${floor}-net-vlan`, ports: [uplink] }],
  ];
}

/** Another that found nobody there: the source is stale, with its address in the cause. */
function fail(rooms: TestRooms, floor: Floor, seq: number): void {
  const source: RecordRef = { site: siteOf(floor), kind: 'source', id: switchId(floor) };
  const reason = `${ADDRESSES[floor]}:22 is silent, Zq-${floor}-full-cause`;
  deliver(rooms, source, seq, { items: [], completeness: 'failed', code: 'UNREACHABLE', reason });
}

function deliver(
  { inventory, clock }: TestRooms,
  source: RecordRef,
  seq: number,
  scan: {
    items: Parameters<typeof encodeObserved>[1];
    completeness: 'complete' | 'failed';
    code: string;
    reason: string;
  },
): string {
  const { items, ...outcome } = scan;
  const now = clock.now();
  const place = source.site === OTHER ? 'bs' : 'as';
  const [frame = new Uint8Array()] = encodeObserved(
    {
      ...{ id: `scan${seq}`, source, group: 'net', epoch: 1, ...outcome },
      coverage:
        outcome.completeness === 'complete' ? ['switch', 'port', 'sighting', 'neighbour', 'vlan', 'arp'] : [],
      ...{ counts: {}, full: false, startedAtMs: now, finishedAtMs: now },
    },
    items,
  );
  const [agentId, outboxId] = [`zq-${place}-net-agent`, `zq-${place}-net-outbox-${seq}`];
  inventory.applyDelta({
    ...{ agentId, site: source.site, outboxId, seq: 1, frame },
    ...{ spooledAtMs: now, sentAtMs: now, receivedAtMs: now },
  });
  return `${agentId}/${outboxId}/1`;
}

/** For each switch a job that failed with its address in every word, and one that still runs and tells of itself. */
async function jobs(rooms: TestRooms, agents: readonly FakeAgent[]): Promise<string[]> {
  const ids: string[] = [];
  for (const floor of FLOORS) {
    const agent = agents[floor === 'bs' ? 1 : 0];
    const target: RecordRef = { site: siteOf(floor), kind: 'source', id: switchId(floor) };
    for (const end of [true, false]) {
      const { id } = rooms.jobs.submit(
        {
          kind: 'probe',
          targets: [target],
          site: '',
          mac: '',
          requestId: '',
          validateOnly: false,
          timeoutMs: 0,
        },
        ADMIN,
      );
      ids.push(id);
      await settle();
      const offer = await agent?.accept();
      if (!agent || !offer) throw new Error('nothing was offered');
      const words = `Zq-${floor}-net-name at ${ADDRESSES[floor]} failed`;
      const error = { code: 'UNREACHABLE', message: words, hint: words } as const;
      const targets = [
        {
          source: target,
          name: `Zq-${floor}-net-name`,
          error,
          data: { hostname: `Zq-${floor}-net-data` },
          timingsMs: {},
        },
      ];
      if (end) await agent.say(endOf(offer, 'failed', { error, targets }));
      else
        await agent.say({
          ...{ type: 'jobProgressed', jobId: id, attempt: offer.attempt, current: 0, total: 1 },
          ...{ target: `Zq-${floor}-net-name`, status: words, targets: [] },
        });
    }
  }
  return ids;
}

/** Of each switch who is at an address, all of its edge port, and all of its uplink. */
async function readJobs(rooms: TestRooms): Promise<string[]> {
  const ids: string[] = [];
  const none = { site: '', mac: '', requestId: '', validateOnly: false, timeoutMs: 0 };
  for (const floor of FLOORS) {
    const targets: RecordRef[] = [{ site: siteOf(floor), kind: 'source', id: switchId(floor) }];
    const asked = [
      { kind: 'resolve', subject: IPS[floor] },
      { kind: 'port', subject: edgeOf(floor) },
      { kind: 'port', subject: uplinkOf(floor) },
    ] as const;
    for (const one of asked) {
      const { id } = rooms.jobs.submit({ ...none, ...one, targets }, ADMIN);
      ids.push(id);
      for await (const job of rooms.jobs.watch(id, AbortSignal.timeout(READ_TIMEOUT_MS)))
        if (job.state === 'succeeded') break;
    }
  }
  return ids;
}

const READ_TIMEOUT_MS = 20_000;

/** What an agent tells of a switch; both ends of it lead to what is out of view. */
function dataOf(offer: JobOffered, floor: Floor): JsonObject {
  const hostname = `Zq-${floor}-net-data`;
  const { subject = '' } = offer;
  if (offer.kind === 'resolve') {
    const mac = subject === UPLINK_IP ? UPLINK_HOST : HOSTS[floor];
    return { hostname, rows: [{ address: subject, mac, vlan: 10, port: edgeOf(floor), type: 'dynamic' }] };
  }
  if (offer.kind === 'port') {
    const [view, other] = subject === edgeOf(floor) ? ['edge', 'net'] : ['net', 'net'];
    const row = { mac: offer.mac ?? HOSTS[floor], vlan: 10, port: subject, type: 'dynamic' };
    return {
      hostname,
      port: {
        name: subject,
        description: `Zq-${floor}-${view}-words`,
        state: 'up',
        lag: `Zq-${floor}-net-lag`,
      },
      config: {
        ...{ name: subject, description: `toward Zq-${floor}-net-name`, mode: 'access', accessVlan: 10 },
        ...{ taggedVlans: `Zq-${floor}-${other}-tagged`, lines: [`Zq-${floor}-${other}-line`] },
      },
      rows: [row, { ...row, type: 'self', mac: SWITCH_MACS[floor] }],
      addresses: 1,
      neighbours: [{ port: subject, systemName: `Zq-${floor}-net-far` }],
      notes: [`Zq-${floor}-net-note`],
    };
  }
  const { mac = '' } = offer;
  const behind = { mac, port: uplinkOf(floor), vlan: 20, type: 'dynamic' };
  const here = { mac, port: edgeOf(floor), vlan: 10, type: 'dynamic' };
  return { hostname, rows: mac === UPLINK_HOST ? [behind] : [here, behind] };
}

const READ_KINDS: ReadonlySet<string> = new Set(['lookup', 'resolve', 'port']);

/** Reads are answered at once: the host is on the edge port, and behind the uplink. */
function answerReads(agents: readonly FakeAgent[]): () => Promise<void> {
  let stopped = false;
  const done = new Set<string>();
  const answer = async (agent: FakeAgent, offer: JobOffered): Promise<void> => {
    await agent.accept(offer);
    const targets = offer.targets.map(({ source, name }) => {
      const floor = FLOORS.find((one) => switchId(one) === source.id) ?? 'f1';
      return { source, name, error: undefined, data: dataOf(offer, floor), timingsMs: {} };
    });
    await agent.say(endOf(offer, 'succeeded', { targets }));
  };
  const loop = async (): Promise<void> => {
    while (!stopped) {
      await settle();
      for (const agent of agents) {
        for (const offer of agent.offers.filter(
          ({ jobId, kind }) => READ_KINDS.has(kind ?? '') && !done.has(jobId),
        )) {
          done.add(offer.jobId);
          await answer(agent, offer);
        }
      }
    }
  };
  const running = loop();
  return async () => {
    stopped = true;
    await running;
  };
}
