import { expect, test } from 'vitest';
import { type LoadReport, problemsOf, reportText, spreadOf } from './report.ts';

const GOOD: LoadReport = {
  ...{ agents: 2, sites: 1, records: 3, seed: 1, joinedMs: 10, connectedMs: 20, changes: 4, refusedScans: 0 },
  firstScans: { ms: 100, changes: 6 },
  jobs: {
    ...{ answered: 2, skipped: 0, errors: {}, states: { SUCCEEDED: 1, FAILED: 1 } },
    ...{ startMs: spreadOf([1, 2]), answerMs: undefined },
  },
  faults: { cut: 1, freeze: 0, restart: 0, 'kill-controller': 0 },
  ...{ reconnects: 1, backMs: [1500], settledMs: 1 },
  check: { records: 6, missing: 0, different: 0, more: 0, examples: [] },
  memoryMb: { load: 80, controller: undefined },
};

test('a job that failed has ended, and is no problem of the mesh', () => {
  expect(problemsOf(GOOD)).toEqual([]);
  expect(reportText(GOOD)).toMatch(/^back after a kill +in 1\.50 s$/m);
  expect(reportText(GOOD)).toMatch(/nothing lost, nothing doubled, every job ended$/);
});

test('records that are not the same, jobs that run for ever and jobs without an answer are problems', () => {
  const check = { ...GOOD.check, missing: 2, examples: ['sighting x: controller has none'] };
  const jobs = { ...GOOD.jobs, states: { RUNNING: 1 }, errors: { TIMEOUT: 1 } };
  expect(problemsOf({ ...GOOD, check, jobs })).toEqual([
    'records: 2 missing, 0 different, 0 too many',
    'sighting x: controller has none',
    'jobs: 1 have not ended (RUNNING)',
    'jobs: 1 never came back',
  ]);
});

test('the spread of nothing is nothing; the worst is the worst', () => {
  expect(spreadOf([])).toBeUndefined();
  expect(spreadOf([3, 1, 2])).toEqual({ p50: 2, p99: 3, max: 3 });
});
