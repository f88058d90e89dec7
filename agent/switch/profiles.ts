/** What was learned of a device at its last logins, so that the next one takes the short way or is not tried at all. */
import { type ErrorCode, WaysideError } from '../../shared/errors.ts';
import type { Clock } from '../../shared/runtime/index.ts';
import type { AuthMethod } from './auth.ts';
import { AUTH_HOLD_MS, PROFILES_MAX } from './limits.ts';
import type { Platform } from './platform.ts';

export interface Profile {
  readonly platform: Platform;
  readonly authMethod: AuthMethod | undefined;
}

interface Refusal {
  readonly identity: string;
  readonly error: WaysideError;
  readonly atMs: number;
}

/** Failures after which nothing learned can be trusted: the device may be another one now. */
const FORGET_AFTER: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'AUTH_REJECTED',
  'HOST_KEY_MISMATCH',
  'HOST_KEY_NOT_PINNED',
  'PROMPT_NOT_FOUND',
  'PLATFORM_UNKNOWN',
  'TIMEOUT',
]);

export class Profiles {
  private readonly clock: Clock;
  private readonly learned = new Map<string, Profile>();
  private readonly refusals = new Map<string, Refusal>();

  constructor(clock: Clock) {
    this.clock = clock;
  }

  get(device: string): Profile | undefined {
    return this.learned.get(device);
  }

  learn(device: string, profile: Profile): void {
    this.refusals.delete(device);
    keep(this.learned, device, profile);
  }

  failed(device: string, identity: string, error: WaysideError): void {
    if (FORGET_AFTER.has(error.code)) this.learned.delete(device);
    if (error.code === 'AUTH_REJECTED')
      keep(this.refusals, device, { identity, error, atMs: this.clock.monotonic() });
  }

  /**
   * Throws AUTH_REJECTED while the device's refusal of these very secrets is fresh: a hundred requests that wait with
   * a wrong password must not become a hundred tries, which lock the account.
   */
  checkRefusal(device: string, identity: string): void {
    const refusal = this.refusals.get(device);
    if (!refusal || refusal.identity !== identity) return;
    const ageMs = this.clock.monotonic() - refusal.atMs;
    if (ageMs >= AUTH_HOLD_MS) return;
    const { error } = refusal;
    throw new WaysideError(
      'AUTH_REJECTED',
      `${error.message} ${Math.round(ageMs / 1_000)} s ago; not tried again`,
      {
        hint: 'Correct the credential, or probe the source to try at once',
        cause: error,
      },
    );
  }
}

/** The oldest entry leaves when there are too many. */
function keep<T>(map: Map<string, T>, key: string, value: T): void {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > PROFILES_MAX && oldest !== undefined) map.delete(oldest);
}
