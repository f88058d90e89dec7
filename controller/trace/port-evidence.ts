/** What speaks for a port being an edge, and what for a link between switches, each with its weight and in words. */
import type { Evidence } from '../../shared/model/index.ts';
import { switchNamed } from './directory.ts';
import type { PortDraft } from './draft.ts';
import type { NeighbourKind, SeenNeighbour } from './neighbour.ts';
import {
  descriptionOf,
  isChannel,
  isCrowded,
  isFabric,
  mostlyMachines,
  mostlyWireless,
  type PortSurroundings,
} from './port-signs.ts';
import { WEIGHTS } from './weights.ts';
import { linkWord, namesIn } from './words.ts';

const FEW_ADDRESSES_MAX = 3;

export function evidenceOf(port: PortDraft, around: PortSurroundings): readonly Evidence[] {
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

const DEVICE_WORDS: Readonly<
  Record<Exclude<NeighbourKind, 'managed' | 'gone' | 'bridge' | 'unknown'>, string>
> = {
  phone: 'a phone',
  ap: 'a wireless access point',
  hypervisor: 'a hypervisor',
  host: 'a host',
};

function neighbourEvidence({ facts, kind, label, how = '' }: SeenNeighbour): Evidence | undefined {
  const who = `${facts.protocol.toUpperCase()}: neighbour '${label}'`;
  switch (kind) {
    case 'managed':
      return { weight: WEIGHTS.managedNeighbour, reason: `${who} is a managed switch${how}` };
    case 'bridge':
      return {
        weight: WEIGHTS.bridgeNeighbour,
        reason: `${who} is a switch or router that is not in the inventory${how}`,
      };
    case 'gone':
      return { weight: 0, reason: `${who} has left: its addresses are behind another port now` };
    case 'unknown':
      return undefined;
    default:
      return { weight: WEIGHTS.deviceNeighbour, reason: `${who} is ${DEVICE_WORDS[kind]}${how}` };
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
