/** Addresses that are no endpoint: groups, shared gateways, and the managed switches themselves. */
import { isMulticast, type Mac, virtualGateway } from '../../shared/model/index.ts';
import type { Candidate, Setting } from './candidates.ts';
import type { Topology } from './topology.ts';

export interface NoEndpoint {
  readonly summary: string;
  /** Why a port that shows the address is not the answer. */
  readonly reason: string;
  /** Key of the switch that it belongs to, if it is one managed switch. */
  readonly owner: string | undefined;
}

const NULL_MAC = '00:00:00:00:00:00';
const BROADCAST_MAC = 'ff:ff:ff:ff:ff:ff';
/** The one protocol in that list whose members are servers, not routers. */
const CLUSTER = 'Microsoft NLB';
/** Last octet is the group: VRRP router id, HSRP and GLBP group. */
const NUMBERED = /^(?:00:00:5e:00:0[12]|00:00:0c:07:ac)/;

export function noEndpoint(
  mac: Mac,
  { owners, candidates }: Setting,
  topology: Topology,
): NoEndpoint | undefined {
  if (mac === BROADCAST_MAC) return { ...of(mac, 'the broadcast address'), owner: undefined };
  if (mac === NULL_MAC) return { ...of(mac, 'the null address'), owner: undefined };
  const protocol = virtualGateway(mac);
  if (protocol !== undefined && !isLearnedCluster(mac, protocol, candidates))
    return gatewayAnswer(mac, protocol, { owners, candidates });
  if (isMulticast(mac)) return { ...of(mac, 'a multicast address'), owner: undefined };
  const key = topology.directory.owners.get(mac);
  const claimed = [
    ...new Set([...owners.map((view) => view.key), ...(topology.directory.shared.get(mac) ?? [])]),
  ];
  if (key !== undefined || claimed.length === 1) return switchAnswer(mac, key ?? claimed[0] ?? '', topology);
  if (claimed.length === 0) return undefined;
  return {
    summary: `${mac} is no endpoint: ${namesOf(claimed, topology)} share it as a gateway address.`,
    reason: 'a gateway address that switches share',
    owner: undefined,
  };
}

/**
 * The members of a cluster never send from its address, so no switch learns it. What is learned is a host that made up an
 * address, as phones and laptops do on Wi-Fi, and hit the same two bytes.
 */
function isLearnedCluster(mac: Mac, protocol: string, candidates: readonly Candidate[]): boolean {
  return protocol === CLUSTER && !isMulticast(mac) && candidates.some(({ type }) => type === 'dynamic');
}

function of(mac: Mac, what: string): Omit<NoEndpoint, 'owner'> {
  return { summary: `${mac} is ${what}, no endpoint.`, reason: `${what}, no endpoint` };
}

function gatewayAnswer(
  mac: Mac,
  protocol: string,
  setting: Pick<Setting, 'owners' | 'candidates'>,
): NoEndpoint {
  const group = NUMBERED.test(mac) ? ` (group ${Number.parseInt(mac.slice(-2), 16)})` : '';
  const names = [...new Set(setting.owners.map((view) => view.facts.name))].toSorted();
  const owned = names.length === 0 ? '' : `, held by ${names.join(' and ')}`;
  const seen = names.length > 0 ? '' : seenAt(setting.candidates);
  const what = `${protocol} ${protocol === CLUSTER ? 'cluster' : 'gateway'} address`;
  const article = protocol.startsWith('HSRP') ? 'an' : 'a';
  return {
    summary: `${mac} is ${article} ${what}${group}, no endpoint${owned}${seen}.`,
    reason: `carries the ${what}`,
    owner: setting.owners.length === 1 ? setting.owners[0]?.key : undefined,
  };
}

/** The likeliest place of the router, when no managed switch is it. */
function seenAt([best]: readonly Candidate[]): string {
  return best === undefined ? '' : `; best seen on ${best.view.facts.name} ${best.port.name}`;
}

function switchAnswer(mac: Mac, key: string, topology: Topology): NoEndpoint {
  const name = topology.switches.get(key)?.facts.name ?? key;
  return {
    summary: `${mac} is the switch ${name} itself, no endpoint.`,
    reason: `leads to the switch ${name}, whose own address it is`,
    owner: key,
  };
}

function namesOf(keys: readonly string[], topology: Topology): string {
  const names = keys.map((key) => topology.switches.get(key)?.facts.name ?? key).toSorted();
  return names.join(' and ');
}
