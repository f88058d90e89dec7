/**
 * Keeps what was read for a time. A cache is a help, never a condition: whatever goes wrong within it, the caller gets
 * what `load` gives.
 *
 * Invariants: nothing is served after its time · what was being loaded when it was forgotten is not kept.
 */
import type { Clock } from './clock.ts';
import { LruMap } from './lru.ts';

/** `bypass`: the caller wanted no cache. `fault`: the cache failed, and the caller did not notice. */
export const cacheResults = ['hit', 'miss', 'bypass', 'fault'] as const;
export type CacheResult = (typeof cacheResults)[number];

export interface CacheEntry<V> {
  readonly value: V;
  readonly storedMs: number;
  readonly untilMs: number;
}

/** Where entries are kept; an `LruMap` is one. */
export interface CacheStore<V> {
  get(key: string): CacheEntry<V> | undefined;
  set(key: string, entry: CacheEntry<V>): void;
  delete(key: string): unknown;
}

export interface CacheOptions<V> {
  readonly clock: Clock;
  /** Entries; the one used least recently goes first. */
  readonly sizeMax: number;
  /** Told the outcome of each request, by the name of its data. */
  readonly count?: (name: string, result: CacheResult) => void;
  /** For tests. */
  readonly store?: CacheStore<V>;
}

export interface CacheRequest<V> {
  /** What kind of data it is, for the figures. */
  readonly name: string;
  /** Whose data it is: `forget` drops all of one owner. */
  readonly owner: string;
  readonly key: string;
  /** 0: not kept. */
  readonly ttlMs: number;
  /** True: read anew, and kept for the next who asks. */
  readonly bypass?: boolean;
  /** False for a value that is better asked for again; all are kept when absent. */
  readonly keepIf?: (value: V) => boolean;
}

export interface Cached<V> {
  readonly value: V;
  /** 0 when it was read now. */
  readonly ageMs: number;
}

export class Cache<V> {
  private readonly options: CacheOptions<V>;
  private readonly store: CacheStore<V>;
  /** By owner: entries of an earlier one no longer count. Bounded like the entries. */
  private readonly generations: LruMap<string, number>;
  /** Of owners whose own is no longer known. */
  private nextGeneration = 1;

  constructor(options: CacheOptions<V>) {
    this.options = options;
    this.store = options.store ?? new LruMap<string, CacheEntry<V>>(options.sizeMax);
    this.generations = new LruMap(options.sizeMax);
  }

  /** What is kept, or what `load` gives. Throws only what `load` threw. */
  async through(request: CacheRequest<V>, load: () => Promise<V>): Promise<Cached<V>> {
    const key = this.guarded(request, () => this.keyOf(request));
    const found = request.bypass ? undefined : this.find(request, key);
    if (found) {
      this.count(request, 'hit');
      return found;
    }
    this.count(request, request.bypass ? 'bypass' : 'miss');
    const value = await load();
    if (request.ttlMs > 0 && request.keepIf?.(value) !== false) this.keep(request, key, value);
    return { value, ageMs: 0 };
  }

  /** What the owner has now is no longer what was read. */
  forget(owner: string): void {
    this.generations.set(owner, this.nextGeneration++);
  }

  private find(request: CacheRequest<V>, key: string | undefined): Cached<V> | undefined {
    if (key === undefined) return undefined;
    const entry = this.guarded(request, () => this.store.get(key));
    if (!entry) return undefined;
    const nowMs = this.options.clock.monotonic();
    if (entry.untilMs > nowMs) return { value: entry.value, ageMs: nowMs - entry.storedMs };
    this.guarded(request, () => this.store.delete(key));
    return undefined;
  }

  private keep(request: CacheRequest<V>, key: string | undefined, value: V): void {
    const storedMs = this.options.clock.monotonic();
    this.guarded(request, () => {
      // Forgotten while it was loaded: nobody knows which of the two came first at the device.
      if (key === undefined || key !== this.keyOf(request)) return;
      this.store.set(key, { value, storedMs, untilMs: storedMs + request.ttlMs });
    });
  }

  private keyOf({ name, owner, key }: CacheRequest<V>): string {
    let generation = this.generations.get(owner);
    if (generation === undefined) {
      generation = this.nextGeneration++;
      this.generations.set(owner, generation);
    }
    return JSON.stringify([name, owner, generation, key]);
  }

  private guarded<T>(request: CacheRequest<V>, work: () => T): T | undefined {
    try {
      return work();
    } catch {
      // The figures tell of it; the call goes on without the cache.
      this.count(request, 'fault');
      return undefined;
    }
  }

  private count({ name }: CacheRequest<V>, result: CacheResult): void {
    this.options.count?.(name, result);
  }
}
