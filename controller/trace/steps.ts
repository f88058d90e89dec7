/**
 * Ports that lead on: behind them is a managed switch which sees the address on a port that does not lead back.
 * Such a port is never the edge, however it looks.
 */
import type { Candidate } from './candidates.ts';
import { groupBy } from './group.ts';
import { relate } from './relation.ts';
import type { Topology } from './topology.ts';

/** Each port that leads on, with the nearest sighting that it leads to. */
export type Steps = ReadonlyMap<Candidate, Candidate>;

/** @param candidates best first. */
export function stepsOn(candidates: readonly Candidate[], topology: Topology): Steps {
  const bySwitch = groupBy(candidates, (one) => one.view.key);
  const further = new Map(
    candidates.map((one) => {
      const others = one.port.behind.flatMap((key) => bySwitch.get(key) ?? []);
      return [one, others.filter((other) => relate(one, other, { topology }) === 'leads')] as const;
    }),
  );
  // On one way the nearest has most of the others before it; a stale row beside the way has none.
  const ahead = (other: Candidate): number => further.get(other)?.length ?? 0;
  const steps = new Map<Candidate, Candidate>();
  for (const [one, others] of further) {
    const [first, ...rest] = others;
    if (first === undefined) continue;
    steps.set(
      one,
      rest.reduce((best, other) => (ahead(other) > ahead(best) ? other : best), first),
    );
  }
  // Stale tables can send us in a circle; the best port of a circle stays in the contest.
  for (const one of candidates) if (comesBack(one, steps)) steps.delete(one);
  return steps;
}

/** Ports whose steps end at one of `ends`. */
export function leadingTo(ends: ReadonlySet<Candidate>, steps: Steps): readonly Candidate[] {
  return [...steps.keys()].filter((one) => ends.has(endOf(one, steps)));
}

function comesBack(start: Candidate, steps: Steps): boolean {
  const been = new Set<Candidate>();
  let at = steps.get(start);
  for (; at !== undefined && at !== start && !been.has(at); at = steps.get(at)) been.add(at);
  return at === start;
}

function endOf(start: Candidate, steps: Steps): Candidate {
  let at = start;
  for (let on = steps.get(at); on !== undefined; on = steps.get(at)) at = on;
  return at;
}
