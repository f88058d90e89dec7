/** The driver over real SSH against simulated switches of each platform, on good days and on bad ones. */
import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { WaysideError } from '../../shared/errors.ts';
import { silentLog, systemClock } from '../../shared/runtime/index.ts';
import type { LabDevice, PlatformId } from '../../test/lab/campus/model.ts';
import { generateCampus } from '../../test/lab/campus.ts';
import { type SimulatedSwitch, type SwitchOptions, startSwitch } from '../../test/lab/ssh-switch.ts';
import type { DriverContext, HostKeyVerdict, Target, TargetOutcome, Task } from '../jobs/driver.ts';
import { createSwitchDriver, type SwitchDriver } from './driver.ts';

const campus = generateCampus({ seed: 11 });
const platforms: readonly PlatformId[] = ['dell_os6', 'cisco_ios'];

function deviceOf(platform: PlatformId): LabDevice {
  const found = campus.devices.find((device) => device.platform === platform && device.tier === 'access');
  if (!found) throw new Error(`the campus has no ${platform}`);
  return found;
}

const running: { stop(): Promise<void> }[] = [];

afterEach(async () => {
  for (const one of running.splice(0).toReversed()) await one.stop();
});

interface Bench {
  readonly simulated: SimulatedSwitch;
  readonly driver: SwitchDriver;
  readonly target: Target;
  readonly context: DriverContext;
  readonly run: (task: Task, changes?: Partial<DriverContext>) => Promise<TargetOutcome>;
}

async function bench(of: PlatformId | LabDevice, options: SwitchOptions = {}): Promise<Bench> {
  const simulated = await startSwitch(typeof of === 'string' ? deviceOf(of) : of, options);
  // Tests connect again and again, and these switches take it.
  const connects = { perDeviceMinute: 600 };
  const driver = createSwitchDriver({ clock: systemClock, log: silentLog, connects });
  running.push(simulated, driver);
  const pins = new Map<string, string>();
  const check = (_target: Target, keyType: string, key: Uint8Array): HostKeyVerdict => {
    const pin = pins.get(keyType);
    const shown = Buffer.from(key).toString('base64');
    pins.set(keyType, pin ?? shown);
    return pin === undefined ? 'pinned-now' : pin === shown ? 'known' : 'mismatch';
  };
  const { username, password, host: address, port } = simulated;
  const context: DriverContext = {
    clock: systemClock,
    log: silentLog,
    signal: new AbortController().signal,
    credentials: {
      open: () => ({ username, password, enablePassword: options.enablePassword, privateKey: undefined }),
    },
    hostKeys: { check },
    progress: () => undefined,
  };
  const target: Target = {
    source: { site: 'ams1', kind: 'source', id: '01hx' },
    name: simulated.hostname,
    address,
    port,
    platform: undefined,
    credential: 'switches',
  };
  return {
    simulated,
    driver,
    target,
    context,
    run: (task, changes = {}) => driver.run(task, target, { ...context, ...changes }),
  };
}

const collect: Task = { kind: 'collect', driver: 'switch' };
const probe: Task = { kind: 'probe', driver: 'switch' };
const lookupOf = (device: LabDevice, at = 0): Task => {
  const entry = device.fdb.filter(({ type }) => type === 'dynamic')[at];
  if (!entry) throw new Error('an empty MAC table');
  return { kind: 'lookup', driver: 'switch', mac: entry.mac };
};

/** `mac|vlan|port` of what the driver saw and of what the switch holds. */
const sightings = (outcome: TargetOutcome): readonly string[] =>
  (outcome.scan?.observations ?? [])
    .filter(({ kind }) => kind === 'sighting')
    .map(({ nativeKey }) => nativeKey)
    .toSorted();
const truth = (device: LabDevice): readonly string[] =>
  device.fdb.map(({ mac, vlan, port }) => `${mac}|${vlan}|${port}`).toSorted();

describe.each(platforms)('the driver on %s', (platform) => {
  it('reads the whole switch as it is (S1.23)', async () => {
    const { run, simulated } = await bench(platform, { enablePassword: 'enable-me-please' });
    const outcome = await run(collect);
    expect(outcome.scan?.completeness).toEqual({ state: 'complete' });
    expect(sightings(outcome)).toEqual(truth(simulated.device));
    expect(outcome.data).toMatchObject({ platform, hostname: simulated.hostname });
  });

  it.each([
    ['byte by byte', { faults: { chunks: 'byte' } }],
    ['in pieces of any size', { faults: { chunks: 'random' } }],
    [
      'with log lines in between',
      { faults: { logLine: '%LINK-3-UPDOWN: Interface Gi1/0/4, changed state to up' } },
    ],
    ['page by page, since AAA forbids to switch paging off', { faults: { deny: /^terminal/ }, pageLines: 5 }],
    ['after a banner', { motd: 'Property of ACME # no entry > keep out\r\n', banner: 'Authorised use only' }],
    ['by keyboard-interactive alone', { auth: ['keyboard-interactive'] }],
  ] satisfies [string, SwitchOptions][])('reads the same %s', async (_name, options) => {
    const { run, simulated } = await bench(platform, options);
    const outcome = await run(collect);
    expect(sightings(outcome)).toEqual(truth(simulated.device));
    expect(outcome.scan?.completeness).toEqual({ state: 'complete' });
  });

  it('finds an address through one warm session, one command at a time, however many ask (S1.4, S1.19)', async () => {
    const { run, simulated, driver } = await bench(platform);
    const { device } = simulated;
    const dynamic = device.fdb.filter(({ type }) => type === 'dynamic');
    const outcomes = await Promise.all(
      Array.from({ length: 200 }, (_, at) => run(lookupOf(device, at % dynamic.length))),
    );
    outcomes.forEach(({ data }, at) => {
      const { mac, vlan, port } = dynamic[at % dynamic.length] ?? {};
      expect(data).toMatchObject({
        rows: expect.arrayContaining([expect.objectContaining({ mac, vlan, port })]),
      });
    });
    expect(simulated.counters).toMatchObject({ connections: 1, openMax: 1, commandsAtOnceMax: 1 });
    expect(driver.stats()).toMatchObject({ open: 1, idle: 1, opened: 1 });
    await driver.stop();
    expect(simulated.counters.logouts).toBe(1);
  });

  it('tells of a port its voice VLAN, as it is configured', async () => {
    const { run, simulated } = await bench(platform, { enablePassword: 'enable-me-please' });
    const { ports } = simulated.device;
    const desk = ports.find(({ voiceVlan, mode }) => voiceVlan !== undefined && mode === 'access');
    const link = ports.find(({ voiceVlan, lag }) => voiceVlan === undefined && lag === undefined);
    const configOf = async (port = ''): Promise<unknown> => {
      const { data } = await run({ kind: 'port', driver: 'switch', port });
      return (data as { readonly config: unknown }).config;
    };
    expect(await configOf(desk?.name)).toMatchObject({
      ...{ mode: 'access', accessVlan: desk?.vlan, voiceVlan: desk?.voiceVlan },
    });
    const { voiceVlan } = (await configOf(link?.name)) as { readonly voiceVlan?: unknown };
    expect(voiceVlan).toBeUndefined();
  });

  it('probes: platform, model, key and round trip', async () => {
    const { run, simulated } = await bench(platform);
    expect((await run(probe)).data).toMatchObject({
      platform,
      hostname: simulated.hostname,
      model: expect.stringContaining(simulated.device.model),
      hostKey: { fingerprint: simulated.fingerprint, verdict: 'pinned-now' },
    });
  });

  it('replaces a session that was cut while it was idle (S1.19)', async () => {
    const { run, simulated } = await bench(platform);
    const lookup = lookupOf(simulated.device);
    await run(lookup);
    simulated.dropConnections();
    expect((await run(lookup)).data).toMatchObject({ rows: [{}] });
    expect(simulated.counters.connections).toBe(2);
  });

  it('keeps what it has when the connection drops in the middle of the MAC table, and reads that again', async () => {
    const drop = { afterBytes: 200, command: /^show mac address-table$/, times: 1 };
    const { run, simulated } = await bench(platform, { faults: { drop } });
    const outcome = await run(collect);
    expect(sightings(outcome)).toEqual(truth(simulated.device));
    expect(simulated.counters.connections).toBe(2);
  });

  it('cancels in the middle of an output and frees the line of the switch (S0.13)', async () => {
    const { run, simulated, driver } = await bench(platform, {
      faults: { hang: { afterBytes: 100, command: /^show mac address-table/ } },
    });
    const abort = new AbortController();
    const working = run(collect, {
      signal: abort.signal,
      progress: (status) => {
        if (status === 'reading the MAC table')
          setImmediate(() => abort.abort(new WaysideError('CANCELLED', 'enough')));
      },
    });
    await expect(working).rejects.toMatchObject({ code: 'CANCELLED' });
    await driver.stop();
    while (simulated.counters.open > 0) await new Promise((done) => setImmediate(done));
    expect(simulated.counters.open).toBe(0);
  });

  it('frees the one line of a switch before it dials again, and logs in as soon as lines are free (S1.4)', async () => {
    const hang = { afterBytes: 100, command: /^show mac address-table$/ };
    const { run, simulated } = await bench(platform, { sessionsMax: 1, faults: { hang } });
    const abort = new AbortController();
    const working = run(collect, {
      signal: abort.signal,
      progress: (status) => {
        if (status === 'reading the MAC table') setImmediate(() => abort.abort());
      },
    });
    await expect(working).rejects.toMatchObject({ code: 'CANCELLED' });
    expect((await run(lookupOf(simulated.device))).data).toMatchObject({ rows: [{}] });
    expect(simulated.counters).toMatchObject({ openMax: 1, refusedFull: 0 });
    simulated.setFaults({ vtyFull: true });
    await expect(run(probe)).rejects.toMatchObject({ code: 'SESSIONS_EXHAUSTED' });
    simulated.setFaults({});
    expect((await run(lookupOf(simulated.device))).data).toMatchObject({ rows: [{}] });
  });

  it('leaves nothing open, whenever the work is cancelled (S0.13)', async () => {
    const { run, simulated, driver } = await bench(platform, { latencyMs: 1, pageLines: 5 });
    for (let ms = 0; ms < 100; ms += 7) {
      const abort = new AbortController();
      const timer = systemClock.after(ms, () => abort.abort());
      const outcome = await run(probe, { signal: abort.signal }).catch((error: unknown) => error);
      timer.cancel();
      if (outcome instanceof Error) expect(outcome).toMatchObject({ code: 'CANCELLED' });
    }
    await driver.stop();
    while (simulated.counters.open > 0) await new Promise((done) => setImmediate(done));
    expect(driver.stats()).toMatchObject({ open: 0, idle: 0, busy: 0, waiting: 0 });
  });

  it('sends a refused password once and says AUTH_REJECTED (S1.22)', async () => {
    const { run, simulated } = await bench(platform, { faults: { rejectAuth: true } });
    await expect(run(collect)).rejects.toMatchObject({ code: 'AUTH_REJECTED' });
    expect(simulated.counters.authAttempts).toBe(1);
  });

  it('makes one login try of a hundred requests that wait with a wrong password (S1.22)', async () => {
    const { run, simulated, driver, target, context } = await bench(platform, {
      faults: { rejectAuth: true },
    });
    const outcomes = await Promise.allSettled(Array.from({ length: 100 }, () => run(collect)));
    for (const outcome of outcomes)
      expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'AUTH_REJECTED' } });
    expect(simulated.counters.authAttempts).toBe(1);
    simulated.setFaults({});
    const { username } = simulated;
    const open = () => ({ username, password: 'another', enablePassword: undefined, privateKey: undefined });
    const other = driver.run(collect, target, { ...context, credentials: { open } });
    await expect(other).rejects.toMatchObject({ code: 'AUTH_REJECTED' });
    expect(simulated.counters.authAttempts).toBe(2);
    await run(probe);
    expect((await run(collect)).scan?.completeness).toEqual({ state: 'complete' });
  });

  it('stops at a changed host key before it logs in (S1.21)', async () => {
    const { run, simulated } = await bench(platform);
    await run(probe);
    const { authAttempts } = simulated.counters;
    simulated.changeHostKey();
    await expect(run(probe)).rejects.toMatchObject({ code: 'HOST_KEY_MISMATCH' });
    expect(simulated.counters.authAttempts).toBe(authAttempts);
  });

  it('lets no secret into log, result or error', async () => {
    const enablePassword = 'canary-of-enable';
    const { run, simulated, context } = await bench(platform, {
      enablePassword,
      password: 'canary-of-login',
    });
    const lines: unknown[] = [];
    const note = (event: string, fields: unknown): unknown => lines.push(event, fields);
    const log = {
      ...silentLog,
      debug: note,
      info: note,
      warn: note,
      error: note,
    } as unknown as typeof silentLog;
    lines.push(await run(collect, { log }), await run(probe, { log }));
    const open = () => ({
      ...context.credentials.open('', {} as Target),
      enablePassword: 'canary-that-is-wrong',
    });
    lines.push(await run(probe, { log, credentials: { open } }).catch((error: unknown) => error));
    simulated.setFaults({ rejectAuth: true });
    lines.push(await run(probe, { log }).catch((error: unknown) => error));
    const codes = lines.flatMap((line) => (line instanceof WaysideError ? [line.code] : []));
    expect(codes).toEqual(['AUTH_REJECTED', 'AUTH_REJECTED']);
    expect(inspect(lines, { depth: 10, maxArrayLength: null, maxStringLength: null })).not.toContain(
      'canary',
    );
  });

  it('says SESSIONS_EXHAUSTED when every terminal line is taken', async () => {
    const { run } = await bench(platform, { faults: { vtyFull: true } });
    await expect(run(collect)).rejects.toMatchObject({ code: 'SESSIONS_EXHAUSTED' });
  });
});

it('reads what all ports of an OS6 carry, by one table', async () => {
  const { run, simulated } = await bench('dell_os6');
  const { scan } = await run(collect);
  const told = new Map(
    scan?.observations.flatMap(({ kind, sections }) => {
      const { name, mode, vlan, taggedVlans } = sections['status'] ?? {};
      return kind === 'port' ? [[name, { mode, vlan, taggedVlans }]] : [];
    }),
  );
  const phones = simulated.device.ports.filter(({ mode }) => mode === 'general');
  expect(phones.length).toBeGreaterThan(0);
  for (const { name, mode, vlan, tagged } of phones)
    expect(told.get(name)).toEqual({ mode, vlan, taggedVlans: tagged.join(',') });
});

it('turns the pages of an OS6 that puts its pager behind the last row', async () => {
  const device = { ...deviceOf('dell_os6'), model: 'N4032' };
  for (const chunks of ['byte', 'random'] as const) {
    const { run, simulated } = await bench(device, { pageLines: 5, faults: { deny: /^terminal/, chunks } });
    const outcome = await run(collect);
    expect(outcome.scan?.completeness).toEqual({ state: 'complete' });
    expect(sightings(outcome)).toEqual(truth(simulated.device));
  }
});
