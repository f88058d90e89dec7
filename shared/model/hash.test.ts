import { describe, expect, it } from 'vitest';
import { base32, hashId, ObservedIds, observedId } from './hash.ts';
import { isRecordId } from './ref.ts';

const sw1 = { site: 'ams1', kind: 'source', id: 'sw1' } as const;
const sw2 = { ...sw1, id: 'sw2' };

describe('computed ids', () => {
  it('are the recorded ones: stores and peers hold them', () => {
    expect(hashId('a', 'b')).toBe('zb6xwynz3tp5pc0jeenjwa1ff4');
    expect(observedId('sighting', sw1, '00:1b:21:aa:bb:cc|10|Gi1/0/1')).toBe('cgcgnteqy06afdh73ytr0zwy5s');
  });

  it('tell the parts apart wherever they are cut', () => {
    const ids = [
      hashId('ab', 'c'),
      hashId('a', 'bc'),
      hashId('abc'),
      hashId('a', 'b', 'c'),
      hashId('abc', ''),
    ];
    expect(new Set(ids).size).toBe(ids.length);
    expect(hashId('ä')).not.toBe(hashId('a'));
  });

  it('of one source begin alike, so that its records lie side by side; those of another do not', () => {
    const ids = new ObservedIds(sw1);
    const port = ids.id('port', 'Gi1/0/1');
    expect(port).toHaveLength(26);
    expect(isRecordId(port)).toBe(true);
    expect(port.startsWith(ids.prefix)).toBe(true);
    expect(ids.id('sighting', 'Gi1/0/1').startsWith(ids.prefix)).toBe(true);
    expect(ids.id('sighting', 'Gi1/0/1')).not.toBe(port);
    expect(observedId('port', sw2, 'Gi1/0/1').startsWith(ids.prefix)).toBe(false);
    expect(observedId('port', { ...sw1, site: 'ams2' }, 'Gi1/0/1')).not.toBe(port);
  });

  it('of the source itself is the source’s own id', () => {
    expect(observedId('switch', sw1, '')).toBe('sw1');
  });

  it('are written in letters that are never mistaken for each other', () => {
    expect(base32(new Uint8Array([0xff, 0xff, 0xff, 0xff, 0xff]))).toBe('zzzzzzzz');
    expect(base32(new Uint8Array([0]))).toBe('00');
    expect(base32(new Uint8Array(16))).toHaveLength(26);
    expect(base32(Uint8Array.from({ length: 160 }, (_, i) => i * 37))).not.toMatch(/[ilou]/);
  });
});
