/** Switch models of the campus: how many ports of which name they have, and how they spell themselves. */
import type { PlatformId, Tier } from './model.ts';

export interface PortGroup {
  /** `Gi`, `Te`, `Tw`. */
  readonly prefix: string;
  /** The middle number of `Gi1/0/5`. */
  readonly slot: number;
  readonly count: number;
  readonly speedMbps: number;
  readonly media: string;
}

export interface Hardware {
  readonly model: string;
  readonly platform: PlatformId;
  readonly version: string;
  readonly edge: PortGroup;
  readonly uplink: PortGroup | undefined;
}

const copper: Omit<PortGroup, 'prefix' | 'slot'> = {
  count: 48,
  speedMbps: 1000,
  media: '10/100/1000BaseTX',
};
const tenGig = (slot: number, count: number): PortGroup => ({
  prefix: 'Te',
  slot,
  count,
  speedMbps: 10_000,
  media: 'SFP-10GBase-SR',
});

const os6 = (model: string, version: string, edge: PortGroup, uplink?: PortGroup): Hardware => ({
  model,
  platform: 'dell_os6',
  version,
  edge,
  uplink,
});
const ios = (model: string, version: string, edge: PortGroup, uplink?: PortGroup): Hardware => ({
  model,
  platform: 'cisco_ios',
  version,
  edge,
  uplink,
});

const GI: PortGroup = { prefix: 'Gi', slot: 0, ...copper };

/** The N3248PXE calls its desk ports Te and its uplinks Tw: a rule that takes every Te for an uplink is wrong there. */
const desk: Readonly<Record<PlatformId, readonly [Hardware, ...Hardware[]]>> = {
  dell_os6: [
    os6('N2048P', '6.5.4.14', GI, tenGig(0, 2)),
    os6('N3048P', '6.5.4.14', GI, tenGig(0, 2)),
    os6(
      'N3248PXE-ON',
      '6.6.3.10',
      { prefix: 'Te', slot: 0, ...copper, speedMbps: 10_000 },
      { prefix: 'Tw', slot: 0, count: 4, speedMbps: 25_000, media: 'SFP28' },
    ),
  ],
  cisco_ios: [
    ios('WS-C2960X-48FPS-L', '15.2(7)E4', GI, tenGig(0, 2)),
    ios('C9300-48P', '16.12.4', GI, tenGig(1, 8)),
  ],
};

/** Ten-gigabit boxes for machine rooms and the upper tiers; the N4032 is the one that the recordings show. */
const server: Readonly<Record<PlatformId, Hardware>> = {
  dell_os6: os6('N4032', '6.2.0.5', tenGig(0, 24)),
  cisco_ios: ios('WS-C3850-24XS', '16.12.4', tenGig(0, 24)),
};

const core: Readonly<Record<PlatformId, Hardware>> = {
  dell_os6: server.dell_os6,
  cisco_ios: ios('WS-C3850-48XS', '16.12.4', tenGig(0, 48)),
};

/** `serial` counts the desk switches of the platform, so that every model gets its turn. */
export function hardwareFor(
  platform: PlatformId,
  role: { readonly tier: Tier; readonly servers: boolean; readonly serial: number },
): Hardware {
  if (role.tier === 'core') return core[platform];
  if (role.tier === 'distribution' || role.servers) return server[platform];
  const models = desk[platform];
  return models[role.serial % models.length] ?? models[0];
}

/** `Gi1/0/1` … of all stack members, in the order in which the switch lists them. */
export function portNames(group: PortGroup, members: number): string[] {
  const names: string[] = [];
  for (let member = 1; member <= members; member += 1) {
    for (let port = 1; port <= group.count; port += 1)
      names.push(`${group.prefix}${member}/${group.slot}/${port}`);
  }
  return names;
}
