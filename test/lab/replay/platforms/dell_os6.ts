/** N4032, all recordings of one stack. */
import { ciscoPrompt, INSIDE, modes } from '../cisco-like.ts';
import type { Config, PortState } from '../model.ts';
import { keyOf } from '../ports.ts';
import { recordedText } from '../recordings.ts';
import { dropVlan, firstConfig, named, nameVlan, openVlan, portRules, save } from '../rules.ts';
import type { ReplayPlatform, Show } from '../shape.ts';
import {
  configShow,
  configsShow,
  fdbShows,
  matching,
  portShows,
  show,
  type Text,
  vlanShow,
} from '../shows.ts';

const DIR = 'dell_os6';
const VLANS: readonly (readonly [number, string])[] = [
  [1, 'default'],
  [666, 'TEST'],
  [707, 'Site1'],
];

function configOf({ name, description, accessVlan, adminUp }: PortState): Text {
  return [
    '',
    `interface ${name}`,
    ...(adminUp ? [] : ['shutdown']),
    ...(description === '' ? [] : [`description "${description}"`]),
    ...(accessVlan === 1 ? [] : [`switchport access vlan ${accessVlan}`]),
    'exit',
  ];
}

/** As the manual of the N-series shows it. */
function pageOf({ name, accessVlan }: PortState): Text {
  return [
    '',
    `Port: ${name}`,
    'VLAN Membership Mode: Access Mode',
    `Access Mode VLAN: ${accessVlan} (default)`,
    'General Mode PVID: 1 (default)',
    'General Mode Ingress Filtering: Enabled',
    'General Mode Acceptable Frame Type: Admit All',
    'General Mode Dynamically Added VLANs:',
    'General Mode Untagged VLANs: 1',
    'General Mode Tagged VLANs:',
    'General Mode Forbidden VLANs:',
    'Trunking Mode Native VLAN: 1 (default)',
    'Trunking Mode Native VLAN Tagging: Disabled',
    'Trunking Mode VLANs Enabled: All',
    'Private VLAN Host Association: None',
    'Private VLAN Mapping: None',
    'Private VLAN Operational Bindings: None',
    'Default Priority: 0',
    'Protected: FALSE',
  ];
}

function showsOf(first: Config): readonly Show[] {
  const arp = recordedText(`${DIR}/show_arp.txt`);
  return [
    show('show version', recordedText(`${DIR}/show_version.txt`)),
    show('show system', recordedText(`${DIR}/show_system.txt`)),
    show('show switch', recordedText(`${DIR}/show_switch.txt`)),
    show('show process cpu', recordedText(`${DIR}/show_process_cpu.txt`)),
    show('show lldp remote-device all', recordedText(`${DIR}/show_lldp_remote_device_all.txt`)),
    {
      line: /^show lldp remote-device detail (Te1\/0\/(?:4|5|6|9|10|21))$/,
      run: ([port = '']) =>
        recordedText(`${DIR}/show_lldp_remote_device_detail_${port.replaceAll('/', '_')}.txt`),
    },
    {
      line: /^show lldp remote-device detail \S+$/,
      run: () => ['', 'No remote device information is available.'],
    },
    configsShow(/^show interfaces switchport$/, ({ ports }) => [...ports.values()].flatMap(pageOf)),
    ...fdbShows(
      recordedText(`${DIR}/show_mac_address_table.txt`),
      {
        all: /^show mac address-table$/,
        address: /^show mac address-table address (\S+)$/,
        port: /^show mac address-table interface (\S.*)$/,
      },
      keyOf,
    ),
    ...portShows(
      recordedText(`${DIR}/show_interfaces_status.txt`),
      {
        all: /^show interfaces status$/,
        one: /^show interfaces status (\S.*)$/,
        row: /^(?:Te|Gi|Po|Fo)\S*\d/,
      },
      keyOf,
    ),
    show('show arp', arp),
    matching(/^show arp \| include (\S+)$/, arp),
    vlanShow('show vlan', recordedText(`${DIR}/show_vlan.txt`), first, (vlan, name) => [
      `${String(vlan).padEnd(6)} ${name.padEnd(32)}                Static`,
    ]),
    configShow(/^show running-config interface (\S.*)$/, keyOf, configOf),
  ];
}

export function dellOs6(): ReplayPlatform {
  const first = firstConfig(keyOf, named('Te1/0/', 3, 10), VLANS);
  return {
    id: 'dell_os6',
    hostname: 'n4032-1',
    firstView: 'user',
    key: keyOf,
    first,
    prompt: ciscoPrompt({
      config: 'config',
      port: (desk) =>
        desk.targets.length > 1 ? 'config-if' : `config-if-${desk.targets[0]?.replace('t', 'Te') ?? ''}`,
      vlan: (desk) => `config-vlan${desk.vlan ?? ''}`,
    }),
    pager: { prompt: '--More-- or (q)uit', erase: `\r${' '.repeat(21)}\r`, leaves: /[qQ]/ },
    pagingOff: /^terminal length 0$/,
    invalid: (line, column) => [
      `${' '.repeat(column + line.search(/\s|$/))}^`,
      "% Invalid input detected at '^' marker.",
      '',
    ],
    denied: ['', 'Command authorization failed.', ''],
    log: '<189> Nov 22 13:00:01 n4032-1-1 TRAPMGR[trapTask]: traputil.c(753) 1204 %% NOTE Link Up: Te1/0/5',
    rules: [
      ...modes({
        interface: /^interface (?:range )?(.+)$/,
        badPort: () => ['', 'An invalid interface has been used for this function', ''],
        badPassword: 'Incorrect Password!',
      }),
      ...portRules(/^switchport access vlan (\d+)$/, () => ['', 'VLAN ID not found.', '']),
      openVlan(/^vlan (\d{1,4})$/, { in: INSIDE, make: true }),
      nameVlan(/^name (.+)$/),
      dropVlan(/^no vlan (\d{1,4})$/, { in: INSIDE }),
      save(/^copy running-config startup-config$/, ['', '', 'Configuration Saved!'], {
        ask: '\nThis operation may take few minutes.\nManagement interfaces will not be available during this time.\n\nAre you sure you want to save? (y/n) ',
        by: 'key',
      }),
    ],
    showsIn: ['user', 'privileged'],
    shows: showsOf(first),
  };
}
