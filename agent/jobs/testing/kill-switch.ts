/**
 * Kills a process at a chosen moment: what lies in its store then is all that is left of it. The moments are counted as
 * they pass, so that a test can go through all of them.
 */
import type { Db } from '../../store/index.ts';

export class Killed extends Error {}

export class KillSwitch {
  /** Moments that passed, with their names. */
  readonly passed: string[] = [];
  /** What was durable when the process was killed. */
  image: Buffer | undefined;
  private readonly db: Db;
  private readonly at: number;

  /** `at`: the number of the moment, from 0; none: it lives on. */
  constructor(db: Db, at: number = Number.POSITIVE_INFINITY) {
    this.db = db;
    this.at = at;
  }

  get isDead(): boolean {
    return this.image !== undefined;
  }

  /** In work that cannot wait. Throws when the process is dead. */
  pass(name: string): void {
    if (!this.isDead && this.passed.length === this.at) this.image = this.db.serialize();
    if (this.isDead) throw new Killed(name);
    this.passed.push(name);
  }

  /** In work that waits: what a dead process waits for never comes. */
  async wait(name: string): Promise<void> {
    await Promise.resolve();
    try {
      this.pass(name);
    } catch {
      await new Promise<never>(() => undefined);
    }
  }
}
