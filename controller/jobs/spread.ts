/**
 * The targets of a job, shared out among the agents of its site. What an agent read last goes to it again: it is known to
 * reach it, and what another one observes must begin with all that it sees. What nobody read goes to who has least. Pure.
 */

/** Targets that nobody read are worth an agent more in such numbers: it reads as many at once, see its `targets.slots`. */
export const PART_TARGETS_MIN = 50;
/** Of a large job an agent keeps what it read up to so many times an even share; what is over is read by others from then on. */
const KEPT_SHARES_MAX = 1.5;

/** One list for each agent that takes part; a single one when sharing out gains nothing. `partMin`: of what nobody read. */
export function spread<T>(
  targets: readonly T[],
  agentIds: readonly string[],
  readerOf: (target: T) => string | undefined,
  partMin: number = PART_TARGETS_MIN,
): readonly (readonly T[])[] {
  const read = readBy(targets, agentIds, readerOf);
  const worth = Math.floor(targets.length / partMin);
  const count = Math.max(read.size, Math.min(agentIds.length, worth));
  if (count <= 1) return [targets];
  const others = agentIds.filter((agentId) => !read.has(agentId)).slice(0, count - read.size);
  const keptMax = worth > 1 ? Math.ceil((KEPT_SHARES_MAX * targets.length) / count) : targets.length;
  const lists = [...[...read.values()].map((list) => list.slice(0, keptMax)), ...others.map((): T[] => [])];
  const kept = new Set(lists.flat());
  for (const target of targets) if (!kept.has(target)) least(lists)?.push(target);
  return lists.filter((list) => list.length > 0);
}

/** What each of them read last, most first. */
function readBy<T>(
  targets: readonly T[],
  agentIds: readonly string[],
  readerOf: (target: T) => string | undefined,
): ReadonlyMap<string, readonly T[]> {
  const read = new Map<string, T[]>();
  for (const target of targets) {
    const reader = readerOf(target);
    if (reader === undefined || !agentIds.includes(reader)) continue;
    const list = read.get(reader);
    if (list) list.push(target);
    else read.set(reader, [target]);
  }
  return new Map([...read].toSorted(([, a], [, b]) => b.length - a.length));
}

function least<T>(lists: readonly T[][]): T[] | undefined {
  const [first] = lists;
  return lists.reduce((least, list) => (least && list.length < least.length ? list : least), first);
}
