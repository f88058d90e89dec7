/**
 * The line before one switch: who may work on it now, who waits, and what those who wait are told.
 *
 * Invariants:
 * - At most `readMax` read and one configures at the same time; in the zones of a busy switch one of all of them, by
 *   the words of `zones.ts`.
 * - A person goes before a schedule, and within a rank the first comes first; but nobody is passed more than
 *   PASSED_OVER_MAX times by those who came later.
 * - Nobody waits for ever: who is held up by the zone alone is refused with DEVICE_BUSY after BUSY_WAIT_MAX_MS.
 */
import { WaysideError } from '../../../shared/errors.ts';
import type { JobRank } from '../../../shared/model/index.ts';
import type { Clock, Timer } from '../../../shared/runtime/index.ts';
import { BUSY_WAIT_MAX_MS, PASSED_OVER_MAX } from '../limits.ts';
import { ordinal } from './ordinal.ts';
import type { LoadWatch } from './zones.ts';

export type Purpose = 'read' | 'configure';
/** One short answer, or whole tables. */
export type Weight = 'single' | 'table';

/** What somebody who wants to work says of the work. */
export interface Claim {
  readonly purpose: Purpose;
  /** Becomes a table when the work turns out to need one. */
  weight: Weight;
  /** Asked each time somebody may go: it rises when a person joins what a schedule began. */
  readonly rank: () => JobRank;
  readonly signal: AbortSignal;
  /** Told where it stands, in words, whenever that changes. */
  readonly tell: (status: string) => void;
}

/** The right to work. */
export interface Turn {
  readonly claim: Claim;
  /** Gives it back; twice does no harm. */
  release(): void;
}

export interface LineOptions {
  readonly clock: Clock;
  readonly name: string;
  readonly waitingMax: number;
  readonly load: LoadWatch;
}

/** Where a claim stands, also while it has its turn. */
interface Place {
  readonly order: number;
  passed: number;
  /** The zone alone holds it up since. */
  heldSinceMs: number | undefined;
}

interface Waiter {
  readonly claim: Claim;
  readonly place: Place;
  readonly admit: (turn: Turn) => void;
  readonly refuse: (reason: unknown) => void;
  told: string;
}

export class Line {
  /** How many may read at the same time. */
  readMax = 1;
  private readonly options: LineOptions;
  private readonly line: Waiter[] = [];
  private readonly working: Record<Purpose, number> = { read: 0, configure: 0 };
  private readonly places = new WeakMap<Claim, Place>();
  private nextOrder = 0;
  private timer: Timer | undefined;
  private closedWith: WaysideError | undefined;

  constructor(options: LineOptions) {
    this.options = options;
  }

  get active(): number {
    return this.working.read + this.working.configure;
  }

  get waiting(): number {
    return this.line.length;
  }

  /**
   * Waits for a turn. A claim that had one before stands where it stood. Errors: QUEUE_FULL, DEVICE_BUSY, the signal's
   * reason.
   */
  async take(claim: Claim): Promise<Turn> {
    claim.signal.throwIfAborted();
    if (this.closedWith) throw this.closedWith;
    const { name, waitingMax } = this.options;
    const known = this.places.get(claim);
    // The line may be one longer for each who lets others go first: it was let in already.
    if (!known && this.line.length >= waitingMax)
      throw new WaysideError('QUEUE_FULL', `${waitingMax} requests already wait for a session of ${name}`, {
        hint: 'Try again when the line has drained, or send fewer requests at once',
      });
    return this.stand(claim, known ?? { order: this.nextOrder++, passed: 0, heldSinceMs: undefined });
  }

  /** Whether the zone forbids the work of that turn now, or forbids it beside that of others. */
  mustWait({ claim }: Turn): boolean {
    return this.isHeldByZone(claim) || (this.options.load.zone !== 'normal' && this.active > 1);
  }

  /** Whether the one who has that turn should let others go first now. */
  shouldGiveWay(turn: Turn): boolean {
    const { claim } = turn;
    if (this.mustWait(turn)) return true;
    const { passed = 0 } = this.places.get(claim) ?? {};
    if (claim.rank() === 'person' || passed >= PASSED_OVER_MAX) return false;
    return this.line.some(
      (waiter) =>
        waiter.claim.purpose === claim.purpose &&
        waiter.claim.rank() === 'person' &&
        !this.isHeldByZone(waiter.claim),
    );
  }

  /** Looks who may go: called when the load of the switch is known anew. */
  look(): void {
    for (let next = this.next(); next; next = this.next()) this.admit(next);
    this.refuseOverdue();
    this.tellAll();
    this.setTimer();
  }

  /** Refuses everyone in the line and everyone who comes; turns that are out stay valid. */
  close(reason: WaysideError): void {
    this.closedWith = reason;
    this.timer?.cancel();
    for (const waiter of this.line.splice(0)) waiter.refuse(reason);
  }

  private stand(claim: Claim, place: Place): Promise<Turn> {
    return new Promise((resolve, reject) => {
      const { signal } = claim;
      const leave = (): void => {
        this.line.splice(this.line.indexOf(waiter), 1);
        reject(signal.reason);
        this.look();
      };
      const stay = (): void => signal.removeEventListener('abort', leave);
      const waiter: Waiter = {
        ...{ claim, place, told: '' },
        admit: (turn) => {
          stay();
          resolve(turn);
        },
        refuse: (reason) => {
          stay();
          reject(reason);
        },
      };
      signal.addEventListener('abort', leave, { once: true });
      const after = this.line.findIndex((other) => other.place.order > place.order);
      this.line.splice(after < 0 ? this.line.length : after, 0, waiter);
      this.look();
    });
  }

  private admit(waiter: Waiter): void {
    const { claim, place } = waiter;
    this.line.splice(this.line.indexOf(waiter), 1);
    for (const other of this.line) if (other.place.order < place.order) other.place.passed += 1;
    // Whoever may go in spite of the zone asks how busy the switch is now, and else stands where it stood.
    if (!this.isHeldByZone(claim)) place.heldSinceMs = undefined;
    this.places.set(claim, place);
    this.working[claim.purpose] += 1;
    let held = true;
    waiter.admit({
      claim,
      release: () => {
        if (!held) return;
        held = false;
        this.working[claim.purpose] -= 1;
        this.look();
      },
    });
  }

  /** Who goes first of those who may go. */
  private next(): Waiter | undefined {
    return this.sorted().find(({ claim }) => this.hasRoom(claim) && this.mayGo(claim));
  }

  private sorted(): readonly Waiter[] {
    if (this.line.length < 2) return this.line;
    const groupOf = ({ place, claim }: Waiter): number =>
      place.passed >= PASSED_OVER_MAX ? 0 : claim.rank() === 'person' ? 1 : 2;
    return this.line
      .map((waiter) => ({ waiter, group: groupOf(waiter) }))
      .sort((a, b) => a.group - b.group || a.waiter.place.order - b.waiter.place.order)
      .map(({ waiter }) => waiter);
  }

  private hasRoom({ purpose }: Claim): boolean {
    if (this.options.load.zone !== 'normal') return this.active === 0;
    return this.working[purpose] < (purpose === 'read' ? this.readMax : 1);
  }

  private mayGo(claim: Claim): boolean {
    if (!this.isHeldByZone(claim)) return true;
    return this.options.load.dueMs <= this.options.clock.monotonic();
  }

  private isHeldByZone({ purpose, weight }: Claim): boolean {
    const { zone } = this.options.load;
    if (zone === 'deferred') return true;
    // What is configured may be what makes it calm again: a port with a loop is shut.
    return zone === 'single' && weight === 'table' && purpose === 'read';
  }

  private refuseOverdue(): void {
    const { clock, name, load } = this.options;
    const nowMs = clock.monotonic();
    for (const waiter of [...this.line]) {
      const { claim, place } = waiter;
      place.heldSinceMs = this.isHeldByZone(claim) ? (place.heldSinceMs ?? nowMs) : undefined;
      if (place.heldSinceMs === undefined || nowMs - place.heldSinceMs < BUSY_WAIT_MAX_MS) continue;
      this.line.splice(this.line.indexOf(waiter), 1);
      const waited = `waited ${BUSY_WAIT_MAX_MS / 1_000} s for it to become calmer`;
      waiter.refuse(
        new WaysideError('DEVICE_BUSY', `${name}: its processor is at ${percentOf(load)}; ${waited}`, {
          hint: 'Look at what keeps the switch busy, or ask again later',
        }),
      );
    }
  }

  private tellAll(): void {
    const { name, load } = this.options;
    for (const [at, waiter] of this.sorted().entries()) {
      const place = at === 0 ? `next in line at ${name}` : `${ordinal(at + 1)} in line at ${name}`;
      const isHeld = this.isHeldByZone(waiter.claim);
      const status = isHeld ? `${place}, which is busy (CPU ${percentOf(load)})` : place;
      if (status === waiter.told) continue;
      waiter.told = status;
      waiter.claim.tell(status);
    }
  }

  /** Those whom the zone holds up have nobody else who would wake them. */
  private setTimer(): void {
    this.timer?.cancel();
    this.timer = undefined;
    const held = this.line.flatMap(({ place: { heldSinceMs } }) => heldSinceMs ?? []);
    if (held.length === 0) return;
    const { clock, load } = this.options;
    const nowMs = clock.monotonic();
    const overdueMs = Math.min(...held) + BUSY_WAIT_MAX_MS;
    // While somebody works, its end looks again.
    const dueMs = this.active === 0 && load.dueMs > nowMs ? Math.min(load.dueMs, overdueMs) : overdueMs;
    this.timer = clock.after(Math.max(0, dueMs - nowMs), () => this.look());
  }
}

function percentOf({ percent }: LoadWatch): string {
  return percent === undefined ? 'an unknown load' : `${Math.round(percent)} %`;
}
