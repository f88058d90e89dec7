/**
 * The steps of plans at ports and VLANs of each kind of platform, through the driver over real SSH. The recipes of all
 * sixteen are typed in platform-writes.test.ts; Dell OS6 and Cisco IOS are tried from all sides in port-changes.test.ts.
 */
import { afterEach, describe, expect, test } from 'vitest';
import type { StepFate } from '../../agent/jobs/driver.ts';
import { findPlatform } from '../../agent/switch/platforms/index.ts';
import { anywayWords, type JobStep, type JsonObject } from '../../shared/model/index.ts';
import { type ReplayDevice, type ReplayOptions, startReplay } from '../lab/replay/index.ts';
import { type DriverAtDoor, driverFor, planned, vlanStep } from './support/switch-rig.ts';

const VLAN = 777;
/** The recorded states of AOS-CX have but one of the ports of its configuration. */
const portsOf = (id: string): number => (id === 'aruba_aoscx' ? 1 : 2);
const running: { stop(): Promise<void> }[] = [];

afterEach(async () => {
  for (const one of running.splice(0).toReversed()) await one.stop();
});

interface Bench extends DriverAtDoor {
  readonly device: ReplayDevice;
  readonly ports: readonly string[];
  readonly many: (steps: readonly JobStep[]) => Promise<readonly StepFate[]>;
}

async function bench(id: string, options: ReplayOptions = {}, count = portsOf(id)): Promise<Bench> {
  const device = await startReplay(id, options);
  const door = driverFor(device, { name: id });
  running.push(device, door.driver);
  const platform = findPlatform(id);
  const ports = [...device.model.running.ports.values()]
    .slice(0, count)
    .map(({ name }) => platform?.portName?.(name) ?? name);
  const many = (steps: readonly JobStep[]): Promise<readonly StepFate[]> =>
    door.driver.changeMany(steps, door.target, door.context);
  return { ...door, device, ports, many };
}

/** The port as the planner knows it: by what a live reading tells. */
async function fieldsOf({ driver, target, context, device }: Bench, port: string): Promise<JsonObject> {
  const platformId = device.platform.id;
  const asked = { kind: 'port', driver: 'switch', port, noCache: true } as const;
  const data = await driver.run(asked, target, context).then(
    (outcome) => outcome.data as { readonly port: JsonObject; readonly config: JsonObject | null },
    // Its recording of the states has other ports than its configuration.
    () => ({ port: {} as JsonObject, config: stateAt(device, platformId, port) }),
  );
  const { mode, accessVlan, description, adminUp } = data.config ?? {};
  const fields = {
    mode: mode ?? data.port['mode'],
    accessVlan: accessVlan ?? data.port['vlan'],
    description: description ?? data.port['description'],
    adminUp: adminUp ?? data.port['adminUp'],
    // What the recordings show at their ports.
    anyway: anywayWords,
  };
  return JSON.parse(JSON.stringify(fields)) as JsonObject;
}

function stateAt({ model }: ReplayDevice, id: string, port: string): JsonObject {
  const short = findPlatform(id)?.portName ?? ((text: string) => text);
  const found = [...model.running.ports.values()].find(({ name }) => short(name) === port);
  const { accessVlan = 1, description = '', adminUp = true } = found ?? {};
  return { mode: 'access', accessVlan, description, adminUp };
}

async function wish(one: Bench, want: JsonObject): Promise<readonly JobStep[]> {
  const steps: JobStep[] = [];
  for (const [at, key] of one.ports.entries()) {
    const before = await fieldsOf(one, key);
    steps.push(planned(at + 1, { kind: 'port', key, before, after: { ...before, ...want } }));
  }
  return steps;
}

const told = (fates: readonly StepFate[]): string[] =>
  fates.map((fate) =>
    fate.state === 'done' ? 'done' : `${fate.state} ${fate.error.code}: ${fate.error.message}`,
  );
const held = (one: Bench): readonly unknown[] =>
  [...one.device.model.running.ports.values()]
    .slice(0, one.ports.length)
    .map(({ accessVlan, description, adminUp }) => ({ accessVlan, description, adminUp }));

/** Their recordings show each of their ports in a port channel. */
const IN_LAGS: readonly string[] = ['cisco_nxos', 'ruckus_icx'];

describe.each(IN_LAGS)('members of port channels of %s', (id) => {
  test('are left alone', async () => {
    const one = await bench(id);
    const fates = await one.many(await wish(one, { description: 'Desk7' }));
    expect(told(fates).every((text) => /GUARD_BLOCKED: .* is a member of/.test(text))).toBe(true);
    expect(one.device.model.unsaved).toBe(false);
  });
});

describe.each(['juniper_junos', 'arista_eos', 'aruba_aoscx'])('a change of %s', (id) => {
  test('is left to the switch to take back when it does not answer over a new session', async () => {
    const one = await bench(id, { connectsPerMinuteMax: 2 });
    const vlan = [...one.device.model.running.vlans.keys()].find((no) => no !== 1) ?? 1;
    const steps = await wish(one, { mode: 'access', accessVlan: vlan, description: 'Desk7' });
    const fates = await one.many(steps);
    expect(told(fates).every((text) => text.startsWith('unknown OUTCOME_UNKNOWN'))).toBe(true);
    expect(told(fates)[0]).toContain('did not answer over a new session');
    expect(one.device.model.waiting).toBe(true);
  });
});

/** Each session of configuration has a name of its own. */
const unnamed = (line: string): string => line.replace(/\bwayside-\S+/, 'wayside');

/** Denied at the one port, by itself and among others; what is typed of a candidate, its timer and its end. */
const TIMED = [
  [
    'juniper_junos',
    /^set interfaces ge-0\/0\/1 /,
    ['rollback 0', 'rollback 0', 'commit confirmed 5', 'commit and-quit'],
  ],
  [
    'arista_eos',
    /^interface .*3\/2\/1\b/,
    [
      ...['configure session wayside', 'configure session wayside abort'],
      ...['configure session wayside', 'configure session wayside abort'],
      ...['configure session wayside', 'commit timer 00:05:00', 'configure session wayside commit'],
    ],
  ],
  ['aruba_aoscx', /^interface .*1\/1\/1\b/, ['checkpoint auto 5', 'checkpoint auto confirm']],
] as const;

describe.each(TIMED)('ports of %s that go without a refused one', (id, deny, typed) => {
  async function two(options: ReplayOptions): Promise<readonly [Bench, readonly StepFate[]]> {
    const one = await bench(id, { faults: { deny }, ...options }, 2);
    return [one, await one.many(await wish(one, { adminUp: false }))];
  }

  test('are changed under the timer of the switch, too', async () => {
    const [{ device }, fates] = await two({});
    expect(told(fates)).toEqual([expect.stringMatching(/^not-done COMMAND_/), 'done']);
    const lines = device.counters.commands.map(({ line }) => unnamed(line));
    expect(lines.filter((line) => /^(?:rollback|commit|checkpoint|configure s)/.test(line))).toEqual(typed);
    expect(device.model.waiting).toBe(false);
    device.reboot();
    const isUp = [...device.model.running.ports.values()].map(({ adminUp }) => adminUp);
    expect(isUp.slice(0, 2)).toEqual([true, false]);
  });

  test('are not confirmed when the switch does not answer over a new session', async () => {
    const [{ device }, fates] = await two({ connectsPerMinuteMax: 2 });
    expect(told(fates)[1]).toMatch(/^unknown OUTCOME_UNKNOWN/);
    expect(device.model.waiting).toBe(true);
  });
});

/** Each has a way of its own to hold VLANs, to enter, to leave or to save. */
const KINDS: readonly string[] = [
  ...['dell_os9', 'dell_os10', 'cisco_smb', 'arista_eos', 'hp_procurve', 'aruba_aoscx', 'juniper_junos'],
  ...['extreme_exos', 'mikrotik_routeros', 'huawei_vrp'],
];

describe.each(KINDS)('steps of plans at %s', (id) => {
  test('make a VLAN, onboard ports and offboard them, and are there after a reboot', async () => {
    const one = await bench(id);
    const made = vlanStep(1, VLAN, { action: 'create', after: { name: 'Lab777' } });
    expect(told(await one.many([made]))).toEqual(['done']);
    const on = await wish(one, { mode: 'access', accessVlan: VLAN, description: 'Desk7', adminUp: true });
    expect(told(await one.many(on))).toEqual(one.ports.map(() => 'done'));
    const port = { accessVlan: VLAN, description: 'Desk7', adminUp: true };
    expect(held(one)).toEqual(one.ports.map(() => port));
    for (const step of on) expect(await one.driver.verify(step, one.target, one.context)).toBe('done');
    const off = await wish(one, { adminUp: false });
    expect(told(await one.many(off))).toEqual(one.ports.map(() => 'done'));
    expect(one.device.model.waiting).toBe(false);
    one.device.reboot();
    expect(held(one)).toEqual(one.ports.map(() => ({ ...port, adminUp: false })));
  });
});
