/** Switches for tests of port work: only what matters is said. */
import type { PortSeen, PortStanding } from '../planners/port-guards.ts';
import type { SwitchPicture } from '../planners/port-picture.ts';

export const EDGE: PortStanding = {
  ...{
    portClass: 'edge',
    addresses: 1,
    signs: [],
    isWayOut: false,
    waysOut: 0,
    otherWays: [],
    hint: undefined,
  },
};

export function portSeen(name: string, more: Partial<PortSeen> = {}): PortSeen {
  return {
    ...{ name, description: undefined, adminUp: true, operUp: true, state: 'up', mode: 'access', vlan: 10 },
    ...{ voiceVlan: undefined, taggedVlans: undefined, lag: undefined },
    ...more,
  };
}

export interface PictureWish {
  readonly id?: string;
  readonly ports: readonly PortSeen[];
  readonly vlans?: readonly number[];
  readonly standings?: Readonly<Record<string, Partial<PortStanding>>>;
  readonly platform?: string;
  readonly addressVlans?: SwitchPicture['addressVlans'];
}

export function pictureOf({
  id = 'sw1',
  ports,
  vlans = [1, 10, 20],
  standings = {},
  platform = 'cisco_ios',
  addressVlans = new Map(),
}: PictureWish): SwitchPicture {
  return {
    ...{ source: { site: 'ams1', kind: 'source', id }, name: id, ports, platform, addressVlans },
    vlans: new Map(vlans.map((vlan) => [vlan, `v${vlan}`])),
    judge: (name) => ({ ...EDGE, ...standings[name] }),
    keyOf: (name) => name.toLowerCase().replace('gigabitethernet', 'gi'),
  };
}
