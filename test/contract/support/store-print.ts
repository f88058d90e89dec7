/** What a store holds, as a hash of each of its tables; read beside the controller that has it open. */
import { createHash } from 'node:crypto';
import Database from 'better-sqlite3';

/** Who asked for what is written down, also where it was refused; alerts come and go by themselves. */
const TRAIL = /^audit|^alerts|^sqlite_/;

/** Table -> hash of its rows, without the audit trail. */
export function storePrint(file: string): Readonly<Record<string, string>> {
  const db = new Database(file, { readonly: true });
  try {
    const tables = db
      .prepare<[], { name: string }>("SELECT name FROM sqlite_master WHERE type = 'table'")
      .all();
    const kept = tables.map(({ name }) => name).filter((name) => !TRAIL.test(name));
    return Object.fromEntries(
      kept.map((name) => {
        const hash = createHash('sha256');
        for (const row of db.prepare(`SELECT * FROM "${name}"`).iterate()) hash.update(JSON.stringify(row));
        return [name, hash.digest('hex').slice(0, 16)];
      }),
    );
  } finally {
    db.close();
  }
}
