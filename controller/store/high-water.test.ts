import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { judgeHighWater, placeOf, readHighWater, writeHighWater } from './high-water.ts';

function folder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'wayside-mark-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

const mark = { pos: 100, incarnation: 2, place: 'here' };

describe('the high-water mark', () => {
  it('comes back as it was written, for this user alone', () => {
    const file = join(folder(), 'mark.json');
    writeHighWater(file, mark);
    writeHighWater(file, { ...mark, pos: 101 });
    expect(readHighWater(file)).toEqual({ ...mark, pos: 101 });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(() => readFileSync(`${file}.new`)).toThrow('ENOENT');
  });

  it.each([
    ['a store that went on without a new mark', mark, { pos: 250, place: 'here' }, 'same'],
    ['a store at its mark', mark, { pos: 100, place: 'here' }, 'same'],
    ['a store behind its mark', mark, { pos: 99, place: 'here' }, 'restored'],
    ['a store in another place', mark, { pos: 250, place: 'there' }, 'cloned'],
    ['an empty store without a mark', undefined, { pos: 0, place: 'here' }, 'new'],
    ['a filled store without a mark', undefined, { pos: 1, place: 'here' }, 'cloned'],
    ['an emptied store with a mark', mark, { pos: 0, place: 'here' }, 'restored'],
  ] as const)('judges %s', (_what, given, store, verdict) => {
    expect(judgeHighWater(given, store)).toBe(verdict);
  });

  it.each(['', '{', '[]', '{"pos":"1","incarnation":1,"place":"here"}', '\u0000'])(
    'that is torn or foreign (%j) proves nothing, so it counts as another place',
    (text) => {
      const file = join(folder(), 'mark.json');
      writeFileSync(file, text);
      expect(judgeHighWater(readHighWater(file), { pos: 5, place: 'here' })).toBe('cloned');
    },
  );

  it.each([
    { ...mark, incarnation: Number.MAX_SAFE_INTEGER },
    { ...mark, incarnation: 1_000_001 },
    { ...mark, incarnation: -1 },
    { ...mark, incarnation: 1.5 },
    { ...mark, pos: -1 },
    { ...mark, pos: Number.MAX_SAFE_INTEGER },
  ])('with numbers that no controller ever had is refused, with the way out: %j', (bad) => {
    const file = join(folder(), 'mark.json');
    writeFileSync(file, JSON.stringify(bad));
    expect(() => readHighWater(file)).toThrow(
      expect.objectContaining({ code: 'STORE_CORRUPT', hint: expect.stringContaining(`mv ${file}`) }),
    );
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(bad);
  });

  it('knows the folder from its copy, and the machine from another', () => {
    const dir = folder();
    mkdirSync(join(dir, 'a'));
    const machine = join(dir, 'machine-id');
    writeFileSync(machine, 'one\n');
    const here = placeOf(join(dir, 'a', 'mark.json'), machine);
    expect(placeOf(join(dir, 'a', 'mark.json'), machine)).toBe(here);
    cpSync(join(dir, 'a'), join(dir, 'b'), { recursive: true });
    expect(placeOf(join(dir, 'b', 'mark.json'), machine)).not.toBe(here);
    writeFileSync(machine, 'two\n');
    expect(placeOf(join(dir, 'a', 'mark.json'), machine)).not.toBe(here);
    expect(placeOf(join(dir, 'a', 'mark.json'), join(dir, 'no such file'))).toMatch(/^[0-9a-f]{32}$/);
  });
});
