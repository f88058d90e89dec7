/**
 * Which ports a port technician sees: those where devices of people are plugged in. A port that may be a link between
 * switches is left out, and in doubt it is one. Pure: cut from records by the caller.
 */
import { type JsonObject, parseMac, type RecordView } from '../../../shared/model/index.ts';

/** What the switches of one site are called and own. */
export interface SiteNames {
  /** Lower case: names, host names, serial numbers, addresses. */
  readonly words: readonly string[];
  readonly wordSet: ReadonlySet<string>;
  /** Lower case: addresses and names of credentials, by which the sources are reached. */
  readonly reach: readonly string[];
  /** Of the switches themselves, colon form. */
  readonly macs: ReadonlySet<string>;
}

export interface EdgeFacts {
  /** Names of the edge ports. */
  readonly ports: ReadonlySet<string>;
  /** VLANs of the edge ports. */
  readonly vlans: ReadonlySet<number>;
}

/** A shorter name would be found in every second description. */
const WORD_CHARS_MIN = 3;
const HIDDEN = '…';
const IPV4 = /\b\d{1,3}(?:\.\d{1,3}){3}\b/g;
const LINK_MODES: readonly string[] = ['trunk', 'routed'];
const CHANNEL_NAME = /^(?:po|port-?channel|lag|bundle-ether|ae|trk|bond|ch)[ -]?\d/i;

export function siteNames(switches: readonly RecordView[], sources: readonly RecordView[]): SiteNames {
  const texts = [
    ...switches.flatMap(({ ref, fields }) => [ref.id, fields['name'], fields['hostname'], fields['serial']]),
    ...sources.flatMap(({ fields }) => [fields['name'], fields['address']]),
  ];
  const wordSet = new Set(wordsOf(texts));
  const reach = new Set(wordsOf(sources.flatMap(({ fields }) => [fields['address'], fields['credential']])));
  const macs = switches.flatMap(({ fields }) => {
    const own = Array.isArray(fields['macs']) ? fields['macs'] : [];
    return [fields['baseMac'], ...own].flatMap((mac) => macOf(mac) ?? []);
  });
  return { words: [...wordSet], wordSet, reach: [...reach], macs: new Set(macs) };
}

function wordsOf(values: readonly unknown[]): string[] {
  return values
    .filter((value): value is string => typeof value === 'string' && value.length >= WORD_CHARS_MIN)
    .map((text) => text.toLowerCase());
}

/** Words of an error without what they say of how a source is reached. */
export function withoutReachIn(names: SiteNames, text: string): string {
  let cut = text.replace(IPV4, HIDDEN);
  for (const word of names.reach) {
    for (let at = cut.toLowerCase().indexOf(word); at >= 0; at = cut.toLowerCase().indexOf(word, at + 1))
      cut = `${cut.slice(0, at)}${HIDDEN}${cut.slice(at + word.length)}`;
  }
  return cut;
}

/** Whether the text names a switch of the site. */
export function mentions(names: SiteNames, text: string): boolean {
  const lower = text.toLowerCase();
  return names.words.some((word) => lower.includes(word));
}

export function edgeFacts(
  parts: { readonly ports: readonly JsonObject[]; readonly neighbours: readonly JsonObject[] },
  names: SiteNames,
): EdgeFacts {
  const linked = new Set(
    parts.neighbours.filter((neighbour) => isLink(neighbour, names)).map(({ port }) => String(port)),
  );
  const channels = new Set(parts.ports.flatMap(({ lag }) => (isText(lag) ? [lag] : [])));
  const edge = parts.ports.filter(({ name, mode, lag }) => {
    if (!isText(name) || linked.has(name) || channels.has(name) || CHANNEL_NAME.test(name)) return false;
    return !isText(lag) && !LINK_MODES.includes(String(mode));
  });
  return {
    ports: new Set(edge.map(({ name }) => String(name))),
    vlans: new Set(edge.flatMap(({ vlan }) => (typeof vlan === 'number' ? [vlan] : []))),
  };
}

/** A phone bridges its own PC port: it is what people plug in, not a switch. */
function isLink({ capabilities, chassisId, systemName }: JsonObject, names: SiteNames): boolean {
  const can = Array.isArray(capabilities) ? capabilities : [];
  const mac = macOf(chassisId);
  if (mac !== undefined && names.macs.has(mac)) return true;
  if (isText(systemName)) {
    const full = systemName.toLowerCase();
    if (names.wordSet.has(full) || names.wordSet.has(full.replace(/\..*$/, ''))) return true;
  }
  return (can.includes('bridge') || can.includes('router')) && !can.includes('telephone');
}

function macOf(value: unknown): string | undefined {
  return typeof value === 'string' ? parseMac(value) : undefined;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
