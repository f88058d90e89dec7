/** Part of a stream, for as long as there is time; whoever waited goes on with the rest of it beside other work. */
import type { Clock } from '../../shared/runtime/index.ts';

export interface Patience<T> {
  readonly clock: Pick<Clock, 'after'>;
  readonly ms: number;
  /** Called with each item before it is given on. */
  readonly note: (item: T) => unknown;
  /** True after an item: nothing else is waited for. */
  readonly isEnough?: () => boolean;
}

/** Returns what is left of the stream when the time is over, or enough was heard; `undefined`: it has ended. */
export async function* patiently<T>(
  stream: AsyncGenerator<T>,
  { clock, ms, note, isEnough = () => false }: Patience<T>,
): AsyncGenerator<T, AsyncGenerator<T> | undefined> {
  let stopTimer = (): void => undefined;
  const late = new Promise<undefined>((resolve) => {
    const timer = clock.after(ms, () => resolve(undefined));
    stopTimer = () => timer.cancel();
  });
  let isMine = true;
  try {
    for (;;) {
      const next = stream.next();
      const item = await Promise.race([next, late]);
      if (item === undefined || item.done) {
        isMine = false;
        return item === undefined ? goOn(next, stream) : undefined;
      }
      note(item.value);
      yield item.value;
      if (!isEnough()) continue;
      isMine = false;
      return stream;
    }
  } finally {
    stopTimer();
    if (isMine) void stream.return(undefined);
  }
}

async function* goOn<T>(next: Promise<IteratorResult<T>>, stream: AsyncGenerator<T>): AsyncGenerator<T> {
  try {
    for (let item = await next; !item.done; item = await stream.next()) yield item.value;
  } finally {
    void stream.return(undefined);
  }
}
