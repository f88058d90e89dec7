/** Single facts that the agent must remember over restarts: what it knew of its controller at the last welcome. */
import type { Db } from './db.ts';

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
}
