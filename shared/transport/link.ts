/**
 * A link: typed messages in order over a pipe, for a session that lives long.
 *
 * Invariants: messages leave in the order of `send` · what waits is bounded in count and bytes, and a full queue refuses
 * instead of growing · nothing is written while the pipe says "wait" · a message over the bound is refused before any of
 * it is sent, and the link lives on · after the end every waiting `send` has been rejected.
 */
import { WaysideError } from '../errors.ts';
import { type Chunk, ChunkJoiner, MESSAGE_BYTES_MAX, splitMessage } from './chunks.ts';
import { FRAME_BYTES_MAX, type Pipe } from './pipe.ts';

export const SEND_QUEUE_MESSAGES_MAX = 1_024;
/** One message of the largest size, or many small ones. */
export const SEND_QUEUE_BYTES_MAX: number = MESSAGE_BYTES_MAX;

export interface Link<Send, Receive> {
  /**
   * Resolves when the carrier has taken the whole message and would take more: a slow reader slows its sender.
   * Rejects with MESSAGE_TOO_LARGE or QUEUE_FULL, and then nothing of it was sent; or with why the link is over.
   */
  send(message: Send): Promise<void>;
  /**
   * The messages from here on. Ends when either side closed in order, and throws the WaysideError that broke the link.
   * Leaving the loop loses nothing: the next `receive()` goes on there. Messages wait, and hold the other side back,
   * until they are taken. One reader at a time.
   */
  receive(): AsyncIterable<Receive>;
  /**
   * Ends both directions once what was sent is out; a close by either side is a close for both. The controller's reason
   * reaches the agent; an agent's is for its own side alone, the controller sees an end in order.
   */
  close(reason?: WaysideError): void;
  /** Nothing can be sent any more. */
  readonly isClosed: boolean;
  /** Resolves when all is over: with the error that broke it or the reason given to `close`, else `undefined`. */
  readonly closed: Promise<WaysideError | undefined>;
  /** Bytes that wait to be sent. */
  readonly queuedBytes: number;
}

/** Messages to frames and back. */
export interface LinkCodec<Send, Receive> {
  encode(message: Send): Uint8Array;
  encodeChunk(chunk: Chunk): Uint8Array;
  /** Throws INVALID_INPUT. */
  decode(frame: Uint8Array): Decoded<Receive>;
}

export type Decoded<Receive> =
  | { readonly type: 'message'; readonly message: Receive }
  | { readonly type: 'chunk'; readonly chunk: Chunk }
  /** From a newer peer: skipped. */
  | { readonly type: 'unknown' };

export interface LinkBounds {
  readonly queueMessagesMax: number;
  readonly queueBytesMax: number;
}

const BOUNDS: LinkBounds = {
  queueMessagesMax: SEND_QUEUE_MESSAGES_MAX,
  queueBytesMax: SEND_QUEUE_BYTES_MAX,
};

interface Outgoing {
  readonly bytes: Uint8Array;
  readonly resolve: () => void;
  readonly reject: (error: WaysideError) => void;
}

export function createLink<Send, Receive>(
  pipe: Pipe,
  codec: LinkCodec<Send, Receive>,
  bounds: LinkBounds = BOUNDS,
): Link<Send, Receive> {
  return new PipeLink(pipe, codec, bounds);
}

class PipeLink<Send, Receive> implements Link<Send, Receive> {
  readonly closed: Promise<WaysideError | undefined>;
  private readonly pipe: Pipe;
  private readonly codec: LinkCodec<Send, Receive>;
  private readonly bounds: LinkBounds;
  private readonly joiner = new ChunkJoiner();
  private readonly queue: Outgoing[] = [];
  private waitingBytes = 0;
  private messageNumber = 0;
  private pumping = false;
  /** Why nothing can be sent any more. */
  private ended: WaysideError | undefined;
  private closedHere = false;

  constructor(pipe: Pipe, codec: LinkCodec<Send, Receive>, bounds: LinkBounds) {
    this.pipe = pipe;
    this.codec = codec;
    this.bounds = bounds;
    this.closed = pipe.over.then((error) => {
      this.refuseAll(error ?? new WaysideError('UNAVAILABLE', 'the link is closed'));
      return error;
    });
  }

  get isClosed(): boolean {
    return this.ended !== undefined;
  }

  get queuedBytes(): number {
    return this.waitingBytes;
  }

  async send(message: Send): Promise<void> {
    if (this.ended) throw this.ended;
    const bytes = this.codec.encode(message);
    this.checkBounds(bytes.length);
    this.waitingBytes += bytes.length;
    const sent = new Promise<void>((resolve, reject) => this.queue.push({ bytes, resolve, reject }));
    void this.pump();
    return sent;
  }

  async *receive(): AsyncGenerator<Receive, void, undefined> {
    while (!this.closedHere) {
      const frame = await this.pipe.read();
      if (!frame) return this.close();
      const message = this.take(frame);
      if (message !== undefined) yield message;
    }
  }

  close(reason?: WaysideError): void {
    if (this.closedHere) return;
    this.closedHere = true;
    this.refuseAll(reason ?? new WaysideError('UNAVAILABLE', 'the link is closed'));
    this.pipe.end(reason);
  }

  private checkBounds(bytes: number): void {
    if (bytes > MESSAGE_BYTES_MAX) {
      throw new WaysideError(
        'MESSAGE_TOO_LARGE',
        `a message of ${bytes} bytes is over ${MESSAGE_BYTES_MAX}`,
        {
          details: { limitBytes: String(MESSAGE_BYTES_MAX) },
        },
      );
    }
    const { queueMessagesMax, queueBytesMax } = this.bounds;
    if (this.queue.length >= queueMessagesMax || this.waitingBytes + bytes > queueBytesMax) {
      throw new WaysideError('QUEUE_FULL', 'the other side does not keep up with this link', {
        details: { waiting: String(this.queue.length), waitingBytes: String(this.waitingBytes) },
      });
    }
  }

  /** Hands over what waits, in order, as fast as the pipe takes it. */
  private async pump(): Promise<void> {
    if (this.pumping) return;
    this.pumping = true;
    for (let next = this.queue[0]; next; next = this.queue[0]) {
      for (const frame of this.framesOf(next.bytes)) {
        if (!this.pipe.write(frame)) await this.pipe.writable();
        if (this.ended) break;
      }
      // At the end the queue was emptied, and every sender told.
      if (this.ended) break;
      this.queue.shift();
      this.waitingBytes -= next.bytes.length;
      next.resolve();
    }
    this.pumping = false;
  }

  private *framesOf(bytes: Uint8Array): Generator<Uint8Array> {
    if (bytes.length <= FRAME_BYTES_MAX) {
      yield bytes;
      return;
    }
    this.messageNumber += 1;
    for (const chunk of splitMessage(bytes, this.messageNumber)) yield this.codec.encodeChunk(chunk);
  }

  /** A message that is complete with this frame. What cannot be read ends the link: after it nothing could be trusted. */
  private take(frame: Uint8Array): Receive | undefined {
    try {
      const decoded = this.codec.decode(frame);
      if (decoded.type !== 'chunk') {
        this.joiner.expectNone();
        return decoded.type === 'message' ? decoded.message : undefined;
      }
      const joined = this.joiner.add(decoded.chunk);
      return joined && this.takeJoined(joined);
    } catch (thrown) {
      const error = WaysideError.from(thrown);
      this.close(error);
      throw error;
    }
  }

  private takeJoined(joined: Uint8Array): Receive | undefined {
    const decoded = this.codec.decode(joined);
    if (decoded.type === 'chunk') throw new WaysideError('INVALID_INPUT', 'a piece holds a piece');
    return decoded.type === 'message' ? decoded.message : undefined;
  }

  private refuseAll(error: WaysideError): void {
    this.ended ??= error;
    // Of these some may have left: whatever ended the link, they were not refused.
    const why = isRefusal(error)
      ? new WaysideError('CONNECTION_LOST', error.message, { cause: error })
      : error;
    for (const waiting of this.queue.splice(0)) waiting.reject(why);
    this.waitingBytes = 0;
  }
}

/** Of a message, before any of it was sent. */
function isRefusal({ code }: WaysideError): boolean {
  return code === 'QUEUE_FULL' || code === 'MESSAGE_TOO_LARGE';
}
