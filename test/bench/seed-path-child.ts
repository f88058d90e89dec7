/**
 * The query path of the port tracer that Wayside replaces, rebuilt plainly: Site -> Floor -> Switch as three tables
 * without further indexes; all floors of the site, for each its switches, for each of these its floor and site once
 * more, as an object mapper loads them; JSON over HTTP in the clear. It has no pages, so the page is cut from the whole.
 * In one thing it is kinder than the original: its database is in the process, so a query costs no way there and back.
 * Its argument is a `SeedPathOrder`, its answer the URL.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Database from 'better-sqlite3';
import { nextTurn } from '../../shared/runtime/index.ts';
import { FLOORS_OF_SITE, many, PAGE_RECORDS, SITES, SWITCHES_OF_FLOOR, siteName, switchId } from './doors.ts';

export interface SeedPathOrder {
  /** Made anew. */
  readonly file: string;
}

interface Row {
  readonly id: number;
  readonly name: string;
}

interface SwitchRow extends Row {
  readonly floor_id: number;
  readonly ip_address: string;
  readonly model: string;
}

const { file } = JSON.parse(process.argv[2] ?? '') as SeedPathOrder;
const db = new Database(file);
fillTables();
const siteByName = db.prepare<[string], Row>('SELECT * FROM site WHERE name = ?');
const siteById = db.prepare<[number], Row>('SELECT * FROM site WHERE id = ?');
const floorsOfSite = db.prepare<[number], Row>('SELECT * FROM floor WHERE site_id = ?');
const floorById = db.prepare<[number], Row & { readonly site_id: number }>(
  'SELECT * FROM floor WHERE id = ?',
);
const switchesOfFloor = db.prepare<[number], SwitchRow>(
  'SELECT * FROM switch WHERE floor_id = ? AND enabled = 1',
);

function fillTables(): void {
  db.exec(`PRAGMA journal_mode = WAL;
    CREATE TABLE site (id INTEGER PRIMARY KEY, name TEXT);
    CREATE TABLE floor (id INTEGER PRIMARY KEY, site_id INTEGER, name TEXT);
    CREATE TABLE switch (id INTEGER PRIMARY KEY, floor_id INTEGER, name TEXT, ip_address TEXT, model TEXT, enabled INTEGER);`);
  const [site, floor, one] = [
    db.prepare('INSERT INTO site (name) VALUES (?)'),
    db.prepare('INSERT INTO floor (site_id, name) VALUES (?, ?)'),
    db.prepare('INSERT INTO switch (floor_id, name, ip_address, model, enabled) VALUES (?, ?, ?, ?, 1)'),
  ];
  db.transaction(() => {
    for (let s = 0; s < SITES; s += 1) {
      const siteNo = site.run(siteName(s)).lastInsertRowid;
      for (let f = 0; f < FLOORS_OF_SITE; f += 1) {
        const floorNo = floor.run(siteNo, `Floor ${f}`).lastInsertRowid;
        for (const n of many(SWITCHES_OF_FLOOR, (i) => i))
          one.run(floorNo, `${siteName(s)}-${switchId(f, n)}`, `10.${s}.${f}.${n}`, 'N3048');
      }
    }
  })();
}

/** Several requests are under way at once, as the threads of the original are while the database works. */
async function switchesOf(name: string): Promise<object[]> {
  const all: object[] = [];
  const site = siteByName.get(name);
  for (const floor of site ? floorsOfSite.all(site.id) : []) {
    await nextTurn();
    for (const row of switchesOfFloor.all(floor.id)) {
      const itsFloor = floorById.get(row.floor_id);
      const itsSite = siteById.get(itsFloor?.site_id ?? 0);
      all.push({ ...row, floor: itsFloor?.name, site: itsSite?.name });
    }
  }
  return all.slice(0, PAGE_RECORDS);
}

const server = createServer((request, response) => {
  const asked = new URL(request.url ?? '', 'http://bench').searchParams.get('site') ?? '';
  response.setHeader('content-type', 'application/json');
  void switchesOf(asked).then((data) => response.end(JSON.stringify({ status: 'success', data })));
});

// Clients come back after a pause.
server.keepAliveTimeout = 0;
process.on('disconnect', () => process.exit(0));
server.listen(0, '127.0.0.1', () => {
  process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
