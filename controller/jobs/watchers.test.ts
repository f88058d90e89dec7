import { expect, test } from 'vitest';
import { JobWatchers } from './watchers.ts';

test('everybody who waits is woken once, by a change of that job alone', async () => {
  const watchers = new JobWatchers();
  const { signal } = new AbortController();
  const woken: string[] = [];
  const waits = ['one', 'two'].map((who) => watchers.next('j1', signal).then(() => woken.push(who)));
  watchers.changed('j2');
  expect(watchers.size).toBe(1);
  watchers.changed('j1');
  await Promise.all(waits);
  expect([woken, watchers.size]).toEqual([['one', 'two'], 0]);
});

test('a job is forgotten when the last one who waits for it leaves', async () => {
  const watchers = new JobWatchers();
  const [first, second] = [new AbortController(), new AbortController()];
  const waits = [first, second].map(({ signal }) => watchers.next('j1', signal));
  first.abort();
  expect(watchers.size).toBe(1);
  second.abort();
  await Promise.all([...waits, watchers.next('j1', first.signal)]);
  expect(watchers.size).toBe(0);
});
