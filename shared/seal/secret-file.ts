/**
 * Writing files that hold secrets: mode 0600 in a directory of mode 0700, whole or not at all. They are read by
 * `readSecretFile` of the config room, which refuses what others could have read.
 */
import {
  closeSync,
  fchmodSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { WaysideError } from '../errors.ts';

const SECRET_MODE = 0o600;
const SECRET_DIR_MODE = 0o700;
const OTHERS_MODE = 0o077;

/** After it returns, the bytes are on disk under that name; a crash before leaves the old file as it was. */
export function writeSecretFile(path: string, content: Uint8Array | string): void {
  translated(path, () => {
    const next = `${path}.new`;
    rmSync(next, { force: true });
    const file = openSync(next, 'wx', SECRET_MODE);
    try {
      fchmodSync(file, SECRET_MODE);
      writeFileSync(file, content);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(next, path);
    syncDirectory(dirname(path));
  });
}

/** Makes the directory when there is none. Error: SECRET_FILE_OPEN when it is there and others may look in. */
export function requireSecretDirectory(path: string): void {
  const { mode } = translated(path, () => {
    mkdirSync(path, { recursive: true, mode: SECRET_DIR_MODE });
    return statSync(path);
  });
  if ((mode & OTHERS_MODE) === 0) return;
  const shown = (mode & 0o777).toString(8).padStart(4, '0');
  throw new WaysideError('SECRET_FILE_OPEN', `others can look into ${path} (mode ${shown})`, {
    hint: `chmod 700 ${path}`,
  });
}

export interface OpenPath {
  readonly path: string;
  /** `0644` */
  readonly mode: string;
  /** The command that closes it. */
  readonly cure: string;
}

/** A file or folder that its group or others may use; `undefined`: it is its owner's alone, or not there. */
export function openToOthers(path: string): OpenPath | undefined {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat || process.platform === 'win32' || (stat.mode & OTHERS_MODE) === 0) return undefined;
  const mode = (stat.mode & 0o777).toString(8).padStart(4, '0');
  return { path, mode, cure: `chmod ${stat.isDirectory() ? '700' : '600'} ${path}` };
}

/** New names survive a power cut only once their directory is synced. */
export function syncDirectory(path: string): void {
  const directory = openSync(path, 'r');
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}

/** The errors of the file system in our words; they carry the path and never the content. */
function translated<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG')
      throw new WaysideError('DISK_FULL', `no room to write ${path}`, { cause });
    throw new WaysideError('FORBIDDEN', `cannot write ${path}: ${code ?? String(cause)}`, {
      cause,
      hint: 'Run as the user that owns the folder.',
    });
  }
}
