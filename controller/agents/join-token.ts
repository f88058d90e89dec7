/** Makes join tokens: shown once, stored as a hash. */
import { WaysideError } from '../../shared/errors.ts';
import type { Clock, Random } from '../../shared/runtime/index.ts';
import { formatJoinToken, hashToken, newTokenSecret, rootPin, type Secret } from '../../shared/seal/index.ts';
import { type EnrolmentStore, translated } from '../store/index.ts';
import type { ControllerIdentity } from './identity.ts';

export const JOIN_TOKEN_TTL_DEFAULT_MS = 3_600_000;
export const JOIN_TOKEN_TTL_MAX_MS: number = 30 * 86_400_000;
/** How long a token that has ended is remembered, so that its refusal can say why. */
const REMEMBER_MS = 30 * 86_400_000;

export interface JoinTokenDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly store: EnrolmentStore;
  readonly identity: Pick<ControllerIdentity, 'ca' | 'root'>;
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
}

export interface CreatedJoinToken {
  readonly token: Secret<string>;
  /** Epoch milliseconds, whole seconds. */
  readonly expiresAt: number;
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
    throw new WaysideError('NOT_FOUND', `site "${request.site.slice(0, 80)}" is not known here`, {
      hint: 'Add it first with `wayside site add`, or ask the controller that is its home.',
    });
  }
  const nowMs = deps.clock.now();
  const expiresAt = Math.ceil((nowMs + ttlMs) / 1000) * 1000;
  const token = formatJoinToken({
    addresses: deps.addresses,
    site: request.site,
    secret: newTokenSecret(deps.random),
    caPin: deps.identity.ca.pin,
    rootPin: rootPin(deps.identity.root.publicKey),
    expiresAt,
  });
  const { site, createdBy } = request;
  translated(() =>
    deps.store.atomically(() => {
      deps.store.purgeTokens(nowMs - REMEMBER_MS);
      deps.store.addToken({ hash: hashToken(token), site, createdAt: nowMs, createdBy, expiresAt });
    }),
  );
  return { token, expiresAt };
}
