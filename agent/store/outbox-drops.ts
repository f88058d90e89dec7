/**
 * What an outbox had to drop, by source, until a full snapshot makes up for it. A delta means something only after the
 * one before it, so an outbox that drops one drops all of them; from then on it counts and queues nothing.
 */
import type { Db } from './db.ts';

/** `size`: over its bytes; `age`: the oldest waited for too long. */
export type DropReason = 'size' | 'age';

export interface DroppedSource {
  /** `site/source/id` */
  readonly source: string;
  readonly deltas: number;
  readonly sinceMs: number;
  readonly reason: DropReason;
}

/** Sources that are named in words. */
const NAMED_MAX = 5;

export class OutboxDrops {
  private readonly statements;

  constructor(db: Db) {
    this.statements = {
      any: db.prepare('SELECT 1 FROM outbox_drops LIMIT 1').pluck(),
      reason: db.prepare('SELECT reason FROM outbox_drops LIMIT 1').pluck(),
      list: db.prepare(
        'SELECT source, deltas, since AS sinceMs, reason FROM outbox_drops ORDER BY deltas DESC, source',
      ),
      queue: db.prepare(
        `INSERT INTO outbox_drops (source, deltas, since, reason)
         SELECT source, count(*), @now, @reason FROM outbox GROUP BY source`,
      ),
      add: db.prepare(
        `INSERT INTO outbox_drops (source, deltas, since, reason) VALUES (@source, @deltas, @now, @reason)
         ON CONFLICT (source) DO UPDATE SET deltas = deltas + excluded.deltas`,
      ),
      clear: db.prepare('DELETE FROM outbox_drops'),
    };
  }

  get isAny(): boolean {
    return this.statements.any.get() !== undefined;
  }

  /** Most deltas first. */
  list(): readonly DroppedSource[] {
    return this.statements.list.all() as DroppedSource[];
  }

  /** All that waits now is given up. Call in the transaction that deletes it. */
  giveUp(reason: DropReason, now: number): void {
    this.statements.queue.run({ reason, now });
  }

  /** Deltas that were not queued, for others before them were dropped. */
  add(source: string, deltas: number, now: number): void {
    const reason = this.statements.reason.get() ?? 'size';
    this.statements.add.run({ source, deltas, now, reason });
  }

  clear(): void {
    this.statements.clear.run();
  }
}

/** For people; empty: nothing was dropped. */
export function dropWords(drops: readonly DroppedSource[]): string {
  const [first] = drops;
  if (!first) return '';
  const total = drops.reduce((sum, { deltas }) => sum + deltas, 0);
  const why = first.reason === 'age' ? 'waited for too long' : 'did not fit';
  const named = drops.slice(0, NAMED_MAX).map(({ source, deltas }) => `${source || 'earlier'} (${deltas})`);
  const more = drops.length > NAMED_MAX ? ` and ${drops.length - NAMED_MAX} more` : '';
  return `${total} deltas that ${why} were dropped, of ${named.join(', ')}${more}; what they told is sent anew once the controller takes it`;
}
