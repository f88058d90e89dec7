/** Single facts that the agent must remember over restarts: what it knew of its controller at the last welcome. */
import type { Db } from './db.ts';
import { translated } from './translate.ts';

export interface KnownController {
  /** Origin of the controller: its key fingerprint and incarnation. */
  readonly incarnation: string;
  readonly epoch: number;
}

export class AgentMeta {
  private readonly statements;

  constructor(db: Db) {
    this.statements = {
      get: db.prepare('SELECT value FROM meta WHERE key = ?').pluck(),
      set: db.prepare(
        'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
      ),
    };
  }

  controller(): KnownController | undefined {
    const text = this.statements.get.get('controller') as string | undefined;
    return text === undefined ? undefined : (JSON.parse(text) as KnownController);
  }

  /** The address at which a controller was reached last. */
  address(): string | undefined {
    return this.statements.get.get('address') as string | undefined;
  }

  setAddress(address: string): void {
    this.statements.set.run('address', address);
  }

  setController(known: KnownController): void {
    this.statements.set.run('controller', JSON.stringify(known));
  }

  /**
   * The number of this start, on disk when it returns: higher than that of any before it, and of any that a store which
   * is lost gave, as far as the clock of this host goes forward. Error: DISK_FULL.
   */
  nextBoot(nowMs: number): number {
    const before = Number(this.statements.get.get('boot') ?? 0);
    const number = Math.max(before + 1, Math.floor(nowMs / 1000));
    translated(() => this.statements.set.run('boot', String(number)));
    return number;
  }
}
