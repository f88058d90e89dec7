/**
 * A proof that a manifest was written by who holds a master key: an HMAC over its canonical text, with a key that is
 * derived for that alone. What the manifest names by its hash is proved with it. The id of the key tells a manifest of
 * another master key from one that was changed.
 */
import { createHmac } from 'node:crypto';
import { canonicalJson, type JsonObject } from '../model/index.ts';
import { equalBytes, fromHex, utf8 } from './bytes.ts';
import { deriveKey, keyId, type MasterKey } from './master-key.ts';
import type { Secret } from './secret.ts';

const PURPOSE = 'wayside/manifest-seal/1';
const MAC_BYTES = 32;

/** Both hex. */
export interface ManifestSeal {
  readonly key: string;
  readonly mac: string;
}

export type SealVerdict = 'good' | 'other-key' | 'changed';

export function sealManifest(master: MasterKey, manifest: JsonObject): ManifestSeal {
  const key = deriveKey(master, PURPOSE);
  return { key: keyId(key), mac: Buffer.from(macOf(key, manifest)).toString('hex') };
}

/** `manifest` is all of it but the seal itself. */
export function judgeManifestSeal(
  master: MasterKey,
  manifest: JsonObject,
  { key: id, mac }: ManifestSeal,
): SealVerdict {
  const key = deriveKey(master, PURPOSE);
  if (id !== keyId(key)) return 'other-key';
  const given = fromHex(mac, MAC_BYTES);
  return given && equalBytes(given, macOf(key, manifest)) ? 'good' : 'changed';
}

export function isManifestSeal(value: unknown): value is ManifestSeal {
  const { key, mac } = (value ?? {}) as Partial<ManifestSeal>;
  return [key, mac].every((text) => typeof text === 'string' && /^[0-9a-f]{32,64}$/.test(text));
}

function macOf(key: Secret<Uint8Array>, manifest: JsonObject): Uint8Array {
  const hmac = createHmac('sha256', key.reveal());
  return new Uint8Array(hmac.update(utf8(canonicalJson(manifest))).digest());
}
