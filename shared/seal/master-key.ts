/**
 * The master key seals what a program keeps on its own disk: private keys of the controller, device credentials of
 * the agent. It is one line in a 0600 file or a systemd credential: `wk1.` and 32 bytes in base64url. Each use has
 * a key of its own derived from it, so that a value sealed for one purpose never opens as another.
 */
import { hkdfSync } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readSecretFile } from '../config/index.ts';
import { WaysideError } from '../errors.ts';
import type { Random } from '../runtime/index.ts';
import { fromBase64Url, sha256, toBase64Url, toHex } from './bytes.ts';
import { Secret } from './secret.ts';
import { writeSecretFile } from './secret-file.ts';

const PREFIX = 'wk1.';
const KEY_BYTES = 32;
const KEY_ID_BYTES = 16;

export type MasterKey = Secret<Uint8Array>;

export function createMasterKey(random: Random): MasterKey {
  return new Secret(random.bytes(KEY_BYTES));
}

export function formatMasterKey(key: MasterKey): Secret<string> {
  return new Secret(`${PREFIX}${toBase64Url(key.reveal())}`);
}

/** `where` names the file in the error. */
export function parseMasterKey(text: string, where: string): MasterKey {
  const line = text.trim();
  const bytes = line.startsWith(PREFIX) ? fromBase64Url(line.slice(PREFIX.length)) : undefined;
  if (bytes?.byteLength !== KEY_BYTES) {
    throw new WaysideError('VAULT_LOCKED', `${where} does not hold a master key`, {
      hint: 'It must be the one line beginning with wk1. that the first start wrote. No backup of Wayside holds it: restore it from where you keep it.',
    });
  }
  return new Secret(bytes);
}

export interface MasterKeyFile {
  readonly path: string;
  /** Where systemd put its credentials, if it did: files there are guarded by systemd. */
  readonly credentialsDirectory?: string | undefined;
}

/** Errors: NOT_FOUND, SECRET_FILE_OPEN, VAULT_LOCKED. */
export function loadMasterKey(file: MasterKeyFile): MasterKey {
  return parseMasterKey(readSecretFile(file.path, file.credentialsDirectory).toString(), file.path);
}

/** First start: makes the file when there is none, and never writes over one. */
export function loadOrCreateMasterKey(file: MasterKeyFile, random: Random): MasterKey {
  if (existsSync(file.path)) return loadMasterKey(file);
  const key = createMasterKey(random);
  writeSecretFile(file.path, `${formatMasterKey(key).reveal()}\n`);
  return key;
}

/** The key for one purpose, such as `wayside/vault/1`. */
export function deriveKey(master: MasterKey, purpose: string): Secret<Uint8Array> {
  return new Secret(new Uint8Array(hkdfSync('sha256', master.reveal(), '', purpose, KEY_BYTES)));
}

/** Tells keys apart without telling anything of them: a wrong key is known before anything is tried. */
export function keyId(key: Secret<Uint8Array>): string {
  return toHex(sha256('wayside/key-id/1\n', key.reveal()).subarray(0, KEY_ID_BYTES));
}
