import { describe, expect, it } from 'vitest';
import { WaysideError } from '../errors.ts';
import { Limiter, type Permit } from './limiter.ts';

const limiter = (max: number, waitingMax = 10): Limiter => new Limiter({ name: 'tests', max, waitingMax });

describe('Limiter', () => {
  it('never has more than max at work in a race of 200 (S1.4)', async () => {
    const gate = limiter(3, 200);
    let active = 0;
    let most = 0;
    await Promise.all(
      Array.from({ length: 200 }, () =>
        gate.run(async () => {
          active += 1;
          most = Math.max(most, active);
          await Promise.resolve();
          active -= 1;
        }),
      ),
    );
    expect(most).toBe(3);
    expect(gate.active).toBe(0);
    expect(gate.waiting).toBe(0);
  });

  it('admits in order of arrival, and a newcomer does not overtake the line', async () => {
    const gate = limiter(1);
    const order: string[] = [];
    const first = await gate.acquire();
    const waiting = ['b', 'c'].map(async (name) => {
      const permit = await gate.acquire();
      order.push(name);
      return permit;
    });
    first.release();
    expect(gate.tryAcquire()).toBeUndefined();
    (await waiting[0])?.release();
    await waiting[1];
    expect(order).toEqual(['b', 'c']);
  });

  it('refuses with QUEUE_FULL when the line is at its bound', async () => {
    const gate = limiter(1, 1);
    await gate.acquire();
    const second = gate.acquire();
    await expect(gate.acquire()).rejects.toMatchObject({ code: 'QUEUE_FULL' });
    expect(gate.waiting).toBe(1);
    void second;
  });

  it('lets a waiter leave by its signal, without using up a permit', async () => {
    const gate = limiter(1);
    const first = await gate.acquire();
    const abort = new AbortController();
    const leaver = gate.acquire(abort.signal);
    const stayer = gate.acquire();
    abort.abort(new WaysideError('CANCELLED', 'no longer wanted'));
    await expect(leaver).rejects.toMatchObject({ code: 'CANCELLED' });
    first.release();
    (await stayer).release();
    expect(gate.active).toBe(0);
  });

  it('counts a permit once however often it is given back', async () => {
    const gate = limiter(1);
    const permit: Permit = await gate.acquire();
    permit.release();
    permit.release();
    await gate.acquire();
    expect(gate.tryAcquire()).toBeUndefined();
  });

  it('closes: refuses the line and newcomers with the reason', async () => {
    const gate = limiter(1);
    await gate.acquire();
    const waiting = gate.acquire();
    gate.close(new WaysideError('SHUTTING_DOWN', 'the agent stops'));
    await expect(waiting).rejects.toMatchObject({ code: 'SHUTTING_DOWN' });
    await expect(gate.acquire()).rejects.toMatchObject({ code: 'SHUTTING_DOWN' });
  });
});
