import { describe, expect, test } from 'vitest';
import { randomInt, seededRandom } from '../../shared/runtime/index.ts';
import { JobQueue } from './queue.ts';

const NONE: ReadonlySet<string> = new Set();

/** In the order of offering. */
function drain(queue: JobQueue): string[] {
  const order: string[] = [];
  for (let next = queue.first(NONE); next; next = queue.first(NONE)) {
    order.push(next.id);
    queue.remove(next.id);
  }
  return order;
}

function queueOf(...jobs: readonly string[]): JobQueue {
  const queue = new JobQueue();
  for (const job of jobs) {
    const [id = '', group = 'g', rank = '0'] = job.split(' ');
    queue.add({ id, group, rank: Number(rank) });
  }
  return queue;
}

describe('the queue of jobs', () => {
  test('is in order of rank, then of arrival, over all groups', () => {
    const queue = queueOf('s1 a 1', 'p1 b 0', 's2 b 1', 'p2 a 0');
    expect(['p1', 'p2', 's1', 's2'].map((id) => queue.position(id))).toEqual([0, 1, 2, 3]);
    expect(drain(queue)).toEqual(['p1', 'p2', 's1', 's2']);
  });

  test('passes over groups that are shut, and over what is parked, which keeps its place', () => {
    const queue = queueOf('a1 a', 'b1 b', 'a2 a', 'b2 b');
    expect(queue.first(new Set(['a']))?.id).toBe('b1');
    expect(queue.first(NONE, 'b')?.id).toBe('b1');
    queue.park('a1', 'source x');
    queue.park('b1', 'source x');
    expect([queue.first(NONE)?.id, queue.position('a1'), queue.position('a2')]).toEqual(['a2', 0, 2]);
    expect([queue.parkedFor('a1'), queue.parkedFor('a2')]).toEqual(['source x', undefined]);
    queue.release('another');
    expect(queue.first(NONE)?.id).toBe('a2');
    queue.release('source x');
    expect(drain(queue)).toEqual(['a1', 'b1', 'a2', 'b2']);
  });

  test('puts what comes again at the end of its rank', () => {
    const queue = queueOf('p1', 's1 g 1', 'p2', 'p1');
    expect(queue.size).toBe(3);
    expect(drain(queue)).toEqual(['p2', 'p1', 's1']);
  });

  test.each([1, 2, 3, 4, 5])('is as a sorted list is, whatever happens to it (seed %i)', (seed) => {
    const random = seededRandom(seed);
    const queue = new JobQueue();
    let model: { id: string; rank: number; order: number; group: string; parked: string }[] = [];
    for (let step = 0; step < 400; step += 1) {
      const id = `j${randomInt(random, 40)}`;
      const reason = `r${randomInt(random, 3)}`;
      const known = model.find((job) => job.id === id);
      const what = randomInt(random, 6);
      if (what <= 2) {
        const job = { id, group: `g${randomInt(random, 3)}`, rank: randomInt(random, 2) };
        queue.add(job);
        model = [...model.filter((one) => one !== known), { ...job, order: step, parked: '' }];
      } else if (what === 3) {
        queue.remove(id);
        model = model.filter((one) => one !== known);
      } else if (what === 4) {
        queue.park(id, reason);
        if (known) known.parked = reason;
      } else {
        queue.release(reason);
        for (const one of model) if (one.parked === reason) one.parked = '';
      }
      model.sort((a, b) => a.rank - b.rank || a.order - b.order);
      const shut = new Set([`g${randomInt(random, 3)}`]);
      expect(queue.size).toBe(model.length);
      expect(model.map((job) => queue.position(job.id))).toEqual(model.map((_job, i) => i));
      const free = model.filter((job) => job.parked === '');
      expect(queue.first(NONE)?.id).toBe(free[0]?.id);
      expect(queue.first(shut)?.id).toBe(free.find((job) => !shut.has(job.group))?.id);
    }
  });
});
