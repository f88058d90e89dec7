/** Sums scores and prints them. */
import type { ClassScore } from './parse-classes.ts';
import type { Difference, FileScore } from './parse-fdb.ts';

const DIFFERENCES_SHOWN_MAX = 5;

export interface Line {
  readonly name: string;
  readonly parser: boolean;
  readonly files: number;
  readonly expected: number;
  readonly found: number;
  readonly hits: number;
  readonly beyond: number;
  readonly unknownLines: number;
  /** 0 to 1; 0 when there is no parser. */
  readonly recall: number;
  readonly precision: number;
  readonly differences: readonly Difference[];
}

export interface Report {
  readonly dir: string;
  readonly platforms: readonly Line[];
  readonly total: Line;
  readonly missingParsers: readonly string[];
  readonly classes: readonly Line[];
}

export function report(
  dir: string,
  fdb: readonly FileScore[],
  others: readonly ClassScore[],
  hasParser: (platform: string) => boolean,
): Report {
  const platforms = groupBy(fdb, (score) => score.platform).map(([name, scores]) =>
    sum(name, hasParser(name), scores),
  );
  return {
    dir,
    platforms,
    total: { ...sum('total', true, fdb), differences: [] },
    missingParsers: platforms.filter((line) => !line.parser).map((line) => line.name),
    classes: groupBy(others, (score) => `${score.platform} ${score.class}`).map(([name, scores]) =>
      sum(name, true, scores),
    ),
  };
}

function sum(name: string, parser: boolean, scores: readonly FileScore[]): Line {
  const add = (field: 'expected' | 'found' | 'hits' | 'beyond' | 'unknownLines'): number =>
    scores.reduce((total, score) => total + score[field], 0);
  const [expected, found, hits, beyond] = [add('expected'), add('found'), add('hits'), add('beyond')];
  return {
    name,
    parser,
    files: scores.length,
    expected,
    found,
    hits,
    beyond,
    unknownLines: add('unknownLines'),
    recall: expected === 0 ? Number(parser) : hits / expected,
    precision: found === 0 ? Number(parser && expected === 0) : (hits + beyond) / found,
    // Without a parser every row is missing, which needs no list.
    differences: parser ? scores.flatMap((score) => score.differences) : [],
  };
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): [string, T[]][] {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return [...groups].sort(([a], [b]) => a.localeCompare(b));
}

export function printReport(result: Report): string {
  const missing = result.missingParsers;
  return [
    `MAC tables in ${result.dir}: tuples of mac, vlan, port and type`,
    '',
    ...table('platform', [...result.platforms, result.total]),
    '',
    `beyond: rows that the expectation file leaves out and the raw text proves; they count as right.`,
    missing.length === 0 ? 'every platform has a parser' : `no parser yet, scored 0: ${missing.join(', ')}`,
    ...differences(result.platforms),
    ...(result.classes.length === 0
      ? []
      : ['', 'Other classes: facts', '', ...table('platform and class', result.classes)]),
    ...differences(result.classes),
  ].join('\n');
}

function table(title: string, lines: readonly Line[]): string[] {
  const header = [title, 'files', 'expected', 'found', 'beyond', 'unknown', 'recall', 'precision'];
  const body = lines.map((line) => [
    line.parser ? line.name : `${line.name} (no parser)`,
    ...[line.files, line.expected, line.found, line.beyond, line.unknownLines].map(String),
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
          `${name}: ${all.length} differences, first ${Math.min(all.length, DIFFERENCES_SHOWN_MAX)}`,
          ...all
            .slice(0, DIFFERENCES_SHOWN_MAX)
            .flatMap(({ file, side, row, rawLine }) => [
              `  ${side} ${row}  (${file})`,
              ...(rawLine === '' ? [] : [`    raw: ${rawLine.trim()}`]),
            ]),
        ],
  );
}
