/** What a link needs below it: frames of bytes, in order, both ways. Each carrier makes pipes; links do not know which. */
import type { WaysideError } from '../errors.ts';

/** Largest frame that a pipe is given. */
export const FRAME_BYTES_MAX = 262_144;

export interface Pipe {
  /**
   * The next frame, or `undefined` once the other side has ended in order. Throws the WaysideError that broke the pipe.
   * Frames wait in the carrier, which holds the other side back, until they are read. One reader at a time.
   */
  read(): Promise<Uint8Array | undefined>;
  /** Always takes the frame; false means: wait for `writable()` before the next one. */
  write(frame: Uint8Array): boolean;
  /** Resolves when the next frame may come, and also when the pipe is over. */
  writable(): Promise<void>;
  /** Ends both directions; what was written still goes out. A server's error reaches the client, a client's stays here. */
  end(error?: WaysideError): void;
  /** Resolves when all is over: with the error that broke it or that was given to `end`, else `undefined`. */
  readonly over: Promise<WaysideError | undefined>;
}
