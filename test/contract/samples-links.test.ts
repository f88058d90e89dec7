/** The pages for people point at each other, at files and at headings; each must be there. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { readTree, repositoryRoot } from '../house/tree.ts';

const LINK = /\]\(([^)\s]+)\)/g;

/** The anchor that a forge makes of a heading. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}_\s-]/gu, '')
    .trim()
    .replaceAll(/\s/g, '-');
}

function anchorsIn(page: string): readonly string[] {
  const text = readFileSync(page, 'utf8');
  const headings = [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading));
  return [...headings, ...[...text.matchAll(/<a id="([^"]+)"/g)].map(([, id = '']) => id)];
}

test('every link of a page leads to a file and a heading that are there', () => {
  const root = repositoryRoot();
  const pages = readTree(root).files.filter(({ path }) => path.endsWith('.md'));
  const broken = pages.flatMap(({ path, text }) =>
    [...text.matchAll(LINK)].flatMap(([, target = '']) => {
      if (/^[a-z]+:/.test(target)) return [];
      const [file = '', anchor] = target.split('#');
      const page = file === '' ? join(root, path) : join(root, dirname(path), file);
      if (!existsSync(page)) return [`${path}: ${target}: no ${relative(root, page)}`];
      const there = anchor === undefined || anchorsIn(page).includes(anchor);
      return there ? [] : [`${path}: ${target}: no such heading`];
    }),
  );
  expect(pages.length).toBeGreaterThan(10);
  expect(broken).toEqual([]);
});
