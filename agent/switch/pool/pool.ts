/**
 * Warm sessions, few per switch (S1.4, S1.19): a request waits its turn, gets the session that is there or a new one,
 * and gives it back.
 *
 * Invariants:
 * - Sessions of one device for reading, idle, busy, connecting and closing together, never exceed `perDeviceMax`; one
 *   more is there while something is configured. Whoever opens one has a turn of the device's line, there is no idle
 *   one, and those that were closed are gone.
 * - Sessions of all devices never exceed `sessionsMax`: each holds a place from its first packet to its end. When no
 *   place is free, the session that has been idle longest makes room.
 * - No connection is begun before the gate of `connects.ts` lets it through.
 * - A session serves only requests of the identity (credential, platform) that opened it.
 */
import { WaysideError } from '../../../shared/errors.ts';
import { type Clock, Limiter, LruMap, type Permit } from '../../../shared/runtime/index.ts';
import {
  CONFIGURE_IDLE_MS,
  CPU_SAMPLE_AFTER_REQUESTS,
  DEVICE_WAITING_MAX,
  PROFILES_MAX,
  REVALIDATE_AFTER_MS,
  SESSION_AGE_MAX_MS,
  SESSIONS_MAX,
  SESSIONS_PER_DEVICE_MAX,
  SESSIONS_WAITING_MAX,
} from '../limits.ts';
import type { Session } from '../ssh/session.ts';
import { ConnectGate, type Pass } from './connects.ts';
import { type Claim, Line, type Turn } from './line.ts';
import { type Loan, type LoanDesk, type Member, PoolLoan } from './loan.ts';
import { type Device, DeviceMemory, type Lane, lanesOf, newDevice, takeFromIdle } from './pool-device.ts';
import type { CareStats, PoolLimits, PoolRequest, PoolStats } from './pool-request.ts';
import type { Zone } from './zones.ts';

export class SessionPool {
  private readonly clock: Clock;
  private readonly limits: Required<PoolLimits>;
  private readonly devices = new Map<string, Device>();
  private readonly memories = new LruMap<string, DeviceMemory>(PROFILES_MAX);
  private readonly gate: ConnectGate;
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
    this.gate = new ConnectGate(clock);
    this.places = new Limiter({
      name: 'a place among the open switch sessions',
      max: this.limits.sessionsMax,
      waitingMax: SESSIONS_WAITING_MAX,
    });
  }

  stats(): PoolStats {
    const devices = [...this.devices.values()];
    const idle = devices.flatMap(lanesOf).reduce((sum, lane) => sum + lane.idle.length, 0);
    const waiting = devices.reduce((sum, { line }) => sum + line.waiting, 0);
    const open = this.places.active;
    return { open, idle, busy: open - idle, waiting, opened: this.openedCount, reused: this.reusedCount };
  }

  care(): CareStats {
    const counts: Record<Zone, number> = { normal: 0, serial: 0, single: 0, deferred: 0 };
    for (const { memory } of this.devices.values()) counts[memory.load.zone] += 1;
    return { zones: counts, connects: this.gate.stats() };
  }

  /** How busy the device was when it was asked last; `normal` for one that nobody knows. */
  zoneOf(device: string): Zone {
    return this.memories.get(device)?.load.zone ?? 'normal';
  }

  /** Whether a session of the device is open, idle or busy. */
  has(device: string): boolean {
    const known = this.devices.get(device);
    return known !== undefined && lanesOf(known).some(({ idle, busy }) => idle.length + busy.size > 0);
  }

  /**
   * Lends a session for `work`. What reads may run twice: a session from the pool that turns out to be dead is replaced
   * once. What configures runs once, and gets a warm session only after that has shown its prompt. Throws QUEUE_FULL, DEVICE_BUSY, what opening threw, or what `work` threw.
   */
  async use<T>(request: PoolRequest, work: (loan: Loan) => Promise<T>): Promise<T> {
    if (this.stopped) throw this.stopped;
    const device = this.device(request);
    const loan = new PoolLoan(this.desk(device, request));
    try {
      const { fresh = false, signal, purpose } = request;
      return await loan.run(work, { fresh, signal, mayRepeat: purpose !== 'configure' });
    } finally {
      loan.end();
      this.forget(device);
    }
  }

  /** Refuses what waits, cuts what is busy, logs out of what is idle; resolves when all is closed. */
  async stop(): Promise<void> {
    const reason = new WaysideError('SHUTTING_DOWN', 'the agent is stopping');
    this.stopped = reason;
    this.places.close(reason);
    this.gate.close(reason);
    for (const device of this.devices.values()) {
      device.line.close(reason);
      for (const lane of lanesOf(device)) {
        for (const member of [...lane.idle]) this.retire(device, lane, member);
        for (const { session } of lane.busy) {
          session.destroy(reason);
          if (session.gone) void this.closing(session.gone);
        }
      }
    }
    while (this.closings.size > 0) await Promise.all(this.closings);
  }

  private device({ device: name, name: shown = name, sessionsMax }: PoolRequest): Device {
    const device = this.devices.get(name) ?? this.newDevice(name, shown);
    const { perDeviceMax } = this.limits;
    // One line stays free for people.
    device.line.readMax =
      sessionsMax === undefined ? perDeviceMax : Math.max(1, Math.min(perDeviceMax, sessionsMax - 1));
    return device;
  }

  private newDevice(name: string, shown: string): Device {
    const memory = this.memories.get(name) ?? new DeviceMemory();
    this.memories.set(name, memory);
    const { clock } = this;
    const line = new Line({ clock, name: shown, waitingMax: this.limits.waitingMax, load: memory.load });
    const device = newDevice(name, line, memory);
    this.devices.set(name, device);
    return device;
  }

  private forget(device: Device): void {
    const { line, name } = device;
    if (line.active > 0 || line.waiting > 0) return;
    if (lanesOf(device).some(({ idle, leaving }) => idle.length + leaving.size > 0)) return;
    if (this.devices.get(name) === device) this.devices.delete(name);
  }

  private desk(device: Device, request: PoolRequest): LoanDesk {
    const lane = device.lanes[request.purpose ?? 'read'];
    const claim: Claim = {
      purpose: lane.purpose,
      weight: request.weight ?? 'single',
      rank: request.rank ?? (() => 'person'),
      signal: request.signal,
      tell: request.tell ?? (() => undefined),
    };
    return {
      takeTurn: () => device.line.take(claim),
      checkOut: (fresh) => this.checkOut(device, lane, { ...request, fresh }),
      giveBack: (member, turn) => this.giveBack({ device, lane, member, turn, request }),
      askLoad: (member) => this.askLoad(device, member, request),
      mustWait: (turn) => device.line.mustWait(turn),
      shouldGiveWay: (turn) => device.line.shouldGiveWay(turn),
    };
  }

  /** The last session given back that will do, else a new one; those that will not do are closed on the way. */
  private async checkOut(
    device: Device,
    lane: Lane,
    request: PoolRequest,
  ): Promise<{ member: Member; reused: boolean }> {
    while (!this.stopped) {
      const member = lane.idle.at(-1);
      if (member) {
        takeFromIdle(lane, member);
        if ((await this.willDo(member, request)) && !this.stopped) {
          this.reusedCount += 1;
          lane.busy.add(member);
          return { member, reused: true };
        }
        await this.closing(member.session.close());
      } else if (lane.leaving.size > 0) await Promise.all(lane.leaving);
      else return { member: await this.open(device, lane, request), reused: false };
    }
    throw this.stopped;
  }

  private async willDo(member: Member, request: PoolRequest): Promise<boolean> {
    const { session, identity, idleSinceMs } = member;
    if (request.fresh || identity !== request.identity || this.isTooOld(member)) return false;
    if (!session.alive) return false;
    const isWarm = this.clock.monotonic() - idleSinceMs <= this.limits.revalidateAfterMs;
    if (isWarm && request.purpose !== 'configure') return true;
    try {
      await session.check(request.signal);
      return true;
    } catch {
      // A dead session is what this check is for; a new one takes its place. A cancelled request ends at its next step.
      return false;
    }
  }

  private async open(device: Device, lane: Lane, request: PoolRequest): Promise<Member> {
    const { signal, mayDial } = request;
    mayDial?.();
    let pass = await this.pass(request);
    const redial = async (): Promise<void> => {
      pass?.end();
      pass = undefined;
      pass = await this.pass(request);
      pass?.begin();
    };
    try {
      const place = await this.place(signal);
      try {
        mayDial?.();
        pass?.begin();
        const session = await request.open(signal, redial);
        return this.join(device, lane, { session, place, identity: request.identity });
      } catch (error) {
        place.release();
        throw error;
      }
    } finally {
      pass?.end();
    }
  }

  private async pass({
    signal,
    meters,
    rank = () => 'person',
    tell = () => undefined,
  }: PoolRequest): Promise<Pass | undefined> {
    return meters && this.gate.enter({ meters: meters(), rank, signal, tell });
  }

  private join(
    device: Device,
    lane: Lane,
    { session, identity, place }: { session: Session; identity: string; place: Permit },
  ): Member {
    if (this.stopped) {
      session.destroy(this.stopped);
      throw this.stopped;
    }
    const openedMs = this.clock.monotonic();
    const member = { session, identity, openedMs, idleSinceMs: openedMs, timer: undefined };
    lane.busy.add(member);
    void session.ended.then(() => this.dismiss(device, lane, member));
    void (session.gone ?? session.ended).then(() => place.release());
    this.openedCount += 1;
    return member;
  }

  private place(signal: AbortSignal): Promise<Permit> {
    const free = this.places.tryAcquire();
    if (free) return Promise.resolve(free);
    this.retireLongestIdle();
    return this.places.acquire(signal);
  }

  private retireLongestIdle(): void {
    let longest: { readonly device: Device; readonly lane: Lane; readonly member: Member } | undefined;
    for (const device of this.devices.values())
      for (const lane of lanesOf(device))
        for (const member of lane.idle)
          if (!longest || member.idleSinceMs < longest.member.idleSinceMs) longest = { device, lane, member };
    if (longest) this.retire(longest.device, longest.lane, longest.member);
  }

  /** Keeps the session warm, or closes it before the next in line may open another one. */
  private giveBack(back: GivenBack): void {
    const { device, lane, member, turn } = back;
    const release = (): void => {
      turn.release();
      this.forget(device);
    };
    if (!member) return release();
    const { session } = member;
    if (!session.alive) {
      void this.closing(session.gone ?? Promise.resolve()).then(release);
      return;
    }
    const care = this.careOf(back, member);
    if (care) {
      // Whoever had the session has the answer already; only the next in line waits for this.
      void this.closing(care).then(() => this.giveBack({ ...back, isCaredFor: true }));
      return;
    }
    lane.busy.delete(member);
    // Whoever waits for a place goes first, or a busy device could keep all others out.
    if (this.stopped || this.isTooOld(member) || this.places.waiting > 0) {
      void this.closing(session.close()).then(release);
      return;
    }
    this.keepIdle(device, lane, member);
    release();
  }

  private keepIdle(device: Device, lane: Lane, member: Member): void {
    member.idleSinceMs = this.clock.monotonic();
    const usualMs = device.memory.idleMs(member.session.platform.idleMs, this.clock);
    const mostMs = lane.purpose === 'configure' ? CONFIGURE_IDLE_MS : this.limits.idleMaxMs;
    member.timer = this.clock.after(Math.min(usualMs, mostMs), () => this.retire(device, lane, member));
    lane.idle.push(member);
  }

  /** What is done with a session before it is idle; undefined: nothing. Never rejects. */
  private careOf(
    { device, lane, request, isCaredFor }: GivenBack,
    member: Member,
  ): Promise<void> | undefined {
    if (isCaredFor || this.stopped) return undefined;
    const { memory } = device;
    memory.served += 1;
    // It must not be left within configuration mode: the check wants the prompt of the login, and the session dies of another.
    if (lane.purpose === 'configure')
      return member.session.check(new AbortController().signal).then(noop, noop);
    const isBusy = request.weight === 'table' || memory.served >= CPU_SAMPLE_AFTER_REQUESTS;
    if (!this.isLoadDue(device, request) || (!isBusy && memory.load.zone === 'normal')) return undefined;
    return this.askLoad(device, member, request);
  }

  private isLoadDue({ memory }: Device, { askLoad }: PoolRequest): boolean {
    return askLoad !== undefined && memory.load.dueMs <= this.clock.monotonic();
  }

  /** Asks the switch how busy it is, when that is due; never rejects. */
  private async askLoad(device: Device, { session }: Member, request: PoolRequest): Promise<void> {
    const { load } = device.memory;
    const nowMs = this.clock.monotonic();
    if (load.dueMs > nowMs) return;
    // Who cannot ask knows no zone.
    if (!request.askLoad) return load.zone === 'normal' ? undefined : load.refused(nowMs);
    load.asking(nowMs);
    device.memory.served = 0;
    try {
      load.told(await request.askLoad(session));
    } catch (error) {
      const { code } = WaysideError.from(error);
      const isRefused = code === 'COMMAND_REJECTED' || code === 'COMMAND_DENIED';
      if (isRefused) load.refused(this.clock.monotonic());
      else load.told(undefined);
    }
    device.line.look();
  }

  private isTooOld(member: Member): boolean {
    return this.clock.monotonic() - member.openedMs > this.limits.ageMaxMs;
  }

  private retire(device: Device, lane: Lane, member: Member): void {
    takeFromIdle(lane, member);
    this.leave(device, lane, member.session.close());
  }

  /** Nobody opens a session in its place before it is gone. */
  private leave(device: Device, lane: Lane, gone: Promise<void>): void {
    const leaving = this.closing(gone).then(() => {
      lane.leaving.delete(leaving);
      this.forget(device);
    });
    lane.leaving.add(leaving);
  }

  private dismiss(device: Device, lane: Lane, member: Member): void {
    const { session, idleSinceMs } = member;
    if (takeFromIdle(lane, member)) {
      device.memory.closedIdle(this.clock.monotonic() - idleSinceMs, this.clock);
      this.leave(device, lane, session.gone ?? Promise.resolve());
    }
    lane.busy.delete(member);
    this.forget(device);
  }

  private closing(work: Promise<void>): Promise<void> {
    this.closings.add(work);
    return work.finally(() => this.closings.delete(work));
  }
}

interface GivenBack {
  readonly device: Device;
  readonly lane: Lane;
  readonly member: Member | undefined;
  readonly turn: Turn;
  readonly request: PoolRequest;
  readonly isCaredFor?: boolean;
}

function noop(): void {
  // What a session died of is known to whoever has it next.
}
