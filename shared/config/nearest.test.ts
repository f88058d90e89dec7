import { expect, test } from 'vitest';
import { nearestName } from './nearest.ts';

const names = ['log.level', 'log.file', 'ssh.connectTimeout', 'ssh.pool.max', 'dataDir'];

test.each([
  ['log.levl', 'log.level'],
  ['loglevel', 'log.level'],
  ['LOG_LEVEL', 'log.level'],
  ['datadir', 'dataDir'],
  ['ssh.conectTimeuot', 'ssh.connectTimeout'],
  ['ssh.timeout', 'ssh.connectTimeout'],
])('%s most likely means %s', (wrong, right) => {
  expect(nearestName(wrong, names)).toBe(right);
});

test.each(['', 'nats.url', 'x', 'a'.repeat(1000)])('"%s" is near to nothing', (wrong) => {
  expect(nearestName(wrong, names)).toBeUndefined();
});
