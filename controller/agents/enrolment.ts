/**
 * How agents get and keep their identity. An agent is its Ed25519 key: its id is that key's fingerprint, so a repeat
 * after a lost reply, or a join years later, finds the same agent again.
 *
 *   enrol   with a join token: once per token, and again for the same key while the token lives
 *           without one: only for a key that is enrolled, whose certificate may have expired meanwhile
 *   renew   over the live session, for the key that is in the certificate
 */
import { WaysideError } from '../../shared/errors.ts';
import { type Principal, timeText } from '../../shared/model/index.ts';
import type { Clock, Log, Random } from '../../shared/runtime/index.ts';
import {
  enrolProof,
  fingerprint,
  hashToken,
  Secret,
  type SignedMembership,
  toHex,
  trimJoinToken,
  utf8,
  verifySignature,
} from '../../shared/seal/index.ts';
import type { EnrolmentAnswer, Trust } from '../../shared/wire/index.ts';
import { type AgentEntry, type EnrolledAgent, type EnrolmentStore, translated } from '../store/index.ts';
import { bannedError } from './banned.ts';
import { checkEnrolRequest, type EnrolRequest } from './enrolment-request.ts';
import type { ControllerIdentity } from './identity.ts';
import { type Ca, type IssuedCertificate, issueAgentCertificate } from './pki.ts';
import { verifyAgentCertificate } from './pki-peer.ts';
import { type CertificateKey, readCertificateRequest } from './pki-request.ts';

export interface EnrolmentDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly store: EnrolmentStore;
  readonly identity: Pick<ControllerIdentity, 'meshId' | 'authority'>;
  readonly membership: () => SignedMembership;
  readonly certificateLifetimeMs: number;
}

export interface IssuedChain {
  /** DER, leaf first. */
  readonly chain: readonly Uint8Array[];
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

export type AgentPrincipal = Extract<Principal, { type: 'agent' }>;

export class Enrolment {
  private readonly deps: EnrolmentDeps;

  constructor(deps: EnrolmentDeps) {
    this.deps = deps;
  }

  /**
   * Errors: INVALID_INPUT, INVALID_TOKEN_FORMAT, JOIN_TOKEN_MISSING, JOIN_TOKEN_UNKNOWN, JOIN_TOKEN_USED,
   * JOIN_TOKEN_EXPIRED, JOIN_TOKEN_REVOKED, AGENT_BANNED, WRONG_IDENTITY, ALREADY_EXISTS (the name, or the key at another site).
   */
  async enrol(request: EnrolRequest): Promise<EnrolmentAnswer> {
    checkEnrolRequest(request);
    const token = request.joinToken.reveal().trim() === '' ? undefined : trimJoinToken(request.joinToken);
    const key = await readCertificateRequest(request.certificateRequest);
    requireProof(request, token);
    const agent = translated(() =>
      this.deps.store.atomically(() =>
        this.admit({ request, token, key, id: fingerprint(request.identityKey) }),
      ),
    );
    const issued = await this.issue(agent, key);
    this.deps.log.info('agent.enrolled', { agent: agent.id, name: agent.name, site: agent.site });
    const { chain, expiresAt } = this.chain(issued);
    return {
      agentId: agent.id,
      site: agent.site,
      certificateChain: chain,
      caCertificate: this.deps.identity.authority.serving.der,
      expireTime: expiresAt,
      ...this.trust(),
    };
  }

  /** Whom agents should trust now. */
  trust(): Trust {
    const caCertificates = this.deps.identity.authority.trusted.map(({ der }) => der);
    return { caCertificates, membership: utf8(this.deps.membership().text) };
  }

  /** `agentId` is the one that the session's certificate proved. Errors: UNAUTHENTICATED, AGENT_BANNED, INVALID_INPUT, WRONG_IDENTITY. */
  async renew(agentId: string, certificateRequest: Uint8Array): Promise<IssuedChain> {
    const agent = this.requireAgent(agentId);
    const key = await readCertificateRequest(certificateRequest);
    if (key.hash !== agent.certificateKey) {
      throw new WaysideError('WRONG_IDENTITY', 'a renewal must be for the key of the present certificate', {
        hint: 'To change the key the agent joins again, with its bound key.',
      });
    }
    return this.chain(await this.issue(agent, key));
  }

  /** Who shows this certificate (DER). Errors: UNAUTHENTICATED and AGENT_BANNED, with the reason. */
  authenticate(der: Uint8Array): AgentPrincipal {
    const { identity, clock } = this.deps;
    const shown = verifyAgentCertificate(der, {
      cas: identity.authority.trusted,
      meshId: identity.meshId,
      nowMs: clock.now(),
    });
    const agent = this.requireAgent(shown.agentId);
    this.requireGood(shown.serial);
    if (shown.keyHash !== agent.certificateKey) {
      throw new WaysideError('UNAUTHENTICATED', 'the agent has joined again since, with another key');
    }
    return { type: 'agent', agentId: agent.id, site: agent.site, serial: shown.serial };
  }

  /** Decides and writes in one transaction: of two that come with one token, one is let in. */
  private admit(claim: Claim): EnrolledAgent {
    const { store, clock } = this.deps;
    const known = store.agent(claim.id);
    if (known?.bannedAt) throw bannedError(known);
    const site = claim.token === undefined ? siteOfKnown(known) : this.siteOfToken(claim, known);
    if (known && known.site !== site) {
      throw new WaysideError(
        'ALREADY_EXISTS',
        `this key is enrolled as agent ${known.name} of site ${known.site}`,
        {
          hint: 'An agent belongs to one site; remove it there, or give the new one its own data folder.',
        },
      );
    }
    // Who joins with the bound key alone keeps its name: the token is what speaks for a new one.
    const name = claim.token === undefined && known ? known.name : claim.request.agentName;
    const namesake = store.namedAt(site, name);
    if (namesake && namesake.id !== claim.id) {
      throw new WaysideError('ALREADY_EXISTS', `site ${site} already has an agent named ${name}`, {
        hint: 'Choose another one: wayside-agent enrol --name NAME …',
        violations: [{ field: 'agent_name', message: 'is taken' }],
      });
    }
    const entry: AgentEntry = {
      id: claim.id,
      site,
      name,
      identityKey: claim.request.identityKey,
      sealingKey: claim.request.sealingKey,
      certificateKey: claim.key.hash,
      enrolledAt: known?.enrolledAt ?? clock.now(),
      certificateExpiresAt: known?.certificateExpiresAt ?? 0,
    };
    store.saveAgent(entry);
    return { ...NOT_BANNED, evictions: known?.evictions ?? 0, ...entry };
  }

  /** Uses the token up and says which site it is for. */
  private siteOfToken(claim: Claim, known: EnrolledAgent | undefined): string {
    const { store, clock } = this.deps;
    const hash = claim.token ? hashToken(claim.token) : '';
    const row = store.token(hash);
    if (!row) {
      throw new WaysideError('JOIN_TOKEN_UNKNOWN', 'this controller never made that join token', {
        hint: 'Check that the token is complete and that the agent speaks to the controller that made it.',
      });
    }
    if (row.revokedAt !== null) {
      const at = timeText(row.revokedAt);
      throw new WaysideError('JOIN_TOKEN_REVOKED', `the join token was taken back at ${at}`, {
        hint: NEW_TOKEN,
      });
    }
    const nowMs = clock.now();
    const repeated = row.usedBy === claim.id && known !== undefined && nowMs < row.expiresAt;
    if (row.usedBy !== null && !repeated) {
      throw new WaysideError('JOIN_TOKEN_USED', 'the join token was used before', { hint: NEW_TOKEN });
    }
    if (nowMs >= row.expiresAt) {
      const at = timeText(row.expiresAt);
      throw new WaysideError('JOIN_TOKEN_EXPIRED', `the join token ended at ${at}`, { hint: NEW_TOKEN });
    }
    store.useToken(hash, { at: nowMs, agent: claim.id });
    return row.site;
  }

  private async issue(agent: EnrolledAgent, key: CertificateKey): Promise<IssuedBy> {
    const { store, identity, certificateLifetimeMs, clock } = this.deps;
    const ca = identity.authority.issuing;
    const issued = await issueAgentCertificate(
      ca,
      {
        meshId: identity.meshId,
        agentId: agent.id,
        publicKey: key.publicKey,
        lifetimeMs: certificateLifetimeMs,
      },
      this.deps,
    );
    const { serial, notBefore, notAfter } = issued;
    translated(() =>
      store.atomically(() => {
        // Signing takes a moment, in which somebody may have shut the agent out.
        if (this.requireAgent(agent.id).evictions !== agent.evictions) throw evictedMeanwhile();
        store.purgeCertificates(clock.now());
        store.addCertificate({ serial, agent: agent.id, notBefore, notAfter, ca: toHex(ca.pin) });
      }),
    );
    return { ...issued, ca };
  }

  private chain(issued: IssuedBy): IssuedChain {
    return { chain: [issued.der, issued.ca.der], expiresAt: issued.notAfter };
  }

  private requireAgent(agentId: string): EnrolledAgent {
    const agent = translated(() => this.deps.store.agent(agentId));
    if (agent?.bannedAt) throw bannedError(agent);
    if (agent) return agent;
    throw new WaysideError('UNAUTHENTICATED', `agent ${agentId} is not enrolled here any more`, {
      hint: 'Let it join again with a new join token.',
    });
  }

  /** A certificate counts while this store has it: one that a restored store does not know is replaced in a moment. */
  private requireGood(serial: string): void {
    const row = translated(() => this.deps.store.certificate(serial));
    if (row?.revokedAt === null) return;
    const why = row ? `it was revoked: ${row.revokedWhy}` : 'this controller has no note of it';
    throw new WaysideError('UNAUTHENTICATED', `the certificate is refused: ${why}`, {
      hint: 'The agent joins again with its bound key by itself.',
    });
  }
}

const NOT_BANNED = { bannedAt: null, bannedBy: null, banReason: null } as const;

function evictedMeanwhile(): WaysideError {
  return new WaysideError('UNAUTHENTICATED', 'the agent was evicted while it asked for a certificate');
}

const NEW_TOKEN = 'Make a new one with `wayside agent token create --site SITE`.';

interface IssuedBy extends IssuedCertificate {
  readonly ca: Ca;
}

interface Claim {
  readonly request: EnrolRequest;
  /** Absent: the agent relies on its bound key. */
  readonly token: Secret<string> | undefined;
  readonly key: CertificateKey;
  readonly id: string;
}

function siteOfKnown(known: EnrolledAgent | undefined): string {
  if (known) return known.site;
  throw new WaysideError('JOIN_TOKEN_MISSING', 'an agent that is not enrolled here needs a join token', {
    hint: NEW_TOKEN,
  });
}

function requireProof(request: EnrolRequest, token: Secret<string> | undefined): void {
  const { identityKey, sealingKey, certificateRequest, proof } = request;
  const joinToken = token ?? new Secret('');
  const signed = enrolProof({ joinToken, sealingKey, certificateRequest });
  if (verifySignature(identityKey, signed, proof)) return;
  throw new WaysideError('WRONG_IDENTITY', 'the proof is not signed by the identity key of the request');
}
