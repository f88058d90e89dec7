/**
 * Recorded outputs on disk, in two layouts that may stand side by side in one folder:
 *   <platform>/<command>/*.raw with the expected rows in a .yml of the same name, also below `ntc/`
 *   <platform>/*.txt, the expected rows (if any) in a .expected.json of the same name
 */
import { type Dirent, existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { parse as parseYaml } from 'yaml';
import { WaysideError } from '../../shared/errors.ts';

/** What the name of a recording tells. */
export interface RecordingName {
  readonly platform: string;
  /** Words of the command, blanks between: `show mac address table`. */
  readonly command: string;
  /** Path below the folder that was asked for. */
  readonly file: string;
}

export interface Recording extends RecordingName {
  readonly text: string;
  /** What the expectation file holds, or undefined when there is none. */
  readonly expected: unknown;
}

/** Throws INVALID_INPUT when the folder cannot be read or holds no recording. */
export function readRecordings(dir: string): Recording[] {
  return findRecordings(dir).map(({ path, expectedPath, ...name }) => ({
    ...name,
    text: readText(path),
    expected: existsSync(expectedPath) ? readExpected(expectedPath) : undefined,
  }));
}

/** Without reading them. */
export function recordingNames(dir: string): RecordingName[] {
  return findRecordings(dir);
}

interface FoundRecording extends RecordingName {
  readonly path: string;
  readonly expectedPath: string;
}

function findRecordings(dir: string): FoundRecording[] {
  const roots = [dir, join(dir, 'ntc')].filter((root, i) => i === 0 || existsSync(root));
  const recordings = roots.flatMap((root) => [
    ...findPlatform(dir, root),
    ...folders(root)
      .filter((name) => name !== 'ntc')
      .flatMap((name) => findPlatform(dir, join(root, name))),
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

function findPlatform(dir: string, folder: string): FoundRecording[] {
  const platform = basename(folder);
  const named = (command: string, path: string, expectation: string): FoundRecording => ({
    ...{ platform, command: commandWords(command), file: relative(dir, path), path },
    expectedPath: path.replace(/\.\w+$/, expectation),
  });
  const flat = files(folder, '.txt').map((name) =>
    named(name.replace(/\.txt$/, ''), join(folder, name), '.expected.json'),
  );
  const nested = folders(folder).flatMap((command) =>
    files(join(folder, command), '.raw').map((name) => named(command, join(folder, command, name), '.yml')),
  );
  return [...flat, ...nested];
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
