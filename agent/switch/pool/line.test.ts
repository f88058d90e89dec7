import { describe, expect, it } from 'vitest';
import { WaysideError } from '../../../shared/errors.ts';
import type { JobRank } from '../../../shared/model/index.ts';
import { ManualClock } from '../../../shared/runtime/index.ts';
import { BUSY_WAIT_MAX_MS, CPU_SAMPLE_EVERY_MS, PASSED_OVER_MAX } from '../limits.ts';
import { type Claim, Line, type Turn } from './line.ts';
import { LoadWatch } from './zones.ts';

const turn = (): Promise<void> => new Promise((done) => setImmediate(done));

interface Bench {
  readonly clock: ManualClock;
  readonly load: LoadWatch;
  readonly line: Line;
  /** Who got a turn, in order. */
  readonly order: string[];
  readonly told: string[];
  /** Ends as soon as it is told to; its turn is in `turns`. */
  readonly stand: (name: string, changes?: Partial<Claim>) => Promise<void>;
  readonly turns: Map<string, Turn>;
  readonly end: (name: string) => Promise<void>;
}

function bench(waitingMax = 100): Bench {
  const clock = new ManualClock();
  const load = new LoadWatch();
  const line = new Line({ clock, name: 'sw1', waitingMax, load });
  const order: string[] = [];
  const told: string[] = [];
  const turns = new Map<string, Turn>();
  const stand = async (name: string, changes: Partial<Claim> = {}): Promise<void> => {
    const claim: Claim = {
      ...{ purpose: 'read', weight: 'single', rank: () => 'person' },
      signal: new AbortController().signal,
      tell: (status) => told.push(`${name}: ${status}`),
      ...changes,
    };
    const mine = await line.take(claim);
    order.push(name);
    turns.set(name, mine);
  };
  const end = async (name: string): Promise<void> => {
    turns.get(name)?.release();
    await turn();
  };
  return { clock, load, line, order, told, stand, turns, end };
}

const ranked = (rank: JobRank): Partial<Claim> => ({ rank: () => rank });

describe('the line before a switch', () => {
  it('lets a person go before a schedule, and within a rank the first who came', async () => {
    const { order, stand, end } = bench();
    await stand('now');
    void stand('night 1', ranked('schedule'));
    void stand('night 2', ranked('schedule'));
    void stand('ann');
    void stand('bob');
    for (const name of ['now', 'ann', 'bob', 'night 1']) await end(name);
    expect(order).toEqual(['now', 'ann', 'bob', 'night 1', 'night 2']);
  });

  it('passes nobody over for ever', async () => {
    const { order, stand, end } = bench();
    await stand('person 0');
    void stand('night', ranked('schedule'));
    for (let no = 1; no <= PASSED_OVER_MAX + 5; no += 1) {
      void stand(`person ${no}`);
      await end(order.at(-1) ?? '');
    }
    expect(order.indexOf('night')).toBe(PASSED_OVER_MAX + 1);
  });

  it('ranks a claim anew each time: a person may join what a schedule asked for', async () => {
    const { order, stand, end } = bench();
    await stand('now');
    let rank: JobRank = 'schedule';
    void stand('shared', { rank: () => rank });
    void stand('night', ranked('schedule'));
    void stand('ann');
    rank = 'person';
    await end('now');
    expect(order.at(-1)).toBe('shared');
  });

  it('tells everybody where they stand, and only when that changes', async () => {
    const { told, stand, end } = bench();
    await stand('now');
    void stand('night', ranked('schedule'));
    void stand('ann');
    void stand('bob');
    await end('now');
    expect(told).toEqual([
      'night: next in line at sw1',
      'ann: next in line at sw1',
      'night: 2nd in line at sw1',
      'bob: 2nd in line at sw1',
      'night: 3rd in line at sw1',
      'bob: next in line at sw1',
      'night: 2nd in line at sw1',
    ]);
  });

  it('refuses only at its bound, and lets go of who leaves', async () => {
    const { line, stand } = bench(2);
    await stand('now');
    const abort = new AbortController();
    const leaver = stand('leaver', { signal: abort.signal });
    void stand('stays');
    await expect(stand('third')).rejects.toMatchObject({ code: 'QUEUE_FULL' });
    abort.abort(new WaysideError('CANCELLED', 'left'));
    await expect(leaver).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(line.waiting).toBe(1);
  });

  it('has room for one who configures beside one who reads', async () => {
    const { order, stand } = bench();
    await stand('reader');
    void stand('reader 2');
    await stand('planner', { purpose: 'configure' });
    void stand('planner 2', { purpose: 'configure' });
    await turn();
    expect(order).toEqual(['reader', 'planner']);
  });

  it('lets one go at a time, reading and configuring together, from 60 percent on', async () => {
    const { load, order, stand, end } = bench();
    load.told(60);
    load.asking(0);
    await stand('reader');
    void stand('planner', { purpose: 'configure' });
    await turn();
    expect(order).toEqual(['reader']);
    await end('reader');
    expect(order).toEqual(['reader', 'planner']);
  });

  it('holds whole tables back from 75 percent on while lookups pass, and asks again after half a minute', async () => {
    const { clock, load, line, order, told, turns, stand, end } = bench();
    load.asking(0);
    load.told(80);
    void stand('table', { weight: 'table' });
    await stand('lookup');
    await end('lookup');
    expect(order).toEqual(['lookup']);
    expect(told).toContain('table: next in line at sw1, which is busy (CPU 80 %)');
    clock.advance(CPU_SAMPLE_EVERY_MS);
    await turn();
    // It has the turn to ask how busy the switch is, no more.
    expect(line.mustWait(turns.get('table') as Turn)).toBe(true);
    load.asking(clock.monotonic());
    load.told(40);
    line.look();
    expect(line.mustWait(turns.get('table') as Turn)).toBe(false);
  });

  it('holds everything back above 90 percent, and refuses with DEVICE_BUSY at the bound', async () => {
    const { clock, load, line } = bench();
    load.asking(0);
    load.told(95);
    let asked = 0;
    // As the pool does: a turn that the zone forbids is for asking how busy the switch is.
    const patient = async (purpose: Claim['purpose']): Promise<void> => {
      const { signal } = new AbortController();
      const claim: Claim = { purpose, weight: 'single', rank: () => 'person', signal, tell: () => undefined };
      for (let mine = await line.take(claim); line.mustWait(mine); mine = await line.take(claim)) {
        asked += 1;
        load.asking(clock.monotonic());
        load.told(95);
        mine.release();
      }
    };
    const refused = [patient('read'), patient('configure')].map((work) =>
      expect(work).rejects.toMatchObject({
        code: 'DEVICE_BUSY',
        message: 'sw1: its processor is at 95 %; waited 120 s for it to become calmer',
      }),
    );
    for (let ms = 0; ms <= BUSY_WAIT_MAX_MS; ms += 10_000) {
      await turn();
      clock.advance(10_000);
    }
    await Promise.all(refused);
    expect(asked).toBe(BUSY_WAIT_MAX_MS / CPU_SAMPLE_EVERY_MS);
    expect(line).toMatchObject({ active: 0, waiting: 0 });
  });

  it('asks a schedule to give way to a person, and stands it where it stood', async () => {
    const { line, order, stand, turns, end } = bench();
    await stand('night', { ...ranked('schedule'), weight: 'table' });
    const mine = turns.get('night') as Turn;
    expect(line.shouldGiveWay(mine)).toBe(false);
    void stand('night 2', ranked('schedule'));
    expect(line.shouldGiveWay(mine)).toBe(false);
    void stand('ann');
    expect(line.shouldGiveWay(mine)).toBe(true);
    await end('night');
    const again = line.take(mine.claim).then(() => order.push('night again'));
    await end('ann');
    await again;
    expect(order).toEqual(['night', 'ann', 'night again']);
  });
});
