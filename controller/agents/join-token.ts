/** Join tokens: made, listed and taken back. What lets an agent in is shown once and stored as a hash. */
import { WaysideError } from '../../shared/errors.ts';
import {
  formatPageToken,
  type JoinTokenState,
  type JoinTokenView,
  pageSize,
  parsePageToken,
} from '../../shared/model/index.ts';
import type { Clock, Random } from '../../shared/runtime/index.ts';
import {
  formatJoinToken,
  hashToken,
  newTokenSecret,
  rootPin,
  type Secret,
  toHex,
} from '../../shared/seal/index.ts';
import { type EnrolmentStore, type JoinTokenRow, translated } from '../store/index.ts';
import type { ControllerIdentity } from './identity.ts';

export const JOIN_TOKEN_TTL_DEFAULT_MS = 3_600_000;
export const JOIN_TOKEN_TTL_MAX_MS: number = 30 * 86_400_000;
/** How long a token that has ended is remembered, so that its refusal can say why. */
const REMEMBER_MS = 30 * 86_400_000;

export interface JoinTokenDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly store: EnrolmentStore;
  readonly identity: Pick<ControllerIdentity, 'authority' | 'root'>;
  /** Where agents reach this controller, `host:port`. */
  readonly addresses: readonly string[];
  readonly isHome: (site: string) => boolean;
}

export interface JoinTokenRequest {
  readonly site: string;
  /** Whole milliseconds; 0 means the default. */
  readonly ttlMs: number;
  /** Name of the principal that asks. */
  readonly createdBy: string;
  /** Nothing is kept: what it gives lets nobody in. */
  readonly validateOnly?: boolean;
}

export interface CreatedJoinToken {
  readonly token: Secret<string>;
  /** Epoch milliseconds, whole seconds. */
  readonly expiresAt: number;
}

export function unknownSite(site: string): WaysideError {
  return new WaysideError('NOT_FOUND', `site "${site.slice(0, 80)}" is not known here`, {
    hint: 'Add it first with `wayside site add`, or ask the controller that is its home.',
  });
}

/** Errors: INVALID_INPUT (ttl), NOT_FOUND (this controller is not the home of the site). */
export function createJoinToken(deps: JoinTokenDeps, request: JoinTokenRequest): CreatedJoinToken {
  const ttlMs = request.ttlMs === 0 ? JOIN_TOKEN_TTL_DEFAULT_MS : request.ttlMs;
  if (!(ttlMs >= 1000 && ttlMs <= JOIN_TOKEN_TTL_MAX_MS)) {
    const message = 'must be from one second to 30 days';
    throw new WaysideError('INVALID_INPUT', `ttl ${message}`, {
      violations: [{ field: 'ttl_seconds', message }],
    });
  }
  if (!deps.isHome(request.site)) {
    throw unknownSite(request.site);
  }
  const nowMs = deps.clock.now();
  const expiresAt = Math.ceil((nowMs + ttlMs) / 1000) * 1000;
  const { pin } = deps.identity.authority.serving;
  const token = formatJoinToken({
    addresses: deps.addresses,
    site: request.site,
    secret: newTokenSecret(deps.random),
    caPin: pin,
    rootPin: rootPin(deps.identity.root.publicKey),
    expiresAt,
  });
  const { site, createdBy } = request;
  if (request.validateOnly) return { token, expiresAt };
  translated(() =>
    deps.store.atomically(() => {
      deps.store.purgeTokens(nowMs - REMEMBER_MS);
      const hash = hashToken(token);
      deps.store.addToken({ hash, site, createdAt: nowMs, createdBy, expiresAt, ca: toHex(pin) });
    }),
  );
  return { token, expiresAt };
}

/** Of the hash: names a token, and lets nobody in. */
const ID_CHARS = 16;
const ID_CHARS_MIN = 4;

type TokenDeps = Pick<JoinTokenDeps, 'clock' | 'store'>;

export interface JoinTokenPage {
  readonly tokens: readonly JoinTokenView[];
  readonly nextPageToken: string;
}

/** Newest first, of one site or, when it is empty, of all that `sees`. Errors: INVALID_INPUT, INVALID_TOKEN_FORMAT. */
export function listJoinTokens(
  { store, clock }: TokenDeps,
  question: { readonly site: string; readonly pageSize: number; readonly pageToken: string },
  sees: (site: string) => boolean,
): JoinTokenPage {
  const size = pageSize(question.pageSize);
  const asked = { joinTokens: question.site };
  const [createdAt = Number.MAX_SAFE_INTEGER, hash = ''] =
    question.pageToken === '' ? [] : parsePageToken(question.pageToken, asked);
  const after = { createdAt: Number(createdAt), hash: String(hash) };
  const rows = translated(() => store.tokens({ ...after, site: question.site, limit: size + 1 }));
  const page = rows.slice(0, size);
  const last = page.at(-1);
  const nextPageToken = rows.length > size && last ? formatPageToken(asked, [last.createdAt, last.hash]) : '';
  const tokens = page.filter(({ site }) => sees(site)).map((row) => viewOf(row, clock.now()));
  return { tokens, nextPageToken };
}

/** By its id or the beginning of it. Errors: INVALID_INPUT, NOT_FOUND, AMBIGUOUS_NAME. */
export function requireJoinToken({ store, clock }: TokenDeps, id: string): JoinTokenView {
  const text = id.toLowerCase();
  if (!/^[0-9a-f]+$/.test(text) || text.length < ID_CHARS_MIN || text.length > ID_CHARS) {
    const message = `must be ${ID_CHARS_MIN} to ${ID_CHARS} hex digits, as the list of tokens shows them`;
    throw new WaysideError('INVALID_INPUT', `id ${message}`, { violations: [{ field: 'id', message }] });
  }
  const [only, second] = translated(() => store.tokensLike(text));
  if (!only) throw new WaysideError('NOT_FOUND', `there is no join token "${text}"`);
  if (second)
    throw new WaysideError('AMBIGUOUS_NAME', `several join tokens begin with "${text}"; give more of it`);
  return viewOf(only, clock.now());
}

/** Nobody joins with it any more; of a token that is taken back already the first time counts. */
export function revokeJoinToken({ store, clock }: TokenDeps, id: string, by: string): JoinTokenView {
  const token = requireJoinToken({ store, clock }, id);
  translated(() => {
    for (const { hash } of store.tokensLike(token.id)) store.revokeToken(hash, { at: clock.now(), by });
  });
  return requireJoinToken({ store, clock }, token.id);
}

function viewOf(row: JoinTokenRow, nowMs: number): JoinTokenView {
  return {
    id: row.hash.slice(0, ID_CHARS),
    site: row.site,
    state: stateOf(row, nowMs),
    createdAt: row.createdAt,
    createdBy: row.createdBy,
    expiresAt: row.expiresAt,
    usedAt: row.usedAt ?? undefined,
    usedBy: row.usedBy ?? '',
    revokedAt: row.revokedAt ?? undefined,
    revokedBy: row.revokedBy ?? '',
  };
}

function stateOf({ revokedAt, usedAt, expiresAt }: JoinTokenRow, nowMs: number): JoinTokenState {
  if (revokedAt !== null) return 'revoked';
  if (usedAt !== null) return 'used';
  return nowMs >= expiresAt ? 'expired' : 'open';
}
