/** A backup as a file of the one who asked for it: taken in whole or not at all, never in the place of another. */
import { createReadStream, existsSync, statSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { WaysideError } from '../../shared/errors.ts';
import { type BackupManifest, readBackup } from '../../shared/wire/index.ts';

/** A folder gets a file named by the time. Error: ALREADY_EXISTS. */
export function backupPath(path: string, nowMs: number): string {
  const isFolder = path.endsWith('/') || (existsSync(path) && statSync(path).isDirectory());
  const stamp = new Date(nowMs).toISOString().replaceAll(/[-:]|\..*$/g, '');
  const file = isFolder ? join(path, `wayside-${stamp}Z.tar`) : path;
  if (!existsSync(file)) return file;
  throw new WaysideError('ALREADY_EXISTS', `${file} is already there`, {
    hint: 'Give another name, or a folder: the file in it is named by the time',
  });
}

/** Mode 0600, on disk and under its name only once every byte was checked. */
export async function saveBackup(file: string, pieces: AsyncIterable<Uint8Array>): Promise<BackupManifest> {
  const part = `${file}.part`;
  const handle = await open(part, 'wx', 0o600).catch((cause: NodeJS.ErrnoException) => {
    const hint =
      cause.code === 'EEXIST' ? 'Another backup is written there now, or one was broken off: remove it' : '';
    throw new WaysideError('INVALID_INPUT', `${part} cannot be made: ${cause.code}`, { cause, hint });
  });
  try {
    for await (const piece of pieces) await handle.writeFile(piece);
    await handle.sync();
    const manifest = await verifyBackup(part);
    await rename(part, file);
    return manifest;
  } catch (error) {
    await rm(part, { force: true });
    throw diskWords(file, error);
  } finally {
    await handle.close();
  }
}

/** Reads it to its end. Errors: BACKUP_DAMAGED, STORE_NEWER for a form of later versions, NOT_FOUND. */
export async function verifyBackup(file: string): Promise<BackupManifest> {
  const bytes = createReadStream(file);
  try {
    return await readBackup(bytes, async (_file, body) => {
      for await (const _part of body);
    });
  } catch (error) {
    throw fileWords(file, error);
  } finally {
    bytes.destroy();
  }
}

function fileWords(file: string, error: unknown): unknown {
  if (error instanceof WaysideError && error.code === 'BACKUP_DAMAGED') {
    const { message, hint = '' } = error;
    return new WaysideError('BACKUP_DAMAGED', `${file}: ${message}`, { hint, cause: error });
  }
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (syscall === undefined) return error;
  return new WaysideError('NOT_FOUND', `${file} cannot be read: ${code}`, { cause: error });
}

function diskWords(file: string, error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code !== 'ENOSPC' && code !== 'EDQUOT' && code !== 'EFBIG') return error;
  return new WaysideError('DISK_FULL', `no room for ${file}; nothing was kept of it`, { cause: error });
}
