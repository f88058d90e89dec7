/** Streams that outlive a restart of the controller: begun again where they were, a bounded number of times. */
import { WaysideError } from '../../shared/errors.ts';
import type { Shell } from './shell.ts';

/** Attempts in a row without a single event between them. */
export const RECONNECTS_MAX = 30;
export const RECONNECT_DELAY_MS = 2000;

export interface Followed<T> {
  /** Called again after a lost connection, so it must know from the events where it was. */
  open(): AsyncIterable<T>;
  onEvent(event: T): Promise<'more' | 'enough'>;
  /** RESYNC: the place where we were is no longer known; begin from the start. */
  onResync?(): void;
}

/** Ends when the stream ends, when `onEvent` has enough, or with the error that trying again cannot cure. */
export async function followStream<T>(shell: Shell, followed: Followed<T>): Promise<void> {
  let failures = 0;
  for (;;) {
    try {
      for await (const event of followed.open()) {
        failures = 0;
        if ((await followed.onEvent(event)) === 'enough') return;
      }
      return;
    } catch (error) {
      failures += 1;
      const lost = WaysideError.from(error);
      if (shell.signal.aborted || !isCurable(lost) || failures > RECONNECTS_MAX) throw lost;
      if (failures === 1) shell.note(`${lost.message}; trying again`);
      if (lost.code === 'RESYNC') followed.onResync?.();
      const { delay } = await import('../../shared/runtime/index.ts');
      const { clock } = await shell.tools();
      await delay(clock, RECONNECT_DELAY_MS, shell.signal);
    }
  }
}

/** The connection broke, the controller is on its way down or up, or our place is too old; the question was fine. */
function isCurable({ code }: WaysideError): boolean {
  return ['UNAVAILABLE', 'CONNECTION_LOST', 'SHUTTING_DOWN', 'RESYNC'].includes(code);
}
