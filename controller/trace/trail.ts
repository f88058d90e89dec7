/** A port with a managed switch behind it is not the end: what does that switch say? */
import { formatRef } from '../../shared/model/index.ts';
import { type Candidate, placeOf } from './candidates.ts';
import type { Edge } from './decide.ts';
import { switchNamed } from './directory.ts';
import type { Question } from './facts.ts';
import { descriptionOf, isTrunk } from './port-signs.ts';
import type { SwitchView, Topology } from './topology.ts';
import { namesIn } from './words.ts';

export interface Trail {
  /**
   * silent: a switch behind the port did not answer. left-out: one was not asked, while others were. ends: nothing managed is behind it, or something unmanaged stands
   * before that. gone: the switches on the other end answered, and have the address no longer.
   * unsure: switches somewhere behind it do not have it, or were not asked.
   */
  readonly state: 'silent' | 'left-out' | 'ends' | 'gone' | 'unsure';
  /** The switches that decide the state. */
  readonly names: string;
  /** Silent switches one of which may stand here, for nothing tells where they are. */
  readonly doubt?: string;
  /** The doubt has more to it than room: words name the switch, or a neighbour speaks without a name. */
  readonly isHinted?: true;
}

export interface TrailContext {
  readonly topology: Topology;
  /** Keys of the switches that see the address. */
  readonly seers: ReadonlySet<string>;
  /** Where switches have lost it since. */
  readonly aged: readonly Candidate[];
  /** Where the last collects had it; worked out when asked for. */
  readonly memoryOf: () => Memory | undefined;
}

/** Where the last collects had it. */
export interface Memory {
  readonly candidate: Candidate;
  /** Places that led there then. */
  readonly ledBy: ReadonlySet<string>;
}

export const NO_TRAIL: Trail = { state: 'ends', names: '' };

/** More than an unmanaged switch at the edge has. */
const HUB_ADDRESSES_MAX = 8;
/** Names in one sentence. */
const NAMES_SHOWN_MAX = 3;

export function trailOf(edge: Edge, question: Question, context: TrailContext): Trail {
  const { topology, seers } = context;
  const { port, live } = edge.candidate;
  const failed = new Set(question.failed.map(formatRef));
  const answered = new Set(question.answered.map(formatRef));
  const wasRead = (key: string): boolean => (topology.switches.get(key)?.facts.fdb.length ?? 0) > 0;
  const denies = (key: string): boolean =>
    !seers.has(key) && (question.answered.length > 0 ? answered.has(key) : wasRead(key));
  const former = formerEnd(edge.candidate, context);
  if (former !== undefined && denies(former.key)) return { state: 'gone', names: former.facts.name };
  // What a silent switch saw days ago faces nobody now.
  const facing = edge.facing.filter((other) => other.live || !live);
  const besides = facing.filter((other) => isNext(edge.candidate, other, topology));
  const next = port.direct.length > 0 ? port.direct : port.behind;
  const silent = next.filter((key) => failed.has(key) && !besides.some((other) => isBeyond(key, other)));
  // From the other side too: one that the far end hears, and that does not answer, stands between.
  const across = besides.flatMap((other) => other.port.direct.filter((key) => failed.has(key)));
  const hidden = [...new Set([...silent, ...across])];
  if (hidden.length > 0) return { state: 'silent', names: namesOf(hidden, topology) };
  if (port.seen.some(({ kind }) => kind === 'bridge')) return NO_TRAIL;
  if (besides.length > 0) return unplaced(edge.candidate, question, topology) ?? NO_TRAIL;
  const isUnknown = port.seen.some(({ kind }) => kind === 'unknown');
  if (isUnknown) return perhapsLost(edge.candidate, question, topology);
  if (next.length === 0) return unplaced(edge.candidate, question, topology) ?? NO_TRAIL;
  const names = namesOf(next, topology);
  const leftOut = next.filter((key) => !answered.has(key) && !failed.has(key));
  if (live && answered.size > 0 && leftOut.length > 0)
    return { state: 'left-out', names: namesOf(leftOut, topology) };
  // What a silent switch once saw on a link leads nowhere by itself.
  if (!live && answered.size > 0) return { state: 'gone', names };
  if (isUpward(edge.candidate)) return { state: 'gone', names };
  const isOldWord = isElsewhere(edge.candidate, topology) || wasHere(edge.candidate, context);
  const isSure = next.every((key) => wouldHear(edge.candidate, topology.switches.get(key), context.aged));
  const isGone = next.every(denies) && (isSure || (port.direct.length > 0 && !isOldWord));
  return { state: isGone ? 'gone' : 'unsure', names };
}

/** The gateway is behind the port: what is seen there may be anywhere. */
export function isUpward({ view, port }: Candidate): boolean {
  return port.gateway !== undefined || view.gatewayPort === port.key;
}

/** Behind a switch that sees the address on this side of it. */
function isBeyond(key: string, { view, port }: Candidate): boolean {
  const ways = view.toward.get(key);
  return key === view.key || (ways !== undefined && !ways.has(port.key));
}

/** They face each other, and no managed switch stands between: something unmanaged may. */
function isNext({ view, port }: Candidate, other: Candidate, topology: Topology): boolean {
  if (port.direct.length > 0) return port.direct.includes(other.view.key);
  return !port.behind.some((key) => {
    const toOther = topology.switches.get(key)?.toward.get(other.view.key);
    const back = topology.switches.get(key)?.toward.get(view.key);
    if (key === other.view.key || toOther === undefined || back === undefined) return false;
    return ![...toOther].some((way) => back.has(way));
  });
}

/**
 * Its own address comes in on this port, and frames of the same VLAN come to it from there: it would hear what stands
 * between the two. One that held it on its side of the cable has only lost it sooner.
 */
function wouldHear(
  { view, port, vlans }: Candidate,
  other: SwitchView | undefined,
  aged: readonly Candidate[],
): boolean {
  if (other === undefined || !other.ownMacs.some((mac) => view.portOf.get(mac) === port.key)) return false;
  const back = [...(other.toward.get(view.key) ?? [])];
  if (aged.some((one) => one.view === other && back.includes(one.port.key))) return false;
  return back.some((key) => vlans.some((vlan) => other.ports.get(key)?.addresses.has(vlan)));
}

/** It was at the end here at the last collect too, and the neighbour did not see it then either. */
function wasHere(candidate: Candidate, { memoryOf }: TrailContext): boolean {
  const memory = memoryOf();
  const isSmall = candidate.port.count <= HUB_ADDRESSES_MAX;
  return isSmall && memory !== undefined && placeOf(memory.candidate) === placeOf(candidate);
}

/** The neighbours' own addresses come in on other ports: what they said here may be old. */
function isElsewhere({ view, port }: Candidate, { directory }: Topology): boolean {
  const macs = port.direct.flatMap((key) => directory.macsOf.get(key) ?? []);
  const places = macs.flatMap((mac) => view.portOf.get(mac) ?? []);
  return port.count > 0 && places.length > 0 && !places.includes(port.key);
}

/** The port led to another switch at the last collect: that is where it was, if this is all that is left of it. */
function formerEnd(candidate: Candidate, { aged, memoryOf }: TrailContext): SwitchView | undefined {
  if (aged.length === 0 || !candidate.live || candidate.isNew) return undefined;
  const memory = memoryOf();
  if (memory === undefined || memory.candidate.view.key === candidate.view.key) return undefined;
  return memory.ledBy.has(placeOf(candidate)) ? memory.candidate.view : undefined;
}

/**
 * Nobody known is behind the port, while silent switches are to be found nowhere: the words on it name one of them, or it
 * looks like a link.
 */
function unplaced({ view, port }: Candidate, question: Question, topology: Topology): Trail | undefined {
  const failed = new Set(question.failed.map(formatRef));
  const words = namesIn(descriptionOf(port)).map((name) => switchNamed(topology.directory, name));
  const named = words.find((key) => key !== undefined && key !== view.key && failed.has(key));
  const placed = placedOf(topology);
  if (named !== undefined) {
    const names = namesOf([named], topology);
    if (port.facts?.mode !== 'access') return { state: 'silent', names };
    if (!placed.has(named)) return { ...NO_TRAIL, doubt: names, isHinted: true };
  }
  const isLink = port.portClass === 'interswitch';
  const isFull = isTrunk(port) || port.count > HUB_ADDRESSES_MAX || port.portClass === 'unmanaged';
  if ((!isLink && !isFull) || port.seen.length > 0) return undefined;
  const lost = [...failed].filter((key) => !placed.has(key));
  if (lost.length === 0) return undefined;
  const names = namesOf(lost, topology);
  if (!isLink) return { ...NO_TRAIL, doubt: names };
  return { state: 'silent', names: lost.length === 1 ? names : `one of ${names}` };
}

function placedOf({ switches }: Topology): ReadonlySet<string> {
  return new Set([...switches.values()].flatMap(({ toward }) => [...toward.keys()]));
}

/** Its neighbour tells no name, and more than one device is behind it: one of the silent switches may speak so. */
function perhapsLost({ port }: Candidate, { failed }: Question, topology: Topology): Trail {
  const placed = placedOf(topology);
  const lost = failed.map(formatRef).filter((key) => !placed.has(key));
  if (lost.length === 0 || port.count <= 1) return NO_TRAIL;
  return { ...NO_TRAIL, doubt: namesOf(lost, topology), isHinted: true };
}

function namesOf(keys: readonly string[], topology: Topology): string {
  const named = keys.map((key) => topology.switches.get(key)?.facts.name ?? key);
  const names = [...new Set(named)].toSorted();
  const more = names.length - NAMES_SHOWN_MAX;
  return names.slice(0, NAMES_SHOWN_MAX).join(', ') + (more > 0 ? ` and ${more} more` : '');
}
