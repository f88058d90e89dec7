/** A 5448: the SSH login asks for nothing, the terminal for name and password. */
import { ciscoPrompt, modes } from '../cisco-like.ts';
import type { Config, PortState } from '../model.ts';
import { keyOf } from '../ports.ts';
import { recorded } from '../recordings.ts';
import { firstConfig, named, portRules } from '../rules.ts';
import type { ReplayPlatform, Show } from '../shape.ts';
import { configShow, fdbShows, portShows, show, type Text, vlanShow } from '../shows.ts';
import { smbInvalid, smbPager, smbSave, smbVlans } from '../smb-like.ts';

/** No recordings of these are at hand: as the manual of the 54xx shows them. */
const VERSION: Text = [
  'SW version    2.0.0.46 ( date  15-Jul-2010 time  14:49:13 )',
  'Boot version    2.0.0.0 ( date  10-Mar-2009 time  13:33:34 )',
  'HW version    00.00.02',
];
const SYSTEM: Text = [
  'System Description:                       Ethernet Switch',
  'System Up Time (days,hour:min:sec):       41,04:33:18',
  'System Contact:',
  'System Name:                              pc5448-1',
  'System Location:',
  'System MAC Address:                       00:1e:c9:aa:bb:cc',
  'System Object ID:                         1.3.6.1.4.1.674.10895.3022',
  'Type:                                     PowerConnect 5448',
];
const VLAN_TABLE: Text = [
  'VLAN   Name                 Ports                Type         Authorization',
  '----   -----------------    ------------------   ----------   -------------',
  '1      1                    g(1-4),ch(1-8)       other        Required',
  '5      servers              g(5-48)              permanent    Required',
];
const ARP: Text = [
  'Total number of entries: 1',
  '',
  '',
  '  VLAN    Interface     IP address        HW address          status',
  '--------------------- --------------- ------------------- ---------------',
  'vlan 5     g48         10.5.0.9        00:08:e3:ff:fc:28   dynamic',
];
const CPU: Text = [
  'CPU utilization service is on.',
  '',
  'CPU utilization',
  '-------------------------',
  'five seconds: 5%; one minute: 3%; five minutes: 3%',
];

function configOf({ name, description, accessVlan, adminUp }: PortState): Text {
  return [
    `interface ethernet ${name}`,
    ...(adminUp ? [] : ['shutdown']),
    ...(description === '' ? [] : [`description "${description}"`]),
    'switchport mode access',
    ...(accessVlan === 1 ? [] : [`switchport access vlan ${accessVlan}`]),
    'exit',
  ];
}

/** `ethernet g5` is `g5`. */
function key(text: string): string {
  return keyOf(text.replace(/^ethernet\s+/, ''));
}

function showsOf(first: Config): readonly Show[] {
  return [
    show('show version', VERSION),
    show('show system', SYSTEM),
    show('show system id', ['Service tag: 1ABCDE1', 'Serial number: CN0123', 'Asset tag:']),
    show('show interfaces description', recorded('dell_powerconnect/show_interfaces_description')),
    show('show arp', ARP),
    show('show cpu utilization', CPU),
    ...fdbShows(
      recorded('dell_powerconnect/show_bridge_address_table'),
      {
        all: /^show bridge address-table$/,
        address: /^show bridge address-table address (\S+)$/,
        port: /^show bridge address-table (?:ethernet|port-channel) (\S+)$/,
      },
      key,
    ).map((one) => ({
      ...one,
      run: (words: readonly string[], config: Config) => one.run(words.map(colons), config),
    })),
    ...portShows(
      recorded('dell_powerconnect/show_interfaces_status'),
      { all: /^show interfaces status$/, one: /^show interfaces status (\S.*)$/, row: /^(?:g|ch)\d/ },
      key,
    ),
    vlanShow('show vlan', VLAN_TABLE, first, (vlan, name) => [
      `${String(vlan).padEnd(6)} ${(name || String(vlan)).padEnd(20)}                      permanent    Required`,
    ]),
    configShow(/^show running-config interface (\S.*)$/, key, configOf),
  ];
}

export function dellPowerconnect(): ReplayPlatform {
  const first = firstConfig(key, named('g', 1, 8), [
    [5, 'servers'],
    [1, '1'],
  ]);
  return {
    id: 'dell_powerconnect',
    hostname: 'pc5448-1',
    firstView: 'user',
    auth: ['none'],
    login: [{ say: '\r\n' }, { user: 'User Name:' }, { password: 'Password:' }, { say: '\r\n' }],
    key,
    first,
    prompt: ciscoPrompt({ config: 'config', port: 'config-if', vlan: 'config-if', vlandb: 'config-vlan' }),
    pager: smbPager,
    pagingOff: /^terminal datadump$/,
    invalid: smbInvalid,
    denied: ['% Authorization failed'],
    log: '22-Nov-2026 13:00:01 %LINK-I-Up:  g5',
    rules: [
      ...modes({
        interface: /^interface (?:range )?(?!vlan)(.+)$/,
        badPort: () => ['% bad interface: no such port'],
      }),
      ...portRules(/^switchport access vlan (\d+)$/, () => [
        'VLAN does not exist',
        '% Error: VLAN does not exist',
      ]),
      ...smbVlans,
      smbSave('Overwrite file [startup-config] ?[Yes/press any key for no]....'),
    ],
    showsIn: ['user', 'privileged'],
    shows: showsOf(first),
  };
}

/** Asked for as `0008.e3ff.fc28`, shown as `00:08:e3:ff:fc:28`. */
function colons(word: string): string {
  if (!/^[0-9a-f]{4}(?:\.[0-9a-f]{4}){2}$/i.test(word)) return word;
  return (word.replaceAll('.', '').match(/../g) ?? []).join(':');
}
