/** Several streams as one, each item as soon as it is there; ends when all have ended, stops all when the reader leaves. */
export async function* mergeStreams<T>(streams: readonly AsyncGenerator<T>[]): AsyncGenerator<T> {
  const next = (stream: AsyncGenerator<T>) => stream.next().then((result) => ({ stream, result }));
  const pending = new Map(streams.map((stream) => [stream, next(stream)]));
  try {
    while (pending.size > 0) {
      const { stream, result } = await Promise.race(pending.values());
      if (result.done) {
        pending.delete(stream);
        continue;
      }
      pending.set(stream, next(stream));
      yield result.value;
    }
  } finally {
    for (const stream of pending.keys()) void stream.return(undefined);
  }
}
