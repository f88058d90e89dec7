/**
 * At most `max` permits are out at once; everyone else waits in order of arrival, and the line itself is bounded.
 *
 * Invariants: active <= max, save for those who were admitted before it was made less · nobody waits while a permit is free · a freed permit goes to the head of the line,
 * so a newcomer never overtakes · a waiter whose signal aborts leaves the line at once.
 */
import { WaysideError } from '../errors.ts';

export interface LimiterOptions {
  /** What is limited, for the message of QUEUE_FULL: `sessions of 10.0.0.1:22`. */
  readonly name: string;
  readonly max: number;
  readonly waitingMax: number;
}

/** The right to one place; giving it back twice does no harm. */
export interface Permit {
  release(): void;
}

interface Waiter {
  readonly admit: (permit: Permit) => void;
  readonly refuse: (reason: unknown) => void;
}

export class Limiter {
  private readonly options: LimiterOptions;
  private readonly line: Waiter[] = [];
  private max: number;
  private activeCount = 0;
  private closedWith: WaysideError | undefined;

  constructor(options: LimiterOptions) {
    this.options = options;
    this.max = options.max;
  }

  get active(): number {
    return this.activeCount;
  }

  get waiting(): number {
    return this.line.length;
  }

  /** More or fewer from now on. Permits that are out stay valid: with fewer, nobody follows on the next that are given back. */
  resize(max: number): void {
    this.max = max;
    this.admitNext();
  }

  /** A permit if one is free now. */
  tryAcquire(): Permit | undefined {
    if (this.closedWith || this.activeCount >= this.max) return undefined;
    this.activeCount += 1;
    return this.permit();
  }

  /** Waits for a permit. Throws QUEUE_FULL when the line is full, and the signal's reason when it aborts first. */
  async acquire(signal?: AbortSignal): Promise<Permit> {
    signal?.throwIfAborted();
    if (this.closedWith) throw this.closedWith;
    const free = this.tryAcquire();
    if (free) return free;
    const { name, waitingMax } = this.options;
    if (this.line.length >= waitingMax)
      throw new WaysideError('QUEUE_FULL', `${waitingMax} requests already wait for ${name}`, {
        hint: 'Try again when the line has drained, or send fewer requests at once',
      });
    return this.stand(signal);
  }

  /** Runs `work` while holding a permit. */
  async run<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const permit = await this.acquire(signal);
    try {
      return await work();
    } finally {
      permit.release();
    }
  }

  /** Refuses everyone in the line and everyone who comes; permits that are out stay valid. */
  close(reason: WaysideError): void {
    this.closedWith = reason;
    for (const waiter of this.line.splice(0)) waiter.refuse(reason);
  }

  private stand(signal: AbortSignal | undefined): Promise<Permit> {
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        this.line.splice(this.line.indexOf(waiter), 1);
        reject(signal?.reason);
      };
      const waiter: Waiter = {
        admit: (permit) => {
          signal?.removeEventListener('abort', leave);
          resolve(permit);
        },
        refuse: (reason) => {
          signal?.removeEventListener('abort', leave);
          reject(reason);
        },
      };
      signal?.addEventListener('abort', leave, { once: true });
      this.line.push(waiter);
    });
  }

  private permit(): Permit {
    let held = true;
    return {
      release: () => {
        if (!held) return;
        held = false;
        this.activeCount -= 1;
        this.admitNext();
      },
    };
  }

  private admitNext(): void {
    while (this.activeCount < this.max) {
      const next = this.line.shift();
      if (!next) return;
      this.activeCount += 1;
      next.admit(this.permit());
    }
  }
}
