/**
 * Numbers of sessions, rising over all agents and restarts. They are reserved on disk in blocks, so that a session costs no
 * write; a restart skips what is left of a block.
 */
import type { EnrolmentStore } from '../store/index.ts';

export const SESSION_BLOCK = 1000;

export class SessionNumbers {
  private readonly store: Pick<EnrolmentStore, 'sessionNumber' | 'setSessionNumber'>;
  private newest: number;
  private reserved: number;

  constructor(store: Pick<EnrolmentStore, 'sessionNumber' | 'setSessionNumber'>) {
    this.store = store;
    this.newest = store.sessionNumber;
    this.reserved = this.newest;
  }

  /** The newest one; before the first, one that is not below those of earlier runs. */
  get last(): number {
    return this.newest;
  }

  next(): number {
    this.newest += 1;
    if (this.newest > this.reserved) this.reserve(this.newest + SESSION_BLOCK - 1);
    return this.newest;
  }

  private reserve(upTo: number): void {
    try {
      this.store.setSessionNumber(upTo);
      this.reserved = upTo;
    } catch {
      // A full disk must not keep agents out: the store says by itself that it is full, and the next one tries again.
    }
  }
}
