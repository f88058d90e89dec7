/** What a port is, as the picture of its site judges it: for those who are about to change it. Plain data. */
import type { PortClass, RecordRef } from '../../shared/model/index.ts';
import type { FactsIndex } from './facts-index.ts';
import { portKey } from './port-name.ts';
import { descriptionOf, mostlyWireless, RANDOM_DESK_MAX } from './port-signs.ts';
import { type PortView, portOf, type SwitchView, type Topology, viewOf } from './topology.ts';
import { accessPointWord, linkWord } from './words.ts';

export interface PortJudged {
  readonly portClass: PortClass;
  /** Addresses that were learned on it at the last collect. */
  readonly addresses: number;
  /** What was seen that makes it of its class, in words; of a desk nothing. */
  readonly signs: readonly string[];
  /** Over it, and over nothing else, the switch reaches the gateway as far as anybody knows. */
  readonly isWayOut: boolean;
  /** Of how many known ways from the switch to its gateway it is one; 0: of none. */
  readonly waysOut: number;
  /** Names of the other ones. */
  readonly otherWays: readonly string[];
  /** A word of its description that hints at something; words prove nothing. */
  readonly hint: string | undefined;
}

export interface JudgedSwitch {
  /** By any spelling of the name. */
  port(name: string): PortJudged;
  /** `undefined`: neither an address nor a neighbour was seen that would tell, and its name does not either. */
  knownClass(name: string): PortClass | undefined;
  /** What all spellings of one port share. */
  keyOf(name: string): string;
}

/** By the picture of a site as it is by now. */
export async function judgedSite(
  index: Pick<FactsIndex, 'refresh' | 'topology'>,
  site: string,
): Promise<(ref: RecordRef) => JudgedSwitch> {
  await index.refresh(site);
  const topology = index.topology(site);
  return (ref) => judgedSwitch(topology, ref);
}

export function judgedSwitch(topology: Topology, ref: RecordRef): JudgedSwitch {
  const view = viewOf(topology, ref);
  const ways = waysOut(topology, view);
  return {
    keyOf: portKey,
    knownClass(name) {
      const port = portOf(topology, view, name);
      const isSeen = port.count > 0 || port.seen.length > 0 || port.portClass === 'fabric';
      return isSeen ? classOfSeen(port) : undefined;
    },
    port(name) {
      const port = portOf(topology, view, name);
      const text = descriptionOf(port);
      return {
        portClass: classOfSeen(port),
        addresses: port.count,
        signs: [...new Set(signsOf(port))],
        isWayOut: ways.size === 1 && ways.has(port.key),
        waysOut: ways.has(port.key) ? ways.size : 0,
        otherWays: ways.has(port.key) ? namesOf(view, ways, port.key) : [],
        hint: linkWord(text) ?? accessPointWord(text),
      };
    },
  };
}

/**
 * Ports toward the switch at which the gateway is, and that of the gateway itself. Where nobody sees a gateway: its
 * links to switches that have several.
 */
function waysOut(topology: Topology, view: SwitchView): ReadonlySet<string> {
  const { root, links } = topology;
  if (view.gatewayRank === 2 || root === view.key) return new Set();
  const gateway = view.gatewayPort === undefined ? [] : [view.gatewayPort];
  // A second cable to the same switch is a second way, although frames do not take it now.
  const next = root === undefined ? gateway.flatMap((key) => view.ports.get(key)?.direct ?? []) : [root];
  const cables = next.flatMap((key) => [
    ...(view.toward.get(key) ?? []),
    ...(links.get(view.key)?.get(key) ?? []),
  ]);
  const known = [...gateway, ...cables];
  const ways = known.length > 0 ? known : middleLinks(topology, view);
  return new Set(ways.map((key) => view.lagOf.get(key) ?? key));
}

function namesOf({ ports }: SwitchView, keys: ReadonlySet<string>, but: string): readonly string[] {
  return [...keys].filter((key) => key !== but).map((key) => ports.get(key)?.name ?? key);
}

/** Links to switches that have several: one by itself only where it is the switch's only link, for it may lead away from the gateway. */
function middleLinks({ switches }: Topology, view: SwitchView): readonly string[] {
  const links = [...view.ports.values()].filter(({ behind }) => behind.length > 0);
  const isMiddle = (key: string): boolean => (switches.get(key)?.linkCount ?? 0) > 1;
  const ways = links.filter(({ behind }) => behind.some(isMiddle)).map(({ key }) => key);
  return ways.length > 1 || links.length === 1 ? ways : [];
}

function classOfSeen(port: PortView): PortClass {
  return port.portClass === 'ap' && !isSeenAsAp(port) ? 'edge' : port.portClass;
}

/** Said by itself, or by the addresses behind it; a word in a description alone is no access point. */
function isSeenAsAp(port: PortView): boolean {
  return (
    port.seen.some(({ kind }) => kind === 'ap') || mostlyWireless(port) || port.randomCount > RANDOM_DESK_MAX
  );
}

/** Reasons that a class may rest on; how many addresses there are is told beside them. */
function signsOf(port: PortView): readonly string[] {
  const isSign = (reason: string): boolean =>
    !/address(?:es)? on the port|^access mode|^the description/.test(reason);
  return port.evidence.filter(({ reason }) => isSign(reason)).map(({ reason }) => reason);
}
