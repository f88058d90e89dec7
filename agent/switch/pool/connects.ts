/**
 * New connections are dear to a switch, to what it asks whether a login is right (an AAA server), and to the line of a
 * site. Each of the three may begin so many within any stretch of so long: not a bucket that fills while it is quiet
 * and then lets twice as many through, for a device counts by its own minutes.
 *
 * Invariants: within any `windowMs` no meter lets more than `max` begin · a meter that is `strict` counts a connection
 * until the window has passed since its *end*, so that delays on the way cannot bring two nearer together than they
 * were begun · whoever waits goes in order, a person before a schedule, as soon as all its meters have room.
 */
import { WaysideError } from '../../../shared/errors.ts';
import type { JobRank } from '../../../shared/model/index.ts';
import type { Clock, Timer } from '../../../shared/runtime/index.ts';
import { CONNECTS_WAITING_MAX, METERS_MAX, PASSED_OVER_MAX } from '../limits.ts';
import { ordinal } from './ordinal.ts';

export interface MeterRule {
  /** Unique over all kinds of meters: `device 10.0.0.1:22`. */
  readonly key: string;
  /** For people: `sw1 (8 a minute)`. */
  readonly words: string;
  readonly max: number;
  readonly windowMs: number;
  readonly strict: boolean;
}

export interface ConnectRequest {
  readonly meters: readonly MeterRule[];
  readonly rank: () => JobRank;
  readonly signal: AbortSignal;
  readonly tell: (status: string) => void;
}

/** The room that a connection has in its meters. */
export interface Pass {
  /** The connection is dialled now. */
  begin(): void;
  /** It is made or has failed; or it is not dialled at all, and leaves its room. Twice does no harm. */
  end(): void;
}

export interface ConnectStats {
  readonly waiting: number;
  /** Connections that had to wait, since the start. */
  readonly waitedTotal: number;
}

interface Waiter {
  readonly request: ConnectRequest;
  readonly order: number;
  readonly admit: () => void;
  readonly refuse: (reason: unknown) => void;
  passed: number;
  told: string;
}

/** One rule's count: when those that still count were begun, or have ended. */
class Meter {
  rule: MeterRule;
  private underWay = 0;
  private readonly times: number[] = [];

  constructor(rule: MeterRule) {
    this.rule = rule;
  }

  get isIdle(): boolean {
    return this.underWay === 0 && this.times.length === 0;
  }

  hasRoom(nowMs: number): boolean {
    this.prune(nowMs);
    return this.underWay + this.times.length < this.rule.max;
  }

  /** When the oldest leaves; undefined while only an end can make room. */
  nextRoomMs(nowMs: number): number | undefined {
    this.prune(nowMs);
    const [oldest] = this.times;
    return oldest === undefined ? undefined : oldest + this.rule.windowMs;
  }

  reserve(): void {
    this.underWay += 1;
  }

  /** What was under way, or only meant to be, counts by that time from now on; undefined: it came to nothing. */
  settle(atMs: number | undefined): void {
    this.underWay -= 1;
    if (atMs !== undefined) this.times.push(atMs);
  }

  prune(nowMs: number): void {
    const left = this.times.findIndex((time) => time + this.rule.windowMs > nowMs);
    this.times.splice(0, left < 0 ? this.times.length : left);
  }
}

export class ConnectGate {
  private readonly clock: Clock;
  private readonly meters = new Map<string, Meter>();
  private readonly line: Waiter[] = [];
  private nextOrder = 0;
  private timer: Timer | undefined;
  private waitedCount = 0;
  private closedWith: WaysideError | undefined;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  stats(): ConnectStats {
    return { waiting: this.line.length, waitedTotal: this.waitedCount };
  }

  /** Waits until all meters have room, and takes it. */
  async enter(request: ConnectRequest): Promise<Pass> {
    request.signal.throwIfAborted();
    if (this.closedWith) throw this.closedWith;
    if (this.line.length >= CONNECTS_WAITING_MAX)
      throw new WaysideError('QUEUE_FULL', `${CONNECTS_WAITING_MAX} connections already wait to be made`, {
        hint: 'Try again when the line has drained, or send fewer requests at once',
      });
    await this.stand(request);
    return this.passOf(request.meters.map((rule) => ({ rule, meter: this.meter(rule) })));
  }

  close(reason: WaysideError): void {
    this.closedWith = reason;
    this.timer?.cancel();
    for (const waiter of this.line.splice(0)) waiter.refuse(reason);
  }

  private passOf(counted: readonly { readonly rule: MeterRule; readonly meter: Meter }[]): Pass {
    let state: 'reserved' | 'begun' | 'ended' = 'reserved';
    return {
      begin: () => {
        if (state !== 'reserved') return;
        state = 'begun';
        const nowMs = this.clock.monotonic();
        for (const { rule, meter } of counted) if (!rule.strict) meter.settle(nowMs);
        this.setTimer(nowMs);
      },
      end: () => {
        if (state === 'ended') return;
        const isBegun = state === 'begun';
        state = 'ended';
        const nowMs = this.clock.monotonic();
        for (const { rule, meter } of counted) {
          if (!isBegun) meter.settle(undefined);
          else if (rule.strict) meter.settle(nowMs);
        }
        // What came to nothing leaves its room to others; else it is known from now on when there will be some.
        if (isBegun) this.setTimer(nowMs);
        else this.look();
      },
    };
  }

  private stand(request: ConnectRequest): Promise<void> {
    return new Promise((resolve, reject) => {
      const { signal } = request;
      const leave = (): void => {
        this.line.splice(this.line.indexOf(waiter), 1);
        reject(signal.reason);
        this.look();
      };
      const stay = (): void => signal.removeEventListener('abort', leave);
      const waiter: Waiter = {
        ...{ request, order: this.nextOrder++, passed: 0, told: '' },
        admit: () => {
          stay();
          resolve();
        },
        refuse: (reason) => {
          stay();
          reject(reason);
        },
      };
      signal.addEventListener('abort', leave, { once: true });
      this.line.push(waiter);
      const nowMs = this.clock.monotonic();
      if (request.meters.every((rule) => this.meter(rule).hasRoom(nowMs))) return this.look();
      this.waitedCount += 1;
      // Hundreds may come at once: whoever cannot go changes nothing for those before.
      this.tell(waiter, this.line.length, nowMs);
      this.setTimer(nowMs);
    });
  }

  private look(): void {
    const nowMs = this.clock.monotonic();
    if (this.meters.size > METERS_MAX) this.forgetIdle(nowMs);
    for (const waiter of this.sorted()) {
      const meters = waiter.request.meters.map((rule) => this.meter(rule));
      if (!meters.every((meter) => meter.hasRoom(nowMs))) continue;
      for (const meter of meters) meter.reserve();
      this.line.splice(this.line.indexOf(waiter), 1);
      for (const other of this.line) if (other.order < waiter.order) other.passed += 1;
      waiter.admit();
    }
    this.tellAll(nowMs);
    this.setTimer(nowMs);
  }

  private sorted(): readonly Waiter[] {
    const groupOf = ({ passed, request }: Waiter): number =>
      passed >= PASSED_OVER_MAX ? 0 : request.rank() === 'person' ? 1 : 2;
    return this.line
      .map((waiter) => ({ waiter, group: groupOf(waiter) }))
      .sort((a, b) => a.group - b.group || a.waiter.order - b.waiter.order)
      .map(({ waiter }) => waiter);
  }

  private tellAll(nowMs: number): void {
    for (const [at, waiter] of this.sorted().entries()) this.tell(waiter, at + 1, nowMs);
  }

  /** Where it stands among all who wait, and what is full. */
  private tell(waiter: Waiter, place: number, nowMs: number): void {
    const full = waiter.request.meters.find((rule) => !this.meter(rule).hasRoom(nowMs));
    if (!full) return;
    const status = `${place === 1 ? 'next' : ordinal(place)} in line to connect: ${full.words}`;
    if (status === waiter.told) return;
    waiter.told = status;
    waiter.request.tell(status);
  }

  private setTimer(nowMs: number): void {
    this.timer?.cancel();
    this.timer = undefined;
    const times = this.line.flatMap(({ request }) =>
      request.meters.flatMap((rule) => {
        const meter = this.meter(rule);
        return meter.hasRoom(nowMs) ? [] : (meter.nextRoomMs(nowMs) ?? []);
      }),
    );
    if (times.length === 0) return;
    const dueMs = times.reduce((least, time) => Math.min(least, time));
    this.timer = this.clock.after(Math.max(0, dueMs - nowMs), () => this.look());
  }

  private meter(rule: MeterRule): Meter {
    const known = this.meters.get(rule.key);
    if (known) {
      // A limit that was learned since holds from now on.
      known.rule = rule;
      return known;
    }
    const meter = new Meter(rule);
    this.meters.set(rule.key, meter);
    return meter;
  }

  private forgetIdle(nowMs: number): void {
    for (const [key, meter] of this.meters) {
      meter.prune(nowMs);
      if (meter.isIdle) this.meters.delete(key);
    }
  }
}
