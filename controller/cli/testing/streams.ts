/** Streams of the controller in memory. */

/** The messages, one after another. */
export async function* each<T>(messages: Iterable<T>): AsyncGenerator<T> {
  yield* messages;
}

/** Rejects with the reason of the signal. */
export function aborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal?.aborted) reject(signal.reason);
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
