/**
 * Which of the candidates is the edge. First every port that leads to a switch which sees the address further on is
 * turned down (neighbours and switches' own addresses tell where a port leads). What remains is compared with the
 * likeliest, over longer ways and by the tables alone. What still remains is either the same edge, a second one, or
 * just less likely.
 */
import type { Candidate } from './candidates.ts';
import { FDB_AGEING_MS } from './facts.ts';
import { groupBy } from './group.ts';
import { type Routes, relate, routesFrom } from './relation.ts';
import type { Topology } from './topology.ts';
import { areTwins } from './twins.ts';
import { LEADING_SWITCHES_MAX } from './weights.ts';

export interface Edge {
  readonly candidate: Candidate;
  /** The other member of a pair. */
  readonly twins: readonly Candidate[];
  /** Sees it back through this edge: the address is between the two. */
  readonly facing: readonly Candidate[];
  /** Ports turned down because they lead here, at once or in steps. */
  readonly leading: readonly Candidate[];
  /** Neither explained by this edge nor likely enough to be one. */
  readonly unexplained: readonly Candidate[];
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

/** @param candidates best first. */
export function decide(candidates: readonly Candidate[], topology: Topology): Decision {
  const next = stepsOn(candidates);
  const turnedDown: TurnedDown[] = [...next].map(([candidate, on]) => ({
    candidate,
    reason: leadsReason(on),
  }));
  const edges: Edge[] = [];
  let open: readonly Candidate[] = candidates.filter((one) => !next.has(one));
  while (open.length > 0 && edges.length < EDGES_MAX) {
    const round = contest(open, topology);
    const first = edges[0];
    if (first !== undefined && !isAsGood(round.champion, first.candidate)) break;
    const leading = [...round.leading, ...chainsTo(round, next)];
    edges.push({
      candidate: round.champion,
      twins: round.twins,
      facing: round.facing,
      leading,
      unexplained: [],
    });
    turnedDown.push(...explain(round));
    open = round.open;
  }
  return settle(edges, open, turnedDown);
}

/** What is seen now beats what was seen at a collect; what is left over is less likely than the first edge. */
function settle(
  edges: readonly Edge[],
  open: readonly Candidate[],
  turnedDown: readonly TurnedDown[],
): Decision {
  const live = edges.filter(({ candidate }) => candidate.live);
  const [first, ...others] = (live.length > 0 ? live : edges).toSorted(bySupport);
  if (first === undefined) return { edges: [], turnedDown };
  const older = edges.map(({ candidate }) => candidate).filter((one) => live.length > 0 && !one.live);
  const lesser = [...older, ...open].map((candidate) => ({
    candidate,
    reason: lesserReason(candidate, first.candidate),
  }));
  return { edges: [{ ...first, unexplained: open }, ...others], turnedDown: [...turnedDown, ...lesser] };
}

/** The one that more switches point to; a row that nobody points to is a leftover. */
function bySupport(a: Edge, b: Edge): number {
  const support = ({ candidate, leading }: Edge): number =>
    candidate.score + Math.min(leading.length, LEADING_SWITCHES_MAX);
  return support(b) - support(a);
}

/** Ports that lead to a managed switch which sees the address further on, each with the nearest such sighting. */
function stepsOn(candidates: readonly Candidate[]): ReadonlyMap<Candidate, Candidate> {
  const bySwitch = groupBy(candidates, (one) => one.view.key);
  const further = new Map(
    candidates.map((one) => {
      const others = one.port.behind.flatMap((key) => bySwitch.get(key) ?? []);
      return [one, others.filter((other) => relate(one, other, undefined) === 'leads')] as const;
    }),
  );
  // On one way the nearest has most of the others before it; a stale row beside the way has none.
  const next = new Map<Candidate, Candidate>();
  for (const [one, others] of further) {
    const ahead = (other: Candidate): number => further.get(other)?.length ?? 0;
    const nearest = others.reduce<Candidate | undefined>(
      (best, other) => (best === undefined || ahead(other) > ahead(best) ? other : best),
      undefined,
    );
    if (nearest !== undefined) next.set(one, nearest);
  }
  // Stale tables can send us in a circle; the best port of a circle stays in the contest.
  for (const one of candidates) if (comesBack(one, next)) next.delete(one);
  return next;
}

function comesBack(start: Candidate, next: ReadonlyMap<Candidate, Candidate>): boolean {
  const been = new Set<Candidate>();
  let at = next.get(start);
  for (; at !== undefined && at !== start && !been.has(at); at = next.get(at)) been.add(at);
  return at === start;
}

function endOf(start: Candidate, next: ReadonlyMap<Candidate, Candidate>): Candidate {
  let at = start;
  for (let on = next.get(at); on !== undefined; on = next.get(at)) at = on;
  return at;
}

type Standing = 'twin' | 'leading' | 'facing' | 'further' | 'open';

interface Round {
  readonly champion: Candidate;
  readonly twins: readonly Candidate[];
  readonly facing: readonly Candidate[];
  readonly leading: readonly Candidate[];
  readonly open: readonly Candidate[];
}

/** Holds all against the likeliest; one that it leads to takes its place, and those not yet explained are held against that. */
function contest(open: readonly Candidate[], topology: Topology): Round {
  let [champion, ...pending]: Candidate[] = [...open];
  const leading: Candidate[] = [];
  while (champion !== undefined) {
    const current = champion;
    const routes = routesFrom(topology, current.view.key);
    const groups = groupBy(pending, (one) => standingOf(one, current, routes));
    const explained = groups.get('leading') ?? [];
    const further: Candidate | undefined = groups.get('further')?.[0];
    leading.push(...explained);
    if (further === undefined) {
      const [twins = [], facing = [], left = []] = [
        groups.get('twin'),
        groups.get('facing'),
        groups.get('open'),
      ];
      return { champion: current, twins, facing, leading, open: left };
    }
    leading.push(current);
    pending = pending.filter((one) => one !== further && !explained.includes(one));
    champion = further;
  }
  throw new RangeError('a contest without candidates');
}

function standingOf(one: Candidate, champion: Candidate, routes: Routes): Standing {
  const there = relate(one, champion, routes);
  if (there !== 'none') return there === 'leads' ? 'leading' : 'facing';
  const back = relate(champion, one, routes);
  if (back !== 'none') return back === 'leads' ? 'further' : 'facing';
  return areTwins(one, champion) ? 'twin' : 'open';
}

function explain({ champion, twins, facing, leading }: Round): readonly TurnedDown[] {
  return [
    ...leading.map((candidate) => ({ candidate, reason: leadsReason(champion) })),
    ...twins.map((candidate) => ({ candidate, reason: `the same edge: pairs with ${nameOf(champion)}` })),
    ...facing.map((candidate) => ({ candidate, reason: `faces ${nameOf(champion)}, which sees it too` })),
  ];
}

/** Ports turned down at first whose steps end at this round's edge. */
function chainsTo(round: Round, next: ReadonlyMap<Candidate, Candidate>): readonly Candidate[] {
  const ends = new Set([round.champion, ...round.leading, ...round.twins]);
  return [...next.keys()].filter((one) => ends.has(endOf(one, next)));
}

/** Another edge at the same time: it looks like one by itself, and is no older. */
function isAsGood(second: Candidate, first: Candidate): boolean {
  const { portClass } = second.port;
  if (portClass === 'interswitch' || portClass === 'fabric' || second.score < SECOND_SCORE_MIN) return false;
  if (first.live || second.live) return second.live;
  return Math.abs(first.seenAt - second.seenAt) <= FDB_AGEING_MS;
}

function leadsReason(next: Candidate): string {
  return `leads to ${next.view.facts.name}, which sees it on ${next.port.name}`;
}

function lesserReason(one: Candidate, first: Candidate): string {
  if (first.live && !one.live) return `an older sighting: it is on ${nameOf(first)} now`;
  if (one.port.portClass === 'interswitch' || one.port.portClass === 'fabric') {
    return `a link between switches; ${nameOf(first)} is an edge`;
  }
  if (one.port.count > first.port.count) {
    return `less likely than ${nameOf(first)}: ${one.port.count} addresses against ${first.port.count}`;
  }
  return `less likely than ${nameOf(first)}`;
}

export function nameOf({ view, port }: Candidate): string {
  return `${view.facts.name} ${port.name}`;
}
