/**
 * What a port is: judged by its neighbours first, by managed switches' addresses behind it second, by the number and
 * kind of its addresses last. Nothing is read from port numbers, speeds or model names.
 */
import type { Evidence, PortClass } from '../../shared/model/index.ts';
import { type Directory, switchNamed } from './directory.ts';
import { NO_VLAN, type PortDraft } from './draft.ts';
import type { NeighbourKind, SeenNeighbour } from './neighbour.ts';
import { isFabricName, isPortChannel } from './port-name.ts';
import { WEIGHTS } from './weights.ts';
import { accessPointWord, linkWord, namesIn, speaksOfFabric } from './words.ts';

export interface PortSurroundings {
  readonly neighbours: readonly SeenNeighbour[];
  /** Names of managed switches whose own addresses are learned on the port. */
  readonly behind: readonly string[];
  readonly directory: Directory;
  /** Key of the switch that the port is on. */
  readonly ownKey: string;
  /** Median number of addresses on this switch's ports. */
  readonly medianCount: number;
}

export interface PortJudgement {
  readonly portClass: PortClass;
  readonly evidence: readonly Evidence[];
}

export function classifyPort(port: PortDraft, around: PortSurroundings): PortJudgement {
  return { portClass: classOf(port, around), evidence: evidenceOf(port, around) };
}

/** More addresses than on a usual port of this switch by so much that a link between switches is likely. */
const CROWDED_MIN = 8;
const CROWDED_TIMES_MEDIAN = 5;
/** A wireless access point shows more randomised addresses than a person's desk does. */
const RANDOM_DESK_MAX = 2;
const PHONE_DATA_ADDRESSES_MAX = 2;
const FEW_ADDRESSES_MAX = 3;

function classOf(port: PortDraft, around: PortSurroundings): PortClass {
  const has = (kind: NeighbourKind): boolean =>
    around.neighbours.some((neighbour) => neighbour.kind === kind);
  if (isFabric(port)) return 'fabric';
  if (has('managed')) return 'interswitch';
  if (has('phone')) return 'phone';
  if (has('ap')) return 'ap';
  if (around.behind.length > 0) return 'interswitch';
  if (has('hypervisor')) return 'hypervisor';
  if (has('bridge')) return 'interswitch';
  return isCrowded(port, around) ? crowdedClass(port) : quietClass(port);
}

function crowdedClass(port: PortDraft): PortClass {
  if (mostlyMachines(port)) return 'hypervisor';
  if (mostlyWireless(port)) return 'ap';
  const trunk = port.facts?.mode === 'trunk' || isChannel(port);
  return trunk || linkWord(descriptionOf(port)) !== undefined ? 'interswitch' : 'unmanaged';
}

function quietClass(port: PortDraft): PortClass {
  if (port.hypervisorCount > 0) return 'hypervisor';
  if (isChannel(port)) return 'host-lag';
  if (port.randomCount > RANDOM_DESK_MAX || accessPointWord(descriptionOf(port)) !== undefined) return 'ap';
  if (looksLikePhone(port)) return 'phone';
  return port.count > 1 ? 'unmanaged' : 'edge';
}

function mostlyMachines(port: PortDraft): boolean {
  return port.hypervisorCount > 0 && port.hypervisorCount * 2 >= port.count;
}

function mostlyWireless(port: PortDraft): boolean {
  return port.randomCount > RANDOM_DESK_MAX && port.randomCount * 3 >= port.count;
}

/** Not a trunk, with one address in a VLAN of its own beside the port's: a phone in the voice VLAN. */
function looksLikePhone(port: PortDraft): boolean {
  const data = port.facts?.vlan;
  const mode = port.facts?.mode;
  if ((mode !== 'access' && mode !== 'general') || data === undefined || port.addresses.has(NO_VLAN))
    return false;
  const others = [...port.addresses].filter(([vlan]) => vlan !== data);
  const inData = port.addresses.get(data)?.length ?? 0;
  return (
    others.length === 1 && others[0]?.[1].length === 1 && inData >= 1 && inData <= PHONE_DATA_ADDRESSES_MAX
  );
}

function isFabric(port: PortDraft): boolean {
  return isFabricName(port.key) || speaksOfFabric(descriptionOf(port));
}

function isChannel(port: PortDraft): boolean {
  return isPortChannel(port.key) || port.members.length > 0;
}

function isCrowded(port: PortDraft, { medianCount }: PortSurroundings): boolean {
  return port.count > CROWDED_MIN && port.count > CROWDED_TIMES_MEDIAN * Math.max(1, medianCount);
}

/** The port's own words, and its members' when it is a channel. */
function descriptionOf(port: PortDraft): string {
  return [port.facts, ...port.members].map((facts) => facts?.description ?? '').join(' ');
}

function evidenceOf(port: PortDraft, around: PortSurroundings): readonly Evidence[] {
  return [
    ...(isFabric(port) ? [{ weight: WEIGHTS.fabric, reason: 'the inside of a stack or switch pair' }] : []),
    ...around.neighbours.map(neighbourEvidence).filter((evidence) => evidence !== undefined),
    ...behindEvidence(port, around.behind),
    countEvidence(port, around),
    ...kindEvidence(port),
    ...modeEvidence(port),
    ...wordEvidence(port, around),
  ];
}

const DEVICE_WORDS: Readonly<Record<Exclude<NeighbourKind, 'managed' | 'bridge' | 'unknown'>, string>> = {
  phone: 'a phone',
  ap: 'a wireless access point',
  hypervisor: 'a hypervisor',
  host: 'a host',
};

function neighbourEvidence({ facts, kind, label }: SeenNeighbour): Evidence | undefined {
  const who = `${facts.protocol.toUpperCase()}: neighbour '${label}'`;
  switch (kind) {
    case 'managed':
      return { weight: WEIGHTS.managedNeighbour, reason: `${who} is a managed switch` };
    case 'bridge':
      return {
        weight: WEIGHTS.bridgeNeighbour,
        reason: `${who} is a switch or router that is not in the inventory`,
      };
    case 'unknown':
      return undefined;
    default:
      return { weight: WEIGHTS.deviceNeighbour, reason: `${who} is ${DEVICE_WORDS[kind]}` };
  }
}

/** Names in one sentence; the rest are counted. */
const NAMES_SHOWN_MAX = 3;

function behindEvidence(port: PortDraft, behind: readonly string[]): readonly Evidence[] {
  const found: Evidence[] = [];
  if (behind.length > 0) {
    const more = behind.length - NAMES_SHOWN_MAX;
    const names = behind.slice(0, NAMES_SHOWN_MAX).join(', ') + (more > 0 ? ` and ${more} more` : '');
    found.push({ weight: WEIGHTS.managedAddress, reason: `managed switches are seen behind it: ${names}` });
  }
  if (port.gateway !== undefined) {
    found.push({
      weight: WEIGHTS.gatewayAddress,
      reason: `a ${port.gateway} gateway address is seen behind it`,
    });
  }
  return found;
}

function countEvidence(port: PortDraft, around: PortSurroundings): Evidence {
  const { count } = port;
  const median = `; a usual port of the switch has ${around.medianCount}`;
  const reason = `${count === 0 ? 'no' : count} address${count === 1 ? '' : 'es'} on the port`;
  if (isCrowded(port, around)) return { weight: WEIGHTS.crowded, reason: reason + median };
  if (count === 1) return { weight: WEIGHTS.oneAddress, reason };
  if (count > 1 && count <= FEW_ADDRESSES_MAX) return { weight: WEIGHTS.fewAddresses, reason };
  return { weight: 0, reason };
}

function kindEvidence(port: PortDraft): readonly Evidence[] {
  const weight = WEIGHTS.machineAddresses;
  if (mostlyMachines(port))
    return [{ weight, reason: `${port.hypervisorCount} of them are virtual machines` }];
  if (mostlyWireless(port))
    return [{ weight, reason: `${port.randomCount} of them are randomised, as wireless devices use` }];
  return [];
}

function modeEvidence(port: PortDraft): readonly Evidence[] {
  const found: Evidence[] = [];
  switch (port.facts?.mode) {
    case 'access':
      found.push({ weight: WEIGHTS.accessMode, reason: 'access mode' });
      break;
    case 'trunk':
      found.push({ weight: WEIGHTS.trunkMode, reason: 'trunk mode' });
      break;
    case 'general':
      found.push({ weight: WEIGHTS.generalMode, reason: 'general mode' });
  }
  if (isChannel(port)) found.push({ weight: WEIGHTS.portChannel, reason: 'a port channel' });
  return found;
}

function wordEvidence(port: PortDraft, { directory, ownKey }: PortSurroundings): readonly Evidence[] {
  const description = descriptionOf(port);
  const found: Evidence[] = [];
  const named = namesIn(description).find((name) => {
    const key = switchNamed(directory, name);
    return key !== undefined && key !== ownKey;
  });
  const word = linkWord(description);
  if (named !== undefined) {
    found.push({ weight: WEIGHTS.namesSwitch, reason: `the description names the switch ${named}` });
  }
  if (word !== undefined) {
    found.push({ weight: WEIGHTS.linkWord, reason: `the description holds the word "${word}"` });
  }
  return found;
}
