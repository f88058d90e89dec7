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

test('a hello that was held up on its way, half-open, is no clone; a number that was there before is', () => {
  const watch = new CloneWatch();
  expect([1, 3, 2, 4].map((number) => watch.hello('agent1', at('a', number), 1))).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
  expect(watch.hello('agent1', at('a', 2), 1)).toMatchObject({ count: 1, boots: ['a', 'a'] });
  for (let number = 5; number < 99; number += 1) watch.hello('agent1', at('a', number), 2);
  expect(watch.hello('agent1', at('a', 3), 3)).toMatchObject({ count: 2 });
});

/** Every order in which the hellos of two boots can come, each boot's own in their order. */
function orders(a: readonly string[], b: readonly string[]): string[][] {
  const [headA, ...restA] = a;
  const [headB, ...restB] = b;
  if (headA === undefined) return [[...b]];
  if (headB === undefined) return [[...a]];
  return [
    ...orders(restA, b).map((rest) => [headA, ...rest]),
    ...orders(a, restB).map((rest) => [headB, ...rest]),
  ];
}

test.each(orders(['b1 1', 'b1 2', 'b1 3'], ['b2 1', 'b2 2']).map((order) => [order.join(', '), order]))(
  'of the order %s an alarm is raised unless one boot ended for good before the other began',
  (_, order) => {
    const watch = new CloneWatch();
    const signs = order.map((said) => {
      const [bootId = '', number] = said.split(' ');
      return watch.hello('a1', { bootId, sessionNumber: Number(number) }, 0) !== undefined;
    });
    const boots = order.map((said) => said.slice(0, 2)).join('');
    const isRestart = /^(b1)*(b2)*$/.test(boots) || /^(b2)*(b1)*$/.test(boots);
    expect(signs.includes(true)).toBe(!isRestart);
    // The first boot that speaks again after another one took over is the sign.
    const back = order.findIndex(
      (said, at) =>
        order.slice(0, at).some((before) => before.slice(0, 2) === said.slice(0, 2)) &&
        order[at - 1]?.slice(0, 2) !== said.slice(0, 2),
    );
    expect(signs.indexOf(true)).toBe(back);
  },
);
