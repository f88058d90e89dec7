/** What stands at the other end of a cable, as far as LLDP or CDP tells. */
import { type Directory, macOf, resolveNeighbour } from './directory.ts';
import type { SwitchDraft } from './draft.ts';
import type { NeighbourFacts } from './facts.ts';

/**
 * managed: a switch of the inventory · bridge: a switch or router that is not · unknown: it told nothing of itself.
 * A phone bridges its PC and says so, an access point its clients, a hypervisor its machines: none is an uplink.
 */
export type NeighbourKind = 'managed' | 'bridge' | 'phone' | 'ap' | 'hypervisor' | 'host' | 'unknown';

export interface SeenNeighbour {
  readonly facts: NeighbourFacts;
  readonly kind: NeighbourKind;
  /** Key of the managed switch. */
  readonly switchKey: string | undefined;
  /** For people: its name, else its address. */
  readonly label: string;
}

export function seeNeighbour(
  directory: Directory,
  facts: NeighbourFacts,
  observer: Pick<SwitchDraft, 'facts' | 'ownMacs'>,
): SeenNeighbour {
  const switchKey = resolveNeighbour(directory, facts, observer);
  const label = facts.systemName || facts.chassisId || facts.remotePort || 'without a name';
  return { facts, kind: switchKey === undefined ? kindOf(facts) : 'managed', switchKey, label };
}

/** The neighbour is the very device with this address. */
export function isItself({ facts }: SeenNeighbour, mac: string): boolean {
  return macOf(facts.chassisId) === mac || macOf(facts.remotePort) === mac;
}

const PHONE = /\b(?:ip ?phone|telephone|handset|polycom|yealink|snom|sip-t\d)/i;
const ACCESS_POINT =
  /\b(?:access point|aironet|air-[a-z]*ap[a-z0-9-]*|ap software|wireless ap|wlan ap|unifi ap|instant ap)\b/i;
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
