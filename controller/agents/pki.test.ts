import 'reflect-metadata';
import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  webcrypto,
  X509Certificate,
} from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import tls from 'node:tls';
import { inspect } from 'node:util';
import * as x509 from '@peculiar/x509';
import { beforeAll, describe, expect, it } from 'vitest';
import type { WaysideError } from '../../shared/errors.ts';
import { ManualClock, seededRandom, systemClock } from '../../shared/runtime/index.ts';
import { sha256, toHex } from '../../shared/seal/index.ts';
import {
  type Ca,
  type CaFiles,
  createCa,
  createKeyPem,
  issueAgentCertificate,
  issueServerCertificate,
  openCa,
  SERVER_LIFETIME_MS,
} from './pki.ts';
import { verifyAgentCertificate } from './pki-peer.ts';
import { certificateKeyHash, readCertificateRequest } from './pki-request.ts';

const MESH = '01hx3k9';
const HOUR_MS = 3_600_000;
const clock = new ManualClock(1_800_000_000_000);
const tools = { clock, random: seededRandom(1) };

let files: CaFiles;
let ca: Ca;

beforeAll(async () => {
  files = await createCa(MESH, tools);
  ca = await openCa(files);
});

function publicKeyOf(keyPem: { reveal(): string }): Uint8Array {
  return new Uint8Array(createPublicKey(keyPem.reveal()).export({ type: 'spki', format: 'der' }));
}

const agentRequest = (over: object = {}) => ({
  meshId: MESH,
  agentId: 'agent1',
  publicKey: publicKeyOf(createKeyPem()),
  lifetimeMs: 24 * HOUR_MS,
  ...over,
});

describe('the CA', () => {
  it('signs itself for ten years and may sign leaves only', () => {
    const certificate = new X509Certificate(files.certificatePem);
    expect(certificate.ca).toBe(true);
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    const years = (Date.parse(certificate.validTo) - clock.now()) / (365.25 * 24 * HOUR_MS);
    expect(years).toBeCloseTo(10, 1);
    expect(toHex(ca.pin)).toBe(toHex(sha256(new Uint8Array(certificate.raw))));
  });

  it('never prints its key', () => {
    expect(inspect({ files, ca }, { depth: 9 }) + JSON.stringify({ files, ca })).not.toContain('PRIVATE');
  });
});

describe('the server certificate', () => {
  it('carries the fixed name, the given hosts, and the controller as URI', async () => {
    const keyPem = createKeyPem();
    const hosts = ['ctl.example.net', '10.0.0.5', '::1', 'ctl.example.net'];
    const issued = await issueServerCertificate(
      ca,
      { meshId: MESH, fingerprint: 'fp', hosts, keyPem },
      tools,
    );
    const certificate = new X509Certificate(issued.der);
    expect(certificate.subjectAltName).toBe(
      'DNS:wayside-controller, DNS:ctl.example.net, IP Address:10.0.0.5, IP Address:0:0:0:0:0:0:0:1, ' +
        `URI:wayside://${MESH}/controller/fp`,
    );
    expect(certificate.checkPrivateKey(createPrivateKey(keyPem.reveal()))).toBe(true);
    expect(certificate.verify(ca.certificate.publicKey)).toBe(true);
    expect(issued.notAfter).toBe(clock.now() + SERVER_LIFETIME_MS);
    expect(issued.serial).toBe(certificate.serialNumber.toLowerCase());
    expect(issued.serial).toMatch(/^[4-7][0-9a-f]{31}$/);
  });

  it('is not taken for an agent', async () => {
    const request = { meshId: MESH, fingerprint: 'fp', hosts: [], keyPem: createKeyPem() };
    const { der } = await issueServerCertificate(ca, request, tools);
    expect(() => verifyAgentCertificate(der, { cas: [ca], meshId: MESH, nowMs: clock.now() })).toThrowError(
      /that of a controller, not of an agent/,
    );
  });
});

describe('an agent certificate', () => {
  const reason = (der: Uint8Array, over: object = {}): string => {
    try {
      verifyAgentCertificate(der, { cas: [ca], meshId: MESH, nowMs: clock.now(), ...over });
    } catch (error) {
      expect((error as WaysideError).code).toBe('UNAUTHENTICATED');
      return (error as Error).message;
    }
    return 'accepted';
  };

  it('says which agent of which mesh it stands for, and until when', async () => {
    const request = agentRequest();
    const issued = await issueAgentCertificate(ca, request, tools);
    expect(verifyAgentCertificate(issued.der, { cas: [ca], meshId: MESH, nowMs: clock.now() })).toEqual({
      agentId: 'agent1',
      meshId: MESH,
      serial: issued.serial,
      notBefore: issued.notBefore,
      expiresAt: issued.notAfter,
      keyHash: certificateKeyHash(request.publicKey),
    });
    expect(issued.notAfter - clock.now()).toBe(24 * HOUR_MS);
    expect(clock.now() - issued.notBefore).toBe(300_000);
  });

  it('counts between its dates only', async () => {
    const issued = await issueAgentCertificate(ca, agentRequest(), tools);
    expect(reason(issued.der, { nowMs: issued.notBefore - 1 })).toContain('not valid yet');
    expect(reason(issued.der, { nowMs: issued.notAfter - 1 })).toBe('accepted');
    expect(reason(issued.der, { nowMs: issued.notAfter })).toContain('expired');
  });

  it('never outlives the CA', async () => {
    const issued = await issueAgentCertificate(ca, agentRequest({ lifetimeMs: 1e13 }), tools);
    expect(issued.notAfter).toBe(Date.parse(ca.certificate.validTo));
  });

  it('of another CA, another mesh or of no form is refused with its reason', async () => {
    const otherCa = await openCa(await createCa(MESH, tools));
    const foreign = await issueAgentCertificate(otherCa, agentRequest(), tools);
    expect(reason(foreign.der)).toContain('not issued by the CA');
    const otherMesh = await issueAgentCertificate(ca, agentRequest({ meshId: 'other' }), tools);
    expect(reason(otherMesh.der)).toContain('another mesh');
    expect(reason(new Uint8Array([1, 2, 3]))).toContain('cannot be read');
    const odd = await issueAgentCertificate(
      ca,
      agentRequest({ agentId: 'a,URI:wayside://x/agent/b' }),
      tools,
    );
    expect(reason(odd.der)).toContain('not that of an agent');
  });
});

describe('a certificate request', () => {
  async function makeRequest(namedCurve = 'P-256'): Promise<Uint8Array> {
    const algorithm = { name: 'ECDSA', namedCurve, hash: 'SHA-256' };
    const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
    const params = { name: 'CN=root of all, O=someone else', keys, signingAlgorithm: algorithm };
    return new Uint8Array((await x509.Pkcs10CertificateRequestGenerator.create(params, webcrypto)).rawData);
  }
  const codeOf = async (der: Uint8Array): Promise<string> =>
    readCertificateRequest(der).then(
      () => 'accepted',
      (error: WaysideError) => error.code,
    );

  it('gives its key once its signature is proved', async () => {
    const key = await readCertificateRequest(await makeRequest());
    expect(key.hash).toBe(toHex(sha256(key.publicKey)));
    const issued = await issueAgentCertificate(ca, agentRequest({ publicKey: key.publicKey }), tools);
    expect(new X509Certificate(issued.der).subject).toBe('CN=agent1');
  });

  it('with a signature of another key is a wrong identity', async () => {
    const der = await makeRequest();
    const changed = Uint8Array.from(der);
    changed[changed.byteLength - 1] = (changed.at(-1) ?? 0) ^ 1;
    expect(await codeOf(changed)).toBe('WRONG_IDENTITY');
    const subject = Uint8Array.from(der);
    const at = Buffer.from(subject).indexOf('root of all');
    subject[at] = 'R'.charCodeAt(0);
    expect(await codeOf(subject)).toBe('WRONG_IDENTITY');
  });

  it('that is empty, too long, garbage or of another kind of key is invalid input', async () => {
    expect(await codeOf(new Uint8Array())).toBe('INVALID_INPUT');
    expect(await codeOf(new Uint8Array(8193))).toBe('INVALID_INPUT');
    expect(await codeOf(new Uint8Array(100).fill(0x30))).toBe('INVALID_INPUT');
    expect(await codeOf(await makeRequest('P-384'))).toBe('INVALID_INPUT');
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    expect(await codeOf(publicKey.export({ type: 'spki', format: 'der' }))).toBe('INVALID_INPUT');
  });
});

describe('a TLS connection with these certificates', () => {
  it('proves both sides: the agent by its URI, the controller by its fixed name', async () => {
    const real = { clock: systemClock, random: seededRandom(2) };
    const trusted = await openCa(await createCa(MESH, real));
    const [serverKey, agentKey] = [createKeyPem(), createKeyPem()];
    const server = await issueServerCertificate(
      trusted,
      { meshId: MESH, fingerprint: 'fp', hosts: ['localhost'], keyPem: serverKey },
      real,
    );
    const agent = await issueAgentCertificate(
      trusted,
      { meshId: MESH, agentId: 'agent1', publicKey: publicKeyOf(agentKey), lifetimeMs: HOUR_MS },
      real,
    );
    const listener = tls.createServer({
      key: serverKey.reveal(),
      cert: server.pem + trusted.pem,
      ca: trusted.pem,
      requestCert: true,
    });
    listener.listen(0, '127.0.0.1');
    await once(listener, 'listening');
    const secured = once(listener, 'secureConnection');
    const socket = tls.connect({
      host: '127.0.0.1',
      port: (listener.address() as AddressInfo).port,
      ca: trusted.pem,
      key: agentKey.reveal(),
      cert: agent.pem,
      servername: 'wayside-controller',
    });
    const [[peer]] = (await Promise.all([secured, once(socket, 'secureConnect')])) as [
      [tls.TLSSocket],
      unknown,
    ];
    expect(socket.authorized).toBe(true);
    expect(peer.authorized).toBe(true);
    const shown = verifyAgentCertificate(peer.getPeerCertificate(true).raw, {
      cas: [trusted],
      meshId: MESH,
      nowMs: systemClock.now(),
    });
    expect(shown.agentId).toBe('agent1');
    socket.destroy();
    listener.close();
  });
});
