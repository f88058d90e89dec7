/** The recorded lines fit the shapes, and so does every rendered line: the renderers write as the devices do. */
import { describe, expect, test } from 'vitest';
import { formatMac } from '../../../shared/model/index.ts';
import type { LabDevice, PlatformId } from '../campus/model.ts';
import { generateCampus } from '../campus.ts';
import { ciscoIosShapes } from './cisco_ios.shapes.ts';
import { ciscoIosCommands } from './cisco_ios.ts';
import { dellOs6Shapes } from './dell_os6.shapes.ts';
import { dellOs6Commands } from './dell_os6.ts';
import { fits } from './shape.ts';
import { packed, ranges, type ShowCommand, typedPort } from './show.ts';

const SEED = Number(process.env['SEED'] ?? 41);
const campus = generateCampus({ seed: SEED, switches: 40 });
const commands: Readonly<Record<PlatformId, readonly ShowCommand[]>> = {
  dell_os6: dellOs6Commands,
  cisco_ios: ciscoIosCommands,
};
const load = { fiveSeconds: 7, minute: 6, fiveMinutes: 5 };

function show(device: LabDevice, syntax: string, ...args: readonly string[]): readonly string[] {
  const command = commands[device.platform].find((each) => each.syntax === syntax);
  if (!command) throw new Error(`no command ${syntax}`);
  return command.run({ device, load, uptimeMs: device.uptimeMs }, args);
}

const shapes = [...dellOs6Shapes, ...ciscoIosShapes];

describe(`rendered text has the shape of the recordings (SEED=${SEED})`, () => {
  test.each(shapes.map((shape) => [shape.platform, shape.command, shape] as const))(
    '%s %s',
    (platform, command, shape) => {
      const known = (line: string): boolean => shape.lines.some((pattern) => fits(line, pattern));
      expect(shape.recorded.filter((line) => !known(line))).toEqual([]);
      let checked = 0;
      for (const device of campus.devices) {
        if (device.platform !== platform) continue;
        for (const line of show(device, command)) {
          if (line.trim() === '') continue;
          checked += 1;
          expect(known(line), `${device.hostname}: ${JSON.stringify(line)}`).toBe(true);
        }
      }
      expect(checked).toBeGreaterThan(5);
    },
  );

  test('OS6 prints the details of a neighbour in the recorded order, with bare line feeds in a description', () => {
    const device = campus.devices.find(
      (each) => each.neighbours.some((row) => row.description.includes('\n')) && each.platform === 'dell_os6',
    );
    const neighbour = device?.neighbours.find((row) => row.description.includes('\n'));
    if (!device || !neighbour) throw new Error('no Cisco neighbour on a Dell switch');
    const lines = show(device, 'show lldp remote-device detail <interface>', neighbour.port);
    expect(lines.map((line) => line.split(':')[0]?.trim()).filter((label) => label !== '')).toEqual([
      'LLDP Remote Device Detail',
      'Local Interface',
      'Remote Identifier',
      'Chassis ID Subtype',
      'Chassis ID',
      'Port ID Subtype',
      'Port ID',
      'System Name',
      'System Description',
      'Port Description',
      'System Capabilities Supported',
      'System Capabilities Enabled',
      'Management Address',
      'Type',
      'Address',
      'Time to Live',
    ]);
    expect(lines.filter((line) => line.includes('\n'))).toHaveLength(1);
  });
});

describe('what is rendered is what the device holds', () => {
  test('every row of the MAC table is printed once, and a single address alone when asked for', () => {
    for (const device of campus.devices) {
      const spelled = (mac: LabDevice['baseMac']): string =>
        device.platform === 'dell_os6' ? formatMac(mac, 'dotted').toUpperCase() : formatMac(mac, 'dotted');
      const text = show(device, 'show mac address-table').join('\n');
      for (const row of device.fdb)
        expect(text).toMatch(new RegExp(`\\b${row.vlan} +${spelled(row.mac)} .* ${row.port}$`, 'm'));
      const [first] = device.fdb;
      const alone = show(device, 'show mac address-table address <mac>', first?.mac ?? '');
      expect(alone.filter((line) => line.includes(spelled(first?.mac ?? device.baseMac)))).toHaveLength(
        device.fdb.filter((row) => row.mac === first?.mac).length,
      );
    }
  });

  test('every port is printed once in the status table', () => {
    for (const device of campus.devices) {
      const names = show(device, 'show interfaces status').map((line) => line.split(' ')[0]);
      for (const port of [...device.ports, ...device.lags])
        expect(
          names.filter((name) => name === port.name),
          `${device.hostname} ${port.name}`,
        ).toHaveLength(1);
    }
  });

  test('one port alone has the row that it has in the table of all', () => {
    const alone = {
      dell_os6: 'show interfaces status <interface>',
      cisco_ios: 'show interfaces <port> status',
    };
    for (const device of campus.devices) {
      const table = show(device, 'show interfaces status');
      for (const port of [device.ports[0], device.ports.at(-1), ...device.lags]) {
        if (!port) continue;
        const lines = show(device, alone[device.platform], port.name);
        expect(table.join('\n')).toContain(
          lines
            .filter((line) => line !== '')
            .join('\n')
            .split('\n')
            .at(-1),
        );
        const heads = [...device.ports, ...device.lags].filter(({ name }) =>
          lines.some((line) => line.startsWith(`${name} `)),
        );
        expect(heads).toEqual([port]);
      }
      expect(show(device, alone[device.platform], 'Gi9/0/9').join('\n')).toMatch(/invalid/i);
    }
  });

  test('one port of an OS6 alone has the page that it has among all, with the VLANs of its mode', () => {
    const device = campus.devices.find(({ platform, tier }) => platform === 'dell_os6' && tier === 'access');
    if (!device) throw new Error('no Dell switch on a floor');
    const all = show(device, 'show interfaces switchport').join('\n');
    for (const port of [...device.ports, ...device.lags]) {
      const page = show(device, 'show interfaces switchport <interface>', port.name).join('\n');
      expect(page).toContain(`Port: ${port.name}\nVLAN Membership Mode: `);
      expect(all.includes(page)).toBe(port.state !== 'detached');
      if (port.mode === 'access' && port.vlan !== 1)
        expect(page).toContain(`Access Mode VLAN: ${port.vlan}\n`);
      if (port.mode === 'general')
        expect(page).toContain(`General Mode Tagged VLANs: ${ranges(port.tagged).join(',')}\n`);
    }
    const nowhere = show(device, 'show interfaces switchport <interface>', 'Gi9/0/9').join('\n');
    expect(nowhere).toMatch(/invalid interface/);
  });

  test('with LLDP off IOS says so and OS6 prints an empty table', () => {
    const quiet = generateCampus({ seed: SEED, lldp: false });
    for (const device of quiet.devices) {
      if (device.platform === 'cisco_ios') {
        expect(show(device, 'show lldp neighbors detail')).toEqual(['% LLDP is not enabled']);
        expect(show(device, 'show cdp neighbors detail')).toEqual(['% CDP is not enabled']);
      } else expect(show(device, 'show lldp remote-device all').at(-2)).toMatch(/^-{9} -{7} /);
    }
  });
});

describe('text helpers', () => {
  test('lists wrap at their width, runs become ranges, typed port names become short names', () => {
    expect(packed(['(1),', '699,', '707,', '3840'], 13)).toEqual(['(1),699,707,', '3840']);
    expect(packed([], 13)).toEqual(['']);
    expect(ranges([1, 2, 3, 5, 7, 8])).toEqual(['1-3', '5', '7-8']);
    expect(
      ['gi1/0/1', 'GigabitEthernet 1/0/1', 'port-channel 3', 'Te1/0/2', 'nonsense'].map(typedPort),
    ).toEqual(['Gi1/0/1', 'Gi1/0/1', 'Po3', 'Te1/0/2', undefined]);
  });
});
