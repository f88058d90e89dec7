/**
 * A folder whose store is gone is no first start. SQLite would make an empty store there, throw away the log that still
 * holds the last changes, and everything after would look like a new controller. So before anything of the folder is
 * touched: where there is no store, there must be nothing that only a controller with a store leaves behind.
 */
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { WaysideError } from '../../shared/errors.ts';

/** What only a controller that had a store leaves beside it; the store is made before all of them. */
const SIGNS = ['high-water.json', 'audit-mark.json', 'admin.token', 'identity'] as const;

/** Error: STORE_CORRUPT, with what proves that there was a store. */
export function refuseLostStore(dataDir: string, name: string): void {
  const file = join(dataDir, name);
  const fault = faultOf(file);
  if (fault === undefined) return;
  const log = `${name}-wal`;
  const signs = [
    ...(sizeOf(join(dataDir, log)) > 0 ? [log] : []),
    ...SIGNS.filter((sign) => existsSync(join(dataDir, sign))),
  ];
  if (signs.length === 0) return;
  throw new WaysideError(
    'STORE_CORRUPT',
    `${file} ${fault}, but this controller had a store: ${signs.join(', ')} ${signs.length === 1 ? 'proves' : 'prove'} it`,
    {
      hint: `Nothing was changed. Put ${name} back together with the ${log} that belongs to it; or put a backup in place: wayside-controller restore FILE. If a new controller is wanted, which all agents must join anew: move everything out of ${dataDir}, and start.`,
    },
  );
}

/** `undefined`: there is a store, or something that whoever opens it will judge. */
function faultOf(file: string): string | undefined {
  if (!existsSync(file)) return 'is missing';
  if (sizeOf(file) === 0) return 'is empty';
  return hasTables(file) ? undefined : 'holds no tables';
}

function hasTables(file: string): boolean {
  const db = open(file);
  if (!db) return true;
  try {
    return db.prepare('SELECT 1 FROM sqlite_master LIMIT 1').get() !== undefined;
  } catch {
    // Damaged, which the check of the store says in its words.
    return true;
  } finally {
    db.close();
  }
}

function open(file: string): InstanceType<typeof Database> | undefined {
  try {
    return new Database(file, { readonly: true });
  } catch {
    return undefined;
  }
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
