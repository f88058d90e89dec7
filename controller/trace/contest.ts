/**
 * What no direct step explains is held against the likeliest candidate: over longer ways, and by the tables alone.
 * If the likeliest turns out to lead to another one, that one takes its place.
 */
import type { Candidate } from './candidates.ts';
import { groupBy } from './group.ts';
import { type RelateOptions, relate, routesFrom } from './relation.ts';
import { gatewayFirst, type Topology } from './topology.ts';
import { areTwins } from './twins.ts';

export interface Round {
  readonly champion: Candidate;
  /** Lead to the champion. */
  readonly leading: readonly Candidate[];
  /** The other member of a pair that the champion is half of. */
  readonly twins: readonly Candidate[];
  /** See the address back through the champion: it is between the two. */
  readonly facing: readonly Candidate[];
  /** Have nothing to do with the champion. */
  readonly open: readonly Candidate[];
}

/** @param candidates best first, at least one. */
export function contest(candidates: readonly Candidate[], topology: Topology): Round {
  let [champion, ...pending]: Candidate[] = [...candidates];
  const leading: Candidate[] = [];
  while (champion !== undefined) {
    const current: Candidate = champion;
    const how = { topology, routes: routesFrom(topology, current.view.key) };
    const groups = groupBy(pending, (one) => standingOf(one, current, how));
    const of = (standing: Standing): readonly Candidate[] => groups.get(standing) ?? [];
    leading.push(...of('leading'));
    const [further] = of('further');
    if (further === undefined) {
      const round = { leading, twins: of('twin'), facing: of('facing'), open: of('open') };
      return nearTheGateway({ champion: current, ...round }, topology);
    }
    leading.push(current);
    pending = pending.filter((one) => one !== further && !of('leading').includes(one));
    champion = further;
  }
  throw new RangeError('a contest without candidates');
}

type Standing = 'leading' | 'further' | 'facing' | 'twin' | 'open';

function standingOf(one: Candidate, champion: Candidate, how: RelateOptions): Standing {
  const there = relate(one, champion, how);
  if (there !== 'none') return there === 'leads' ? 'leading' : 'facing';
  const back = relate(champion, one, how);
  if (back !== 'none') return back === 'leads' ? 'further' : 'facing';
  return areTwins(one, champion) ? 'twin' : 'open';
}

/** Ports that look this much alike are equal as candidates. */
const ALIKE_SCORE_SPAN = 4;

/** Links that face each other across something unmanaged are equal; the one on the gateway side speaks for them. */
function nearTheGateway(round: Round, topology: Topology): Round {
  const { champion, facing } = round;
  const alike = facing.filter(
    (one) => champion.score - one.score <= ALIKE_SCORE_SPAN || (one.live && !champion.live),
  );
  const [first = champion] = [champion, ...alike].toSorted(
    (a, b) => Number(b.live) - Number(a.live) || gatewayFirst(topology, a.view, b.view),
  );
  return { ...round, champion: first, facing: [champion, ...facing].filter((one) => one !== first) };
}
