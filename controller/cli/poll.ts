/** `--watch` of lists that have no stream: read again and again, and print what is another one than before. */
import type { Json } from '../../shared/model/index.ts';
import { type ListingSpec, RowPrinter } from './output/listing.ts';
import { followStream } from './reconnect.ts';
import type { Shell } from './shell.ts';

/** Between two readings. */
export const POLL_MS = 2000;

export interface PolledRow<R> {
  readonly row: R;
  readonly key: string;
  /** What makes it worth printing again. */
  readonly state: string;
  json(): Json;
}

/** Goes on until it is interrupted or the time is over. A lost connection is waited for. */
export async function watchList<R>(
  shell: Shell,
  spec: ListingSpec<R>,
  read: () => Promise<readonly PolledRow<R>[]>,
): Promise<never> {
  const { delay } = await import('../../shared/runtime/index.ts');
  const { clock } = await shell.tools();
  const printer = new RowPrinter(shell, spec);
  let seen: ReadonlyMap<string, string> | undefined;
  for (;;) {
    await followStream(shell, {
      open: () => once(read),
      onEvent: async (rows) => {
        if (!seen)
          await printer.begin(
            rows.map(({ row }) => row),
            'always',
          );
        for (const { row, key, state, json } of rows) {
          if (seen?.get(key) !== state) await printer.row(row, json);
        }
        seen = new Map(rows.map(({ key, state }) => [key, state]));
        return 'enough';
      },
    });
    await delay(clock, POLL_MS, shell.signal);
  }
}

async function* once<T>(read: () => Promise<T>): AsyncGenerator<T> {
  yield await read();
}
