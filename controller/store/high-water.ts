/**
 * The proof that a store is the one we left: a small file beside it, outside every backup, that holds the last
 * position and where it was written. A store that is behind its mark was restored; a mark of another machine or
 * folder came with a clone. Either means: a new incarnation before the next write, so that no dot is used twice.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, realpathSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

export interface HighWater {
  readonly pos: number;
  readonly incarnation: number;
  /** Hash of machine and folder. */
  readonly place: string;
}

export type HighWaterVerdict = 'same' | 'new' | 'restored' | 'cloned';

export function readHighWater(file: string): HighWater | undefined {
  if (!existsSync(file)) return undefined;
  try {
    const { pos, incarnation, place } = JSON.parse(readFileSync(file, 'utf8')) as Partial<HighWater>;
    if (typeof pos === 'number' && typeof incarnation === 'number' && typeof place === 'string') {
      return { pos, incarnation, place };
    }
  } catch {
    // A torn or foreign file proves nothing, so it counts as another place: a new incarnation costs nothing.
  }
  return { pos: 0, incarnation: 0, place: 'unreadable' };
}

/** Atomic, but not synced: a mark that is a little behind is still true. */
export function writeHighWater(file: string, mark: HighWater): void {
  writeFileSync(`${file}.new`, JSON.stringify(mark), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

export function judgeHighWater(
  mark: HighWater | undefined,
  store: { pos: number; place: string },
): HighWaterVerdict {
  if (!mark) return store.pos === 0 ? 'new' : 'cloned';
  if (mark.place !== store.place) return 'cloned';
  return mark.pos > store.pos ? 'restored' : 'same';
}

/** Changes when the folder is copied to another machine or another place on it. */
export function placeOf(file: string, machineIdFile = '/etc/machine-id'): string {
  const folder = realpathSync(dirname(file));
  const machine = existsSync(machineIdFile) ? readFileSync(machineIdFile, 'utf8').trim() : '';
  return createHash('sha256')
    .update(`${machine}\n${folder}\n${statSync(folder).ino}`)
    .digest('hex')
    .slice(0, 32);
}
