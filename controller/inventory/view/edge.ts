/**
 * Which ports a port technician sees: those where devices of people are plugged in. A port that may be a link between
 * switches is left out, and in doubt it is one. Pure: cut from records by the caller.
 */
import {
  isPortChannel,
  type JsonObject,
  parseMac,
  portKey,
  type RecordView,
} from '../../../shared/model/index.ts';
import { speaksOfLink } from './link-words.ts';
import { namesOne, nameWords, ownPart, portNamesOne, type WordIndex, wordIndex } from './names.ts';

/** What the switches of one site are called and own. */
export interface SiteNames {
  /** Names, host names, serial numbers, addresses. */
  readonly index: WordIndex;
  /** The same in lower case, with and without domain. */
  readonly wordSet: ReadonlySet<string>;
  /** Lower case: addresses and names of credentials, by which the sources are reached. */
  readonly reach: readonly string[];
  /** Of the switches themselves, colon form. */
  readonly macs: ReadonlySet<string>;
}

export interface EdgeFacts {
  /** Names of the edge ports, as their records write them. */
  readonly ports: ReadonlySet<string>;
  /** And their keys, for what writes them otherwise. */
  readonly keys: ReadonlySet<string>;
  /** VLANs of the edge ports. */
  readonly vlans: ReadonlySet<number>;
}

/** What is known of one switch. */
export interface SwitchParts {
  readonly ports: readonly JsonObject[];
  readonly neighbours: readonly JsonObject[];
  readonly sightings: Iterable<JsonObject>;
}

/**
 * Addresses on one port beyond which it is no desk: a small hub full of phones with their PCs has fewer. Where there
 * are more, a switch may be behind it, or a server with its machines, which is not a technician's to see either.
 */
export const EDGE_ADDRESSES_MAX = 16;
/** On one port with a tagged VLAN: a phone, which may speak in both VLANs, and what is plugged into it. */
export const PHONE_ADDRESSES_MAX = 4;
/** A shorter word would be cut out of half of a sentence. */
const REACH_CHARS_MIN = 3;
const HIDDEN = '…';
/** As the agent writes the login that a device refused. */
const LOGIN_NAME = /\(user [^()]{1,64}\)/g;
const IPV4 = /\b\d{1,3}(?:\.\d{1,3}){3}\b/g;
const LINK_MODES: readonly string[] = ['trunk', 'routed'];
const CHANNEL_NAME = /^(?:po|port-?channel|lag|bundle-ether|ae|trk|bond|ch)[ -]?\d/i;
const ONE_VLAN = /^\d+$/;

export function siteNames(switches: readonly RecordView[], sources: readonly RecordView[]): SiteNames {
  const wordSet = nameWords([
    ...switches.flatMap(({ ref, fields }) => [ref.id, fields['name'], fields['hostname'], fields['serial']]),
    ...sources.flatMap(({ fields }) => [fields['name'], fields['address']]),
  ]);
  const reach = sources
    .flatMap(({ fields }) => [fields['address'], fields['credential']])
    .flatMap((text) =>
      typeof text === 'string' && text.length >= REACH_CHARS_MIN ? [text.toLowerCase()] : [],
    );
  const macs = switches.flatMap(({ fields }) => {
    const own = Array.isArray(fields['macs']) ? fields['macs'] : [];
    return [fields['baseMac'], ...own].flatMap((mac) => macOf(mac) ?? []);
  });
  return { index: wordIndex(wordSet), wordSet, reach: [...new Set(reach)], macs: new Set(macs) };
}

/** Words of an error without what they say of how a source is reached. */
export function withoutReachIn(names: SiteNames, text: string): string {
  let cut = text.replace(IPV4, HIDDEN).replace(LOGIN_NAME, `(user ${HIDDEN})`);
  for (const word of names.reach) {
    for (let at = cut.toLowerCase().indexOf(word); at >= 0; at = cut.toLowerCase().indexOf(word, at + 1))
      cut = `${cut.slice(0, at)}${HIDDEN}${cut.slice(at + word.length)}`;
  }
  return cut;
}

/** Whether the text names a switch of the site. */
export function mentions(names: SiteNames, text: string): boolean {
  return namesOne(names.index, text);
}

export function edgeFacts({ ports, neighbours, sightings }: SwitchParts, names: SiteNames): EdgeFacts {
  const around = surroundings(neighbours, sightings, names);
  const links = new Set(ports.flatMap(({ lag }) => (isText(lag) ? [portKey(lag)] : [])));
  for (const [key, one] of around) if (isLinkBy(one)) links.add(key);
  for (const port of ports) {
    const key = keyOf(port['name']);
    if (isLink(port, around.get(key) ?? NOTHING, names)) links.add(key);
  }
  const edge = ports.filter(({ name }) => isText(name) && !links.has(portKey(name)));
  return {
    ports: new Set(edge.map(({ name }) => String(name))),
    keys: new Set(edge.map(({ name }) => keyOf(name))),
    vlans: new Set(edge.flatMap(({ vlan }) => (typeof vlan === 'number' ? [vlan] : []))),
  };
}

/** Whether it is one of the edge ports, in whatever spelling. */
export function isEdgePort({ ports, keys }: EdgeFacts, port: string): boolean {
  return ports.has(port) || keys.has(portKey(port));
}

/** What is at the other end of a port, as far as it is told. */
interface Surroundings {
  /** One is a switch, or an address of one is learned there. */
  hasSwitch: boolean;
  hasPhone: boolean;
  hasAccessPoint: boolean;
  /** Addresses learned. */
  count: number;
}

const NOTHING: Surroundings = { hasSwitch: false, hasPhone: false, hasAccessPoint: false, count: 0 };

/** By the keys of the ports. */
function surroundings(
  neighbours: readonly JsonObject[],
  sightings: Iterable<JsonObject>,
  names: SiteNames,
): ReadonlyMap<string, Surroundings> {
  const found = new Map<string, Surroundings>();
  const at = (key: string): Surroundings => {
    const known = found.get(key) ?? { ...NOTHING };
    found.set(key, known);
    return known;
  };
  for (const neighbour of neighbours) {
    const one = at(keyOf(neighbour['port']));
    one.hasSwitch ||= isSwitch(neighbour, names);
    one.hasPhone ||= can(neighbour, 'telephone');
    one.hasAccessPoint ||= can(neighbour, 'wlan');
  }
  const learned = new Map<string, Set<string>>();
  for (const { port, mac, type } of sightings) {
    if (type === 'self' || !isText(port) || !isText(mac)) continue;
    const macs = learned.get(port);
    if (macs) macs.add(mac);
    else learned.set(port, new Set([mac]));
    if (names.macs.has(mac)) at(portKey(port)).hasSwitch = true;
  }
  for (const [port, { size }] of learned) at(portKey(port)).count += size;
  return found;
}

/** By what is there. Behind an access point there are as many as want to be. */
function isLinkBy({ hasSwitch, hasAccessPoint, count }: Surroundings): boolean {
  return hasSwitch || (count > EDGE_ADDRESSES_MAX && !hasAccessPoint);
}

/** By its own record. */
function isLink(port: JsonObject, around: Surroundings, names: SiteNames): boolean {
  const { name, mode, lag, mlag, peerLink, description } = port;
  if (!isText(name) || CHANNEL_NAME.test(name) || isPortChannel(portKey(name))) return true;
  if (isText(lag) || isText(mlag) || peerLink === true || LINK_MODES.includes(String(mode))) return true;
  if (carriesTagged(port, around) || portNamesOne(names.index, name)) return true;
  return isText(description) && speaksOfLink(description);
}

/** As `isLink`, where nothing is known of what was there. */
export function isLinkItself(port: JsonObject, names: SiteNames): boolean {
  return isLink(port, NOTHING, names);
}

/** Of one tagged VLAN, it is the one of a phone, unless more is there than a phone with what is plugged into it. */
function carriesTagged({ taggedVlans, voiceVlan }: JsonObject, { hasPhone, count }: Surroundings): boolean {
  if (!isText(taggedVlans) || taggedVlans === String(voiceVlan)) return false;
  return !(ONE_VLAN.test(taggedVlans) && (hasPhone || count <= PHONE_ADDRESSES_MAX));
}

/** A phone bridges its own PC port: it is what people plug in, not a switch. */
function isSwitch(neighbour: JsonObject, names: SiteNames): boolean {
  const { chassisId, systemName } = neighbour;
  const mac = macOf(chassisId);
  if (mac !== undefined && names.macs.has(mac)) return true;
  if (isText(systemName)) {
    const full = systemName.toLowerCase();
    if (names.wordSet.has(full) || names.wordSet.has(ownPart(full))) return true;
  }
  return (can(neighbour, 'bridge') || can(neighbour, 'router')) && !can(neighbour, 'telephone');
}

function can({ capabilities }: JsonObject, what: string): boolean {
  return Array.isArray(capabilities) && capabilities.includes(what);
}

function keyOf(port: unknown): string {
  return isText(port) ? portKey(port) : '';
}

function macOf(value: unknown): string | undefined {
  return typeof value === 'string' ? parseMac(value) : undefined;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
