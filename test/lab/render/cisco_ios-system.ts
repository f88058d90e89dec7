/** What an IOS switch says of itself. */
import { formatMac } from '../../../shared/model/index.ts';
import type { LabDevice } from '../campus/model.ts';
import { offsetMac } from '../campus/pools.ts';
import { iosBanner } from '../campus/wire.ts';
import { type CpuLoad, column, type Lines, span } from './show.ts';

function units(device: LabDevice): number[] {
  return Array.from({ length: device.members }, (_, index) => index + 1);
}

export function versionText(device: LabDevice, uptimeMs: number): Lines {
  const { hostname, model, version, serial } = device;
  const { days, hours, minutes } = span(uptimeMs);
  const weeks = Math.floor(days / 7);
  const parts = [many(weeks, 'week'), many(days % 7, 'day'), many(hours, 'hour'), many(minutes, 'minute')];
  const up = parts.filter((part) => !part.startsWith('0 ')).join(', ') || '0 minutes';
  return [
    iosBanner(model, version),
    'Technical Support: http://www.cisco.com/techsupport',
    'Compiled Thu 09-Jul-20 21:49 by mcpre',
    '',
    'ROM: Bootstrap program is C2960X boot loader',
    'BOOTLDR: C2960X Boot Loader (C2960X-HBOOT-M) Version 15.2(7r)E2, RELEASE SOFTWARE (fc1)',
    '',
    `${hostname} uptime is ${up}`,
    'System returned to ROM by power-on',
    'System image file is "flash:packages.conf"',
    'Last reload reason: Reload Command',
    '',
    `cisco ${model} (APM86XXX) processor (revision W0) with 524288K bytes of memory.`,
    `Processor board ID ${serial}`,
    'Last reset from power-on',
    `${device.vlans.length} Virtual Ethernet interfaces`,
    `${device.ports.length} Gigabit Ethernet interfaces`,
    '512K bytes of flash-simulated non-volatile configuration memory.',
    `Base ethernet MAC Address       : ${device.baseMac}`,
    'Motherboard assembly number     : 73-16695-04',
    `Motherboard serial number       : ${serial}`,
    'Model revision number           : W0',
    `Model number                    : ${model}`,
    `System serial number            : ${serial}`,
    '',
    'Switch Ports Model                     SW Version            SW Image                 ',
    '------ ----- -----                     ----------            ----------               ',
    ...units(device).map(
      (unit) =>
        `${unit === 1 ? '*' : ' '}    ${unit} ${column(device.ports.length / device.members, 5)} ${column(model, 25)} ${column(version, 21)} C2960X-UNIVERSALK9-M     `,
    ),
    '',
    'Configuration register is 0xF',
    '',
  ];
}

function many(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

export function switchTable(device: LabDevice): Lines {
  return [
    `Switch/Stack Mac Address : ${formatMac(device.baseMac, 'dotted')} - Local Mac Address`,
    'Mac persistency wait time: Indefinite',
    '                                             H/W   Current',
    'Switch#   Role    Mac Address     Priority Version  State ',
    '-------------------------------------------------------------------------------------',
    ...units(device).map((unit) => {
      const mac = formatMac(offsetMac(device.baseMac, (unit - 1) * 0x80), 'dotted');
      const role = unit === 1 ? 'Active' : 'Member';
      return `${unit === 1 ? '*' : ' '}${column(unit, 8)}${column(role, 8)} ${mac}     ${16 - unit}     V03     Ready                `;
    }),
    '',
    '',
  ];
}

export function inventory(device: LabDevice): Lines {
  const { model, serial } = device;
  return units(device).flatMap((unit) => [
    `NAME: "${unit}", DESCR: "${model}"`,
    `PID: ${column(model, 18)}, VID: V05  , SN: ${unit === 1 ? serial : `${serial.slice(0, -1)}${unit}`}`,
    '',
  ]);
}

const TASKS: readonly (readonly [number, string])[] = [
  [1, 'Chunk Manager'],
  [2, 'Load Meter'],
  [4, 'Check heaps'],
  [85, 'HRPC qos request'],
  [131, 'Hulc LED Process'],
  [198, 'IP Input'],
  [342, 'SSH Process'],
];

export function processesCpu(load: CpuLoad): Lines {
  const whole = (value: number): string => `${Math.round(value)}%`;
  const share = (value: number): string => `${(value / TASKS.length).toFixed(2)}%`.padStart(6);
  const shares = [load.fiveSeconds, load.minute, load.fiveMinutes].map(share).join(' ');
  return [
    `CPU utilization for five seconds: ${whole(load.fiveSeconds)}/0%; one minute: ${whole(load.minute)}; five minutes: ${whole(load.fiveMinutes)}`,
    ' PID Runtime(ms)     Invoked      uSecs   5Sec   1Min   5Min TTY Process ',
    ...TASKS.map(
      ([pid, name]) =>
        `${String(pid).padStart(4)} ${'1234'.padStart(11)} ${'5678'.padStart(11)} ${'217'.padStart(10)} ${shares}   0 ${name}`,
    ),
  ];
}
