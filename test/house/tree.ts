/**
 * The repository as a list of files. Every check is a pure function from a Tree to what is wrong with it, so a
 * planted bug of two lines proves that the check can fail.
 */
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Module, parseModule, type SourceFile } from './source.ts';

export interface Tree {
  readonly files: readonly SourceFile[];
  /** The TypeScript that people write; generated types and fixtures are left out. */
  readonly modules: readonly Module[];
  file(path: string): SourceFile | undefined;
  text(path: string): string | undefined;
}

export interface Violation {
  readonly path: string;
  readonly line: number;
  /** What is wrong and what to do instead. */
  readonly message: string;
}

export function violation(path: string, line: number, message: string): Violation {
  return { path, line, message };
}

/** `path:line message`, sorted: how a failing house test shows what it found. */
export function report(violations: readonly Violation[]): readonly string[] {
  const byPlace = violations.toSorted((a, b) => byText(a.path, b.path) || a.line - b.line);
  return byPlace.map(({ path, line, message }) => `${path}:${line} ${message}`);
}

/** Order of two texts by their code units: the same on every machine, whatever its language. */
export function byText(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

export function makeTree(files: readonly SourceFile[]): Tree {
  const byPath = new Map(files.map((file) => [file.path, file]));
  let modules: readonly Module[] | undefined;
  return {
    files,
    // Parsed when first asked for: who wants one page of the guide need not wait for it.
    get modules() {
      modules ??= files.filter(({ path }) => isHandwritten(path)).map(parseModule);
      return modules;
    },
    file: (path) => byPath.get(path),
    text: (path) => byPath.get(path)?.text,
  };
}

function isHandwritten(path: string): boolean {
  return path.endsWith('.ts') && !path.startsWith('proto/gen/') && !path.startsWith('test/fixtures/');
}

/** A tree from path -> text, for tests with a planted bug. */
export function plant(texts: Readonly<Record<string, string>>): Tree {
  return makeTree(Object.entries(texts).map(([path, text]) => makeSource(path, Buffer.from(text), 'plain')));
}

export function makeSource(path: string, bytes: Buffer, mode: SourceFile['mode']): SourceFile {
  return { path, bytes, text: bytes.toString('utf8'), mode };
}

/** The folder with package.json, found upwards from this file, which runs from source and from dist. */
export function repositoryRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!readdirSync(folder).includes('package.json')) folder = dirname(folder);
  return folder;
}

/** Reads all files below `root` that .gitignore does not name. */
export function readTree(root: string): Tree {
  const ignored = ignoreRule(readFileSync(join(root, '.gitignore'), 'utf8'));
  return makeTree(listFiles(root, '', ignored).flatMap((path) => readSource(root, path)));
}

/** Understands what our .gitignore uses: `name/` for a folder anywhere and `*.ext`. */
function ignoreRule(gitignore: string): (name: string) => boolean {
  const entries = gitignore.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  const folders = new Set(['.git', ...entries.map((entry) => entry.replace(/\/$/, ''))]);
  const endings = entries.filter((entry) => entry.startsWith('*')).map((entry) => entry.slice(1));
  return (name) => folders.has(name) || endings.some((ending) => name.endsWith(ending));
}

function listFiles(root: string, folder: string, ignored: (name: string) => boolean): string[] {
  const entries = readdirSync(join(root, folder), { withFileTypes: true });
  return entries.flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (ignored(entry.name)) return [];
    return entry.isDirectory() ? listFiles(root, path, ignored) : [path];
  });
}

const ANY_EXECUTE_BIT = 0o111;

/** One file, or none when an editor took it away since it was listed. */
function readSource(root: string, path: string): readonly SourceFile[] {
  const full = join(root, path);
  const stat = lstatSync(full, { throwIfNoEntry: false });
  if (!stat) return [];
  if (stat.isSymbolicLink()) return [makeSource(path, Buffer.from(readlinkSync(full)), 'symlink')];
  const mode = (stat.mode & ANY_EXECUTE_BIT) === 0 ? 'plain' : 'executable';
  return [makeSource(path, readFileSync(full), mode)];
}
