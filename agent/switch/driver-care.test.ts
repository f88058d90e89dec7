import { describe, expect, it } from 'vitest';
import { type JobRank, macFromHex, parseMac } from '../../shared/model/index.ts';
import { ManualClock, silentLog } from '../../shared/runtime/index.ts';
import { type DeviceScript, ScriptedDevice } from '../../test/lab/scripted-device.ts';
import {
  connectTo,
  credential,
  plainPlatform,
  target,
  trustingHostKeys,
} from '../../test/lab/scripted-session.ts';
import type { TargetOutcome, Task } from '../jobs/driver.ts';
import { createSwitchDriver, type SwitchDriver } from './driver.ts';
import { BUSY_WAIT_MAX_MS, CPU_SAMPLE_EVERY_MS } from './limits.ts';
import { parserOf } from './parse/index.ts';
import type { ArpRow, CpuRow, Platform } from './platform.ts';
import { READ_TIMES } from './read/read-cache.ts';
import { openSession } from './ssh/session.ts';

const turn = (): Promise<void> => new Promise((done) => setImmediate(done));
const TURNS_MAX = 1_000;
const macs = [1, 2, 3].map((no) => macFromHex(`00112233440${no}`));

const arpParser = parserOf<ArpRow>((sink) => ({
  line(text) {
    const [address = '', hardware = ''] = text.trim().split(' ');
    const mac = parseMac(hardware);
    if (mac) sink.row({ address, mac, vlan: 10, port: undefined, type: 'dynamic' });
  },
}));
const cpuParser = parserOf<CpuRow>((sink) => ({
  line(text) {
    const percent = Number(text);
    sink.row({ fiveSecondsPercent: percent, minutePercent: percent, fiveMinutesPercent: undefined });
  },
}));
const platform: Platform = {
  ...plainPlatform,
  commands: { ...plainPlatform.commands, cpu: [{ command: 'show cpu', parser: cpuParser }] },
  arpLookup: (ip) => ({ command: `show arp ${ip}`, parser: arpParser }),
};

const answers: DeviceScript['answers'] = {
  'terminal length 0': '',
  'terminal width 511': '',
  'show version': 'Plain OS 6\r\nModel P48\r\n',
  'show ports': 'Gi1/0/1 up\r\nGi1/0/2 down\r\n',
  'show lags': '',
  'show fdb': '10 0011.2233.4401 Gi1/0/1\r\n',
  'show neighbours': 'Gi1/0/1 phone-7\r\n',
  'show vlans': '10 office\r\n',
  'show arp 10.0.0.5': '10.0.0.5 0011.2233.4401\r\n',
  'show arp 10.0.0.9': '',
};

interface Bench {
  readonly driver: SwitchDriver;
  readonly clock: ManualClock;
  readonly statuses: string[];
  readonly run: (task: Partial<Task> & { kind: Task['kind'] }, rank?: JobRank) => Promise<TargetOutcome>;
  readonly lookup: (at?: number) => Promise<TargetOutcome>;
  /** What the switch was asked so far, logins left out. */
  readonly asked: (like?: string) => readonly string[];
  cpu: number;
  /** Called while the switch answers that command. */
  during: { command: string; act: () => void } | undefined;
}

function bench(): Bench {
  const clock = new ManualClock();
  const devices: ScriptedDevice[] = [];
  const statuses: string[] = [];
  const hooked = Object.entries(answers).map(([command, answer]) => {
    const say = (): string => {
      if (self.during?.command === command) self.during.act();
      return answer as string;
    };
    return [command, say] as const;
  });
  const lookups = macs.map((_, at) => [`show fdb address 0011.2233.440${at + 1}`, '']);
  const script: DeviceScript = {
    prompt: 'sw1#',
    answers: {
      ...Object.fromEntries([...hooked, ...lookups]),
      'show cpu': () => `${self.cpu}\r\n`,
    },
  };
  const driver = createSwitchDriver({
    ...{ clock, log: silentLog },
    platforms: { find: () => platform, detect: () => platform },
    open: (request) => {
      const device = new ScriptedDevice(script, { turn });
      devices.push(device);
      return openSession(request, connectTo(device));
    },
  });
  const run: Bench['run'] = (task, rank = 'person') =>
    driver.run({ driver: 'switch', ...task } as Task, target, {
      ...{ clock, log: silentLog, rank, hostKeys: trustingHostKeys },
      credentials: { open: () => credential },
      signal: new AbortController().signal,
      progress: (status) => statuses.push(status),
    });
  const self: Bench = {
    ...{ driver, clock, statuses, run },
    lookup: (at = 0) => run({ kind: 'lookup', mac: macs[at] as (typeof macs)[number] }),
    asked: (like = 'show') =>
      devices.flatMap(({ typed }) => typed.split('\r').filter((line) => line.startsWith(like))),
    cpu: 10,
    during: undefined,
  };
  return self;
}

async function until(isSo: () => boolean): Promise<void> {
  for (let turns = 0; !isSo(); turns += 1) {
    if (turns > TURNS_MAX) throw new Error('it never became so');
    await turn();
  }
}

describe('care for a switch', () => {
  it('lets the lookup of a person go between two tables of a schedule', async () => {
    const self = bench();
    const asked: Promise<TargetOutcome>[] = [];
    self.during = { command: 'show ports', act: () => asked.push(self.lookup()) };
    const { scan } = await self.run({ kind: 'collect' }, 'schedule');
    await Promise.all(asked);
    const lines = self.asked();
    expect(scan?.completeness).toEqual({ state: 'complete' });
    expect(lines.indexOf('show fdb address 0011.2233.4401')).toBe(lines.indexOf('show ports') + 1);
    expect(self.driver.stats()).toMatchObject({ opened: 1 });
  });

  it('leaves the tables of a person in one piece', async () => {
    const self = bench();
    const asked: Promise<TargetOutcome>[] = [];
    self.during = { command: 'show ports', act: () => asked.push(self.lookup()) };
    await self.run({ kind: 'collect' });
    await Promise.all(asked);
    expect(self.asked().at(-1)).toBe('show fdb address 0011.2233.4401');
  });

  it('tells those who wait where they stand, and refuses none', async () => {
    const { lookup, statuses } = bench();
    await Promise.all([0, 1, 2].map(lookup));
    expect(statuses).toContain('next in line at sw1');
    expect(statuses).toContain('2nd in line at sw1');
  });

  it('puts off whole tables while the switch is busy, lets lookups pass, and goes on when it is calm', async () => {
    const self = bench();
    self.cpu = 80;
    const collecting = self.run({ kind: 'collect' });
    await until(() => self.statuses.includes('next in line at sw1, which is busy (CPU 80 %)'));
    await self.lookup();
    expect(self.asked('show ports')).toEqual([]);
    expect(self.driver.care().zones).toMatchObject({ single: 1 });
    self.clock.advance(CPU_SAMPLE_EVERY_MS - 1);
    await turn();
    expect(self.asked('show cpu')).toHaveLength(1);
    self.cpu = 20;
    self.clock.advance(1);
    expect((await collecting).scan?.completeness).toEqual({ state: 'complete' });
    expect(self.driver.care().zones).toMatchObject({ single: 0, normal: 1 });
  });

  it('gives up the tables of a switch that stays busy, and says so', async () => {
    const self = bench();
    self.cpu = 95;
    let isDone = false;
    const collecting = self.run({ kind: 'collect' }).finally(() => {
      isDone = true;
    });
    for (let ms = 0; !isDone && ms < 2 * BUSY_WAIT_MAX_MS; ms += 1_000) {
      for (let turns = 0; turns < 10; turns += 1) await turn();
      self.clock.advance(1_000);
    }
    const { scan } = await collecting;
    expect(scan?.completeness).toMatchObject({ state: 'partial', code: 'DEVICE_BUSY' });
    expect(self.asked('show ports')).toEqual([]);
    // Once, and then each half minute while it waited.
    expect(self.asked('show cpu').length).toBeLessThanOrEqual(1 + BUSY_WAIT_MAX_MS / CPU_SAMPLE_EVERY_MS);
  });

  it('asks a switch for its load once in half a minute, and not at all for a few lookups', async () => {
    const { lookup, asked, clock, run } = bench();
    for (let i = 0; i < 5; i += 1) await lookup();
    expect(asked('show cpu')).toEqual([]);
    await run({ kind: 'collect' });
    await run({ kind: 'collect' });
    expect(asked('show cpu')).toHaveLength(1);
    clock.advance(CPU_SAMPLE_EVERY_MS);
    await run({ kind: 'collect' });
    expect(asked('show cpu')).toHaveLength(2);
  });
});

describe('answers that are kept', () => {
  const resolve = { kind: 'resolve', address: '10.0.0.5' } as const;

  it('are those of slow data for their time, and of no cache for whoever wants none (S1.9, S1.11)', async () => {
    const { run, asked, clock, driver } = bench();
    const first = await run(resolve);
    expect((await run(resolve)).data).toEqual(first.data);
    expect(asked('show arp')).toHaveLength(1);
    await run({ ...resolve, noCache: true });
    expect(asked('show arp')).toHaveLength(2);
    clock.advance(READ_TIMES.arp);
    await run(resolve);
    expect(asked('show arp')).toHaveLength(3);
    expect(driver.care().cache['arp']).toEqual({ hit: 1, miss: 2, bypass: 1, fault: 0 });
    // What is not there now may be there in a moment.
    await run({ ...resolve, address: '10.0.0.9' });
    await run({ ...resolve, address: '10.0.0.9' });
    expect(asked('show arp 10.0.0.9')).toHaveLength(2);
  });

  it('are never where an address is: that is asked each time', async () => {
    const { run, lookup, asked, clock } = bench();
    await lookup();
    await lookup();
    expect(asked('show fdb address')).toHaveLength(2);
    await run({ kind: 'port', port: 'Gi1/0/1' });
    clock.advance(3_000);
    const { data } = await run({ kind: 'port', port: 'Gi1/0/1' });
    expect(asked('show ports')).toHaveLength(1);
    expect(asked('show fdb').filter((line) => line === 'show fdb')).toHaveLength(2);
    expect(data).toMatchObject({ agesMs: { ports: 3_000, neighbours: 3_000 } });
  });

  it('are forgotten when the switch was changed', async () => {
    const { run, asked, driver } = bench();
    await run(resolve);
    driver.forget(target);
    await run(resolve);
    expect(asked('show arp')).toHaveLength(2);
  });

  it('are one for all who ask the same at once', async () => {
    const { run, asked, driver } = bench();
    const all = await Promise.all([run(resolve), run(resolve, 'schedule'), run(resolve)]);
    expect(all.map(({ data }) => data)).toEqual([all[0]?.data, all[0]?.data, all[0]?.data]);
    expect(asked('show arp')).toHaveLength(1);
    expect(driver.care().joined).toBe(2);
  });
});
