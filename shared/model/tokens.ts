/**
 * Watch and page tokens. Opaque to clients, final in form: `w1.` incarnation and position, `p1.` the key after which
 * the next page begins and the hash of the question, so that a token cannot be used with another question.
 */
import { WaysideError } from '../errors.ts';
import { hashId } from './hash.ts';
import { canonicalJson, type JsonObject } from './json.ts';

export interface WatchPosition {
  /** The origin (key fingerprint and incarnation) of the controller that numbered the feed. */
  readonly incarnation: string;
  readonly pos: number;
}

export function formatWatchToken(position: WatchPosition): string {
  return encode('w1', [position.incarnation, position.pos]);
}

export function parseWatchToken(token: string): WatchPosition {
  const [incarnation, pos] = decode('w1', token, 'resume_token');
  if (typeof incarnation !== 'string' || typeof pos !== 'number' || !Number.isSafeInteger(pos) || pos < 0) {
    throw badToken('resume_token');
  }
  return { incarnation, pos };
}

/** `after` is the last key of the page: strings and numbers, as the listing orders them. */
export function formatPageToken(question: JsonObject, after: readonly (string | number)[]): string {
  return encode('p1', [questionHash(question), ...after]);
}

export function parsePageToken(token: string, question: JsonObject): readonly (string | number)[] {
  const [hash, ...after] = decode('p1', token, 'page_token');
  if (hash !== questionHash(question)) {
    throw new WaysideError('INVALID_TOKEN_FORMAT', 'page_token belongs to another question', {
      violations: [{ field: 'page_token', message: 'leave it empty to start from the beginning' }],
      hint: 'Repeat the call with the same filter and order, and as the same user, as for the first page; or without a token.',
    });
  }
  return after.map((part) => {
    if (typeof part !== 'string' && typeof part !== 'number') throw badToken('page_token');
    return part;
  });
}

/** A token carries the keys of the last row of an ordered page. */
const TOKEN_CHARS_MAX = 8192;

/** Default 50, at most 1000, negative is an error (AIP-158). */
export const PAGE_SIZE_DEFAULT = 50;
export const PAGE_SIZE_MAX = 1000;

export function pageSize(requested: number): number {
  if (!Number.isInteger(requested) || requested < 0) {
    throw new WaysideError('INVALID_INPUT', 'page_size must not be negative', {
      violations: [{ field: 'page_size', message: `${requested} is not allowed; give 0 for the default` }],
    });
  }
  return requested === 0 ? PAGE_SIZE_DEFAULT : Math.min(requested, PAGE_SIZE_MAX);
}

function questionHash(question: JsonObject): string {
  return hashId('page', canonicalJson(question)).slice(0, 8);
}

function encode(prefix: string, parts: readonly unknown[]): string {
  return `${prefix}.${Buffer.from(JSON.stringify(parts)).toString('base64url')}`;
}

function decode(prefix: string, token: string, field: string): unknown[] {
  if (!token.startsWith(`${prefix}.`) || token.length > TOKEN_CHARS_MAX) throw badToken(field);
  try {
    const parts: unknown = JSON.parse(Buffer.from(token.slice(prefix.length + 1), 'base64url').toString());
    if (Array.isArray(parts)) return parts;
  } catch (cause) {
    throw badToken(field, cause);
  }
  throw badToken(field);
}

function badToken(field: string, cause?: unknown): WaysideError {
  return new WaysideError('INVALID_TOKEN_FORMAT', `${field} is not a token that this controller gave out`, {
    cause,
    violations: [{ field, message: 'leave it empty to start from the beginning' }],
  });
}
