/**
 * What a person hands over when something is wrong: one tar.gz of small files about a program. Each part is asked for
 * by itself; one that fails is a line in `errors.txt` and not the end, for a bundle is wanted when things are broken. The
 * first file, `manifest.json`, names the others with their sizes and SHA-256.
 */
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { createGunzip, gzip } from 'node:zlib';
import { WaysideError } from '../errors.ts';
import { type Clock, withDeadline } from './clock.ts';
import { readTar, tarEnd, tarHeader, tarPadding } from './tar.ts';

export const BUNDLE_FORMAT = 'wayside/support/1';
const MANIFEST_NAME = 'manifest.json';
const ERRORS_NAME = 'errors.txt';
/** One part may take so long; then it is left out. */
const PART_MAX_MS = 20_000;
/** Of one part; what is longer is cut at the end, and `errors.txt` says so. */
const PART_BYTES_MAX = 16_777_216;
/** Unpacked; a larger one was not made by us. */
const BUNDLE_BYTES_MAX = 268_435_456;

export interface BundlePart {
  /** Of the file, such as `status.json`. */
  readonly name: string;
  read(signal: AbortSignal): BundleContent | Promise<BundleContent>;
}

export type BundleContent = string | Uint8Array;

export interface BundleFile {
  readonly name: string;
  readonly sizeBytes: number;
  /** Hex. */
  readonly sha256: string;
}

export interface BundleManifest {
  readonly format: typeof BUNDLE_FORMAT;
  /** `controller` or `agent`. */
  readonly program: string;
  readonly version: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly files: readonly BundleFile[];
  /** Parts that could not be made. */
  readonly failed: readonly string[];
}

export interface BundleOptions {
  readonly program: string;
  readonly version: string;
  readonly clock: Clock;
  readonly signal?: AbortSignal;
}

/** The whole tar.gz; parts are asked for one after another. Error: only the signal's reason. */
export async function makeBundle(
  parts: readonly BundlePart[],
  { program, version, clock, signal }: BundleOptions,
): Promise<Uint8Array> {
  const files: { readonly name: string; readonly content: Buffer }[] = [];
  const failed: string[] = [];
  const errors: string[] = [];
  for (const part of parts) {
    try {
      const limit = { ms: PART_MAX_MS, what: part.name, ...(signal && { signal }) };
      const content = scrubbed(await withDeadline(clock, limit, async (end) => part.read(end)));
      if (content.length > PART_BYTES_MAX)
        errors.push(`${part.name}: cut after ${PART_BYTES_MAX} of ${content.length} bytes`);
      files.push({ name: part.name, content: content.subarray(0, PART_BYTES_MAX) });
    } catch (error) {
      signal?.throwIfAborted();
      failed.push(part.name);
      errors.push(`${part.name}: ${errorLine(error)}`);
    }
  }
  if (errors.length > 0) files.push({ name: ERRORS_NAME, content: scrubbed(`${errors.join('\n')}\n`) });
  const manifest: BundleManifest = {
    ...{ format: BUNDLE_FORMAT, program, version, createdAt: new Date(clock.now()).toISOString() },
    files: files.map(({ name, content }) => ({ name, sizeBytes: content.length, sha256: hashOf(content) })),
    failed,
  };
  const first = { name: MANIFEST_NAME, content: Buffer.from(jsonText(manifest)) };
  return promisify(gzip)(tarOf([first, ...files], clock.now()));
}

/** Our own tokens and keys by their form, and private keys in PEM. */
const SECRET_FORMS = [
  /\bw[a-z]{1,3}\d\.[\w.-]{16,}/g,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(-----END [A-Z ]*PRIVATE KEY-----|$)/gs,
];

/** Secrets keep themselves out of logs and errors by their type; this is for one that a person put where none belongs. */
function scrubbed(content: BundleContent): Buffer {
  if (typeof content !== 'string') return Buffer.from(content);
  return Buffer.from(SECRET_FORMS.reduce((text, form) => text.replace(form, '(taken out)'), content));
}

/** For parts that are JSON. */
export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

/** Reads a bundle to its end and checks every byte. Error: BACKUP_DAMAGED when it is not whole. */
export async function readBundle(bytes: AsyncIterable<Uint8Array>): Promise<{
  readonly manifest: BundleManifest;
  readonly contents: ReadonlyMap<string, Buffer>;
}> {
  const contents = new Map<string, Buffer>();
  try {
    const unpacked = unzipped(bytes);
    for await (const { name, sizeBytes, body } of readTar(unpacked)) {
      if (sizeBytes > PART_BYTES_MAX) throw damaged(`${name} in it is too large`);
      const pieces: Uint8Array[] = [];
      for await (const piece of body) pieces.push(piece);
      contents.set(name, Buffer.concat(pieces));
    }
    // The sum of all stands behind the last file.
    for await (const _rest of unpacked);
  } catch (error) {
    throw error instanceof WaysideError ? error : damaged('it cannot be unpacked', error);
  }
  const manifest = parseManifest(contents.get(MANIFEST_NAME)?.toString() ?? '');
  for (const { name, sizeBytes, sha256 } of manifest.files) {
    const content = contents.get(name);
    if (content?.length !== sizeBytes || hashOf(content) !== sha256)
      throw damaged(`${name} is not what the manifest says`);
  }
  return { manifest, contents };
}

async function* unzipped(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip();
  const feeding = (async () => {
    for await (const piece of bytes) gunzip.write(piece);
    gunzip.end();
  })();
  feeding.catch((error: unknown) => gunzip.destroy(error as Error));
  let total = 0;
  for await (const piece of gunzip) {
    total += (piece as Buffer).length;
    if (total > BUNDLE_BYTES_MAX) throw damaged('it is too large');
    yield piece as Buffer;
  }
}

function tarOf(files: readonly { readonly name: string; readonly content: Buffer }[], nowMs: number): Buffer {
  const pieces = files.flatMap(({ name, content }) => {
    const sizeBytes = content.length;
    return [tarHeader({ name, sizeBytes }, nowMs), content, tarPadding(sizeBytes)];
  });
  return Buffer.concat([...pieces, tarEnd()]);
}

function hashOf(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** One line: what, and what to do. */
function errorLine(thrown: unknown): string {
  const { code, message, hint, violations } = WaysideError.from(thrown);
  const more = violations.map(({ field, message: words }) => `${field} ${words}`);
  return [`${message} [${code}]`, ...more, ...(hint ? [`hint: ${hint}`] : [])]
    .join('; ')
    .replaceAll('\n', ' ');
}

function parseManifest(text: string): BundleManifest {
  try {
    const value = JSON.parse(text) as Partial<BundleManifest>;
    if (value.format === BUNDLE_FORMAT && Array.isArray(value.files)) return value as BundleManifest;
  } catch {
    // Said below.
  }
  throw damaged('it has no manifest');
}

function damaged(message: string, cause?: unknown): WaysideError {
  return new WaysideError('BACKUP_DAMAGED', `the support bundle is not whole: ${message}`, { cause });
}
