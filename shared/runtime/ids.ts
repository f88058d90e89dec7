/** Random ids: 26 letters and digits, lower case, safe in paths and references. They begin with the time, so they sort by age. */
import { base32 } from '../model/index.ts';
import type { Clock } from './clock.ts';
import type { Random } from './random.ts';

const ID_BYTES = 16;
const TIME_BYTES = 6;

/** 48 bits of time and 80 random bits. */
export function newId(clock: Pick<Clock, 'now'>, random: Random): string {
  const bytes = new Uint8Array(ID_BYTES);
  let ms = clock.now();
  for (let i = TIME_BYTES - 1; i >= 0; i -= 1) {
    bytes[i] = ms % 256;
    ms = Math.floor(ms / 256);
  }
  bytes.set(random.bytes(ID_BYTES - TIME_BYTES), TIME_BYTES);
  return base32(bytes);
}
