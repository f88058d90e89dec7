import { afterAll, expect, test } from 'vitest';
import type { TargetResult } from '../../../shared/model/index.ts';
import { campus } from '../testing/campus.ts';
import { jobOf, NOW_MS } from '../testing/fake-controller.ts';
import { removeWorlds, testWorld } from '../testing/test-host.ts';

afterAll(removeWorlds);

const ok: TargetResult = {
  ...{ source: { site: 'ams1', kind: 'source', id: 'sw1' }, name: 'ams1-core1', error: undefined },
  ...{ data: { steps: 4, done: 1 }, timingsMs: { commandMs: 1000 } },
};

test('job get shows the steps of a job that writes: what was done, what was not, and what nobody knows', async () => {
  const api = campus();
  const step = { source: ok.source, action: { port: 'Gi0/1', enabled: false }, error: undefined, at: NOW_MS };
  const unknown = {
    code: 'OUTCOME_UNKNOWN',
    message: 'reading back does not tell; before that: the line broke',
    hint: 'Look at the source before it is sent again.',
  } as const;
  const view = {
    ...({ kind: 'apply', state: 'partly', endedAt: NOW_MS, results: [ok] } as const),
    steps: [
      { ...step, id: 'port-1', state: 'acknowledged', data: { answer: 'ok' } },
      {
        ...step,
        id: 'port-2',
        state: 'not-done',
        data: null,
        error: { ...unknown, code: 'INTERNAL', message: 'no' },
      },
      { ...step, id: 'port-3', state: 'unknown', data: null, error: unknown },
      { ...step, id: 'port-4', state: 'planned', data: null, at: undefined },
    ] as const,
  };
  api.jobs.set('job1', jobOf(view));
  const shown = async (...args: string[]): Promise<string> =>
    (await testWorld({ api })).shown('job', 'get', 'job1', ...args);
  const text = await shown();
  expect(text.slice(text.indexOf('STEP'), text.indexOf('\n\nNAME'))).toMatchInlineSnapshot(`
    "STEP  ID      NAME        STATE     MESSAGE
    1     port-1  ams1-core1  done      answer ok
    2     port-2  ams1-core1  not done  INTERNAL: no
    3     port-3  ams1-core1  unknown   OUTCOME_UNKNOWN: reading back does not tell; before that: the line broke
    4     port-4  ams1-core1  not sent  -"
  `);
  expect(await shown('-o', 'wide')).toContain('{"port":"Gi0/1","enabled":false}');
  expect(await shown('-o', 'json')).toContain('"state": "STEP_STATE_NOT_DONE"');
});

test('job get names what the steps of a plan change, and says what is known of them beside their state', async () => {
  const api = campus();
  const source = { site: 'ams1', kind: 'source', id: '06h07abc' } as const;
  const step = { source, error: undefined, at: NOW_MS, state: 'acknowledged' } as const;
  const action = { kind: 'port', key: 'Gi1/0/1', name: 'ams1/cat-1 Gi1/0/1' };
  const read = { key: 'Gi1/0/2', token: 'x1', verified: true, saved: true, typed: 'configure' };
  const view = {
    ...({ kind: 'apply', state: 'succeeded', endedAt: NOW_MS, results: [] } as const),
    steps: [
      { ...step, id: '1', action, data: { state: 'verified' } },
      { ...step, id: '2', action: { ...action, name: 'ams1/cat-1 Gi1/0/2' }, data: read },
    ] as const,
  };
  api.jobs.set('job1', jobOf(view));
  const text = await (await testWorld({ api })).shown('job', 'get', 'job1');
  expect(text.slice(text.indexOf('STEP')).trimEnd()).toMatchInlineSnapshot(`
    "STEP  ID  NAME           STATE  MESSAGE
    1     1   cat-1 Gi1/0/1  done   verified
    2     2   cat-1 Gi1/0/2  done   verified, saved"
  `);
});
