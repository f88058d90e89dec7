import { afterEach, describe, expect, test } from 'vitest';
import type { LabDevice, PlatformId } from './campus/model.ts';
import { generateCampus, pick } from './campus.ts';
import { connectRaw, loggedIn, openRaw } from './raw-shell.ts';
import { type SimulatedSwitch, type SwitchOptions, startSwitch } from './ssh-switch.ts';

const campus = generateCampus({ seed: 7 });

function deviceOf(platform: PlatformId): LabDevice {
  const found = campus.devices.find((device) => device.platform === platform && device.tier === 'access');
  if (!found) throw new Error(`no ${platform}`);
  return found;
}

const dell = deviceOf('dell_os6');
const cisco = deviceOf('cisco_ios');

const IOS_ERASE = `${'\b'.repeat(9)}${' '.repeat(8)}${'\b'.repeat(9)}`;

const running: SimulatedSwitch[] = [];

async function start(device: LabDevice, options: SwitchOptions = {}): Promise<SimulatedSwitch> {
  const simulated = await startSwitch(device, options);
  running.push(simulated);
  return simulated;
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((simulated) => simulated.stop()));
});

describe('terminal dialogue', () => {
  test('OS6 asks no enable password, answers in its own table and logs out', async () => {
    const simulated = await start(dell);
    const shell = await openRaw(simulated);
    await shell.until(new RegExp(`^\\r\\n${dell.hostname}>$`));
    shell.send('enable\r');
    expect(await shell.until(/#$/)).toBe(`enable\r\n${dell.hostname}#`);
    await shell.command('terminal length 0');
    const own = dell.fdb.find((row) => row.type === 'self');
    const answer = await shell.command(`show mac address-table address ${own?.mac}`);
    expect(answer).toMatch(/Vlan {5}Mac Address {11}Type {8}Port\r\n/);
    expect(answer).toMatch(/\r\n10 {7}[0-9A-F.]{14} {8}Management {2}Vl10\r\n/);
    shell.send('quit\r');
    await shell.closed;
    expect(simulated.counters.logouts).toBe(1);
  });

  test('IOS wants the enable password, rejects a wrong one and never echoes it', async () => {
    const simulated = await start(cisco, { enablePassword: 'let-me-in' });
    const shell = await openRaw(simulated);
    await shell.until(/>$/);
    shell.send('enable\r');
    await shell.until(/Password:$/);
    shell.send('wrong\r');
    expect(await shell.until(/>$/)).toBe(`\r\n% Access denied\r\n\r\n${cisco.hostname}>`);
    shell.send('en\r');
    await shell.until(/Password:$/);
    shell.send('let-me-in\r');
    expect(await shell.until(/#$/)).toBe(`\r\n${cisco.hostname}#`);
    expect(shell.text).not.toContain('let-me-in');
    expect(await shell.command(`show run int ${cisco.ports[0]?.name}`)).toContain(
      'interface GigabitEthernet1/0/1',
    );
  });

  test('words may be cut short while they stay unique, and mistakes get the words of the platform', async () => {
    const shell = await loggedIn(await start(cisco));
    expect(await shell.command('sh ver')).toContain('Cisco IOS Software');
    expect(await shell.command('sh v')).toBe('% Ambiguous command:  "sh v"\r\n\r\n');
    expect(await shell.command('show mac')).toBe('% Incomplete command.\r\n\r\n');
    const column = cisco.hostname.length + 1 + 'show '.length;
    expect(await shell.command('show nothing')).toBe(
      `${' '.repeat(column)}^\r\n% Invalid input detected at '^' marker.\r\n\r\n`,
    );
    const other = await loggedIn(await start(dell));
    expect(await other.command('show lldp')).toBe(
      '\r\nCommand not found / Incomplete command. Use ? to list commands.\r\n\r\n',
    );
    expect(await other.command('show lldp remote-device detail gi9/0/1')).toContain('An invalid interface');
  });

  test('IOS takes dotted addresses alone, OS6 colons as well', async () => {
    const { mac } = pick(campus, 'edge');
    const shell = await loggedIn(await start(cisco));
    expect(await shell.command(`show mac address-table address ${mac}`)).toContain('Invalid input');
    const other = await loggedIn(await start(dell));
    expect(await other.command(`show mac address-table address ${mac}`)).not.toContain('Invalid input');
  });

  test('typing ahead waits until the running command is done, and editing keys work', async () => {
    const shell = await loggedIn(await start(cisco, { latencyMs: 20 }));
    shell.send('show clockx\x7f\x7f\x7f\x7f\x7f\x7fversion\rshow switch\r');
    const text = await shell.until(/Ready[^#>]*>$/);
    expect(text.indexOf('show switch')).toBeGreaterThan(text.indexOf('Configuration register'));
    expect(text).toContain('Cisco IOS Software');
  });

  test('configuration lives until it is saved or lost in a reboot', async () => {
    const simulated = await start(cisco, { privileged: true });
    const shell = await loggedIn(simulated);
    await shell.command('configure terminal');
    expect(shell.text).toMatch(/\(config\)#$/);
    await shell.command('interface Gi1/0/1');
    await shell.command('switchport access vlan 42');
    await shell.command('hostname renamed');
    await shell.command('end');
    expect(shell.text).toMatch(/renamed#$/);
    expect(simulated.unsaved).toBe(true);
    expect(await shell.command('show running-config interface Gi1/0/1')).toContain(
      'switchport access vlan 42',
    );
    simulated.reboot();
    await shell.closed;
    expect(simulated.hostname).toBe(cisco.hostname);
    const again = await loggedIn(simulated);
    expect(await again.command('show running-config interface Gi1/0/1')).not.toContain('vlan 42');
    await again.command('configure terminal');
    await again.command('interface Gi1/0/1');
    await again.command('description "kept"');
    await again.command('end');
    again.send('copy running-config startup-config\r');
    await again.until(/startup-config\]\? $/);
    again.send('\r');
    await again.until(/\[OK\]\r\n.*#$/);
    simulated.reboot();
    expect(simulated.device.ports[0]?.description).toBe('kept');
  });

  test('single commands by exec and a second shell on the connection are refused', async () => {
    const simulated = await start(dell);
    const client = await connectRaw(simulated);
    const refused = await new Promise((resolve) => client.exec('show version', (error) => resolve(error)));
    expect(refused).toBeInstanceOf(Error);
    const second = await new Promise((resolve) => client.shell((error) => resolve(error)));
    expect(second).toBeInstanceOf(Error);
    expect(simulated.counters.execRefused).toBe(1);
    client.end();
  });
});

describe('paging', () => {
  test('IOS stops after 23 lines, wipes its prompt with backspaces and pages on space and Enter', async () => {
    const shell = await openRaw(await start(cisco));
    await shell.until(/>$/);
    shell.send('show interfaces status\r');
    const first = await shell.until(/ --More-- $/);
    expect(first.split('\r\n')).toHaveLength(1 + 23 + 1);
    shell.send('\r');
    const line = await shell.until(/ --More-- $/);
    expect(line.slice(0, IOS_ERASE.length)).toBe(IOS_ERASE);
    expect(line.slice(IOS_ERASE.length)).toMatch(/^Gi1\/0\/\d+ [^\r]+\r\n --More-- $/);
    shell.send(' ');
    expect((await shell.until(/ --More-- $/)).split('\r\n')).toHaveLength(23 + 1);
    shell.send('q');
    expect(await shell.until(/>$/)).toBe(`${IOS_ERASE}${cisco.hostname}>`);
  });

  test('OS6 pages until q, and the whole output is the same as without paging', async () => {
    const simulated = await start(dell);
    const shell = await openRaw(simulated);
    await shell.until(/>$/);
    shell.send('show vlan\r');
    let paged = '';
    for (;;) {
      const page = await shell.until(/(?:--More-- or \(q\)uit|>)$/);
      paged += page.replace(/^\r {21}\r/, '').replace(/--More-- or \(q\)uit$/, '');
      if (page.endsWith('>')) break;
      shell.send(' ');
    }
    await shell.command('terminal length 0');
    shell.send('show vlan\r');
    expect(paged).toBe(await shell.until(/>$/));
    await shell.command('terminal length 24');
    shell.send('show interfaces status\r');
    await shell.until(/--More-- or \(q\)uit$/);
    shell.send('q');
    expect(await shell.until(/>$/)).toBe(`\r${' '.repeat(21)}\r${dell.hostname}>`);
  });

  test('the N4032 puts its pager behind the last row, as recorded', async () => {
    const server = campus.devices.find((device) => device.model === 'N4032');
    const shell = await openRaw(await start(server ?? dell));
    await shell.until(/>$/);
    shell.send('show process cpu\r');
    expect(await shell.until(/\(q\)uit$/)).toMatch(/0\.\d\d% {2}--More-- or \(q\)uit$/);
    shell.send(' ');
    expect(await shell.until(/>$/)).toMatch(/^\r\n\d+ +\w+/);
  });

  test('with paging off denied by AAA the pager stays', async () => {
    const simulated = await start(cisco, { faults: { deny: /^terminal length/ } });
    const shell = await openRaw(simulated);
    await shell.until(/>$/);
    expect(await shell.command('term len 0')).toContain('Command authorization failed.');
    shell.send('show interfaces status\r');
    await shell.until(/ --More-- $/);
  });
});
