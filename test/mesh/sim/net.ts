/**
 * The network between agents and their controller: streams of frames, each in order like TCP, over ways that can be slow,
 * blocked, or break with what is on them. What befalls a frame, the plan of the run says.
 */
import { WaysideError } from '../../../shared/errors.ts';
import { type Random, randomInt } from '../../../shared/runtime/index.ts';
import { type AgentLink, type ControllerLink, createLink } from '../../../shared/transport/index.ts';
import type { Pipe } from '../../../shared/transport/pipe.ts';
import { agentCodec, controllerCodec } from '../../../shared/transport/session-codec.ts';
import { type Direction, kindOf } from './frames.ts';
import type { VirtualTime } from './time.ts';

/** Frames under way or unread in one direction before a writer has to wait. */
export const LANE_FRAMES_MAX = 16;
const LATENCY_MAX_MS = 20;
/** A side that hears nothing for so long takes the stream for broken. */
const KEEPALIVE_MS = 30_000;
/** After its end in order a client waits so long for the server's. */
const CLOSE_GRACE_MS = 2_000;
/** A held frame that nobody overtakes goes on after this. */
const HOLD_MAX_MS = 5_000;
const BREAK_SEEN_MAX_MS = 40_000;

export interface Sent {
  readonly agentId: string;
  readonly direction: Direction;
  readonly kind: string;
}

/** What happens to one frame. */
export interface Fate {
  /** On top of the way. */
  readonly delayMs?: number;
  /** It comes twice. */
  readonly twice?: boolean;
  /** The stream breaks under it: it is lost, with all that comes after it. */
  readonly breaks?: boolean;
  /** Waits until a frame of another stream, sent later, has arrived. */
  readonly overtaken?: () => void;
  /** Before it is handed over. When it kills the receiver, the frame is lost with it. */
  readonly onArrival?: () => void;
}

export interface NetHooks {
  fateOf(sent: Sent): Fate;
  /** A stream of the agent came in. False: nobody listens. */
  accept(agentId: string, link: ControllerLink): boolean;
  delivered(sent: Sent, frame: Uint8Array): void;
}

export interface NetDeps {
  readonly time: VirtualTime;
  readonly random: Random;
  readonly hooks: NetHooks;
}

export class Net {
  private readonly deps: NetDeps;
  private readonly cables = new Set<Cable>();
  private readonly blockedUntil = new Map<string, number>();
  private readonly holds = new Set<{
    readonly cable: Cable;
    readonly release: (overtaken: boolean) => void;
  }>();
  /** The most that one direction ever held. */
  framesMax = 0;

  constructor(deps: NetDeps) {
    this.deps = deps;
  }

  get open(): number {
    return this.cables.size;
  }

  dial(agentId: string): { session(): AgentLink; close(): void } {
    let cable: Cable | undefined;
    return {
      session: () => {
        const made = new Cable(this, this.deps, agentId);
        cable = made;
        this.cables.add(made);
        made.connect();
        return createLink(made.client, agentCodec());
      },
      close: () => cable?.closeClient(lost()),
    };
  }

  /** Nothing gets through for so long; a long one breaks the streams on both sides. */
  block(agentId: string, ms: number): void {
    const { time } = this.deps;
    this.blockedUntil.set(agentId, Math.max(this.blockedUntil.get(agentId) ?? 0, time.nowMs + ms));
    if (ms <= KEEPALIVE_MS) return;
    for (const cable of this.of(agentId)) time.after(KEEPALIVE_MS, () => cable.breakBoth());
  }

  unblockAll(): void {
    this.blockedUntil.clear();
  }

  freeAt(agentId: string): number {
    return this.blockedUntil.get(agentId) ?? 0;
  }

  agentDied(agentId: string): void {
    for (const cable of this.of(agentId)) cable.clientDied();
  }

  controllerDied(): void {
    for (const cable of [...this.cables]) cable.serverDied();
  }

  forget(cable: Cable): void {
    this.cables.delete(cable);
  }

  hold(cable: Cable, release: (overtaken: boolean) => void): void {
    const held = { cable, release };
    this.holds.add(held);
    this.deps.time.after(HOLD_MAX_MS, () => {
      if (this.holds.delete(held)) release(false);
    });
  }

  /** A frame has arrived: those of other streams that waited for one to pass go on. */
  passed(cable: Cable): void {
    for (const held of [...this.holds]) {
      if (held.cable === cable) continue;
      this.holds.delete(held);
      held.release(true);
    }
  }

  private of(agentId: string): readonly Cable[] {
    return [...this.cables].filter((cable) => cable.agentId === agentId);
  }
}

/** One direction of a stream. */
class Lane {
  readonly ready: Uint8Array[] = [];
  underWay = 0;
  /** Nothing arrives before what was sent earlier. */
  lastMs = 0;
  ended: { readonly error: WaysideError | undefined } | undefined;
  private waiting: (() => void)[] = [];

  get room(): boolean {
    return this.ready.length + this.underWay < LANE_FRAMES_MAX;
  }

  end(error: WaysideError | undefined): void {
    this.ended ??= { error };
    this.wake();
  }

  wake(): void {
    for (const resolve of this.waiting.splice(0)) resolve();
  }

  changed(): Promise<void> {
    return new Promise((resolve) => this.waiting.push(resolve));
  }
}

class Cable {
  readonly agentId: string;
  readonly client: Pipe;
  private readonly server: Pipe;
  private readonly net: Net;
  private readonly deps: NetDeps;
  private readonly lanes = { up: new Lane(), down: new Lane() };
  private readonly clientOver = new Over();
  private readonly serverOver = new Over();
  private clientReason: WaysideError | undefined;
  private isAccepted = false;
  private clientEnds = false;
  /** What is on it now is lost. */
  private isBroken = false;

  constructor(net: Net, deps: NetDeps, agentId: string) {
    this.net = net;
    this.deps = deps;
    this.agentId = agentId;
    this.client = {
      ...this.endOf('down', 'up', this.clientOver),
      end: (error) => this.endClient(error),
      over: this.clientOver.promise,
    };
    this.server = {
      ...this.endOf('up', 'down', this.serverOver),
      end: (error) => this.endServer(error),
      over: this.serverOver.promise,
    };
  }

  connect(): void {
    this.travel('up', 0, () => {
      this.isAccepted = true;
      const link = createLink(this.server, controllerCodec());
      if (this.deps.hooks.accept(this.agentId, link)) return;
      this.serverOver.resolve(undefined);
      this.closeClient(new WaysideError('UNAVAILABLE', 'nobody listens there'));
    });
  }

  closeClient(error: WaysideError | undefined): void {
    if (this.clientOver.isOver) return;
    this.lanes.down.end(error);
    this.clientOver.resolve(this.clientReason ?? error);
    this.lanes.up.wake();
    this.tidy();
    // The server hears of it when the news gets through.
    this.travel('up', 0, () => this.closeServer(lost()));
  }

  /** Both sides find out by themselves. */
  breakBoth(): void {
    this.isBroken = true;
    this.closeNow();
  }

  clientDied(): void {
    const { time } = this.deps;
    this.clientOver.isDead = true;
    this.clientOver.resolve(undefined);
    const freeMs = this.net.freeAt(this.agentId) - time.nowMs;
    const isHeldUp = freeMs > 0 || this.lanes.up.lastMs > time.nowMs + LATENCY_MAX_MS;
    if (!isHeldUp) return this.travel('up', 0, () => this.closeServer(lost()));
    // What cannot be sent again is lost. So nothing of a dead process comes after its successor has spoken.
    this.isBroken = true;
    time.after(Math.max(1, freeMs), () => this.closeServer(lost()));
  }

  serverDied(): void {
    if (!this.isAccepted) return;
    this.serverOver.isDead = true;
    this.serverOver.resolve(undefined);
    this.travel('down', 0, () => this.closeClient(lost()));
  }

  private closeNow(): void {
    this.closeClient(lost());
    this.closeServer(lost());
  }

  private closeServer(error: WaysideError | undefined): void {
    this.lanes.up.end(error);
    this.serverOver.resolve(error);
    this.lanes.down.wake();
    this.tidy();
  }

  private tidy(): void {
    if (this.clientOver.isOver && this.serverOver.isOver) this.net.forget(this);
  }

  private endClient(error: WaysideError | undefined): void {
    if (this.clientEnds || this.clientOver.isOver) return;
    this.clientEnds = true;
    this.clientReason = error;
    this.travel('up', 0, () => this.lanes.up.end(undefined));
    this.deps.time.after(CLOSE_GRACE_MS, () => {
      if (!this.clientOver.isOver) this.closeClient(undefined);
    });
  }

  private endServer(error: WaysideError | undefined): void {
    if (this.serverOver.isOver) return;
    this.travel('down', 0, () => this.closeClient(error));
    this.closeServer(error);
  }

  private endOf(from: Direction, to: Direction, own: Over): Pick<Pipe, 'read' | 'write' | 'writable'> {
    const [incoming, outgoing] = [this.lanes[from], this.lanes[to]];
    return {
      read: async () => {
        for (;;) {
          // Nobody is there any more who could go on.
          if (own.isDead) await new Promise(() => undefined);
          const frame = incoming.ready.shift();
          if (frame) {
            incoming.wake();
            return frame;
          }
          if (incoming.ended?.error) throw incoming.ended.error;
          if (incoming.ended) return undefined;
          await incoming.changed();
        }
      },
      write: (frame) => {
        if (!own.isOver) this.send(to, Uint8Array.from(frame));
        return own.isOver || outgoing.room;
      },
      writable: async () => {
        while (!own.isOver && !outgoing.room) await outgoing.changed();
      },
    };
  }

  private send(direction: Direction, frame: Uint8Array): void {
    const lane = this.lanes[direction];
    const sent: Sent = { agentId: this.agentId, direction, kind: kindOf(direction, frame) };
    const fate = this.deps.hooks.fateOf(sent);
    if (fate.breaks) return this.breakUnder();
    const arrive = (): void => {
      lane.underWay -= 1;
      fate.onArrival?.();
      const isHeard = direction === 'up' ? !this.serverOver.isOver : !this.clientOver.isOver;
      if (!isHeard || lane.ended) return lane.wake();
      for (let copy = 0; copy < (fate.twice ? 2 : 1); copy += 1) {
        this.deps.hooks.delivered(sent, frame);
        lane.ready.push(frame);
      }
      lane.wake();
      this.net.passed(this);
    };
    lane.underWay += 1;
    this.net.framesMax = Math.max(this.net.framesMax, lane.underWay + lane.ready.length);
    const { overtaken } = fate;
    if (!overtaken) return this.travel(direction, fate.delayMs ?? 0, arrive);
    // All that is sent behind it waits too: a stream keeps its order.
    const beforeMs = lane.lastMs;
    lane.lastMs = Math.max(beforeMs, this.deps.time.nowMs + HOLD_MAX_MS + LATENCY_MAX_MS + 1);
    this.net.hold(this, (isOvertaken) => {
      if (isOvertaken) overtaken();
      const behindMs = lane.lastMs;
      lane.lastMs = beforeMs;
      this.travel(direction, 0, arrive);
      lane.lastMs = Math.max(lane.lastMs, behindMs);
    });
  }

  /** In order, not while the way is blocked, and not any more once it is broken. */
  private travel(direction: Direction, delayMs: number, arrive: () => void): void {
    const { time, random } = this.deps;
    const lane = this.lanes[direction];
    const wayMs = 1 + randomInt(random, LATENCY_MAX_MS);
    const freeMs = this.net.freeAt(this.agentId);
    // What was on the way when it was blocked comes before what is sent while it is.
    const heldUpMs = freeMs > time.nowMs ? freeMs + wayMs : 0;
    const atMs = Math.max(lane.lastMs, time.nowMs + wayMs + delayMs, heldUpMs);
    lane.lastMs = atMs;
    const come = (): void => {
      // Blocked since it left.
      const freeAt = this.net.freeAt(this.agentId);
      if (freeAt > time.nowMs) time.after(freeAt - time.nowMs, come);
      else if (!this.isBroken) arrive();
    };
    time.after(atMs - time.nowMs, come);
  }

  /** Each side sees it at its own time. */
  private breakUnder(): void {
    const { time, random } = this.deps;
    this.isBroken = true;
    const isSlow = random.float() < 0.3;
    const seenMs = (): number => randomInt(random, isSlow ? BREAK_SEEN_MAX_MS : 50);
    time.after(seenMs(), () => this.closeClient(lost()));
    time.after(seenMs(), () => this.closeServer(lost()));
  }
}

/** The end of one side, told once. */
class Over {
  readonly promise: Promise<WaysideError | undefined>;
  isOver = false;
  /** Its process is gone: nothing of it goes on. */
  isDead = false;
  private settle: (error: WaysideError | undefined) => void = () => undefined;

  constructor() {
    this.promise = new Promise((resolve) => {
      this.settle = resolve;
    });
  }

  resolve(error: WaysideError | undefined): void {
    this.isOver = true;
    if (!this.isDead) this.settle(error);
  }
}

function lost(): WaysideError {
  return new WaysideError('CONNECTION_LOST', 'the connection was cut');
}
