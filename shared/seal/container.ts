/**
 * How a secret lies on disk: one readable line that says what it is, then the sealed bytes.
 *
 *   wayside/vault/1 {"key":"<key id>", …header}\n | nonce (24) | XChaCha20-Poly1305(plain)
 *
 * The line is canonical JSON and is bound into the seal: change a letter of it and nothing opens. The key id tells
 * a wrong key (VAULT_LOCKED: restore the right one) from damage (DECRYPT_FAILED: restore the file).
 */
import { WaysideError } from '../errors.ts';
import { canonicalJson, type JsonObject } from '../model/index.ts';
import type { Random } from '../runtime/index.ts';
import { concatBytes, utf8 } from './bytes.ts';
import { deriveKey, keyId, type MasterKey } from './master-key.ts';
import type { Secret } from './secret.ts';
import { sodium } from './sodium.ts';

const NONCE_BYTES = 24;
const TAG_BYTES = 16;
const NEWLINE = 10;
const LINE = /^([a-z/-]{1,60}\/\d{1,6}) (\{.*\})$/;
const FORMAT = /^(.+)\/(\d+)$/;
export const CONTAINER_MAX_BYTES = 65_536;

export interface ContainerSpec {
  /** Name and version of the format, without blanks: `wayside/vault/1`. Also the purpose of the derived key. */
  readonly format: string;
  readonly master: MasterKey;
}

/** What a spec comes down to: for who opens many containers and need not keep the master key. */
export interface ContainerKey {
  readonly format: string;
  readonly key: Secret<Uint8Array>;
  readonly id: string;
}

export function containerKey({ format, master }: ContainerSpec): ContainerKey {
  const key = deriveKey(master, format);
  return { format, key, id: keyId(key) };
}

export interface Container {
  readonly header: JsonObject;
  readonly plain: Uint8Array;
}

/** Error: INVALID_INPUT when it would be too long to be read back. */
export function sealContainer(
  spec: ContainerSpec | ContainerKey,
  content: Container,
  random: Random,
): Uint8Array {
  const { format, key, id } = keyOf(spec);
  const line = utf8(`${format} ${canonicalJson({ ...content.header, key: id })}\n`);
  const nonce = random.bytes(NONCE_BYTES);
  const sealed = sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(
    content.plain,
    line,
    null,
    nonce,
    key.reveal(),
  );
  const bytes = concatBytes(line, nonce, sealed);
  if (bytes.byteLength <= CONTAINER_MAX_BYTES) return bytes;
  throw new WaysideError(
    'INVALID_INPUT',
    `sealed it has ${bytes.byteLength} bytes; at most ${CONTAINER_MAX_BYTES} fit`,
  );
}

/**
 * `what` names the file in errors. Errors: VAULT_LOCKED (another key), STORE_NEWER (this format, in a later version),
 * DECRYPT_FAILED (damaged, or not this format).
 */
export function openContainer(
  spec: ContainerSpec | ContainerKey,
  bytes: Uint8Array,
  what: string,
): Container {
  const { header, body, line } = readLine(spec.format, bytes, what);
  const { key, id } = keyOf(spec);
  if (header['key'] !== id) {
    const sealer = 'master' in spec ? 'master key' : 'key';
    throw new WaysideError('VAULT_LOCKED', `${what} was sealed with another ${sealer}`, {
      hint: 'Point secrets.masterKeyFile at the key that sealed it, or set the secret again.',
    });
  }
  try {
    const plain = sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(
      null,
      body.subarray(NONCE_BYTES),
      line,
      body.subarray(0, NONCE_BYTES),
      key.reveal(),
    );
    return { header, plain };
  } catch {
    // libsodium's error says nothing; the key is known to be right, so the bytes are not.
    throw damaged(what);
  }
}

/**
 * What the readable line says, before anything is opened or vouched for: only to choose the key to open it with.
 * `undefined`: there is no such line.
 */
export function peekContainer(
  bytes: Uint8Array,
): { readonly format: string; readonly header: JsonObject } | undefined {
  const [, format, json] = LINE.exec(lineOf(bytes)) ?? [];
  if (format === undefined || json === undefined) return undefined;
  try {
    return { format, header: JSON.parse(json) as JsonObject };
  } catch {
    // Damage, which whoever opens it will say.
    return undefined;
  }
}

function keyOf(spec: ContainerSpec | ContainerKey): ContainerKey {
  return 'master' in spec ? containerKey(spec) : spec;
}

function readLine(
  format: string,
  bytes: Uint8Array,
  what: string,
): { readonly header: JsonObject; readonly line: Uint8Array; readonly body: Uint8Array } {
  const end = bytes.indexOf(NEWLINE);
  if (end < 0 || bytes.byteLength > CONTAINER_MAX_BYTES) throw damaged(what);
  const line = bytes.subarray(0, end + 1);
  const body = bytes.subarray(end + 1);
  const text = lineOf(bytes);
  refuseNewer(format, text, what);
  if (!text.startsWith(`${format} {`) || body.byteLength < NONCE_BYTES + TAG_BYTES) throw damaged(what);
  try {
    return { header: JSON.parse(text.slice(format.length + 1)) as JsonObject, line, body };
  } catch {
    throw damaged(what);
  }
}

/** The first line without its end; all there is when it has none. */
function lineOf(bytes: Uint8Array): string {
  const end = bytes.indexOf(NEWLINE);
  return new TextDecoder().decode(bytes.subarray(0, Math.max(end, 0)));
}

function refuseNewer(format: string, line: string, what: string): void {
  const [, family, version] = FORMAT.exec(format) ?? [];
  const [, found] = LINE.exec(line) ?? [];
  const [, foundFamily, foundVersion] = FORMAT.exec(found ?? '') ?? [];
  if (family === undefined || family !== foundFamily || Number(foundVersion) <= Number(version)) return;
  throw new WaysideError('STORE_NEWER', `${what} has the format ${found}, this version knows ${format}`, {
    hint: 'Install the version that wrote it.',
  });
}

function damaged(what: string): WaysideError {
  return new WaysideError('DECRYPT_FAILED', `${what} does not open: it was changed or cut short`, {
    hint: 'Restore the file from a backup, or set the secret again.',
  });
}
