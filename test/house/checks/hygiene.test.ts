import { describe, expect, it } from 'vitest';
import { makeSource, makeTree, plant, report } from '../tree.ts';
import { BLOB_BYTES_MAX, checkBlobs, checkChangelog, checkModes, checkNotes } from './hygiene.ts';

const bash = Buffer.from('#!/usr/bin/env bash\n');
const none = Buffer.alloc(0);

describe('checkNotes', () => {
  it('refuses a FIXME, and a TODO without its issue, in comments alone', () => {
    const text = `// FIXME soon\n/* TODO: later */\n// TODO(#12) known\nconst t = 'TODO';`;
    expect(report(checkNotes(plant({ 'agent/jobs/a.ts': text })))).toEqual([
      expect.stringContaining('agent/jobs/a.ts:1 has a FIXME'),
      expect.stringContaining('agent/jobs/a.ts:2 has a TODO without its issue'),
    ]);
  });
});

describe('checkBlobs', () => {
  it('refuses the first byte too many', () => {
    const tree = makeTree([
      makeSource('big', Buffer.alloc(BLOB_BYTES_MAX + 1), 'plain'),
      makeSource('fits', Buffer.alloc(BLOB_BYTES_MAX), 'plain'),
    ]);
    expect(checkBlobs(tree).map(({ path }) => path)).toEqual(['big']);
  });
});

describe('checkModes', () => {
  it('refuses links, programs that are no scripts, and scripts that cannot be called', () => {
    const tree = makeTree([
      makeSource('link', Buffer.from('page.md'), 'symlink'),
      makeSource('page.md', none, 'executable'),
      makeSource('.ci/run', bash, 'plain'),
      makeSource('.ci/good', bash, 'executable'),
      makeSource('controller/cli/main.ts', Buffer.from('#!/usr/bin/env node\n'), 'plain'),
    ]);
    expect(checkModes(tree).map(({ path }) => path)).toEqual(['link', 'page.md', '.ci/run']);
  });
});

describe('checkChangelog', () => {
  const found = (text: string): readonly string[] => report(checkChangelog(plant({ 'CHANGELOG.md': text })));

  it('accepts Unreleased and dated releases', () => {
    expect(found('# Changelog\n\n## Unreleased\n\n- x\n\n## 0.1.0 - 2026-12-01\n')).toEqual([]);
  });

  it('refuses a missing page, a missing Unreleased and a release without its date', () => {
    expect(found('')).toHaveLength(2);
    expect(found('# Changelog\n\n## 0.1.0 - 2026-12-01\n')).toEqual([
      expect.stringContaining('## Unreleased'),
    ]);
    expect(found('# Changelog\n## Unreleased\n## 0.1.0\n')).toEqual([
      expect.stringContaining('CHANGELOG.md:3'),
    ]);
  });
});
