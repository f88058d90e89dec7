import { expect, test } from 'vitest';
import { emptyAgentDisk } from './agent.ts';
import { SimDisk } from './disk.ts';

test('a crash that waits for a transaction comes with it once, and not after all faults have ended', () => {
  const disk = new SimDisk(emptyAgentDisk());
  let crashes = 0;
  const write = disk.db.transaction(() => undefined);
  disk.crashInNextTransaction(() => {
    crashes += 1;
  });
  expect(write).toThrow();
  expect(crashes).toBe(1);
  disk.crashInNextTransaction(() => {
    crashes += 1;
  });
  disk.heal();
  write();
  expect(crashes).toBe(1);
});
