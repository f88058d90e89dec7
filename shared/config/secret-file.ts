/** Secrets come from files that only their owner can read. */
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { WaysideError } from '../errors.ts';

export const SECRET_FILE_MAX_BYTES = 65_536;
const OTHERS_MODE = 0o077;

/**
 * The bytes of a secret file. Errors: NOT_FOUND; SECRET_FILE_OPEN when its group or others may use it;
 * INVALID_INPUT when it is empty, too large or no file. Files in the folder that systemd made for credentials
 * pass as they are: systemd guards that folder itself.
 */
export function readSecretFile(path: string, credentialsDirectory?: string): Buffer {
  const file = open(path);
  try {
    const { mode, size, isFile } = describe(file);
    if (!isFile) throw new WaysideError('INVALID_INPUT', `${path} is not a file`);
    const guarded =
      credentialsDirectory !== undefined && dirname(resolve(path)) === resolve(credentialsDirectory);
    if (!guarded && process.platform !== 'win32' && (mode & OTHERS_MODE) !== 0) {
      const shown = (mode & 0o777).toString(8).padStart(4, '0');
      throw new WaysideError('SECRET_FILE_OPEN', `${path} can be read by others (mode ${shown})`, {
        hint: `chmod 600 ${path}`,
      });
    }
    if (size === 0 || size > SECRET_FILE_MAX_BYTES) {
      throw new WaysideError(
        'INVALID_INPUT',
        `${path} must hold 1 to ${SECRET_FILE_MAX_BYTES} bytes, not ${size}`,
      );
    }
    return readFileSync(file);
  } finally {
    closeSync(file);
  }
}

function open(path: string): number {
  try {
    return openSync(path, 'r');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new WaysideError('NOT_FOUND', `there is no file ${path}`, { cause: error });
    throw new WaysideError('FORBIDDEN', `cannot read ${path}: ${code ?? String(error)}`, {
      hint: 'Run as the user that owns the file',
      cause: error,
    });
  }
}

function describe(file: number): { readonly mode: number; readonly size: number; readonly isFile: boolean } {
  const stat = fstatSync(file);
  return { mode: stat.mode, size: stat.size, isFile: stat.isFile() };
}
