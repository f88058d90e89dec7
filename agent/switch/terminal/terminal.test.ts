import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../shared/runtime/index.ts';
import { CURSOR_MAX, LINE_MAX_CHARS, Terminal } from './terminal.ts';

function render(text: string, sizes: number): { lines: string[]; tail: string } {
  const lines: string[] = [];
  const terminal = new Terminal((line) => lines.push(line));
  const bytes = Buffer.from(text, 'utf8');
  for (let at = 0; at < bytes.length; at += sizes) terminal.push(bytes.subarray(at, at + sizes));
  return { lines, tail: terminal.tail };
}

describe('Terminal', () => {
  it.each([
    ['plain lines', 'one\r\ntwo\nthree', { lines: ['one', 'two'], tail: 'three' }],
    [
      'a pager wiped with backspaces',
      '--More--\b\b\b\b\b\b\b\b        \b\b\b\b\b\b\b\bGi1\r\n',
      { lines: ['Gi1'], tail: '' },
    ],
    [
      'a pager wiped with carriage return and blanks',
      '--More--\r        \rGi1\r\n',
      { lines: ['Gi1'], tail: '' },
    ],
    ['a pager wiped with an erase sequence', '--More--\r\x1b[KGi1\r\n', { lines: ['Gi1'], tail: '' }],
    [
      'a pager wiped with erase line and cursor left',
      '--More--\x1b[2K\x1b[8DGi1\r\n',
      { lines: ['Gi1'], tail: '' },
    ],
    ['colours and window titles', '\x1b]0;sw1\x07\x1b[1;32msw1\x1b[0m#', { lines: [], tail: 'sw1#' }],
    [
      'a prompt drawn at a place of the screen',
      '\x1b[24;1H\x1b[2K\x1b[24;1Hsw1# ',
      { lines: [], tail: 'sw1#' },
    ],
    ['characters of several bytes', 'Büro 3 – Größe\r\n', { lines: ['Büro 3 – Größe'], tail: '' }],
    ['NUL and BEL before a prompt', '\0\x07sw1#', { lines: [], tail: 'sw1#' }],
    ['tabs and blanks that the device meant', 'a\tb  \r\n', { lines: ['a\tb  '], tail: '' }],
    ['next line as an escape code', 'one\x1bEtwo', { lines: ['one'], tail: 'two' }],
    ['a character set choice', '\x1b(Bsw1>', { lines: [], tail: 'sw1>' }],
  ])('draws %s, however the bytes are cut', (_name, text, screen) => {
    for (let size = 1; size <= Buffer.byteLength(text); size += 1) expect(render(text, size)).toEqual(screen);
  });

  it('lets no sequence move the cursor far away, so that a line stays small', () => {
    const { tail } = render('\x1b[999999999Cx', 64);
    expect(tail.length).toBeLessThanOrEqual(CURSOR_MAX + 1);
  });

  it('gives up on a sequence that never ends', () => {
    const { tail } = render(`\x1b[${'1'.repeat(1_000)}`, 100);
    expect(tail).toContain('111');
  });

  it.each([
    ['alone and wiped with backspaces', '', `${'\b'.repeat(9)}${' '.repeat(8)}${'\b'.repeat(9)}`, []],
    ['alone and wiped with blanks', '', `\r${' '.repeat(21)}\r`, []],
    ['alone and left standing', '', '\r', []],
    ['alone and followed at once by the next row', '', '', []],
    ['behind a row whose line then ends', 'Gi1/0/9 down', '\r\n', ['Gi1/0/9 down']],
    ['behind a row and wiped with backspaces', 'Gi1/0/9 down', `${'\b \b'.repeat(10)}\r\n`, ['Gi1/0/9 down']],
  ])('hides an answered pager that stands %s', (_name, before, after, first) => {
    for (const late of [0, 1]) {
      const lines: string[] = [];
      const terminal = new Terminal((line) => lines.push(line));
      const pager = `${before} --More-- `;
      terminal.push(Buffer.from(pager.slice(0, pager.length - late)));
      terminal.hideTail(/ ?--More-- ?$/);
      terminal.push(Buffer.from(`${pager.slice(pager.length - late)}${after}`));
      terminal.push(Buffer.from('x\r\n'));
      expect(lines.map((line) => line.trim())).toEqual([...first, 'x']);
    }
  });

  it('takes an answered question off the screen', () => {
    const lines: string[] = [];
    const terminal = new Terminal((line) => lines.push(line));
    terminal.push(Buffer.from('Password: '));
    terminal.dropTail();
    terminal.push(Buffer.from('\r\nsw1#'));
    expect(lines).toEqual(['']);
    expect(terminal.tail).toBe('sw1#');
  });

  it('hands on a line without an end in pieces, so that it cannot fill the memory', () => {
    const sizes: number[] = [];
    const terminal = new Terminal((line) => sizes.push(line.length));
    const chunk = Buffer.from('x'.repeat(10_000));
    for (let i = 0; i < 50; i += 1) terminal.push(chunk);
    expect(sizes.reduce((sum, size) => sum + size, terminal.tail.length)).toBe(500_000);
    expect(Math.max(terminal.tail.length, ...sizes)).toBeLessThanOrEqual(LINE_MAX_CHARS + chunk.length);
  });

  it('spends little time on a chunk of window titles that never end', () => {
    const terminal = new Terminal(() => undefined);
    const startedMs = systemClock.monotonic();
    terminal.push(Buffer.from('\x1b]'.repeat(100_000)));
    expect(systemClock.monotonic() - startedMs).toBeLessThan(3_000);
  });
});
