import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Chunk, ChunkJoiner, MESSAGE_BYTES_MAX, PIECE_BYTES_MAX, splitMessage } from './chunks.ts';

const piece = (more: Partial<Chunk>): Chunk => ({
  messageNumber: 1,
  index: 0,
  last: false,
  part: new Uint8Array(10),
  ...more,
});

describe('pieces of a message', () => {
  test('of any length join to the same bytes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4 * PIECE_BYTES_MAX }), (length) => {
        const bytes = Uint8Array.from({ length }, (_, at) => (at * 7) % 251);
        const joiner = new ChunkJoiner();
        const joined = [...splitMessage(bytes, 3)].map((chunk) => joiner.add(chunk));
        expect(joined.slice(0, -1).every((whole) => whole === undefined)).toBe(true);
        expect(Buffer.compare(joined.at(-1) ?? Buffer.alloc(0), bytes)).toBe(0);
        joiner.expectNone();
      }),
      { numRuns: 25 },
    );
  });

  test.each<[string, Chunk[]]>([
    ['begin in the middle', [piece({ index: 1 })]],
    ['leave one out', [piece({}), piece({ index: 2 })]],
    ['come twice', [piece({}), piece({})]],
    ['belong to two messages', [piece({}), piece({ index: 1, messageNumber: 2 })]],
    ['are empty', [piece({ part: new Uint8Array(0) })]],
  ])('that %s are refused', (_, chunks) => {
    const joiner = new ChunkJoiner();
    expect(() => chunks.map((chunk) => joiner.add(chunk))).toThrow(/piece/);
  });

  test('may not be followed by another message before their last', () => {
    const joiner = new ChunkJoiner();
    joiner.add(piece({}));
    expect(() => joiner.expectNone()).toThrow('was not finished');
  });

  test('are refused as soon as they are over the bound, not at their end', () => {
    const joiner = new ChunkJoiner();
    const part = new Uint8Array(MESSAGE_BYTES_MAX / 4);
    for (let index = 0; index < 4; index += 1) joiner.add(piece({ index, part }));
    expect(() => joiner.add(piece({ index: 4 }))).toThrow(
      expect.objectContaining({ code: 'MESSAGE_TOO_LARGE' }),
    );
  });
});
