/**
 * What hangs on a port when it is to be changed is seen by the agent itself, right before it types the first line: what came
 * there since the plan was made is guarded as well.
 */
import { afterEach, describe, expect, it } from 'vitest';
import type { StepFate } from '../../agent/jobs/driver.ts';
import type { JsonObject } from '../../shared/model/index.ts';
import type { Capability, LabDevice, LabPort, PlatformId } from '../lab/campus/model.ts';
import { accessSwitch, portStep, SwitchRig } from './support/switch-rig.ts';

const rigs: SwitchRig[] = [];

afterEach(async () => {
  for (const rig of rigs.splice(0)) await rig.stop();
});

/** An access switch that has its first free port as told. */
async function start(
  platform: PlatformId,
  of: { readonly enabled?: readonly Capability[]; readonly port?: Partial<LabPort> },
): Promise<{ readonly rig: SwitchRig; readonly port: LabPort }> {
  const device = accessSwitch(platform);
  const busy = new Set(device.neighbours.map(({ port }) => port));
  const free = device.ports.find(
    ({ name, mode, lag, state }) => mode === 'access' && !lag && state === 'up' && !busy.has(name),
  );
  const [model] = device.neighbours;
  if (!free || !model) throw new Error('the campus has changed');
  const port: LabPort = { ...free, ...of.port };
  const { enabled = [] } = of;
  const neighbour = {
    ...model,
    port: free.name,
    enabled,
    supported: enabled,
    name: 'newcomer',
    cdp: undefined,
  };
  const changed: LabDevice = {
    ...device,
    ports: device.ports.map((one) => (one.name === free.name ? port : one)),
    neighbours: enabled.length > 0 ? [...device.neighbours, { ...neighbour, lldp: true }] : device.neighbours,
  };
  const rig = await SwitchRig.start(changed);
  rigs.push(rig);
  return { rig, port };
}

const told = ([fate]: readonly StepFate[]): string =>
  !fate || fate.state === 'done' ? 'done' : `${fate.state} ${fate.error.code}: ${fate.error.message}`;
const isTyped = (rig: SwitchRig): boolean => rig.typed.some((line) => line.startsWith('conf'));
/** With the guards that the maker of the plan lifted. */
function step(port: LabPort, want: JsonObject, anyway: readonly string[] = []): ReturnType<typeof portStep> {
  const plain = portStep(1, port, want);
  if (anyway.length === 0) return plain;
  const { before, after } = plain.action as { readonly before: JsonObject; readonly after: JsonObject };
  const lifted = { before: { ...before, anyway: [...anyway] }, after: { ...after, anyway: [...anyway] } };
  return { ...plain, action: { ...plain.action, ...lifted } };
}

const otherVlan = ({ simulated }: SwitchRig, { vlan }: LabPort): number =>
  simulated.device.vlans.find((one) => one.vlan !== 1 && one.vlan !== vlan)?.vlan ?? 1;

describe.each(['dell_os6', 'cisco_ios'] as const)('a port of %s', (platform) => {
  it.each([
    ['a switch', ['bridge'], /leads to newcomer, which is a bridge or router/, 'uplink'],
    ['a router', ['router'], /leads to newcomer, which is a bridge or router/, 'uplink'],
    ['an access point', ['bridge', 'wlan'], /leads to an access point \(newcomer\)/, 'ap'],
  ] as const)(
    'to which %s came since it was planned is left alone, unless that is meant',
    async (_, enabled, why, guard) => {
      const { rig, port } = await start(platform, { enabled });
      for (const want of [{ adminUp: false }, { accessVlan: otherVlan(rig, port) }]) {
        const fate = told(await rig.many([step(port, want)]));
        expect(fate).toMatch(/^not-done GUARD_BLOCKED/);
        expect(fate).toMatch(why);
      }
      expect(isTyped(rig)).toBe(false);
      expect(
        told(await rig.many([step(port, { adminUp: false }, [guard === 'ap' ? 'uplink' : 'ap'])])),
      ).toMatch(why);
      expect(told(await rig.many([step(port, { description: 'only words' })]))).toBe('done');
      const now = rig.port(port.name) ?? port;
      expect(told(await rig.many([step(now, { adminUp: false }, [guard])]))).toBe('done');
    },
  );

  it('to which a phone came is changed, and keeps its voice VLAN', async () => {
    const voiceVlan = accessSwitch(platform).vlans.at(-1)?.vlan;
    const { rig, port } = await start(platform, { enabled: ['bridge', 'telephone'], port: { voiceVlan } });
    const accessVlan = rig.simulated.device.vlans.find(
      ({ vlan }) => ![1, port.vlan, voiceVlan].includes(vlan),
    )?.vlan;
    expect(told(await rig.many([step(port, { accessVlan: accessVlan ?? 1 })]))).toBe('done');
    expect(rig.port(port.name)).toMatchObject({ vlan: accessVlan, voiceVlan });
  });

  it('that became a member of a port channel is left alone, its description too', async () => {
    const [{ name: lag } = { name: 'Po1' }] = accessSwitch(platform).lags;
    const { rig, port } = await start(platform, { port: { lag } });
    for (const want of [{ adminUp: false }, { description: 'x' }])
      expect(told(await rig.many([step(port, want, ['uplink', 'ap'])]))).toMatch(
        /^not-done GUARD_BLOCKED: .*is a member of/,
      );
    expect(isTyped(rig)).toBe(false);
  });
});

describe('a port that the switch has shut down by itself', () => {
  it('is put into no other VLAN and not enabled, but shut down and described', async () => {
    const { rig, port } = await start('cisco_ios', { port: { state: 'err-disabled' } });
    const move = { accessVlan: otherVlan(rig, port) };
    expect(told(await rig.many([step(port, move)]))).toMatch(/^not-done GUARD_BLOCKED: .*err-disabled/);
    expect(isTyped(rig)).toBe(false);
    expect(told(await rig.many([step(port, { description: 'looped' })]))).toBe('done');
    const now = rig.port(port.name) ?? port;
    expect(told(await rig.many([step(now, move, ['err-disabled'])]))).toBe('done');
    const then = rig.port(port.name) ?? port;
    expect(told(await rig.many([step(then, { adminUp: false })]))).toBe('done');
  });
});
