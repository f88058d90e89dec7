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
  const driver = createSwitchDriver({ clock: systemClock, log: silentLog });
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
const tick = (ms: number) => new Promise((d) => setTimeout(d, ms));
describe('attack', () => {
  it('A one vty: cancel then again', async () => {
    const { run, simulated, driver } = await bench('cisco_ios', { sessionsMax: 1, faults: { hang: { afterBytes: 100, command: /^show mac address-table/, times: 1 } } });
    const abort = new AbortController();
    const p = run(collect, { signal: abort.signal, progress: (s) => { if (s === 'reading the MAC table') setTimeout(() => abort.abort(new WaysideError('CANCELLED', 'x')), 20); } }).catch((e) => e.code);
    const first = await p;
    const second = await run(lookupOf(simulated.device)).then((o) => 'ok', (e) => e.code + ' ' + e.message);
    console.log('A', first, second, simulated.counters.openMax, simulated.counters.refusedFull);
  });
  it('F cancel at random times', async () => {
    const { run, simulated, driver } = await bench('dell_os6', { latencyMs: 1, enablePassword: 'abc12345', pageLines: 5, motd: 'hello#\r\n' });
    const codes: Record<string, number> = {};
    for (let i = 0; i < 60; i++) {
      const abort = new AbortController();
      const t = setTimeout(() => abort.abort(new WaysideError('CANCELLED', 'x')), i * 3);
      const c = await run(i % 2 ? collect : lookupOf(simulated.device), { signal: abort.signal }).then(() => 'ok', (e) => e.code + ':' + (e.code === 'CANCELLED' ? '' : e.message));
      clearTimeout(t);
      codes[c] = (codes[c] ?? 0) + 1;
    }
    await driver.stop();
    await tick(1500);
    console.log('F', codes, simulated.counters.open, simulated.counters.openMax, driver.stats(), (process as any).getActiveResourcesInfo());
  });
  it('G vty full then free; rate', async () => {
    const { run, simulated } = await bench('cisco_ios', { faults: { vtyFull: true } });
    const e = await run(collect).catch((x) => x); console.log('G', e.code, e.message, '|', e.hint);
    simulated.setFaults({});
    console.log('G2', (await run(collect)).scan?.completeness);
    const b = await bench('dell_os6', { connectsPerMinuteMax: 1 });
    await b.run(probe); const e2 = await b.run(probe).catch((x) => x); console.log('G3', e2.code, e2.message, '|', e2.hint);
  });
  it('H dead ones', async () => {
    const all = await Promise.all(Array.from({ length: 12 }, (_, i) => bench(i % 2 ? 'dell_os6' : 'cisco_ios', i < 4 ? { faults: { silent: true } } : {})));
    const t0 = Date.now();
    const res = await Promise.all(all.map(async (b, i) => { const abort = new AbortController(); const t = setTimeout(() => abort.abort(), 4000); const r = await b.run(lookupOf(b.simulated.device), { signal: abort.signal }).then(() => 'ok', (e) => e.code); clearTimeout(t); return `${r}@${Date.now() - t0}`; }));
    console.log('H', res.join(' '));
  }, 60000);
  it('I wrong prompt mid session, deny all, motd', async () => {
    const { run, simulated } = await bench('cisco_ios', { motd: 'sw1#\r\n##########\r\n# stay out # \r\nrouter>\r\n' });
    console.log('I', (await run(collect)).scan?.completeness);
    simulated.setFaults({ wrongPrompt: 'renamed-sw-2' });
    console.log('I2', await run(collect).then((o) => o.scan?.completeness, (e) => e.code + e.message));
    simulated.setFaults({ deny: /./ });
    console.log('I3', await run(collect).then((o) => o.scan?.completeness, (e) => e.code + ' ' + e.message + '|' + e.hint));
    simulated.setFaults({ deny: /lldp|cdp/ });
    console.log('I4', await run(collect).then((o) => o.scan?.completeness, (e) => e.code + ' ' + e.message + '|' + e.hint));
  }, 60000);
});
