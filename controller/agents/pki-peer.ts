/**
 * Who is at the other end of a TLS connection. Everything is checked here again, although TLS has checked the chain
 * before: this is the one place that says which agent a certificate stands for.
 */
import { X509Certificate } from 'node:crypto';
import { WaysideError } from '../../shared/errors.ts';
import { type AgentName, parseAgentUri } from '../../shared/seal/index.ts';
import type { Ca } from './pki.ts';
import { certificateKeyHash } from './pki-request.ts';

const CONTROLLER_URI = /\bURI:wayside:\/\/[0-9a-z]+\/controller\//;
const CLIENT_AUTH = '1.3.6.1.5.5.7.3.2';

export interface AgentCertificate extends AgentName {
  /** Lower-case hex. */
  readonly serial: string;
  /** Epoch milliseconds. */
  readonly notBefore: number;
  readonly expiresAt: number;
  /** `certificateKeyHash` of its public key. */
  readonly keyHash: string;
}

export interface PeerTrust {
  /** One of them must have issued it. */
  readonly cas: readonly Ca[];
  readonly meshId: string;
  readonly nowMs: number;
}

/** `der` is the certificate that the peer showed in the handshake. Error: UNAUTHENTICATED, with the reason. */
export function verifyAgentCertificate(der: Uint8Array, trust: PeerTrust): AgentCertificate {
  const certificate = parse(der);
  const isOurs = trust.cas.some(
    ({ certificate: issuer }) => certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey),
  );
  if (!isOurs) throw refused('it was not issued by the CA of this controller');
  const name = nameIn(certificate);
  if (!name || !certificate.keyUsage?.includes(CLIENT_AUTH)) {
    const isPeer = CONTROLLER_URI.test(certificate.subjectAltName ?? '');
    throw refused(isPeer ? 'it is that of a controller, not of an agent' : 'it is not that of an agent');
  }
  if (name.meshId !== trust.meshId) throw refused('it belongs to another mesh');
  const notBefore = Date.parse(certificate.validFrom);
  const expiresAt = Date.parse(certificate.validTo);
  if (trust.nowMs < notBefore) throw refused('it is not valid yet; compare the clocks of both machines');
  if (trust.nowMs >= expiresAt) throw refused('it has expired; the agent can join again with its bound key');
  const publicKey = certificate.publicKey.export({ type: 'spki', format: 'der' });
  return {
    ...name,
    serial: certificate.serialNumber.toLowerCase(),
    notBefore,
    expiresAt,
    keyHash: certificateKeyHash(publicKey),
  };
}

/** The one URI of the certificate; a second one, of whatever kind, makes it nobody's. */
function nameIn(certificate: X509Certificate): AgentName | undefined {
  const [, uri] = /^URI:([^,\s"]+)$/.exec(certificate.subjectAltName ?? '') ?? [];
  return uri === undefined ? undefined : parseAgentUri(uri);
}

function parse(der: Uint8Array): X509Certificate {
  try {
    return new X509Certificate(der);
  } catch (cause) {
    throw refused('it cannot be read', cause);
  }
}

function refused(why: string, cause?: unknown): WaysideError {
  return new WaysideError('UNAUTHENTICATED', `the certificate is refused: ${why}`, { cause });
}
