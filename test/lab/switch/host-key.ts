/** An Ed25519 host key that is always the same for the same words, in the form that OpenSSH keeps keys in. */
import { createHash, createPrivateKey, createPublicKey } from 'node:crypto';

/** The fixed beginning of an Ed25519 private key in PKCS#8; the 32 bytes of the key follow. */
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');
const KEY_TYPE = 'ssh-ed25519';
const PEM_COLUMNS = 70;
const PAD_BYTES = 8;

export interface HostKey {
  readonly pem: string;
  /** `SHA256:…` as `ssh-keygen -l` prints it. */
  readonly fingerprint: string;
}

export function hostKeyFrom(words: string): HostKey {
  const secret = createHash('sha256').update(`wayside lab host key ${words}`).digest();
  const key = createPrivateKey({ key: Buffer.concat([PKCS8_HEAD, secret]), format: 'der', type: 'pkcs8' });
  const { x = '' } = createPublicKey(key).export({ format: 'jwk' });
  const open = Buffer.from(x, 'base64url');
  const openBlob = Buffer.concat([text(KEY_TYPE), sized(open)]);
  const hash = createHash('sha256').update(openBlob).digest('base64');
  return { pem: pem(openBlob, open, secret), fingerprint: `SHA256:${hash.replace(/=+$/, '')}` };
}

function pem(openBlob: Buffer, open: Buffer, secret: Buffer): string {
  const check = Buffer.alloc(8, 7);
  const plain = Buffer.concat([
    check,
    text(KEY_TYPE),
    sized(open),
    sized(Buffer.concat([secret, open])),
    text(''),
  ]);
  const padding = (PAD_BYTES - (plain.length % PAD_BYTES)) % PAD_BYTES;
  const padded = Buffer.concat([
    plain,
    Buffer.from(Array.from({ length: padding }, (_, index) => index + 1)),
  ]);
  const body = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    text('none'),
    text('none'),
    text(''),
    Buffer.from([0, 0, 0, 1]),
    sized(openBlob),
    sized(padded),
  ]).toString('base64');
  const lines = body.match(new RegExp(`.{1,${PEM_COLUMNS}}`, 'g')) ?? [];
  return ['-----BEGIN OPENSSH PRIVATE KEY-----', ...lines, '-----END OPENSSH PRIVATE KEY-----', ''].join(
    '\n',
  );
}

function sized(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

function text(value: string): Buffer {
  return sized(Buffer.from(value));
}
