/** What an OS6 switch says of itself. */
import { formatMac } from '../../../shared/model/index.ts';
import type { LabDevice } from '../campus/model.ts';
import { type CpuLoad, column, type Lines, row, span } from './show.ts';

const OBJECT_ID = '1.3.6.1.4.1.674.10895.3042';

function burnedIn(device: LabDevice): string {
  return formatMac(device.baseMac, 'dotted').toUpperCase();
}

function units(device: LabDevice): number[] {
  return Array.from({ length: device.members }, (_, index) => index + 1);
}

export function versionTable(device: LabDevice): Lines {
  const { model, serial, version } = device;
  return [
    '',
    'Machine Description............... Dell Networking Switch',
    `System Model ID................... ${model}`,
    `Machine Type...................... Dell Networking ${model}`,
    `Serial Number..................... ${serial}`,
    'Manufacturer...................... 0xbc00',
    `Burned In MAC Address............. ${burnedIn(device)}`,
    `System Object ID.................. ${OBJECT_ID}`,
    'CPU Version....................... XLP308H-B2',
    'SOC Version....................... BCM56842_A1',
    'HW Version........................ 3',
    'CPLD Version...................... 17',
    '',
    'unit active      backup      current-active next-active',
    '---- ----------- ----------- -------------- --------------',
    ...units(device).map((unit) =>
      row(column(unit, 4), column(version, 11), column(version, 11), column(version, 14), version),
    ),
    '',
  ];
}

export function switchTable(device: LabDevice): Lines {
  const { model, version, members } = device;
  const manager = members;
  return [
    '',
    '    Management Standby   Preconfig     Plugged-in    Switch        Code',
    'SW  Status     Status    Model ID      Model ID      Status        Version',
    '--- ---------- --------- ------------- ------------- ------------- -----------',
    ...units(device).map((unit) =>
      row(
        column(unit, 3),
        column(unit === manager ? 'Mgmt Sw' : 'Stack Mbr', 10),
        column(unit === manager ? '' : 'Oper Stby', 9),
        column(model, 13),
        column(model, 13),
        column('OK', 13),
        version,
      ),
    ),
    '',
  ];
}

export function systemTable(device: LabDevice, uptimeMs: number): Lines {
  const up = span(uptimeMs);
  const two = (value: number): string => String(value).padStart(2, '0');
  return [
    '',
    'System Description: Dell Networking Switch',
    `System Up Time: ${up.days} days, ${two(up.hours)}h:${two(up.minutes)}m:${two(up.seconds)}s`,
    'System Contact:',
    `System Name: ${device.hostname}`,
    `System Location: ${device.floor}`,
    `Burned In MAC Address: ${burnedIn(device)}`,
    `System Object ID: ${OBJECT_ID}`,
    `System Model ID: ${device.model}`,
    `Machine Type: Dell Networking ${device.model}`,
    '',
    'System Thermal Conditions:',
    '',
    'Unit Temperature State',
    '      (Celsius)',
    '---- ----------- -----------',
    ...units(device).map((unit) => row(column(unit, 4), column(44 + unit, 11), 'Medium')),
    '',
    'Temperature Sensors:',
    '',
    'Unit Description        Temperature',
    '                         (Celsius)',
    '---- ------------------ -----------',
    ...units(device).map((unit) => row(column(unit, 4), column('MAC', 18), String(44 + unit))),
    '',
    'Fans:',
    '',
    'Unit Description Status',
    '---- ----------- ------',
    ...units(device).flatMap((unit) => [`${unit}    Fan-1         OK`, `${unit}    PS-1 Fan      OK`]),
    '',
    'Power Supplies:',
    '',
    'Unit  Description    Status     Average     Current          Since',
    '                                 Power       Power         Date/Time',
    '                                (Watts)     (Watts)',
    '----  -----------  -----------  ----------  --------  -------------------',
    ...units(device).flatMap((unit) => [
      `${unit}     System       OK            0.1        79.7`,
      `${unit}     Internal(R)  OK           41.5        41.6      07/25/2019 05:08:38`,
    ]),
    '',
    'USB Port Power Status:',
    '----------------------',
    'Device Not Present',
    '',
  ];
}

/** Enough tasks that the table is longer than one page of a terminal. */
const TASKS: readonly (readonly [number, string])[] = [
  [3, '(ksoftirqd/0)'],
  [12, '(migration/1)'],
  [2004, '(nae_port_poll)'],
  [2076, '(procmgr)'],
  [2207, 'bcmINTR'],
  [2211, 'bcmCNTR.0'],
  [2216, 'bcmRX'],
  [2218, 'bcmATP-TX'],
  [2229, 'bcmLINK.0'],
  [2230, 'cpuUtilMonitorTask'],
  [2257, 'hapiRxTask'],
  [2264, 'hapiBroadBufferUsag'],
  [2304, 'snoopTask'],
  [2361, 'openrTask'],
  [2403, 'lldpTask'],
  [2415, 'RMONTask'],
  [2437, 'StatsAppTask'],
];

export function processCpu(load: CpuLoad): Lines {
  const shares = [load.fiveSeconds, load.minute, load.fiveMinutes];
  const percent = (value: number): string => `${value.toFixed(2)}%`;
  const each = shares.map((share) => percent(share / TASKS.length).padStart(8));
  const total = shares.map((share) => percent(share).padStart(8));
  return [
    '',
    'Memory Utilization Report',
    '',
    'status     KBytes',
    '------ ----------',
    'free       739904',
    'alloc      983232',
    '',
    'CPU Utilization:',
    '',
    'PID        Name                  5 Secs  60 Secs 300 Secs',
    '---------- ------------------- -------- -------- --------',
    ...TASKS.map(([pid, name]) => row(column(pid, 10), column(name, 19), ...each)),
    '------------------------------ -------- -------- --------',
    row(column('Total CPU Utilization', 30), ...total),
    '',
  ];
}
