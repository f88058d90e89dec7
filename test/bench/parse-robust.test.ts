/** Whatever the network does to the bytes, and whatever bytes a device sends, parsers answer. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LineSplitter, parseText } from '../../agent/switch/parse/index.ts';
import { type Command, type Parsed, UNKNOWN_LINES_MAX } from '../../agent/switch/platform.ts';
import { detectPlatform, findPlatform, platforms } from '../../agent/switch/platforms/index.ts';
import { defaultFixtures } from './parse.ts';
import { isMacTable } from './parse-fdb.ts';
import { commandWords, readRecordings } from './parse-recordings.ts';

/** fast-check prints the seed of a failure; SEED repeats it. */
const SEED = process.env['SEED'];
const RUNS = { numRuns: 60, ...(SEED === undefined ? {} : { seed: Number(SEED) }) };

type Named = readonly [name: string, command: Command<unknown>];

const commands: readonly Named[] = platforms.flatMap(({ id, commands: classes, lookup, neighbourDetail }) => [
  ...Object.values(classes)
    .flat()
    .map((command: Command<unknown>): Named => [`${id}: ${command.command}`, command]),
  [`${id}: lookup`, lookup('0011.2233.4455')] as const,
  ...(neighbourDetail ? [[`${id}: detail`, neighbourDetail('Gi1/0/1')] as const] : []),
]);

function readerOf(platform: string, command: string): Command<unknown> | undefined {
  const isReader = (name: string): boolean =>
    isMacTable(command) ? /show mac/.test(name) : commandWords(name).endsWith(command);
  const own = commands.filter(([name]) => name.startsWith(`${platform}: `));
  const detail = / detail te1 /.test(command) ? own.find(([name]) => name.endsWith(': detail')) : undefined;
  return (detail ?? own.find(([name]) => isReader(name)))?.[1];
}

const recordings = readRecordings(defaultFixtures()).flatMap(({ platform, command, file, text }) => {
  const reader = readerOf(platform, command);
  return reader === undefined ? [] : [{ file, text, reader }];
});

test('the recordings of all classes are in here', () => {
  const classes = new Set(recordings.map(({ reader }) => reader.command));
  expect(classes.size).toBe(12);
  expect(recordings.length).toBeGreaterThan(45);
});

test('every recorded version page is taken for its own platform, and no recorded line for an error', () => {
  for (const { platform, command, file, text } of readRecordings(defaultFixtures())) {
    if (command === 'show version') expect(detectPlatform(text)?.id, file).toBe(platform);
    const patterns = findPlatform(platform)?.errors.map(({ pattern }) => pattern) ?? [];
    expect(
      text.split(/\r?\n/).filter((line) => patterns.some((pattern) => pattern.test(line))),
      file,
    ).toEqual([]);
  }
});

function parseChunks(command: Command<unknown>, chunks: readonly Uint8Array[]): Parsed<unknown> {
  const parser = command.parser();
  const splitter = new LineSplitter((line) => parser.push(line));
  for (const chunk of chunks) splitter.push(chunk);
  splitter.end();
  return parser.end();
}

describe('the same text gives the same rows', () => {
  test.each(recordings)('in single bytes and with CR LF: $file', ({ text, reader }) => {
    const whole = parseText(reader, text);
    const bytes = Buffer.from(text);
    expect(
      parseChunks(
        reader,
        [...bytes].map((byte) => Uint8Array.of(byte)),
      ),
    ).toEqual(whole);
    expect(parseText(reader, text.replace(/\r?\n/g, '\r\n')).rows).toEqual(whole.rows);
  });

  test.each(recordings.filter(({ file }) => /table(?:13|7)\.raw|mac_address_table\.txt|all\.txt/.test(file)))(
    'cut at every byte: $file',
    ({ text, reader }) => {
      const whole = parseText(reader, text);
      const bytes = Buffer.from(text);
      for (let at = 1; at < bytes.length; at += 1) {
        const cut = parseChunks(reader, [bytes.subarray(0, at), bytes.subarray(at)]);
        if (JSON.stringify(cut) !== JSON.stringify(whole)) expect(cut, `cut at byte ${at}`).toEqual(whole);
      }
    },
  );
});

describe('random bytes', () => {
  const noise = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc
      .array(fc.constantFrom(...recordings.flatMap(({ text }) => text.split('\n').slice(0, 12))), {
        maxLength: 20,
      })
      .map((lines) => lines.join('\n')),
    fc
      .array(
        fc.constantFrom(
          '---- ---',
          ' ',
          '\t',
          '\b',
          '\u001b[',
          '\r',
          '\n',
          '1',
          '0011.2233.4455',
          'Gi1/0/1-9999999',
          'Po1(',
          ')',
          ':',
          'constructor',
          '__proto__',
          ',',
        ),
        { maxLength: 60 },
      )
      .map((pieces) => pieces.join('')),
  );

  test.each(commands)('%s never throws, and keeps unknown lines within bounds', (_, command) => {
    fc.assert(
      fc.property(noise, (text) => {
        const { rows, unknown, unknownCount } = parseText(command, text);
        expect(unknown.length).toBe(Math.min(unknownCount, UNKNOWN_LINES_MAX));
        expect(rows.length + unknownCount).toBeLessThanOrEqual(text.length * 1_024);
      }),
      RUNS,
    );
  });

  test.each(commands)('%s takes lines of any length, counted and unread', (_, command) => {
    const hostile = [
      'x'.repeat(400_000),
      ' '.repeat(400_000),
      '00:00% '.repeat(60_000),
      'Gi1/0/1 connected: '.repeat(20_000),
    ];
    const { rows, unknownCount } = parseText(command, hostile.join('\n'));
    expect(rows).toEqual([]);
    expect(unknownCount).toBeGreaterThan(3);
  });

  test('a recording with damaged lines keeps the rows of its other lines', () => {
    const table = recordings.find(({ file }) => file === 'dell_os6/show_mac_address_table.txt');
    if (table === undefined) throw new Error('the recording is missing');
    const lines = table.text.split('\n');
    fc.assert(
      fc.property(fc.nat({ max: lines.length - 1 }), fc.string({ maxLength: 40 }), (at, damage) => {
        const damaged = lines.map((line, i) => (i === at ? `@@ ${damage.replace(/[\r\n]/g, ' ')}` : line));
        const { rows } = parseText(table.reader, damaged.join('\n'));
        expect(rows.length).toBeGreaterThanOrEqual(52);
      }),
      RUNS,
    );
  });
});
