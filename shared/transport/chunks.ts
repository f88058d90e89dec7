/**
 * Large messages in pieces. The pieces of one message follow each other without anything between them, because a link
 * sends in order; whatever breaks that rule, or the bound of a joined message, is refused and ends the link.
 */
import { WaysideError } from '../errors.ts';
import { FRAME_BYTES_MAX } from './pipe.ts';

/** Largest message of a link, joined. */
export const MESSAGE_BYTES_MAX = 16_777_216;

/** Room for the numbers around the bytes of a piece. */
const CHUNK_OVERHEAD_BYTES = 64;
export const PIECE_BYTES_MAX: number = FRAME_BYTES_MAX - CHUNK_OVERHEAD_BYTES;

export interface Chunk {
  readonly messageNumber: number;
  /** From 0. */
  readonly index: number;
  readonly last: boolean;
  readonly part: Uint8Array;
}

/** Views into `bytes`, not copies. */
export function* splitMessage(bytes: Uint8Array, messageNumber: number): Generator<Chunk> {
  for (let at = 0, index = 0; at < bytes.length; at += PIECE_BYTES_MAX, index += 1) {
    const part = bytes.subarray(at, at + PIECE_BYTES_MAX);
    yield { messageNumber, index, last: at + PIECE_BYTES_MAX >= bytes.length, part };
  }
}

export class ChunkJoiner {
  private parts: Uint8Array[] = [];
  private sizeBytes = 0;
  private messageNumber = -1;

  /** The whole message with its last piece, else `undefined`. */
  add(chunk: Chunk): Uint8Array | undefined {
    if (this.parts.length === 0) this.messageNumber = chunk.messageNumber;
    if (chunk.messageNumber !== this.messageNumber || chunk.index !== this.parts.length)
      throw new WaysideError('INVALID_INPUT', 'a piece of a large message came out of order');
    this.sizeBytes += chunk.part.length;
    if (this.sizeBytes > MESSAGE_BYTES_MAX) {
      throw new WaysideError('MESSAGE_TOO_LARGE', `a message in pieces is over ${MESSAGE_BYTES_MAX} bytes`);
    }
    // An empty piece that is not the last would let a message go on for ever.
    if (chunk.part.length === 0) throw new WaysideError('INVALID_INPUT', 'a piece of a message is empty');
    this.parts.push(chunk.part);
    if (!chunk.last) return undefined;
    const joined = Buffer.concat(this.parts, this.sizeBytes);
    this.parts = [];
    this.sizeBytes = 0;
    return joined;
  }

  /** To be asked before a message that came in one frame. */
  expectNone(): void {
    if (this.parts.length > 0)
      throw new WaysideError('INVALID_INPUT', 'a large message was not finished before the next one');
  }
}
