/** A get and a page of a list as SQL alone: the same rows of the same store, in this process, with nothing around them. */
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { systemClock } from '../../shared/runtime/index.ts';
import {
  type Doors,
  FLOORS_OF_SITE,
  PAGE_RECORDS,
  SITES,
  SWITCHES_OF_FLOOR,
  siteName,
  switchId,
} from './doors.ts';

const GETS = 5000;
const LISTS = 500;

/** Milliseconds of one of each, parsed. */
export function bareQueries({ dataDir }: Doors): { readonly get: number; readonly list: number } {
  const db = new Database(join(dataDir, 'store.db'), { readonly: true });
  try {
    const lane = db.prepare<[string]>("SELECT no FROM lanes WHERE site = ? AND grp = 'net'").pluck();
    const kind = db.prepare("SELECT no FROM names WHERE name = 'switch'").pluck().get();
    const rows = 'SELECT * FROM versions WHERE lane = ? AND kind = ? AND held = 0';
    const one = db.prepare(`${rows} AND id = ?`);
    const page = db.prepare(`${rows} ORDER BY id LIMIT ?`);
    const laneOf = (i: number): unknown => lane.get(siteName(i % SITES));
    return {
      get: each(GETS, (i) => {
        const id = switchId(i % FLOORS_OF_SITE, i % SWITCHES_OF_FLOOR);
        expectRows(1, one.all(laneOf(i), kind, id));
      }),
      list: each(LISTS, (i) => expectRows(PAGE_RECORDS, page.all(laneOf(i), kind, PAGE_RECORDS))),
    };
  } finally {
    db.close();
  }
}

function each(count: number, work: (i: number) => void): number {
  const startMs = systemClock.monotonic();
  for (let i = 0; i < count; i += 1) work(i);
  return (systemClock.monotonic() - startMs) / count;
}

function expectRows(count: number, rows: readonly unknown[]): void {
  const bodies = rows.map((row) => JSON.parse((row as { readonly body: string }).body) as object);
  if (bodies.length !== count) throw new Error(`${bodies.length} rows instead of ${count}`);
}
