/**
 * Looks after everything by the clock: runs the checks, follows what they find, raises and ends alerts. A tick does
 * bounded work: sources by what changed of them, slow checks every few minutes. It looks soon after an agent came or went.
 */
import { type Finding, healthReasons, type ReasonedFinding } from '../../shared/model/index.ts';
import { type Clock, type Log, type Metrics, nextTurn, type Timer } from '../../shared/runtime/index.ts';
import type { Sight } from '../inventory/index.ts';
import type { AlertBook } from './alert-book.ts';
import type { Check } from './check.ts';
import { diagnose } from './doctor.ts';
import type { SourceState, SourceWatch } from './source-watch.ts';

export const HEALTH_EVERY_MS = 30_000;
/** After an agent came or went; many that come at once are looked at together. */
export const HEALTH_SOON_MS = 1000;
/** Pieces of following the sources in one tick; what is left waits for the next. */
const PIECES_PER_TICK = 50;
/** The same for the doctor, who is waited for. */
const PIECES_PER_QUESTION = 1000;

export interface HealthDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly checks: readonly Check[];
  readonly sources: SourceWatch;
  readonly book: AlertBook;
}

interface Looked {
  /** Monotonic. */
  readonly at: number;
  readonly found: readonly ReasonedFinding[] | undefined;
}

export class Health {
  private readonly deps: HealthDeps;
  private readonly last = new Map<string, Looked>();
  private timers: Timer[] = [];
  private soon: Timer | undefined;
  private ticking: Promise<void> | undefined;
  private isStopped = false;

  constructor(deps: HealthDeps) {
    this.deps = deps;
  }

  start(): void {
    this.timers.push(this.deps.clock.every(HEALTH_EVERY_MS, () => void this.tick()));
    this.look();
  }

  /** Resolves when nothing is written any more. */
  async stop(): Promise<void> {
    this.isStopped = true;
    this.soon?.cancel();
    for (const timer of this.timers) timer.cancel();
    await this.ticking;
  }

  /** Something happened: looks soon, once for all that happens until then. */
  look(): void {
    if (this.isStopped) return;
    this.soon ??= this.deps.clock.after(HEALTH_SOON_MS, () => {
      this.soon = undefined;
      void this.tick();
    });
  }

  /** Looks now; a failure is logged, and the next tick tries again. */
  tick(): Promise<void> {
    this.ticking ??= this.evaluate()
      .catch((error: unknown) => this.deps.log.error('health.failed', { error }))
      .finally(() => {
        this.ticking = undefined;
      });
    return this.ticking;
  }

  /** What is so at this moment, as the principal may see it. */
  async doctor(sight: Sight): Promise<readonly Finding[]> {
    await this.followSources(PIECES_PER_QUESTION);
    return diagnose(this.deps.checks, sight);
  }

  /** Sources whose last scan failed. */
  async failedSources(): Promise<readonly SourceState[]> {
    await this.followSources(PIECES_PER_QUESTION);
    return this.failed();
  }

  setMetrics(metrics: Metrics): void {
    this.deps.sources.follow();
    metrics.set('wayside_sources_stale', {}, this.failed().length);
    const counts = new Map<string, number>();
    const now = this.deps.clock.now();
    for (const row of this.deps.book.alerts()) {
      if (row.state !== 'open') continue;
      const silenced = this.deps.book.silenceOf(row, now);
      const key = `${row.reason} ${silenced ? 'silenced' : row.ackAt === null ? 'open' : 'acknowledged'}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    for (const [reason, { raiseAfterMs }] of Object.entries(healthReasons)) {
      if (raiseAfterMs === undefined) continue;
      for (const state of ['open', 'acknowledged', 'silenced'])
        metrics.set('wayside_alerts', { reason, state }, counts.get(`${reason} ${state}`) ?? 0);
    }
  }

  private failed(): readonly SourceState[] {
    return [...this.deps.sources.troubles()].filter(({ failed }) => failed);
  }

  private async evaluate(): Promise<void> {
    await this.followSources(PIECES_PER_TICK);
    if (this.isStopped) return;
    const { clock, checks, book } = this.deps;
    const now = clock.now();
    const results = checks.map((check) => ({ check, found: this.run(check) }));
    const known = new Set(results.flatMap(({ check, found }) => (found ? check.reasons : [])));
    await book.observe(
      results.flatMap(({ found }) => found ?? []),
      known,
      now,
    );
  }

  private run(check: Check): readonly ReasonedFinding[] | undefined {
    const now = this.deps.clock.monotonic();
    const last = this.last.get(check.name);
    if (last?.found && check.everyMs !== undefined && now - last.at < check.everyMs) return last.found;
    try {
      const found = check.run();
      this.last.set(check.name, { at: now, found });
      return found;
    } catch (error) {
      this.deps.log.error('health.check-failed', { check: check.name, error });
      return undefined;
    }
  }

  private async followSources(piecesMax: number): Promise<void> {
    for (let pieces = 0; pieces < piecesMax && !this.deps.sources.follow(); pieces += 1) await nextTurn();
  }
}
