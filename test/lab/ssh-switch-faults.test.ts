import { once } from 'node:events';
import { connect } from 'node:net';
import type { AuthHandlerMiddleware } from 'ssh2';
import { afterEach, describe, expect, test } from 'vitest';
import { ManualClock, systemClock } from '../../shared/runtime/index.ts';
import type { LabDevice, PlatformId } from './campus/model.ts';
import { generateCampus } from './campus.ts';
import { connectRaw, loggedIn, openRaw, whenClosed } from './raw-shell.ts';
import { type SimulatedSwitch, type SwitchOptions, startSwitch } from './ssh-switch.ts';

const campus = generateCampus({ seed: 7 });

function deviceOf(platform: PlatformId): LabDevice {
  const found = campus.devices.find((device) => device.platform === platform && device.tier === 'access');
  if (!found) throw new Error(`no ${platform}`);
  return found;
}

const dell = deviceOf('dell_os6');
const cisco = deviceOf('cisco_ios');

const running: SimulatedSwitch[] = [];

async function start(device: LabDevice, options: SwitchOptions = {}): Promise<SimulatedSwitch> {
  const simulated = await startSwitch(device, options);
  running.push(simulated);
  return simulated;
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((simulated) => simulated.stop()));
});

describe('limits', () => {
  test('a connection beyond the last terminal line is closed without a banner, and freed lines are reused', async () => {
    const simulated = await start(cisco, { sessionsMax: 2 });
    const first = await loggedIn(simulated);
    const second = await loggedIn(simulated);
    await expect(openRaw(simulated)).rejects.toThrow();
    expect(simulated.counters).toMatchObject({ refusedFull: 1, open: 2, openMax: 2, connections: 2 });
    first.close();
    await first.closed;
    const third = await loggedIn(simulated);
    expect(simulated.counters.openMax).toBe(2);
    second.close();
    third.close();
  });

  test('connects beyond the rate of a minute are refused until the minute is over', async () => {
    const clock = new ManualClock();
    const simulated = await start(dell, { clock, connectsPerMinuteMax: 2 });
    (await openRaw(simulated)).close();
    (await openRaw(simulated)).close();
    await expect(openRaw(simulated)).rejects.toThrow();
    expect(simulated.counters.refusedRate).toBe(1);
    clock.advance(60_001);
    (await openRaw(simulated)).close();
    expect(simulated.counters.connections).toBe(3);
  });

  test('after three wrong passwords the switch hangs up', async () => {
    const simulated = await start(dell, { password: 'right' });
    const wrong = { ...target(simulated), password: 'wrong' };
    await expect(
      connectRaw(wrong, { authHandler: ['password', 'password', 'password', 'password'] }),
    ).rejects.toThrow();
    expect(simulated.counters).toMatchObject({ authAttempts: 3, authFailures: 3 });
  });

  test('keyboard-interactive is offered alone where the switch wants it', async () => {
    const simulated = await start(dell, { auth: ['keyboard-interactive'] });
    await expect(connectRaw(simulated)).rejects.toThrow(/authentication/);
    const { username, password } = simulated;
    const answer: AuthHandlerMiddleware = (_left, _partial, next) =>
      next({
        type: 'keyboard-interactive',
        username,
        prompt: (_name, _instructions, _language, _prompts, finish) => finish([password]),
      });
    const client = await connectRaw(simulated, { authHandler: answer });
    expect(simulated.counters.authFailures).toBe(0);
    client.end();
  });

  test('an answer takes as long as the device thinks', async () => {
    const clock = new ManualClock();
    const simulated = await start(dell, { clock, latencyMs: 40 });
    const shell = await openRaw(simulated);
    await shell.until(/>$/);
    shell.send('show version\r');
    await shell.until(/show version\r\n$/);
    clock.advance(39);
    expect(shell.text).not.toContain('Machine Description');
    clock.advance(1);
    await shell.until(/Machine Description[\s\S]*>$/);
  });
});

describe('faults', () => {
  test('odd chunks cut the output to pieces and change nothing in it', async () => {
    const simulated = await start(dell);
    const shell = await loggedIn(simulated);
    const whole = await shell.command('show vlan');
    const before = shell.pieces.length;
    simulated.setFaults({ chunks: 'byte' });
    expect(await shell.command('show vlan')).toBe(whole);
    expect(new Set(shell.pieces.slice(before))).toEqual(new Set([1]));
    simulated.setFaults({ chunks: 'random' });
    expect(await shell.command('show vlan')).toBe(whole);
    expect(shell.pieces.length).toBeGreaterThan(before + whole.length);
  });

  test('a hanging session stays open and silent, others go on; it strikes as often as told', async () => {
    const simulated = await start(dell, {
      faults: { hang: { afterBytes: 100, command: /^show vlan/, times: 1 } },
    });
    const stuck = await loggedIn(simulated);
    stuck.send('show vlan\r');
    await stuck.until(/show vlan\r\n[\s\S]{100}$/);
    const other = await loggedIn(simulated);
    expect(await other.command('show vlan')).toContain('Data-F');
    stuck.send('\r\r');
    await other.command('show version');
    expect(stuck.text).toMatch(/show vlan\r\n[\s\S]{100}$/);
    expect(simulated.counters.open).toBe(2);
  });

  test('a dropping switch closes the connection in the middle of the output', async () => {
    const simulated = await start(cisco, { faults: { drop: { afterBytes: 300 } } });
    const shell = await loggedIn(simulated);
    shell.send('show version\r');
    await shell.closed;
    const answer = shell.text.slice(shell.text.indexOf('show version\r\n') + 'show version\r\n'.length);
    expect(answer.length).toBeLessThanOrEqual(300);
    expect(simulated.counters.open).toBe(0);
  });

  test('a wrong prompt, a log line and slow output reach the client', async () => {
    const simulated = await start(cisco);
    const shell = await loggedIn(simulated);
    simulated.setFaults({ wrongPrompt: 'someone-else' });
    await shell.command('show switch');
    expect(shell.text).toMatch(/someone-else>$/);
    const logLine = '%LINK-3-UPDOWN: Interface Gi1/0/1, changed state to up';
    simulated.setFaults({ logLine });
    expect(await shell.command('show switch')).toContain(`\r\n${logLine}\r\n`);
    simulated.setFaults({ bytesPerSecond: 20_000 });
    const startedMs = systemClock.monotonic();
    const text = await shell.command('show version');
    expect(systemClock.monotonic() - startedMs).toBeGreaterThan((text.length / 20_000) * 1000 * 0.8);
  });

  test('a silent switch accepts TCP and says nothing; full lines and rejected passwords can be switched on', async () => {
    const simulated = await start(dell, { faults: { silent: true } });
    const socket = connect({ port: simulated.port, host: simulated.host });
    socket.resume();
    await once(socket, 'connect');
    socket.write('SSH-2.0-test\r\n');
    simulated.setFaults({ vtyFull: true });
    await expect(connectRaw(simulated)).rejects.toThrow();
    simulated.setFaults({ rejectAuth: true });
    await expect(connectRaw(simulated)).rejects.toThrow(/authentication/);
    expect(socket.bytesRead).toBe(0);
    socket.destroy();
    simulated.setFaults({});
    (await connectRaw(simulated)).end();
  });

  test('the host key is always the same for a switch until it is changed', async () => {
    const simulated = await start(dell);
    const again = await start(dell);
    expect(again.fingerprint).toBe(simulated.fingerprint);
    const seen: string[] = [];
    const hostVerifier = (key: string): boolean =>
      seen.push(`SHA256:${Buffer.from(key, 'hex').toString('base64').replace(/=+$/, '')}`) > 0;
    (await connectRaw(simulated, { hostHash: 'sha256', hostVerifier })).end();
    expect(seen).toEqual([simulated.fingerprint]);
    simulated.changeHostKey();
    (await connectRaw(simulated, { hostHash: 'sha256', hostVerifier })).end();
    expect(seen[1]).toBe(simulated.fingerprint);
    expect(seen[1]).not.toBe(seen[0]);
  });

  test('a rebooting switch cuts its sessions, refuses new ones while it is down, and starts its uptime anew', async () => {
    const clock = new ManualClock();
    const simulated = await start(dell, { clock });
    const client = await connectRaw(simulated);
    const closed = whenClosed(client);
    simulated.reboot({ downMs: 90_000 });
    await closed;
    await expect(connectRaw(simulated)).rejects.toThrow();
    clock.advance(90_000);
    const shell = await loggedIn(simulated);
    expect(await shell.command('show system')).toContain('System Up Time: 0 days, 00h:00m:00s');
  });
});

describe('counters', () => {
  test('every command is written down with its session, and work shows in the processor load', async () => {
    const simulated = await start(dell);
    const one = await loggedIn(simulated);
    const two = await loggedIn(simulated);
    await one.command('show version');
    await two.command('show vlan');
    expect(simulated.counters.commands.map(({ session, line }) => `${session} ${line}`)).toEqual([
      '1 terminal length 0',
      '2 terminal length 0',
      '1 show version',
      '2 show vlan',
    ]);
    expect(simulated.counters.commandsAtOnceMax).toBe(1);
    const total = /Total CPU Utilization +([\d.]+)%/.exec(await one.command('show process cpu'));
    expect(Number(total?.[1])).toBeGreaterThan(8);
    simulated.setCpu(83);
    expect(await one.command('show process cpu')).toMatch(/Total CPU Utilization +83\.00% +83\.00% +83\.00%/);
  });
});

function target({ host, port, username, password }: SimulatedSwitch): Parameters<typeof connectRaw>[0] {
  return { host, port, username, password };
}
