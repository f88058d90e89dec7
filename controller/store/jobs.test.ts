import { describe, expect, it, onTestFinished } from 'vitest';
import { DATABASE_DEFAULTS, openDatabase } from './database.ts';
import type { JobRow } from './jobs.ts';
import { Store } from './store.ts';

function open(): Store {
  const store = new Store(openDatabase({ file: ':memory:', ...DATABASE_DEFAULTS }));
  onTestFinished(() => store.close());
  return store;
}

function job(id: string, over: Partial<JobRow> = {}): Omit<JobRow, 'no'> {
  return {
    ...{ id, kind: 'collect', state: 'queued', site: 'ams1', agent: null, attempt: 0, created_at: 1 },
    ...{ started_at: null, ended_at: null, deadline_at: 9, created_by: 'user:ann', parent: null },
    ...{ input: '{}', targets: '[]', progress: '{}', error: null },
    ...{ rank: 0, ready_at: null, shares: null, plan: '{}', ...over },
  };
}

describe('jobs in the store', () => {
  it('come newest first, and by state oldest first', () => {
    const { jobs } = open();
    for (const id of ['a', 'b', 'c']) jobs.insert(job(id));
    jobs.update({ ...job('b'), state: 'running' });
    const page = jobs.list(Number.MAX_SAFE_INTEGER, 2);
    expect(page.map((row) => row.id)).toEqual(['c', 'b']);
    expect(jobs.list(page[1]?.no ?? 0, 2).map((row) => row.id)).toEqual(['a']);
    expect(jobs.byState('queued', 10).map((row) => row.id)).toEqual(['a', 'c']);
    expect(jobs.get('b')?.state).toBe('running');
    expect(jobs.get('z')).toBeUndefined();
  });

  it('know their children, and keep the results of each attempt apart', () => {
    const { jobs } = open();
    jobs.insert(job('a'));
    jobs.insert(job('b', { parent: 'a' }));
    expect(jobs.children('a').map((row) => row.id)).toEqual(['b']);
    const result = { job: 'a', source: 's', attempt: 1, result: '1' };
    jobs.setResult(result);
    jobs.setResult({ ...result, result: '2' });
    jobs.setResult({ ...result, attempt: 2, result: '3' });
    expect(jobs.results('a', 1)).toEqual([{ ...result, result: '2' }]);
  });

  it('are pruned with their results once they ended long ago, a bounded number at once', () => {
    const { jobs, db } = open();
    for (const [i, id] of ['a', 'b', 'c', 'd'].entries()) {
      jobs.insert(job(id, { ended_at: id === 'd' ? null : i * 10 }));
      jobs.setResult({ job: id, source: 's', attempt: 1, result: '' });
    }
    expect(jobs.prune(20, 1)).toBe(1);
    expect(jobs.prune(20, 10)).toBe(1);
    expect(jobs.prune(20, 10)).toBe(0);
    expect(jobs.list(99, 9).map((row) => row.id)).toEqual(['d', 'c']);
    expect(db.prepare('SELECT job FROM job_results ORDER BY job').pluck().all()).toEqual(['c', 'd']);
  });
});
