/**
 * What a port is: judged by its neighbours first, by managed switches' addresses behind it second, by the number and
 * kind of its addresses last. Nothing is read from port numbers, speeds or model names.
 */
import type { PortClass } from '../../shared/model/index.ts';
import type { PortDraft } from './draft.ts';
import type { NeighbourKind } from './neighbour.ts';
import {
  carriesVlans,
  descriptionOf,
  isChannel,
  isCrowded,
  isFabric,
  isFullTrunk,
  looksLikePhone,
  looksWireless,
  mostlyMachines,
  mostlyWireless,
  type PortSurroundings,
  RANDOM_DESK_MAX,
} from './port-signs.ts';
import { accessPointWord, linkWord } from './words.ts';

export function classOf(port: PortDraft, around: PortSurroundings): PortClass {
  const has = (kind: NeighbourKind): boolean =>
    around.neighbours.some((neighbour) => neighbour.kind === kind);
  if (isFabric(port)) return 'fabric';
  if (has('managed')) return 'interswitch';
  if (has('phone')) return 'phone';
  if (has('ap')) return 'ap';
  if (around.behind.length > 0) return 'interswitch';
  if (has('hypervisor')) return 'hypervisor';
  if (has('bridge')) return 'interswitch';
  if (carriesVlans(port) && !has('host')) return 'interswitch';
  return isCrowded(port, around) ? crowdedClass(port) : quietClass(port, around);
}

function crowdedClass(port: PortDraft): PortClass {
  if (mostlyMachines(port)) return 'hypervisor';
  if (mostlyWireless(port)) return 'ap';
  const trunk = port.facts?.mode === 'trunk' || isChannel(port);
  return trunk || linkWord(descriptionOf(port)) !== undefined ? 'interswitch' : 'unmanaged';
}

function quietClass(port: PortDraft, around: PortSurroundings): PortClass {
  if (isFullTrunk(port)) return 'interswitch';
  if (port.hypervisorCount > 0) return 'hypervisor';
  if (isChannel(port)) return 'host-lag';
  if (port.randomCount > RANDOM_DESK_MAX || accessPointWord(descriptionOf(port)) !== undefined) return 'ap';
  if (looksLikePhone(port, around)) return 'phone';
  if (looksWireless(port)) return 'ap';
  return port.count > 1 ? 'unmanaged' : 'edge';
}
