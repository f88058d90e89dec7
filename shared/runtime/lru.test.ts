import { expect, it } from 'vitest';
import { LruMap } from './lru.ts';

it('holds so many entries and no more; the one that was used least recently goes first', () => {
  const map = new LruMap<string, number>(2);
  map.set('a', 1);
  map.set('b', 2);
  expect(map.get('a')).toBe(1);
  map.set('c', 3);
  expect([map.get('a'), map.get('b'), map.get('c'), map.size]).toEqual([1, undefined, 3, 2]);
  map.set('a', 4);
  map.set('a', 5);
  expect([map.get('c'), map.get('a'), map.size]).toEqual([3, 5, 2]);
  expect(map.delete('a')).toBe(true);
  map.clear();
  expect(map.size).toBe(0);
});
