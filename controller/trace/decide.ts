/**
 * Which of the candidates is the edge. First, what newer sightings contradict and every port that leads on is turned
 * down; then the rest compete. What remains beside the winner is either a second edge or just less likely.
 */
import type { Candidate } from './candidates.ts';
import { contest, type Round } from './contest.ts';
import { FDB_AGEING_MS } from './facts.ts';
import { leadsBetween, routesFrom, shareVlan } from './relation.ts';
import { leadingTo, stepsOn } from './steps.ts';
import type { Topology } from './topology.ts';
import { LEADING_SWITCHES_MAX } from './weights.ts';

export interface Edge extends Omit<Round, 'champion' | 'open'> {
  readonly candidate: Candidate;
  /** Neither explained by this edge nor likely enough to be one. */
  readonly unexplained: readonly Candidate[];
  /** Live rows elsewhere that were there before this one: it has most likely moved from there. */
  readonly former: readonly Candidate[];
}

export interface TurnedDown {
  readonly candidate: Candidate;
  readonly reason: string;
}

export interface Decision {
  /** Most likely first; more than one when each is as good. */
  readonly edges: readonly Edge[];
  readonly turnedDown: readonly TurnedDown[];
}

/** More edges at once than this are not told one by one. */
const EDGES_MAX = 8;
/** A second edge must look like one by itself. */
const SECOND_SCORE_MIN = 1;

/** @param all best first. */
export function decide(all: readonly Candidate[], topology: Topology): Decision {
  const overtaken = contradicted(all, topology);
  const candidates = all.filter((one) => !overtaken.has(one));
  const steps = stepsOn(candidates, topology);
  const turnedDown: TurnedDown[] = [
    ...[...overtaken].map(([candidate, by]) => ({ candidate, reason: overtakenReason(by) })),
    ...[...steps].map(([candidate, on]) => ({ candidate, reason: leadsReason(on) })),
  ];
  const edges: Edge[] = [];
  let open: readonly Candidate[] = candidates.filter((one) => !steps.has(one));
  while (open.length > 0 && edges.length < EDGES_MAX) {
    const round = contest(open, topology);
    const { champion, leading, twins, facing } = round;
    if (edges[0] !== undefined && !isAsGood(champion, edges[0].candidate)) break;
    const chained = leadingTo(new Set([champion, ...leading, ...twins]), steps);
    edges.push({
      candidate: champion,
      leading: [...leading, ...chained],
      twins,
      facing,
      unexplained: [],
      former: [],
    });
    turnedDown.push(...explain(round));
    open = round.open;
  }
  return settle(...withoutFormer(edges, turnedDown), open);
}

/**
 * Of several live edges, those that the last collects knew are former places, when another one is new: the address has
 * moved, and its old rows have not run out. Two that were both known then are two devices, or a loop.
 */
function withoutFormer(
  edges: readonly Edge[],
  turnedDown: readonly TurnedDown[],
): readonly [edges: readonly Edge[], turnedDown: readonly TurnedDown[]] {
  const [latest] = edges.filter(({ candidate }) => candidate.isNew);
  if (latest === undefined) return [edges, turnedDown];
  const former = edges.filter(({ candidate }) => candidate.live && !candidate.isNew);
  const reason = `an old row: it was there at the last collect, and has come to ${nameOf(latest.candidate)} since`;
  const older = former.flatMap(({ candidate, twins }) => [candidate, ...twins]);
  return [
    edges
      .filter((edge) => !former.includes(edge))
      .map((edge) => ({ ...edge, former: former.map(({ candidate }) => candidate) })),
    [
      ...turnedDown.filter(({ candidate }) => !older.includes(candidate)),
      ...older.map((candidate) => ({ candidate, reason })),
    ],
  ];
}

/** Cached sightings that a live one speaks against: the switch now sees the address on a port that does not lead there. */
function contradicted(
  candidates: readonly Candidate[],
  topology: Topology,
): ReadonlyMap<Candidate, Candidate> {
  const live = candidates.filter((one) => one.live);
  const found = new Map<Candidate, Candidate>();
  for (const one of candidates) {
    if (one.live || live.length === 0) continue;
    const routes = routesFrom(topology, one.view.key);
    const against = live.find((other) => {
      const ways = leadsBetween(other.view, one.view, routes);
      return ways.size > 0 && !ways.has(other.port.key) && shareVlan(one, other);
    });
    if (against !== undefined) found.set(one, against);
  }
  return found;
}

/** What is seen now beats what was seen at a collect; what is left over is less likely than the first edge. */
function settle(
  edges: readonly Edge[],
  turnedDown: readonly TurnedDown[],
  open: readonly Candidate[],
): Decision {
  const live = edges.filter(({ candidate }) => candidate.live);
  const [first, ...others] = (live.length > 0 ? live : edges).toSorted(bySupport);
  if (first === undefined) return { edges: [], turnedDown };
  const older = edges.map(({ candidate }) => candidate).filter((one) => live.length > 0 && !one.live);
  const lesser = [...older, ...open].map((candidate) => {
    return { candidate, reason: lesserReason(candidate, first.candidate) };
  });
  return { edges: [{ ...first, unexplained: open }, ...others], turnedDown: [...turnedDown, ...lesser] };
}

/** The one that more switches point to; a row that nobody points to is a leftover. */
function bySupport(a: Edge, b: Edge): number {
  const support = ({ candidate, leading }: Edge): number =>
    candidate.score + Math.min(leading.length, LEADING_SWITCHES_MAX);
  return support(b) - support(a);
}

/** Another edge at the same time: it looks like one by itself, and is no older. */
function isAsGood(second: Candidate, first: Candidate): boolean {
  // It has come since the last collect, to where nothing of the other place leads: the other's row is a former one.
  if (second.live && second.isNew && first.live && !first.isNew && !shareVlan(second, first)) return true;
  if (second.score < SECOND_SCORE_MIN) return false;
  if (first.live || second.live) return second.live;
  return Math.abs(first.seenAt - second.seenAt) <= FDB_AGEING_MS;
}

function explain({ champion, leading, twins, facing }: Round): readonly TurnedDown[] {
  const name = nameOf(champion);
  return [
    ...leading.map((candidate) => ({ candidate, reason: leadsReason(champion) })),
    ...twins.map((candidate) => ({ candidate, reason: `the same edge: pairs with ${name}` })),
    ...facing.map((candidate) => ({ candidate, reason: `faces ${name}, which sees it too` })),
  ];
}

function leadsReason(next: Candidate): string {
  return `leads to ${next.view.facts.name}, which sees it on ${next.port.name}`;
}

function overtakenReason(by: Candidate): string {
  return `an older sighting: ${nameOf(by)} sees it now, and does not lead here`;
}

function lesserReason(one: Candidate, first: Candidate): string {
  if (first.live && !one.live) return `an older sighting: it is on ${nameOf(first)} now`;
  if (one.port.portClass === 'interswitch' || one.port.portClass === 'fabric') {
    return `a link between switches; ${nameOf(first)} is more likely an edge`;
  }
  if (one.port.count > first.port.count) {
    return `less likely than ${nameOf(first)}: ${one.port.count} addresses against ${first.port.count}`;
  }
  return `less likely than ${nameOf(first)}`;
}

/** `ams1-sw2 Gi1/0/5`. */
export function nameOf({ view, port }: Candidate): string {
  return `${view.facts.name} ${port.name}`;
}
