/**
 * What stands at the other end of a port that hears nobody itself: the other end hears it, or it is a port channel whose
 * members no table tells, and the neighbours of idle ports belong to it.
 */
import { type Directory, macOf } from './directory.ts';
import type { PortDraft, SwitchDraft } from './draft.ts';
import { groupBy } from './group.ts';
import { type SeenNeighbour, seeNeighbour } from './neighbour.ts';
import { isPortChannel, portKey } from './port-name.ts';

export interface Told {
  /** Key of a switch -> key of its port -> who is there. */
  readonly ends: ReadonlyMap<string, ReadonlyMap<string, readonly SeenNeighbour[]>>;
  /** Equal for equal content. */
  readonly signature: string;
}

type Drafts = ReadonlyMap<string, SwitchDraft>;
type Ends = Map<string, Map<string, SeenNeighbour[]>>;

export function tellEnds(drafts: Drafts, directory: Directory): Told {
  const ends: Ends = new Map();
  for (const draft of drafts.values()) {
    for (const port of draft.ports.values()) {
      for (const seen of seenOn(draft, port, directory)) tellBack({ draft, port, seen }, drafts, ends);
    }
  }
  for (const draft of drafts.values()) tellHalves(draft, { drafts, directory, ends });
  for (const draft of drafts.values()) tellChannels(draft, { drafts, directory, ends });
  const lines = [...ends].flatMap(([key, ports]) =>
    [...ports].map(
      ([port, seen]) => `${key} ${port} ${seen.map((one) => one.switchKey ?? one.label).join(' ')}`,
    ),
  );
  return { ends, signature: lines.toSorted().join(';') };
}

function seenOn(owner: SwitchDraft, port: PortDraft, directory: Directory): readonly SeenNeighbour[] {
  return port.neighbours.map((facts) => seeNeighbour(directory, facts, { observer: owner, port }));
}

interface Heard {
  readonly draft: SwitchDraft;
  readonly port: PortDraft;
  readonly seen: SeenNeighbour;
}

/** The other end of a cable, where it is heard and does not hear. What it hears itself is the better word. */
function tellBack({ draft, port, seen }: Heard, drafts: Drafts, ends: Ends): void {
  const { remotePort, protocol } = seen.facts;
  const far = seen.switchKey === undefined ? undefined : drafts.get(seen.switchKey);
  if (far === undefined || far === draft || !remotePort) return;
  const key = portKey(remotePort);
  const there = far.ports.get(far.lagOf.get(key) ?? key);
  if (there === undefined || there.neighbours.length > 0) return;
  const { baseMac, name } = draft.facts;
  add(ends, far.key, there, {
    facts: {
      ...{ port: there.name, protocol, chassisId: baseMac, remotePort: port.name, systemName: name },
      ...{ systemDescription: undefined, managementAddress: undefined, capabilities: [] },
    },
    ...{ kind: 'managed', switchKey: draft.key, label: name, how: ', which hears this port' },
  });
}

function add(ends: Ends, key: string, { key: port }: Pick<PortDraft, 'key'>, seen: SeenNeighbour): void {
  const ofSwitch = ends.get(key) ?? new Map<string, SeenNeighbour[]>();
  const known = ofSwitch.get(port) ?? [];
  if (seen.switchKey !== undefined && known.some((one) => one.switchKey === seen.switchKey)) return;
  ends.set(key, ofSwitch.set(port, [...known, seen]));
}

interface World {
  readonly drafts: Drafts;
  readonly directory: Directory;
  readonly ends: Ends;
}

/** Looked at on a port, to see whether another switch has them on its port of that name as well. */
const HALF_SAMPLE_MAX = 16;
/** Fewer may be the same by chance. */
const HALF_ADDRESSES_MIN = 3;

/**
 * One channel that ends on two switches next to each other: what the one hears on it holds for the other, too.
 */
function tellHalves(draft: SwitchDraft, { drafts, directory, ends }: World): void {
  const deaf = [...draft.ports.values()].filter(
    (port) =>
      (isPortChannel(port.key) || port.members.length > 0) &&
      port.count >= HALF_ADDRESSES_MIN &&
      port.neighbours.length === 0 &&
      !ends.get(draft.key)?.has(port.key),
  );
  if (deaf.length === 0) return;
  for (const key of besides(draft, directory, ends)) {
    const other = drafts.get(key);
    for (const port of other === undefined ? [] : deaf) {
      const half = other?.ports.get(port.key);
      if (other === undefined || half === undefined || !isHalf(port, other)) continue;
      const seen = [...seenOn(other, half, directory), ...(ends.get(other.key)?.get(half.key) ?? [])];
      for (const one of seen) {
        if (one.switchKey === undefined || one.switchKey === draft.key || one.how === HALF) continue;
        add(ends, draft.key, port, { ...one, how: HALF });
      }
    }
  }
}

const HALF = ', which the other switch of the pair hears';

/** Switches at the other end of a cable of this one. */
function besides(draft: SwitchDraft, directory: Directory, ends: Ends): ReadonlySet<string> {
  const heard = [...draft.ports.values()].flatMap((port) => seenOn(draft, port, directory));
  const told = [...(ends.get(draft.key)?.values() ?? [])].flat();
  return new Set([...heard, ...told].flatMap(({ switchKey }) => switchKey ?? []));
}

/** Most of the addresses are on the port of that name there, too. */
function isHalf(port: PortDraft, other: SwitchDraft): boolean {
  const macs = [...port.addresses.values()].flat().slice(0, HALF_SAMPLE_MAX);
  return macs.filter((mac) => other.portOf.get(mac) === port.key).length * 2 >= macs.length;
}

/** Channels without members, and idle ports with neighbours: which belong together. */
function tellChannels(draft: SwitchDraft, { drafts, directory, ends }: World): void {
  const ports = [...draft.ports.values()];
  const channels = ports.filter(
    (port) =>
      isPortChannel(port.key) &&
      port.count > 0 &&
      port.members.length + port.neighbours.length === 0 &&
      !ends.get(draft.key)?.has(port.key),
  );
  if (channels.length === 0) return;
  const loose = ports.filter(({ key, count }) => count === 0 && !isPortChannel(key));
  const seen = loose.flatMap((port) => [
    ...seenOn(draft, port, directory),
    ...(ends.get(draft.key)?.get(port.key) ?? []),
  ]);
  const devices = groupBy(
    seen.filter(({ kind }) => kind !== 'gone'),
    ({ switchKey, facts, label }) => switchKey ?? macOf(facts.chassisId) ?? label,
  );
  const open = new Map([...devices].flatMap(([key, [first]]) => (first ? [[key, first] as const] : [])));
  const free = new Set(channels);
  const settle = (key: string, channel: PortDraft | undefined): void => {
    const device = open.get(key);
    if (device === undefined || channel === undefined || !free.delete(channel)) return;
    open.delete(key);
    add(ends, draft.key, channel, {
      ...device,
      how: ', as its idle ports hear, which are likely its members',
    });
  };
  for (const [key, { facts, switchKey }] of [...open]) {
    const macs = [macOf(facts.chassisId), ...(directory.macsOf.get(switchKey ?? '') ?? [])];
    const places = new Set(macs.flatMap((mac) => draft.portOf.get(mac ?? '') ?? []));
    settle(
      key,
      channels.find((channel) => places.has(channel.key)),
    );
  }
  for (const key of [...open.keys()]) settle(key, spreadBest(drafts.get(key), [...free]));
  const [only, another] = open.keys();
  const isLast = only !== undefined && another === undefined && free.size === 1 && draft.lagOf.size === 0;
  if (isLast) settle(only, [...free][0]);
}

/** The channel whose addresses the other switch has on most ports: those are behind it, or all before it. */
function spreadBest(far: SwitchDraft | undefined, channels: readonly PortDraft[]): PortDraft | undefined {
  if (far === undefined) return undefined;
  const spread = channels.map((channel) => {
    const ports = [...channel.addresses.values()].flat().map((mac) => far.portOf.get(mac));
    return { channel, ports: new Set(ports.filter((port) => port !== undefined)).size };
  });
  const [first, second] = spread.toSorted((a, b) => b.ports - a.ports);
  return first !== undefined && first.ports >= 2 && first.ports > (second?.ports ?? 0)
    ? first.channel
    : undefined;
}
