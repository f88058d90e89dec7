/** Which files this agent opens as databases: those below the folders of its own configuration, wherever links lead. */
import { realpathSync, statSync } from 'node:fs';
import { isAbsolute, resolve, sep } from 'node:path';
import { WaysideError } from '../../shared/errors.ts';

export interface SqlPlaces {
  readonly folders: readonly string[];
  /** Folders of the agent itself, which stay closed although they may lie below one of them. */
  readonly closed: readonly string[];
}

/** The real path of the file. Errors: INVALID_INPUT for what is no path, NOT_PERMITTED, UNREACHABLE. */
export function placeOf(address: string, { folders, closed }: SqlPlaces): string {
  if (!isAbsolute(address)) throw new WaysideError('INVALID_INPUT', `"${address}" is no absolute path`);
  const file = realPath(address);
  // Whether a file outside is there is not told.
  const place = file ?? resolve(address);
  const isOpen = folders.some((folder) => isBelow(place, folder));
  if (!isOpen || closed.some((folder) => isBelow(place, folder))) {
    throw new WaysideError('NOT_PERMITTED', `this agent opens no database at ${address}`, {
      hint: 'It opens those below the folders that stand in its own configuration: sql.folders.',
    });
  }
  if (file === undefined || !statSync(file).isFile())
    throw new WaysideError('UNREACHABLE', `${address}: there is no such file`);
  return file;
}

function isBelow(place: string, folder: string): boolean {
  const real = realPath(folder) ?? resolve(folder);
  return place.startsWith(real.endsWith(sep) ? real : real + sep);
}

/** `undefined`: there is no such thing, or it cannot be looked at. */
function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}
