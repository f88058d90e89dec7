/**
 * Where controllers are dialled. The first that ever worked is tried first, then the others in their order, each at
 * once: only an address that has just failed waits, for its own backoff. So a dead first address costs one attempt
 * (at most WELCOME_MAX_MS), and nothing once another one is known to work.
 */
import { WaysideError } from '../../shared/errors.ts';
import { type BackoffPolicy, backoff, type Clock, type Random } from '../../shared/runtime/index.ts';

/** More are not looked at. */
export const ADDRESSES_MAX = 16;

export interface AddressBookDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly policy: BackoffPolicy;
  /** In the order in which they are tried; may be others after an enrolment. */
  readonly addresses: () => readonly string[];
  /** The one that worked last, over restarts. */
  readonly lastGood: { get(): string | undefined; set(address: string): void };
}

interface Trouble {
  readonly failures: number;
  /** By the monotonic clock. */
  readonly dueMs: number;
}

export class AddressBook {
  private readonly deps: AddressBookDeps;
  private readonly troubles = new Map<string, Trouble>();

  constructor(deps: AddressBookDeps) {
    this.deps = deps;
  }

  /** The address that is due first. Error: INVALID_INPUT when there is none. */
  next(): string {
    const [first, ...rest] = this.ordered();
    if (first === undefined) throw new WaysideError('INVALID_INPUT', 'no address of a controller is known');
    return rest.reduce((best, address) => (this.dueOf(address) < this.dueOf(best) ? address : best), first);
  }

  /** A session stood there; kept for the next start. */
  worked(address: string): void {
    this.troubles.clear();
    if (this.deps.lastGood.get() !== address) this.deps.lastGood.set(address);
  }

  /** That attempt came to nothing, or a session that had stood ended: then all wait, and the same one comes first. */
  ended(address: string, established: boolean): void {
    const { clock, random, policy } = this.deps;
    const failures = established ? 0 : (this.troubles.get(address)?.failures ?? 0) + 1;
    const dueMs = clock.monotonic() + backoff(policy, Math.max(0, failures - 1), random);
    const those = established ? this.ordered() : [address];
    for (const one of those) this.troubles.set(one, { failures, dueMs });
    // Addresses of before an enrolment are not kept.
    const known = new Set(this.ordered());
    for (const one of this.troubles.keys()) if (!known.has(one)) this.troubles.delete(one);
  }

  /** Until the next one is due, milliseconds. */
  get waitMs(): number {
    const [first] = this.ordered();
    return first === undefined
      ? this.deps.policy.maxMs
      : Math.max(0, this.dueOf(this.next()) - this.deps.clock.monotonic());
  }

  private ordered(): readonly string[] {
    const all = [...new Set(this.deps.addresses())].slice(0, ADDRESSES_MAX);
    const good = this.deps.lastGood.get();
    return good !== undefined && all.includes(good) ? [good, ...all.filter((one) => one !== good)] : all;
  }

  private dueOf(address: string): number {
    return this.troubles.get(address)?.dueMs ?? 0;
  }
}
