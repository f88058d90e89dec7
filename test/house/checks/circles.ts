/** Refuses files that import each other in a ring; imports of types count, for they bind readers all the same. */
import { type Tree, type Violation, violation } from '../tree.ts';

/** One violation for each ring, at its first file by name, naming the way round. */
export function checkCircles(tree: Tree): readonly Violation[] {
  const next = new Map(
    tree.modules.map(({ path, imports }) => [
      path,
      imports.flatMap(({ target }) => (target === undefined ? [] : [target])).toSorted(),
    ]),
  );
  const reported = new Set<string>();
  return [...next.keys()].toSorted().flatMap((start) => {
    if (reported.has(start)) return [];
    const ring = shortestRing(next, start);
    if (ring.length === 0) return [];
    for (const path of ring) reported.add(path);
    return [violation(start, 1, `is in an import circle: ${[...ring, start].join(' -> ')}`)];
  });
}

/** The files on the shortest way from `start` back to itself, `start` first; empty when there is none. */
function shortestRing(next: ReadonlyMap<string, readonly string[]>, start: string): readonly string[] {
  const cameFrom = new Map<string, string>();
  const queue = [start];
  for (const path of queue) {
    for (const target of next.get(path) ?? []) {
      if (target === start) return wayFrom(cameFrom, start, path);
      if (cameFrom.has(target)) continue;
      cameFrom.set(target, path);
      queue.push(target);
    }
  }
  return [];
}

function wayFrom(cameFrom: ReadonlyMap<string, string>, start: string, end: string): readonly string[] {
  const way = [end];
  for (let at = end; at !== start; ) {
    at = cameFrom.get(at) ?? start;
    way.unshift(at);
  }
  return way;
}
