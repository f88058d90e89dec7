/** A RouterOS 7 bridge: a licence before the first prompt, terminal settings behind the user name, nothing to save. */
import { type Config, type PortState, withVlan } from '../model.ts';
import { exactKeyOf } from '../ports.ts';
import { only, recorded } from '../recordings.ts';
import { changeNamed, firstConfig, quit, unquoted } from '../rules.ts';
import { DONE, type ReplayPlatform, type Rule, type Show } from '../shape.ts';
import { configsShow, fdbShows, show, type Text } from '../shows.ts';

const ROW = /^\s*\d+\s/;
const HOSTS = 'mikrotik_routeros/interface_bridge_host_print_terse_without-paging';

/** The recording hides its addresses behind those of a group, which no host has. */
function hostTable(): Text {
  return recorded(HOSTS).map((line) => line.replace('11:22:33', '12:22:33'));
}

/** What a `where` leaves of a table: its rows that hold the value, quoted or not. */
function where(table: Text, field: string, value: string): Text {
  const wanted = `${field}=${unquoted(value)}`.toLowerCase();
  return only(table, ROW, (line) => `${line.toLowerCase()} `.includes(`${wanted} `));
}

function interfacesOf({ ports }: Config): Text {
  return [...ports.values()].map(
    ({ name, description, adminUp }, index) =>
      ` ${index} ${adminUp ? ' RS' : 'X S'} ${description === '' ? '' : `comment=${description} `}name=${name} default-name=${name} type=ether mtu=1500 actual-mtu=1500 l2mtu=1598 max-l2mtu=2028 mac-address=48:A9:8A:00:00:0${index} link-downs=0`,
  );
}

function bridgePortsOf({ ports }: Config): Text {
  return [...ports.values()].map(
    ({ name, accessVlan }, index) =>
      ` ${index}   H interface=${name} bridge=lan-bridge hw=yes pvid=${accessVlan} frame-types=admit-only-untagged-and-priority-tagged ingress-filtering=yes`,
  );
}

function bridgeVlansOf({ ports, vlans }: Config): Text {
  return [...vlans].map(([vlan, name], index) => {
    const own = [...ports.values()]
      .filter(({ accessVlan }) => accessVlan === vlan)
      .map(({ name: port }) => port);
    const comment = name === '' ? '' : `comment=${name} `;
    return ` ${index}   ${comment}bridge=lan-bridge vlan-ids=${vlan} tagged=lan-bridge untagged=${own.join(',')} current-tagged=lan-bridge current-untagged=${own.join(',')}`;
  });
}

/** What is typed is true at once, and stays. */
function kept(rule: Rule): Rule {
  return {
    ...rule,
    run: (desk, words) => {
      const reply = rule.run(desk, words);
      desk.model.save();
      return reply;
    },
  };
}

const commands: readonly Rule[] = [
  {
    in: ['privileged'],
    line: /^\/interface bridge port set \[find interface=("[^"]+"|\S+)\] pvid=(\d{1,4}) frame-types=\S+$/,
    run: (desk, [port = '', vlan]) =>
      desk.config.ports.has(unquoted(port))
        ? changeNamed(desk, unquoted(port), { accessVlan: Number(vlan) })
        : ['no such item'],
  },
  {
    in: ['privileged'],
    line: /^:if \(\[\/interface bridge get \[\/interface bridge port get \[find interface=("[^"]+"|\S+)\] bridge\] vlan-filtering\] = false\) do=\{:error "([^"]+)"\}$/,
    run: (desk, [port = '']) =>
      desk.config.ports.has(unquoted(port)) ? DONE : ['invalid internal item number'],
  },
  {
    in: ['privileged'],
    line: /^:foreach v in=\[\/interface bridge vlan find dynamic=no\] do=\{:if \(\(\[:typeof \[:find \[\/interface bridge vlan get \$v untagged\] ("[^"]+"|\S+)\]\] .*\}$/,
    run: () => DONE,
  },
  {
    in: ['privileged'],
    line: /^\/interface set \[find name=("[^"]+"|\S+)\] (comment|disabled)=(.+)$/,
    run: (desk, [port = '', field, value = '']) => {
      if (!desk.config.ports.has(unquoted(port))) return ['no such item'];
      const next: Partial<PortState> =
        field === 'comment' ? { description: unquoted(value) } : { adminUp: value !== 'yes' };
      return changeNamed(desk, unquoted(port), next);
    },
  },
  {
    in: ['privileged'],
    line: /^:if \(\[:len \[\/interface bridge vlan find dynamic=no vlan-ids=(\d{1,4})\]\] = 0\) do=\{\/interface bridge vlan add .* comment=("[^"]*")\} else=\{.*\}$/,
    run: (desk, [vlan, name = '']) => {
      desk.change(withVlan(desk.config, Number(vlan), unquoted(name)));
      return DONE;
    },
  },
  {
    in: ['privileged'],
    line: /^\/interface bridge vlan remove \[find dynamic=no vlan-ids=(\d{1,4})\]$/,
    run: (desk, [vlan]) => {
      desk.change(withVlan(desk.config, Number(vlan), undefined));
      return DONE;
    },
  },
];

function showsOf(): readonly Show[] {
  const hosts = hostTable();
  const arp = recorded('mikrotik_routeros/ip_arp_print_terse_without-paging');
  return [
    show('/system resource print', recorded('mikrotik_routeros/system_resource_print')),
    show('/system identity print', recorded('mikrotik_routeros/system_identity_print')),
    show('/system routerboard print', recorded('mikrotik_routeros/system_routerboard_print')),
    show('/ip neighbor print detail without-paging', recorded('mikrotik_routeros/ip_neighbor_print_detail')),
    show(
      '/interface bonding print detail without-paging',
      recorded('mikrotik_routeros/interface_bonding_print_detail'),
    ),
    show('/interface vlan print terse without-paging', []),
    configsShow(/^\/interface print terse without-paging$/, interfacesOf),
    {
      line: /^\/interface print terse without-paging where name=(.+)$/,
      run: ([port = ''], config) => where(interfacesOf(config), 'name', port),
    },
    configsShow(/^\/interface bridge port print terse without-paging$/, bridgePortsOf),
    {
      line: /^\/interface bridge port print terse without-paging where interface=(.+)$/,
      run: ([port = ''], config) => where(bridgePortsOf(config), 'interface', port),
    },
    configsShow(/^\/interface bridge vlan print terse without-paging$/, bridgeVlansOf),
    show('/ip arp print terse without-paging', arp),
    {
      line: /^\/ip arp print terse without-paging where address=(\S+)$/,
      run: ([address = '']) => where(arp, 'address', address),
    },
    ...fdbShows(
      hosts,
      {
        all: /^\/interface bridge host print terse without-paging$/,
        address: /^\/interface bridge host print terse without-paging where mac-address=(\S+)$/,
        port: /^(?!)$/,
        row: ROW,
      },
      exactKeyOf,
    ),
    {
      line: /^\/interface bridge host print terse without-paging where on-interface=(.+)$/,
      run: ([port = '']) => where(hosts, 'on-interface', port),
    },
  ];
}

export function mikrotikRouteros(): ReplayPlatform {
  const first = firstConfig(
    exactKeyOf,
    ['ether1', 'ether2', 'ether3', 'ether4'],
    [
      [1, ''],
      [20, 'staff'],
    ],
  );
  return {
    id: 'mikrotik_routeros',
    hostname: 'MikroTik',
    firstView: 'privileged',
    userSuffix: /\+\w+$/,
    login: [
      { say: '\r\n\r\n  MikroTik RouterOS 7.15.2 (c) 1999-2024       https://www.mikrotik.com/\r\n\r\n' },
      { ask: 'Do you want to see the software license? [Y/n]: ', by: 'line', wants: /^n$/i },
      { say: '\r\nPress F1 for help\r\n\r\n' },
    ],
    key: exactKeyOf,
    first,
    prompt: ({ username }, { hostname }) => `[${username}@${hostname}] > `,
    pager: { prompt: '-- [Q quit|D dump|down]', erase: `\r${' '.repeat(24)}\r`, leaves: /[qQ]/ },
    pagingOff: /^(?!)$/,
    unpaged: /without-paging/,
    invalid: (line) => [`bad command name ${line.split(' ')[0]?.replace('/', '') ?? ''} (line 1 column 1)`],
    denied: ['not enough permissions (9)'],
    log: '13:00:01 echo: system,error,critical login failure for user root from 192.0.2.13 via ssh',
    rules: [...commands.map(kept), quit(['privileged'], /^\/?quit$/)],
    showsIn: ['privileged'],
    shows: showsOf(),
  };
}
