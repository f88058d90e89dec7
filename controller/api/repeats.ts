/** Answers of writes kept for repeats with the same request id (AIP-155), in memory of the store for a day. */
import type { Clock } from '../../shared/runtime/index.ts';
import { type AskedRequest, remember, repeated } from '../jobs/index.ts';
import type { Store } from '../store/index.ts';

export interface Repeats {
  /** Does the work once per request id; a repeat gets the first answer as it was. */
  once<T extends object>(asked: AskedRequest, work: () => T): T;
}

export function createRepeats(store: Store, clock: Clock): Repeats {
  return {
    once: (asked, work) => {
      const first = repeated(store, asked);
      if (first !== undefined) return JSON.parse(first) as ReturnType<typeof work>;
      // One transaction around both: a crash between them would let a repeat write twice.
      return store.write(() => {
        const answer = work();
        remember(store, asked, { answer: JSON.stringify(answer), nowMs: clock.now() });
        return answer;
      });
    },
  };
}
