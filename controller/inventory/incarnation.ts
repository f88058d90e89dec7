/** The origin of this controller's writes: its key fingerprint and an incarnation that rises when the store may have gone back. */
import type { Log } from '../../shared/runtime/index.ts';
import {
  type HighWaterVerdict,
  INCARNATION_KEY,
  judgeHighWater,
  placeOf,
  readHighWater,
  type Store,
  writeHighWater,
} from '../store/index.ts';

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
  private readonly place: string;
  private isMarkBehind = false;
  private isProven = false;
  readonly verdict: HighWaterVerdict;

  constructor(deps: IncarnationDeps) {
    this.deps = deps;
    const mark = deps.highWaterFile ? readHighWater(deps.highWaterFile) : undefined;
    this.place = deps.highWaterFile ? placeOf(deps.highWaterFile) : '';
    this.verdict = deps.highWaterFile
      ? judgeHighWater(mark, { pos: deps.store.counters.position, place: this.place })
      : 'same';
    this.number = Math.max(1, Number(deps.store.meta.get(INCARNATION_KEY) ?? 0), mark?.incarnation ?? 0);
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

  /**
   * An agent says that the store has gone back. It can have done so before this run only, so one word is enough for all
   * of it: who says it again is behind like the first, or lies, and begins anew by what the welcome tells it alone.
   */
  proven(agentId: string): void {
    const why = `agent ${agentId} holds an acknowledgement that this store does not know`;
    if (this.isProven) this.deps.log.warn('agent.head-unknown', { agent: agentId, why });
    else this.renew(why);
    this.isProven = true;
  }

  /** After each write: a backup of any moment before it is then seen to be behind. */
  saveMark(): void {
    const { highWaterFile, store, log } = this.deps;
    if (!highWaterFile) return;
    const { place, number: incarnation } = this;
    try {
      writeHighWater(highWaterFile, { pos: store.counters.position, incarnation, place });
      this.isMarkBehind = false;
    } catch (error) {
      // What was written to the store stands; a mark that is behind only proves less.
      if (!this.isMarkBehind) log.warn('incarnation.mark-not-saved', { error });
      this.isMarkBehind = true;
    }
  }

  private save(): void {
    const { store } = this.deps;
    const text = String(this.number);
    // A start that changes nothing writes nothing: it must come up on a full disk too.
    if (store.meta.get(INCARNATION_KEY) !== text) store.write(() => store.meta.set(INCARNATION_KEY, text));
    this.saveMark();
  }
}
