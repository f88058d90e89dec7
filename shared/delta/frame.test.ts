import { createHash } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeFrame,
  encodeFrame,
  FRAME_BYTES_MAX,
  FRAME_ITEMS_MAX,
  FRAME_LINES_BYTES_MAX,
  type FrameItem,
} from './frame.ts';

/** The final bytes, made by other software: a short frame as it is, a longer one with its lines deflated. */
const PLAIN =
  '5753440100000000409e14530883a444748d1f6cd415b95aad9bc4a29c623736569af8cbdb901f63ca7b22666f726d6174223a2278227d' +
  '0a5b22706f7274222c224769312f302f31222c22737461747573222c22707574225d0a7b226f7065725570223a747275657d';
const DEFLATED =
  '5753440101000000d6aac212b839a677631be00bb373f8d8a441df33f94c9eb2edae0f9aaa9395e502ab564acb2fca4d2c51' +
  'b252aa50aae58a562ac82f2a51d25172cf34d437d03700b28a4b124b4a8b818c82d212a558ae6aa5fc82d4a2d00225ab92a2' +
  'd2540c1d8624eb3022598731411d00';
const header = '{"format":"x"}';
const item = (i: number): FrameItem => ({
  head: `["port","Gi1/0/${i}","status","put"]`,
  body: '{"operUp":true}',
});
const refused = expect.objectContaining({ code: 'BAD_FRAME' });

/** A frame around any lines, honest or not. */
function frame(
  lines: Buffer,
  over: { codec?: number; size?: number; coded?: Buffer; hash?: Buffer } = {},
): Buffer {
  const head = Buffer.from([0x57, 0x53, 0x44, 1, over.codec ?? 0, 0, 0, 0, 0]);
  head.writeUInt32BE(over.size ?? lines.length, 5);
  const hash = over.hash ?? createHash('sha256').update(lines).digest();
  return Buffer.concat([head, hash, over.coded ?? lines]);
}

describe('frames', () => {
  it('have the recorded bytes', () => {
    expect(encodeFrame({ header, items: [item(1)] }).toString('hex')).toBe(PLAIN);
    expect(decodeFrame(Buffer.from(PLAIN, 'hex'))).toEqual({ header, items: [item(1)] });
  });

  it('are read when deflated by other software', () => {
    expect(decodeFrame(Buffer.from(DEFLATED, 'hex'))).toEqual({ header, items: [0, 1, 2, 3].map(item) });
  });

  it('come back as they were, with or without items, from inside a larger buffer', () => {
    const line = fc.string({ unit: 'grapheme' }).map((text) => JSON.stringify(text));
    fc.assert(
      fc.property(line, fc.array(fc.record({ head: line, body: line })), (top, items) => {
        const bytes = encodeFrame({ header: top, items });
        const inside = Buffer.concat([Buffer.from('xyz'), bytes, Buffer.from('xyz')]).subarray(3, -3);
        expect(decodeFrame(inside)).toEqual({ header: top, items });
      }),
    );
  });

  it('compress what compresses, and leave alone what does not', () => {
    const many = encodeFrame({ header, items: Array.from({ length: 500 }, (_, i) => item(i)) });
    expect(many.readUInt8(4)).toBe(1);
    expect(many.length).toBeLessThan(8000);
    let noise = '';
    for (let i = 0; noise.length < 4000; i += 1)
      noise += createHash('sha256').update(String(i)).digest('base64');
    const body = JSON.stringify(deflateRawSync(noise).toString('latin1'));
    const dense = encodeFrame({ header, items: [{ head: '[]', body }] });
    expect(dense.length).toBeLessThan(Buffer.byteLength(body) + 100);
    expect(decodeFrame(dense).items[0]?.body).toBe(body);
  });

  it('are refused where they are made when they hold too much, or a line that is two', () => {
    const items = Array.from({ length: FRAME_ITEMS_MAX + 1 }, (_, i) => item(i));
    const tooLarge = expect.objectContaining({ code: 'MESSAGE_TOO_LARGE' });
    expect(() => encodeFrame({ header, items })).toThrow(tooLarge);
    expect(encodeFrame({ header, items: items.slice(1) }).length).toBeLessThan(FRAME_BYTES_MAX);
    let noise = '';
    for (let i = 0; noise.length < 2 * FRAME_BYTES_MAX; i += 1)
      noise += createHash('sha512').update(String(i)).digest('base64');
    expect(() => encodeFrame({ header, items: [{ head: '[]', body: noise }] })).toThrow(tooLarge);
    expect(() => encodeFrame({ header, items: [{ head: '[]\n', body: '{}' }] })).toThrow(
      expect.objectContaining({ code: 'INTERNAL' }),
    );
  });
});

describe('a damaged frame is refused as BAD_FRAME', () => {
  const good = encodeFrame({ header, items: Array.from({ length: 20 }, (_, i) => item(i)) });
  const patched = (at: number, byte: number): Buffer => {
    const bytes = Buffer.from(good);
    bytes.writeUInt8(byte, at);
    return bytes;
  };
  const lines = Buffer.from(
    [header, ...Array.from({ length: 2 * FRAME_ITEMS_MAX + 2 }, () => '{}')].join('\n'),
  );
  const bomb = deflateRawSync(Buffer.alloc(FRAME_LINES_BYTES_MAX * 8));

  it.each<[string, Buffer]>([
    ['nothing at all', Buffer.alloc(0)],
    ['less than a head', good.subarray(0, 40)],
    ['another magic', patched(0, 0x58)],
    ['another version', patched(3, 2)],
    ['an unknown codec', patched(4, 7)],
    ['a size that is too small', patched(8, 1)],
    ['a size that is too large', patched(7, 0xff)],
    ['a size over the bound', patched(5, 0x7f)],
    ['another hash', patched(9, good.readUInt8(9) ^ 1)],
    ['one bit of the lines turned', patched(good.length - 9, good.readUInt8(good.length - 9) ^ 4)],
    ['a cut end', good.subarray(0, -5)],
    ['a plain size that lies', frame(Buffer.from(header), { size: 3 })],
    ['a line missing', frame(Buffer.from(`${header}\n{}`))],
    ['too many items', frame(lines, { codec: 1, coded: deflateRawSync(lines) })],
    ['bytes that are not UTF-8', frame(Buffer.from([0x7b, 0xff, 0x7d]))],
    ['more bytes than a frame may have', frame(Buffer.alloc(FRAME_BYTES_MAX))],
    [
      'a bomb that says its size',
      frame(Buffer.alloc(0), { codec: 1, size: FRAME_LINES_BYTES_MAX * 8, coded: bomb }),
    ],
    [
      'a bomb that says the bound',
      frame(Buffer.alloc(0), { codec: 1, size: FRAME_LINES_BYTES_MAX, coded: bomb }),
    ],
    ['a bomb that says nothing', frame(Buffer.alloc(0), { codec: 1, size: 0, coded: bomb })],
  ])('with %s', (_what, bytes) => {
    expect(() => decodeFrame(bytes)).toThrow(refused);
  });

  it('before more than its size is inflated', () => {
    for (const size of [0, 1000, FRAME_LINES_BYTES_MAX]) {
      const bytes = frame(Buffer.alloc(0), { codec: 1, size, coded: bomb });
      expect(() => decodeFrame(bytes)).toThrow(
        expect.objectContaining({ cause: expect.objectContaining({ code: 'ERR_BUFFER_TOO_LARGE' }) }),
      );
    }
  });

  it('whatever byte of it is changed, unless the lines are the same all the same', () => {
    const was = decodeFrame(good);
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.nat(255), (at, byte) => {
        fc.pre(good.readUInt8(at) !== byte);
        try {
          expect(decodeFrame(patched(at, byte))).toEqual(was);
        } catch (error) {
          expect(error).toEqual(refused);
        }
      }),
    );
  });

  it('whatever random bytes it is', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.boolean(), (bytes, dressed) => {
        const candidate = dressed ? Buffer.concat([good.subarray(0, 5), bytes]) : bytes;
        expect(() => decodeFrame(candidate)).toThrow(refused);
      }),
    );
  });
});
