/** How the platforms spell their ports: in their own tables, in the MAC table, and to their neighbours. */
export interface PortStyle {
  readonly platform: string;
  readonly oui: string;
  readonly edge: (number: number) => string;
  readonly uplink: (number: number) => string;
  /** Name of a port channel; some call it by its first member. */
  readonly lag: (number: number, first: string) => string;
  /** As the MAC table writes it. */
  readonly inTable: (name: string) => string;
  /** As a neighbour hears it. */
  readonly told: (name: string) => string;
  readonly ageingMin: number;
  readonly software: string;
}

const same = (name: string): string => name;
const usual = { inTable: same, told: same, ageingMin: 5 } as const;
const UNIT_JUNOS = /$/;

export const portStyles: readonly [PortStyle, ...PortStyle[]] = [
  {
    ...usual,
    platform: 'dell_os6',
    oui: 'f8b156',
    edge: (n) => `Gi1/0/${n}`,
    uplink: (n) => `Te1/0/${n}`,
    lag: (n) => `Po${n}`,
    software: 'Dell EMC Networking N2048P, 6.5.4.14, Linux 3.6.5',
  },
  {
    ...usual,
    platform: 'cisco_ios',
    oui: '2c3311',
    edge: (n) => `Gi1/0/${n}`,
    uplink: (n) => `Te1/1/${n}`,
    lag: (n) => `Po${n}`,
    told: (name) =>
      name
        .replace(/^Gi/, 'GigabitEthernet')
        .replace(/^Te/, 'TenGigabitEthernet')
        .replace(/^Po/, 'Port-channel'),
    software: 'Cisco IOS Software [Fuji], Catalyst L3 Switch Software (CAT9K_IOSXE), Version 16.9.4',
  },
  {
    ...usual,
    platform: 'cisco_nxos',
    oui: '00de1f',
    edge: (n) => `Ethernet1/${n}`,
    uplink: (n) => `Ethernet1/${48 + n}`,
    lag: (n) => `port-channel${n}`,
    inTable: (name) => name.replace(/^Ethernet/, 'Eth').replace(/^port-channel/, 'Po'),
    ageingMin: 30,
    software: 'Cisco Nexus Operating System (NX-OS) Software, Version 9.3(5)',
  },
  {
    ...usual,
    platform: 'arista_eos',
    oui: '444ca8',
    edge: (n) => `Et${n}`,
    uplink: (n) => `Et${48 + n}/1`,
    lag: (n) => `Po${n}`,
    told: (name) => name.replace(/^Et/, 'Ethernet').replace(/^Po/, 'Port-Channel'),
    software: 'Arista Networks EOS version 4.24.2F running on an Arista Networks DCS-7050',
  },
  {
    ...usual,
    platform: 'hp_procurve',
    oui: '3ca82a',
    edge: (n) => `${n}`,
    uplink: (n) => `A${n}`,
    lag: (n) => `Trk${n}`,
    software: 'HP J9729A 2920-48G-POE+ Switch, revision WB.16.02.0012, ROM WB.16.03',
  },
  {
    ...usual,
    platform: 'hp_comware',
    oui: '5cdd70',
    edge: (n) => `GigabitEthernet1/0/${n}`,
    uplink: (n) => `Ten-GigabitEthernet1/0/${48 + n}`,
    lag: (n) => `Bridge-Aggregation${n}`,
    inTable: (name) =>
      name
        .replace(/^Ten-GigabitEthernet/, 'XGE')
        .replace(/^GigabitEthernet/, 'GE')
        .replace(/^Bridge-Aggregation/, 'BAGG'),
    software: 'HPE Comware Platform Software, Software Version 7.1.070',
  },
  {
    ...usual,
    platform: 'huawei_vrp',
    oui: '48ad08',
    edge: (n) => `GigabitEthernet0/0/${n}`,
    uplink: (n) => `XGigabitEthernet0/0/${n}`,
    lag: (n) => `Eth-Trunk${n}`,
    inTable: (name) => name.replace(/^XGigabitEthernet/, 'XGE').replace(/^GigabitEthernet/, 'GE'),
    software: 'Huawei Versatile Routing Platform Software VRP (R) software, Version 5.170',
  },
  {
    ...usual,
    platform: 'juniper_junos',
    oui: '3c6104',
    edge: (n) => `ge-0/0/${n}`,
    uplink: (n) => `xe-0/1/${n}`,
    lag: (n) => `ae${n}`,
    inTable: (name) => name.replace(UNIT_JUNOS, '.0'),
    software: 'Juniper Networks, Inc. ex3400-48p Ethernet Switch, kernel JUNOS 18.4R2',
  },
  {
    ...usual,
    platform: 'aruba_aoscx',
    oui: '883a30',
    edge: (n) => `1/1/${n}`,
    uplink: (n) => `1/1/${48 + n}`,
    lag: (n) => `lag${n}`,
    software: 'Aruba JL661A 6300M 48G switch, FL.10.06.0110',
  },
  {
    ...usual,
    platform: 'ruckus_icx',
    oui: '609c9f',
    edge: (n) => `1/1/${n}`,
    uplink: (n) => `1/3/${n}`,
    lag: (n) => `lg${n}`,
    software: 'Ruckus Wireless, Inc. Stacking System ICX7450-48P, IronWare Version 08.0.92',
  },
  {
    ...usual,
    platform: 'extreme_exos',
    oui: '00049c',
    edge: (n) => `1:${n}`,
    uplink: (n) => `1:${48 + n}`,
    lag: (_n, first) => first,
    software: 'ExtremeXOS (X440G2-48p-10G4) version 22.5.1.7 by release-manager',
  },
  {
    ...usual,
    platform: 'mikrotik_routeros',
    oui: '48a98a',
    edge: (n) => `ether${n}`,
    uplink: (n) => `sfp-sfpplus${n}`,
    lag: (n) => `bonding${n}`,
    software: 'MikroTik RouterOS 6.48.6 (long-term) CRS354-48G-4S+2Q+',
  },
  {
    ...usual,
    platform: 'dell_os9',
    oui: '001e00',
    edge: (n) => `Gi 0/${n}`,
    uplink: (n) => `Te 0/${48 + n}`,
    lag: (n) => `Po ${n}`,
    told: (name) => name.replace(/^Gi/, 'GigabitEthernet').replace(/^Te/, 'TenGigabitEthernet'),
    software: 'Dell Real Time Operating System Software. Dell Operating System Version: 2.0. 9.14(1.0)',
  },
];
