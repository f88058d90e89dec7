/** The report as text. */
import { type Line, type Report, SHARE_MIN } from './parse-report.ts';

export function printReport(result: Report): string {
  return [
    `MAC tables in ${result.dir}: tuples of mac, vlan, port and type`,
    '',
    ...table('platform', [...result.platforms, result.total]),
    '',
    'beyond: rows that the expectation file leaves out and the raw text proves; they count as right.',
    'excepted: differences that the list of exceptions explains with a line of the recording.',
    result.missingParsers.length === 0
      ? 'every platform has a parser'
      : `no parser, scored 0: ${result.missingParsers.join(', ')}`,
    ...differences(result.platforms),
    ...section('Other classes: facts of rows', table('platform and class', result.classes)),
    ...differences(result.classes),
    ...section('Every class over our platforms', table('class', [...result.byClass, result.all])),
    ...section('Platforms that are none of ours, not judged', table('platform', result.otherPlatforms)),
    ...section('Read without an expectation', table('platform and class', result.withoutExpectation)),
    ...section('Recordings that no command of their pack reads, scored 0', unread(result)),
    ...section('Not a class of ours', notAClass(result)),
    ...section(
      'Unproven: no recording of it',
      result.unproven.map(({ platform, classes }) => `  ${platform}: ${classes.join(', ')}`),
    ),
    ...section(
      'Unproven commands of a scan: others of their class are recorded',
      result.unprovenCommands.map(
        ({ platform, class: name, command }) => `  ${platform} ${name}: ${command}`,
      ),
    ),
    ...section(
      'Exceptions that are wrong',
      result.exceptionProblems.map(({ file, problem }) => `  ${file}: ${problem}`),
    ),
    '',
    result.failing.length === 0
      ? `all platforms and classes reach ${percent(SHARE_MIN)}`
      : `below ${percent(SHARE_MIN)}: ${result.failing.join(', ')}`,
  ].join('\n');
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', title, '', ...lines];
}

function unread({ unread: files }: Report): string[] {
  return files.map(({ platform, class: name, file }) => `  ${platform} ${name}: ${file}`);
}

function notAClass({ notAClass: commands }: Report): string[] {
  return commands.map(({ platform, command, files }) => `  ${platform}: ${command} (${files})`);
}

function table(title: string, lines: readonly Line[]): string[] {
  if (lines.length === 0) return [];
  const header = [
    title,
    'files',
    'unread',
    'expected',
    'found',
    'beyond',
    'excepted',
    'unknown',
    'coverage',
    'recall',
    'precision',
  ];
  const body = lines.map((line) => [
    line.parser ? line.name : `${line.name} (no parser)`,
    ...[
      line.files,
      line.unread,
      line.expected,
      line.found,
      line.beyond,
      line.excepted,
      line.unknownLines,
    ].map(String),
    percent(line.coverage),
    percent(line.recall),
    percent(line.precision),
  ]);
  const widths = header.map((_, i) => Math.max(...[header, ...body].map((cells) => (cells[i] ?? '').length)));
  return [header, ...body].map((cells) =>
    cells
      .map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
      .join('  '),
  );
}

/** Rounded down, so that 100.0% means all. */
function percent(share: number): string {
  return `${(Math.floor(share * 1_000) / 10).toFixed(1)}%`;
}

function differences(lines: readonly Line[]): string[] {
  return lines.flatMap(({ name, differences: all }) =>
    all.length === 0
      ? []
      : [
          '',
          `${name}: ${all.length} differences`,
          ...all.flatMap(({ file, side, row, rawLine }) => [
            `  ${side} ${row}  (${file})`,
            ...(rawLine === '' ? [] : [`    raw: ${rawLine.trim()}`]),
          ]),
        ],
  );
}
