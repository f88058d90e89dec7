/**
 * The journal of attempts: an idempotency key is on disk before work starts, a result stays until the controller
 * has it. After a crash an attempt that was running is told as interrupted, never started again by itself.
 */
import type { Clock } from '../../shared/runtime/index.ts';
import type { Db } from './db.ts';
import { translated } from './translate.ts';

export interface AttemptRow {
  readonly job: string;
  readonly attempt: number;
  readonly state: 'running' | 'ended';
}

export interface AttemptWithResult extends AttemptRow {
  /** JSON text of the end message, once it ended. */
  readonly result: string | null;
}

/** Attempts whose results wait for the controller; more are refused at accept. */
export const ATTEMPTS_MAX = 1000;

export class Attempts {
  private readonly clock: Clock;
  private readonly statements;

  constructor(db: Db, clock: Clock) {
    this.clock = clock;
    this.statements = {
      insert: db.prepare(
        "INSERT INTO attempts (job, attempt, key, state, at) VALUES (?, ?, ?, 'running', ?) ON CONFLICT DO NOTHING",
      ),
      end: db.prepare(
        "UPDATE attempts SET state = 'ended', result = ?, at = ? WHERE job = ? AND attempt = ?",
      ),
      remove: db.prepare('DELETE FROM attempts WHERE job = ? AND attempt = ?'),
      all: db.prepare('SELECT job, attempt, state FROM attempts ORDER BY at, job, attempt'),
      get: db.prepare('SELECT job, attempt, state, result FROM attempts WHERE job = ? AND attempt = ?'),
      count: db.prepare('SELECT count(*) FROM attempts').pluck(),
    };
  }

  /** False when this very attempt is known already: the offer is a repeat. */
  begin(job: string, attempt: number, key: string): boolean {
    return translated(() => this.statements.insert.run(job, attempt, key, this.clock.now()).changes === 1);
  }

  end(job: string, attempt: number, result: string): void {
    translated(() => this.statements.end.run(result, this.clock.now(), job, attempt));
  }

  /** The controller has the result on its disk. */
  forget(job: string, attempt: number): void {
    translated(() => this.statements.remove.run(job, attempt));
  }

  get(job: string, attempt: number): AttemptWithResult | undefined {
    return this.statements.get.get(job, attempt) as AttemptWithResult | undefined;
  }

  /** Oldest first, without the results: these can be large. */
  all(): AttemptRow[] {
    return this.statements.all.all() as AttemptRow[];
  }

  isFull(): boolean {
    return Number(this.statements.count.get()) >= ATTEMPTS_MAX;
  }
}
