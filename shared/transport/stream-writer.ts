/**
 * Writes to a gRPC stream without letting it grow. A stream's own limit counts 16 messages whatever their size, and goes
 * on taking more; so the bytes that are not out yet are counted here too.
 */
import type { Writable } from 'node:stream';

/** Bytes that a stream may hold before its writer has to wait. */
export const STREAM_BUFFER_BYTES_MAX = 1_048_576;

export class StreamWriter {
  private readonly stream: Writable;
  private unsentBytes = 0;
  private finished = false;
  private waiting: (() => void)[] = [];

  constructor(stream: Writable) {
    this.stream = stream;
    stream.on('drain', () => this.wake());
  }

  /** Always takes the bytes, unless it is finished; false means: wait for `writable()` before the next ones. */
  write(bytes: Uint8Array): boolean {
    if (this.finished) return true;
    this.unsentBytes += bytes.length;
    // The callback may come with an error or with null; either way the bytes are gone. The stream itself says how it ended.
    this.stream.write(bytes, () => {
      this.unsentBytes -= bytes.length;
      this.wake();
    });
    return this.isFree();
  }

  async writable(): Promise<void> {
    while (!this.isFree()) await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  /** The call is over: a cancelled call never answers its last writes, so whoever waits is let go here. */
  finish(): void {
    this.finished = true;
    this.wake();
  }

  private isFree(): boolean {
    if (this.finished) return true;
    return !this.stream.writableNeedDrain && this.unsentBytes < STREAM_BUFFER_BYTES_MAX;
  }

  private wake(): void {
    for (const resolve of this.waiting.splice(0)) resolve();
  }
}
