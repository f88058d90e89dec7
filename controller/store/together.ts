/**
 * Writes that wait for the end of this turn of the event loop and are made durable by one commit: a synced commit costs
 * half a millisecond, and a thousand agents answer in the same moment. When the common transaction fails, each write is
 * tried alone, so that nobody pays for another's failure.
 */
import { nextTurn } from '../../shared/runtime/index.ts';

/** Writes of one transaction; with more than that waiting, the next does not wait for the end of the turn. */
export const TOGETHER_MAX = 256;

export interface LateWrite {
  /** Of two writes about one thing, the second begins when the first is done. */
  readonly about: string;
  /** Within a transaction, perhaps a second time: it changes nothing but the store. */
  readonly write: () => void;
  /** Once that is durable, before anything else happens. */
  readonly written: () => void;
}

interface Waiting extends LateWrite {
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

export class Together {
  private readonly transaction: (work: () => void) => void;
  /** By what they are about. */
  private waiting = new Map<string, Waiting>();

  constructor(transaction: (work: () => void) => void) {
    this.transaction = transaction;
  }

  /** Resolves after `written`; rejects when it could not be written, even alone. */
  add(late: LateWrite): Promise<void> {
    if (this.waiting.has(late.about) || this.waiting.size >= TOGETHER_MAX) this.flush();
    if (this.waiting.size === 0) void nextTurn().then(() => this.flush());
    return new Promise((resolve, reject) => this.waiting.set(late.about, { ...late, resolve, reject }));
  }

  /** Writes what waits, now. */
  flush(): void {
    const all = [...this.waiting.values()];
    this.waiting = new Map();
    if (all.length > 1 && this.tryAll(all)) for (const one of all) conclude(one);
    else for (const one of all) this.alone(one);
  }

  private tryAll(all: readonly Waiting[]): boolean {
    try {
      this.transaction(() => {
        for (const { write } of all) write();
      });
      return true;
    } catch {
      return false;
    }
  }

  private alone(one: Waiting): void {
    try {
      this.transaction(one.write);
    } catch (error) {
      return one.reject(error);
    }
    conclude(one);
  }
}

function conclude({ written, resolve, reject }: Waiting): void {
  try {
    written();
    resolve();
  } catch (error) {
    reject(error);
  }
}
