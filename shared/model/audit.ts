/**
 * The audit trail as data: one entry for each thing that was done or refused, and the chain that ties each entry to
 * all before it. The hash of an entry covers the hash before it and its own canonical text, so that none can be
 * changed, taken out or moved without every later hash being wrong. Both the controller and whoever holds an
 * exported file check it with the same few lines.
 */
import { hash } from 'node:crypto';
import { canonicalJson, type JsonObject } from './json.ts';

/** Times are epoch milliseconds. Texts are bounded and hold no control characters. */
export interface AuditEntry {
  /** Dense, from 1. */
  readonly seq: number;
  readonly at: number;
  /** As `principalName` has it: `user:ann`, `agent:…`, `system:controller`, `anonymous`. */
  readonly who: string;
  /** Id of the token, login session or certificate that was shown; empty: none. */
  readonly via: string;
  /** `10.0.0.7:50123`; empty: the controller itself. */
  readonly address: string;
  /** `JobService.SubmitJob`, or an event of the controller such as `audit.cut`. */
  readonly method: string;
  /** Sites that it touches, as far as the request names them. */
  readonly sites: readonly string[];
  /** References and names: `ams1/switch/sw3`, `user:ann`. */
  readonly targets: readonly string[];
  /** The reason that the caller gave. */
  readonly why: string;
  /** `OK`, or the code of the error. */
  readonly result: string;
  /** More than 1: so many alike, told in one entry. */
  readonly count: number;
  readonly detail: Readonly<Record<string, string>>;
}

/** A place in the chain: the entry of that number has that hash (hex). */
export interface ChainPoint {
  readonly seq: number;
  readonly hash: string;
}

/** An entry as it is kept: its canonical text and the hash up to and with it. */
export interface ChainLink extends ChainPoint {
  readonly body: string;
}

/** What stands before the first entry. */
export const CHAIN_START: ChainPoint = { seq: 0, hash: '0'.repeat(64) };

/** Old entries went: the entry of this method names the last of them, and so vouches for where the chain begins now. */
export const AUDIT_CUT = 'audit.cut';
/** The store had gone back: the entry of this method names the entries that are missing since. */
export const AUDIT_LOST = 'audit.lost';

export function auditBody(entry: AuditEntry): string {
  return canonicalJson({ ...entry });
}

/** The link of the entry that stands after `before`. */
export function chainLink(before: ChainPoint, body: string): ChainLink {
  return {
    seq: before.seq + 1,
    body,
    hash: hash('sha256', `wayside audit 1\n${before.hash}\n${body}`, 'hex'),
  };
}

/** What is wrong with the link that stands after `before`, in words; `undefined`: nothing. */
export function chainProblem(before: ChainPoint, link: ChainLink): string | undefined {
  const seq = before.seq + 1;
  if (link.seq > seq) {
    const last = link.seq - 1;
    return last === seq ? `entry ${seq} is missing` : `entries ${seq} to ${last} are missing`;
  }
  if (link.seq < seq) return `entry ${link.seq} stands where entry ${seq} belongs`;
  if (chainLink(before, link.body).hash !== link.hash) return `entry ${seq} was changed or replaced`;
  if (parseAuditBody(link.body)?.seq !== seq) return `entry ${seq} is not an entry of that number`;
  return undefined;
}

/** `undefined` for text that is no entry. */
export function parseAuditBody(body: string): AuditEntry | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return isEntry(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Whether the cut that the entry tells of ended at that place. */
export function vouchesFor(entry: AuditEntry, anchor: ChainPoint): boolean {
  return (
    entry.method === AUDIT_CUT &&
    entry.seq > anchor.seq &&
    entry.detail['upTo'] === String(anchor.seq) &&
    entry.detail['hash'] === anchor.hash
  );
}

const TEXTS = ['who', 'via', 'address', 'method', 'why', 'result'] as const;

function isEntry(value: unknown): value is AuditEntry {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const entry = value as JsonObject;
  return (
    [entry['seq'], entry['at'], entry['count']].every(Number.isSafeInteger) &&
    TEXTS.every((name) => typeof entry[name] === 'string') &&
    [entry['sites'], entry['targets']].every(isTexts) &&
    isTexts(Object.values(Object(entry['detail'])))
  );
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}
