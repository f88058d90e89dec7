import { beforeEach, describe, expect, it } from 'vitest';
import { WaysideError } from '../../../shared/errors.ts';
import { type JobRank, type Mac, macFromHex } from '../../../shared/model/index.ts';
import { ManualClock, seededRandom, silentLog } from '../../../shared/runtime/index.ts';
import { ScriptedDevice } from '../../../test/lab/scripted-device.ts';
import {
  connectTo,
  credential,
  plainPlatform,
  target,
  trustingHostKeys,
} from '../../../test/lab/scripted-session.ts';
import type { TargetOutcome } from '../../jobs/driver.ts';
import { createSwitchDriver, type SwitchDriver } from '../driver.ts';
import { OUTAGE_HOLD_FIRST_MS, OUTAGE_HOLD_MAX_MS, OUTAGE_TRIES_MAX } from '../limits.ts';
import { openSession } from '../ssh/session.ts';

const turn = (): Promise<void> => new Promise((done) => setImmediate(done));
const macs = Array.from({ length: 20 }, (_, i) => macFromHex(`0011223344${i + 10}`));
const [first] = macs as [Mac];
const TIMEOUT_MS = 15_000;
const dead = (): WaysideError =>
  new WaysideError('UNREACHABLE', 'sw1 did not answer', { hint: 'Check the port' });
const answers = Object.fromEntries(
  ['terminal length 0', 'terminal width 511', 'show version', 'show ports', 'show fdb', 'show vlans']
    .concat('show lags', 'show neighbours', ...macs.map((mac) => `show fdb address ${dotted(mac)}`))
    .map((command) => [command, '']),
);

let clock: ManualClock;
let driver: SwitchDriver;
/** One for each dial that has not ended. */
let dials: ((error?: WaysideError) => void)[];
let dialled: number;

beforeEach(() => {
  clock = new ManualClock();
  dials = [];
  dialled = 0;
  driver = createSwitchDriver({
    ...{ clock, log: silentLog, random: { ...seededRandom(1), float: () => 0 } },
    platforms: { find: () => plainPlatform, detect: () => plainPlatform },
    open: async (request) => {
      dialled += 1;
      await new Promise<void>((resolve, reject) => {
        request.signal.addEventListener('abort', () => reject(request.signal.reason));
        dials.push((error) => (error ? reject(error) : resolve()));
      });
      return openSession(request, connectTo(new ScriptedDevice({ prompt: 'sw1#', answers }, { turn })));
    },
  });
});

function dotted(mac: Mac): string {
  return mac.replaceAll(':', '').replace(/(.{4})(?!$)/g, '$1.');
}

interface RunOptions {
  readonly signal?: AbortSignal;
  readonly address?: string;
  readonly rank?: JobRank;
}

function run(
  kind: 'collect' | 'lookup' | 'probe',
  mac: Mac = first,
  options: RunOptions = {},
): Promise<TargetOutcome> {
  const { signal = new AbortController().signal, address = target.address, rank = 'person' } = options;
  const task = { kind, driver: 'switch', mac } as const;
  return driver.run(
    task,
    { ...target, address },
    {
      ...{ clock, log: silentLog, hostKeys: trustingHostKeys, progress: () => undefined },
      credentials: { open: () => credential },
      ...{ signal, rank },
    },
  );
}

/** The next dial ends after its time-out, with that error or with a session. */
async function dialEnds(error?: WaysideError): Promise<void> {
  while (dials.length === 0) await turn();
  clock.advance(TIMEOUT_MS);
  dials.shift()?.(error);
}

async function fail(work: Promise<unknown>): Promise<WaysideError> {
  return WaysideError.from(
    await work.then(
      () => new Error('it worked'),
      (error: unknown) => error,
    ),
  );
}

describe('a device that cannot be reached (S1.20)', () => {
  it('is dialled once for all who wait for it, whatever they ask', async () => {
    const waiting = [...macs.map((mac) => run('lookup', mac)), run('collect'), run('probe')].map(fail);
    await dialEnds(dead());
    const errors = await Promise.all(waiting);
    expect(errors.map(({ code }) => code)).toEqual(errors.map(() => 'UNREACHABLE'));
    expect(dialled).toBe(1);
  });

  it('fails lookups at once for a while, and says since when and when it is tried again', async () => {
    const lookup = fail(run('lookup'));
    await dialEnds(dead());
    await lookup;
    clock.advance(2_000);
    expect(await fail(run('lookup'))).toMatchObject({
      code: 'UNREACHABLE',
      message: 'sw1 did not answer (2 s ago; tried again in 3 s)',
      hint: 'Check the port. To try at once: wayside switch test NAME',
    });
    expect(dialled).toBe(1);
    clock.advance(OUTAGE_HOLD_FIRST_MS - 2_000);
    const again = fail(run('lookup'));
    while (dials.length === 0) await turn();
    // One tries; the others need not wait for it.
    expect(await fail(run('lookup', macs[1]))).toMatchObject({
      message: 'sw1 did not answer (5 s ago; being tried again just now)',
    });
    await dialEnds(dead());
    await again;
    expect(await fail(run('lookup'))).toMatchObject({
      message: 'sw1 did not answer (2 tries failed since 20 s ago; tried again in 10 s)',
    });
    expect(dialled).toBe(2);
  });

  it('is left alone for twice as long with each failure, from 5 s up to 300 s', async () => {
    const holds: number[] = [];
    for (let failures = 0; failures < 9; failures += 1) {
      const lookup = fail(run('lookup'));
      await dialEnds(dead());
      await lookup;
      const { message } = await fail(run('lookup'));
      const holdMs = Number(/tried again in (\d+) s/.exec(message)?.[1]) * 1_000;
      clock.advance(holdMs - 1);
      await fail(run('lookup'));
      expect(dialled).toBe(failures + 1);
      clock.advance(1);
      holds.push(holdMs);
    }
    expect(holds).toEqual([5, 10, 20, 40, 80, 160, 300, 300, 300].map((s) => s * 1_000));
    expect(holds.at(-1)).toBe(OUTAGE_HOLD_MAX_MS);
  });

  it('is not dialled by a schedule either while it is left alone', async () => {
    const lookup = fail(run('lookup'));
    await dialEnds(dead());
    await lookup;
    clock.advance(1);
    expect(await fail(run('collect', first, { rank: 'schedule' }))).toMatchObject({ code: 'UNREACHABLE' });
    expect(dialled).toBe(1);
  });

  it.each(['collect', 'probe'] as const)('is tried at once by a %s, which ends the outage', async (kind) => {
    const lookup = fail(run('lookup'));
    await dialEnds(dead());
    await lookup;
    clock.advance(1);
    const trying = run(kind);
    while (dials.length === 0) await turn();
    expect(await fail(run('lookup'))).toMatchObject({ code: 'UNREACHABLE' });
    await dialEnds();
    await trying;
    await run('lookup');
    expect(dialled).toBe(2);
  });

  it('is not held for dead when the work was only called off', async () => {
    const abort = new AbortController();
    const called = fail(run('lookup', first, { signal: abort.signal }));
    while (dials.length === 0) await turn();
    abort.abort(new WaysideError('TIMEOUT', 'the job took too long'));
    await called;
    dials = [];
    const lookup = run('lookup');
    await dialEnds();
    expect((await lookup).data).toMatchObject({ rows: [] });
  });

  it('leaves the places of sessions to live ones: few of many dead ones are dialled again at once', async () => {
    const many = Array.from({ length: OUTAGE_TRIES_MAX + 5 }, (_, i) => `10.0.1.${i}`);
    const lookups = many.map((address) => fail(run('lookup', first, { address })));
    for (const _ of many) await dialEnds(dead());
    await Promise.all(lookups);
    clock.advance(OUTAGE_HOLD_FIRST_MS);
    const again = many.map((address) => fail(run('lookup', first, { address })));
    const told = await Promise.all(again.slice(OUTAGE_TRIES_MAX));
    expect(told[0]?.message).toContain('tried again soon');
    for (let i = 0; i < OUTAGE_TRIES_MAX; i += 1) await dialEnds(dead());
    await Promise.all(again);
    expect(dialled).toBe(many.length + OUTAGE_TRIES_MAX);
    const next = fail(run('lookup', first, { address: many.at(-1) ?? '' }));
    await dialEnds(dead());
    expect(await next).toMatchObject({ message: 'sw1 did not answer' });
  });

  it('is asked again at once after a failure that is no outage', async () => {
    const lookup = fail(run('lookup'));
    await dialEnds(new WaysideError('KEX_UNSUPPORTED', 'too old'));
    await lookup;
    clock.advance(1);
    const next = run('lookup');
    await dialEnds();
    await next;
    expect(dialled).toBe(2);
  });
});
