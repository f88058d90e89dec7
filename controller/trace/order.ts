/** Whom to ask first. */
import { formatRef, type RecordRef } from '../../shared/model/index.ts';
import { weighSightings } from './candidates.ts';
import type { Question } from './facts.ts';
import type { Topology } from './topology.ts';

/**
 * Switches in the order to ask them: where the last collect saw the address on a likely edge first, then the other
 * switches that saw it, then those with the fewest switches around them, since most devices hang at the edge.
 * Every switch given is in the result once.
 */
export function searchOrder(
  switches: readonly RecordRef[],
  question: Pick<Question, 'mac' | 'now' | 'sightings'>,
  topology: Topology,
): readonly RecordRef[] {
  const { candidates, aged } = weighSightings({ ...question, answered: [], failed: [] }, topology);
  const ranks = new Map<string, number>();
  for (const { view } of [...candidates, ...aged]) if (!ranks.has(view.key)) ranks.set(view.key, ranks.size);
  const rankOf = (key: string): number => ranks.get(key) ?? ranks.size;
  const links = (key: string): number => topology.switches.get(key)?.linkCount ?? 0;
  const byKey = new Map(switches.map((ref) => [formatRef(ref), ref]));
  return [...byKey]
    .toSorted(([a], [b]) => rankOf(a) - rankOf(b) || links(a) - links(b) || a.localeCompare(b))
    .map(([, ref]) => ref);
}
