/**
 * Keeps the certificate fresh over the live session: asked for at two thirds of its life, or when another CA issues
 * now, again each minute until it comes. An agent that was away for longer joins again with its bound key.
 */
import type { Clock, Log } from '../../shared/runtime/index.ts';
import { fromHex, type SignedMembership, verifyMembership } from '../../shared/seal/index.ts';
import type { Trust } from '../../shared/wire/index.ts';
import { type EnrolTransport, rejoin } from './enrol.ts';
import { type AgentEnrolment, type AgentKeys, saveEnrolment } from './identity.ts';
import {
  createCertificateRequest,
  isFromNewest,
  validityOf,
  verifyCertificateChain,
} from './identity-certificate.ts';
import { requireVouched } from './trust.ts';

const ASK_AGAIN_MS = 60_000;
const PIN_BYTES = 32;

/** When to ask for the next certificate. All times are epoch milliseconds. */
export function nextRenewal(notBefore: number, notAfter: number): number {
  return notBefore + Math.floor(((notAfter - notBefore) * 2) / 3);
}

export interface RenewalDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly keys: AgentKeys;
  readonly dir: string;
  readonly enrolment: AgentEnrolment;
  /** Told after each renewal, once it is on disk: the next connection shows the new certificate. */
  readonly onRenewed: (enrolment: AgentEnrolment) => void;
}

export interface IssuedMessage {
  readonly certificateChain: readonly Uint8Array[];
}

export class Renewal {
  private readonly deps: RenewalDeps;
  /** Made when it is needed first: it is always for the same key, and names nobody. */
  private certificateRequest: Promise<Uint8Array> | undefined;
  private enrolment: AgentEnrolment;
  private askedAtMs: number | undefined;
  /** Of the present certificate. To read one costs some tenths of a millisecond, and every heartbeat asks. */
  private certificate: { readonly notBefore: number; readonly notAfter: number };
  /** The CA that issues is the one that our certificate comes from. */
  private isFromNewest: boolean;

  constructor(deps: RenewalDeps) {
    this.deps = deps;
    this.enrolment = deps.enrolment;
    const { chainPem, caPem } = deps.enrolment;
    this.certificate = validityOf(chainPem);
    this.isFromNewest = isFromNewest(chainPem, caPem);
  }

  /** The request to send now, if one is due. */
  async due(): Promise<Uint8Array | undefined> {
    const { clock, keys } = this.deps;
    const { notBefore, notAfter } = this.certificate;
    if (this.isFromNewest && clock.now() < nextRenewal(notBefore, notAfter)) return undefined;
    const sinceMs = this.askedAtMs === undefined ? ASK_AGAIN_MS : clock.monotonic() - this.askedAtMs;
    if (sinceMs < ASK_AGAIN_MS) return undefined;
    this.askedAtMs = clock.monotonic();
    this.certificateRequest ??= createCertificateRequest(keys.certificateKey);
    return this.certificateRequest;
  }

  /** By our own clock. When the controller's says so, it refuses the session with UNAUTHENTICATED. */
  get expired(): boolean {
    return this.deps.clock.now() >= this.certificate.notAfter;
  }

  /** Joins again with the bound key. Errors: those of `rejoin`; JOIN_TOKEN_MISSING means that the controller removed us. */
  async rejoin(transport: EnrolTransport): Promise<void> {
    const { keys, dir } = this.deps;
    this.keep(await rejoin(this.enrolment, { keys, dir, transport }), 'agent.rejoined');
  }

  /** Takes the new certificate when it is ours; else the present one stays, and somebody is told. */
  issued({ certificateChain }: IssuedMessage): void {
    const { log, keys, dir } = this.deps;
    const { caPem, agentId } = this.enrolment;
    let next: AgentEnrolment;
    try {
      const expected = { caPem, certificateKey: keys.certificateKey, agentId, meshId: this.meshId() };
      next = { ...this.enrolment, chainPem: verifyCertificateChain(certificateChain, expected) };
      saveEnrolment(dir, next);
    } catch (error) {
      log.error('certificate.refused', { error });
      return;
    }
    this.keep(next, 'certificate.renewed');
  }

  /** Trusts other CAs from now on, when the mesh root vouches for them; else all stays, and somebody is told. */
  trustChanged({ caCertificates, membership }: Trust): void {
    const { log, dir } = this.deps;
    let next: AgentEnrolment;
    try {
      const text = new TextDecoder().decode(membership);
      const { rootPin } = this;
      const { body } = verifyMembership(text, { rootPin, held: this.held(), gaps: 'allowed' });
      const { site, caPem: pinned } = this.enrolment;
      const caPem = requireVouched(caCertificates, { body, site, pinned });
      if (text === this.enrolment.membership && caPem === pinned) return;
      next = { ...this.enrolment, caPem, membership: text };
      saveEnrolment(dir, next);
    } catch (error) {
      log.error('trust.refused', { error });
      return;
    }
    this.askedAtMs = undefined;
    this.keep(next, 'trust.changed');
  }

  private keep(next: AgentEnrolment, event: string): void {
    this.enrolment = next;
    this.certificate = validityOf(next.chainPem);
    this.isFromNewest = isFromNewest(next.chainPem, next.caPem);
    this.deps.log.info(event, { expiresAt: this.certificate.notAfter });
    this.deps.onRenewed(next);
  }

  private meshId(): string {
    return this.held().body.meshId;
  }

  private held(): SignedMembership {
    return verifyMembership(this.enrolment.membership, { rootPin: this.rootPin });
  }

  private get rootPin(): Uint8Array {
    return fromHex(this.enrolment.rootPin, PIN_BYTES) ?? new Uint8Array();
  }
}
