import { expect, test } from 'vitest';
import { CLONE_QUIET_MS, CloneWatch } from './clones.ts';

const at = (bootId: string, sessionNumber: number) => ({ bootId, sessionNumber });

test('restarts and reconnections are no clones, however often', () => {
  const watch = new CloneWatch();
  const hellos = [at('a', 1), at('a', 2), at('b', 1), at('b', 2), at('c', 1)];
  expect(hellos.map((hello, i) => watch.hello('agent1', hello, i))).toEqual(hellos.map(() => undefined));
  expect(watch.alarms(9)).toEqual([]);
});

test('a boot that speaks again after another took over is a second process', () => {
  const watch = new CloneWatch();
  watch.hello('agent1', at('a', 1), 1);
  watch.hello('agent1', at('b', 1), 2);
  expect(watch.hello('agent1', at('a', 2), 3)).toMatchObject({ count: 1, firstAt: 3, boots: ['b', 'a'] });
  expect(watch.hello('agent1', at('b', 2), 4)).toMatchObject({ count: 2, firstAt: 3, boots: ['a', 'b'] });
  watch.hello('other', at('a', 1), 4);
  expect(watch.alarms(5).map(({ agentId }) => agentId)).toEqual(['agent1']);
});

test('a count of sessions that goes back is the copy of a running machine', () => {
  const watch = new CloneWatch();
  watch.hello('agent1', at('a', 5), 1);
  expect(watch.hello('agent1', at('a', 5), 2)).toMatchObject({ boots: ['a', 'a'] });
  expect(watch.hello('agent1', at('a', 6), 3)).toBeUndefined();
});

test('the alarm ends when nothing more is seen of it, or when somebody has looked after it', () => {
  const watch = new CloneWatch();
  for (const boot of ['a', 'b', 'a']) watch.hello('agent1', at(boot, boot === 'a' ? 9 : 1), 10);
  expect(watch.alarm('agent1', 10 + CLONE_QUIET_MS - 1)).toBeDefined();
  expect(watch.alarm('agent1', 10 + CLONE_QUIET_MS)).toBeUndefined();
  watch.forget('agent1');
  expect(watch.alarm('agent1', 11)).toBeUndefined();
});
