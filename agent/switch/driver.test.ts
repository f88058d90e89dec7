import { describe, expect, it } from 'vitest';
import { WaysideError } from '../../shared/errors.ts';
import { macFromHex } from '../../shared/model/index.ts';
import { ManualClock, silentLog } from '../../shared/runtime/index.ts';
import { type Cut, cutAt, type DeviceScript, ScriptedDevice } from '../../test/lab/scripted-device.ts';
import {
  connectTo,
  credential,
  PASSWORD,
  plainPlatform,
  target,
  trustingHostKeys,
} from '../../test/lab/scripted-session.ts';
import type { Credential, DriverContext, Task } from '../jobs/driver.ts';
import { createSwitchDriver, type SwitchDriver } from './driver.ts';
import { COMMAND_QUIET_MS } from './limits.ts';
import { openSession, type SessionRequest } from './ssh/session.ts';

const turn = (): Promise<void> => new Promise((done) => setImmediate(done));
const mac = macFromHex('001122334401');
const task = (kind: 'collect' | 'lookup' | 'probe'): Task => ({ kind, driver: 'switch', mac });

const healthy: DeviceScript = {
  prompt: 'sw1#',
  answers: {
    'terminal length 0': '',
    'show version': 'Plain OS 6\r\nModel P48\r\n',
    'show ports': 'Gi1/0/1 up\r\nGi1/0/2 down\r\n',
    'show lags': 'Po1 Gi1/0/2\r\n',
    'show fdb': '10 0011.2233.4401 Gi1/0/1\r\n10 0011.2233.44ff Vl10 self\r\n',
    'show fdb address 0011.2233.4401': '10 0011.2233.4401 Gi1/0/1\r\n',
    'show neighbours': 'Gi1/0/2 core\r\n',
    'show vlans': '10 office\r\n',
  },
};

interface Bench {
  readonly driver: SwitchDriver;
  readonly clock: ManualClock;
  readonly devices: ScriptedDevice[];
  readonly requests: SessionRequest[];
  readonly statuses: string[];
  readonly context: DriverContext;
}

interface BenchOptions {
  readonly login?: () => Credential;
  /** Connections after which the device is gone. */
  readonly connectsMax?: number;
  readonly cut?: Cut;
}

function bench(script: DeviceScript = healthy, options: BenchOptions = {}): Bench {
  const { login = () => credential, connectsMax = Number.POSITIVE_INFINITY, cut } = options;
  const clock = new ManualClock();
  const devices: ScriptedDevice[] = [];
  const requests: SessionRequest[] = [];
  const statuses: string[] = [];
  const driver = createSwitchDriver({
    clock,
    log: silentLog,
    platforms: {
      find: (id) => (id === plainPlatform.id ? plainPlatform : undefined),
      detect: (text) => (plainPlatform.detect.test(text) ? plainPlatform : undefined),
    },
    open: (request) => {
      if (devices.length >= connectsMax) throw new WaysideError('UNREACHABLE', 'no route');
      const device = new ScriptedDevice(script, { turn, ...(cut && { cut }) });
      devices.push(device);
      requests.push(request);
      return openSession(request, connectTo(device));
    },
  });
  const context: DriverContext = {
    clock,
    log: silentLog,
    signal: new AbortController().signal,
    credentials: { open: login },
    hostKeys: trustingHostKeys,
    progress: (status) => statuses.push(status),
  };
  return { driver, clock, devices, requests, statuses, context };
}

const CUT_SHORT = 'more text came after a line that looked like the prompt';
const sent = ({ devices: [device] }: Bench): number => device?.sentBytes ?? 0;

const withAnswers = (answers: DeviceScript['answers']): DeviceScript => ({
  ...healthy,
  answers: { ...healthy.answers, ...answers },
});

describe('collect', () => {
  it('reads every class into one complete scan (S1.23)', async () => {
    const { driver, context, statuses } = bench();
    const { scan, data, timings } = await driver.run(task('collect'), target, context);
    expect(scan?.completeness).toEqual({ state: 'complete' });
    expect(scan?.coverage).toEqual(['switch', 'port', 'sighting', 'neighbour', 'vlan']);
    expect(scan?.observations.map(({ kind }) => kind)).toEqual([
      'switch',
      'port',
      'port',
      'port',
      'sighting',
      'sighting',
      'neighbour',
      'vlan',
    ]);
    expect(data).toMatchObject({
      platform: 'plain',
      hostname: 'sw1',
      counts: { fdb: 2, ports: 2 },
      unknown: {},
    });
    expect(statuses).toContain('reading the MAC table');
    for (const phase of ['queueMs', 'connectMs', 'loginMs', 'commandMs', 'fdbMs'])
      expect(timings).toHaveProperty(phase);
  });

  it('keeps the rest when the device refuses one class, and says which (S1.13)', async () => {
    const { driver, context } = bench(withAnswers({ 'show vlans': 'Command authorization failed.\r\n' }));
    const { scan } = await driver.run(task('collect'), target, context);
    expect(scan?.completeness).toMatchObject({
      state: 'partial',
      code: 'COMMAND_DENIED',
      reason: expect.stringContaining('vlans: COMMAND_DENIED'),
    });
    expect(scan?.coverage).toEqual(['switch', 'port', 'sighting', 'neighbour']);
  });

  it('takes a refused optional command for a feature that is off', async () => {
    const { driver, context } = bench(
      withAnswers({ 'show neighbours': "% Invalid input detected at '^' marker.\r\n" }),
    );
    const { scan } = await driver.run(task('collect'), target, context);
    expect(scan?.completeness).toEqual({ state: 'complete' });
    expect(scan?.coverage).toContain('neighbour');
  });

  it('goes on with a new session after a class whose command hangs (S1.13)', async () => {
    const { driver, context, clock, devices } = bench({
      ...healthy,
      hang: { command: 'show fdb', afterBytes: 20 },
    });
    const running = driver.run(task('collect'), target, context);
    while (!devices[0]?.typed.includes('show fdb')) await turn();
    await devices[0].drained();
    clock.advance(COMMAND_QUIET_MS);
    const { scan } = await running;
    expect(scan?.completeness).toMatchObject({ state: 'partial', code: 'TIMEOUT' });
    expect(scan?.coverage).toEqual(['port', 'neighbour', 'vlan']);
    expect(devices).toHaveLength(2);
    expect(devices[1]?.typed).not.toContain('show fdb');
  });

  it('gives what it has when the device is gone after a command that hung (S1.13)', async () => {
    const script = { ...healthy, hang: { command: 'show fdb', afterBytes: 20 } };
    const { driver, context, clock, devices } = bench(script, { connectsMax: 1 });
    const running = driver.run(task('collect'), target, context);
    while (!devices[0]?.typed.includes('show fdb')) await turn();
    await devices[0].drained();
    clock.advance(COMMAND_QUIET_MS);
    const { scan } = await running;
    expect(scan?.completeness).toMatchObject({ state: 'partial', code: 'TIMEOUT' });
    expect(scan?.completeness).toMatchObject({ reason: expect.stringContaining('vlans: UNREACHABLE') });
    expect(scan?.coverage).toEqual(['port']);
    expect(driver.stats()).toMatchObject({ open: 0, busy: 0 });
  });

  it('does not call a kind covered whose lines it did not all know, and quotes one', async () => {
    const { driver, context } = bench(
      withAnswers({ 'show fdb': `10 0011.2233.4401 Gi1/0/1\r\n?? 7 ${PASSWORD}\r\n` }),
    );
    const { scan, data } = await driver.run(task('collect'), target, context);
    expect(scan?.completeness).toMatchObject({ state: 'partial', code: 'PARSE_FAILED' });
    expect(scan?.coverage).not.toContain('sighting');
    expect(data).toMatchObject({ unknown: { fdb: { count: 1, lines: ['?? 7 [sealed]'] } } });
    expect(JSON.stringify({ scan, data })).not.toContain(PASSWORD);
  });

  it.each(['neighbours', 'vlans'])(
    'never takes %s for complete that a line like the prompt cut short, wherever the output is cut',
    async (name) => {
      const rows = { neighbours: ['Gi1/0/1 a', 'Gi1/0/2 core'], vlans: ['10 office', '20 lab'] }[name] ?? [];
      const text = `${rows.join('\r\nsw1#\r\n')}\r\n`;
      let from = 0;
      const first = bench(
        withAnswers({
          [`show ${name}`]: () => {
            from = sent(first);
            return text;
          },
        }),
      );
      const { data } = await first.driver.run(task('collect'), target, first.context);
      const states = new Set<string>();
      for (let at = from; at < from + 60; at += 1) {
        const { driver, context } = bench(withAnswers({ [`show ${name}`]: text }), { cut: cutAt(at) });
        const { scan, data: cutData } = await driver.run(task('collect'), target, context);
        const { state } = scan?.completeness ?? {};
        states.add(state ?? '');
        expect(scan?.coverage.includes(name === 'vlans' ? 'vlan' : 'neighbour')).toBe(state === 'complete');
        if (state === 'complete') expect(cutData).toEqual(data);
        else expect(scan?.completeness).toMatchObject({ reason: `${name}: PARSE_FAILED: ${CUT_SHORT}` });
      }
      expect([...states].toSorted()).toEqual(['complete', 'partial']);
    },
  );

  it('throws when nothing at all could be read', async () => {
    const denied = 'Command authorization failed.\r\n';
    const answers = Object.fromEntries(Object.keys(healthy.answers).map((command) => [command, denied]));
    const { driver, context } = bench({ ...healthy, answers });
    await expect(driver.run(task('collect'), target, context)).rejects.toMatchObject({
      code: 'COMMAND_DENIED',
    });
  });
});

describe('lookup', () => {
  it('answers with the rows of the one address, from a warm session the second time (S1.19)', async () => {
    const { driver, context, devices } = bench();
    const first = await driver.run(task('lookup'), target, context);
    expect(first.data).toEqual({
      platform: 'plain',
      prompt: 'sw1#',
      hostname: 'sw1',
      rows: [{ mac, vlan: 10, port: 'Gi1/0/1', type: 'dynamic' }],
    });
    const second = await driver.run(task('lookup'), target, context);
    expect(second.timings).toMatchObject({ connectMs: 0, loginMs: 0 });
    expect(devices).toHaveLength(1);
    expect(driver.stats()).toMatchObject({ open: 1, idle: 1, opened: 1, reused: 1 });
  });

  it('asks the device once for equal lookups that wait together', async () => {
    const { driver, context, devices } = bench();
    const answers = await Promise.all([1, 2, 3].map(() => driver.run(task('lookup'), target, context)));
    expect(answers).toHaveLength(3);
    expect(devices[0]?.typed.split('show fdb address')).toHaveLength(2);
  });

  it('keeps only rows of the address when the device ignores the filter', async () => {
    const command = 'show fdb address 0011.2233.4401';
    const { driver, context } = bench(
      withAnswers({ [command]: '10 0011.2233.4400 Gi1/0/9\r\n10 0011.2233.4401 Gi1/0/1\r\n' }),
    );
    const { data } = await driver.run(task('lookup'), target, context);
    expect(data).toMatchObject({ rows: [{ port: 'Gi1/0/1' }] });
  });

  it('leaves the pager once the answer has passed by', async () => {
    const rows = ['00', '01', '02', '03', '04', '05']
      .map((end) => `10 0011.2233.44${end} Gi1/0/1\r\n`)
      .join('');
    const { driver, context, devices } = bench({
      ...withAnswers({ 'show fdb address 0011.2233.4401': rows }),
      pager: { lines: 3, prompt: '--More-- or (q)uit', erase: '\r\x1b[K' },
    });
    const { data } = await driver.run(task('lookup'), target, context);
    expect(data).toMatchObject({ rows: [{ mac }] });
    expect(devices[0]?.typed.endsWith('q')).toBe(true);
  });

  it('ends with the reason of the abort and leaves no session (S0.13)', async () => {
    const { driver, context, devices } = bench({
      ...healthy,
      hang: { command: 'show fdb address 0011.2233.4401', afterBytes: 5 },
    });
    const abort = new AbortController();
    const running = driver.run(task('lookup'), target, { ...context, signal: abort.signal });
    while (!devices[0]?.typed.includes('show fdb address')) await turn();
    abort.abort(new WaysideError('LEASE_LOST', 'the lease was lost'));
    await expect(running).rejects.toMatchObject({ code: 'LEASE_LOST' });
    expect(devices[0].closed).toBe(true);
    await turn();
    expect(driver.stats().open).toBe(0);
  });

  it('asks the vault each time, so a credential that was taken away works no more (S1.22)', async () => {
    let there = true;
    const { driver, context } = bench(healthy, {
      login: () => {
        if (there) return credential;
        throw new WaysideError('CREDENTIAL_MISSING', 'no credential "switches"');
      },
    });
    await driver.run(task('lookup'), target, context);
    there = false;
    await expect(driver.run(task('lookup'), target, context)).rejects.toMatchObject({
      code: 'CREDENTIAL_MISSING',
    });
  });

  it('does not use a session that an older password opened', async () => {
    let password = PASSWORD;
    const { driver, context, devices, clock } = bench(healthy, {
      login: () => ({ ...credential, password }),
    });
    await driver.run(task('lookup'), target, context);
    password = 'a-new-password';
    const second = driver.run(task('lookup'), target, context);
    while (!devices[0]?.typed.includes('quit')) await turn();
    clock.advance(10_000);
    await second;
    expect(devices).toHaveLength(2);
  });
});

describe('probe', () => {
  it('connects anew and tells what the device is and how it was reached (S1.21)', async () => {
    const { driver, context, devices } = bench();
    const { data } = await driver.run(task('probe'), { ...target, platform: undefined }, context);
    expect(data).toMatchObject({
      platform: 'plain',
      hostname: 'sw1',
      model: 'P48',
      privileged: true,
      hostKey: { fingerprint: 'SHA256:abc', verdict: 'known' },
      algorithms: { kex: 'curve25519-sha256' },
      rttMs: 1,
    });
    expect(devices).toHaveLength(1);
  });
});

describe('platforms', () => {
  it('finds out the platform once per device and remembers it', async () => {
    const { driver, context, requests, devices } = bench();
    const unknown = { ...target, platform: undefined };
    await driver.run(task('lookup'), unknown, context);
    devices[0]?.hangUp(new WaysideError('CONNECTION_LOST', 'rebooted'));
    await turn();
    await driver.run(task('lookup'), unknown, context);
    expect(requests.map(({ platform }) => platform?.id)).toEqual([undefined, 'plain']);
    expect(devices[1]?.typed).not.toContain('show version');
  });

  it('refuses a platform that does not exist before anything is dialled', async () => {
    const { driver, context, devices } = bench();
    const running = driver.run(task('lookup'), { ...target, platform: 'toaster' }, context);
    await expect(running).rejects.toMatchObject({
      code: 'PLATFORM_UNKNOWN',
      message: 'there is no platform "toaster"',
      hint: expect.stringMatching(/^Known are dell_os6, .*; leave it empty to find out$/),
    });
    expect(devices).toHaveLength(0);
  });

  it('stops with every session closed', async () => {
    const { driver, context, clock, devices } = bench();
    await driver.run(task('lookup'), target, context);
    const stopping = driver.stop();
    clock.advance(10_000);
    await stopping;
    expect(devices[0]?.closed).toBe(true);
    await expect(driver.run(task('lookup'), target, context)).rejects.toMatchObject({
      code: 'SHUTTING_DOWN',
    });
  });
});
