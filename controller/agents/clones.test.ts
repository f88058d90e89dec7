import { expect, test } from 'vitest';
import { CLONE_QUIET_MS, CloneWatch } from './clones.ts';

const at = (bootId: string, sessionNumber: number) => ({ bootId, sessionNumber });
const moment = (nowMs: number, granted = 0) => ({ nowMs, granted });

test('restarts and reconnections are no clones, however often', () => {
  const watch = new CloneWatch();
  const hellos = [at('a', 1), at('a', 2), at('b', 1), at('b', 2), at('c', 1)];
  expect(hellos.map((hello, i) => watch.hello('agent1', hello, moment(i)))).toEqual(
    hellos.map(() => undefined),
  );
  expect(watch.alarms(9)).toEqual([]);
});

test('a boot that speaks again after another took over is a second process', () => {
  const watch = new CloneWatch();
  watch.hello('agent1', at('a', 1), moment(1));
  watch.hello('agent1', at('b', 1), moment(2));
  expect(watch.hello('agent1', at('a', 2), moment(3))).toMatchObject({
    count: 1,
    firstAt: 3,
    boots: ['b', 'a'],
  });
  expect(watch.hello('agent1', at('b', 2), moment(4))).toMatchObject({
    count: 2,
    firstAt: 3,
    boots: ['a', 'b'],
  });
  watch.hello('other', at('a', 1), moment(4));
  expect(watch.alarms(5).map(({ agentId }) => agentId)).toEqual(['agent1']);
});

test('a count of sessions that goes back is the copy of a running machine', () => {
  const watch = new CloneWatch();
  watch.hello('agent1', at('a', 5), moment(1));
  expect(watch.hello('agent1', at('a', 5), moment(2))).toMatchObject({ boots: ['a', 'a'] });
  expect(watch.hello('agent1', at('a', 6), moment(3))).toBeUndefined();
});

test('the alarm ends when nothing more is seen of it, or when somebody has looked after it', () => {
  const watch = new CloneWatch();
  for (const boot of ['a', 'b', 'a']) watch.hello('agent1', at(boot, boot === 'a' ? 9 : 1), moment(10));
  expect(watch.alarm('agent1', 10 + CLONE_QUIET_MS - 1)).toBeDefined();
  expect(watch.alarm('agent1', 10 + CLONE_QUIET_MS)).toBeUndefined();
  watch.forget('agent1');
  expect(watch.alarm('agent1', 11)).toBeUndefined();
});

test('a hello that was held up on its way, half-open, is no clone; a number that was there before is', () => {
  const watch = new CloneWatch();
  expect([1, 3, 2, 4].map((number) => watch.hello('agent1', at('a', number), moment(1)))).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
  expect(watch.hello('agent1', at('a', 2), moment(1))).toMatchObject({ count: 1, boots: ['a', 'a'] });
  for (let number = 5; number < 99; number += 1) watch.hello('agent1', at('a', number), moment(2));
  expect(watch.hello('agent1', at('a', 3), moment(3))).toMatchObject({ count: 2 });
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
      return watch.hello('a1', { bootId, sessionNumber: Number(number) }, moment(0)) !== undefined;
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

/** Boots that number themselves, at a controller that grants 1, 2, 3 …; each hello names what its process was told last. */
function numbered(): (boot: [string, number], session: number, told?: number) => string {
  const watch = new CloneWatch();
  let granted = 0;
  return ([bootId, bootNumber], sessionNumber, told) => {
    granted += 1;
    const hello = { bootId, bootNumber, sessionNumber, ...(told !== undefined && { grantedNumber: told }) };
    if (watch.isLate('a1', hello, granted)) {
      expect(watch.hello('a1', hello, moment(0, granted))).toBeUndefined();
      return 'late';
    }
    return watch.hello('a1', hello, moment(0, granted)) ? 'clone' : 'as ever';
  };
}

const b1: [string, number] = ['b1', 7];
const b2: [string, number] = ['b2', 8];
const b3: [string, number] = ['b3', 9];

test('of boots with numbers, a hello of one that has ended is late and no clone, however often', () => {
  const says = numbered();
  expect([says(b1, 1), says(b1, 2, 1), says(b2, 1)]).toEqual(['as ever', 'as ever', 'as ever']);
  expect([says(b1, 3, 2), says(b1, 4, 2)]).toEqual(['late', 'late']);
  expect([says(b2, 2, 3), says(b3, 1), says(b1, 5, 2), says(b2, 3, 3)]).toEqual([
    ...['as ever', 'as ever', 'late', 'late'],
  ]);
  // One that was never heard of, and began before the present one.
  expect(says(['b0', 6], 1)).toBe('late');
});

test('of boots with numbers, one that was told a number since another took over lives beside it', () => {
  const says = numbered();
  expect([says(b1, 1), says(b2, 1)]).toEqual(['as ever', 'as ever']);
  // It was sent away with number 2.
  expect(says(b1, 2, 2)).toBe('clone');
  expect(says(b2, 2, 3)).toBe('clone');
  // Told nothing when its link broke: it is at the next hello that it counts.
  expect([says(b1, 3, 3), says(b1, 4, 5)]).toEqual(['late', 'clone']);
});

test('of boots with numbers, two of one number are two disks; a number that nobody granted proves nothing', () => {
  const says = numbered();
  expect([says(['b1', 7], 1), says(['copy', 7], 1)]).toEqual(['as ever', 'clone']);
  const restored = numbered();
  expect([restored(['b1', 7], 1, 900), restored(['b2', 8], 1), restored(['b1', 7], 2, 901)]).toEqual([
    ...['as ever', 'as ever', 'late'],
  ]);
});
