/**
 * The plain tar format (POSIX ustar), as much of it as our own archives need: files with short names, so that people
 * can also look into them with `tar`. Sizes above 8 GiB use the binary form that GNU tar reads.
 */
import { WaysideError } from '../errors.ts';

export const TAR_BLOCK_BYTES = 512;
const NAME_BYTES_MAX = 100;
const SIZE_AT = 124;
const SIZE_BYTES = 12;
const SUM_AT = 148;
const SUM_BYTES = 8;
/** Larger sizes do not fit into eleven octal digits. */
const OCTAL_SIZE_MAX = 0o77777777777;

export interface TarEntry {
  readonly name: string;
  readonly sizeBytes: number;
}

/** The block before a file: mode 0600, nobody's. */
export function tarHeader({ name, sizeBytes }: TarEntry, mtimeMs: number): Uint8Array {
  const block = Buffer.alloc(TAR_BLOCK_BYTES);
  if (Buffer.byteLength(name) > NAME_BYTES_MAX)
    throw new WaysideError('INTERNAL', `tar name ${name} is too long`);
  block.write(name, 0);
  block.write('0000600\0', 100);
  block.write('0000000\0', 108);
  block.write('0000000\0', 116);
  writeSize(block, sizeBytes);
  block.write(
    `${Math.floor(mtimeMs / 1000)
      .toString(8)
      .padStart(11, '0')}\0`,
    136,
  );
  block.write('0', 156);
  block.write('ustar\x0000', 257);
  block.write(`${checksum(block).toString(8).padStart(6, '0')}\0 `, SUM_AT);
  return block;
}

/** Zeros that fill the last block of a file. */
export function tarPadding(sizeBytes: number): Uint8Array {
  return new Uint8Array(paddingOf(sizeBytes));
}

/** After the last file. */
export function tarEnd(): Uint8Array {
  return new Uint8Array(2 * TAR_BLOCK_BYTES);
}

export interface TarFile extends TarEntry {
  /** To be read to its end before the next file is asked for. */
  readonly body: AsyncIterable<Uint8Array>;
}

/** The files of an archive, one after the other. Error: BACKUP_DAMAGED when it is cut short or no archive. */
export async function* readTar(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<TarFile> {
  const source = new ByteSource(bytes);
  for (;;) {
    const block = await source.exactly(TAR_BLOCK_BYTES);
    if (block.every((byte) => byte === 0)) return;
    const entry = parseHeader(block);
    yield { ...entry, body: source.upTo(entry.sizeBytes) };
    await source.exactly(paddingOf(entry.sizeBytes));
  }
}

function parseHeader(block: Buffer): TarEntry {
  const told = Number.parseInt(block.toString('latin1', SUM_AT, SUM_AT + SUM_BYTES), 8);
  if (told !== checksum(block)) throw broken('it is no archive, or it is damaged');
  const name = block.toString('utf8', 0, NAME_BYTES_MAX).replace(/\0.*$/s, '');
  const type = block.toString('latin1', 156, 157);
  if (type !== '0' && type !== '\0') throw broken(`${name} in it is no plain file`);
  return { name, sizeBytes: readSize(block) };
}

/** With blanks where the sum itself stands. */
function checksum(block: Uint8Array): number {
  let sum = 32 * SUM_BYTES;
  for (const [at, byte] of block.entries()) if (at < SUM_AT || at >= SUM_AT + SUM_BYTES) sum += byte;
  return sum;
}

function writeSize(block: Buffer, sizeBytes: number): void {
  if (sizeBytes <= OCTAL_SIZE_MAX) {
    block.write(`${sizeBytes.toString(8).padStart(11, '0')}\0`, SIZE_AT);
    return;
  }
  block[SIZE_AT] = 0x80;
  block.writeBigUInt64BE(BigInt(sizeBytes), SIZE_AT + SIZE_BYTES - 8);
}

function readSize(block: Buffer): number {
  const size =
    block[SIZE_AT] === 0x80
      ? Number(block.readBigUInt64BE(SIZE_AT + SIZE_BYTES - 8))
      : Number.parseInt(block.toString('latin1', SIZE_AT, SIZE_AT + SIZE_BYTES), 8);
  if (Number.isSafeInteger(size) && size >= 0) return size;
  throw broken('the size of a file in it cannot be read');
}

function paddingOf(sizeBytes: number): number {
  return (TAR_BLOCK_BYTES - (sizeBytes % TAR_BLOCK_BYTES)) % TAR_BLOCK_BYTES;
}

function broken(message: string): WaysideError {
  return new WaysideError('BACKUP_DAMAGED', message);
}

/** Bytes in the pieces that the reader wants. */
class ByteSource {
  private readonly pieces: AsyncIterator<Uint8Array>;
  private held: Buffer = Buffer.alloc(0);

  constructor(bytes: AsyncIterable<Uint8Array>) {
    this.pieces = bytes[Symbol.asyncIterator]();
  }

  /** So many bytes; meant for few. */
  async exactly(count: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    for await (const part of this.upTo(count)) parts.push(part);
    return Buffer.concat(parts);
  }

  /** So many bytes, as they come. */
  async *upTo(count: number): AsyncGenerator<Buffer> {
    for (let left = count; left > 0; ) {
      if (this.held.length === 0) await this.more();
      const part = this.held.subarray(0, left);
      this.held = this.held.subarray(part.length);
      left -= part.length;
      yield part;
    }
  }

  private async more(): Promise<void> {
    const { done, value } = await this.pieces.next();
    if (done) throw broken('it is cut short');
    this.held = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  }
}
