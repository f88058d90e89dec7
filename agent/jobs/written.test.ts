import { describe, expect, it } from 'vitest';
import { WRITTEN_LINE_MAX_CHARS, WRITTEN_MAX_CHARS, Written } from './written.ts';

const target = { name: 'sw1' };
const linesOf = (written: Written<object>): readonly string[] =>
  (written.into(target, {}) as { readonly typed?: readonly string[] }).typed ?? [];

describe('what was typed at a target', () => {
  it('is not there when nothing was', () => {
    expect(new Written().into(target, { steps: 1 })).toEqual({ steps: 1 });
  });

  it('is kept whole while it is short, beside what else is told', () => {
    const written = new Written<object>();
    for (const line of ['> configure', '> end']) written.add(target, line);
    expect(written.into(target, { steps: 1 })).toEqual({ steps: 1, typed: ['> configure', '> end'] });
  });

  it('keeps beginning and end, and says how much is missing between', () => {
    const written = new Written<object>();
    const all = Array.from({ length: 5000 }, (_, at) => `> line ${at}`);
    for (const line of all) written.add(target, line);
    const lines = linesOf(written);
    expect([lines[0], lines.at(-1)]).toEqual(['> line 0', '> line 4999']);
    const [gap = ''] = lines.filter((line) => line.startsWith('…'));
    expect(Number(/\d+/.exec(gap)?.[0])).toBe(all.length - (lines.length - 1));
    expect(lines.join('').length).toBeLessThan(WRITTEN_MAX_CHARS + gap.length + 1);
    expect(lines.join('').length).toBeGreaterThan(WRITTEN_MAX_CHARS * 0.9);
  });

  it('keeps the last line however the sizes fall, and no line is endless', () => {
    const written = new Written<object>();
    for (let at = 0; at < 100; at += 1) written.add(target, 'x'.repeat(10_000));
    written.add(target, '> end');
    expect(linesOf(written).at(-1)).toBe('> end');
    expect(Math.max(...linesOf(written).map((line) => line.length))).toBe(WRITTEN_LINE_MAX_CHARS);
  });
});
