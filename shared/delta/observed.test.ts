import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WaysideError } from '../errors.ts';
import type { JsonObject, RecordRef } from '../model/index.ts';
import { BODY_BYTES_MAX } from './change.ts';
import { decodeFrame, encodeFrame, FRAME_BYTES_MAX, FRAME_ITEMS_MAX, type FrameItem } from './frame.ts';
import { decodeObserved, encodeObserved, type ObservedItem, type ScanInfo } from './observed.ts';

const source: RecordRef = { site: 'ams1', kind: 'source', id: 'sw1' };
const scan: ScanInfo = {
  id: 'scan1',
  source,
  group: 'net',
  epoch: 3,
  completeness: 'partial',
  code: 'COMMAND_DENIED',
  reason: 'show lldp',
  coverage: ['port'],
  counts: { port: 1 },
  full: false,
  startedAtMs: 1000,
  finishedAtMs: 2000,
};
const up: ObservedItem = {
  kind: 'port',
  nativeKey: 'Gi1/0/1',
  section: 'status',
  op: 'put',
  bodyText: '{"operUp":true}',
};
const gone: ObservedItem = { ...up, nativeKey: 'Gi1/0/2', section: '', op: 'absent', bodyText: '{}' };

/** The final bytes, made by other software. */
const RECORDED =
  '575344010000000163b963ff62849034b9e193e1a38a3e80cc371eca366e1a6d25a4cd16961c0a79dd7b22636f6465223a22' +
  '434f4d4d414e445f44454e494544222c22636f6d706c6574656e657373223a227061727469616c222c22636f756e7473223a' +
  '7b22706f7274223a317d2c22636f766572616765223a5b22706f7274225d2c2265706f6368223a332c2266696e6973686564' +
  '41744d73223a323030302c22666f726d6174223a22776179736964652f6f627365727665642f31222c2266756c6c223a6661' +
  '6c73652c2267726f7570223a226e6574222c226c617374223a747275652c22726561736f6e223a2273686f77206c6c647022' +
  '2c227363616e223a227363616e31222c22736f75726365223a22616d73312f736f757263652f737731222c22737461727465' +
  '6441744d73223a313030307d0a5b22706f7274222c224769312f302f31222c22737461747573222c22707574225d0a7b226f' +
  '7065725570223a747275657d0a5b22706f7274222c224769312f302f32222c22222c22616273656e74225d0a7b7d';

const badFrame = expect.objectContaining({ code: 'BAD_FRAME' });
const notPermitted = expect.objectContaining({ code: 'NOT_PERMITTED' });

/** A frame as an agent of any honesty might send it. */
function forged(header: JsonObject, items: readonly FrameItem[] = []): Buffer {
  const own = JSON.parse(decodeFrame(Buffer.from(RECORDED, 'hex')).header) as JsonObject;
  return encodeFrame({ header: JSON.stringify({ ...own, ...header }), items });
}

function head(...parts: readonly unknown[]): string {
  return JSON.stringify(parts);
}

describe('the delta of an agent', () => {
  it('has the recorded bytes', () => {
    expect(encodeObserved(scan, [up, gone])[0]?.toString('hex')).toBe(RECORDED);
  });

  it('reads back as what was written, with its bodies read', () => {
    expect(decodeObserved(Buffer.from(RECORDED, 'hex'))).toEqual({
      scan,
      last: true,
      items: [
        { ...up, body: { operUp: true } },
        { ...gone, body: {} },
      ],
    });
  });

  it('keeps the body as it was first written, unknown fields and all', () => {
    const bodyText = '{"z":1, "operUp":true,"invented":[{"later":null}]}';
    const [frame] = encodeObserved(scan, [{ ...up, bodyText }]);
    expect(decodeObserved(frame ?? new Uint8Array()).items[0]?.bodyText).toBe(bodyText);
  });

  it('tells of a scan without changes too', () => {
    const frames = encodeObserved(scan, []);
    expect(frames).toHaveLength(1);
    expect(decodeObserved(frames[0] ?? new Uint8Array())).toMatchObject({ last: true, items: [] });
  });

  it('is cut by the number of items, and only its last frame says so', () => {
    const items = Array.from({ length: 2 * FRAME_ITEMS_MAX + 1 }, (_, i) => ({ ...up, nativeKey: `p${i}` }));
    const read = encodeObserved(scan, items).map(decodeObserved);
    expect(read.map((one) => one.items.length)).toEqual([FRAME_ITEMS_MAX, FRAME_ITEMS_MAX, 1]);
    expect(read.map((one) => one.last)).toEqual([false, false, true]);
    expect(read.flatMap((one) => one.items.map((item) => item.nativeKey))).toEqual(
      items.map((item) => item.nativeKey),
    );
  });

  it('is cut by bytes, so that every frame is under its limit even where nothing compresses', () => {
    const noise = (seed: number, chars: number): string => {
      let text = '';
      for (let i = 0; text.length < chars; i += 1)
        text += createHash('sha512').update(`${seed} ${i}`).digest('base64');
      return text.slice(0, chars);
    };
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: BODY_BYTES_MAX - 20 }), { maxLength: 12 }), (sizes) => {
        const items = sizes.map((size, i) => ({
          ...up,
          nativeKey: noise(i, 512),
          bodyText: JSON.stringify({ description: noise(size, size) }),
        }));
        const frames = encodeObserved({ ...scan, reason: noise(1, 5000) }, items);
        for (const frame of frames) expect(frame.length).toBeLessThanOrEqual(FRAME_BYTES_MAX);
        expect(frames.flatMap((frame) => decodeObserved(frame).items)).toHaveLength(items.length);
      }),
      { numRuns: 15 },
    );
  });

  it('is refused where it is made when a body or a key is over its bound', () => {
    const tooLarge = expect.objectContaining({ code: 'MESSAGE_TOO_LARGE' });
    const bodyText = JSON.stringify({ description: 'ü'.repeat(BODY_BYTES_MAX / 2) });
    expect(() => encodeObserved(scan, [{ ...up, bodyText }])).toThrow(tooLarge);
    expect(() => encodeObserved(scan, [{ ...up, nativeKey: 'x'.repeat(513) }])).toThrow(tooLarge);
  });

  it('cuts a reason that is too long, and counts only kinds that are known', () => {
    const [frame] = encodeObserved({ ...scan, reason: 'x'.repeat(9000) }, []);
    expect(decodeObserved(frame ?? new Uint8Array()).scan.reason).toHaveLength(1000);
    expect(decodeObserved(forged({ counts: { port: 1, gadget: 9 } })).scan.counts).toEqual({ port: 1 });
  });

  it('ignores coverage of kinds that a newer agent knows', () => {
    expect(decodeObserved(forged({ coverage: ['gadget', 'port'] })).scan.coverage).toEqual(['port']);
  });
});

describe('an agent may not write', () => {
  it.each<[string, FrameItem]>([
    ['what people manage', { head: head('switch', '', 'core', 'put'), body: '{"name":"mine"}' }],
    ['what is derived', { head: head('port', 'p', 'presence', 'put'), body: '{"presence":"retired"}' }],
    ['a section that is not there', { head: head('port', 'p', 'constructor', 'put'), body: '{}' }],
    ['no section', { head: head('port', 'p', null, 'put'), body: '{}' }],
  ])('%s', (_what, item) => {
    expect(() => decodeObserved(forged({}, [item]))).toThrow(notPermitted);
  });

  it.each(['site', 'source', 'agent'])('a %s: of core it tells nothing by scans', (kind) => {
    const item = { head: head(kind, 'x', kind === 'agent' ? 'software' : 'core', 'put'), body: '{}' };
    expect(() => decodeObserved(forged({ group: 'core', coverage: [] }, [item]))).toThrow(notPermitted);
    expect(() => decodeObserved(forged({}, [item]))).toThrow(badFrame);
  });
});

describe('a delta is refused as BAD_FRAME for', () => {
  it.each<[string, FrameItem]>([
    ['a kind of another group', { head: head('floor', 'p', 'core', 'put'), body: '{}' }],
    ['a kind that is none', { head: head('__proto__', 'p', 'status', 'put'), body: '{}' }],
    ['an item head that is no list', { head: '{}', body: '{}' }],
    ['an item head that is no JSON', { head: '[', body: '{}' }],
    ['a key that is no text', { head: head('port', 1, 'status', 'put'), body: '{}' }],
    ['a key that is too long', { head: head('port', 'x'.repeat(513), 'status', 'put'), body: '{}' }],
    ['an operation that is none', { head: head('port', 'p', 'status', 'delete'), body: '{}' }],
    ['a body that is a list', { head: head('port', 'p', 'status', 'put'), body: '[]' }],
    ['a body that is no JSON', { head: head('port', 'p', 'status', 'put'), body: '{' }],
    [
      'a body with a field named like a prototype',
      { head: head('port', 'p', 'status', 'put'), body: '{"__proto__":{}}' },
    ],
    [
      'a body over the bound in bytes',
      { head: head('port', 'p', 'status', 'put'), body: `{"a":"${'ü'.repeat(BODY_BYTES_MAX / 2)}"}` },
    ],
    [
      'absence of a kind that was not read to its end',
      { head: head('sighting', 'p', '', 'absent'), body: '{}' },
    ],
  ])('%s', (_what, item) => {
    expect(() => decodeObserved(forged({}, [item]))).toThrow(badFrame);
  });

  it.each<[string, JsonObject]>([
    ['a header of another format', { format: 'wayside/observed/2' }],
    ['a group that is none', { group: 'nets' }],
    ['a completeness that is none', { completeness: 'nearly' }],
    ['coverage of another group', { coverage: ['floor'] }],
    ['coverage that is no list', { coverage: 'port' }],
    ['counts that are none', { counts: { port: -1 } }],
    ['an epoch that is no number', { epoch: '3' }],
    ['a time that is broken', { finishedAtMs: 1.5 }],
    ['a scan id that is too long', { scan: 'x'.repeat(65) }],
    ['a failed scan that covers a kind', { completeness: 'failed' }],
  ])('%s', (_what, header) => {
    expect(() => decodeObserved(forged(header))).toThrow(badFrame);
  });

  it('a failed scan that tells of a record, and absence in a full snapshot', () => {
    const put = { head: head('port', 'p', 'status', 'put'), body: '{}' };
    const absent = { head: head('port', 'p', '', 'absent'), body: '{}' };
    expect(() => decodeObserved(forged({ completeness: 'failed', coverage: [] }, [put]))).toThrow(badFrame);
    expect(() => decodeObserved(forged({ full: true }, [absent]))).toThrow(badFrame);
    // What a source showed before it failed is told whole to a controller that has lost it.
    expect(decodeObserved(forged({ completeness: 'failed', full: true }, [put])).items).toHaveLength(1);
  });

  it('a source that is no reference, as INVALID_INPUT', () => {
    expect(() => decodeObserved(forged({ source: 'ams1/source' }))).toThrow(
      expect.objectContaining({ code: 'INVALID_INPUT' }),
    );
  });

  it('whatever bytes it is, never with an error of another kind', () => {
    const text = fc.oneof(fc.string(), fc.json(), fc.constant(head('port', 'p', 'status', 'put')));
    const anything = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc
        .record({
          header: fc.dictionary(
            fc.constantFrom('scan', 'source', 'group', 'coverage', 'counts', 'epoch', 'last'),
            fc.jsonValue(),
          ),
          items: fc.array(fc.record({ head: text, body: text }), { maxLength: 3 }),
        })
        .filter(({ items }) => items.every((one) => !`${one.head}${one.body}`.includes('\n')))
        .map(({ header, items }) => forged(header as JsonObject, items)),
    );
    fc.assert(
      fc.property(anything, (bytes) => {
        try {
          decodeObserved(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(WaysideError);
          expect(['BAD_FRAME', 'NOT_PERMITTED', 'INVALID_INPUT']).toContain(WaysideError.from(error).code);
        }
      }),
      { numRuns: 500 },
    );
  });
});
