/** `npm run bench:parse -- --dir DIR [--json]`: how well the platform packs read a folder of recordings. */
import { existsSync, realpathSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { findPlatform } from '../../agent/switch/platforms/index.ts';
import { WaysideError } from '../../shared/errors.ts';
import { type ClassScore, scoreClass } from './parse-classes.ts';
import { isMacTable, scoreFdb } from './parse-fdb.ts';
import { readRecordings } from './parse-recordings.ts';
import { printReport, type Report, report } from './parse-report.ts';

const EXIT_BAD_INPUT = 2;

/** Throws INVALID_INPUT when the folder cannot be read. */
export function benchParse(dir: string): Report {
  const recordings = readRecordings(dir);
  const fdb = recordings
    .filter(({ command, expected }) => isMacTable(command) && expected !== undefined)
    .map((recording) => scoreFdb(recording, findPlatform(recording.platform)));
  const others = recordings
    .filter(({ command }) => !isMacTable(command))
    .flatMap((recording): ClassScore[] => {
      const platform = findPlatform(recording.platform);
      const score = platform === undefined ? undefined : scoreClass(recording, platform);
      return score === undefined ? [] : [score];
    });
  return report(dir, fdb, others, (name) => findPlatform(name) !== undefined);
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
    return 0;
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
