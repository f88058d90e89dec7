import { describe, expect, test } from 'vitest';
import { WaysideError } from '../../shared/errors.ts';
import type { CallContext } from '../../shared/transport/index.ts';
import { deferred, errorFrom, jobHandlers, startRig } from './rig.ts';

type Answer = { job: { id: string; createdBy?: string } };

/** Gives out jobs 0, 1, 2, … and tells how many it was asked for and when it was left. */
function counter(options: { count?: number; bytes?: number } = {}): {
  readonly handlers: ReturnType<typeof jobHandlers>;
  readonly left: Promise<void>;
  made(): number;
} {
  const left = deferred<void>();
  let made = 0;
  const handlers = jobHandlers(async function* (): AsyncGenerator<Answer> {
    try {
      while (made < (options.count ?? Number.POSITIVE_INFINITY)) {
        made += 1;
        yield { job: { id: String(made), createdBy: 'x'.repeat(options.bytes ?? 0) } };
      }
    } finally {
      left.resolve();
    }
  });
  return { handlers, left: left.promise, made: () => made };
}

async function ids(answers: AsyncIterable<{ job: { id: string } | null }>): Promise<string[]> {
  const all: string[] = [];
  for await (const { job } of answers) all.push(job?.id ?? '');
  return all;
}

/** Waits for something that happens soon, without a clock of its own. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

describe('a stream of answers', () => {
  test('comes whole and in order', async () => {
    const { handlers } = counter({ count: 1_000 });
    const rig = await startRig({ handlers });
    const got = await ids(rig.client().stream('JobService.WatchJob', { id: 'j' }));
    expect(got).toEqual(Array.from({ length: 1_000 }, (_, at) => String(at + 1)));
  });

  test('that breaks gives what came before, then the error of the handler', async () => {
    const rig = await startRig({
      handlers: jobHandlers(async function* () {
        yield { job: { id: '1' } };
        throw new WaysideError('RESYNC', 'too old', { hint: 'start anew' });
      }),
    });
    const got: string[] = [];
    const error = await errorFrom(
      (async () => {
        for await (const { job } of rig.client().stream('JobService.WatchJob', {})) got.push(job?.id ?? '');
      })(),
    );
    expect(got).toEqual(['1']);
    expect(error).toMatchObject({ code: 'RESYNC', message: 'too old', hint: 'start anew' });
  });

  test('that the caller leaves is left by the handler too', async () => {
    const { handlers, left } = counter();
    const rig = await startRig({ handlers });
    for await (const { job } of rig.client().stream('JobService.WatchJob', {})) if (job?.id === '3') break;
    await left;
    await until(() => rig.server.streams === 0);
  });

  test('is aborted with the reason of the signal', async () => {
    const { handlers, left } = counter();
    const rig = await startRig({ handlers });
    const controller = new AbortController();
    const watch = errorFrom(
      ids(rig.client().stream('JobService.WatchJob', {}, { signal: controller.signal })),
    );
    await until(() => rig.server.streams === 1);
    controller.abort(new WaysideError('CANCELLED', 'Ctrl-C'));
    expect(await watch).toMatchObject({ code: 'CANCELLED', message: 'Ctrl-C' });
    await left;
  });

  test('goes no faster than its reader: what waits is bounded, and the heap does not grow', async () => {
    const bytes = 100_000;
    const { handlers, made } = counter({ bytes });
    const rig = await startRig({ handlers });
    const answers = rig.client().stream('JobService.WatchJob', {})[Symbol.asyncIterator]();
    await answers.next();
    // Round trips of another call give the stream time to run ahead, as far as it can.
    const before = await settled(made, async () => {
      await errorFrom(rig.client().unary('JobService.GetJob', { id: 'x' }));
    });
    // 16 answers in each stream object at most, 1 MiB in the writer, 1 MiB in the window, and what the sockets hold.
    expect(before * bytes).toBeLessThan(12_000_000);
    for (let read = 0; read < 300; read += 1) await answers.next();
    expect(made()).toBeGreaterThanOrEqual(300);
    await answers.return?.();
  });

  test('needs the same proof of who calls as any call', async () => {
    const rig = await startRig({ handlers: counter().handlers });
    const error = await errorFrom(ids(rig.client({ token: 'wrong' }).stream('JobService.WatchJob', {})));
    expect(error.code).toBe('UNAUTHENTICATED');
    expect(rig.server.streams).toBe(0);
  });

  test('ends with SHUTTING_DOWN when the server stops, even if its handler waits for ever', async () => {
    const seen = deferred<CallContext>();
    const rig = await startRig({
      handlers: jobHandlers(async function* (_request, call) {
        yield { job: { id: '1' } };
        seen.resolve(call);
        await new Promise(() => undefined);
      }),
    });
    const watch = errorFrom(ids(rig.client().stream('JobService.WatchJob', {})));
    const call = await seen.promise;
    await rig.server.stop({ graceMs: 20_000 });
    expect(await watch).toMatchObject({ code: 'SHUTTING_DOWN', retryable: true });
    expect(call.signal.aborted).toBe(true);
    expect(rig.server.connections).toBe(0);
  });
});

/** The count once it stays the same over some rounds of other work. */
async function settled(count: () => number, round: () => Promise<void>): Promise<number> {
  let last = -1;
  for (let same = 0; same < 5; same = count() === last ? same + 1 : 0) {
    last = count();
    await round();
  }
  return last;
}
