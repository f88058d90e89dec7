/** For tests of this room: an inventory over a store in memory, an agent that sends scans, and short words for both. */
import {
  encodeObserved,
  type ObservedItem,
  putItem,
  type ScanInfo,
  type SnapshotEntry,
} from '../../../shared/delta/index.ts';
import type { WaysideError } from '../../../shared/errors.ts';
import {
  ADMIN_GRANT,
  canonicalJson,
  type JsonObject,
  type Kind,
  type Principal,
} from '../../../shared/model/index.ts';
import { type Log, ManualClock, seededRandom, silentLog } from '../../../shared/runtime/index.ts';
import {
  createFirst,
  createIdentityKeys,
  createSealingKeys,
  fingerprint,
  formatOrigin,
  ready,
} from '../../../shared/seal/index.ts';
import { DATABASE_DEFAULTS, openDatabase, Store } from '../../store/index.ts';
import { Homes } from '../homes.ts';
import { Incarnation } from '../incarnation.ts';
import { Inventory } from '../inventory.ts';
import type { ListQuestion } from '../list.ts';
import type { DeltaAnswer } from '../observe.ts';
import type { WriteOperation } from '../operation.ts';
import type { WriteAnswer } from '../write.ts';

await ready();
const random = seededRandom(1);
const IDENTITY = createIdentityKeys(random);
const ROOT = createIdentityKeys(random);
const SEALING = createSealingKeys(random);

export const ADMIN: Principal = {
  type: 'user',
  name: 'ann',
  grants: [ADMIN_GRANT],
  readOnly: false,
  tokenId: 't',
};

export interface RigOptions {
  /** A path; in memory when absent. */
  readonly file?: string;
  readonly store?: Store;
  readonly clock?: ManualClock;
  readonly highWaterFile?: string;
  readonly log?: Log;
}

export class Rig {
  readonly clock: ManualClock;
  readonly store: Store;
  readonly homes: Homes;
  readonly incarnation: Incarnation;
  readonly inventory: Inventory;

  constructor(options: RigOptions = {}) {
    this.clock = options.clock ?? new ManualClock();
    this.store =
      options.store ?? new Store(openDatabase({ file: options.file ?? ':memory:', ...DATABASE_DEFAULTS }));
    const print = fingerprint(IDENTITY.publicKey);
    this.incarnation = new Incarnation({
      store: this.store,
      highWaterFile: options.highWaterFile,
      formatOrigin: (number) => formatOrigin({ fingerprint: print, incarnation: String(number) }),
      log: options.log ?? silentLog,
    });
    this.homes = new Homes({
      store: this.store,
      root: ROOT,
      fingerprint: print,
      first: () =>
        createFirst({
          meshId: 'test',
          root: ROOT.publicKey,
          member: { identityKey: IDENTITY.publicKey, sealingKey: SEALING.publicKey, name: 'test' },
          issuedAt: this.clock.now(),
        }),
    });
    const { store, homes, incarnation, clock } = this;
    this.inventory = new Inventory({ store, homes, incarnation, clock, random: seededRandom(2) });
  }

  /** A site with sources `sw1`, `sw2`, … and a switch for each. */
  static withSwitches(count: number, options: RigOptions = {}): Rig {
    const rig = new Rig(options);
    rig.write(create('site', 'ams1', { name: 'Amsterdam 1' }));
    for (let i = 1; i <= count; i += 1) {
      rig.write(
        create('source', `sw${i}`, { name: `sw${i}`, driver: 'switch', address: `10.0.0.${i}` }),
        create('switch', `sw${i}`, { name: `sw${i}` }),
      );
    }
    return rig;
  }

  write(...operations: WriteOperation[]): WriteAnswer {
    return this.inventory.write({ operations, why: 'test', requestId: '', validateOnly: false }, ADMIN);
  }

  agent(agentId = 'agent1'): TestAgent {
    return new TestAgent(this, agentId);
  }

  /** All records of a kind, absent and deleted ones too, as `id -> fields`. */
  records(kind: Kind, question: Partial<ListQuestion> = {}): Record<string, JsonObject> {
    const found: Record<string, JsonObject> = {};
    let pageToken = '';
    do {
      const page = this.inventory.list({ ...ALL, kind, ...question, pageToken }, ADMIN);
      for (const record of page.records) found[record.ref.id] = record.fields;
      pageToken = page.nextPageToken;
    } while (pageToken !== '');
    return found;
  }
}

const ALL = {
  site: '',
  pageSize: 1000,
  pageToken: '',
  filter: {},
  showAbsent: true,
  showDeleted: true,
} as const;

export function create(kind: Kind, id: string, fields: JsonObject, site = 'ams1'): WriteOperation {
  return { type: 'create', site, kind, id, fields };
}

export function update(ref: string, fields: JsonObject, ifEtag = ''): WriteOperation {
  return { type: 'update', ref: refOf(ref), fields, ifEtag };
}

export function remove(ref: string, ifEtag = ''): WriteOperation {
  return { type: 'delete', ref: refOf(ref), ifEtag };
}

/** `switch/sw1` or `ams2/switch/sw1`. */
export function refOf(text: string): { site: string; kind: Kind; id: string } {
  const parts = text.split('/');
  const [id = '', kind = '', site = 'ams1'] = parts.reverse();
  return { site, kind: kind as Kind, id };
}

export function put(kind: Kind, nativeKey: string, section: string, body: JsonObject): ObservedItem {
  const entry: SnapshotEntry = { kind, nativeKey, section, bodyText: canonicalJson(body) };
  return putItem(entry);
}

/** A port that is up or down. */
export function port(name: string, operUp = true): ObservedItem {
  return put('port', name, 'status', { name, operUp });
}

export function sighting(mac: string, onPort: string): ObservedItem {
  return put('sighting', `${mac}|1|${onPort}`, 'fdb', { mac, port: onPort, vlan: 1, type: 'dynamic' });
}

export function gone(kind: Kind, nativeKey: string): ObservedItem {
  return { kind, nativeKey, section: '', op: 'absent', bodyText: '{}' };
}

/** The error that the work throws; it must throw one. */
export function errorOf(work: () => unknown): WaysideError {
  try {
    work();
  } catch (error) {
    return error as WaysideError;
  }
  throw new Error('nothing was refused');
}

/** Field -> message of a refused request. */
export function violations(work: () => unknown, expected = 'INVALID_INPUT'): Record<string, string> {
  const { code, violations: found } = errorOf(work);
  if (code !== expected) throw new Error(`refused as ${code}`);
  return Object.fromEntries(found.map(({ field, message }) => [field, message]));
}

/** Sends scans as an agent's outbox does: dense from 1, one outbox until it is restarted. */
export class TestAgent {
  outboxId: string;
  seq = 0;
  private readonly rig: Rig;
  private readonly agentId: string;
  private scans = 0;

  constructor(rig: Rig, agentId: string) {
    this.rig = rig;
    this.agentId = agentId;
    this.outboxId = `${agentId}-1`;
  }

  scanOf(source: string, over: Partial<ScanInfo> = {}): ScanInfo {
    this.scans += 1;
    const now = this.rig.clock.now();
    return {
      id: `${this.agentId}-scan${this.scans}`,
      source: { site: 'ams1', kind: 'source', id: source },
      group: 'net',
      epoch: 1,
      completeness: 'complete',
      code: '',
      reason: '',
      coverage: ['switch', 'port', 'sighting', 'neighbour', 'vlan'],
      counts: {},
      full: false,
      startedAtMs: now - 100,
      finishedAtMs: now,
      ...over,
    };
  }

  /** One scan, all its frames; the answer to the last. */
  send(source: string, items: readonly ObservedItem[], over: Partial<ScanInfo> = {}): DeltaAnswer {
    const frames = encodeObserved(this.scanOf(source, over), items);
    let answer: DeltaAnswer | undefined;
    for (const frame of frames) answer = this.deliver(frame);
    if (!answer) throw new Error('no frame');
    return answer;
  }

  failed(source: string, code = 'UNREACHABLE', reason = 'no answer'): DeltaAnswer {
    return this.send(source, [], { completeness: 'failed', code, reason, coverage: [] });
  }

  /** The next frame of the outbox; a restart is left to the test. */
  deliver(frame: Uint8Array, over: { seq?: number; site?: string; skewMs?: number } = {}): DeltaAnswer {
    const now = this.rig.clock.now();
    const seq = over.seq ?? this.seq + 1;
    const answer = this.rig.inventory.applyDelta({
      agentId: this.agentId,
      site: over.site ?? 'ams1',
      outboxId: this.outboxId,
      seq,
      frame,
      spooledAtMs: now,
      sentAtMs: now + (over.skewMs ?? 0),
      receivedAtMs: now,
    });
    if (!answer.restart) this.seq = seq;
    return answer;
  }

  restart(): this {
    this.outboxId = `${this.outboxId}x`;
    this.seq = 0;
    return this;
  }
}
