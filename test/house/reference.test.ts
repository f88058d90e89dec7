import { expect, it } from 'vitest';
import { configPage, errorPage, metricPage, reasonPage } from './reference.ts';

it('gives each error code a row that a link can reach', () => {
  const page = errorPage([
    { code: 'NOT_FOUND', grpc: 'NOT_FOUND', retryable: false, doc: 'Nothing | known.' },
  ]);
  expect(page).toMatch(/^# Error codes\n/);
  expect(page).toContain('| <a id="NOT_FOUND"></a>`NOT_FOUND` | `NOT_FOUND` | no | Nothing \\| known. |\n');
});

it('gives each metric a row with its labels', () => {
  const page = metricPage([
    { name: 'wayside_jobs_total', type: 'counter', labels: ['kind', 'state'], doc: 'Jobs.' },
  ]);
  expect(page).toContain('| `wayside_jobs_total` | counter | `kind`, `state` | Jobs. |\n');
});

it('gives each reason a row with when it becomes an alert', () => {
  const reason = { level: 'problem', title: 'off', cure: 'Switch it on.' } as const;
  const page = reasonPage({
    a: { ...reason, raiseAfterMs: 300_000 },
    b: { ...reason, raiseAfterMs: 0 },
    c: reason,
  });
  expect(page).toContain('| `a` | problem | off | after 5m | Switch it on. |\n');
  expect(page).toMatch(/`b` .* at once .*\n.*`c` .* never /);
});

it('gives each program a table of its keys, with defaults that are values and such that are words', () => {
  const key = { type: 'text', flag: '--x', env: 'WAYSIDE_X', expects: 'some text', doc: 'Where.' };
  const page = configPage([
    { program: 'agent', key: 'a.b', default: '15s', fixed: true, ...key },
    { program: 'controller', key: 'c', default: 'the host name', fixed: false, ...key },
  ]);
  expect(page).toContain('## agent\n\n| key |');
  expect(page).toContain('| `a.b` | `15s` | `WAYSIDE_X` | Where. Must be some text. |');
  expect(page).toContain('## controller\n\n| key |');
  expect(page).toContain('| `c` | the host name | `WAYSIDE_X` | Where. Must be some text. |');
});
