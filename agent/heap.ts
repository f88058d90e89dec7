/**
 * How far the heap may grow before V8 looks for garbage. By itself V8 waits until there is up to four times of what was
 * alive the last time, since collecting costs time; so what an agent takes of its host would depend on how busy that
 * host is. A scan of many switches makes garbage that lives for a second or two, which is most of that growth.
 */
import { setFlagsFromString } from 'node:v8';

/** The next collection of the whole heap is due when there is so much more than what is alive. */
const GROWTH_PERCENT = 50;

export const HEAP_FLAG: string = `--heap-growing-percent=${GROWTH_PERCENT}`;

/** For the whole process, from the next collection on. */
export function boundHeapGrowth(): void {
  setFlagsFromString(HEAP_FLAG);
}
