import { describe, expect, test } from 'vitest';
import { LINE_CHARS_MAX, LineSplitter } from './line-splitter.ts';

function split(chunks: readonly (Uint8Array | string)[]): string[] {
  const lines: string[] = [];
  const splitter = new LineSplitter((line) => lines.push(line));
  for (const chunk of chunks) splitter.push(chunk);
  splitter.end();
  return lines;
}

describe('LineSplitter', () => {
  test('ends of line are LF, CR LF, CR CR LF and a CR alone', () => {
    expect(split(['a\nb\r\nc\r\r\nd\re'])).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(split(['a\r', '\nb\r'])).toEqual(['a', 'b']);
    expect(split(['\n\n'])).toEqual(['', '']);
    expect(split([''])).toEqual([]);
  });

  test('(h) the same lines come out wherever the bytes are cut, inside characters too', () => {
    const bytes = Buffer.from('Straße 1\r\nGi1/0/1  Büro 東京\r\r\n--More--\r        \r😀 last');
    const whole = split([bytes]);
    expect(whole).toEqual(['Straße 1', 'Gi1/0/1  Büro 東京', '--More--', '        ', '😀 last']);
    for (let at = 0; at <= bytes.length; at += 1) {
      expect(split([bytes.subarray(0, at), bytes.subarray(at)]), `cut at byte ${at}`).toEqual(whole);
    }
    expect(split([...bytes].map((byte) => Uint8Array.of(byte)))).toEqual(whole);
  });

  test('a line without end is handed on in bounded pieces, equal however it came', () => {
    const text = `${'x'.repeat(2 * LINE_CHARS_MAX + 5)}\nshort\n`;
    const pieces = split([text]);
    expect(pieces.map((line) => line.length)).toEqual([LINE_CHARS_MAX, LINE_CHARS_MAX, 5, 5]);
    expect(split([text.slice(0, LINE_CHARS_MAX), text.slice(LINE_CHARS_MAX, -8), text.slice(-8)])).toEqual(
      pieces,
    );
    expect(split(['y'.repeat(LINE_CHARS_MAX), '\n'])).toEqual(['y'.repeat(LINE_CHARS_MAX)]);
  });
});
