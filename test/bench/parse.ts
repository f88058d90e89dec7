/**
 * `npm run bench:parse -- --dir DIR [--json]`: how well the platform packs read a folder of recordings, per platform and
 * class. Exit code 1: one of them is below the bar, or an exception is wrong; 2: bad input.
 */
import { existsSync, realpathSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Command, CommandClass, Platform, RowTypes } from '../../agent/switch/platform.ts';
import { findPlatform } from '../../agent/switch/platforms/index.ts';
import { WaysideError } from '../../shared/errors.ts';
import { scoreClass, tells } from './parse-classes.ts';
import { findReader } from './parse-command.ts';
import { excuse } from './parse-except.ts';
import { EXCEPTIONS, type Exception } from './parse-exceptions.ts';
import { type FileScore, scoreFdb } from './parse-fdb.ts';
import { printReport } from './parse-print.ts';
import { type Recording, readRecordings } from './parse-recordings.ts';
import { type NotAClass, type Report, report } from './parse-report.ts';
import { classesOf, unprovenClasses, unprovenCommands } from './parse-unproven.ts';

const EXIT_BELOW = 1;
const EXIT_BAD_INPUT = 2;

/** What is judged with what; tests put a broken pack or other exceptions in. */
export interface Judge {
  readonly findPlatform: (id: string) => Platform | undefined;
  readonly exceptions: readonly Exception[];
}

/** Throws INVALID_INPUT when the folder cannot be read. */
export function benchParse(dir: string, judge: Judge = { findPlatform, exceptions: EXCEPTIONS }): Report {
  return judgeRecordings(dir, readRecordings(dir), judge);
}

export function judgeRecordings(
  dir: string,
  recordings: readonly Recording[],
  { findPlatform: find, exceptions }: Judge,
): Report {
  const scores = recordings.flatMap((recording) => scoreRecording(recording, find(recording.platform)));
  const judged = scores.filter(({ isJudged }) => isJudged).map(({ score }) => score);
  const { scores: excused, problems } = excuse(judged, recordings, exceptions);
  return report(dir, {
    judged: excused,
    unjudged: scores.filter(({ isJudged }) => !isJudged).map(({ score }) => score),
    notAClass: notAClass(recordings, find),
    unproven: unprovenClasses(recordings, find),
    unprovenCommands: unprovenCommands(recordings, find),
    exceptionProblems: problems,
    hasPack: (name) => find(name) !== undefined,
  });
}

interface Scored {
  readonly isJudged: boolean;
  readonly score: FileScore;
}

/** One score per class that the recording belongs to. Of a class that the expectation does not tell of it is read only. */
function scoreRecording(recording: Recording, platform: Platform | undefined): Scored[] {
  const reader = <C extends CommandClass>(name: C): Command<RowTypes[C]> | undefined =>
    platform === undefined ? undefined : findReader(platform, name, recording.command);
  const classes = classesOf(recording, platform);
  return classes.map((name) => ({
    isJudged: recording.expected !== undefined && (classes.length === 1 || tells(name, recording, platform)),
    score:
      name === 'fdb'
        ? scoreFdb(recording, platform, reader(name))
        : scoreClass(name, recording, platform, reader(name)),
  }));
}

function notAClass(recordings: readonly Recording[], find: Judge['findPlatform']): NotAClass[] {
  const counts = new Map<string, NotAClass>();
  for (const recording of recordings) {
    const { platform, command } = recording;
    if (classesOf(recording, find(platform)).length > 0) continue;
    const key = `${platform} ${command}`;
    counts.set(key, { platform, command, files: (counts.get(key)?.files ?? 0) + 1 });
  }
  return [...counts.values()];
}

/** Fixtures are not compiled, so they are looked up from the nearest package.json: the same from source and from dist. */
export function defaultFixtures(): string {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, 'package.json')) && dirname(folder) !== folder) folder = dirname(folder);
  return join(folder, 'test', 'fixtures', 'switch');
}

/** Returns the exit code. */
export function main(
  args: readonly string[],
  print: (text: string) => void,
  complain: (text: string) => void,
): number {
  try {
    const { dir, json } = readArgs(args);
    const result = benchParse(dir);
    print(json ? JSON.stringify(result, null, 2) : printReport(result));
    return result.failing.length === 0 && result.exceptionProblems.length === 0 ? 0 : EXIT_BELOW;
  } catch (error) {
    const { code, message, hint } = WaysideError.from(error);
    complain(`bench:parse: ${message} (${code})${hint === undefined ? '' : `\n${hint}`}`);
    return EXIT_BAD_INPUT;
  }
}

function readArgs(args: readonly string[]): { dir: string; json: boolean } {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { dir: { type: 'string' }, json: { type: 'boolean', default: false } },
    });
    return { dir: resolve(values.dir ?? defaultFixtures()), json: values.json };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new WaysideError('INVALID_INPUT', message, {
      hint: 'usage: bench:parse [--dir DIR] [--json]',
      cause: error,
    });
  }
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === import.meta.filename) {
  // A reader that closed the pipe, such as `head`, has seen enough.
  process.stdout.on('error', () => undefined);
  process.exitCode = main(
    process.argv.slice(2),
    (text) => process.stdout.write(`${text}\n`),
    (text) => process.stderr.write(`${text}\n`),
  );
}
