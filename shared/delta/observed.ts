/**
 * The delta of an agent: what changed at one source since the last scan, in one lane. Items name the native key,
 * not the id: the controller makes the id of (kind, source, native key) itself, so an agent cannot write a record
 * that belongs to another source.
 *
 * A scan that failed says nothing of records. A record is absent only from a kind that was read to its end.
 */
import { WaysideError } from '../errors.ts';
import {
  canonicalJson,
  formatRef,
  groupOf,
  isKind,
  type Json,
  type JsonObject,
  type Kind,
  type KindGroup,
  kindGroups,
  parseRef,
  type RecordRef,
  sectionsOf,
} from '../model/index.ts';
import { BODY_BYTES_MAX, parseBodyText } from './change.ts';
import { DIGEST_BITS_MAX } from './digest.ts';
import { decodeFrame, encodeFrame, FRAME_FILL_BYTES, FRAME_ITEMS_MAX, type FrameItem } from './frame.ts';

const FORMAT = 'wayside/observed/1';
const NATIVE_KEY_CHARS_MAX = 512;
const SCAN_ID_CHARS_MAX = 64;
/** Longer reasons are cut: the log of the agent has all of it. */
const REASON_CHARS_MAX = 1000;
const CODE_CHARS_MAX = 64;

export type Completeness = 'complete' | 'partial' | 'failed';

/** Which reading of the source the changes come from. */
export interface ScanInfo {
  readonly id: string;
  readonly source: RecordRef;
  readonly group: KindGroup;
  /** Epoch of the site under which the agent works. */
  readonly epoch: number;
  readonly completeness: Completeness;
  /** Error code and words when it is not complete; else empty. */
  readonly code: string;
  readonly reason: string;
  /** Kinds that were read to their end. */
  readonly coverage: readonly Kind[];
  /** Records seen per kind. */
  readonly counts: Readonly<Record<string, number>>;
  /**
   * True: the frames of this scan hold everything known of the source, as its last scan left it; what they do not
   * name of the covered kinds is absent.
   */
  readonly full: boolean;
  /** With `full`: the frames speak of these buckets alone, and all others are as the other side has them. */
  readonly scope?: ScanScope;
  readonly startedAtMs: number;
  readonly finishedAtMs: number;
}

/** What a comparison of digests left to tell. */
export interface ScanScope {
  /** Two to the power of this are the buckets of the source. */
  readonly bits: number;
  readonly buckets: readonly number[];
  /** `SourceDigest.total` of all of the source, once these frames are applied. */
  readonly total: string;
}

/** More are not named: then all of the source is told. */
export const SCOPE_BUCKETS_MAX = 2048;

export interface ObservedItem {
  readonly kind: Kind;
  readonly nativeKey: string;
  /** Empty for `absent`, which speaks of the whole record. */
  readonly section: string;
  readonly op: 'put' | 'absent';
  /** Canonical JSON text; `{}` for `absent`. */
  readonly bodyText: string;
}

export interface ObservedDelta {
  readonly scan: ScanInfo;
  /** True on the last frame of the scan: now absence may be judged. */
  readonly last: boolean;
  readonly items: readonly ObservedItem[];
}

/** An item with its body read. */
export interface DecodedItem extends ObservedItem {
  readonly body: JsonObject;
}

export interface DecodedDelta extends ObservedDelta {
  readonly items: readonly DecodedItem[];
}

/**
 * Cuts a scan's changes into frames; at least one, so that a scan without changes is told too. One that is left `open` has no
 * last frame: its items count, and of the source itself it says nothing.
 */
export function encodeObserved(
  scan: ScanInfo,
  items: readonly ObservedItem[],
  { open = false }: { readonly open?: boolean } = {},
): Buffer[] {
  const batches: FrameItem[][] = [[]];
  let fillBytes = 0;
  for (const item of items) {
    const coded = encodeItem(item);
    const sizeBytes = Buffer.byteLength(coded.head) + Buffer.byteLength(coded.body) + 2;
    let batch = batches.at(-1) ?? [];
    if (batch.length >= FRAME_ITEMS_MAX || (batch.length > 0 && fillBytes + sizeBytes > FRAME_FILL_BYTES)) {
      batch = [];
      batches.push(batch);
      fillBytes = 0;
    }
    batch.push(coded);
    fillBytes += sizeBytes;
  }
  return batches.map((batch, i) =>
    encodeFrame({ header: encodeHeader(scan, !open && i === batches.length - 1), items: batch }),
  );
}

/** Reads one frame. Errors: BAD_FRAME, NOT_PERMITTED for what no agent may write, INVALID_INPUT for a source that is no reference. */
export function decodeObserved(bytes: Uint8Array): DecodedDelta {
  const frame = decodeFrame(bytes);
  const { scan, last } = decodeHeader(frame.header);
  if (scan.completeness === 'failed' && !scan.full && frame.items.length + scan.coverage.length > 0)
    throw bad('a failed scan tells nothing of records');
  return { scan, last, items: frame.items.map((item) => decodeItem(item, scan)) };
}

function encodeItem(item: ObservedItem): FrameItem {
  if (item.nativeKey.length > NATIVE_KEY_CHARS_MAX) {
    throw new WaysideError(
      'MESSAGE_TOO_LARGE',
      `the key of a ${item.kind} is over ${NATIVE_KEY_CHARS_MAX} characters: ${item.nativeKey.slice(0, 60)}`,
    );
  }
  if (Buffer.byteLength(item.bodyText) > BODY_BYTES_MAX) {
    throw new WaysideError(
      'MESSAGE_TOO_LARGE',
      `${item.kind} ${item.nativeKey} is over ${BODY_BYTES_MAX} bytes`,
    );
  }
  return { head: JSON.stringify([item.kind, item.nativeKey, item.section, item.op]), body: item.bodyText };
}

const NO_BODY: JsonObject = {};

function decodeItem(item: FrameItem, scan: ScanInfo): DecodedItem {
  const head = parse(item.head, 'item');
  if (!Array.isArray(head)) throw bad('an item head is not a list');
  const [kind, nativeKey, section, op] = head as unknown[];
  if (typeof kind !== 'string' || !isKind(kind) || groupOf(kind) !== scan.group)
    throw bad(`kind ${String(kind)} is not of group ${scan.group}`);
  if (typeof nativeKey !== 'string' || nativeKey.length > NATIVE_KEY_CHARS_MAX)
    throw bad('a native key is not valid');
  if (op === 'absent') {
    if (scan.full || !scan.coverage.includes(kind)) throw bad(`no ${kind} can be absent from this scan`);
    return { kind, nativeKey, section: '', op, bodyText: '{}', body: NO_BODY };
  }
  if (op !== 'put') throw bad(`operation ${String(op)} is not known`);
  if (typeof section !== 'string' || sectionsOf(kind).get(section)?.class !== 'observed') {
    throw new WaysideError('NOT_PERMITTED', `an agent may not write section ${String(section)} of ${kind}`);
  }
  const body = parseBodyText(item.body);
  if (!body || Buffer.byteLength(item.body) > BODY_BYTES_MAX)
    throw bad('a body is not an object or too large');
  return { kind, nativeKey, section, op, bodyText: item.body, body };
}

function encodeHeader(scan: ScanInfo, last: boolean): string {
  return canonicalJson({
    format: FORMAT,
    scan: scan.id,
    source: formatRef(scan.source),
    group: scan.group,
    epoch: scan.epoch,
    completeness: scan.completeness,
    code: scan.code.slice(0, CODE_CHARS_MAX),
    reason: scan.reason.slice(0, REASON_CHARS_MAX),
    coverage: scan.coverage,
    counts: scan.counts,
    full: scan.full,
    // Without one the header is what it always was.
    ...(scan.scope ? { scope: { ...scan.scope } } : {}),
    startedAtMs: scan.startedAtMs,
    finishedAtMs: scan.finishedAtMs,
    last,
  });
}

function decodeHeader(header: string): { scan: ScanInfo; last: boolean } {
  const h = parse(header, 'header');
  if (!isPlainObject(h) || h['format'] !== FORMAT) throw bad('its header is not of a known format');
  const completeness = h['completeness'];
  if (completeness !== 'complete' && completeness !== 'partial' && completeness !== 'failed')
    throw bad('completeness');
  const group = kindGroups.find((name) => name === h['group']);
  if (!group) throw bad('group');
  // What the agent itself is, it says at hello; of sites and sources it says nothing.
  if (group === 'core') throw new WaysideError('NOT_PERMITTED', 'a scan may not write core records');
  const coverage = strings(h['coverage'], 'coverage').filter(isKind);
  if (coverage.some((kind) => groupOf(kind) !== group)) throw bad('coverage names a kind of another group');
  const id = str(h['scan'], 'scan');
  if (id.length > SCAN_ID_CHARS_MAX) throw bad('scan');
  const scan: ScanInfo = {
    id,
    source: parseRef(str(h['source'], 'source')),
    group,
    epoch: num(h['epoch'], 'epoch'),
    completeness,
    code: str(h['code'], 'code').slice(0, CODE_CHARS_MAX),
    reason: str(h['reason'], 'reason').slice(0, REASON_CHARS_MAX),
    coverage,
    counts: decodeCounts(h['counts']),
    full: h['full'] === true,
    ...decodeScope(h),
    startedAtMs: num(h['startedAtMs'], 'startedAtMs'),
    finishedAtMs: num(h['finishedAtMs'], 'finishedAtMs'),
  };
  return { scan, last: h['last'] === true };
}

function decodeScope(header: Record<string, Json>): Pick<ScanInfo, 'scope'> {
  const scope = header['scope'];
  if (scope === undefined) return {};
  if (!isPlainObject(scope) || header['full'] !== true) throw bad('scope');
  const { bits, buckets, total } = scope as Readonly<Record<string, unknown>>;
  const size = 2 ** num(bits, 'scope');
  if (num(bits, 'scope') > DIGEST_BITS_MAX || !Array.isArray(buckets) || buckets.length > SCOPE_BUCKETS_MAX)
    throw bad('scope');
  const named = buckets.map((bucket) => num(bucket, 'scope'));
  if (named.some((bucket) => bucket >= size)) throw bad('scope');
  return { scope: { bits: num(bits, 'scope'), buckets: named, total: str(total, 'scope') } };
}

function decodeCounts(value: unknown): Record<string, number> {
  if (!isPlainObject(value)) throw bad('counts');
  const known = Object.entries(value).filter(([kind]) => isKind(kind));
  return Object.fromEntries(known.map(([kind, count]) => [kind, num(count, 'counts')]));
}

function parse(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw bad(`its ${what} is not JSON`, cause);
  }
}

function isPlainObject(value: unknown): value is Record<string, Json> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function str(value: unknown, name: string): string {
  if (typeof value !== 'string') throw bad(`${name} is not text`);
  return value;
}

function num(value: unknown, name: string): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0)
    throw bad(`${name} is not a number`);
  return value;
}

function strings(value: unknown, name: string): string[] {
  if (!Array.isArray(value)) throw bad(`${name} is not a list`);
  return value.map((item) => str(item, name));
}

function bad(why: string, cause?: unknown): WaysideError {
  return new WaysideError('BAD_FRAME', `delta refused: ${why}`, { cause });
}
