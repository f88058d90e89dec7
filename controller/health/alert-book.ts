/**
 * Every alert and silence, in memory and on disk. What is in memory counts: while the store takes no writes, alerts
 * are raised all the same, and are written when it does again.
 */
import {
  type HealthReason,
  healthReasons,
  isHealthReason,
  type ReasonedFinding,
} from '../../shared/model/index.ts';
import { type Log, nextTurn } from '../../shared/runtime/index.ts';
import { type AlertRow, AlertStore, type SilenceRow, type Store } from '../store/index.ts';
import { alertId, type Step, sameRow, whenFound, whenGone } from './alert-state.ts';

/** Alerts followed at once, those that have ended too. */
export const ALERTS_MAX = 20_000;
/** Alerts that are changed or written in one piece of the work: some milliseconds. */
const PIECE_ROWS = 250;
/** An alert that has ended is forgotten after so long. */
export const ALERT_KEEP_MS: number = 30 * 86_400_000;

export interface BookDeps {
  readonly store: Store;
  readonly log: Log;
}

export class AlertBook {
  private readonly deps: BookDeps;
  private readonly table: AlertStore;
  private readonly rows = new Map<string, AlertRow>();
  private readonly silenced = new Map<string, SilenceRow>();
  /** Ids whose rows are not on disk as they are here. */
  private readonly unsaved = new Set<string>();
  private refused = 0;
  /** What was found last; checks give the same object again while nothing changed. */
  private last: ReadonlyMap<string, ReasonedFinding> = new Map();
  private readonly ids = new WeakMap<ReasonedFinding, string>();

  constructor(deps: BookDeps) {
    this.deps = deps;
    this.table = new AlertStore(deps.store.db);
    // A reason of a newer version, before a step back: nobody would end it.
    for (const row of this.table.alerts()) if (isHealthReason(row.reason)) this.rows.set(row.id, row);
    for (const row of this.table.silences()) this.silenced.set(row.id, row);
  }

  /** Raised ones, open or ended. */
  *alerts(): Generator<AlertRow> {
    for (const row of this.rows.values()) if (row.state !== 'pending') yield row;
  }

  silences(): Iterable<SilenceRow> {
    return this.silenced.values();
  }

  alert(id: string): AlertRow | undefined {
    return this.rows.get(id);
  }

  /** Those that count for the alert, the longest first. */
  silenceOf({ id, reason, site }: AlertRow, nowMs: number): SilenceRow | undefined {
    let longest: SilenceRow | undefined;
    for (const silence of this.silenced.values()) {
      const isOfIt =
        silence.alert === '' ? silence.reason === reason && covers(silence.site, site) : silence.alert === id;
      if (isOfIt && silence.until > nowMs && silence.until > (longest?.until ?? 0)) longest = silence;
    }
    return longest;
  }

  /**
   * What is so now, as far as the checks know: alerts of reasons that are not known now stay as they are. In pieces, so
   * that nobody waits for thousands of alerts that begin or end together.
   */
  async observe(found: readonly ReasonedFinding[], known: ReadonlySet<string>, nowMs: number): Promise<void> {
    const present = new Map(found.map((finding) => [this.idOf(finding), finding]));
    const pieces = new Pieces();
    for (const [id, finding] of present) {
      const before = this.rows.get(id);
      // The very same words of an alert that is open are no news.
      if (before?.state === 'open' && before.goneAt === null && this.last.get(id) === finding) continue;
      if (!before && !this.hasRoom()) continue;
      this.take(id, before, whenFound(before, finding, nowMs));
      await pieces.rest();
    }
    for (const id of [...this.rows.keys()]) {
      const row = this.rows.get(id);
      if (!row || row.state === 'ended' || present.has(id) || !known.has(row.reason)) continue;
      this.take(id, row, whenGone(row, nowMs));
      await pieces.rest();
    }
    this.last = present;
    this.forgetOld(nowMs);
    await this.save();
  }

  /** Durable when it returns. Error: DISK_FULL, STORE_LOCKED; then all is as before. */
  change(rows: readonly AlertRow[]): void {
    this.deps.store.write(() => {
      for (const row of rows) this.table.save(row);
    });
    for (const row of rows) this.rows.set(row.id, row);
  }

  /** Durable when it returns. Errors: as of `change`. */
  exchangeSilences(gone: readonly SilenceRow[], made: readonly SilenceRow[]): void {
    this.deps.store.write(() => {
      for (const { id } of gone) this.table.removeSilence(id);
      for (const silence of made) this.table.addSilence(silence);
    });
    for (const { id } of gone) this.silenced.delete(id);
    for (const silence of made) this.silenced.set(silence.id, silence);
  }

  private take(id: string, before: AlertRow | undefined, { row, event }: Step): void {
    if (row && event) this.tell(row, event);
    if (row && before && sameRow(row, before)) return;
    if (row) this.rows.set(id, row);
    else this.rows.delete(id);
    if (row ?? before) this.unsaved.add(id);
  }

  private tell(
    { id, reason, site, subjectName, message, detail }: AlertRow,
    event: 'raised' | 'ended',
  ): void {
    const about = { alert: id, reason, site, subject: subjectName };
    if (event === 'ended') return this.deps.log.info('alert.ended', about);
    const words = detail === '' ? message : `${message}: ${detail}`;
    const { level } = healthReasons[reason as HealthReason];
    this.deps.log.warn('alert.raised', { ...about, severity: level, message: words });
  }

  private hasRoom(): boolean {
    if (this.rows.size < ALERTS_MAX) return true;
    this.refused += 1;
    if (this.refused === 1) this.deps.log.error('alerts.too-many', { max: ALERTS_MAX });
    return false;
  }

  private forgetOld(nowMs: number): void {
    for (const { id, state, endedAt } of this.rows.values()) {
      if (state !== 'ended' || nowMs - (endedAt ?? 0) < ALERT_KEEP_MS) continue;
      this.rows.delete(id);
      this.unsaved.add(id);
    }
    const over = [...this.silenced.values()].filter(({ until }) => until <= nowMs);
    for (const { id } of over) this.silenced.delete(id);
    for (const { id } of over) this.unsaved.add(id);
    if (this.rows.size < ALERTS_MAX) this.refused = 0;
  }

  private idOf(finding: ReasonedFinding): string {
    const known = this.ids.get(finding);
    if (known !== undefined) return known;
    const id = alertId(finding);
    this.ids.set(finding, id);
    return id;
  }

  private async save(): Promise<void> {
    try {
      while (this.unsaved.size > 0) {
        const ids = [...this.unsaved].slice(0, PIECE_ROWS);
        this.deps.store.write(() => {
          for (const id of ids) this.saveOne(id);
        });
        for (const id of ids) this.unsaved.delete(id);
        await nextTurn();
      }
    } catch (error) {
      // They wait, and the next tick tries again.
      this.deps.log.warn('alerts.not-saved', { waiting: this.unsaved.size, error });
    }
  }

  /** An id of an alert, or of a silence that has ended. */
  private saveOne(id: string): void {
    const row = this.rows.get(id);
    if (row) this.table.save(row);
    else this.table.remove(id);
    if (!this.silenced.has(id)) this.table.removeSilence(id);
  }
}

/** Lets others go first after so many. */
class Pieces {
  private done = 0;

  async rest(): Promise<void> {
    this.done += 1;
    if (this.done % PIECE_ROWS === 0) await nextTurn();
  }
}

export function covers(silenced: string, site: string): boolean {
  return silenced === '*' || silenced === site;
}
