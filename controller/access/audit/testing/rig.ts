/** An audit trail over a store in memory, with a clock that stands still and a mark that tests may read and change. */
import { ADMIN_GRANT, type ChainPoint, type UserPrincipal } from '../../../../shared/model/index.ts';
import { ManualClock, silentLog } from '../../../../shared/runtime/index.ts';
import { AuditStore, DATABASE_DEFAULTS, openDatabase, Store } from '../../../store/index.ts';
import { AuditedCalls } from '../calls.ts';
import type { TailMark } from '../mark.ts';
import { type AuditQuestion, AuditReader } from '../reader.ts';
import { AuditTrail } from '../trail.ts';

export const ADMIN: UserPrincipal = {
  ...{ type: 'user', name: 'admin', grants: [ADMIN_GRANT], readOnly: false, tokenId: 't1' },
};

export const RETENTION_MS = 86_400_000;

export class MemoryMark implements TailMark {
  held: ChainPoint | 'unreadable' | undefined;

  read(): ChainPoint | 'unreadable' | undefined {
    return this.held;
  }

  write(tail: ChainPoint): void {
    this.held = tail;
  }
}

export interface AuditRig {
  readonly clock: ManualClock;
  readonly store: Store;
  readonly mark: MemoryMark;
  readonly entries: AuditStore;
  readonly trail: AuditTrail;
  readonly calls: AuditedCalls;
  readonly reader: AuditReader;
}

/** `after`: another process over the same store and mark. */
export function auditRig(after?: AuditRig): AuditRig {
  const clock = after?.clock ?? new ManualClock(1_000_000);
  const db = after?.store.db ?? openDatabase({ ...DATABASE_DEFAULTS, file: ':memory:' });
  const store = new Store(db);
  const mark = after?.mark ?? new MemoryMark();
  const entries = new AuditStore(db);
  const trail = new AuditTrail({ store, entries, clock, log: silentLog, mark, retentionMs: RETENTION_MS });
  const calls = new AuditedCalls({ trail, clock, isUser: (name) => name === 'ann' || name === 'bob' });
  const reader = new AuditReader({ store, entries, trail, origin: () => 'c1.1' });
  return { clock, store, mark, entries, trail, calls, reader };
}

export function fill({ trail }: AuditRig, count: number): void {
  for (let n = 0; n < count; n += 1) trail.event({ method: 'test.done', targets: [`thing:${n}`] });
}

export function question(more: Partial<AuditQuestion> = {}): AuditQuestion {
  const all = { who: '', method: '', site: '', result: '', since: undefined, until: undefined };
  return { pageSize: 1000, pageToken: '', ...all, ...more };
}

/** The whole check, as the command line makes it: what is wrong, or `undefined`. */
export function verifyAll({ reader }: AuditRig): {
  checked: number;
  problem: string | undefined;
  losses: number;
} {
  let [checked, losses, pageToken] = [0, 0, ''];
  do {
    const piece = reader.verify(pageToken, ADMIN);
    checked += piece.checked;
    losses += piece.losses.length;
    if (piece.bad) return { checked, problem: piece.bad.problem, losses };
    pageToken = piece.nextPageToken;
  } while (pageToken !== '');
  return { checked, problem: undefined, losses };
}
