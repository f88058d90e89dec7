/** Pipes over the bidirectional call of gRPC, one maker for each side. Frames are the serialised messages of the call. */
import type { Readable } from 'node:stream';
import type { ClientDuplexStream, ServerDuplexStream, ServiceError } from '@grpc/grpc-js';
import { WaysideError } from '../errors.ts';
import type { Clock } from '../runtime/index.ts';
import { Over } from './over.ts';
import type { Pipe } from './pipe.ts';
import { errorOf, statusOf } from './status.ts';
import { StreamWriter } from './stream-writer.ts';

/** After our end in order the server has this long to end its side. */
export const CLOSE_GRACE_MS = 2_000;

/** How a call ended; `undefined` while it runs. */
type End = { readonly error: WaysideError | undefined } | undefined;

export function clientPipe(call: ClientDuplexStream<Buffer, Buffer>, clock: Clock): Pipe {
  const over = new Over();
  const writer = new StreamWriter(call);
  let ending = false;
  let reason: WaysideError | undefined;
  let end: End;
  call.on('error', (error: ServiceError) => {
    end = { error: reason ?? errorOf(error) };
  });
  // Comes last, after an error too.
  call.on('status', () => {
    end ??= { error: reason };
    over.resolve(end.error);
    writer.finish();
  });
  const read = reader(call, over, () => end);
  return {
    read,
    write: (frame) => writer.write(frame),
    writable: () => writer.writable(),
    end: (error) => {
      if (ending || over.isOver) return;
      ending = true;
      reason = error;
      call.end();
      const timer = clock.after(CLOSE_GRACE_MS, () => call.cancel());
      void over.promise.then(() => timer.cancel());
      // The status waits behind the last message, and nobody else may be reading any more.
      void discard(read);
    },
    over: over.promise,
  };
}

async function discard(read: Pipe['read']): Promise<void> {
  let frame = await read().catch(() => undefined);
  while (frame) frame = await read().catch(() => undefined);
}

export function serverPipe(call: ServerDuplexStream<Buffer, Buffer>): Pipe {
  const over = new Over();
  const writer = new StreamWriter(call);
  let ending = false;
  let reason: WaysideError | undefined;
  let end: End;
  // Comes at every end: after our own status as well as when the client went away.
  call.on('cancelled', () => {
    end = { error: ending ? reason : new WaysideError('CONNECTION_LOST', 'the other side went away') };
    over.resolve(end.error);
    writer.finish();
  });
  return {
    read: reader(call, over, () => end),
    write: (frame) => writer.write(frame),
    writable: () => writer.writable(),
    end: (error) => {
      if (ending || over.isOver) return;
      ending = true;
      reason = error;
      if (error) call.emit('error', statusOf(error));
      else call.end();
    },
    over: over.promise,
  };
}

/**
 * Reads one frame at a time, so that the rest waits in the stream and holds the other side back. Not by the stream's own
 * iterator: when an error is emitted while it waits, it destroys the stream, and a status that is on its way with it.
 */
function reader(stream: Readable, over: Over, end: () => End): () => Promise<Uint8Array | undefined> {
  // Two at most: who reads, and who discards the rest at the end.
  const waiting: (() => void)[] = [];
  const changed = (): void => {
    for (const resolve of waiting.splice(0)) resolve();
  };
  let listening = false;
  const listen = (): void => {
    listening = true;
    for (const event of ['readable', 'end', 'error', 'close']) stream.on(event, changed);
    void over.promise.then(changed);
  };
  return async () => {
    if (!listening) listen();
    for (;;) {
      const frame: unknown = stream.read();
      if (frame instanceof Uint8Array) return frame;
      const ended = end();
      if (ended?.error) throw ended.error;
      if (ended || stream.readableEnded) return undefined;
      // The stream's own words for it say less than what ended the call.
      if (stream.destroyed) throw new WaysideError('CONNECTION_LOST', 'the stream ended early');
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
  };
}
