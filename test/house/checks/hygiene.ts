/** Refuses what a reviewer should never have to say twice: left-over notes, large blobs, odd modes, a lost changelog. */
import { lineAt } from '../source.ts';
import { type Tree, type Violation, violation } from '../tree.ts';

export const BLOB_BYTES_MAX: number = 512 * 1024;

/** Unfinished business belongs into an issue; a note in a comment may point to it by number. */
export function checkNotes(tree: Tree): readonly Violation[] {
  return tree.modules.flatMap(({ path, text, comments }) =>
    comments.flatMap(({ value, start }) => {
      const line = lineAt(text, start);
      if (/\b(FIXME|XXX)\b/.test(value))
        return [violation(path, line, 'has a FIXME: mend it or write an issue')];
      const bare = /\bTODO\b(?!\(#\d+\))/.test(value);
      return bare ? [violation(path, line, 'has a TODO without its issue: write TODO(#12)')] : [];
    }),
  );
}

export function checkBlobs(tree: Tree): readonly Violation[] {
  return tree.files
    .filter(({ bytes }) => bytes.length > BLOB_BYTES_MAX)
    .map(({ path, bytes }) => violation(path, 1, `has ${bytes.length} bytes, at most ${BLOB_BYTES_MAX}`));
}

/** Executable means: starts with `#!` and is meant to be called by name. */
export function checkModes(tree: Tree): readonly Violation[] {
  return tree.files.flatMap(({ path, mode, text }) => {
    if (mode === 'symlink') return [violation(path, 1, 'is a symbolic link; not every machine has them')];
    const script = text.startsWith('#!');
    if (mode === 'executable' && !script)
      return [violation(path, 1, 'is executable but no script: chmod 644')];
    const called = script && !path.endsWith('.ts');
    return called && mode === 'plain'
      ? [violation(path, 1, 'is a script but not executable: chmod 755')]
      : [];
  });
}

const CHANGELOG = 'CHANGELOG.md';

/** `# Changelog`, `## Unreleased`, then releases by version and date, newest first. */
export function checkChangelog(tree: Tree): readonly Violation[] {
  const lines = (tree.text(CHANGELOG) ?? '').split('\n');
  const heads = lines.flatMap((line, at) => (line.startsWith('## ') ? [{ line, at: at + 1 }] : []));
  const [first, ...releases] = heads;
  return [
    ...(lines[0] === '# Changelog' ? [] : [violation(CHANGELOG, 1, 'must start with `# Changelog`')]),
    ...(first?.line === '## Unreleased'
      ? []
      : [violation(CHANGELOG, first?.at ?? 1, 'its first section must be `## Unreleased`')]),
    ...releases
      .filter(({ line }) => !/^## \d+\.\d+\.\d+ - \d{4}-\d{2}-\d{2}$/.test(line))
      .map(({ at }) => violation(CHANGELOG, at, 'a release reads `## 1.2.3 - 2026-01-31`')),
  ];
}
