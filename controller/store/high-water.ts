/**
 * The proof that a store is the one we left: a small file beside it, outside every backup, that holds the last
 * position and where it was written. A store that is behind its mark was restored; a mark of another machine or
 * folder came with a clone. Either means: a new incarnation before the next write, so that no dot is used twice.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, realpathSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { WaysideError } from '../../shared/errors.ts';

export interface HighWater {
  readonly pos: number;
  readonly incarnation: number;
  /** Hash of machine and folder. */
  readonly place: string;
}

/** In the store's `meta`: the incarnation that wrote last. */
export const INCARNATION_KEY = 'incarnation';
/** More steps back than any store ever takes; a number above was not counted up to, and would leave none to count on. */
export const INCARNATION_MAX = 1_000_000;
/** Far above what any store reaches, and far below where numbers stop to be exact. */
const POSITION_MAX = 2 ** 52;

export type HighWaterVerdict = 'same' | 'new' | 'restored' | 'cloned';

/** Error: STORE_CORRUPT for numbers that no controller ever had. */
export function readHighWater(file: string): HighWater | undefined {
  if (!existsSync(file)) return undefined;
  const { pos, incarnation, place } = parsed(readFileSync(file, 'utf8'));
  // A torn or foreign file proves nothing, so it counts as another place: a new incarnation costs nothing.
  if (typeof pos !== 'number' || typeof incarnation !== 'number' || typeof place !== 'string')
    return { pos: 0, incarnation: 0, place: 'unreadable' };
  for (const [name, value, max] of [
    ['position', pos, POSITION_MAX],
    ['incarnation', incarnation, INCARNATION_MAX],
  ] as const) {
    if (Number.isSafeInteger(value) && value >= 0 && value <= max) continue;
    throw new WaysideError(
      'STORE_CORRUPT',
      `${file} says ${name} ${value}; it is a whole number from 0 to ${max}`,
      {
        hint: `Nothing was changed. The file was damaged, or somebody changed it. Move it away and start: mv ${file} ${file}.bad; the controller then goes on under a new incarnation.`,
      },
    );
  }
  return { pos, incarnation, place };
}

function parsed(text: string): Partial<HighWater> {
  try {
    return (JSON.parse(text) ?? {}) as Partial<HighWater>;
  } catch {
    return {};
  }
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
