/** The agent's certificate: asking for one, and checking what came back before it is used or stored. */
import { createPrivateKey, createPublicKey, webcrypto, X509Certificate } from 'node:crypto';
import { WaysideError } from '../../shared/errors.ts';
import { parseAgentUri, type Secret } from '../../shared/seal/index.ts';
import { certificatesIn } from './trust.ts';

const ECDSA = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

/** A PKCS#10 request in DER. It names nobody: the controller decides whose certificate it becomes. */
export async function createCertificateRequest(certificateKey: Secret<string>): Promise<Uint8Array> {
  const pem = certificateKey.reveal();
  const privateDer = createPrivateKey(pem).export({ type: 'pkcs8', format: 'der' });
  const publicDer = createPublicKey(pem).export({ type: 'spki', format: 'der' });
  const keys = {
    privateKey: await webcrypto.subtle.importKey('pkcs8', privateDer, ECDSA, false, ['sign']),
    publicKey: await webcrypto.subtle.importKey('spki', publicDer, ECDSA, true, ['verify']),
  };
  // Only here: it is needed once in weeks, and takes eight megabytes of memory for as long as the agent runs.
  await import('reflect-metadata');
  const { Pkcs10CertificateRequestGenerator } = await import('@peculiar/x509');
  const request = await Pkcs10CertificateRequestGenerator.create(
    { keys, signingAlgorithm: ECDSA },
    webcrypto,
  );
  return new Uint8Array(request.rawData);
}

export interface ExpectedCertificate {
  /** Of the CAs that may have issued it. */
  readonly caPem: string;
  readonly certificateKey: Secret<string>;
  readonly agentId: string;
  readonly meshId: string;
}

/** The chain as PEM, when it is ours. Errors: WRONG_CA, WRONG_IDENTITY. Dates are not judged: our own clock may be wrong. */
export function verifyCertificateChain(chain: readonly Uint8Array[], expected: ExpectedCertificate): string {
  const [leaf, ...rest] = chain.map(readCertificate);
  if (!leaf) throw new WaysideError('WRONG_IDENTITY', 'the controller sent no certificate');
  if (!certificatesIn(expected.caPem).some((ca) => isFrom(leaf, ca)))
    throw new WaysideError('WRONG_CA', 'the certificate for this agent does not come from the pinned CA');
  if (!leaf.checkPrivateKey(createPrivateKey(expected.certificateKey.reveal())))
    throw new WaysideError('WRONG_IDENTITY', 'the certificate is for another key than that of this agent');
  const name = parseAgentUri((leaf.subjectAltName ?? '').replace(/^URI:/, ''));
  if (name?.agentId !== expected.agentId || name.meshId !== expected.meshId)
    throw new WaysideError('WRONG_IDENTITY', 'the certificate names another agent or mesh');
  return [leaf, ...rest].map(String).join('');
}

/** Epoch milliseconds, of the leaf. */
export function validityOf(chainPem: string): { readonly notBefore: number; readonly notAfter: number } {
  const leaf = new X509Certificate(chainPem);
  return { notBefore: Date.parse(leaf.validFrom), notAfter: Date.parse(leaf.validTo) };
}

/** Whether the newest of the CAs issued the leaf. */
export function isFromNewest(chainPem: string, caPem: string): boolean {
  const newest = certificatesIn(caPem).at(-1);
  return newest !== undefined && isFrom(new X509Certificate(chainPem), newest);
}

function isFrom(leaf: X509Certificate, ca: X509Certificate): boolean {
  return leaf.checkIssued(ca) && leaf.verify(ca.publicKey);
}

function readCertificate(der: Uint8Array): X509Certificate {
  try {
    return new X509Certificate(der);
  } catch (cause) {
    throw new WaysideError('WRONG_IDENTITY', 'the controller sent what is not a certificate', { cause });
  }
}
