import { expect, onTestFinished, test } from 'vitest';
import { openAgentDatabase } from './database.ts';
import type { Db } from './db.ts';
import { AgentMeta } from './meta.ts';

const NOW_MS = 1_800_000_000_000;

function open(): Db {
  const db = openAgentDatabase(':memory:');
  onTestFinished(() => void db.close());
  return db;
}

test('boots are numbered upwards, when the clock goes back too, and by the clock once the store is lost', () => {
  const db = open();
  const number = (nowMs: number): number => new AgentMeta(db).nextBoot(nowMs);
  const first = number(NOW_MS);
  const second = number(NOW_MS);
  const third = number(NOW_MS - 3_600_000);
  expect([second, third]).toEqual([first + 1, first + 2]);
  expect(new AgentMeta(open()).nextBoot(NOW_MS + 10_000)).toBeGreaterThan(third);
});
