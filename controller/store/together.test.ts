import { expect, test } from 'vitest';
import { nextTurn } from '../../shared/runtime/index.ts';
import { TOGETHER_MAX, Together } from './together.ts';

interface Disk {
  readonly together: Together;
  /** What is durable, by commit. */
  readonly commits: string[][];
  /** In order: what was written and what was told. */
  readonly seen: string[];
  add(about: string, fail?: () => boolean): Promise<void>;
}

function openDisk(): Disk {
  const commits: string[][] = [];
  const seen: string[] = [];
  let open: string[] = [];
  const together = new Together((work) => {
    open = [];
    work();
    commits.push(open);
  });
  const add: Disk['add'] = (about, fail = () => false) =>
    together.add({
      about,
      write: () => {
        if (fail()) throw new Error(`${about} cannot be written`);
        open.push(about);
        seen.push(`write ${about}`);
      },
      written: () => void seen.push(`written ${about}`),
    });
  return { together, commits, seen, add };
}

test('what is asked for in one turn is one commit, and told when that is done', async () => {
  const { add, commits, seen } = openDisk();
  const done = [add('a'), add('b')];
  expect(commits).toEqual([]);
  await Promise.all(done);
  expect(commits).toEqual([['a', 'b']]);
  expect(seen).toEqual(['write a', 'write b', 'written a', 'written b']);
  await add('c');
  expect(commits).toEqual([['a', 'b'], ['c']]);
});

test('one that cannot be written fails alone', async () => {
  const { add, commits } = openDisk();
  const ends = await Promise.allSettled([add('a'), add('b', () => true), add('c')]);
  expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(commits).toEqual([['a'], ['c']]);
});

test('a failure that passes by itself costs nobody anything', async () => {
  const { add, commits } = openDisk();
  let times = 0;
  const once = (): boolean => {
    times += 1;
    return times === 1;
  };
  await Promise.all([add('a'), add('b', once)]);
  expect(commits).toEqual([['a'], ['b']]);
});

test('of two about one thing the second begins when the first is done', async () => {
  const { add, commits, seen } = openDisk();
  await Promise.all([add('a'), add('b'), add('a')]);
  expect(commits).toEqual([['a', 'b'], ['a']]);
  expect(seen.indexOf('written a')).toBeLessThan(seen.lastIndexOf('write a'));
});

test('many do not wait for the end of the turn', async () => {
  const { add, commits } = openDisk();
  const done = Array.from({ length: TOGETHER_MAX + 1 }, (_, i) => add(String(i)));
  expect(commits.map(({ length }) => length)).toEqual([TOGETHER_MAX]);
  await Promise.all(done);
  expect(commits.map(({ length }) => length)).toEqual([TOGETHER_MAX, 1]);
});

test('a flush in between leaves nothing to do at the end of the turn', async () => {
  const { add, commits, together } = openDisk();
  const done = add('a');
  together.flush();
  expect(commits).toEqual([['a']]);
  await done;
  await nextTurn();
  expect(commits).toEqual([['a']]);
});

test('who is told and fails hears of it, and keeps nobody from being told', async () => {
  const { together, seen } = openDisk();
  const bad = together.add({
    about: 'a',
    write: () => undefined,
    written: () => {
      throw new Error('no');
    },
  });
  const good = together.add({
    about: 'b',
    write: () => undefined,
    written: () => void seen.push('written b'),
  });
  await expect(bad).rejects.toThrow('no');
  await good;
  expect(seen).toEqual(['written b']);
});
