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
  /** What was written still goes out. An error reaches the other side where the carrier can carry it. */
  end(error?: WaysideError): void;
  /** Resolves when both directions are over: with the error that broke it, or `undefined` after an end in order. */
  readonly over: Promise<WaysideError | undefined>;
}
