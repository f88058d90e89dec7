/** A store of an earlier schema, read through this program's view: each record is shown as it was shown then. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';
import { ADMIN, Rig, refOf } from '../../controller/inventory/testing/rig.ts';
import type { Kind } from '../../shared/model/index.ts';

const FIXTURES = fileURLToPath(new URL('../fixtures/store/', import.meta.url));
const HISTORY = 'history of ';

type Shown = Readonly<Record<string, readonly object[]>>;

it.each([1, 2, 3])('a store of schema %i shows every record, and the history, as it did before', (schema) => {
  const dir = mkdtempSync(join(tmpdir(), 'wayside-upgraded-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const file = join(dir, 'store.db');
  const old = new Database(file);
  old.exec(readFileSync(join(FIXTURES, `schema-${schema}.sql`), 'utf8'));
  old.close();
  const rig = new Rig({ file });
  onTestFinished(() => void rig.store.db.close());
  // Taken from a program of that time; later ones may show more of a record, never less.
  const then = JSON.parse(readFileSync(join(FIXTURES, `schema-${schema}.records.json`), 'utf8')) as Shown;
  const paging = { pageSize: 0, pageToken: '' };
  const all = { ...paging, site: '', filter: {}, showAbsent: true, showDeleted: true };
  for (const [what, records] of Object.entries(then)) {
    const shown = what.startsWith(HISTORY)
      ? rig.inventory.history({ ref: refOf(what.slice(HISTORY.length)), ...paging }, ADMIN).changes
      : rig.inventory.list({ ...all, kind: what as Kind }, ADMIN).records;
    expect({ what, shown }).toMatchObject({ what, shown: records });
  }
  expect(Object.values(then).flat()).toHaveLength(17);
});
