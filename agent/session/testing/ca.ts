/** Certificates for tests of an agent's identity. */
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

const ECDSA = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const HOUR_MS = 3_600_000;

/** A CA that signs whatever it is told to: the real one is the controller's. */
export class TestCa {
  readonly certificate: x509.X509Certificate;
  readonly der: Uint8Array;
  private readonly keys: webcrypto.CryptoKeyPair;

  private constructor(certificate: x509.X509Certificate, keys: webcrypto.CryptoKeyPair) {
    this.certificate = certificate;
    this.der = new Uint8Array(certificate.rawData);
    this.keys = keys;
  }

  static async create(): Promise<TestCa> {
    const keys = await webcrypto.subtle.generateKey(ECDSA, true, ['sign', 'verify']);
    const extensions = [new x509.BasicConstraintsExtension(true, 0, true)];
    const params = { name: 'CN=test CA', keys, signingAlgorithm: ECDSA, extensions, notBefore: new Date(0) };
    return new TestCa(await x509.X509CertificateGenerator.createSelfSigned(params, webcrypto), keys);
  }

  async issue(certificateRequest: Uint8Array, uri: string, notBefore: number): Promise<Uint8Array> {
    const request = new x509.Pkcs10CertificateRequest(certificateRequest);
    const certificate = await x509.X509CertificateGenerator.create(
      {
        subject: 'CN=leaf',
        issuer: this.certificate.subjectName,
        notBefore: new Date(notBefore),
        notAfter: new Date(notBefore + 24 * HOUR_MS),
        publicKey: request.publicKey,
        signingKey: this.keys.privateKey,
        signingAlgorithm: ECDSA,
        extensions: [new x509.SubjectAlternativeNameExtension([{ type: 'url', value: uri }])],
      },
      webcrypto,
    );
    return new Uint8Array(certificate.rawData);
  }
}
