/**
 * The jobs that wait, in the order in which they are offered: what a person asked for before what a schedule began, else
 * as they came. Jobs that the same agents can take are a group of their own, so a round of dispatching looks at the first
 * of each group and never at all that wait. What cannot be offered yet is parked under its reason and costs nothing
 * until that is released; it keeps its place.
 */
export interface Waiting {
  readonly id: string;
  /** Jobs of one group can be done by the same agents. */
  readonly group: string;
  /** Lower ones come first. */
  readonly rank: number;
}

interface Place extends Waiting {
  readonly order: number;
  parked: string | undefined;
}

export class JobQueue {
  private readonly places = new Map<string, Place>();
  /** All of them, sorted. */
  private readonly all: Place[] = [];
  /** Those that can be offered, sorted, by group. */
  private readonly ready = new Map<string, Place[]>();
  private readonly parked = new Map<string, Set<Place>>();
  private arrived = 0;

  get size(): number {
    return this.places.size;
  }

  has(id: string): boolean {
    return this.places.has(id);
  }

  /** At the end of its rank. */
  add(waiting: Waiting): void {
    this.remove(waiting.id);
    this.arrived += 1;
    const place: Place = { ...waiting, order: this.arrived, parked: undefined };
    this.places.set(place.id, place);
    insert(this.all, place);
    this.makeReady(place);
  }

  /** In the place of that one, if it waits. */
  replace(id: string, by: string): void {
    const place = this.places.get(id);
    if (!place) return;
    this.remove(id);
    const next: Place = { ...place, id: by, parked: undefined };
    this.places.set(by, next);
    insert(this.all, next);
    this.makeReady(next);
  }

  remove(id: string): void {
    const place = this.places.get(id);
    if (!place) return;
    this.places.delete(id);
    take(this.all, place);
    this.leave(place);
  }

  /** How many come before it; 0 when it does not wait. */
  position(id: string): number {
    const place = this.places.get(id);
    return place ? indexOf(this.all, place) : 0;
  }

  /** The first one that can be offered, of that group or of all that are not in `shut`. */
  first(shut: ReadonlySet<string>, only?: string): Waiting | undefined {
    if (only !== undefined) return shut.has(only) ? undefined : this.ready.get(only)?.[0];
    let first: Place | undefined;
    for (const [group, places] of this.ready) {
      const [head] = places;
      if (head && !shut.has(group) && (!first || before(head, first))) first = head;
    }
    return first;
  }

  /** Not to be offered until `release` is called with the same reason. */
  park(id: string, reason: string): void {
    const place = this.places.get(id);
    if (!place) return;
    this.leave(place);
    place.parked = reason;
    const same = this.parked.get(reason) ?? new Set();
    this.parked.set(reason, same.add(place));
  }

  /** Why it cannot be offered now, as it was parked. */
  parkedFor(id: string): string | undefined {
    return this.places.get(id)?.parked;
  }

  release(reason: string): void {
    const places = this.parked.get(reason);
    if (!places) return;
    this.parked.delete(reason);
    for (const place of places) {
      place.parked = undefined;
      this.makeReady(place);
    }
  }

  private makeReady(place: Place): void {
    const group = this.ready.get(place.group) ?? [];
    this.ready.set(place.group, group);
    insert(group, place);
  }

  private leave(place: Place): void {
    if (place.parked !== undefined) {
      const same = this.parked.get(place.parked);
      same?.delete(place);
      if (same?.size === 0) this.parked.delete(place.parked);
      return;
    }
    const group = this.ready.get(place.group);
    if (!group) return;
    take(group, place);
    if (group.length === 0) this.ready.delete(place.group);
  }
}

function before(a: Place, b: Place): boolean {
  return a.rank === b.rank ? a.order < b.order : a.rank < b.rank;
}

/** Of a place that is in the sorted list, or where it belongs. */
function indexOf(list: readonly Place[], place: Place): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const at = list[middle];
    if (at && before(at, place)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function insert(list: Place[], place: Place): void {
  list.splice(indexOf(list, place), 0, place);
}

function take(list: Place[], place: Place): void {
  const at = indexOf(list, place);
  if (list[at] === place) list.splice(at, 1);
}
