/** The rooms of a controller around a store in memory, with a clock that stands still; and agents in memory that speak to it. */
import Database from 'better-sqlite3';
import { AgentHub, type HubDeps } from '../../../controller/agents/index.ts';
import { Homes, Incarnation, Inventory, type WriteOperation } from '../../../controller/inventory/index.ts';
import { type JobSettings, Jobs } from '../../../controller/jobs/index.ts';
import { EnrolmentStore, openDatabase, Store } from '../../../controller/store/index.ts';
import { ADMIN_GRANT, type Principal } from '../../../shared/model/index.ts';
import {
  type Clock,
  type Log,
  ManualClock,
  nextTurn,
  type Random,
  seededRandom,
  silentLog,
} from '../../../shared/runtime/index.ts';
import {
  createFirst,
  createIdentityKeys,
  createSealingKeys,
  fingerprint,
  formatOrigin,
} from '../../../shared/seal/index.ts';

export const ADMIN: Principal = {
  type: 'user',
  name: 'admin',
  grants: [ADMIN_GRANT],
  readOnly: false,
  tokenId: 't1',
};

export const HEARTBEAT_MS = 10_000;
export const LEASE_MS = 30_000;
export const LOST_AFTER_MS = 600_000;

const IN_MEMORY = { file: ':memory:', busyTimeoutMs: 0, cacheBytes: 4_194_304 };

export interface RoomsOptions {
  /** Another process over the same store: its clock goes on where the other one stood. */
  readonly after?: TestRooms;
  /** Over this copy of a store instead, as after a restore. */
  readonly copy?: Buffer;
  /** The start sees that the store went back, as by the mark that lies beside it. */
  readonly wentBack?: boolean;
  readonly log?: Log;
  readonly settings?: Partial<JobSettings>;
  readonly deltaWindowBytes?: number;
  readonly heartbeatMs?: number;
  readonly renew?: HubDeps['renew'];
  readonly seed?: number;
}

export interface TestRooms {
  readonly clock: ManualClock;
  readonly db: ReturnType<typeof openDatabase>;
  readonly store: Store;
  readonly homes: Homes;
  readonly incarnation: Incarnation;
  readonly inventory: Inventory;
  readonly directory: EnrolmentStore;
  readonly hub: AgentHub;
  readonly jobs: Jobs;
}

/** `ready()` of the seal room must have resolved. */
export function openRooms(options: RoomsOptions = {}): TestRooms {
  const { after, log = silentLog } = options;
  const clock = new ManualClock(after?.clock.now());
  const random = seededRandom(options.seed ?? 1);
  const db = options.copy ? new Database(options.copy) : (after?.db ?? openDatabase(IN_MEMORY));
  return { ...roomsOver({ ...options, clock, random, db, log }), clock };
}

/** What the rooms of one process stand on. */
export interface RoomsBase extends Omit<RoomsOptions, 'after' | 'copy' | 'seed'> {
  readonly clock: Clock;
  readonly random: Random;
  readonly db: ReturnType<typeof openDatabase>;
  readonly log: Log;
  /** Puts something between two rooms. */
  readonly between?: {
    readonly hubAndInventory?: (inventory: Inventory) => Inventory;
    readonly jobsAndHub?: (hub: AgentHub) => AgentHub;
  };
}

/** Over a store and a clock that the caller has. `ready()` of the seal room must have resolved. */
export function roomsOver(options: RoomsBase): Omit<TestRooms, 'clock'> {
  const { clock, random, db, log, between } = options;
  const store = new Store(db);
  // Of their own randomness: the keys of a controller stay when it starts again.
  const keys = seededRandom(7);
  const root = createIdentityKeys(keys);
  const identity = createIdentityKeys(keys);
  const member = {
    ...{ identityKey: identity.publicKey, sealingKey: createSealingKeys(keys).publicKey, name: 'hq' },
  };
  const print = fingerprint(identity.publicKey);
  const incarnation = new Incarnation({
    ...{ store, log, highWaterFile: undefined },
    formatOrigin: (number) => formatOrigin({ fingerprint: print, incarnation: String(number) }),
  });
  if (options.wentBack) incarnation.renew('the store was restored');
  const homes = new Homes({
    ...{ store, root, fingerprint: print },
    first: () => createFirst({ meshId: 'm1', root: root.publicKey, member, issuedAt: clock.now() }),
  });
  const inventory = new Inventory({ store, homes, incarnation, clock, random });
  const directory = new EnrolmentStore(db);
  const hub = new AgentHub({
    ...{ clock, log, directory },
    inventory: between?.hubAndInventory?.(inventory) ?? inventory,
    settings: {
      heartbeatMs: options.heartbeatMs ?? HEARTBEAT_MS,
      deltaWindowBytes: options.deltaWindowBytes ?? 1_000_000,
      softwareVersion: '1.0.0',
    },
    renew: options.renew ?? (() => Promise.reject(new Error('not expected'))),
  });
  const jobs = new Jobs({
    ...{ store, inventory, clock, random, log },
    hub: between?.jobsAndHub?.(hub) ?? hub,
    settings: {
      ...{ leaseMs: LEASE_MS, queueMax: 100, lostAfterMs: LOST_AFTER_MS, collectMs: 600_000 },
      limits: { perAgent: 32, perSite: 256, perSource: 1 },
      ...options.settings,
    },
  });
  return { db, store, homes, incarnation, inventory, directory, hub, jobs };
}

/** A site with switches that are enabled, by name; their ids are their names. */
export function addSite(
  { inventory }: Pick<TestRooms, 'inventory'>,
  site: string,
  switches: readonly string[] = [],
): void {
  const operations: WriteOperation[] = [
    { type: 'create', site, kind: 'site', id: site, fields: { name: site } },
    ...switches.map((name): WriteOperation => {
      const fields = { name, driver: 'switch', address: `${name}.example.net` };
      return { type: 'create', site, kind: 'source', id: name, fields };
    }),
  ];
  inventory.write({ operations, why: 'test', requestId: '', validateOnly: false }, ADMIN);
}

export function enrol({ directory, clock }: TestRooms, id: string, site: string): void {
  const key = new Uint8Array(32);
  directory.saveAgent({
    ...{ id, site, name: id, identityKey: key, sealingKey: key, certificateKey: id },
    ...{ enrolledAt: clock.now(), certificateExpiresAt: clock.now() + 1e9 },
  });
}

/** Turns of the event loop from a message to all that follows from it: it is written, who is next is looked for, and told. */
const TURNS_TO_SETTLE = 4;

/** Lets everything happen that needs no time. */
export async function settle(): Promise<void> {
  for (let i = 0; i < TURNS_TO_SETTLE; i += 1) await nextTurn();
}
