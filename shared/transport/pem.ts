/** Certificates as PEM text, from PEM or DER. */

const LINE_CHARS = 64;

export function toPem(certificate: string | Uint8Array): string {
  if (typeof certificate === 'string') return certificate;
  const lines =
    Buffer.from(certificate)
      .toString('base64')
      .match(new RegExp(`.{1,${LINE_CHARS}}`, 'g')) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
