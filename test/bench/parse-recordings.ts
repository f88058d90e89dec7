/**
 * Recorded outputs on disk, in two layouts that may stand side by side in one folder:
 *   <platform>/<command>/*.raw with the expected rows in a .yml of the same name, also below `ntc/`
 *   <platform>/*.txt, the expected rows (if any) in a .expected.json of the same name
 */
import { type Dirent, existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { parse as parseYaml } from 'yaml';
import { WaysideError } from '../../shared/errors.ts';

export interface Recording {
  readonly platform: string;
  /** Words of the command, blanks between: `show mac address table`. */
  readonly command: string;
  /** Path below the folder that was asked for. */
  readonly file: string;
  readonly text: string;
  /** What the expectation file holds, or undefined when there is none. */
  readonly expected: unknown;
}

/** Throws INVALID_INPUT when the folder cannot be read or holds no recording. */
export function readRecordings(dir: string): Recording[] {
  const roots = [dir, join(dir, 'ntc')].filter((root, i) => i === 0 || existsSync(root));
  const recordings = roots.flatMap((root) => [
    ...readPlatform(dir, root),
    ...folders(root)
      .filter((name) => name !== 'ntc')
      .flatMap((name) => readPlatform(dir, join(root, name))),
  ]);
  if (recordings.length === 0) {
    throw new WaysideError('INVALID_INPUT', `${dir} holds no recordings`, {
      hint: 'Expected <platform>/<command>/*.raw with *.yml, or <platform>/*.txt with *.expected.json.',
    });
  }
  return recordings.sort((a, b) => a.file.localeCompare(b.file));
}

/** `show_mac-address-table` and `show mac address-table` are one command here. */
export function commandWords(text: string): string {
  return text
    .toLowerCase()
    .replace(/[-_\s]+/g, ' ')
    .trim();
}

function readPlatform(dir: string, folder: string): Recording[] {
  const platform = basename(folder);
  const flat = files(folder, '.txt').map((name) =>
    read(dir, platform, commandWords(name.replace(/\.txt$/, '')), join(folder, name), '.expected.json'),
  );
  const nested = folders(folder).flatMap((command) =>
    files(join(folder, command), '.raw').map((name) =>
      read(dir, platform, commandWords(command), join(folder, command, name), '.yml'),
    ),
  );
  return [...flat, ...nested];
}

function read(dir: string, platform: string, command: string, path: string, expectation: string): Recording {
  const expectedPath = path.replace(/\.\w+$/, expectation);
  return {
    platform,
    command,
    file: relative(dir, path),
    text: readText(path),
    expected: existsSync(expectedPath) ? readExpected(expectedPath) : undefined,
  };
}

function readExpected(path: string): unknown {
  const text = readText(path);
  try {
    return path.endsWith('.json') ? JSON.parse(text) : parseYaml(text);
  } catch (error) {
    throw new WaysideError('INVALID_INPUT', `${path} cannot be understood`, { cause: error });
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw unreadable(path, error);
  }
}

function folders(path: string): string[] {
  return entries(path)
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
}

function files(path: string, ending: string): string[] {
  return entries(path)
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => entry.name);
}

function entries(path: string): Dirent[] {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch (error) {
    throw unreadable(path, error);
  }
}

function unreadable(path: string, error: unknown): WaysideError {
  const reason = error instanceof Error ? error.message : String(error);
  return new WaysideError('INVALID_INPUT', `cannot read ${path}: ${reason}`, {
    hint: 'Give a readable folder with --dir.',
    cause: error,
  });
}
