/** What was learned of a device at its last logins, so that the next one takes the short way or is not tried at all. */
import { type ErrorCode, WaysideError } from '../../../shared/errors.ts';
import { type Clock, type Random, systemRandom } from '../../../shared/runtime/index.ts';
import {
  AUTH_HOLD_MS,
  OUTAGE_HOLD_FIRST_MS,
  OUTAGE_HOLD_JITTER,
  OUTAGE_HOLD_MAX_MS,
  OUTAGE_TRIES_MAX,
  OUTAGE_TRY_MAX_MS,
  PROFILES_MAX,
} from '../limits.ts';
import type { Platform } from '../platform.ts';
import type { AuthMethod } from '../ssh/auth.ts';

export interface Profile {
  /** Undefined: no pack knows it yet. */
  readonly platform: Platform | undefined;
  readonly authMethod: AuthMethod | undefined;
  /** The outdated algorithms that the device needs; empty: it knows better ones and gets no outdated ones again. */
  readonly legacy?: readonly string[] | undefined;
}

interface Refusal {
  readonly identity: string;
  readonly error: WaysideError;
  readonly atMs: number;
}

/** A device that no session could be opened to, though nothing is wrong with what we know of it: its circuit is open. */
interface Outage {
  readonly error: WaysideError;
  /** Failures in a row. */
  readonly failures: number;
  /** Of the first failure in a row. */
  readonly sinceMs: number;
  /** Of the last failure. */
  readonly failedMs: number;
  /** Lookups do not try before. */
  heldUntilMs: number;
}

export interface Failed {
  readonly identity: string;
  readonly error: WaysideError;
  /** The work was called off: that tells nothing of the device. */
  readonly calledOff: boolean;
}

export interface Asked {
  /** When the request came, in milliseconds of the monotonic clock. */
  readonly atMs: number;
  /** True: tries whatever is remembered. */
  readonly anyway: boolean;
}

/** Failures that take a device's whole time-out to show, and that the next try meets again. */
const OUTAGES: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'CONNECTION_LOST',
  'PROMPT_NOT_FOUND',
  'TIMEOUT',
  'UNREACHABLE',
]);

/** Failures after which nothing learned can be trusted: the device may be another one now. */
const FORGET_AFTER: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'AUTH_REJECTED',
  'HOST_KEY_MISMATCH',
  'HOST_KEY_NOT_PINNED',
  'PROMPT_NOT_FOUND',
  'PLATFORM_UNKNOWN',
  'TIMEOUT',
]);

/** What is remembered of devices over restarts: the outdated algorithms that each needed, empty for none. */
export interface AlgorithmMemory {
  get(device: string): readonly string[] | undefined;
  keep(device: string, legacy: readonly string[]): void;
}

export class Profiles {
  private readonly memory: AlgorithmMemory | undefined;
  private readonly clock: Clock;
  private readonly random: Random;
  private readonly learned = new Map<string, Profile>();
  private readonly refusals = new Map<string, Refusal>();
  private readonly outages = new Map<string, Outage>();
  /** Devices with an outage that are dialled just now. */
  private readonly tries = new Set<string>();

  constructor(clock: Clock, random: Random = systemRandom, memory?: AlgorithmMemory) {
    this.memory = memory;
    this.clock = clock;
    this.random = random;
  }

  /** Devices that are not dialled by everybody now, and those of them that somebody tries. */
  breakers(): { readonly open: number; readonly halfOpen: number } {
    return { open: Math.max(0, this.outages.size - this.tries.size), halfOpen: this.tries.size };
  }

  get(device: string): Profile | undefined {
    const legacy = this.learned.has(device) ? undefined : this.memory?.get(device);
    return legacy ? { platform: undefined, authMethod: undefined, legacy } : this.learned.get(device);
  }

  learn(device: string, profile: Profile): void {
    this.refusals.delete(device);
    this.outages.delete(device);
    this.tries.delete(device);
    const { legacy } = profile;
    if (legacy && this.get(device)?.legacy?.join() !== legacy.join()) this.remember(device, legacy);
    keep(this.learned, device, profile);
  }

  /** A disk that takes no writes is told elsewhere, and must not cost the session. */
  private remember(device: string, legacy: readonly string[]): void {
    try {
      this.memory?.keep(device, legacy);
    } catch {
      // It is learned again after the next start.
    }
  }

  failed(device: string, { identity, error, calledOff }: Failed): void {
    const nowMs = this.clock.monotonic();
    const outage = this.outages.get(device);
    this.tries.delete(device);
    if (FORGET_AFTER.has(error.code)) this.forget(device);
    if (error.code === 'AUTH_REJECTED') keep(this.refusals, device, { identity, error, atMs: nowMs });
    if (calledOff) {
      if (outage) outage.heldUntilMs = nowMs;
    } else if (OUTAGES.has(error.code)) {
      const { sinceMs = nowMs, failures = 0 } = outage ?? {};
      const heldUntilMs = nowMs + this.holdMs(failures);
      keep(this.outages, device, { error, failures: failures + 1, sinceMs, failedMs: nowMs, heldUntilMs });
    } else this.outages.delete(device);
  }

  /** Keeps that the device knew modern algorithms: else a break would be the way to get it down to outdated ones. */
  private forget(device: string): void {
    const legacy = this.learned.get(device)?.legacy;
    this.learned.delete(device);
    if (legacy) keep(this.learned, device, { platform: undefined, authMethod: undefined, legacy });
  }

  /** Longer with each failure, and never quite the same, so that switches that died together are not tried together. */
  private holdMs(failuresBefore: number): number {
    const fullMs = Math.min(OUTAGE_HOLD_FIRST_MS * 2 ** failuresBefore, OUTAGE_HOLD_MAX_MS);
    return fullMs * (1 - OUTAGE_HOLD_JITTER * this.random.float());
  }

  /**
   * Throws what the last try to open a session met: when that was after the request came, which waited in line
   * meanwhile, and for lookups while it is fresh. So a dead device costs its time-out once in a while, not once for
   * each of those who ask.
   */
  checkOutage(device: string, { atMs, anyway }: Asked): void {
    const outage = this.outages.get(device);
    if (!outage) return;
    if (outage.failedMs > atMs) throw outage.error;
    if (anyway) return;
    const isHeld = outage.heldUntilMs > this.clock.monotonic();
    // Hundreds of dead devices at once would take every place of a session from the live ones.
    if (isHeld || this.tries.size >= OUTAGE_TRIES_MAX) throw this.remembered(device, outage);
  }

  /** The one that tries now, to be followed by `learn` or `failed`: all others are told what is remembered till then. */
  trying(device: string): void {
    const outage = this.outages.get(device);
    if (!outage) return;
    outage.heldUntilMs = this.clock.monotonic() + OUTAGE_TRY_MAX_MS;
    this.tries.add(device);
  }

  private remembered(device: string, { error, failures, sinceMs, heldUntilMs }: Outage): WaysideError {
    const nowMs = this.clock.monotonic();
    const ago = `${Math.round((nowMs - sinceMs) / 1_000)} s ago`;
    const since = failures === 1 ? ago : `${failures} tries failed since ${ago}`;
    const leftMs = heldUntilMs - nowMs;
    const next = leftMs > 0 ? `tried again in ${Math.ceil(leftMs / 1_000)} s` : 'tried again soon';
    const again = this.tries.has(device) ? 'being tried again just now' : next;
    const { code, message, hint, details } = error;
    return new WaysideError(code, `${message} (${since}; ${again})`, {
      hint: hint === undefined ? TRY_HINT : `${hint}. ${TRY_HINT}`,
      details,
      cause: error,
    });
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
        hint: 'Correct the credential; wayside switch test NAME tries at once',
        cause: error,
      },
    );
  }
}

const TRY_HINT = 'To try at once: wayside switch test NAME';

/** The oldest entry leaves when there are too many. */
function keep<T>(map: Map<string, T>, key: string, value: T): void {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > PROFILES_MAX && oldest !== undefined) map.delete(oldest);
}
