/**
 * The bytes of a change, final for every use: store, history, peers, signatures.
 *
 * A change is two lines. The head is a JSON array in fixed order; the body is the section's fields as JSON text,
 * kept and sent on exactly as first written, unknown fields included. The record hash is SHA-256 over a domain
 * line, the head and the body. A newer writer may append elements to the head: they are kept as `extra` and
 * hashed with the rest.
 *
 *   head  [1, site, group, kind, id, section, op, origin, seq, hlc, epoch, ctx, fieldDots, by, why, changeSet, ...extra]
 *   ctx        [[origin, seq], …] sorted by origin
 *   fieldDots  [[field, origin, seq, hlc], …] sorted by field
 */
import { hash } from 'node:crypto';
import { WaysideError } from '../errors.ts';
import {
  type ChangeOp,
  canonicalJson,
  type Dot,
  type FieldDot,
  groupOf,
  isKind,
  isRecordId,
  isShallow,
  isSiteId,
  type Json,
  type JsonObject,
  type Kind,
  type KindGroup,
  kindGroups,
} from '../model/index.ts';

const DOMAIN = 'wayside/change/1\n';
const HEAD_VERSION = 1;
const HEAD_LENGTH = 16;

/** A body over this size is refused where it is written. */
export const BODY_BYTES_MAX = 65_536;
/** The reason that people give is the longest part of a head. */
export const HEAD_BYTES_MAX = 65_536;

export interface Change {
  readonly site: string;
  readonly group: KindGroup;
  readonly kind: Kind;
  readonly id: string;
  readonly section: string;
  readonly op: ChangeOp;
  readonly dot: Dot;
  readonly hlc: number;
  readonly epoch: number;
  readonly ctx: readonly Dot[];
  readonly fieldDots: Readonly<Record<string, FieldDot>>;
  /** JSON text of the section's fields, verbatim. */
  readonly bodyText: string;
  readonly by: string;
  readonly why: string;
  readonly changeSet: string;
  /** Head elements of a newer writer, kept verbatim. */
  readonly extra: readonly Json[];
}

/**
 * The head's one text: what is hashed and, later, signed. It is the canonical JSON of the list above, put together by
 * hand because every write passes here.
 */
export function encodeHead(change: Change): string {
  const { dot, extra } = change;
  const place = `${quoted(change.site)},${quoted(change.group)},${quoted(change.kind)},${quoted(change.id)}`;
  const what = `${quoted(change.section)},${quoted(change.op)},${quoted(dot.origin)},${dot.seq}`;
  const seen = `${change.hlc},${change.epoch},${ctxText(change.ctx)},${fieldDotsText(change.fieldDots)}`;
  const who = `${quoted(change.by)},${quoted(change.why)},${quoted(change.changeSet)}`;
  const more = extra.length === 0 ? ']' : `,${canonicalJson(extra).slice(1)}`;
  return `[${HEAD_VERSION},${place},${what},${seen},${who}${more}`;
}

/** Printable ASCII that JSON writes as it is. */
const PLAIN = /^[ !#-[\]-~]*$/;

function quoted(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : JSON.stringify(text);
}

function ctxText(ctx: readonly Dot[]): string {
  if (ctx.length === 0) return '[]';
  return JSON.stringify(ctx.map((dot): [string, number] => [dot.origin, dot.seq]).sort(byFirst));
}

function fieldDotsText(fieldDots: Readonly<Record<string, FieldDot>>): string {
  const dots = Object.entries(fieldDots);
  if (dots.length === 0) return '[]';
  const rows = dots.map(([field, dot]): [string, ...unknown[]] => [field, dot.origin, dot.seq, dot.hlc]);
  return JSON.stringify(rows.sort(byFirst));
}

function byFirst(a: readonly [string, ...unknown[]], b: readonly [string, ...unknown[]]): number {
  return a[0] < b[0] ? -1 : 1;
}

/** 32 bytes; covers all of the change. */
export function changeHash(change: Change): Uint8Array {
  // As text and back: faster than asking for the bytes.
  return Buffer.from(
    hash('sha256', `${DOMAIN}${encodeHead(change)}\n${change.bodyText}`, 'binary'),
    'binary',
  );
}

/** Reads a change that came from elsewhere. Both texts must be as their writer's `encodeHead` gave them. Error: BAD_FRAME. */
export function decodeChange(head: string, bodyText: string): Change {
  const parts = parseHead(head);
  const [version, site, group, kind, id, section, op, origin, seq, hlc, epoch] = parts;
  const [ctx, fieldDots, by, why, changeSet] = parts.slice(11);
  if (version !== HEAD_VERSION) throw badChange(`head version ${String(version)} is not known`);
  checkBody(bodyText);
  const change: Change = {
    site: text(site, 'site', isSiteId),
    group: text(group, 'group', isKindGroup) as KindGroup,
    kind: text(kind, 'kind', isKind) as Kind,
    id: text(id, 'id', isRecordId),
    section: text(section, 'section'),
    op: text(op, 'op', (value) => value === 'put' || value === 'delete') as ChangeOp,
    dot: { origin: text(origin, 'origin'), seq: whole(seq, 'seq') },
    hlc: whole(hlc, 'hlc'),
    epoch: whole(epoch, 'epoch'),
    ctx: list(ctx, 'ctx').map(decodeDot),
    fieldDots: Object.fromEntries(list(fieldDots, 'fieldDots').map(decodeFieldDot)),
    bodyText,
    by: text(by, 'by', () => true),
    why: text(why, 'why', () => true),
    changeSet: text(changeSet, 'changeSet', () => true),
    extra: parts.slice(HEAD_LENGTH) as Json[],
  };
  if (groupOf(change.kind) !== change.group)
    throw badChange(`${change.kind} is not of group ${change.group}`);
  // A head has one text: what the store gives back must hash as what came in.
  if (canonicalHead(change) !== head) throw badChange('head is not in its one form');
  return change;
}

function canonicalHead(change: Change): string {
  try {
    return encodeHead(change);
  } catch (cause) {
    throw badChange('head is not in its one form', cause);
  }
}

function checkBody(bodyText: string): void {
  if (Buffer.byteLength(bodyText) > BODY_BYTES_MAX) throw badChange(`body is over ${BODY_BYTES_MAX} bytes`);
  if (parseBodyText(bodyText) === undefined) throw badChange('body is not one line of a JSON object');
}

/** The fields of a section; `undefined` when the text is not one line of a JSON object that a record can hold. */
export function parseBodyText(bodyText: string): JsonObject | undefined {
  if (bodyText.includes('\n')) return undefined;
  try {
    const body: unknown = JSON.parse(bodyText);
    if (typeof body !== 'object' || body === null || Array.isArray(body)) return undefined;
    return Object.hasOwn(body, '__proto__') || !isShallow(body) ? undefined : (body as JsonObject);
  } catch {
    return undefined;
  }
}

function isKindGroup(value: string): boolean {
  return (kindGroups as readonly string[]).includes(value);
}

function parseHead(head: string): readonly unknown[] {
  if (Buffer.byteLength(head) > HEAD_BYTES_MAX) throw badChange(`head is over ${HEAD_BYTES_MAX} bytes`);
  try {
    const parts: unknown = JSON.parse(head);
    if (Array.isArray(parts) && parts.length >= HEAD_LENGTH) return parts;
  } catch (cause) {
    throw badChange('head is not JSON', cause);
  }
  throw badChange('head is not an array of the known length');
}

function decodeDot(value: unknown): Dot {
  const [origin, seq] = list(value, 'ctx');
  return { origin: text(origin, 'ctx'), seq: whole(seq, 'ctx') };
}

function decodeFieldDot(value: unknown): [string, FieldDot] {
  const [field, origin, seq, hlc] = list(value, 'fieldDots');
  const dot = {
    origin: text(origin, 'fieldDots'),
    seq: whole(seq, 'fieldDots'),
    hlc: whole(hlc, 'fieldDots'),
  };
  return [text(field, 'fieldDots'), dot];
}

function text(value: unknown, name: string, valid: (text: string) => boolean = (t) => t !== ''): string {
  if (typeof value !== 'string' || !valid(value)) throw badChange(`${name} is not valid`);
  return value;
}

function whole(value: unknown, name: string): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0)
    throw badChange(`${name} is not valid`);
  return value;
}

function list(value: unknown, name: string): readonly unknown[] {
  if (!Array.isArray(value)) throw badChange(`${name} is not a list`);
  return value;
}

function badChange(message: string, cause?: unknown): WaysideError {
  return new WaysideError('BAD_FRAME', `change refused: ${message}`, { cause });
}
