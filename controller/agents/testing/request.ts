/** Certificate requests as agents make them. */
import 'reflect-metadata';
import { createPrivateKey, createPublicKey, webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import type { Secret } from '../../../shared/seal/index.ts';

const ECDSA = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

/** PKCS#10 in DER, for the key in that PEM. */
export async function newCertificateRequest(keyPem: Secret<string>): Promise<Uint8Array> {
  const pem = keyPem.reveal();
  const privateDer = createPrivateKey(pem).export({ type: 'pkcs8', format: 'der' });
  const publicDer = createPublicKey(pem).export({ type: 'spki', format: 'der' });
  const keys = {
    privateKey: await webcrypto.subtle.importKey('pkcs8', privateDer, ECDSA, false, ['sign']),
    publicKey: await webcrypto.subtle.importKey('spki', publicDer, ECDSA, true, ['verify']),
  };
  const params = { name: 'CN=x', keys, signingAlgorithm: ECDSA };
  return new Uint8Array((await x509.Pkcs10CertificateRequestGenerator.create(params, webcrypto)).rawData);
}
