/** What the history of one kind takes, and what it will take. */
import type { Kind } from './kinds.ts';

export interface HistoryKept {
  readonly kind: Kind;
  /** Superseded versions. */
  readonly versions: number;
  /** On disk with their indexes, estimated from the newest ones. */
  readonly bytes: number;
  /** What the last 24 hours added. */
  readonly bytesPerDay: number;
  /** When the oldest of them was superseded; undefined: there is none. */
  readonly oldestAt: number | undefined;
  readonly keepMs: number;
  readonly versionsMax: number;
  /** Where it levels off if every day is like the last one. */
  readonly bytesExpected: number;
}
