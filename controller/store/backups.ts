/** Makes backups: a copy of the store and the sealed keys as one archive, given out piece by piece. One at a time. */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { WaysideError } from '../../shared/errors.ts';
import { type Clock, tarEnd, tarHeader, tarPadding } from '../../shared/runtime/index.ts';
import type { MasterKey } from '../../shared/seal/index.ts';
import {
  BACKUP_FORMAT,
  BACKUP_STORE_NAME,
  type BackupFile,
  type BackupManifest,
  MANIFEST_NAME,
} from '../../shared/wire/index.ts';
import { copyStore } from './backup.ts';
import { sealedManifest } from './backup-trust.ts';

/** What of an archive is sent at once. */
const PIECE_BYTES = 131_072;
const STAGE = 'backup.new';
const IDENTITY = 'identity';
/** Unfinished files of the identity folder are no part of it. */
const KEPT_NAME = /^[a-z0-9][a-z0-9.-]{0,60}(?<!\.new)$/;

export interface BackupsDeps {
  readonly dataDir: string;
  readonly clock: Clock;
  /** Signs the manifest; it is not in the archive. */
  readonly master: MasterKey;
  /** Told when an archive was given out whole. */
  readonly onMade?: (atMs: number) => void;
  readonly about: () => Pick<BackupManifest, 'version' | 'meshId' | 'fingerprint' | 'origin'>;
}

export interface BackupPiece {
  readonly bytes: Uint8Array;
  /** Of the whole archive. */
  readonly totalBytes: number;
}

interface Part extends BackupFile {
  readonly bytes: () => AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

export class Backups {
  private readonly deps: BackupsDeps;
  private isBusy = false;

  constructor(deps: BackupsDeps) {
    this.deps = deps;
    // What a process that was killed in the middle of one left behind.
    this.clear();
  }

  /**
   * An archive as `readBackup` reads it. The master key is not in it: whoever has both has everything.
   * Errors: QUEUE_FULL while another one is made, DISK_FULL, STORE_CORRUPT.
   */
  async *create(signal: AbortSignal): AsyncGenerator<BackupPiece> {
    if (this.isBusy) {
      throw new WaysideError('QUEUE_FULL', 'another backup is being made', {
        hint: 'Wait until it is done.',
      });
    }
    this.isBusy = true;
    try {
      yield* this.pieces(signal);
    } finally {
      this.isBusy = false;
      this.clear();
    }
  }

  private async *pieces(signal: AbortSignal): AsyncGenerator<BackupPiece> {
    const { dataDir, clock, master, about } = this.deps;
    const target = join(dataDir, STAGE, BACKUP_STORE_NAME);
    const createdAt = clock.now();
    const keys = this.keys();
    const { position, schema, sizeBytes, sha256 } = await copyStore(
      join(dataDir, BACKUP_STORE_NAME),
      target,
      signal,
    );
    const store: Part = {
      ...{ name: BACKUP_STORE_NAME, sizeBytes, sha256 },
      bytes: () => createReadStream(target, { highWaterMark: PIECE_BYTES }),
    };
    const files = [store, ...keys];
    const body: BackupManifest = {
      ...{ format: BACKUP_FORMAT, ...about(), schema, position, createdAt },
      files: files.map(({ bytes: _bytes, ...file }) => file),
    };
    const manifest = sealedManifest(body, master);
    const first = partOf(MANIFEST_NAME, Buffer.from(`${JSON.stringify(manifest, undefined, 2)}\n`));
    const parts = [first, ...files];
    const totalBytes = parts.reduce((sum, part) => sum + tarSize(part.sizeBytes), tarEnd().length);
    for (const part of parts) {
      yield { bytes: tarHeader(part, createdAt), totalBytes };
      for await (const bytes of part.bytes()) {
        signal.throwIfAborted();
        yield { bytes, totalBytes };
      }
      yield { bytes: tarPadding(part.sizeBytes), totalBytes };
    }
    yield { bytes: tarEnd(), totalBytes };
    // Only reached by who took the last piece.
    this.deps.onMade?.(createdAt);
  }

  /** Sealed with the master key, and the certificates; read at once, for they are few and small. */
  private keys(): Part[] {
    const dir = join(this.deps.dataDir, IDENTITY);
    if (!existsSync(dir)) return [];
    const names = readdirSync(dir).filter((name) => KEPT_NAME.test(name));
    return names.sort().map((name) => partOf(`${IDENTITY}/${name}`, readFileSync(join(dir, name))));
  }

  private clear(): void {
    rmSync(join(this.deps.dataDir, STAGE), { recursive: true, force: true });
  }
}

function partOf(name: string, content: Uint8Array): Part {
  const sha256 = createHash('sha256').update(content).digest('hex');
  return { name, sizeBytes: content.length, sha256, bytes: () => [content] };
}

/** With the header before it, and the zeros behind. */
function tarSize(sizeBytes: number): number {
  return tarHeader({ name: '', sizeBytes }, 0).length + sizeBytes + tarPadding(sizeBytes).length;
}
