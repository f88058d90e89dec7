/**
 * Batch framing: how a delta lies in an outbox, on a stream and, later, inside a seal.
 *
 *   bytes   0..2   "WSD"
 *           3      frame version (1)
 *           4      codec: 0 none, 1 deflate-raw
 *           5..8   size of the lines in bytes, big endian
 *           9..40  SHA-256 of the lines
 *           41..   the lines, coded
 *
 * The lines are UTF-8 with "\n" between them: a header, then two lines for each item (head, body). The size is
 * checked before anything is inflated, the hash before anything is parsed.
 */
import { isUtf8 } from 'node:buffer';
import { hash } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { WaysideError } from '../errors.ts';

const MAGIC = Buffer.from('WSD');
const VERSION = 1;
const OFFSET_SIZE = 5;
const OFFSET_HASH = 9;
const OFFSET_LINES = 41;

/** One frame, coded. */
export const FRAME_BYTES_MAX = 262_144;
/** The lines of one frame. */
export const FRAME_LINES_BYTES_MAX = 4_194_304;
export const FRAME_ITEMS_MAX = 1000;
/** A batch is closed at this many bytes of lines, so that its frame stays under the limit even when it does not compress. */
export const FRAME_FILL_BYTES = 245_760;
/** Under this size compressing costs more than it saves. */
const COMPRESS_MIN_BYTES = 512;

export interface FrameItem {
  readonly head: string;
  readonly body: string;
}

export interface Frame {
  readonly header: string;
  readonly items: readonly FrameItem[];
}

export function encodeFrame(frame: Frame): Buffer {
  if (frame.items.length > FRAME_ITEMS_MAX) {
    throw new WaysideError('MESSAGE_TOO_LARGE', `a frame holds at most ${FRAME_ITEMS_MAX} items`);
  }
  const parts = [frame.header];
  for (const item of frame.items) parts.push(item.head, item.body);
  if (parts.some((part) => part.includes('\n'))) {
    throw new WaysideError('INTERNAL', 'a line of a frame must not hold a line break');
  }
  const lines = Buffer.from(parts.join('\n'));
  const coded = compressed(lines);
  const bytes = Buffer.alloc(OFFSET_LINES + coded.length);
  MAGIC.copy(bytes);
  bytes.writeUInt8(VERSION, 3);
  bytes.writeUInt8(coded === lines ? 0 : 1, 4);
  bytes.writeUInt32BE(lines.length, OFFSET_SIZE);
  hash('sha256', lines, 'buffer').copy(bytes, OFFSET_HASH);
  coded.copy(bytes, OFFSET_LINES);
  if (bytes.length > FRAME_BYTES_MAX) {
    throw new WaysideError(
      'MESSAGE_TOO_LARGE',
      `a frame of ${bytes.length} bytes is over ${FRAME_BYTES_MAX}`,
    );
  }
  return bytes;
}

/** The same buffer back where compressing does not pay. */
function compressed(lines: Buffer): Buffer {
  if (lines.length < COMPRESS_MIN_BYTES) return lines;
  const deflated = deflateRawSync(lines, { level: 1 });
  return deflated.length < lines.length ? deflated : lines;
}

/** Error: BAD_FRAME. */
export function decodeFrame(bytes: Uint8Array): Frame {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const lines = readLines(buffer);
  if (!hash('sha256', lines, 'buffer').equals(buffer.subarray(OFFSET_HASH, OFFSET_LINES)))
    throw badFrame('its hash does not match');
  // Replacement characters would be stored in the place of what was hashed.
  if (!isUtf8(lines)) throw badFrame('it is not UTF-8');
  // One line more than allowed is enough to know.
  const [header = '', ...rest] = lines.toString('utf8').split('\n', 2 * FRAME_ITEMS_MAX + 2);
  if (rest.length > 2 * FRAME_ITEMS_MAX) throw badFrame(`it holds more than ${FRAME_ITEMS_MAX} items`);
  if (rest.length % 2 !== 0) throw badFrame('a line is missing');
  const items: FrameItem[] = [];
  for (let i = 0; i < rest.length; i += 2) items.push({ head: rest[i] ?? '', body: rest[i + 1] ?? '' });
  return { header, items };
}

function readLines(buffer: Buffer): Buffer {
  if (buffer.length < OFFSET_LINES || !buffer.subarray(0, 3).equals(MAGIC))
    throw badFrame('it is not a frame');
  if (buffer.length > FRAME_BYTES_MAX) throw badFrame(`it is over ${FRAME_BYTES_MAX} bytes`);
  if (buffer.readUInt8(3) !== VERSION) throw badFrame(`version ${buffer.readUInt8(3)} is not known`);
  const sizeBytes = buffer.readUInt32BE(OFFSET_SIZE);
  if (sizeBytes > FRAME_LINES_BYTES_MAX) throw badFrame(`its lines are over ${FRAME_LINES_BYTES_MAX} bytes`);
  const coded = buffer.subarray(OFFSET_LINES);
  const lines = inflate(coded, buffer.readUInt8(4), sizeBytes);
  if (lines.length !== sizeBytes) throw badFrame('its size does not match');
  return lines;
}

function inflate(coded: Buffer, codec: number, sizeBytes: number): Buffer {
  if (codec === 0) return coded;
  if (codec !== 1) throw badFrame(`codec ${codec} is not known`);
  try {
    return inflateRawSync(coded, { maxOutputLength: Math.max(1, sizeBytes) });
  } catch (cause) {
    throw badFrame('it does not inflate', cause);
  }
}

function badFrame(why: string, cause?: unknown): WaysideError {
  return new WaysideError('BAD_FRAME', `delta frame refused: ${why}`, { cause });
}
