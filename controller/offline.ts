/** What `wayside-controller` does with a folder while no controller runs in it: put a backup in place, read a store through. */
import { createReadStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ControllerConfig } from '../shared/config/index.ts';
import { WaysideError } from '../shared/errors.ts';
import { type Clock, systemClock } from '../shared/runtime/index.ts';
import type { BackupManifest } from '../shared/wire/index.ts';
import {
  checkBackup,
  checkStore,
  lockStore,
  restoreStore,
  SCHEMA_VERSION,
  STORE_NAME,
} from './store/index.ts';

type Config = Pick<ControllerConfig, 'dataDir'>;

/** Lines for people. Errors: STORE_LOCKED while a controller runs, and those of `restoreStore`. */
export async function restoreController(
  { dataDir }: Config,
  file: string,
  options: { readonly check?: boolean | undefined; readonly clock?: Clock } = {},
): Promise<readonly string[]> {
  const { check = false, clock = systemClock } = options;
  return withLock(dataDir, async () => {
    const archive = createReadStream(file);
    try {
      if (check) {
        const manifest = await checkBackup(dataDir, archive);
        return [
          aboutBackup(file, manifest),
          'It is whole, and fits this folder and this version. Nothing was changed.',
        ];
      }
      const { manifest, aside, tookIdentity } = await restoreStore(dataDir, archive, clock.now());
      return [
        aboutBackup(file, manifest),
        aside ? `The store that was there is kept in ${aside}` : `There was no store in ${dataDir} before`,
        tookIdentity
          ? 'The sealed keys were put in place too: the master key that opens them is in no backup, put it back yourself'
          : 'The keys of this folder stayed as they are',
        'Start the controller: its agents tell again what they saw since',
      ];
    } catch (error) {
      throw fileWords(file, error);
    } finally {
      archive.destroy();
    }
  });
}

/** Reads all of the store and its indexes, and changes nothing. Errors: STORE_CORRUPT, STORE_NEWER, STORE_LOCKED. */
export function checkController({ dataDir }: Config): Promise<readonly string[]> {
  return withLock(dataDir, async () => {
    const { schema, bytes } = checkStore(join(dataDir, STORE_NAME), SCHEMA_VERSION);
    return [`${join(dataDir, STORE_NAME)} is sound: schema ${schema}, ${(bytes / 2 ** 20).toFixed(1)} MiB`];
  });
}

async function withLock<T>(dataDir: string, work: () => Promise<T>): Promise<T> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const lock = lockStore(join(dataDir, 'lock.db'));
  try {
    return await work();
  } finally {
    lock.release();
  }
}

function aboutBackup(file: string, { createdAt, version, position }: BackupManifest): string {
  return `${file} was made at ${new Date(createdAt).toISOString()} by version ${version}, up to position ${position}`;
}

function fileWords(file: string, error: unknown): unknown {
  if (error instanceof WaysideError && error.code === 'BACKUP_DAMAGED') {
    const { message, hint = '' } = error;
    return new WaysideError('BACKUP_DAMAGED', `${file}: ${message}`, { hint, cause: error });
  }
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (syscall === undefined || (code !== 'ENOENT' && code !== 'EACCES' && code !== 'EISDIR')) return error;
  return new WaysideError('NOT_FOUND', `${file} cannot be read: ${code}`, { cause: error });
}
