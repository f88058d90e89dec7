import { expect, test } from 'vitest';
import { Closers } from './closers.ts';

test('what was opened last is closed first, each once, and a failure keeps nothing open', async () => {
  const closers = new Closers();
  const closed: string[] = [];
  closers.add(() => closed.push('store'));
  closers.add(() => Promise.reject(new Error('gateway')));
  closers.add(async () => closed.push('server'));
  await expect(closers.close()).rejects.toThrow('gateway');
  expect(closed).toEqual(['server', 'store']);
  await closers.close();
  expect(closed).toHaveLength(2);
});
