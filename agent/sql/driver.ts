/** The SQL driver: SQLite files on the host of the agent, as stores whose rows the steps of plans change. */
import { WaysideError } from '../../shared/errors.ts';
import { type Clock, nextTurn } from '../../shared/runtime/index.ts';
import type {
  DriverContext,
  DriverName,
  OpenStore,
  StoreDriver,
  Target,
  TargetOutcome,
  Task,
} from '../jobs/driver.ts';
import { placeOf, type SqlPlaces } from './place.ts';
import { SqliteStore } from './sqlite-store.ts';

export interface SqlDriverOptions extends SqlPlaces {
  readonly clock: Clock;
}

/** Named in the answer to a probe. */
const TABLES_NAMED_MAX = 50;

export function createSqlDriver(options: SqlDriverOptions): StoreDriver {
  return new SqlDriver(options);
}

/** Each piece of work opens the file anew, so that nothing is held of a file that was moved away. */
class SqlDriver implements StoreDriver {
  readonly name: DriverName = 'sql';
  readonly capabilities: readonly string[] = ['sql.probe'];
  private readonly options: SqlDriverOptions;

  constructor(options: SqlDriverOptions) {
    this.options = options;
  }

  async run(task: Task, target: Target, context: DriverContext): Promise<TargetOutcome> {
    if (task.kind !== 'probe')
      throw new WaysideError('UNSUPPORTED', `a database is tested and changed, not read: ${task.kind}`);
    const { clock } = this.options;
    const startMs = clock.monotonic();
    const store = this.openNow(target, context);
    try {
      const kinds = [...store.kinds].sort();
      const data = { tables: kinds.length, names: kinds.slice(0, TABLES_NAMED_MAX) };
      return { data, timings: { connectMs: clock.monotonic() - startMs } };
    } finally {
      store.close();
    }
  }

  async open(target: Target, context: DriverContext): Promise<OpenStore> {
    // SQLite answers at once, so that a long job would leave the agent no moment to hear or say anything else.
    await nextTurn();
    return this.openNow(target, context);
  }

  stop(): Promise<void> {
    return Promise.resolve();
  }

  private openNow({ address, name }: Target, { signal, progress }: DriverContext): SqliteStore {
    signal.throwIfAborted();
    progress('opening');
    return new SqliteStore({ file: placeOf(address, this.options), name });
  }
}
