/**
 * Versions of one section and what they say together.
 *
 * Each write has a dot (origin, seq). A version carries ctx: for each writer of the section the last seq that it
 * had seen. A managed section is the set of its undominated versions, at most one per origin; its value is a pure
 * function of that set, so all who hold the same set show the same value, whatever way it came to them.
 *
 * A field's value falls when another version knew its dot and carries a different dot for the field. What is left
 * when several survive with unequal values is a conflict: computed here, never stored.
 */
import { hashId } from './hash.ts';
import { canonicalJson, type Json, type JsonObject } from './json.ts';

export interface Dot {
  readonly origin: string;
  readonly seq: number;
}

export interface FieldDot extends Dot {
  readonly hlc: number;
}

export interface Version {
  readonly dot: Dot;
  readonly hlc: number;
  /** The last dot per writer of the section that this write had seen; its own dot is implied. */
  readonly ctx: readonly Dot[];
  /** Fields that this write did not set itself, or took away: the dot that did. A body field not in here has the version's own dot. */
  readonly fieldDots: Readonly<Record<string, FieldDot>>;
  readonly body: JsonObject;
  readonly by: string;
}

export function sameDot(a: Dot, b: Dot): boolean {
  return a.seq === b.seq && a.origin === b.origin;
}

/** Whether the writer of `version` had seen `dot`. */
export function covers(version: Version, dot: Dot): boolean {
  if (version.dot.origin === dot.origin && version.dot.seq >= dot.seq) return true;
  return version.ctx.some((seen) => seen.origin === dot.origin && seen.seq >= dot.seq);
}

/** The versions that no other one of the set had seen. */
export function undominated(versions: readonly Version[]): Version[] {
  return versions.filter((v) => !versions.some((w) => w !== v && !sameDot(w.dot, v.dot) && covers(w, v.dot)));
}

export interface Survivor {
  readonly dot: FieldDot;
  readonly value: Json | undefined;
  /** Who wrote it; empty when only later versions that kept the value are left. */
  readonly by: string;
}

export interface FoldedConflict {
  readonly field: string;
  /** Newest first; the first is the value shown. */
  readonly survivors: readonly Survivor[];
}

export interface Folded {
  readonly fields: JsonObject;
  readonly fieldDots: Readonly<Record<string, FieldDot>>;
  readonly conflicts: readonly FoldedConflict[];
}

/** The field by which a person deletes a record; a tombstone keeps the dots it saw. */
export const DELETED_FIELD = 'deleted';

/** A version with the dot of each of its fields. */
interface Carrier {
  readonly version: Version;
  readonly dots: Map<string, FieldDot>;
}

/** The value of a section: one version is the common case and costs nothing. */
export function fold(versions: readonly Version[]): Folded {
  const only = versions[0];
  if (versions.length === 1 && only) return { fields: only.body, fieldDots: dotsOf(only), conflicts: [] };
  const live = undominated(versions).map((version) => ({ version, dots: fieldDotsOf(version) }));
  contestDelete(live);
  const fields: [string, Json][] = [];
  const fieldDots: [string, FieldDot][] = [];
  const conflicts: FoldedConflict[] = [];
  for (const field of fieldNames(live)) {
    const survivors = survivorsOf(live, field);
    const shown = survivors[0];
    if (!shown) continue;
    fieldDots.push([field, shown.dot]);
    if (shown.value !== undefined) fields.push([field, shown.value]);
    if (new Set(survivors.map((s) => canonicalJson(s.value))).size > 1) conflicts.push({ field, survivors });
  }
  return { fields: Object.fromEntries(fields), fieldDots: Object.fromEntries(fieldDots), conflicts };
}

export function dotsOf(version: Version): Record<string, FieldDot> {
  return Object.fromEntries(fieldDotsOf(version));
}

function fieldDotsOf(version: Version): Map<string, FieldDot> {
  const dots = new Map(Object.entries(version.fieldDots));
  for (const field of Object.keys(version.body)) if (!dots.has(field)) dots.set(field, ownDot(version));
  return dots;
}

function ownDot({ dot, hlc }: Version): FieldDot {
  return { origin: dot.origin, seq: dot.seq, hlc };
}

/**
 * A delete counts against the writers that it knew. A version beside it that the delete had not seen, of whatever
 * field, says that the record is wanted: it lives again, as a conflict.
 */
function contestDelete(live: readonly Carrier[]): void {
  if (!live.some(({ version }) => isDelete(version))) return;
  for (const { version, dots } of live) if (!isDelete(version)) dots.set(DELETED_FIELD, ownDot(version));
}

function isDelete(version: Version): boolean {
  return version.body[DELETED_FIELD] === true;
}

function fieldNames(live: readonly Carrier[]): string[] {
  const names = new Set<string>();
  for (const { dots } of live) for (const field of dots.keys()) names.add(field);
  return [...names].sort();
}

function survivorsOf(live: readonly Carrier[], field: string): Survivor[] {
  const standing = new Map<string, Survivor>();
  const carried = new Map<string, Survivor>();
  for (const carrier of live) {
    const dot = carrier.dots.get(field);
    if (!dot) continue;
    const { version } = carrier;
    const key = `${dot.origin} ${dot.seq}`;
    const by = sameDot(version.dot, dot) ? version.by : (carried.get(key)?.by ?? '');
    const survivor = { dot, value: version.body[field], by };
    carried.set(key, survivor);
    if (!live.some((other) => other !== carrier && fells(other, field, dot))) standing.set(key, survivor);
  }
  // With stamps far out of step two versions can fell each other's dot. A value must not vanish so: all stand.
  const survivors = [...(standing.size > 0 ? standing : carried).values()];
  return survivors.sort(field === DELETED_FIELD ? livingFirst : newestFirst);
}

/** `other` knew the dot and has something else for the field (or nothing any more). */
function fells(other: Carrier, field: string, dot: Dot): boolean {
  if (!covers(other.version, dot)) return false;
  const theirs = other.dots.get(field);
  return theirs === undefined || !sameDot(theirs, dot);
}

function newestFirst(a: Survivor, b: Survivor): number {
  if (a.dot.hlc !== b.dot.hlc) return b.dot.hlc - a.dot.hlc;
  if (a.dot.origin !== b.dot.origin) return a.dot.origin < b.dot.origin ? 1 : -1;
  return b.dot.seq - a.dot.seq;
}

function livingFirst(a: Survivor, b: Survivor): number {
  return Number(a.value === true) - Number(b.value === true) || newestFirst(a, b);
}

export interface NextVersion {
  readonly ctx: readonly Dot[];
  readonly fieldDots: Readonly<Record<string, FieldDot>>;
  readonly body: JsonObject;
}

/**
 * What the next write of a section carries: all fields as they stand with `changes` laid over them (`undefined`
 * takes a field away), the dots of what it keeps, and a ctx that covers every version it saw.
 */
export function nextVersion(versions: readonly Version[], changes: JsonObject, own: FieldDot): NextVersion {
  const folded = fold(versions);
  const body = new Map(Object.entries(folded.fields));
  const fieldDots = new Map(Object.entries(folded.fieldDots));
  for (const [field, value] of Object.entries(changes)) {
    if (value === undefined || value === null) {
      body.delete(field);
      fieldDots.set(field, own);
    } else {
      body.set(field, value);
      fieldDots.delete(field);
    }
  }
  return {
    ctx: unionCtx(versions),
    fieldDots: Object.fromEntries(fieldDots),
    body: Object.fromEntries(body),
  };
}

function unionCtx(versions: readonly Version[]): Dot[] {
  const seen = new Map<string, number>();
  for (const version of versions) {
    for (const dot of [version.dot, ...version.ctx])
      seen.set(dot.origin, Math.max(dot.seq, seen.get(dot.origin) ?? 0));
  }
  return [...seen].map(([origin, seq]) => ({ origin, seq })).sort((a, b) => (a.origin < b.origin ? -1 : 1));
}

/** Stable id of one disagreement: the same on every controller that sees the same dots. */
export function conflictId(place: readonly string[], conflict: FoldedConflict): string {
  const dots = conflict.survivors.map((s) => `${s.dot.origin} ${s.dot.seq}`).sort();
  return hashId('conflict', ...place, conflict.field, ...dots);
}

/** Hash of a managed version set: changes with each write, from wherever it came. */
export function etagOf(dots: readonly Dot[]): string {
  return hashId('etag', ...dots.map((dot) => `${dot.origin} ${dot.seq}`).sort());
}
