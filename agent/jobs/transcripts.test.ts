import { describe, expect, it } from 'vitest';
import { TRANSCRIPT_MAX_CHARS, Transcripts } from './transcripts.ts';

describe('transcripts of an attempt', () => {
  it('go with the result of their target, whatever it is, and leave others as they are', () => {
    const transcripts = new Transcripts<object>();
    const [one, other] = [{}, {}];
    transcripts.of(one)('> show version');
    expect(transcripts.into(one, { rows: 1 })).toEqual({ rows: 1, transcript: ['> show version'] });
    expect(transcripts.into(one, null)).toEqual({ transcript: ['> show version'] });
    expect(transcripts.into(one, [1])).toEqual({ rows: [1], transcript: ['> show version'] });
    expect(transcripts.into(other, null)).toBeNull();
  });

  it('are bounded, and say how much is left out', () => {
    const transcripts = new Transcripts<object>();
    const target = {};
    const add = transcripts.of(target);
    for (let i = 0; i < 100; i += 1) add('x'.repeat(1_000));
    const told = transcripts.into(target, null) as { readonly transcript: readonly string[] };
    expect(told.transcript.join('').length).toBeLessThan(TRANSCRIPT_MAX_CHARS + 100);
    expect(told.transcript.at(-1)).toBe('… 35 more lines');
  });
});
