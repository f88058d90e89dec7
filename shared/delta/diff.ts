/** What changed between the last scan and this one. Pure: the snapshot goes in, items come out. */
import { canonicalJson, type JsonObject, type Kind } from '../model/index.ts';
import type { ObservedItem } from './observed.ts';

/** Key of one section in a snapshot: no part can hold the separator, which no device prints. */
export function snapshotKey(kind: Kind, nativeKey: string, section: string): string {
  return `${kind}\u0000${nativeKey}\u0000${section}`;
}

export interface SnapshotEntry {
  readonly kind: Kind;
  readonly nativeKey: string;
  readonly section: string;
  readonly bodyText: string;
}

export interface SeenRecord {
  readonly kind: Kind;
  readonly nativeKey: string;
  readonly sections: Readonly<Record<string, JsonObject>>;
}

export interface Diff {
  /** Made when they are asked for: a scan that is told in full needs none. */
  readonly items: readonly ObservedItem[];
  /** Entries to store: new or changed. */
  readonly puts: readonly SnapshotEntry[];
  /** Records of covered kinds that are gone. */
  readonly absent: readonly { readonly kind: Kind; readonly nativeKey: string }[];
}

/**
 * `before` holds the bodies of the last snapshot by `snapshotKey`. Only records of kinds in `coverage` can be
 * absent: a kind that was not read to its end never loses a record.
 */
export function diffScan(
  before: ReadonlyMap<string, SnapshotEntry>,
  seen: readonly SeenRecord[],
  coverage: readonly Kind[],
): Diff {
  const puts: SnapshotEntry[] = [];
  const present = mergeSeen(seen);
  let known = 0;
  for (const record of present.values()) {
    for (const [section, body] of Object.entries(record.sections)) {
      const bodyText = canonicalJson(body);
      const { kind, nativeKey } = record;
      const last = before.get(snapshotKey(kind, nativeKey, section));
      if (last) known += 1;
      if (last?.bodyText !== bodyText) puts.push({ kind, nativeKey, section, bodyText });
    }
  }
  // When all that was there is there again, nothing needs to be looked for.
  const absent = known === before.size ? [] : absentRecords(before, present, new Set(coverage));
  return {
    puts,
    absent,
    get items() {
      return [...puts.map(putItem), ...absent.map(absentItem)];
    },
  };
}

export function putItem(entry: SnapshotEntry): ObservedItem {
  return { ...entry, op: 'put' };
}

/** One record may be told of in parts, or twice: the last telling of a section counts, so that equal scans stay equal. */
function mergeSeen(seen: readonly SeenRecord[]): Map<string, SeenRecord> {
  const merged = new Map<string, SeenRecord>();
  for (const record of seen) {
    const key = recordKey(record.kind, record.nativeKey);
    const before = merged.get(key);
    merged.set(key, before ? { ...record, sections: { ...before.sections, ...record.sections } } : record);
  }
  return merged;
}

export function absentItem(gone: { readonly kind: Kind; readonly nativeKey: string }): ObservedItem {
  return { ...gone, section: '', op: 'absent', bodyText: '{}' };
}

function absentRecords(
  before: ReadonlyMap<string, SnapshotEntry>,
  present: ReadonlyMap<string, SeenRecord>,
  covered: ReadonlySet<Kind>,
): { kind: Kind; nativeKey: string }[] {
  const gone = new Map<string, { kind: Kind; nativeKey: string }>();
  for (const { kind, nativeKey } of before.values()) {
    const key = recordKey(kind, nativeKey);
    if (covered.has(kind) && !present.has(key)) gone.set(key, { kind, nativeKey });
  }
  return [...gone.values()];
}

function recordKey(kind: Kind, nativeKey: string): string {
  return `${kind}\u0000${nativeKey}`;
}
