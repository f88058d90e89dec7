/**
 * When a tombstone may be forgotten. A lane has a line: for each origin a seq at or below which everybody holds
 * everything, and since which everybody has also seen all that was written anywhere before that was so. A write that
 * did not know of a tombstone below the line is therefore at hand wherever the tombstone is; where the tombstone
 * stands alone there is none, and none can come any more.
 *
 * What nobody remembers must still be covered: the first write of a section that is empty takes the line for its
 * ctx, so that it dominates a tombstone that others still have.
 */
import { covers, DELETED_FIELD, type Dot, type Version } from './version.ts';

/**
 * Origin -> seq up to which one member has all that the origin wrote in the lane, without a gap. In a report for the
 * line it ends below the first version that the member holds but does not let count: a write of its own misses that one.
 */
export type Cursors = ReadonlyMap<string, number>;

/** What everybody holds, and how far everybody had written when that was so. */
export interface LineDraft {
  readonly line: Cursors;
  readonly heads: Cursors;
  readonly atMs: number;
}

/** The youngest line that may be published. */
export const GC_LINE_AGE_MIN_MS = 86_400_000;

/** `reports`: the cursors of every active member, its own head among them. */
export function draftLine(reports: readonly Cursors[], nowMs: number): LineDraft {
  const origins = new Set(reports.flatMap((cursors) => [...cursors.keys()]));
  const line = new Map<string, number>();
  const heads = new Map<string, number>();
  for (const origin of origins) {
    const seqs = reports.map((cursors) => cursors.get(origin) ?? 0);
    line.set(origin, Math.min(...seqs));
    heads.set(origin, Math.max(...seqs));
  }
  return { line, heads, atMs: nowMs };
}

/** Whether the draft may be published: old enough, and everybody has since come past its heads. */
export function isRipe(draft: LineDraft, reports: readonly Cursors[], nowMs: number): boolean {
  if (nowMs - draft.atMs < GC_LINE_AGE_MIN_MS) return false;
  return [...draft.heads].every(([origin, seq]) => reports.every((cursors) => reaches(cursors, origin, seq)));
}

/** Whether the section may be forgotten: a tombstone alone, and neither it nor anything it saw is above the line. */
export function isCollectable(versions: readonly Version[], line: Cursors): boolean {
  const [only, ...others] = versions;
  if (!only || others.length > 0 || only.body[DELETED_FIELD] !== true) return false;
  return [only.dot, ...only.ctx].every((dot) => reaches(line, dot.origin, dot.seq));
}

/** The ctx of the first write of a section of which nothing is kept, not even held. */
export function lineCtx(line: Cursors): Dot[] {
  return [...line]
    .filter(([, seq]) => seq > 0)
    .map(([origin, seq]) => ({ origin, seq }))
    .sort((a, b) => (a.origin < b.origin ? -1 : 1));
}

/** The set with one more version: the same set in whatever order, and however often, versions come. */
export function mergeVersion(versions: readonly Version[], incoming: Version): readonly Version[] {
  if (versions.some((version) => covers(version, incoming.dot))) return versions;
  return [...versions.filter((version) => !covers(incoming, version.dot)), incoming];
}

function reaches(cursors: Cursors, origin: string, seq: number): boolean {
  return (cursors.get(origin) ?? 0) >= seq;
}
