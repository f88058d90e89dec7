/**
 * Which outdated SSH algorithms a device needed, kept over restarts: else a restart would be the way to get one that knows
 * better ones down to outdated ones, and every old one would be dialled twice again.
 */
import type { Clock } from '../../shared/runtime/index.ts';
import type { Db } from './db.ts';
import { translated } from './translate.ts';

/** Devices that are remembered; the one that changed longest ago is forgotten first. */
export const DEVICE_ALGORITHMS_MAX = 8_192;

export const deviceTables = `
CREATE TABLE device_algorithms (device TEXT PRIMARY KEY, legacy TEXT NOT NULL, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE refused_host_keys (
  place TEXT PRIMARY KEY, key_type TEXT NOT NULL, fingerprint TEXT NOT NULL, at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`;

export class DeviceAlgorithms {
  private readonly db: Db;
  private readonly clock: Clock;
  private readonly statements;

  constructor(db: Db, clock: Clock) {
    this.db = db;
    this.clock = clock;
    this.statements = {
      get: db.prepare<[string], { legacy: string }>('SELECT legacy FROM device_algorithms WHERE device = ?'),
      keep: db.prepare('INSERT OR REPLACE INTO device_algorithms (device, legacy, at) VALUES (?, ?, ?)'),
      thin: db.prepare(`DELETE FROM device_algorithms WHERE device IN (
        SELECT device FROM device_algorithms ORDER BY at LIMIT max(0, (SELECT count(*) FROM device_algorithms) - ?))`),
    };
  }

  /** Empty: it knows better ones. Undefined: not known. */
  get(device: string): readonly string[] | undefined {
    const row = translated(() => this.statements.get.get(device));
    return row?.legacy.split(',').filter((name) => name !== '');
  }

  keep(device: string, legacy: readonly string[]): void {
    translated(() =>
      this.db.transaction(() => {
        this.statements.keep.run(device, legacy.join(), this.clock.now());
        this.statements.thin.run(DEVICE_ALGORITHMS_MAX);
      })(),
    );
  }
}
