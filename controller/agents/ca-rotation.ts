/**
 * Replaces the CA of the agents without a visit to any of them. Rotate makes the new one, puts the hashes of both into
 * the membership document, which the mesh root signs, and tells every agent; they trust both and get a certificate of
 * the new one over their session. Retire ends the old one. Who was away all the time finds the new CA vouched for by
 * the membership document, and joins again with its bound key.
 */
import { WaysideError } from '../../shared/errors.ts';
import type { CaView } from '../../shared/model/index.ts';
import type { Clock, Log } from '../../shared/runtime/index.ts';
import { type SignedMembership, toHex, utf8 } from '../../shared/seal/index.ts';
import type { TrustChanged } from '../../shared/wire/index.ts';
import { type EnrolmentStore, translated } from '../store/index.ts';
import type { CaAuthority } from './authority.ts';
import type { AgentHub } from './hub.ts';
import type { Ca } from './pki.ts';

export interface CaRotationDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly authority: CaAuthority;
  readonly store: EnrolmentStore;
  readonly homes: {
    readonly current: SignedMembership;
    readonly ownCas: readonly string[] | undefined;
    setCas(pins: readonly string[], nowMs: number): void;
  };
  readonly hub: () => Pick<AgentHub, 'broadcast'>;
  /** The server must show a certificate of the CA that serves, and take those of all that are trusted. */
  readonly refreshServer: () => Promise<void>;
}

/** Names in an answer; the others are counted. */
const NAMES_MAX = 100;

export class CaRotation {
  private readonly deps: CaRotationDeps;
  private running = false;

  constructor(deps: CaRotationDeps) {
    this.deps = deps;
    // A crash between the files and the document: the files count. Before the first rotation tokens pin the only CA.
    const { authority, homes } = deps;
    if (homes.ownCas !== undefined || authority.trusted.length > 1) this.publish();
  }

  /** What agents are told; `undefined` while they can know no other CA than the one of their join token. */
  get trust(): TrustChanged | undefined {
    const { homes, authority } = this.deps;
    if (homes.ownCas === undefined) return undefined;
    return {
      type: 'trustChanged',
      caCertificates: authority.trusted.map(({ der }) => der),
      membership: utf8(homes.current.text),
    };
  }

  list(): readonly CaView[] {
    return this.deps.authority.trusted.map((ca) => this.view(ca));
  }

  /** Errors: IN_USE, DISK_FULL. */
  async rotate(validateOnly = false): Promise<readonly CaView[]> {
    await this.alone(async () => {
      if (validateOnly) return this.deps.authority.requireOne();
      await this.deps.authority.rotate();
      await this.changed('ca.rotated');
    });
    return this.list();
  }

  /** Errors: NOT_FOUND, IN_USE. Gives back who had no certificate of the new CA. */
  async retire(
    force: boolean,
    validateOnly = false,
  ): Promise<{ readonly cas: readonly CaView[]; readonly cutOff: readonly string[] }> {
    let cutOff: readonly string[] = [];
    await this.alone(async () => {
      const { authority } = this.deps;
      const [old, ...successors] = this.list();
      if (old && successors.length > 0 && !force) refuseWhileInUse(old);
      cutOff = successors.length > 0 ? (old?.agents ?? []) : [];
      if (validateOnly) return void authority.requireNext();
      authority.retire();
      await this.changed('ca.retired');
    });
    return { cas: this.list(), cutOff };
  }

  /**
   * A CA that has ended vouches for nobody: its successor counts alone at once, and agents find it by themselves. False:
   * it has not ended.
   */
  async replaceEnded(): Promise<boolean> {
    const { authority, clock } = this.deps;
    if (clock.now() < Date.parse(authority.serving.certificate.validTo)) return false;
    await this.alone(async () => {
      if (authority.issuing === authority.serving) await authority.rotate();
      authority.retire();
      await this.changed('ca.replaced');
    });
    return true;
  }

  /** One change at a time: each of them waits for signatures in the middle. */
  private async alone(work: () => Promise<void>): Promise<void> {
    if (this.running) throw new WaysideError('IN_USE', 'the CA is being changed at this moment');
    this.running = true;
    try {
      await work();
    } finally {
      this.running = false;
    }
  }

  private async changed(event: string): Promise<void> {
    const { log, hub, refreshServer, authority } = this.deps;
    this.publish();
    await refreshServer();
    const { trust } = this;
    if (trust) hub().broadcast(trust);
    log.warn(event, { issuing: toHex(authority.issuing.pin), trusted: authority.trusted.length });
  }

  private publish(): void {
    const { homes, authority, clock } = this.deps;
    homes.setCas(
      authority.trusted.map(({ pin }) => toHex(pin)),
      clock.now(),
    );
  }

  private view(ca: Ca): CaView {
    const { authority, store, clock } = this.deps;
    const issues = ca === authority.issuing;
    const overlaps = authority.trusted.length > 1;
    const pin = toHex(ca.pin);
    const nowMs = clock.now();
    return translated(() => {
      const newest = toHex(authority.issuing.pin);
      const behind = overlaps ? store.agentsWithout(newest, nowMs) : [];
      const agents = issues ? [] : behind.map(({ name }) => name);
      return {
        fingerprint: pin,
        pem: ca.pem,
        startsAt: Date.parse(ca.certificate.validFrom),
        expiresAt: Date.parse(ca.certificate.validTo),
        issues,
        serves: ca === authority.serving,
        agents: agents.slice(0, NAMES_MAX),
        agentCount: issues ? store.count() - behind.length : agents.length,
        openTokens: store.openTokens(pin, nowMs),
      };
    });
  }
}

function refuseWhileInUse({ agents, agentCount, openTokens }: CaView): void {
  if (agentCount === 0 && openTokens === 0) return;
  const names = agents.slice(0, 5).join(', ') + (agentCount > 5 ? ` and ${agentCount - 5} more` : '');
  const held = [
    ...(agentCount > 0 ? [`${agentCount === 1 ? 'agent' : 'agents'} ${names}`] : []),
    ...(openTokens > 0 ? [`${openTokens} join ${openTokens === 1 ? 'token' : 'tokens'}`] : []),
  ];
  throw new WaysideError('IN_USE', `the old CA is still needed by ${held.join(' and ')}`, {
    hint: 'Wait until they have connected; or --force: they find the new CA by themselves, one connection later.',
  });
}
