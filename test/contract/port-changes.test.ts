import { afterEach, describe, expect, it } from 'vitest';
import { NO_WRITES } from '../../agent/jobs/approval.ts';
import type { StepFate } from '../../agent/jobs/driver.ts';
import type { PlatformId } from '../lab/campus/model.ts';
import { portStep, SwitchAgent, SwitchRig, vlanStep } from './support/switch-rig.ts';

const platforms: readonly PlatformId[] = ['dell_os6', 'cisco_ios'];
const rigs: SwitchRig[] = [];

afterEach(async () => {
  for (const rig of rigs.splice(0)) await rig.stop();
});

async function start(...args: Parameters<typeof SwitchRig.start>): Promise<SwitchRig> {
  const rig = await SwitchRig.start(...args);
  rigs.push(rig);
  return rig;
}

const words = (fates: readonly StepFate[]): string[] => fates.map(({ state }) => state);
const errors = (fates: readonly StepFate[]): string[] =>
  fates.map((fate) => (fate.state === 'done' ? 'done' : `${fate.error.code}: ${fate.error.message}`));
/** A VLAN of the switch that the port is not in. */
const otherVlan = (rig: SwitchRig, not: readonly number[]): number =>
  rig.simulated.device.vlans.find(({ vlan }) => vlan !== 1 && !not.includes(vlan))?.vlan ?? 1;

describe.each(platforms)('port work on %s', (platform) => {
  it('takes 48 ports on and off board in one configuration session each, and says each when it is saved', async () => {
    const rig = await start(platform);
    const agent = new SwitchAgent(rig);
    const vlan = otherVlan(rig, []);
    const ports = rig.ports.slice(0, 48);
    const on = ports.map((port, at) =>
      portStep(at + 1, port, { accessVlan: vlan, description: `desk ${at}`, adminUp: true }),
    );
    const changing = on.filter(
      ({ action }) => JSON.stringify(action['before']) !== JSON.stringify(action['after']),
    );
    const end = await agent.apply(changing);
    expect(end.outcome).toBe('succeeded');
    expect(end.steps?.[0]?.data).toMatchObject({ verified: true, saved: true });
    expect(ports.map(({ name }) => rig.port(name)?.description)).toEqual(ports.map((_, at) => `desk ${at}`));
    expect(rig.typed.filter((line) => /^(?:write mem|copy run)/.test(line))).toHaveLength(
      Math.ceil(changing.length / 48),
    );
    const off = ports.map(({ name }, at) => portStep(at + 1, must(rig.port(name)), { adminUp: false }));
    const entered = (): number => rig.typed.filter((line) => line.startsWith('configure')).length;
    expect(entered()).toBe(Math.ceil(changing.length / 48));
    expect(errors(await rig.many(off))).toEqual(ports.map(() => 'done'));
    expect(entered()).toBe(Math.ceil(changing.length / 48) + 1);
    expect(ports.every(({ name }) => rig.port(name)?.state === 'disabled')).toBe(true);
    rig.simulated.reboot();
    expect(rig.port(ports[3]?.name ?? '')).toMatchObject({ state: 'disabled', description: 'desk 3', vlan });
  });

  it('does the others when one port of a range is refused, and tells which and why', async () => {
    const rig = await start(platform);
    const ports = rig.ports.slice(0, 6);
    const locked = must(ports[2]);
    const vlan = otherVlan(
      rig,
      ports.map((port) => port.vlan),
    );
    rig.simulated.setFaults({ lockedPort: locked.name });
    const want = { accessVlan: vlan, description: 'lab' };
    const fates = await rig.many(ports.map((port, at) => portStep(at + 1, port, want)));
    expect(words(fates)).toEqual(['done', 'done', 'not-done', 'done', 'done', 'done']);
    expect(errors(fates)[2]).toContain(`port ${locked.name}`);
    expect(errors(fates)[2]).toContain('Invalid VLAN');
    // Its description was typed before its VLAN was refused.
    expect(rig.port(locked.name)).toMatchObject({ vlan: locked.vlan, description: locked.description });
    expect(rig.simulated.unsaved).toBe(false);
  });

  it('puts back what was done of one port among many, and tells it apart from the others', async () => {
    const rig = await start(platform);
    const ports = rig.ports.slice(0, 12);
    const locked = must(ports[5]);
    const vlan = otherVlan(
      rig,
      ports.map((port) => port.vlan),
    );
    rig.simulated.setFaults({ lockedPort: locked.name });
    const fates = await rig.many(
      ports.map((port, at) => portStep(at + 1, port, { accessVlan: vlan, adminUp: false })),
    );
    expect(words(fates)).toEqual(ports.map((port) => (port === locked ? 'not-done' : 'done')));
    expect(rig.port(locked.name)).toMatchObject({ vlan: locked.vlan, state: locked.state });
  });

  it('does not believe a save that the switch did not report', async () => {
    const rig = await start(platform);
    const [port] = rig.ports;
    rig.simulated.setFaults({ mutedSave: true });
    const fates = await rig.many([portStep(1, must(port), { description: 'new words' })]);
    expect(errors(fates)[0]).toContain('could not be saved: the switch said');
    expect(rig.port(must(port).name)?.description).toBe(must(port).description);
  });

  it('makes, renames and takes away a VLAN, but none that ports are in', async () => {
    const rig = await start(platform);
    const made = vlanStep(1, 777, { action: 'create', after: { name: 'guests' } });
    expect(errors(await rig.many([made]))).toEqual(['done']);
    expect(await rig.verify(made)).toBe('done');
    const renamed = vlanStep(1, 777, { before: { name: 'guests' }, after: { name: 'visitors' } });
    expect(errors(await rig.many([renamed]))).toEqual(['done']);
    expect(rig.simulated.device.vlans).toContainEqual({ vlan: 777, name: 'visitors' });
    const port = must(rig.ports[0]);
    expect(words(await rig.many([portStep(1, port, { accessVlan: 777 })]))).toEqual(['done']);
    const gone = vlanStep(1, 777, { action: 'delete', before: { name: 'visitors' } });
    expect(errors(await rig.many([gone]))[0]).toContain(`VLAN 777 is that of ${port.name}`);
    const back = portStep(1, must(rig.port(port.name)), { accessVlan: port.vlan });
    expect(words(await rig.many([back]))).toEqual(['done']);
    expect(errors(await rig.many([gone]))).toEqual(['done']);
    expect(rig.simulated.unsaved).toBe(false);
  });
});

/** What is the same whatever the platform. */
describe('port work', () => {
  it('puts everything back that it cannot save: a change lasts, or is none', async () => {
    const rig = await start('dell_os6');
    const ports = rig.ports.slice(0, 3);
    const vlan = otherVlan(
      rig,
      ports.map((port) => port.vlan),
    );
    rig.simulated.setFaults({ saveFails: true });
    const steps = ports.map((port, at) => portStep(at + 1, port, { accessVlan: vlan, description: 'x' }));
    const fates = await rig.many(steps);
    expect(words(fates)).toEqual(['not-done', 'not-done', 'not-done']);
    expect(errors(fates)[0]).toMatch(/^NOT_SAVED: .*could not be saved.*; it was put back to what it was$/);
    for (const port of ports) expect(rig.port(port.name)).toMatchObject(port);
    rig.simulated.setFaults({});
    expect(words(await rig.many(steps))).toEqual(['done', 'done', 'done']);
    expect(rig.simulated.unsaved).toBe(false);
  });

  it('gives no port a text that would look like the pager', async () => {
    const rig = await start('cisco_ios');
    const fates = await rig.many([portStep(1, must(rig.ports[0]), { description: 'desk --More--' })]);
    expect(errors(fates)[0]).toMatch(/^INVALID_INPUT: .*looks like the pager/);
    expect(rig.typed.some((line) => line.startsWith('configure'))).toBe(false);
  });

  it('says so when a VLAN was made again that ports may have carried', async () => {
    const rig = await start('dell_os6');
    expect(
      errors(await rig.many([vlanStep(1, 777, { action: 'create', after: { name: 'guests' } })])),
    ).toEqual(['done']);
    rig.simulated.setFaults({ saveFails: true });
    const [fate] = await rig.many([vlanStep(1, 777, { action: 'delete', before: { name: 'guests' } })]);
    expect(fate).toMatchObject({ state: 'unknown', error: { code: 'NOT_SAVED' } });
    expect(errors(fate ? [fate] : [])[0]).toContain('may have lost ports that carried it');
    expect(rig.simulated.device.vlans).toContainEqual({ vlan: 777, name: 'guests' });
  });

  it('takes away no VLAN in which the switch itself is reached', async () => {
    const rig = await start('dell_os6');
    const { arp, vlans } = rig.simulated.device;
    const own = must(vlans.find(({ vlan }) => arp.some((entry) => entry.vlan === vlan)));
    const gone = vlanStep(1, own.vlan, { action: 'delete', before: { name: own.name } });
    expect(errors(await rig.many([gone]))[0]).toContain(`an address of its own in VLAN ${own.vlan}`);
    expect(rig.typed.some((line) => line.startsWith('configure'))).toBe(false);
  });

  it('saves what a broken conversation left, before it calls it done', async () => {
    const rig = await start('dell_os6');
    const port = must(rig.ports[0]);
    const step = portStep(1, port, { description: 'left behind' });
    rig.simulated.setFaults({ deny: /^(?:write|copy)/ });
    // As after a process that died between the change and the saving.
    const other = new SwitchRig(rig.simulated);
    rigs.push(other);
    const device = rig.simulated as unknown as { config: { changePort(name: string, to: object): void } };
    device.config.changePort(port.name, { description: 'left behind' });
    await expect(other.verify(step)).rejects.toMatchObject({
      code: 'NOT_SAVED',
      message: expect.stringMatching(
        /it is done, but not saved: in force, and lost when the switch restarts/,
      ),
    });
    rig.simulated.setFaults({});
    expect(await other.verify(step)).toBe('done');
    expect(rig.simulated.unsaved).toBe(false);
  });

  it('tells what was typed and answered with the result, of steps that failed too, and all of it to whoever asks', async () => {
    const rig = await start('dell_os6');
    const ports = rig.ports.slice(0, 2);
    const vlan = otherVlan(
      rig,
      ports.map((port) => port.vlan),
    );
    rig.simulated.setFaults({ lockedPort: must(ports[0]).name });
    const end = await new SwitchAgent(rig).apply([portStep(1, must(ports[0]), { accessVlan: vlan })]);
    expect(end.steps?.[0]).toMatchObject({ state: 'not-done' });
    const { typed } = must(end.targets[0]).data as { readonly typed: readonly string[] };
    expect(typed[0]).toBe('> configure');
    const at = typed.indexOf(`> switchport access vlan ${vlan}`);
    expect(typed.slice(at + 1).find((line) => line.startsWith('<'))).toContain('Invalid VLAN');

    const lines: string[] = [];
    const transcript = (line: string): void => void lines.push(line);
    await rig.many([portStep(1, must(ports[1]), { description: 'desk 9' })], { transcript });
    expect(lines).toEqual(expect.arrayContaining(['> configure', '> description "desk 9"']));
    expect(lines.some((line) => /^> show running-config/.test(line))).toBe(true);
    expect(lines.some((line) => /^> (?:copy|write)/.test(line))).toBe(true);
  });

  it('saves for a plan of ports that are so already, and says when it still cannot', async () => {
    const rig = await start('dell_os6');
    const port = must(rig.ports[0]);
    const step = portStep(1, port, { description: 'left behind' });
    const device = rig.simulated as unknown as { config: { changePort(name: string, to: object): void } };
    device.config.changePort(port.name, { description: 'left behind' });
    rig.simulated.setFaults({ deny: /^(?:write|copy)/ });
    expect(errors(await rig.many([step]))[0]).toMatch(/^NOT_SAVED: it is done, but not saved/);
    rig.simulated.setFaults({});
    // The controller counts it as done, since it is as the plan wants it.
    expect(errors(await rig.many([step]))[0]).toMatch(/^PLAN_STALE/);
    expect(rig.simulated.unsaved).toBe(false);
    const saves = (): number => rig.typed.filter((line) => /^(?:write|copy)/.test(line)).length;
    const before = saves();
    expect(errors(await rig.many([step]))[0]).toMatch(/^PLAN_STALE/);
    expect(saves()).toBe(before);
  });

  it('sends nothing when a port is not as it was planned, is no access port, is in a port channel or unknown', async () => {
    const rig = await start('dell_os6');
    const { device } = rig.simulated;
    const [port] = rig.ports;
    const trunk = must(device.ports.find(({ mode, lag }) => mode === 'trunk' && !lag) ?? device.lags[0]);
    const member = device.ports.find(({ lag }) => lag !== undefined);
    const vlan = otherVlan(rig, [must(port).vlan]);
    const fates = await rig.many([
      portStep(1, { ...must(port), vlan }, { accessVlan: 1 }),
      portStep(2, trunk, { accessVlan: vlan }),
      ...(member ? [portStep(3, member, { description: 'x' })] : []),
      portStep(4, { ...must(port), name: 'Gi9/0/99' }, { accessVlan: vlan }),
      portStep(5, must(rig.ports[1]), { accessVlan: 3999 }),
    ]);
    const codes = errors(fates).map((text) => text.split(':')[0]);
    expect(codes).toEqual([
      'PLAN_STALE',
      'GUARD_BLOCKED',
      ...(member ? ['GUARD_BLOCKED'] : []),
      'NOT_FOUND',
      'NOT_FOUND',
    ]);
    expect(rig.typed.some((line) => line.startsWith('configure'))).toBe(false);
  });

  it('refuses the port that leads to the agent, and an uplink unless it is lifted', async () => {
    const first = await start('dell_os6');
    const { device } = first.simulated;
    const entry = must(
      device.fdb.find(
        ({ port, type }) => type === 'dynamic' && first.ports.some(({ name }) => name === port),
      ),
    );
    const rig = await start(device, { ownMacs: [entry.mac] });
    const own = must(rig.port(entry.port));
    const said = await rig.many([portStep(1, own, { adminUp: false })]);
    expect(errors(said)[0]).toContain('leads to this agent');
    const named = await rig.many([portStep(1, own, { description: 'only words' })]);
    expect(words(named)).toEqual(['done']);

    const uplink = device.neighbours.flatMap(({ port, enabled }) => {
      const isSwitch =
        enabled.includes('bridge') && !enabled.includes('telephone') && !enabled.includes('wlan');
      const found = device.ports.find(({ name, lag }) => isSwitch && name === port && !lag);
      return found && found.state === 'up' ? [found] : [];
    })[0];
    if (!uplink) return;
    const shut = portStep(1, uplink, { adminUp: false });
    expect(errors(await first.many([shut]))[0]).toContain('bridge or router');
    const lifted = { ...shut, action: { ...shut.action } };
    for (const side of ['before', 'after'])
      lifted.action[side] = { ...(shut.action[side] as object), anyway: ['uplink'] };
    expect(words(await first.many([lifted]))).toEqual(['done']);
  });

  it('is refused where the host of the agent does not let it write, and nothing is asked of the switch', async () => {
    const rig = await start('dell_os6');
    const agent = new SwitchAgent(rig, { rules: NO_WRITES });
    agent.offer([portStep(1, must(rig.ports[0]), { description: 'x' })]);
    expect(agent.sent).toMatchObject([{ type: 'jobRejected' }]);
    expect(rig.typed).toEqual([]);
  });
});

function must<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the switch has none');
  return value;
}
