/** Whatever the network does to the bytes, and whatever bytes a device sends, the parsers of all packs answer. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LineSplitter, parseText } from '../../agent/switch/parse/index.ts';
import {
  type Command,
  type CommandClass,
  type Parsed,
  UNKNOWN_LINES_MAX,
} from '../../agent/switch/platform.ts';
import { findPlatform, platforms } from '../../agent/switch/platforms/index.ts';
import { EchoFinder } from '../../agent/switch/terminal/echo.ts';
import { defaultFixtures } from './parse.ts';
import { findReader, knownCommands } from './parse-command.ts';
import { readRecordings } from './parse-recordings.ts';
import { classesOf } from './parse-unproven.ts';

/** fast-check prints the seed of a failure; SEED repeats it. */
const SEED = process.env['SEED'];
const runs = (numRuns: number): { numRuns: number; seed?: number } => ({
  numRuns,
  ...(SEED === undefined ? {} : { seed: Number(SEED) }),
});

/** Longer recordings are cut for the tests that read each one many times. */
const SAMPLE_CHARS_MAX = 6_000;
/** So much of each is spoilt, and so long is a line that goes on and on: just below what a parser still looks into. */
const SPOILT_CHARS_MAX = 1_500;
const GROWN_CHARS = 3_500;
/** Each of these bytes is once the end of a piece. */
const BYTES_CUT_MAX = 300;

const ONE_ROW_CHARS_MAX = 600;

interface Reader {
  readonly name: string;
  readonly class: CommandClass;
  readonly command: Command<unknown>;
}

/** One per parser: several commands of a pack may be read by the same. */
const readers: readonly Reader[] = platforms.flatMap((platform) => {
  const seen = new Map<unknown, Reader>();
  for (const { class: name, command } of knownCommands(platform)) {
    if (!seen.has(command.parser))
      seen.set(command.parser, { name: `${platform.id} ${name}: ${command.command}`, class: name, command });
  }
  return [...seen.values()];
});

interface Sample {
  readonly name: string;
  readonly platform: string;
  readonly class: CommandClass;
  readonly command: Command<unknown>;
  readonly text: string;
}

const everyRecording = readRecordings(defaultFixtures());
const samples: readonly Sample[] = everyRecording.flatMap((recording) => {
  const platform = findPlatform(recording.platform);
  return classesOf(recording, platform).flatMap((name) => {
    const command: Command<unknown> | undefined = platform && findReader(platform, name, recording.command);
    if (platform === undefined || command === undefined) return [];
    const text = recording.text.slice(0, SAMPLE_CHARS_MAX);
    return [{ name: `${name} of ${recording.file}`, platform: platform.id, class: name, command, text }];
  });
});

test('every platform and class has a parser in here', () => {
  for (const { id } of platforms) {
    const classes = new Set(
      readers.filter(({ name }) => name.startsWith(`${id} `)).map((reader) => reader.class),
    );
    expect([...classes].sort(), id).toEqual([
      'arp',
      'configs',
      'cpu',
      'fdb',
      'lags',
      'neighbours',
      'ports',
      'system',
      'vlans',
    ]);
  }
  expect(samples.length).toBeGreaterThan(250);
});

test('no pack takes the version page of another platform, or a recorded line for an error', () => {
  for (const recording of everyRecording) {
    const own = findPlatform(recording.platform);
    if (/^(?:show|display) version$|^system resource print$/.test(recording.command)) {
      const takers = platforms.filter(({ detect }) => detect.test(recording.text)).map(({ id }) => id);
      expect(
        takers.filter((id) => id !== own?.id),
        recording.file,
      ).toEqual([]);
    }
    const patterns = own?.errors.map(({ pattern }) => pattern) ?? [];
    const lines = recording.text.split(/\r?\n/);
    expect(
      lines.filter((line) => patterns.some((pattern) => pattern.test(line))),
      recording.file,
    ).toEqual([]);
  }
});

function parseChunks(command: Command<unknown>, bytes: Buffer, sizes: readonly number[]): Parsed<unknown> {
  const parser = command.parser();
  const splitter = new LineSplitter((line) => parser.push(line));
  for (let at = 0, i = 0; at < bytes.length; i += 1) {
    const end = at + (sizes[i % sizes.length] ?? 1);
    splitter.push(bytes.subarray(at, end));
    at = end;
  }
  splitter.end();
  return parser.end();
}

/** A colour around every line, and the code that wipes the rest of one. */
const coloured = (text: string): string =>
  text.replace(/^(?=.)/gm, '\x1b[0;32m').replace(/(?=\r?$)/gm, '\x1b[0m\x1b[K');
const LOG = '*Mar  1 00:01:02.123: %LINK-3-UPDOWN: Interface GigabitEthernet1/0/12, changed state to up';
/** Behind every third line that ends a row: a message there must cost nothing. */
const logged = (text: string): string =>
  text
    .split('\n')
    .flatMap((line, i) => (i % 3 === 2 ? [line, LOG] : [line]))
    .join('\n');

describe('the same text gives the same rows', () => {
  test('in pieces of any length', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 12 }), (sizes) => {
        for (const { name, command, text } of samples) {
          expect(parseChunks(command, Buffer.from(text), sizes), name).toEqual(parseText(command, text));
        }
      }),
      runs(1),
    );
  });

  test('cut at every byte: the shortest MAC table of every platform', () => {
    const tables = new Map<string, Sample>();
    for (const sample of samples.filter((one) => one.class === 'fdb')) {
      const other = tables.get(sample.platform);
      if (other === undefined || sample.text.length < other.text.length) tables.set(sample.platform, sample);
    }
    expect(tables.size).toBe(14);
    for (const { name, command, text } of tables.values()) {
      const bytes = Buffer.from(text.slice(0, BYTES_CUT_MAX));
      const whole = JSON.stringify(parseText(command, bytes));
      for (let at = 1; at < bytes.length; at += 1) {
        const cut = parseChunks(command, bytes, [at, bytes.length]);
        if (JSON.stringify(cut) !== whole)
          expect(cut, `${name} cut at byte ${at}`).toEqual(JSON.parse(whole));
      }
    }
  });

  test.each([
    ['with CR LF', (text: string) => text.replace(/\r?\n/g, '\r\n')],
    ['with two carriage returns', (text: string) => text.replace(/\r?\n/g, '\r\r\n')],
    ['with the codes of a terminal', coloured],
    ['with log messages between the lines', logged],
  ])('%s', (_, change) => {
    const wrong = samples.filter(
      ({ command, text }) =>
        JSON.stringify(parseText(command, change(text)).rows) !==
        JSON.stringify(parseText(command, text).rows),
    );
    expect(wrong.map(({ name }) => name)).toEqual([]);
  });

  test('behind the echo of the command, whole or wrapped, which the engine takes away', () => {
    const wrong = samples.filter(({ command, text }) => {
      const rows = JSON.stringify(parseText(command, text).rows);
      const echoes = [
        `sw-1#${command.command}`,
        `sw-1#${command.command.slice(0, 7)}\n${command.command.slice(7)}`,
      ];
      return echoes.some((echo) => {
        const answer = afterEcho(command.command, `${echo}\n${text}`);
        return JSON.stringify(parseText(command, answer).rows) !== rows;
      });
    });
    expect(wrong.map(({ name }) => name)).toEqual([]);
  });
});

function afterEcho(command: string, text: string): string {
  const finder = new EchoFinder(command, 'sw-1#');
  const lines = text.split('\n');
  const at = lines.findIndex((line) => finder.take(line, line).kind === 'echo');
  return lines.slice(at + 1).join('\n');
}

/** Bounds that hold for any input: no throw, few lines kept, rows in proportion to the text. */
function checkBounds(parsed: Parsed<unknown>, lines: number, name: string): void {
  const { rows, unknown, unknownCount } = parsed;
  expect(unknown.length, name).toBe(Math.min(unknownCount, UNKNOWN_LINES_MAX));
  // One list may claim thousands of ports, each of them a row.
  expect(rows.length, name).toBeLessThanOrEqual(lines * 5_000);
}

const PIECES = [
  ...['---- ---', ' ', '\t', '\b', '\u001b[', '\r', '\n', '1', '0011.2233.4455', '00:11:22:33:44:55'],
  ...[
    'Gi1/0/1-9999999',
    'ge-0/0/1.0',
    '1:1-99999',
    'Po1(',
    ')',
    ':',
    'constructor',
    '__proto__',
    ',',
    '|',
    '"',
  ],
  ...[
    '{',
    '}',
    '[',
    '"a":',
    '=',
    'name="',
    ' to ',
    'Vlan',
    'interface ',
    'port',
    '*',
    '\u0000',
    '\uFFFD',
    'é',
  ],
];

describe('hostile text', () => {
  const lines = [...new Set(samples.flatMap(({ text }) => text.split('\n').slice(0, 15)))];
  const line = fc.constantFrom(...lines);
  const noise = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }).map((text) => [text]),
    fc.array(line, { maxLength: 15 }),
    fc.array(
      fc.tuple(line, fc.nat({ max: 60 })).map(([text, at]) => text.slice(at) + text.slice(0, at)),
      { maxLength: 10 },
    ),
    fc.array(fc.constantFrom(...PIECES), { maxLength: 40 }).map((pieces) => [pieces.join('')]),
  );

  test('no parser throws or keeps too much, whatever is fed to it', () => {
    fc.assert(
      fc.property(noise, (texts) => {
        const text = texts.join('\n');
        const count = text.split(/[\r\n]/).length;
        for (const { name, command } of readers) checkBounds(parseText(command, text), count, name);
      }),
      runs(20),
    );
  });

  test('nor does it for its own recordings with lines cut, doubled, swapped and spoilt', () => {
    const change = fc.record({
      at: fc.nat({ max: 200 }),
      kind: fc.constantFrom('cut', 'double', 'swap', 'spoil', 'join'),
      piece: fc.oneof(fc.constantFrom(...PIECES), fc.string({ unit: 'binary', maxLength: 12 })),
    });
    const limit = allSound();
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), (changes) => {
        for (const { name, command, text } of samples) {
          const spoilt = changes.reduce(spoil, text.slice(0, SPOILT_CHARS_MAX).split('\n'));
          expect(isSlow(command, spoilt, limit), `${name} takes as long as all recordings`).toBe(false);
          checkBounds(parseText(command, spoilt.join('\n')), spoilt.length, name);
        }
      }),
      runs(3),
    );
  });

  test('nor does a line that goes on and on like one of its own, and ends otherwise, cost it much time', () => {
    const limit = allSound();
    const slow = samples.filter(({ command, text }) => {
      const own = text.slice(0, SPOILT_CHARS_MAX).split('\n');
      const grown = [...new Set(own)]
        .filter((one) => one.trim() !== '')
        .slice(0, 12)
        .flatMap((one) => [`${one.trimEnd()} \u00e9`, `${one.repeat(Math.ceil(GROWN_CHARS / one.length))}!`]);
      return isSlow(command, [...own, ...grown], limit);
    });
    expect(slow.map(({ name }) => name)).toEqual([]);
  });

  test('a line of a megabyte is counted and makes no row', () => {
    const giant: string[] = [];
    const splitter = new LineSplitter((piece) => giant.push(piece));
    splitter.push('Gi1/0/1 x '.repeat(100_000));
    splitter.end();
    for (const { name, command } of readers) {
      const parser = command.parser();
      for (const piece of giant) parser.push(piece);
      const { rows, unknownCount } = parser.end();
      // The configuration of one port may say nothing, which is a port as it came from the factory.
      expect(JSON.stringify(rows).length, name).toBeLessThan(ONE_ROW_CHARS_MAX);
      expect(unknownCount, name).toBe(giant.length);
    }
  });
});

function cpuMicros(command: Command<unknown>, lines: readonly string[]): number {
  const parser = command.parser();
  const start = process.cpuUsage();
  for (const line of lines) parser.push(line);
  parser.end();
  const { user, system } = process.cpuUsage(start);
  return user + system;
}

/** What the first part of every recording costs, all of them three times over, microseconds of CPU. */
function allSound(): number {
  const sound = ({ command, text }: Sample): number =>
    cpuMicros(command, text.slice(0, SPOILT_CHARS_MAX).split('\n'));
  return 3 * samples.reduce((sum, sample) => sum + sound(sample), 0);
}

/** One that costs more than all of that, and not only once, tries too many ways to read a line. */
function isSlow(command: Command<unknown>, lines: readonly string[], limit: number): boolean {
  return cpuMicros(command, lines) > limit && cpuMicros(command, lines) > limit;
}

interface Change {
  readonly at: number;
  readonly kind: string;
  readonly piece: string;
}

function spoil(lines: readonly string[], { at, kind, piece }: Change): string[] {
  const i = at % Math.max(1, lines.length);
  const [line = '', next = ''] = [lines[i], lines[i + 1]];
  const changed: Readonly<Record<string, readonly string[]>> = {
    cut: [line.slice(0, at % (line.length + 1)), next],
    double: [line, line, next],
    swap: [next, line],
    spoil: [line.slice(0, at % (line.length + 1)) + piece + line.slice(at % (line.length + 1)), next],
    join: [line + next],
  };
  return [...lines.slice(0, i), ...(changed[kind] ?? []), ...lines.slice(i + 2)];
}

describe('the time that garbage takes', () => {
  const LINES = 80;
  const MORE = 10;
  /** The processor's clock is coarse and other work goes on beside; a square would take a hundred times as long. */
  const RATIO_MAX = 40;
  const SLACK_MICROS = 20_000;

  /** Lines that look like rows, headings, items and nothing. */
  const garbage = (count: number): string[] =>
    Array.from({ length: count }, (_, i) => {
      const sort = [
        `  ${i} 0011.2233.${i} zz`,
        `port ${i} : x`,
        `item${i}: "y"`,
        `Gi${i} nothing here`,
        `   ,${i},`,
        'System Description: z',
        `name="n${i}"`,
      ];
      return sort[i % sort.length] ?? '';
    });

  test('grows with its length, not with the square, for every parser', () => {
    const [few, many] = [garbage(LINES), garbage(LINES * MORE)];
    const slow = readers.filter(({ command }) => {
      const once = cpuMicros(command, few);
      return cpuMicros(command, many) > RATIO_MAX * once + SLACK_MICROS;
    });
    expect(slow.map(({ name }) => name)).toEqual([]);
  });

  test('100,000 lines of it leave no more behind than the bound', () => {
    const many = garbage(100_000);
    fc.assert(
      fc.property(fc.constantFrom(...readers), ({ name, command }) => {
        const parser = command.parser();
        for (const text of many) parser.push(text);
        checkBounds(parser.end(), 1, name);
      }),
      runs(2),
    );
  });
});
