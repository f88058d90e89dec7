/** What a comparison of digests leaves to send of a source. */
import {
  bucketOf,
  SCOPE_BUCKETS_MAX,
  type ScanScope,
  type SnapshotEntry,
  SourceDigest,
} from '../../shared/delta/index.ts';
import { ObservedIds, parseRef, type RecordRef } from '../../shared/model/index.ts';

export interface SourceDigestTold {
  readonly source: RecordRef;
  readonly digest: SourceDigest;
  /** Stands for the scans of the source up to the digest's beginning. */
  readonly mark: number;
}

/** By the source's reference, as text. */
export interface Compared {
  /** As it was told. */
  readonly told: ReadonlyMap<string, SourceDigest>;
  readonly marks: ReadonlyMap<string, number>;
  /** Buckets in which the other side differs from what was told; a source that is not named is sent in full. */
  readonly differing: ReadonlyMap<string, readonly number[]>;
}

export function digestOf(
  source: RecordRef,
  entries: readonly SnapshotEntry[],
  digest: SourceDigest,
): SourceDigest {
  const ids = new ObservedIds(source);
  for (const { kind, nativeKey, section, bodyText } of entries)
    digest.add({ kind, id: ids.id(kind, nativeKey), section, bodyText });
  return digest;
}

/**
 * `undefined`: all of the source goes. What was scanned since the digest was told differs from it, and goes too; `isAsTold`:
 * nothing was.
 */
export function scopeOf(
  ref: string,
  entries: readonly SnapshotEntry[],
  { told, differing, isAsTold }: Compared & { readonly isAsTold: boolean },
): ScanScope | undefined {
  const [before, theirs] = [told.get(ref), differing.get(ref)];
  if (!before || !theirs) return undefined;
  const now = isAsTold ? before : digestOf(parseRef(ref), entries, new SourceDigest(before.bits));
  const buckets = [...new Set([...theirs, ...now.differing(before)])].sort((a, b) => a - b);
  // Half of it costs as much as all of it, which no check can refuse.
  if (buckets.length > Math.min(SCOPE_BUCKETS_MAX, 2 ** before.bits / 2)) return undefined;
  return { bits: before.bits, buckets, total: now.total() };
}

export function inScope(
  source: RecordRef,
  entries: readonly SnapshotEntry[],
  { bits, buckets }: ScanScope,
): readonly SnapshotEntry[] {
  const ids = new ObservedIds(source);
  const named = new Set(buckets);
  return entries.filter(({ kind, nativeKey }) => named.has(bucketOf(ids.id(kind, nativeKey), bits)));
}
