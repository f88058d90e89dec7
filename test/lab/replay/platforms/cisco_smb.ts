/** SG300: asks for name and password in the terminal, and whether an old password shall be changed. */
import { ciscoPrompt, modes } from '../cisco-like.ts';
import type { Config, PortState } from '../model.ts';
import { keyOf } from '../ports.ts';
import { recorded } from '../recordings.ts';
import { firstConfig, named, portRules } from '../rules.ts';
import type { ReplayPlatform, Show } from '../shape.ts';
import { configShow, fdbShows, portShows, show, type Text, vlanShow } from '../shows.ts';
import { smbInvalid, smbPager, smbSave, smbVlans } from '../smb-like.ts';

/** As the administration guide shows them. */
const ARP: Text = [
  '',
  'Total number of entries: 2',
  '',
  '',
  '  VLAN    Interface     IP address        HW address          status',
  '--------------------- --------------- ------------------- ---------------',
  'vlan 300   gi7         10.7.1.102      00:1d:9c:a1:46:86   dynamic',
  'vlan 300   gi8         10.7.1.135      00:1d:9c:a1:50:0a   static',
  '',
];
const CPU: Text = [
  '',
  'CPU utilization service is on.',
  '',
  'CPU utilization',
  '-------------------------',
  'five seconds: 5%; one minute: 3%; five minutes: 3%',
];

function configOf({ name, description, accessVlan, adminUp }: PortState): Text {
  return [
    `interface ${name}`,
    ...(description === ''
      ? []
      : [` description ${/\s/.test(description) ? `"${description}"` : description}`]),
    ...(adminUp ? [] : [' shutdown']),
    ' switchport mode access',
    ...(accessVlan === 1 ? [] : [` switchport access vlan ${accessVlan}`]),
    '!',
  ];
}

function showsOf(first: Config): readonly Show[] {
  return [
    show('show version', recorded('cisco_s300/show_version')),
    show('show system', recorded('cisco_s300/show_system')),
    show('show system id', recorded('cisco_s300/show_system_id')),
    show('show lldp neighbors', recorded('cisco_s300/show_lldp_neighbors')),
    show('show interfaces switchport', recorded('cisco_s300/show_interfaces_switchport')),
    show('show interfaces description', recorded('cisco_s300/show_interfaces_description')),
    show('show arp', ARP),
    show('show cpu utilization', CPU),
    ...fdbShows(
      recorded('cisco_s300/show_mac_address-table'),
      {
        all: /^show mac address-table$/,
        address: /^show mac address-table address (\S+)$/,
        port: /^show mac address-table interface (\S.*)$/,
      },
      keyOf,
    ),
    ...portShows(
      recorded('cisco_s300/show_interfaces_status'),
      {
        all: /^show interfaces status$/,
        one: /^show interfaces status (\S.*)$/,
        row: /^(?:gi|fa|Po)\S*\d/,
      },
      keyOf,
    ),
    vlanShow('show vlan', recorded('cisco_s300/show_vlan'), first, (vlan, name) => [
      ` ${String(vlan).padEnd(3)} ${(name || String(vlan)).padStart(9).padEnd(17)}                             S`,
    ]),
    configShow(/^show running-config interface (\S.*)$/, keyOf, configOf),
  ];
}

export function ciscoSmb(): ReplayPlatform {
  const first = firstConfig(keyOf, named('gi', 1, 8), [
    [1, '1'],
    [29, '29'],
  ]);
  return {
    id: 'cisco_smb',
    hostname: 'sg300-1',
    firstView: 'privileged',
    auth: ['none'],
    login: [
      { say: '\r\n\r\n' },
      { user: 'User Name:' },
      { password: 'Password:' },
      {
        ask: '\r\nThe password has exceeded its maximum lifetime.\r\nDo you want to change the password now? (Y/N)[N] ?',
        by: 'key',
        wants: /^n$/i,
      },
      { say: '\r\n\r\n' },
    ],
    key: keyOf,
    first,
    prompt: ciscoPrompt({
      config: 'config',
      port: (desk) => (desk.targets.length > 1 ? 'config-if-range' : 'config-if'),
      vlan: 'config-if',
      vlandb: 'config-vlan',
    }),
    pager: smbPager,
    pagingOff: /^terminal datadump$/,
    idle: /^terminal width \d+$/,
    invalid: smbInvalid,
    denied: ['% Authorization failed'],
    log: '22-Nov-2026 13:00:01 %LINK-I-Up:  gi5',
    rules: [
      ...modes({ interface: /^interface (?:range )?(?!vlan)(.+)$/, badPort: () => ['% Invalid port'] }),
      ...portRules(/^switchport access vlan (\d+)$/, () => [
        'VLAN was not created by user.',
        '% Error: VLAN does not exist',
      ]),
      ...smbVlans,
      smbSave('Overwrite file [startup-config].... (Y/N)[N] ?'),
    ],
    showsIn: ['user', 'privileged'],
    shows: showsOf(first),
  };
}
