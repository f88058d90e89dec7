/** Reads the certificate request of an agent. Only its key counts: whatever names it asks for are not looked at. */
import 'reflect-metadata';
import { createPublicKey, webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import { WaysideError } from '../../shared/errors.ts';
import { sha256, toHex } from '../../shared/seal/index.ts';

export const CERTIFICATE_REQUEST_MAX_BYTES = 8192;
const CURVE = 'prime256v1';

export interface CertificateKey {
  /** SubjectPublicKeyInfo in DER. */
  readonly publicKey: Uint8Array;
  /** SHA-256 of it, hex. */
  readonly hash: string;
}

/**
 * The key of a PKCS#10 request in DER, once its signature has proved that the sender holds it.
 * Errors: INVALID_INPUT (malformed, or not a P-256 key), WRONG_IDENTITY (the signature does not fit).
 */
export async function readCertificateRequest(der: Uint8Array): Promise<CertificateKey> {
  if (der.byteLength === 0 || der.byteLength > CERTIFICATE_REQUEST_MAX_BYTES) {
    throw malformed(`it has ${der.byteLength} bytes, 1 to ${CERTIFICATE_REQUEST_MAX_BYTES} are allowed`);
  }
  const { request, publicKey } = parse(der);
  if (!(await isSigned(request))) {
    throw new WaysideError('WRONG_IDENTITY', 'the certificate request is not signed by the key it holds');
  }
  return { publicKey, hash: certificateKeyHash(publicKey) };
}

export function certificateKeyHash(publicKey: Uint8Array): string {
  return toHex(sha256(publicKey));
}

function parse(der: Uint8Array): { request: x509.Pkcs10CertificateRequest; publicKey: Uint8Array } {
  let request: x509.Pkcs10CertificateRequest;
  let publicKey: Uint8Array;
  let curve: string | undefined;
  try {
    request = new x509.Pkcs10CertificateRequest(der);
    publicKey = new Uint8Array(request.publicKey.rawData);
    const key = createPublicKey({ key: Buffer.from(publicKey), format: 'der', type: 'spki' });
    curve = key.asymmetricKeyDetails?.namedCurve;
  } catch (cause) {
    throw malformed('it is not a PKCS#10 request in DER', cause);
  }
  if (curve !== CURVE) throw malformed('its key is not of the curve P-256');
  return { request, publicKey };
}

async function isSigned(request: x509.Pkcs10CertificateRequest): Promise<boolean> {
  try {
    return await request.verify(webcrypto);
  } catch {
    // A signature that cannot even be read is as wrong as one that does not fit.
    return false;
  }
}

function malformed(why: string, cause?: unknown): WaysideError {
  return new WaysideError('INVALID_INPUT', `certificate_request: ${why}`, {
    cause,
    violations: [{ field: 'certificate_request', message: why }],
  });
}
