/** The parts of the audit trail, put together over one store. */
import { join } from 'node:path';
import type { TargetResult } from '../../../shared/model/index.ts';
import type { Clock, Log } from '../../../shared/runtime/index.ts';
import { AuditStore, PeopleStore, type Store } from '../../store/index.ts';
import { AuditedCalls } from './calls.ts';
import { fileMark } from './mark.ts';
import { AuditReader } from './reader.ts';
import { appendCredentialUses, type EndedAttempt } from './secrets.ts';
import { AuditTrail } from './trail.ts';
import { appendWrites, type EndedWrite } from './writes.ts';

/** In the data folder, outside of the store and its backups. */
const MARK_FILE = 'audit-mark.json';

export interface AuditOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  /** `undefined` in memory-only tests: the end of the chain is then not marked. */
  readonly dataDir: string | undefined;
  readonly retentionMs: number;
  /** Of this controller, for the last line of an export. */
  readonly origin: () => string;
}

export interface Audit {
  readonly trail: AuditTrail;
  readonly calls: AuditedCalls;
  readonly reader: AuditReader;
  /** Told within the transaction that ends an attempt of a job: the credentials that the agent opened for it, and what it typed. */
  attemptEnded(attempt: EndedAttempt & EndedWrite, results: readonly TargetResult[]): void;
}

export function openAudit({ dataDir, origin, ...options }: AuditOptions): Audit {
  const { store, clock } = options;
  const entries = new AuditStore(store.db);
  const mark = dataDir === undefined ? undefined : fileMark(join(dataDir, MARK_FILE));
  const trail = new AuditTrail({ ...options, entries, mark });
  const people = new PeopleStore(store.db);
  const isUser = (name: string): boolean => people.user(name) !== undefined;
  const calls = new AuditedCalls({ trail, clock, isUser });
  return {
    trail,
    calls,
    reader: new AuditReader({ store, entries, trail, origin }),
    attemptEnded: (attempt, results) => {
      const ended = { results, nowMs: clock.now() };
      appendCredentialUses(trail, attempt, ended);
      appendWrites(trail, attempt, ended);
    },
  };
}
