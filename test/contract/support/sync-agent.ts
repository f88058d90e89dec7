/** The real store and session of an agent over memory links, without drivers: its scans are what the test says. */
import Database from 'better-sqlite3';
import { AgentSession, type SessionDeps, type SessionRunner } from '../../../agent/session/index.ts';
import { AgentMeta, type Db, Outbox, openAgentDatabase, Snapshots } from '../../../agent/store/index.ts';
import type { AgentHub } from '../../../controller/agents/index.ts';
import { type Clock, LogLevels, type Random, silentLog } from '../../../shared/runtime/index.ts';
import { type MemorySession, memorySession } from '../../../shared/transport/index.ts';

const IDLE: SessionRunner = {
  ...{ capabilities: [], runningTargets: 0, states: () => [] },
  ...{ resendEnds: () => undefined, offer: () => undefined, cancel: () => undefined },
  endAcknowledged: () => undefined,
};

/** Of an agent whose vault is not looked at. */
export const NO_VAULT: Pick<SessionDeps, 'credentials' | 'sealKey'> = {
  credentials: { mark: '', held: () => [], take: () => ({ name: '', seenVersion: 0, error: undefined }) },
  sealKey: { number: 1, key: new Uint8Array(), signature: new Uint8Array() },
};

export interface SyncAgentDeps {
  readonly id: string;
  readonly site: string;
  readonly clock: Clock;
  readonly random: Random;
  /** What the outbox holds before it drops; plenty, if not given. */
  readonly outboxBytes?: number;
}

export class SyncAgent {
  readonly id: string;
  outbox: Outbox;
  private readonly deps: SyncAgentDeps;
  private db: Db;
  private snapshots: Snapshots;
  private link: MemorySession | undefined;
  private served: Promise<unknown> = Promise.resolve();
  private sessions = 0;

  constructor(deps: SyncAgentDeps) {
    this.id = deps.id;
    this.deps = deps;
    this.db = openAgentDatabase(':memory:');
    this.outbox = this.openOutbox();
    this.snapshots = this.openSnapshots();
  }

  connect(hub: AgentHub): void {
    this.cut();
    const link = memorySession();
    this.link = link;
    this.sessions += 1;
    const { id: agentId, site, clock } = this.deps;
    const identity = {
      agentId,
      site,
      bootId: 'b',
      softwareVersion: '1',
      nodeVersion: 'v',
      os: 'l',
      targetSlots: 1,
    };
    const renewal = { due: async () => undefined, issued: () => undefined, trustChanged: () => undefined };
    const { outbox, snapshots } = this;
    const meta = new AgentMeta(this.db);
    const logLevels = new LogLevels({ log: silentLog, clock, configured: 'info' });
    const deps = {
      ...{ identity, clock, log: silentLog, runner: IDLE },
      ...{ outbox, snapshots, meta, logLevels, renewal, ...NO_VAULT },
    };
    const session = new AgentSession(deps, link.agent);
    this.served = Promise.all([
      this.served,
      hub.serve(agentId, link.controller),
      session.run({ number: this.sessions, granted: 0 }),
    ]);
  }

  /** Pulls the cable. */
  cut(): void {
    this.link?.cut();
    this.link = undefined;
  }

  /** Resolves when nothing runs any more of what was connected. */
  async idle(): Promise<void> {
    this.cut();
    await this.served;
  }

  scan(source: string, macs: readonly string[], failed = false): void {
    const { site, clock } = this.deps;
    this.snapshots.take({
      ...{ source: { site, kind: 'source', id: source }, epoch: 1 },
      ...{ startedAtMs: clock.now(), finishedAtMs: clock.now() },
      ...(failed
        ? { completeness: 'failed', code: 'UNREACHABLE', reason: 'no answer', coverage: [], seen: [] }
        : {
            ...{ completeness: 'complete', code: '', reason: '', coverage: ['sighting'] },
            seen: macs.map((mac) => ({ kind: 'sighting', nativeKey: mac, sections: { fdb: { mac } } })),
          }),
    });
  }

  /** `source mac` of everything in the snapshots, sorted. */
  picture(): string[] {
    const rows = this.db
      .prepare('SELECT ref, native_key FROM snapshots JOIN sources ON sources.no = snapshots.source')
      .all() as { ref: string; native_key: string }[];
    return rows.map(({ ref, native_key: mac }) => `${ref.split('/').at(-1)} ${mac}`).sort();
  }

  /** The process dies and comes again over what it had on disk. */
  async crash(): Promise<void> {
    await this.reopen(this.db.serialize());
  }

  /** As it is on disk now, for `restore`. */
  backup(): Buffer {
    return this.db.serialize();
  }

  /** Comes again over an older copy of its disk, or over none. */
  async reopen(copy: Buffer | undefined): Promise<void> {
    await this.idle();
    this.db = copy ? new Database(copy) : openAgentDatabase(':memory:');
    this.outbox = this.openOutbox();
    this.snapshots = this.openSnapshots();
  }

  private openOutbox(): Outbox {
    const { clock, random, outboxBytes: maxBytes = 1e9 } = this.deps;
    return new Outbox({ db: this.db, clock, random, maxBytes });
  }

  private openSnapshots(): Snapshots {
    const { clock, random } = this.deps;
    return new Snapshots({ db: this.db, outbox: this.outbox, clock, random });
  }
}
