/**
 * A TCP proxy on loopback that makes a link long, bumpy or dead. Bytes keep their order; Nagle is off on both
 * sides, so a delay of 0 adds next to nothing.
 */
import { connect, createServer, type Server, type Socket } from 'node:net';
import { type Clock, type Random, seededRandom, systemClock } from '../../shared/runtime/index.ts';

/** A direction that holds more than this stops reading until it has drained. */
export const HELD_MAX_BYTES = 1_048_576;

export interface ProxyTarget {
  readonly host?: string;
  readonly port: number;
}

/** TCP hides loss as waiting: a piece is held, and everything behind it waits. */
export interface Lossy {
  /** Share of the pieces that are held, 0 to 1. */
  readonly share: number;
  readonly stallMs: number;
}

export interface ProxyOptions {
  readonly target: ProxyTarget;
  readonly clock?: Clock;
  /** Chooses the pieces that are held. */
  readonly random?: Random;
  readonly delayMs?: number;
}

export interface ProxyStats {
  /** Since the start. */
  connections: number;
  open: number;
  /** From the client to the target, and back. */
  upBytes: number;
  downBytes: number;
  stalls: number;
  /** Waiting in the proxy now, both ways. */
  heldBytes: number;
}

export async function startProxy(options: ProxyOptions): Promise<LinkProxy> {
  const proxy = new LinkProxy(options);
  await proxy.listen();
  return proxy;
}

interface Held {
  readonly dueMs: number;
  readonly bytes: Buffer;
}

type Direction = 'upBytes' | 'downBytes';

/** The knobs of the proxy that its pipes read at every piece. */
interface Knobs {
  readonly clock: Clock;
  readonly random: Random;
  readonly stats: ProxyStats;
  delayMs: number;
  lossy: Lossy | undefined;
  frozen: boolean;
}

/** One direction of one connection: a queue of pieces; each waits for its time and for all that came before it. */
class Pipe {
  private readonly knobs: Knobs;
  private readonly from: Socket;
  private readonly to: Socket;
  private readonly direction: Direction;
  private readonly queue: Held[] = [];
  private heldBytes = 0;
  private armed = false;
  private blocked = false;
  private ended = false;

  constructor(knobs: Knobs, from: Socket, to: Socket, direction: Direction) {
    this.knobs = knobs;
    this.from = from;
    this.to = to;
    this.direction = direction;
    from.on('data', (bytes: Buffer) => this.hold(bytes));
    from.on('end', () => {
      this.ended = true;
      this.flush();
    });
    to.on('drain', () => {
      this.blocked = false;
      this.flush();
    });
  }

  /** Sends what is due, in order; called again when the next piece is. */
  flush(): void {
    const { knobs, queue } = this;
    while (queue.length > 0 && !this.blocked && !knobs.frozen) {
      const [first] = queue;
      if (!first || first.dueMs > knobs.clock.monotonic()) break;
      queue.shift();
      this.count(-first.bytes.length);
      knobs.stats[this.direction] += first.bytes.length;
      this.blocked = !this.to.write(first.bytes);
    }
    if (this.heldBytes < HELD_MAX_BYTES && !knobs.frozen) this.from.resume();
    if (queue.length === 0 && this.ended && !knobs.frozen) this.to.end();
    this.arm();
  }

  /** Forgets what it holds; the connection is over. */
  discard(): void {
    this.queue.length = 0;
    this.count(-this.heldBytes);
  }

  private hold(bytes: Buffer): void {
    const { knobs } = this;
    const stalled = knobs.lossy !== undefined && knobs.random.float() < knobs.lossy.share;
    if (stalled) knobs.stats.stalls += 1;
    const delayMs = this.direction === 'upBytes' ? Math.floor(knobs.delayMs) : Math.ceil(knobs.delayMs);
    const waitMs = delayMs + (stalled ? (knobs.lossy?.stallMs ?? 0) : 0);
    this.queue.push({ dueMs: knobs.clock.monotonic() + waitMs, bytes });
    this.count(bytes.length);
    if (this.heldBytes >= HELD_MAX_BYTES) this.from.pause();
    this.flush();
  }

  private count(bytes: number): void {
    this.heldBytes += bytes;
    this.knobs.stats.heldBytes += bytes;
  }

  private arm(): void {
    const [next] = this.queue;
    if (!next || this.armed || this.blocked || this.knobs.frozen) return;
    this.armed = true;
    this.knobs.clock.after(Math.max(0, next.dueMs - this.knobs.clock.monotonic()), () => {
      this.armed = false;
      this.flush();
    });
  }
}

interface Link {
  readonly client: Socket;
  readonly upstream: Socket;
  readonly pipes: readonly Pipe[];
}

export class LinkProxy {
  readonly host = '127.0.0.1';
  readonly stats: ProxyStats = { connections: 0, open: 0, upBytes: 0, downBytes: 0, stalls: 0, heldBytes: 0 };
  private readonly target: ProxyTarget;
  private readonly knobs: Knobs;
  private readonly server: Server;
  private readonly links = new Set<Link>();

  constructor(options: ProxyOptions) {
    this.target = options.target;
    this.knobs = {
      clock: options.clock ?? systemClock,
      random: options.random ?? seededRandom(1),
      stats: this.stats,
      delayMs: options.delayMs ?? 0,
      lossy: undefined,
      frozen: false,
    };
    this.server = createServer({ noDelay: true, allowHalfOpen: true }, (client) => this.accept(client));
  }

  get port(): number {
    const address = this.server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, this.host, resolve));
  }

  /** Delay each way, for pieces that arrive from now on; of half milliseconds the way back gets the longer part. */
  setDelay(ms: number): void {
    this.knobs.delayMs = ms;
  }

  /** `undefined` makes the link smooth again. */
  setLossy(lossy: Lossy | undefined): void {
    this.knobs.lossy = lossy;
  }

  /** Resets every open connection on both sides; new ones are welcome. */
  cut(): void {
    for (const { client, upstream } of this.links) {
      client.resetAndDestroy();
      upstream.resetAndDestroy();
    }
  }

  /** Half-open: connections stay, new ones are accepted, and nothing passes, not even a close. */
  freeze(): void {
    this.knobs.frozen = true;
    for (const { client, upstream } of this.links) {
      client.pause();
      upstream.pause();
    }
  }

  /** What was held goes on its way. */
  thaw(): void {
    this.knobs.frozen = false;
    for (const link of this.links) {
      for (const pipe of link.pipes) pipe.flush();
      if (link.client.destroyed || link.upstream.destroyed) this.drop(link);
    }
  }

  async stop(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    for (const link of this.links) this.drop(link);
    await closed;
  }

  private accept(client: Socket): void {
    const { host = '127.0.0.1', port } = this.target;
    const upstream = connect({ host, port, noDelay: true, allowHalfOpen: true });
    const pipes = [
      new Pipe(this.knobs, client, upstream, 'upBytes'),
      new Pipe(this.knobs, upstream, client, 'downBytes'),
    ];
    const link: Link = { client, upstream, pipes };
    this.links.add(link);
    this.stats.connections += 1;
    this.stats.open += 1;
    for (const socket of [client, upstream]) {
      // Resets are part of the trade; 'close' follows each and takes the other side along.
      socket.on('error', () => undefined);
      socket.on('close', () => {
        if (!this.knobs.frozen) this.drop(link);
      });
    }
    if (this.knobs.frozen) {
      client.pause();
      upstream.pause();
    }
  }

  private drop(link: Link): void {
    if (!this.links.delete(link)) return;
    this.stats.open -= 1;
    for (const pipe of link.pipes) pipe.discard();
    link.client.destroy();
    link.upstream.destroy();
  }
}
