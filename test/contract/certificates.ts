/** Throw-away CAs and certificates for tests that speak TLS. */
import 'reflect-metadata';
import type { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import { systemClock } from '../../shared/runtime/index.ts';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const HOUR_MS = 3_600_000;

export interface Issued {
  /** PEM, leaf first. */
  readonly chain: readonly string[];
  /** PKCS#8 in PEM. */
  readonly privateKey: string;
}

export interface LeafOptions {
  readonly uri?: string;
  readonly dns?: string;
  readonly ip?: string;
  /** From now; negative: it has expired. */
  readonly lifetimeMs?: number;
}

export interface TestCa {
  readonly certificate: string;
  issue(options: LeafOptions): Promise<Issued>;
}

export async function createTestCa(name: string): Promise<TestCa> {
  const keys = await generateKeys();
  const serial = serialNumbers();
  const ca = await x509.X509CertificateGenerator.createSelfSigned({
    ...lifetime(HOUR_MS),
    serialNumber: serial(),
    name: `CN=${name}`,
    keys,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
    ],
  });
  return {
    certificate: ca.toString('pem'),
    issue: async (options) => {
      const leafKeys = await generateKeys();
      const leaf = await x509.X509CertificateGenerator.create({
        ...lifetime(options.lifetimeMs ?? HOUR_MS),
        serialNumber: serial(),
        subject: 'CN=leaf',
        issuer: ca.subject,
        publicKey: leafKeys.publicKey,
        signingKey: keys.privateKey,
        signingAlgorithm: ALGORITHM,
        extensions: [new x509.SubjectAlternativeNameExtension(names(options))],
      });
      return { chain: [leaf.toString('pem')], privateKey: await exportKey(leafKeys.privateKey) };
    },
  };
}

function names({ uri, dns, ip }: LeafOptions): x509.JsonGeneralNames {
  const all: x509.JsonGeneralNames = [];
  if (uri) all.push({ type: 'url', value: uri });
  if (dns) all.push({ type: 'dns', value: dns });
  if (ip) all.push({ type: 'ip', value: ip });
  return all;
}

function lifetime(lifetimeMs: number): { notBefore: Date; notAfter: Date } {
  const now = systemClock.now();
  return { notBefore: new Date(now - 2 * HOUR_MS), notAfter: new Date(now + lifetimeMs) };
}

function serialNumbers(): () => string {
  let last = 0;
  return () => {
    last += 1;
    return last.toString(16).padStart(4, '0');
  };
}

async function generateKeys(): Promise<webcrypto.CryptoKeyPair> {
  return crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
}

async function exportKey(key: webcrypto.CryptoKey): Promise<string> {
  const der = Buffer.from(await crypto.subtle.exportKey('pkcs8', key)).toString('base64');
  return `-----BEGIN PRIVATE KEY-----\n${(der.match(/.{1,64}/g) ?? []).join('\n')}\n-----END PRIVATE KEY-----\n`;
}
