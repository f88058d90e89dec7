/** Every statement over a table that can pass 10,000 rows is answered by an index: never a scan, never a sort of its own. */
import { describe, expect, it } from 'vitest';
import { accessQueries } from './access.ts';
import { peopleQueries } from './access-people.ts';
import { sessionQueries } from './access-sessions.ts';
import { auditQueries } from './audit.ts';
import { changeSetQueries } from './change-sets.ts';
import { conflictQueries } from './conflicts.ts';
import { DATABASE_DEFAULTS, openDatabase } from './database.ts';
import { findQueries } from './find.ts';
import { gcQueries } from './gc.ts';
import { jobQueries } from './jobs.ts';
import { lookupQueries } from './lookups.ts';
import { pastQueries } from './past.ts';
import { planQueries } from './plans.ts';
import { scanQueries } from './scans.ts';
import { versionQueries } from './versions.ts';
import { wordQueries } from './words.ts';

const db = openDatabase({ file: ':memory:', ...DATABASE_DEFAULTS });

function planOf(sql: string): string[] {
  const names = [...sql.matchAll(/@(\w+)/g)].map(([, name]) => [String(name), 1]);
  const given = names.length > 0 ? [Object.fromEntries(names)] : [...sql.matchAll(/\?/g)].map(() => 1);
  const rows = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...given) as { detail: string }[];
  return rows.map((row) => row.detail);
}

const all = Object.entries({
  ...prefixed('audit', auditQueries),
  ...prefixed('versions', versionQueries),
  ...prefixed('lookups', lookupQueries),
  ...prefixed('past', pastQueries),
  ...prefixed('scans', scanQueries),
  ...prefixed('jobs', jobQueries),
  ...prefixed('plans', planQueries),
  ...prefixed('change-sets', changeSetQueries),
  ...prefixed('words', wordQueries),
  ...prefixed('gc', gcQueries),
  ...prefixed('find', findQueries),
  ...prefixed('conflicts', conflictQueries),
  ...prefixed('tokens', accessQueries),
  ...prefixed('people', peopleQueries),
  ...prefixed('sessions', sessionQueries),
});

function prefixed(room: string, queries: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(queries).map(([name, sql]) => [`${room}.${name}`, sql]));
}

describe('the plan of each large query: S1.7', () => {
  it.each(all)('%s', (_name, sql) => {
    const plan = planOf(sql);
    expect(plan.some((step) => step.startsWith('SEARCH '))).toBe(true);
    for (const step of plan) {
      expect(step).not.toMatch(/^SCAN /);
      expect(step).not.toContain('TEMP B-TREE');
      expect(step).not.toContain('AUTOMATIC');
    }
  });

  it.each([
    ['versions.current', /versions_key \(lane=\? AND kind=\? AND id=\?\)/],
    ['versions.list', /versions_key \(lane=\? AND kind=\? AND id>\? AND id<\?\)/],
    ['versions.since', /INTEGER PRIMARY KEY \(rowid>\?\)/],
    [
      'versions.changed',
      /INTEGER PRIMARY KEY \(rowid>\?\)\n.*versions_key \(lane=\? AND kind=\? AND id=\?\)/,
    ],
    ['versions.laneSince', /versions_dot \(lane=\? AND origin=\? AND seq>\?\)/],
    ['versions.history', /history_key \(lane=\? AND kind=\? AND id=\? AND pos<\?\)/],
    ['lookups.findInLane', /PRIMARY KEY \(kind=\? AND field=\? AND value=\? AND lane=\? AND id>\?\)/],
    [
      'lookups.inRange',
      /PRIMARY KEY \(kind=\? AND field=\? AND \(value,lane,id\)>\(\?,\?,\?\) AND value<\?\)/,
    ],
    ['find.hits', /PRIMARY KEY \(word=\? AND \(kind,lane,id,field\)>\(\?,\?,\?,\?\)\)/],
    ['find.wordsWith', /find_words_word \(word>\? AND word<\?\)/],
    ['scans.setDueAll', /versions_key \(lane=\? AND kind=\? AND id>\? AND id<\?\)/],
    ['scans.due', /due_at \(at<\?\)/],
    ['plans.steps', /PRIMARY KEY \(plan=\? AND no>\? AND no<\?\)/],
    ['plans.old', /plans_ended \(made_at<\?\)/],
    ['plans.ended', /plans_ended \(made_at>\?\)/],
    ['plans.endedSizes', /COVERING INDEX plans_ended \(made_at>\?\)/],
    ['plans.open', /COVERING INDEX plans_open \(expires_at>\?\)/],
    ['plans.openOf', /plans_open_of \(made_by=\? AND expires_at>\?\)/],
    ['plans.expired', /plans_open \(expires_at<\?\)/],
    ['jobs.byState', /jobs_state \(state=\?\)/],
  ])('%s goes by the whole of its key', (name, key) => {
    const sql = Object.fromEntries(all)[name];
    expect(planOf(sql ?? '').join('\n')).toMatch(key);
  });

  it('would be failed by a scan or a sort', () => {
    expect(planOf('SELECT * FROM versions WHERE body = ?')[0]).toMatch(/^SCAN /);
    expect(planOf('SELECT * FROM versions WHERE pos > ? ORDER BY hlc').join()).toContain('TEMP B-TREE');
  });
});
