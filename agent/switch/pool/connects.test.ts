import { describe, expect, it } from 'vitest';
import { WaysideError } from '../../../shared/errors.ts';
import type { JobRank } from '../../../shared/model/index.ts';
import { ManualClock } from '../../../shared/runtime/index.ts';
import { target } from '../../../test/lab/scripted-session.ts';
import { ConnectGate, type MeterRule, type Pass } from './connects.ts';
import { metersOf } from './meters.ts';

const turn = (): Promise<void> => new Promise((done) => setImmediate(done));
const device: MeterRule = { key: 'd', words: 'sw1 takes 2 a minute', max: 2, windowMs: 60_000, strict: true };
const server: MeterRule = {
  key: 's',
  words: 'logins are 3 a second',
  max: 3,
  windowMs: 1_000,
  strict: false,
};

interface Bench {
  readonly clock: ManualClock;
  readonly gate: ConnectGate;
  /** When each began, by name. */
  readonly began: [name: string, atMs: number][];
  readonly passes: Map<string, Pass>;
  readonly told: string[];
  readonly dial: (name: string, meters: readonly MeterRule[], more?: Partial<Dial>) => Promise<void>;
  readonly advance: (ms: number) => Promise<void>;
}

interface Dial {
  readonly rank: JobRank;
  readonly signal: AbortSignal;
  /** It has room, but is not dialled yet. */
  readonly isHeldUp: boolean;
}

function bench(): Bench {
  const clock = new ManualClock();
  const gate = new ConnectGate(clock);
  const began: [string, number][] = [];
  const passes = new Map<string, Pass>();
  const told: string[] = [];
  const dial = async (
    name: string,
    meters: readonly MeterRule[],
    more: Partial<Dial> = {},
  ): Promise<void> => {
    const { rank = 'person', signal = new AbortController().signal } = more;
    const tell = (status: string): void => void told.push(`${name}: ${status}`);
    const pass = await gate.enter({ meters, rank: () => rank, signal, tell });
    if (more.isHeldUp !== true) pass.begin();
    passes.set(name, pass);
    began.push([name, clock.monotonic()]);
  };
  const advance = async (ms: number): Promise<void> => {
    clock.advance(ms);
    await turn();
  };
  return { clock, gate, began, passes, told, dial, advance };
}

describe('the gate before new connections', () => {
  it('lets so many begin within any minute, counted from the end of each', async () => {
    const { began, passes, dial, advance } = bench();
    await dial('a', [device]);
    await dial('b', [device]);
    void dial('c', [device]);
    await advance(10_000);
    passes.get('a')?.end();
    await advance(59_999);
    expect(began).toHaveLength(2);
    await advance(1);
    expect(began.at(-1)).toEqual(['c', 70_000]);
  });

  it('spreads logins of many switches over the seconds of the server that judges them', async () => {
    const { began, told, dial, advance } = bench();
    for (let no = 0; no < 8; no += 1) void dial(`sw${no}`, [server]);
    await turn();
    expect(told).toContain('sw4: 2nd in line to connect: logins are 3 a second');
    await advance(1_000);
    await advance(1_000);
    expect(began.map(([, atMs]) => atMs)).toEqual([0, 0, 0, 1_000, 1_000, 1_000, 2_000, 2_000]);
  });

  it('lets a person go before a schedule, and nobody wait for a switch that is not theirs', async () => {
    const { began, dial, advance } = bench();
    await dial('a', [device, server]);
    await dial('b', [device, server]);
    void dial('night', [device, server], { rank: 'schedule' });
    void dial('other 1', [server]);
    void dial('other night', [server], { rank: 'schedule' });
    void dial('other 2', [server]);
    await advance(1_000);
    expect(began.map(([name]) => name)).toEqual(['a', 'b', 'other 1', 'other 2', 'other night']);
  });

  it('counts from when it is dialled, and not at all what was not', async () => {
    const { began, passes, dial, advance } = bench();
    const one = { ...server, max: 1 };
    await dial('a', [one], { isHeldUp: true });
    void dial('b', [one], { isHeldUp: true });
    await advance(5_000);
    expect(began).toHaveLength(1);
    passes.get('a')?.begin();
    await advance(999);
    expect(began).toHaveLength(1);
    await advance(1);
    expect(began.at(-1)?.[0]).toBe('b');
    void dial('c', [one]);
    passes.get('b')?.end();
    await turn();
    expect(began.at(-1)?.[0]).toBe('c');
  });

  it('takes a limit that is learned later', async () => {
    const { began, dial } = bench();
    await dial('a', [{ ...device, max: 8 }]);
    await dial('b', [{ ...device, max: 8 }]);
    void dial('c', [device]);
    await turn();
    expect(began).toHaveLength(2);
  });

  it('forgets who leaves, and refuses all when it closes', async () => {
    const { gate, dial } = bench();
    await dial('a', [{ ...device, max: 1 }]);
    const abort = new AbortController();
    const leaver = dial('b', [{ ...device, max: 1 }], { signal: abort.signal });
    const waiter = dial('c', [{ ...device, max: 1 }]);
    abort.abort(new WaysideError('CANCELLED', 'left'));
    await expect(leaver).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(gate.stats()).toEqual({ waiting: 1, waitedTotal: 2 });
    gate.close(new WaysideError('SHUTTING_DOWN', 'stopping'));
    await expect(waiter).rejects.toMatchObject({ code: 'SHUTTING_DOWN' });
  });
});

describe('meters of a connection', () => {
  const known = { sessionsMax: 5, connectsPerMinute: 4, fdbAgeingMs: 300_000 };

  it('leave a fifth of what the platform takes to people, and keep to our own bound', () => {
    const max = (connectsPerMinute: number | undefined, perDeviceMinute?: number): number | undefined =>
      metersOf(target, 'd', {
        known: { ...known, connectsPerMinute },
        limits: perDeviceMinute === undefined ? {} : { perDeviceMinute },
      })[0]?.max;
    expect([max(10), max(4), max(1), max(150), max(150, 60), max(undefined)]).toEqual([8, 3, 1, 8, 60, 8]);
  });

  it('count logins by the server that judges them where one is named, and spare nobody who is not there', () => {
    const keys = (credential: string, site: string): readonly string[] =>
      metersOf({ ...target, credential, source: { ...target.source, site } }, 'd', {
        known: undefined,
        limits: { loginServers: [{ name: 'ise', credentials: ['core', 'edge'] }] },
      }).map(({ key }) => key);
    expect(keys('core', 'ams1')).toEqual(['device d', 'site ams1', 'server ise']);
    expect(keys('edge', 'ber1')[2]).toBe('server ise');
    expect(keys('lab', 'ams1')).toEqual(['device d', 'site ams1']);
  });
});
