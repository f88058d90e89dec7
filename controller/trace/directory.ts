/** Who is who among the managed switches: by address, by name, by management address. */
import { parseMac } from '../../shared/model/index.ts';
import type { SwitchDraft } from './draft.ts';
import type { NeighbourFacts } from './facts.ts';

export interface Directory {
  /** Address -> key of the one switch that owns it. */
  readonly owners: ReadonlyMap<string, string>;
  /** Address -> the switches that all call it their own: an anycast or peer gateway. */
  readonly shared: ReadonlyMap<string, readonly string[]>;
  /** Lower-case names, with and without domain. A name that two switches bear is not in here. */
  readonly names: ReadonlyMap<string, string>;
  readonly managementAddresses: ReadonlyMap<string, string>;
  /** Equal for equal content: tells whether judgements that used it still hold. */
  readonly signature: string;
}

export function buildDirectory(drafts: readonly SwitchDraft[]): Directory {
  const names = unique(drafts.flatMap((draft) => namesOf(draft).map((name) => [name, draft.key] as const)));
  const managementAddresses = unique(
    drafts.flatMap(({ facts, key }) =>
      facts.managementAddress === undefined ? [] : [[facts.managementAddress.toLowerCase(), key] as const],
    ),
  );
  const { owners, shared } = addressOwners(drafts);
  const byName = { names, managementAddresses };
  // A neighbour that is known by name teaches an address that the switch itself never showed.
  for (const draft of drafts) {
    for (const neighbour of draft.facts.neighbours) {
      const chassis = macOf(neighbour.chassisId);
      if (chassis === undefined || owners.has(chassis) || shared.has(chassis)) continue;
      const key = resolveByName(byName, neighbour);
      if (key !== undefined) owners.set(chassis, key);
    }
  }
  const signature = [owners, names, managementAddresses]
    .map((map) =>
      [...map]
        .map(([from, to]) => `${from}=${to}`)
        .toSorted()
        .join(','),
    )
    .join(';');
  return { owners, shared, names, managementAddresses, signature };
}

/** The managed switch at the other end, if it is one: by chassis address first, then by name. */
export function resolveNeighbour(directory: Directory, neighbour: NeighbourFacts): string | undefined {
  const chassis = macOf(neighbour.chassisId);
  const owner = chassis === undefined ? undefined : directory.owners.get(chassis);
  return owner ?? resolveByName(directory, neighbour);
}

/** Key of the switch that bears this name, alone among all. */
export function switchNamed(directory: Pick<Directory, 'names'>, name: string): string | undefined {
  const lower = name.toLowerCase();
  return directory.names.get(lower) ?? directory.names.get(withoutDomain(lower));
}

/** Tables cut long names and end them so. */
const CUT_NAME = /\.{3}$/;
const CUT_NAME_CHARS_MIN = 6;

function resolveByName(
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

function namesOf({ facts }: SwitchDraft): readonly string[] {
  const full = [facts.name, facts.hostname]
    .filter((name) => name !== undefined && name !== '')
    .map((name) => (name ?? '').toLowerCase());
  return [...new Set(full.flatMap((name) => [name, withoutDomain(name)]))];
}

/** `sw1.example.org` is sw1; an address in dotted form stays whole. */
function withoutDomain(name: string): string {
  return /^[\d.]+$/.test(name) ? name : name.replace(/\..*$/, '');
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
