/**
 * What a switch was asked a moment ago and would answer alike, by class of data, each with its own time. Where an address
 * is, is never kept: the MAC table is always asked.
 */
import { Cache, type CacheResult, type Clock } from '../../../shared/runtime/index.ts';
import { READS_CACHED_MAX } from '../limits.ts';
import type { CommandClass } from '../platform.ts';

/** Classes that may be kept. */
export type KeptClass = Exclude<CommandClass, 'fdb' | 'cpu'>;

/** Milliseconds per class; 0: never kept. */
export type ReadTimes = Readonly<Record<KeptClass, number>>;

/** Short where people change things by hand, and long for what takes a restart to change (S1.11). */
export const READ_TIMES: ReadTimes = {
  system: 1_800_000,
  vlans: 120_000,
  lags: 120_000,
  configs: 60_000,
  neighbours: 60_000,
  ports: 10_000,
  arp: 30_000,
};

export interface ReadCacheOptions {
  readonly clock: Clock;
  readonly times?: Partial<ReadTimes>;
  readonly entriesMax?: number;
}

export type CacheCounts = Readonly<Record<string, Readonly<Record<CacheResult, number>>>>;

export interface KeptRead {
  /** As `placeText` spells it. */
  readonly device: string;
  readonly identity: string;
  readonly class: KeptClass;
  /** What distinguishes it within its class: the command. */
  readonly question: string;
  /** True: asked now, and kept for the next. */
  readonly noCache?: boolean | undefined;
}

export class ReadCache {
  private readonly cache: Cache<readonly unknown[]>;
  private readonly times: ReadTimes;
  private readonly counted = new Map<string, Record<CacheResult, number>>();

  constructor({ clock, times, entriesMax = READS_CACHED_MAX }: ReadCacheOptions) {
    this.times = { ...READ_TIMES, ...times };
    this.cache = new Cache({ clock, sizeMax: entriesMax, count: (name, result) => this.count(name, result) });
  }

  /** Rows that are kept, or those that `read` gives; `ageMs` is 0 for those. An answer without rows is not kept. */
  async rows<Row>(
    read: KeptRead,
    ask: () => Promise<readonly Row[]>,
  ): Promise<{ readonly rows: readonly Row[]; readonly ageMs: number }> {
    const request = {
      name: read.class,
      owner: read.device,
      key: `${read.identity}|${read.question}`,
      ttlMs: this.times[read.class],
      bypass: read.noCache === true,
      keepIf: (rows: readonly unknown[]) => rows.length > 0,
    };
    const { value, ageMs } = await this.cache.through(request, ask);
    // One question is of one class, and a class has rows of one type.
    return { rows: value as readonly Row[], ageMs };
  }

  /** The device was changed, or may have been: what was read of it before is asked again. */
  forget(device: string): void {
    this.cache.forget(device);
  }

  counts(): CacheCounts {
    return Object.fromEntries(this.counted);
  }

  private count(name: string, result: CacheResult): void {
    const counts = this.counted.get(name) ?? { hit: 0, miss: 0, bypass: 0, fault: 0 };
    counts[result] += 1;
    this.counted.set(name, counts);
  }
}
