/**
 * Warm sessions, few per switch (S1.4, S1.19): a request waits its turn, gets the session that is there or a new one,
 * and gives it back.
 *
 * Invariants:
 * - Sessions of one device, idle, busy, connecting and closing together, never exceed `perDeviceMax`: whoever holds
 *   or closes a session holds one of the device's permits, and idle ones are used up before a new one is opened.
 * - Sessions of all devices never exceed `sessionsMax`: each holds a place from its first packet to its end. When no
 *   place is free, the session that has been idle longest makes room.
 * - A session serves only requests of the identity (credential, platform) that opened it.
 */
import { WaysideError } from '../../shared/errors.ts';
import { type Clock, Limiter, type Permit } from '../../shared/runtime/index.ts';
import {
  DEVICE_WAITING_MAX,
  REVALIDATE_AFTER_MS,
  SESSION_AGE_MAX_MS,
  SESSIONS_MAX,
  SESSIONS_PER_DEVICE_MAX,
  SESSIONS_WAITING_MAX,
} from './limits.ts';
import { type Loan, type Member, PoolLoan } from './loan.ts';
import type { Session } from './session.ts';

export interface PoolLimits {
  readonly perDeviceMax?: number;
  readonly sessionsMax?: number;
  readonly waitingMax?: number;
  readonly revalidateAfterMs?: number;
  readonly ageMaxMs?: number;
  /** An idle session is closed after this, or when the platform's own limit is near, whichever comes first. */
  readonly idleMaxMs?: number;
}

export interface PoolRequest {
  /** `address:port`; the limit counts per device, whatever names its sources have. */
  readonly device: string;
  readonly identity: string;
  readonly signal: AbortSignal;
  /** True: an idle session will not do. */
  readonly fresh?: boolean;
  readonly open: (signal: AbortSignal) => Promise<Session>;
}

export interface PoolStats {
  readonly open: number;
  readonly idle: number;
  /** Connecting and closing ones too. */
  readonly busy: number;
  /** Requests in line. */
  readonly waiting: number;
  readonly opened: number;
  readonly reused: number;
}

interface Device {
  readonly name: string;
  readonly limiter: Limiter;
  readonly idle: Member[];
  readonly busy: Set<Member>;
}

export class SessionPool {
  private readonly clock: Clock;
  private readonly limits: Required<PoolLimits>;
  private readonly devices = new Map<string, Device>();
  private readonly places: Limiter;
  private readonly closings = new Set<Promise<void>>();
  private openedCount = 0;
  private reusedCount = 0;
  private stopped: WaysideError | undefined;

  constructor(clock: Clock, limits: PoolLimits = {}) {
    this.clock = clock;
    this.limits = {
      perDeviceMax: SESSIONS_PER_DEVICE_MAX,
      sessionsMax: SESSIONS_MAX,
      waitingMax: DEVICE_WAITING_MAX,
      revalidateAfterMs: REVALIDATE_AFTER_MS,
      ageMaxMs: SESSION_AGE_MAX_MS,
      idleMaxMs: SESSION_AGE_MAX_MS,
      ...limits,
    };
    this.places = new Limiter({
      name: 'a place among the open switch sessions',
      max: this.limits.sessionsMax,
      waitingMax: SESSIONS_WAITING_MAX,
    });
  }

  stats(): PoolStats {
    const devices = [...this.devices.values()];
    const idle = devices.reduce((sum, device) => sum + device.idle.length, 0);
    const waiting = devices.reduce((sum, device) => sum + device.limiter.waiting, 0);
    const open = this.places.active;
    return { open, idle, busy: open - idle, waiting, opened: this.openedCount, reused: this.reusedCount };
  }

  /** Whether a session of the device is open, idle or busy. */
  has(device: string): boolean {
    const known = this.devices.get(device);
    return known !== undefined && known.idle.length + known.busy.size > 0;
  }

  /**
   * Lends a session for `work`. A session from the pool that turns out to be dead is replaced once, so `work` may run
   * twice and must only read. Throws QUEUE_FULL, what opening threw, or what `work` threw.
   */
  async use<T>(request: PoolRequest, work: (loan: Loan) => Promise<T>): Promise<T> {
    if (this.stopped) throw this.stopped;
    const device = this.device(request.device);
    let permit: Permit;
    try {
      permit = await device.limiter.acquire(request.signal);
    } finally {
      this.forget(device);
    }
    const loan = new PoolLoan((fresh) => this.checkOut(device, { ...request, fresh }));
    try {
      await loan.begin(request.fresh === true);
      return await loan.run(work, request.signal);
    } finally {
      this.giveBack(device, loan.member, permit);
    }
  }

  /** Refuses what waits, cuts what is busy, logs out of what is idle; resolves when all is closed. */
  async stop(): Promise<void> {
    const reason = new WaysideError('SHUTTING_DOWN', 'the agent is stopping');
    this.stopped = reason;
    this.places.close(reason);
    for (const device of this.devices.values()) {
      device.limiter.close(reason);
      for (const member of [...device.idle]) this.retire(device, member);
      for (const { session } of device.busy) {
        session.destroy(reason);
        if (session.gone) void this.closing(session.gone);
      }
    }
    await Promise.all(this.closings);
  }

  private device(name: string): Device {
    const known = this.devices.get(name);
    if (known) return known;
    const { perDeviceMax: max, waitingMax } = this.limits;
    const limiter = new Limiter({ name: `a session of ${name}`, max, waitingMax });
    const device = { name, limiter, idle: [], busy: new Set<Member>() };
    this.devices.set(name, device);
    return device;
  }

  private forget(device: Device): void {
    const { limiter, idle, name } = device;
    if (limiter.active === 0 && limiter.waiting === 0 && idle.length === 0) this.devices.delete(name);
  }

  /** The last session given back that will do, else a new one; those that will not do are closed on the way. */
  private async checkOut(device: Device, request: PoolRequest): Promise<{ member: Member; reused: boolean }> {
    for (let member = device.idle.at(-1); member; member = device.idle.at(-1)) {
      this.takeFromIdle(device, member);
      if ((await this.willDo(member, request)) && !this.stopped) {
        this.reusedCount += 1;
        device.busy.add(member);
        return { member, reused: true };
      }
      await this.closing(member.session.close());
    }
    if (this.stopped) throw this.stopped;
    return { member: await this.open(device, request), reused: false };
  }

  private async willDo(member: Member, request: PoolRequest): Promise<boolean> {
    const { session, identity, idleSinceMs } = member;
    if (request.fresh || identity !== request.identity || this.isTooOld(member)) return false;
    if (!session.alive) return false;
    if (this.clock.monotonic() - idleSinceMs <= this.limits.revalidateAfterMs) return true;
    try {
      await session.check(request.signal);
      return true;
    } catch {
      // A dead session is what this check is for; a new one takes its place. A cancelled request ends at its next step.
      return false;
    }
  }

  private async open(device: Device, request: PoolRequest): Promise<Member> {
    const place = await this.place(request.signal);
    try {
      const session = await request.open(request.signal);
      if (this.stopped) {
        session.destroy(this.stopped);
        throw this.stopped;
      }
      const openedMs = this.clock.monotonic();
      const member = {
        session,
        identity: request.identity,
        openedMs,
        idleSinceMs: openedMs,
        timer: undefined,
      };
      device.busy.add(member);
      void session.ended.then(() => this.dismiss(device, member));
      void (session.gone ?? session.ended).then(() => place.release());
      this.openedCount += 1;
      return member;
    } catch (error) {
      place.release();
      throw error;
    }
  }

  private place(signal: AbortSignal): Promise<Permit> {
    const free = this.places.tryAcquire();
    if (free) return Promise.resolve(free);
    this.retireLongestIdle();
    return this.places.acquire(signal);
  }

  private retireLongestIdle(): void {
    let longest: { readonly device: Device; readonly member: Member } | undefined;
    for (const device of this.devices.values())
      for (const member of device.idle)
        if (!longest || member.idleSinceMs < longest.member.idleSinceMs) longest = { device, member };
    if (longest) this.retire(longest.device, longest.member);
  }

  /** Keeps the session warm, or closes it before the next in line may open another one. */
  private giveBack(device: Device, member: Member | undefined, permit: Permit): void {
    const release = (): void => {
      permit.release();
      this.forget(device);
    };
    if (!member) return release();
    if (!member.session.alive) {
      void this.closing(member.session.gone ?? Promise.resolve()).then(release);
      return;
    }
    device.busy.delete(member);
    // Whoever waits for a place goes first, or a busy device could keep all others out.
    if (this.stopped || this.isTooOld(member) || this.places.waiting > 0) {
      void this.closing(member.session.close()).then(release);
      return;
    }
    member.idleSinceMs = this.clock.monotonic();
    member.timer = this.clock.after(Math.min(member.session.platform.idleMs, this.limits.idleMaxMs), () =>
      this.retire(device, member),
    );
    device.idle.push(member);
    release();
  }

  private isTooOld(member: Member): boolean {
    return this.clock.monotonic() - member.openedMs > this.limits.ageMaxMs;
  }

  private takeFromIdle(device: Device, member: Member): void {
    member.timer?.cancel();
    const at = device.idle.indexOf(member);
    if (at >= 0) device.idle.splice(at, 1);
  }

  private retire(device: Device, member: Member): void {
    this.takeFromIdle(device, member);
    const permit = device.limiter.tryAcquire();
    void this.closing(member.session.close()).then(() => {
      permit?.release();
      this.forget(device);
    });
  }

  private dismiss(device: Device, member: Member): void {
    this.takeFromIdle(device, member);
    device.busy.delete(member);
    this.forget(device);
  }

  private closing(work: Promise<void>): Promise<void> {
    this.closings.add(work);
    return work.finally(() => this.closings.delete(work));
  }
}
