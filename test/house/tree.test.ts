import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { byText, plant, readTree } from './tree.ts';

it('reads a folder as git would see it: no ignored file, sizes and modes kept', () => {
  const root = mkdtempSync(join(tmpdir(), 'wayside-tree-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  for (const folder of ['.git', 'node_modules/x', 'agent', 'agent/dist'])
    mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(join(root, '.gitignore'), 'node_modules/\ndist/\n*.log\n');
  for (const path of ['.git/HEAD', 'node_modules/x/a.ts', 'agent/dist/a.js', 'npm.log'])
    writeFileSync(join(root, path), '');
  writeFileSync(join(root, 'agent/run'), '#!/bin/sh\n');
  chmodSync(join(root, 'agent/run'), 0o755);
  symlinkSync('run', join(root, 'agent/link'));

  const files = readTree(root).files.map(({ path, mode, bytes }) => ({ path, mode, size: bytes.length }));
  expect(files.toSorted((a, b) => byText(a.path, b.path))).toEqual([
    { path: '.gitignore', mode: 'plain', size: 26 },
    { path: 'agent/link', mode: 'symlink', size: 3 },
    { path: 'agent/run', mode: 'executable', size: 10 },
  ]);
});

it('keeps what does not parse as errors, and parses no generated file', () => {
  const tree = plant({
    'a.ts': 'const = 1;',
    'proto/gen/b.ts': 'const = 1;',
    'b.ts': 'const a: number = 1;',
  });
  expect(tree.modules.map(({ path, syntaxErrors }) => [path, syntaxErrors.length > 0])).toEqual([
    ['a.ts', true],
    ['b.ts', false],
  ]);
});
