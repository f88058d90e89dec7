/** What can be seen of a port at a glance: the signs that its class and its evidence both go by. */
import type { Directory } from './directory.ts';
import { NO_VLAN, type PortDraft } from './draft.ts';
import type { SeenNeighbour } from './neighbour.ts';
import { isFabricName, isPortChannel } from './port-name.ts';
import { speaksOfFabric } from './words.ts';

export interface PortSurroundings {
  readonly neighbours: readonly SeenNeighbour[];
  /** Names of managed switches whose own addresses are learned on the port. */
  readonly behind: readonly string[];
  readonly directory: Directory;
  /** Key of the switch that the port is on. */
  readonly ownKey: string;
  /** Median number of addresses on this switch's ports. */
  readonly medianCount: number;
  /** VLANs in which phones of this switch are. */
  readonly voiceVlans: ReadonlySet<number>;
}

/** More addresses than on a usual port of this switch by so much that a link between switches is likely. */
const CROWDED_MIN = 8;
const CROWDED_TIMES_MEDIAN = 5;
/** A wireless access point shows more randomised addresses than a person's desk does. */
export const RANDOM_DESK_MAX = 2;
const PHONE_DATA_ADDRESSES_MAX = 2;

export function isFabric(port: PortDraft): boolean {
  const isPeerLink = [port.facts, ...port.members].some((facts) => facts?.peerLink === true);
  return isPeerLink || isFabricName(port.key) || speaksOfFabric(descriptionOf(port));
}

export function isChannel(port: PortDraft): boolean {
  return isPortChannel(port.key) || port.members.length > 0;
}

export function isCrowded(port: PortDraft, { medianCount }: PortSurroundings): boolean {
  return port.count > CROWDED_MIN && port.count > CROWDED_TIMES_MEDIAN * Math.max(1, medianCount);
}

/** The port's own words, and its members' when it is a channel. */
export function descriptionOf(port: PortDraft): string {
  return [port.facts, ...port.members].map((facts) => facts?.description ?? '').join(' ');
}

/** A hypervisor has a few addresses of its own beside those of its machines; a switch with several behind it has more. */
const HYPERVISOR_OWN_MAX = 6;

export function mostlyMachines(port: PortDraft): boolean {
  const others = port.count - port.hypervisorCount - port.randomCount;
  return port.hypervisorCount > 0 && port.hypervisorCount * 2 >= port.count && others <= HYPERVISOR_OWN_MAX;
}

export function mostlyWireless(port: PortDraft): boolean {
  return port.randomCount > RANDOM_DESK_MAX && port.randomCount * 3 >= port.count;
}

/** A trunk with hosts in many VLANs behind it: no one device speaks in so many, but a hypervisor. */
const LINK_VLANS_MIN = 3;

export function carriesVlans(port: PortDraft): boolean {
  return (
    isTrunk(port) &&
    port.addresses.size >= LINK_VLANS_MIN &&
    !mostlyMachines(port) &&
    port.randomCount * 2 < port.count
  );
}

/** More addresses than one host with a port channel has, and no sign of machines or wireless. */
const HOST_ADDRESSES_MAX = 4;

export function isFullTrunk(port: PortDraft): boolean {
  const most = isChannel(port) ? HOST_ADDRESSES_MAX : CROWDED_MIN;
  return isTrunk(port) && port.count > most && !mostlyMachines(port) && !mostlyWireless(port);
}

export function isTrunk(port: PortDraft): boolean {
  return [port.facts, ...port.members].some((facts) => facts?.mode === 'trunk');
}

/** A phone with its PC, or one alone in a VLAN in which other phones of the switch are. */
export function looksLikePhone(
  port: PortDraft,
  { voiceVlans }: Pick<PortSurroundings, 'voiceVlans'>,
): boolean {
  const phone = phoneVlan(port);
  return phone !== undefined && (phone.inData > 0 || voiceVlans.has(phone.vlan));
}

/** VLANs in which a device stands alone beside those of the port's own VLAN: more than one port says so. */
export function voiceVlansOf(ports: Iterable<PortDraft>): ReadonlySet<number> {
  const once = new Set<number>();
  const found = new Set<number>();
  for (const port of ports) {
    const phone = phoneVlan(port);
    if (phone === undefined || phone.inData === 0) continue;
    (once.has(phone.vlan) ? found : once).add(phone.vlan);
  }
  return found;
}

/** Not a trunk, with one address in a VLAN that is not the port's; `inData`: how many are in the port's. */
function phoneVlan(port: PortDraft): { readonly vlan: number; readonly inData: number } | undefined {
  const data = port.facts?.vlan;
  const mode = port.facts?.mode;
  if ((mode !== 'access' && mode !== 'general') || data === undefined || port.addresses.has(NO_VLAN))
    return undefined;
  const [other, another] = [...port.addresses].filter(([vlan]) => vlan !== data);
  const inData = port.addresses.get(data)?.length ?? 0;
  if (other?.[1].length !== 1 || another !== undefined || inData > PHONE_DATA_ADDRESSES_MAX) return undefined;
  return { vlan: other[0], inData };
}

/** A few devices on a trunk, one of them with an address that it made up: wireless ones, behind their access point. */
export function looksWireless(port: PortDraft): boolean {
  return (
    isTrunk(port) && !isChannel(port) && port.count > 1 && port.randomCount > 0 && port.hypervisorCount === 0
  );
}
