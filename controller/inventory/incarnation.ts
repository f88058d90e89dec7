/** The origin of this controller's writes: its key fingerprint and an incarnation that rises when the store may have gone back. */
import type { Log } from '../../shared/runtime/index.ts';
import {
  type HighWaterVerdict,
  judgeHighWater,
  placeOf,
  readHighWater,
  type Store,
  writeHighWater,
} from '../store/index.ts';

const META_KEY = 'incarnation';
/** Positions between two marks on disk; a restart after a crash is judged by the last mark. */
const MARK_EVERY_POSITIONS = 1000;

export interface IncarnationDeps {
  readonly store: Store;
  /** Lies outside the store and every backup; `undefined` in memory-only tests. */
  readonly highWaterFile: string | undefined;
  readonly formatOrigin: (incarnation: number) => string;
  readonly log: Log;
}

export class Incarnation {
  private readonly deps: IncarnationDeps;
  private number: number;
  private markedPos = 0;
  readonly verdict: HighWaterVerdict;

  constructor(deps: IncarnationDeps) {
    this.deps = deps;
    const mark = deps.highWaterFile ? readHighWater(deps.highWaterFile) : undefined;
    const place = this.place();
    this.verdict = deps.highWaterFile
      ? judgeHighWater(mark, { pos: deps.store.counters.position, place })
      : 'same';
    this.number = Math.max(1, Number(deps.store.meta.get(META_KEY) ?? 0), mark?.incarnation ?? 0);
    if (this.verdict === 'restored' || this.verdict === 'cloned') this.renew(`the store was ${this.verdict}`);
    else this.save();
  }

  /** The text form that versions carry. */
  get origin(): string {
    return this.deps.formatOrigin(this.number);
  }

  /** From now on writes carry a new origin. Called when something proves that the store has gone back. */
  renew(why: string): void {
    this.number += 1;
    this.save();
    this.deps.log.warn('incarnation.renewed', { why, incarnation: this.number });
  }

  /** After writes: moves the mark when it has fallen behind. */
  mark(): void {
    if (this.deps.store.counters.position - this.markedPos >= MARK_EVERY_POSITIONS) this.saveMark();
  }

  saveMark(): void {
    if (!this.deps.highWaterFile) return;
    this.markedPos = this.deps.store.counters.position;
    writeHighWater(this.deps.highWaterFile, {
      pos: this.markedPos,
      incarnation: this.number,
      place: this.place(),
    });
  }

  private save(): void {
    this.deps.store.write(() => this.deps.store.meta.set(META_KEY, String(this.number)));
    this.saveMark();
  }

  private place(): string {
    return this.deps.highWaterFile ? placeOf(this.deps.highWaterFile) : '';
  }
}
