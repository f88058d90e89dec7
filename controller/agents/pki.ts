/**
 * The controller's own certificate authority. It signs one server certificate and the short-lived certificates of
 * its agents; nothing else of the world trusts it, and its key never leaves this process. Keys are ECDSA P-256.
 */
import 'reflect-metadata';
import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  webcrypto,
  X509Certificate,
} from 'node:crypto';
import { isIP } from 'node:net';
import * as x509 from '@peculiar/x509';
import type { Clock, Random } from '../../shared/runtime/index.ts';
import {
  agentUri,
  CONTROLLER_TLS_NAME,
  controllerUri,
  Secret,
  sha256,
  toHex,
} from '../../shared/seal/index.ts';

const DAY_MS = 86_400_000;
const CA_LIFETIME_MS = 3653 * DAY_MS;
export const SERVER_LIFETIME_MS: number = 730 * DAY_MS;
/** How far another machine's clock may be behind ours before a fresh certificate looks not yet valid to it. */
const CA_SKEW_MS = DAY_MS;
export const AGENT_SKEW_MS = 300_000;
const SERIAL_BYTES = 16;
const ECDSA = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

export interface CaFiles {
  readonly certificatePem: string;
  /** PKCS#8 in PEM. */
  readonly keyPem: Secret<string>;
}

export interface Ca {
  readonly pem: string;
  readonly der: Uint8Array;
  /** SHA-256 of the DER, as join tokens carry it. */
  readonly pin: Uint8Array;
  readonly certificate: X509Certificate;
  readonly signingKey: webcrypto.CryptoKey;
}

export interface Tools {
  readonly clock: Pick<Clock, 'now'>;
  readonly random: Random;
}

export interface IssuedCertificate {
  readonly der: Uint8Array;
  readonly pem: string;
  /** Lower-case hex. */
  readonly serial: string;
  /** Epoch milliseconds, whole seconds. */
  readonly notBefore: number;
  readonly notAfter: number;
}

/** PKCS#8 in PEM; the public half is computed from it. */
export function createKeyPem(): Secret<string> {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return new Secret(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
}

export async function createCa(meshId: string, tools: Tools): Promise<CaFiles> {
  const keyPem = createKeyPem();
  const nowMs = tools.clock.now();
  const [privateKey, publicKey] = await Promise.all([signingKeyOf(keyPem), publicKeyOf(keyPem)]);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned(
    {
      serialNumber: newSerial(tools.random),
      name: [{ CN: [`Wayside CA ${meshId}`] }],
      notBefore: new Date(nowMs - CA_SKEW_MS),
      notAfter: new Date(nowMs + CA_LIFETIME_MS),
      keys: { privateKey, publicKey },
      signingAlgorithm: ECDSA,
      extensions: [
        new x509.BasicConstraintsExtension(true, 0, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
        await x509.SubjectKeyIdentifierExtension.create(publicKey, false, webcrypto),
      ],
    },
    webcrypto,
  );
  return { certificatePem: toPem(certificate.rawData), keyPem };
}

export async function openCa(files: CaFiles): Promise<Ca> {
  const certificate = new X509Certificate(files.certificatePem);
  const der = new Uint8Array(certificate.raw);
  return {
    pem: certificate.toString(),
    der,
    pin: sha256(der),
    certificate,
    signingKey: await signingKeyOf(files.keyPem),
  };
}

export interface ServerCertificateRequest {
  readonly meshId: string;
  readonly fingerprint: string;
  /** Host names and IP addresses that people dial; the fixed name is always added. */
  readonly hosts: readonly string[];
  readonly keyPem: Secret<string>;
}

export async function issueServerCertificate(
  ca: Ca,
  request: ServerCertificateRequest,
  tools: Tools,
): Promise<IssuedCertificate> {
  const names = [CONTROLLER_TLS_NAME, ...request.hosts.filter((host) => host !== CONTROLLER_TLS_NAME)];
  return issue(
    ca,
    {
      commonName: 'Wayside controller',
      names: [
        ...[...new Set(names)].map((name) => ({ type: isIP(name) ? 'ip' : 'dns', value: name }) as const),
        { type: 'url', value: controllerUri(request.meshId, request.fingerprint) },
      ],
      usage: x509.ExtendedKeyUsage.serverAuth,
      publicKey: await publicKeyOf(request.keyPem),
      skewMs: CA_SKEW_MS,
      lifetimeMs: SERVER_LIFETIME_MS,
    },
    tools,
  );
}

export interface AgentCertificateRequest {
  readonly meshId: string;
  readonly agentId: string;
  /** SubjectPublicKeyInfo in DER, from a request that `readCertificateRequest` has checked. */
  readonly publicKey: Uint8Array;
  readonly lifetimeMs: number;
}

export async function issueAgentCertificate(
  ca: Ca,
  request: AgentCertificateRequest,
  tools: Tools,
): Promise<IssuedCertificate> {
  return issue(
    ca,
    {
      commonName: request.agentId,
      names: [{ type: 'url', value: agentUri(request) }],
      usage: x509.ExtendedKeyUsage.clientAuth,
      publicKey: await importPublicKey(request.publicKey),
      skewMs: AGENT_SKEW_MS,
      lifetimeMs: request.lifetimeMs,
    },
    tools,
  );
}

interface Leaf {
  readonly commonName: string;
  readonly names: x509.JsonGeneralNames;
  readonly usage: x509.ExtendedKeyUsage;
  readonly publicKey: webcrypto.CryptoKey;
  readonly skewMs: number;
  readonly lifetimeMs: number;
}

async function issue(ca: Ca, leaf: Leaf, tools: Tools): Promise<IssuedCertificate> {
  const nowMs = tools.clock.now();
  const caEndMs = Date.parse(ca.certificate.validTo);
  const serial = newSerial(tools.random);
  const notBefore = toSeconds(nowMs - leaf.skewMs);
  const notAfter = Math.min(toSeconds(nowMs + leaf.lifetimeMs), caEndMs);
  const certificate = await x509.X509CertificateGenerator.create(
    {
      serialNumber: serial,
      subject: [{ CN: [leaf.commonName] }],
      issuer: new x509.X509Certificate(ca.der).subjectName,
      notBefore: new Date(notBefore),
      notAfter: new Date(notAfter),
      publicKey: leaf.publicKey,
      signingKey: ca.signingKey,
      signingAlgorithm: ECDSA,
      extensions: [
        new x509.BasicConstraintsExtension(false, undefined, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
        new x509.ExtendedKeyUsageExtension([leaf.usage]),
        new x509.SubjectAlternativeNameExtension(leaf.names),
        await x509.SubjectKeyIdentifierExtension.create(leaf.publicKey, false, webcrypto),
        await x509.AuthorityKeyIdentifierExtension.create(await caPublicKey(ca), false, webcrypto),
      ],
    },
    webcrypto,
  );
  const der = new Uint8Array(certificate.rawData);
  return { der, pem: toPem(der), serial, notBefore, notAfter };
}

function caPublicKey(ca: Ca): Promise<webcrypto.CryptoKey> {
  return importPublicKey(new Uint8Array(ca.certificate.publicKey.export({ type: 'spki', format: 'der' })));
}

function signingKeyOf(keyPem: Secret<string>): Promise<webcrypto.CryptoKey> {
  const der = createPrivateKey(keyPem.reveal()).export({ type: 'pkcs8', format: 'der' });
  return webcrypto.subtle.importKey('pkcs8', der, ECDSA, false, ['sign']);
}

function publicKeyOf(keyPem: Secret<string>): Promise<webcrypto.CryptoKey> {
  const der = createPublicKey(keyPem.reveal()).export({ type: 'spki', format: 'der' });
  return importPublicKey(der);
}

function importPublicKey(spki: Uint8Array): Promise<webcrypto.CryptoKey> {
  return webcrypto.subtle.importKey('spki', spki, ECDSA, true, ['verify']);
}

/** Positive and always of the same length: the first bit is 0, the second 1. */
function newSerial(random: Random): string {
  const bytes = random.bytes(SERIAL_BYTES);
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return toHex(bytes);
}

/** With a line end after the last line, so that two of them make a chain. */
function toPem(der: ArrayBuffer | Uint8Array): string {
  return new X509Certificate(new Uint8Array(der)).toString();
}

function toSeconds(ms: number): number {
  return Math.floor(ms / 1000) * 1000;
}
