/** Sums the scores of recordings per platform and class. */

import type { CommandClass } from '../../agent/switch/platform.ts';
import { platformIds } from '../../shared/model/index.ts';
import type { ExceptionProblem } from './parse-except.ts';
import type { Difference, FileScore } from './parse-fdb.ts';
import type { Unproven, UnprovenCommand } from './parse-unproven.ts';

/** Below it in recall or precision a platform or class fails. */
export const SHARE_MIN = 0.99;

export interface Line {
  readonly name: string;
  readonly platform: string;
  /** Undefined: of several. */
  readonly class: CommandClass | undefined;
  /** At least one recording has a command that reads it. */
  readonly parser: boolean;
  /** Recordings that nothing reads. */
  readonly unread: number;
  readonly files: number;
  readonly expected: number;
  readonly found: number;
  readonly hits: number;
  readonly beyond: number;
  readonly excepted: number;
  readonly lines: number;
  readonly unknownLines: number;
  /** Share of the lines that a rule knew, 0 to 1. */
  readonly coverage: number;
  /** 0 to 1; rows without a parser are missed. */
  readonly recall: number;
  readonly precision: number;
  readonly differences: readonly Difference[];
}

export interface NotAClass {
  readonly platform: string;
  readonly command: string;
  readonly files: number;
}

export interface Report {
  readonly dir: string;
  /** MAC tables, one line per platform. */
  readonly platforms: readonly Line[];
  /** All MAC tables of our platforms. */
  readonly total: Line;
  /** Platforms of recordings that no pack reads, ours or not. */
  readonly missingParsers: readonly string[];
  /** The other classes, one line per platform and class. */
  readonly classes: readonly Line[];
  /** Every class over all our platforms, then all together. */
  readonly byClass: readonly Line[];
  readonly all: Line;
  /** Recordings that belong to a class and that no command of their pack reads. */
  readonly unread: readonly {
    readonly platform: string;
    readonly class: CommandClass;
    readonly file: string;
  }[];
  /** Recordings of platforms that are none of ours. */
  readonly otherPlatforms: readonly Line[];
  readonly notAClass: readonly NotAClass[];
  /** Recordings without an expectation file: read, not judged. */
  readonly withoutExpectation: readonly Line[];
  readonly unproven: readonly Unproven[];
  /** Commands of a scan that no recording proves, in classes where others do. */
  readonly unprovenCommands: readonly UnprovenCommand[];
  readonly exceptionProblems: readonly ExceptionProblem[];
  /** Names of lines below the bar. */
  readonly failing: readonly string[];
}

export interface Material {
  readonly judged: readonly FileScore[];
  readonly unjudged: readonly FileScore[];
  readonly notAClass: readonly NotAClass[];
  readonly unproven: readonly Unproven[];
  readonly unprovenCommands: readonly UnprovenCommand[];
  readonly exceptionProblems: readonly ExceptionProblem[];
  readonly hasPack: (platform: string) => boolean;
}

export function report(dir: string, material: Material): Report {
  const { judged, unjudged, hasPack } = material;
  const ours = judged.filter(({ platform }) => isOurs(platform));
  const fdb = ours.filter((score) => score.class === 'fdb');
  const platforms = linesBy(fdb, ({ platform }) => platform);
  const classes = linesBy(
    ours.filter((score) => score.class !== 'fdb'),
    (score) => `${score.platform} ${score.class}`,
  );
  const failing = [
    ...platforms.filter(isFailing).map(({ name }) => `${name} fdb`),
    ...classes.filter(isFailing).map(({ name }) => name),
  ];
  return {
    dir,
    platforms,
    total: { ...sum('total', fdb), differences: [] },
    missingParsers: names([...judged, ...unjudged]).filter((name) => !hasPack(name)),
    classes,
    byClass: linesBy(ours, (score) => score.class).map((line) => ({ ...line, differences: [] })),
    all: { ...sum('all', ours), differences: [] },
    unread: [...ours, ...unjudged.filter(({ platform }) => isOurs(platform))]
      .filter(({ parser }) => !parser)
      .map(({ platform, class: name, file }) => ({ platform, class: name, file })),
    otherPlatforms: linesBy(
      judged.filter(({ platform }) => !isOurs(platform)),
      ({ platform }) => platform,
    ),
    notAClass: material.notAClass,
    withoutExpectation: linesBy(unjudged, (score) => `${score.platform} ${score.class}`),
    unproven: material.unproven,
    unprovenCommands: material.unprovenCommands,
    exceptionProblems: material.exceptionProblems,
    failing,
  };
}

function isOurs(platform: string): boolean {
  return platformIds.includes(platform);
}

function isFailing(line: Line): boolean {
  return line.recall < SHARE_MIN || line.precision < SHARE_MIN;
}

function names(scores: readonly FileScore[]): string[] {
  return [...new Set(scores.map(({ platform }) => platform))].sort();
}

function linesBy(scores: readonly FileScore[], keyOf: (score: FileScore) => string): Line[] {
  const groups = new Map<string, FileScore[]>();
  for (const score of scores) groups.set(keyOf(score), [...(groups.get(keyOf(score)) ?? []), score]);
  return [...groups].sort(([a], [b]) => a.localeCompare(b)).map(([name, group]) => sum(name, group));
}

function sum(name: string, scores: readonly FileScore[]): Line {
  const add = (field: Summed): number => scores.reduce((total, score) => total + score[field], 0);
  const [expected, found, hits, beyond] = [add('expected'), add('found'), add('hits'), add('beyond')];
  const [lines, unknownLines] = [add('lines'), add('unknownLines')];
  const unread = scores.filter((score) => !score.parser).length;
  const parser = unread < scores.length;
  const [platform, ...others] = names(scores);
  const classes = new Set(scores.map((score) => score.class));
  return {
    name,
    platform: others.length === 0 ? (platform ?? '') : '',
    class: classes.size === 1 ? [...classes][0] : undefined,
    parser,
    unread,
    files: scores.length,
    expected,
    found,
    hits,
    beyond,
    excepted: add('excepted'),
    lines,
    unknownLines,
    coverage: lines === 0 ? 1 : Math.max(0, 1 - unknownLines / lines),
    recall: expected === 0 ? Number(parser) : hits / expected,
    precision: found === 0 ? Number(parser && expected === 0) : (hits + beyond) / found,
    // Without a parser every row is missing, which needs no list.
    differences: scores.filter((score) => score.parser).flatMap((score) => score.differences),
  };
}

type Summed = 'expected' | 'found' | 'hits' | 'beyond' | 'excepted' | 'lines' | 'unknownLines';
