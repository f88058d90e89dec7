/**
 * The port of one switch that leads back to another: through it, it sees most of what the other has on its other ports.
 * By the gateway where that tells, by managed switches next, then by addresses.
 */
import type { Candidate } from './candidates.ts';
import { AMBIGUOUS, NO_VLAN } from './draft.ts';
import type { PortView, SwitchView } from './topology.ts';
import type { WayMemo } from './way-memo.ts';

type Start = Pick<Candidate, 'view' | 'port' | 'vlans'>;

/** Addresses looked at for one comparison of tables; more would not change the outcome. */
const SAMPLE_MAX = 64;
const SAMPLE_PER_PORT_MAX = 16;
/** Of those looked at, few may be known on the other side. */
const LOOKED_MAX = 512;
/** So many that all come in on one port are enough. */
const UNANIMOUS_MIN = 12;

/** The port of `there` toward the switch of `a`; undefined when nothing tells. */
export function wayBack(a: Start, there: SwitchView, memo: WayMemo): string | undefined {
  const { gatewayPort, gatewayRank } = a.view;
  // The gateway is on this side of the port, so whoever is behind the port sees it on the way back.
  const isHere = gatewayRank === 2 || (gatewayPort !== undefined && gatewayPort !== a.port.key);
  if (isHere && there.gatewayPort !== undefined) return there.gatewayPort;
  const ways = memo.backWays(a.view.key, `${a.port.key} ${a.vlans.join(' ')}`);
  const known = ways.get(there.key);
  if (known !== undefined) return known === '' ? undefined : known;
  // Trees may differ by VLAN: addresses of the same ones come first.
  const found = mostSwitchesOn(a, there) ?? mostSeenOn(a, there, a.vlans) ?? mostSeenOn(a, there, []);
  memo.keep(ways, there.key, found ?? '');
  return found;
}

/** A switch that `a` sees on another port is on its side: `there` sees it on the way back. */
function mostSwitchesOn(a: Start, there: SwitchView): string | undefined {
  const votes = new Map<string, number>();
  let total = 0;
  for (const [key, ports] of a.view.toward) {
    if (ports.has(a.port.key) || key === there.key) continue;
    for (const port of there.toward.get(key) ?? []) votes.set(port, (votes.get(port) ?? 0) + 1);
    if (++total >= SAMPLE_MAX) break;
  }
  return mostVoted(votes);
}

function mostVoted(votes: ReadonlyMap<string, number>): string | undefined {
  const inOrder = [...votes].toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  return inOrder[0]?.[0];
}

function mostSeenOn(a: Start, there: SwitchView, vlans: readonly number[]): string | undefined {
  const votes = new Map<string, number>();
  let total = 0;
  let looked = 0;
  for (const port of a.view.ports.values()) {
    if (port === a.port || port.count === 0) continue;
    if (total >= SAMPLE_MAX || looked >= LOOKED_MAX) break;
    if (total >= UNANIMOUS_MIN && votes.size === 1) break;
    for (const mac of sample(port, vlans, SAMPLE_PER_PORT_MAX)) {
      looked++;
      const seen = there.portOf.get(mac);
      if (seen === undefined || seen === AMBIGUOUS) continue;
      votes.set(seen, (votes.get(seen) ?? 0) + 1);
      total++;
    }
  }
  return mostVoted(votes);
}

/** Addresses of the port in the VLANs, or in all; of many, some from everywhere. */
export function sample(
  { addresses }: PortView,
  vlans: readonly number[],
  max: number = SAMPLE_MAX,
): readonly string[] {
  const lists: (readonly string[])[] = [];
  let total = 0;
  const take = (list: readonly string[] | undefined): void => {
    if (list === undefined) return;
    lists.push(list);
    total += list.length;
  };
  if (vlans.length === 0) for (const list of addresses.values()) take(list);
  else for (const vlan of [...vlans, NO_VLAN]) take(addresses.get(vlan));
  if (total <= max) return lists.length === 1 ? (lists[0] ?? []) : lists.flat();
  const found: string[] = [];
  let before = 0;
  for (const list of lists) {
    for (; found.length < max; ) {
      const mac = list[Math.floor((found.length * total) / max) - before];
      if (mac === undefined) break;
      found.push(mac);
    }
    before += list.length;
  }
  return found;
}
