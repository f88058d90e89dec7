/**
 * A backup as a file: a tar archive whose first file, `manifest.json`, tells what follows and the SHA-256 of each. Whoever
 * reads it trusts nothing that the manifest does not name.
 */
import { createHash } from 'node:crypto';
import { WaysideError } from '../errors.ts';
import { readTar, type TarEntry } from '../runtime/index.ts';
import { isManifestSeal, type ManifestSeal } from '../seal/index.ts';

export const BACKUP_FORMAT = 'wayside/backup/1';
export const MANIFEST_NAME = 'manifest.json';
export const BACKUP_STORE_NAME = 'store.db';
const MANIFEST_BYTES_MAX = 1_048_576;
/** The store, and plain names in the folder of keys: nothing that could lead out of a folder. */
const FILE_NAME = /^(store\.db|identity\/[a-z0-9][a-z0-9.-]{0,60})$/;
const FILES_MAX = 100;
const FORMAT_CHARS_SHOWN = 60;
/** Numbers above are no positions, sizes or times that a controller ever had: 2^52 lies above all of them. */
const NUMBER_MAX = 2 ** 52;

export interface BackupManifest {
  readonly format: typeof BACKUP_FORMAT;
  /** Of the software that made it. */
  readonly version: string;
  /** Of the store in it. */
  readonly schema: number;
  readonly meshId: string;
  readonly fingerprint: string;
  /** Fingerprint and incarnation that wrote when it was made. */
  readonly origin: string;
  /** The last change in it. */
  readonly position: number;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly files: readonly BackupFile[];
  /** Over all the rest, with the master key; backups of older versions have none. Reading does not check it. */
  readonly seal?: ManifestSeal;
}

export interface BackupFile extends TarEntry {
  /** Hex. */
  readonly sha256: string;
}

/** Takes the content of one file of the archive; it is checked behind it. */
export type BackupSink = (file: BackupFile, body: AsyncIterable<Uint8Array>) => Promise<void>;

/**
 * Reads an archive to its end and checks every byte of it. The sink gets each file as it comes, before its hash is known
 * to be right: what it wrote counts only once this has returned. Errors: BACKUP_DAMAGED, and those of the sink.
 */
export async function readBackup(
  bytes: AsyncIterable<Uint8Array>,
  sink: BackupSink,
): Promise<BackupManifest> {
  let manifest: BackupManifest | undefined;
  let next = 0;
  for await (const { name, sizeBytes, body } of readTar(bytes)) {
    if (!manifest) {
      manifest = await readManifest(name, sizeBytes, body);
      continue;
    }
    const file = manifest.files[next];
    next += 1;
    if (!file || file.name !== name || file.sizeBytes !== sizeBytes)
      throw damaged(`${name} in it is not what its manifest says`);
    const hash = createHash('sha256');
    await sink(file, hashing(body, hash));
    if (hash.digest('hex') !== file.sha256) throw damaged(`${name} in it was changed or damaged`);
  }
  if (!manifest) throw damaged('it is empty');
  if (next < manifest.files.length) throw damaged(`${manifest.files[next]?.name} is missing in it`);
  return manifest;
}

async function* hashing(
  body: AsyncIterable<Uint8Array>,
  hash: { update(bytes: Uint8Array): unknown },
): AsyncGenerator<Uint8Array> {
  for await (const part of body) {
    hash.update(part);
    yield part;
  }
}

async function readManifest(
  name: string,
  sizeBytes: number,
  body: AsyncIterable<Uint8Array>,
): Promise<BackupManifest> {
  if (name !== MANIFEST_NAME || sizeBytes > MANIFEST_BYTES_MAX)
    throw damaged('it does not begin with a manifest');
  const parts: Uint8Array[] = [];
  for await (const part of body) parts.push(part);
  return parseManifest(Buffer.concat(parts).toString('utf8'));
}

function parseManifest(text: string): BackupManifest {
  const value = parsed(text);
  const { format } = value;
  if (typeof format === 'string' && format !== BACKUP_FORMAT) {
    throw new WaysideError('STORE_NEWER', `the backup has the form ${format.slice(0, FORMAT_CHARS_SHOWN)}`, {
      hint: `This version knows ${BACKUP_FORMAT}; use the version that made it.`,
    });
  }
  if (!isManifest(value)) throw damaged('its manifest does not say what it must');
  return value;
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    return (JSON.parse(text) ?? {}) as Record<string, unknown>;
  } catch {
    throw damaged('its manifest cannot be read');
  }
}

function isManifest(value: object): value is BackupManifest {
  const { format, version, schema, meshId, fingerprint, origin, position, createdAt, files, seal } =
    value as Partial<BackupManifest>;
  const texts = [format, version, meshId, fingerprint, origin];
  const counts = [schema, position, createdAt];
  return (
    texts.every((text) => typeof text === 'string') &&
    counts.every(isCount) &&
    (seal === undefined || isManifestSeal(seal)) &&
    Array.isArray(files) &&
    files.length <= FILES_MAX &&
    files.every(isFile) &&
    new Set(files.map(({ name }) => name)).size === files.length &&
    files.some(({ name }) => name === BACKUP_STORE_NAME)
  );
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) <= NUMBER_MAX;
}

function isFile(value: unknown): value is BackupFile {
  const { name, sizeBytes, sha256 } = (value ?? {}) as Partial<BackupFile>;
  return (
    typeof name === 'string' &&
    FILE_NAME.test(name) &&
    isCount(sizeBytes) &&
    typeof sha256 === 'string' &&
    /^[0-9a-f]{64}$/.test(sha256)
  );
}

function damaged(message: string): WaysideError {
  return new WaysideError('BACKUP_DAMAGED', message, {
    hint: 'Take another backup; nothing was changed.',
  });
}
