/** Who is who among the managed switches: by address, by name, by management address. */
import { parseMac } from '../../shared/model/index.ts';
import { type Blocks, blockOf, blocksOf, macNumber } from './blocks.ts';
import type { SwitchDraft } from './draft.ts';
import type { NeighbourFacts } from './facts.ts';
import { groupBy } from './group.ts';
import { portKey } from './port-name.ts';

export interface Directory {
  /** Address -> key of the one switch that owns it. */
  readonly owners: ReadonlyMap<string, string>;
  /** Address -> the switches that all call it their own: an anycast or peer gateway. */
  readonly shared: ReadonlyMap<string, readonly string[]>;
  /** Tells whose port an address is. */
  readonly blocks: Blocks;
  /** Lower-case names, with and without domain. A name that two switches bear is not in here. */
  readonly names: ReadonlyMap<string, string>;
  readonly managementAddresses: ReadonlyMap<string, string>;
  /** Second records of a device that is in the inventory already, by base address -> key of the first one. */
  readonly sameDevice: ReadonlyMap<string, string>;
  /** Addresses of a switch that its own tables show. */
  readonly ownMacs: ReadonlyMap<string, readonly string[]>;
  /** All addresses that `owners` gives to a switch. */
  readonly macsOf: ReadonlyMap<string, readonly string[]>;
  /** Key of a switch -> lower-case names and addresses of the neighbours that it hears. */
  readonly hears: ReadonlyMap<string, ReadonlySet<string>>;
  /** As `hears`, of those that are not alone on their port. */
  readonly hearsBeside: ReadonlyMap<string, ReadonlySet<string>>;
  /** Key of a switch -> keys of its ports that hear somebody, and of the members of such channels. */
  readonly ears: ReadonlyMap<string, ReadonlySet<string>>;
  /** `claimOf` of a switch and its port -> most addresses on a port that hears it: one cable ends at one place. */
  readonly claims: ReadonlyMap<string, number>;
  /** Keys of the switches that others hear. */
  readonly heard: ReadonlySet<string>;
  /** Equal for equal content: tells whether judgements that used it still hold. */
  readonly signature: string;
}

export function buildDirectory(drafts: readonly SwitchDraft[]): Directory {
  const sameDevice = doublesOf(drafts);
  const device = (key: string): string => sameDevice.get(key) ?? key;
  const names = unique(
    drafts.flatMap((draft) => namesOf(draft).map((name) => [name, device(draft.key)] as const)),
  );
  const managementAddresses = unique(
    drafts.flatMap(({ facts: { managementAddress }, key }) =>
      managementAddress === undefined ? [] : [[managementAddress.toLowerCase(), device(key)] as const],
    ),
  );
  const { owners, shared } = addressOwners(drafts.filter(({ key }) => !sameDevice.has(key)));
  for (const [mac, key] of unique(drafts.flatMap(resolvedMac)))
    if (!owners.has(mac) && !shared.has(mac)) owners.set(mac, device(key));
  const ownMacs = new Map(drafts.map((draft) => [draft.key, draft.ownMacs]));
  const blocks = blocksOf(owners);
  const namesHeard = (neighbours: readonly NeighbourFacts[]): ReadonlySet<string> =>
    hearing(neighbours, ({ chassisId }) => ownMacs.get(blockOf(blocks, macOf(chassisId) ?? '') ?? '')?.[0]);
  const hears = new Map(drafts.map((draft) => [draft.key, namesHeard(draft.facts.neighbours)]));
  const byName: ByName = { names, managementAddresses, ownMacs, hears };
  // A neighbour that is known by name teaches an address that the switch itself never showed.
  for (const draft of drafts) {
    for (const neighbour of draft.facts.neighbours) {
      const chassis = macOf(neighbour.chassisId);
      if (chassis === undefined || owners.has(chassis) || shared.has(chassis)) continue;
      const key = resolveByName(byName, neighbour, draft);
      if (key !== undefined) owners.set(chassis, key);
    }
  }
  const hearsBeside = new Map(drafts.map((draft) => [draft.key, namesHeard(besideOthers(draft))]));
  const claims = claimsOf(drafts, { ...byName, owners, blocks });
  const ears = new Map(drafts.map((draft) => [draft.key, earsOf(draft)]));
  const signature = signatureOf([
    ...[owners, names, managementAddresses, sameDevice],
    ...[hearings(hears), hearings(hearsBeside), hearings(ears), claims],
  ]);
  const macsOf = new Map<string, string[]>();
  for (const [mac, key] of owners) macsOf.set(key, [...(macsOf.get(key) ?? []), mac]);
  const said = new Set([...hears.values()].flatMap((names) => [...names]));
  const heard = new Set(drafts.filter((draft) => heardBy(draft, said)).map(({ key }) => key));
  const all = {
    owners,
    blocks,
    claims,
    shared,
    names,
    managementAddresses,
    sameDevice,
    ownMacs,
    macsOf,
    hears,
    hearsBeside,
    ears,
    heard,
  };
  return { ...all, signature };
}

function signatureOf(maps: readonly ReadonlyMap<string, string | number>[]): string {
  const lines = maps.map((map) => [...map].map(([from, to]) => `${from}=${to}`).toSorted());
  return lines.map((line) => line.join(',')).join(';');
}

/** A router that answers for others resolves several to one address, which then says nothing. */
function resolvedMac({ facts, key }: SwitchDraft): readonly (readonly [string, string])[] {
  return facts.resolvedMac === undefined ? [] : [[facts.resolvedMac, key]];
}

/** The managed switch at the other end, if it is one: by chassis address first, then by name, then as a port of it. */
export function resolveNeighbour(
  directory: Pick<Directory, 'owners' | 'blocks'> & ByName,
  neighbour: NeighbourFacts,
  observer: Pick<SwitchDraft, 'facts' | 'ownMacs'>,
): string | undefined {
  const chassis = macOf(neighbour.chassisId);
  const owner = chassis === undefined ? undefined : directory.owners.get(chassis);
  return owner ?? resolveByName(directory, neighbour, observer) ?? resolveByBlock(directory, neighbour);
}

/** It tells no name that could speak against it, and does not say that it is something else. */
function resolveByBlock(
  { blocks }: Pick<Directory, 'blocks'>,
  { systemName, systemDescription, chassisId, remotePort, capabilities }: NeighbourFacts,
): string | undefined {
  const chassis = macOf(chassisId);
  if (chassis === undefined || systemName || systemDescription || chassis === macOf(remotePort))
    return undefined;
  if (capabilities.some((word) => NO_SWITCH.includes(word))) return undefined;
  return blockOf(blocks, chassis);
}

/** Key of the switch that bears this name, alone among all. */
export function switchNamed(directory: Pick<Directory, 'names'>, name: string): string | undefined {
  const lower = name.toLowerCase();
  return directory.names.get(lower) ?? directory.names.get(withoutDomain(lower));
}

/** Tables cut long names and end them so. */
const CUT_NAME = /\.{3}$/;
const CUT_NAME_CHARS_MIN = 6;

type ByName = Pick<Directory, 'names' | 'managementAddresses' | 'ownMacs' | 'hears'>;
type Observer = Pick<SwitchDraft, 'facts' | 'ownMacs'>;

/** Names are free to choose: one that its bearer cannot be is no switch of ours. */
function resolveByName(directory: ByName, neighbour: NeighbourFacts, observer: Observer): string | undefined {
  const key = keyNamed(directory, neighbour);
  return key === undefined || isImpostor(directory, neighbour, { key, observer }) ? undefined : key;
}

/** More addresses than this on a port make no difference, and every change of `claims` costs a rebuild. */
const CLAIM_MAX = 4;

function claimsOf(
  drafts: readonly SwitchDraft[],
  directory: Pick<Directory, 'owners' | 'blocks'> & ByName,
): ReadonlyMap<string, number> {
  const claims = new Map<string, number>();
  for (const draft of drafts) {
    for (const { neighbours, count } of draft.ports.values()) {
      for (const neighbour of neighbours) {
        const key = resolveNeighbour(directory, neighbour, draft);
        const claim = key === undefined ? undefined : claimOf(key, neighbour);
        if (claim !== undefined)
          claims.set(claim, Math.max(Math.min(count, CLAIM_MAX), claims.get(claim) ?? 0));
      }
    }
  }
  return claims;
}

/** The other end of the cable, as the neighbour tells it. */
export function claimOf(key: string, { remotePort }: NeighbourFacts): string | undefined {
  return remotePort === undefined || remotePort === '' ? undefined : `${key} ${portKey(remotePort)}`;
}

/** Addresses of one device lie close together. */
const DEVICE_ADDRESSES_MAX = 4096;
const NO_SWITCH: readonly string[] = ['telephone', 'wlan', 'station'];

/** It says itself that it is no switch; or its address is far from all of that switch, which does not hear us either. */
function isImpostor(
  directory: ByName,
  { chassisId, capabilities }: NeighbourFacts,
  { key, observer }: { readonly key: string; readonly observer: Observer },
): boolean {
  if (capabilities.length > 0 && capabilities.every((word) => NO_SWITCH.includes(word))) return true;
  const chassis = macOf(chassisId);
  const own = directory.ownMacs.get(key) ?? [];
  if (chassis === undefined || own.length === 0 || own.some((mac) => isNear(mac, chassis))) return false;
  const heard = directory.hears.get(key);
  return heard === undefined || !heardBy(observer, heard);
}

/** Is this switch among what another one hears? */
export function heardBy(observer: Observer, heard: ReadonlySet<string>): boolean {
  return [...namesOf(observer), ...observer.ownMacs].some((name) => heard.has(name));
}

function isNear(a: string, b: string): boolean {
  return Math.abs(macNumber(a) - macNumber(b)) < DEVICE_ADDRESSES_MAX;
}

/** Neighbours that are heard on one port with another one. */
function besideOthers({ facts }: SwitchDraft): readonly NeighbourFacts[] {
  const onPort = groupBy(facts.neighbours, ({ port }) => portKey(port));
  return [...onPort.values()].filter((neighbours) => neighbours.length > 1).flat();
}

/** @param portOwner address of the switch whose port the neighbour's address is. */
function hearing(
  neighbours: readonly NeighbourFacts[],
  portOwner: (one: NeighbourFacts) => string | undefined,
): ReadonlySet<string> {
  return new Set(
    neighbours.flatMap((neighbour) => {
      const name = neighbour.systemName?.toLowerCase();
      const names = name === undefined ? [] : [name, withoutDomain(name)];
      const macs = [macOf(neighbour.chassisId), portOwner(neighbour)];
      return [...names, ...macs.filter((mac) => mac !== undefined)];
    }),
  );
}

function earsOf({ ports, facts }: SwitchDraft): ReadonlySet<string> {
  const heard = new Set(facts.neighbours.map(({ port }) => portKey(port)));
  // Told of the channel as a whole, it holds for its members.
  const members = [...heard].flatMap((key) => ports.get(key)?.members ?? []);
  return new Set([...heard, ...members.map(({ name }) => portKey(name))]);
}

function hearings(hears: Directory['hears']): ReadonlyMap<string, string> {
  return new Map([...hears].map(([key, names]) => [key, [...names].toSorted().join(' ')]));
}

function keyNamed(
  directory: Pick<Directory, 'names' | 'managementAddresses'>,
  neighbour: NeighbourFacts,
): string | undefined {
  const { systemName, managementAddress } = neighbour;
  if (managementAddress !== undefined) {
    const key = directory.managementAddresses.get(managementAddress.toLowerCase());
    if (key !== undefined) return key;
  }
  if (systemName === undefined) return undefined;
  if (!CUT_NAME.test(systemName)) return switchNamed(directory, systemName);
  const start = systemName.toLowerCase().replace(CUT_NAME, '');
  if (start.length < CUT_NAME_CHARS_MIN) return undefined;
  const keys = new Set([...directory.names].filter(([name]) => name.startsWith(start)).map(([, key]) => key));
  return keys.size === 1 ? [...keys][0] : undefined;
}

function namesOf({ facts }: Pick<SwitchDraft, 'facts'>): readonly string[] {
  const full = [facts.name, facts.hostname]
    .filter((name) => name !== undefined && name !== '')
    .map((name) => (name ?? '').toLowerCase());
  return [...new Set(full.flatMap((name) => [name, withoutDomain(name)]))];
}

/** `sw1.example.org` is sw1; an address in dotted form stays whole. */
function withoutDomain(name: string): string {
  return /^[\d.]+$/.test(name) ? name : name.replace(/\..*$/, '');
}

/** The first by name stands for the device. */
function doublesOf(drafts: readonly SwitchDraft[]): ReadonlyMap<string, string> {
  const first = new Map<string, string>();
  const doubles = new Map<string, string>();
  for (const { facts, key } of drafts.toSorted((a, b) => (a.facts.name < b.facts.name ? -1 : 1))) {
    if (facts.baseMac === undefined) continue;
    const known = first.get(facts.baseMac);
    if (known === undefined) first.set(facts.baseMac, key);
    else doubles.set(key, known);
  }
  return doubles;
}

/** A base address belongs to one device; any other address that two devices claim belongs to neither. */
function addressOwners(drafts: readonly SwitchDraft[]): {
  owners: Map<string, string>;
  shared: ReadonlyMap<string, readonly string[]>;
} {
  const owners = new Map<string, string>();
  const claims = new Map<string, string[]>();
  for (const { ownMacs, key, facts } of drafts) {
    if (facts.baseMac !== undefined) owners.set(facts.baseMac, key);
    for (const mac of ownMacs) claims.set(mac, [...(claims.get(mac) ?? []), key]);
  }
  const shared = new Map<string, readonly string[]>();
  for (const [mac, keys] of claims) {
    const [only, second] = keys;
    if (owners.has(mac) || only === undefined) continue;
    if (second === undefined) owners.set(mac, only);
    else shared.set(mac, keys);
  }
  return { owners, shared };
}

function unique(pairs: readonly (readonly [string, string])[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const twice = new Set<string>();
  for (const [name, key] of pairs) {
    if (found.has(name) && found.get(name) !== key) twice.add(name);
    found.set(name, key);
  }
  for (const name of twice) found.delete(name);
  return found;
}

export function macOf(text: string | undefined): string | undefined {
  return text === undefined ? undefined : parseMac(text);
}
