/** What stands at the other end of a cable, as far as LLDP or CDP tells. */
import { claimOf, type Directory, heardBy, macOf, resolveNeighbour } from './directory.ts';
import { AMBIGUOUS, type PortDraft, type SwitchDraft } from './draft.ts';
import type { NeighbourFacts } from './facts.ts';
import { portKey } from './port-name.ts';
import { namesAccessPoint } from './words.ts';

/**
 * managed: a switch of the inventory · bridge: a switch or router that is not · unknown: it told nothing of itself.
 * A phone bridges its PC and says so, an access point its clients, a hypervisor its machines: none is an uplink.
 * gone: a managed switch that has been moved away; its last words have not run out yet.
 */
export type NeighbourKind =
  | 'managed'
  | 'gone'
  | 'bridge'
  | 'phone'
  | 'ap'
  | 'hypervisor'
  | 'host'
  | 'unknown';

export interface SeenNeighbour {
  readonly facts: NeighbourFacts;
  readonly kind: NeighbourKind;
  /** Key of the managed switch. */
  readonly switchKey: string | undefined;
  /** For people: its name, else its address. */
  readonly label: string;
  /** How it is known when the port does not hear it itself: the end of a sentence. */
  readonly how?: string;
}

export type Observer = Pick<SwitchDraft, 'key' | 'facts' | 'ownMacs' | 'portOf'>;

export interface Hearing {
  readonly observer: Observer;
  /** The port that it is heard on. */
  readonly port: Pick<PortDraft, 'key' | 'count' | 'neighbours'>;
}

export function seeNeighbour(
  directory: Directory,
  facts: NeighbourFacts,
  { observer, port }: Hearing,
): SeenNeighbour {
  const switchKey = resolveNeighbour(directory, facts, observer);
  const label = facts.systemName || facts.chassisId || facts.remotePort || 'without a name';
  if (switchKey === undefined) return { facts, kind: kindOf(facts), switchKey, label };
  if (hasLeft(directory, { facts, switchKey }, { observer, port }))
    return { facts, kind: 'gone', switchKey: undefined, label };
  return { facts, kind: 'managed', switchKey, label };
}

/**
 * The switch hears others but not us, and none of its addresses come in here: it hangs elsewhere now. One that hears
 * nobody may just not listen, and we may not speak; but then its addresses are on another port of ours.
 */
function hasLeft(
  directory: Directory,
  { facts, switchKey }: { readonly facts: NeighbourFacts; readonly switchKey: string },
  { observer, port }: Hearing,
): boolean {
  const macs = directory.macsOf.get(switchKey) ?? [];
  const places = macs.flatMap((mac) => observer.portOf.get(mac) ?? []);
  if (places.some((place) => place === port.key || place === AMBIGUOUS)) return false;
  if (isOutshone(directory, { facts, switchKey }, port) || hasDevice(observer, facts, port)) return true;
  const heard = directory.hears.get(switchKey);
  if (heard === undefined || heard.size === 0) return false;
  if (!heardBy(observer, heard)) {
    return (
      places.length > 0 || (directory.heard.has(observer.key) && !isDeafThere(directory, facts, switchKey))
    );
  }
  // It remembers us as well, beside the one that it hears on the same port now.
  return places.length > 0 && heardBy(observer, directory.hearsBeside.get(switchKey) ?? new Set());
}

/** It hears nobody where our cable should end, as where one side does not listen. */
function isDeafThere({ ears }: Directory, { remotePort }: NeighbourFacts, switchKey: string): boolean {
  return remotePort !== undefined && remotePort !== '' && !ears.get(switchKey)?.has(portKey(remotePort));
}

/** So few addresses, and none of the switch's own, are no link to it when another port that hears it has more. */
const LEFT_ADDRESSES_MAX = 3;

/** Another port hears the very same port of that switch, and has more behind it. */
function isOutshone(
  { claims }: Directory,
  { facts, switchKey }: { readonly facts: NeighbourFacts; readonly switchKey: string },
  { count }: Hearing['port'],
): boolean {
  const claim = claimOf(switchKey, facts);
  const most = claim === undefined ? undefined : claims.get(claim);
  return most !== undefined && count > 0 && count <= LEFT_ADDRESSES_MAX && most > count;
}

/** A phone or access point speaks on the same port, and its address is learned there. */
function hasDevice(observer: Observer, facts: NeighbourFacts, { key, neighbours }: Hearing['port']): boolean {
  return neighbours.some((other) => {
    const kind = other === facts ? 'unknown' : kindOf(other);
    const macs = [macOf(other.chassisId), macOf(other.remotePort)].filter((mac) => mac !== undefined);
    return (kind === 'phone' || kind === 'ap') && macs.some((mac) => observer.portOf.get(mac) === key);
  });
}

/** The neighbour is the very device with this address. */
export function isItself({ facts }: SeenNeighbour, mac: string): boolean {
  return macOf(facts.chassisId) === mac || macOf(facts.remotePort) === mac;
}

const PHONE = /\b(?:ip ?phone|telephone|handset|polycom|yealink|snom|sip-t\d)/i;
const ACCESS_POINT =
  /\b(?:access point|aironet|air-[a-z]{0,9}ap[a-z0-9-]{0,20}|ap software|wireless ap|wlan ap|unifi ap|instant ap|arubaos \(model: \d{1,9}|fortiap|zoneflex|uap-[a-z]|meraki mr\d|cloud managed ap)\b/i;
const HYPERVISOR = /\b(?:vmware|esxi?|hyper-v|proxmox|xenserver|xcp-ng|nutanix)\b/i;
const SWITCH =
  /\b(?:switch|catalyst|nexus|procurve|powerconnect|comware|junos|arista|cumulus|sonic|routeros|(?:ios|nx-os|xe) software)\b/i;
const HOST = /\b(?:linux|windows|ubuntu|debian|freebsd|red hat|centos|macos|darwin)\b/i;
const SWITCH_PORT = /^(?:gi|te|fa|eth?|tw|fo|hu|xe-|ge-|po)[a-z-]*\s?\d+(?:\/\d+)+/i;

function kindOf(facts: NeighbourFacts): NeighbourKind {
  const says = new Set(facts.capabilities);
  const words = `${facts.systemDescription ?? ''} ${facts.systemName ?? ''}`;
  if (says.has('telephone') || PHONE.test(words)) return 'phone';
  if (says.has('wlan') || ACCESS_POINT.test(words)) return 'ap';
  // Some say of themselves that they are a bridge, and nothing more but their name.
  if (!SWITCH.test(words) && namesAccessPoint(facts.systemName ?? '')) return 'ap';
  if (HYPERVISOR.test(words)) return 'hypervisor';
  if (SWITCH.test(words)) return 'bridge';
  if (HOST.test(words) || says.has('station')) return 'host';
  if (says.has('bridge') || says.has('router')) return 'bridge';
  if (SWITCH_PORT.test(facts.remotePort ?? '')) return 'bridge';
  // A network card that speaks LLDP of its own names its address twice and nothing else.
  const sameTwice =
    macOf(facts.chassisId) !== undefined && macOf(facts.chassisId) === macOf(facts.remotePort);
  return sameTwice && !facts.systemName ? 'host' : 'unknown';
}
