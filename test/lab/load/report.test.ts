import { expect, test } from 'vitest';
import { type LoadReport, mergeChecks, mergeWork, problemsOf, reportText, spreadOf } from './report.ts';

const GOOD: LoadReport = {
  schema: 1,
  ...{ agents: 2, sites: 1, records: 3, seed: 1, joinedMs: 10, connectedMs: 20, changes: 4, refusedScans: 0 },
  firstScans: { ms: 100, changes: 6 },
  jobs: {
    ...{ answered: 2, skipped: 0, errors: {}, states: { SUCCEEDED: 1, FAILED: 1 } },
    ...{ startMs: spreadOf([1, 2]), answerMs: undefined },
  },
  faults: { cut: 1, freeze: 0, restart: 0, 'kill-controller': 0 },
  faultKinds: ['cut'],
  ...{ reconnects: 1, backMs: [1500], settledMs: 1 },
  check: { records: 6, missing: 0, different: 0, more: 0, examples: [] },
  broadcasts: [
    {
      ...{ job: 'j', state: 'SUCCEEDED', targets: 2, answers: 2, parts: 1, agents: 1 },
      ...{ submittedMs: 10, answeredMs: 50 },
    },
  ],
  eachMs: [40],
  cost: {
    ...{ processes: 1, cores: 2 },
    phases: [{ phase: 'joining', ms: 1000, loadCpuMs: 500, controllerCpuMs: 250 }],
    memoryMb: { load: 80, loadPeak: 90, controller: undefined, controllerPeak: undefined },
  },
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

test('one job for all that lacks an answer is a problem', () => {
  const [one] = GOOD.broadcasts;
  if (!one) throw new Error('there is one');
  expect(reportText(GOOD)).toMatch(
    /^one job for all +2 of 2 answers by 1 agents in 1 parts, on disk in 0\.01 s/m,
  );
  expect(problemsOf({ ...GOOD, broadcasts: [{ ...one, answers: 1 }] })).toEqual([
    'one job for all: 1 of 2 answers (SUCCEEDED)',
  ]);
});

test('what each phase cost is told for both sides, and where the load was the slow one', () => {
  expect(reportText(GOOD)).toMatch(/^ {2}joining +1\.00 s: load 50 %, controller 25 %$/m);
  expect(reportText(GOOD)).not.toContain('at its limit');
  const cost = {
    ...GOOD.cost,
    phases: [{ phase: 'joining', ms: 1000, loadCpuMs: 950, controllerCpuMs: 250 }],
  };
  expect(reportText({ ...GOOD, cost })).toMatch(
    /^at its limit +the load itself, at: joining\. .* --processes$/m,
  );
});

test('what squads of several processes did is one report', () => {
  const part = { asked: [], errors: { TIMEOUT: 1 }, skipped: 2, changes: 3, refusedScans: 4 };
  expect(mergeWork([part, part])).toEqual({
    ...{ asked: [], errors: { TIMEOUT: 2 }, skipped: 4, changes: 6, refusedScans: 8 },
  });
  const check = { records: 5, missing: 1, different: 2, more: 3, examples: ['x'] };
  expect(mergeChecks([check, check])).toEqual({
    ...{ records: 10, missing: 2, different: 4, more: 6, examples: ['x', 'x'] },
  });
});

test('a fault that was asked for and did not come is told', () => {
  expect(reportText(GOOD)).toMatch(/^agents +2 over 1 site, /m);
  expect(reportText(GOOD)).toMatch(/^faults +1 cut$/m);
  expect(reportText({ ...GOOD, faultKinds: ['cut', 'restart'] })).toMatch(
    /^faults +1 cut, 0 restart \(the run was too short\)$/m,
  );
  expect(reportText({ ...GOOD, faultKinds: [] })).toMatch(/^faults +none$/m);
});
