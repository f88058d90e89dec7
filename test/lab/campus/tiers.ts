/**
 * Which switches there are and how they hang together: a tree with the gateway (`core-1`) at its root.
 * One access switch in twelve stands in a machine room and carries servers; now and then an access switch
 * hangs behind another one instead of a distribution switch.
 */
import { type Random, randomInt } from '../../../shared/runtime/index.ts';
import { type Draft, draftSwitch } from './draft.ts';
import { hardwareFor } from './hardware.ts';
import type { LabVlan, PlatformId, Tier } from './model.ts';
import { type AddressPool, chance, type MacPool, offsetMac } from './pools.ts';

export type PlatformMix = Readonly<Record<Tier, readonly [PlatformId, ...PlatformId[]]>>;

export const VLAN = {
  native: 1,
  management: 10,
  ap: 20,
  wireless: 30,
  servers: 40,
  vmotion: 41,
  storage: 42,
  printers: 50,
} as const;
const FLOOR_DATA_BASE = 100;
const FLOOR_VOICE_BASE = 300;
const SWITCHES_PER_FLOOR = 4;
const ACCESS_PER_DISTRIBUTION = 12;
const SERVER_SWITCH_EVERY = 12;
const SERVER_SWITCH_AT = 4;
/** What `offsetMac` adds to the base address for the switch's own address in a VLAN. */
const SVI_OFFSET = 0x47;
const DAY_MS = 86_400_000;

export function dataVlan(floor: number): number {
  return FLOOR_DATA_BASE + floor;
}

export function voiceVlan(floor: number): number {
  return FLOOR_VOICE_BASE + floor;
}

export function vlanName(vlan: number): string {
  const fixed: Readonly<Record<number, string>> = {
    [VLAN.native]: 'default',
    [VLAN.management]: 'Management',
    [VLAN.ap]: 'Access-Points',
    [VLAN.wireless]: 'Wireless',
    [VLAN.servers]: 'Servers',
    [VLAN.vmotion]: 'vMotion',
    [VLAN.storage]: 'Storage',
    [VLAN.printers]: 'Printers',
  };
  const named = fixed[vlan];
  if (named) return named;
  const voice = vlan > FLOOR_VOICE_BASE;
  const floor = vlan - (voice ? FLOOR_VOICE_BASE : FLOOR_DATA_BASE);
  return `${voice ? 'Voice' : 'Data'}-F${String(floor).padStart(2, '0')}`;
}

export function namedVlans(vlans: readonly number[]): LabVlan[] {
  return vlans.map((vlan) => ({ vlan, name: vlanName(vlan) }));
}

interface Place {
  readonly tier: Tier;
  readonly hostname: string;
  readonly floor: number;
  readonly servers: boolean;
  readonly parent: number | undefined;
}

export interface TierOptions {
  readonly switches: number;
  readonly platforms: PlatformMix;
}

interface Pools {
  readonly random: Random;
  readonly macs: MacPool;
  readonly addresses: AddressPool;
}

export function planTiers(options: TierOptions, pools: Pools): Draft[] {
  const places = placeSwitches(options.switches, pools.random);
  const vlans = vlansOf(places);
  const turns = new Map<Tier, number>();
  const deskTurns = new Map<PlatformId, number>();
  return places.map((place, index) => {
    const turn = turns.get(place.tier) ?? 0;
    turns.set(place.tier, turn + 1);
    const mix = options.platforms[place.tier];
    const platform = mix[turn % mix.length] ?? mix[0];
    const serial = deskTurns.get(platform) ?? 0;
    const desk = place.tier === 'access' && !place.servers;
    if (desk) deskTurns.set(platform, serial + 1);
    const hardware = hardwareFor(platform, { ...place, serial });
    const baseMac = pools.macs.block(platform === 'dell_os6' ? 'f8b156' : '2c3311');
    return draftSwitch({
      ...place,
      index,
      hardware,
      members: stackSize(places, index, hardware.edge.count, pools.random),
      vlans: vlans[index] ?? [],
      baseMac,
      sviMac: offsetMac(baseMac, SVI_OFFSET),
      address: pools.addresses.next(VLAN.management),
      serial: serialNumber(platform, pools.random),
      uptimeMs: DAY_MS * (3 + randomInt(pools.random, 900)) + randomInt(pools.random, DAY_MS),
    });
  });
}

function placeSwitches(switches: number, random: Random): Place[] {
  const small = switches < 6;
  const cores = small ? 1 : 2;
  const distributions = small ? 1 : Math.max(2, Math.ceil((switches - 2) / (ACCESS_PER_DISTRIBUTION + 1)));
  const access = switches - cores - distributions;
  const room = { floor: 0, servers: false };
  const places: Place[] = [{ ...room, tier: 'core', hostname: 'core-1', parent: undefined }];
  if (cores === 2) places.push({ ...room, tier: 'core', hostname: 'core-2', parent: 0 });
  for (let i = 1; i <= distributions; i += 1)
    places.push({ ...room, tier: 'distribution', hostname: `dist-${i}`, parent: 0 });
  const perDistribution = Math.ceil(access / distributions);
  for (let i = 0; i < access; i += 1) {
    const floor = 1 + Math.floor(i / SWITCHES_PER_FLOOR);
    const distribution = Math.floor(i / perDistribution);
    const behind = places.at(-1);
    const servers = i % SERVER_SWITCH_EVERY === Math.min(SERVER_SWITCH_AT, access - 1);
    const chained =
      i % perDistribution > 0 &&
      behind?.floor === floor &&
      !behind.servers &&
      !servers &&
      chance(random, 0.12);
    places.push({
      tier: 'access',
      hostname: `acc-${String(floor).padStart(2, '0')}-${1 + (i % SWITCHES_PER_FLOOR)}`,
      floor,
      servers,
      parent: chained ? places.length - 1 : cores + distribution,
    });
  }
  return places;
}

/** An access switch carries its own floor and the shared VLANs; the tiers above carry what hangs below them. */
function vlansOf(places: readonly Place[]): number[][] {
  const shared = Object.values(VLAN);
  const sets = places.map(
    ({ tier, floor }) =>
      new Set<number>(tier === 'access' ? [...shared, dataVlan(floor), voiceVlan(floor)] : shared),
  );
  for (let index = places.length - 1; index > 0; index -= 1) {
    const above = sets[places[index]?.parent ?? 0];
    for (const vlan of sets[index] ?? []) above?.add(vlan);
  }
  const root = sets[0] ?? new Set();
  return sets.map((set, index) => [...(places[index]?.tier === 'core' ? root : set)].sort((a, b) => a - b));
}

/** Enough members for two ports to each switch below, and a stack of two here and there on the floors. */
function stackSize(places: readonly Place[], index: number, portsEach: number, random: Random): number {
  const place = places[index];
  const below = places.filter((other) => other.parent === index).length;
  const peers = place?.tier === 'core' ? places.filter((other) => other.tier === 'distribution').length : 0;
  if (place?.tier !== 'access') return Math.ceil((2 * below + peers + 8) / (portsEach - 2));
  return !place.servers && chance(random, 0.15) ? 2 : 1;
}

const SERIAL_LETTERS = '0123456789ABCDEFGHJKLMNPQRSTUVWXYZ';

function serialNumber(platform: PlatformId, random: Random): string {
  const letters = (count: number): string =>
    Array.from({ length: count }, () => SERIAL_LETTERS[randomInt(random, SERIAL_LETTERS.length)]).join('');
  return platform === 'dell_os6' ? `CN0${letters(20)}` : `FOC${letters(8)}`;
}
