import { expect, test } from 'vitest';
import { WaysideError } from '../errors.ts';
import { describeConfig, explainKey, formatValue } from './describe.ts';
import { declaredSchedules, loadConfig } from './index.ts';

const NIGHTLY = `
schedules:
  - name: nightly
    site: ams1
    cron: 0 3 * * *
    timeZone: Europe/Amsterdam
    why: full picture
  - {name: often, site: ams1, every: 15m, jitter: 1m, targets: [sw1, sw2], pauseAfter: 0}
`;

const load = (text: string, env: Record<string, string> = {}) =>
  loadConfig('controller', { env, document: { where: '/etc/c.yaml', text } });

function problems(text: string, env: Record<string, string> = {}): readonly string[] {
  try {
    load(text, env);
  } catch (error) {
    return WaysideError.from(error).violations.map(({ field, message }) => `${field} ${message}`);
  }
  return [];
}

test('S3.35 the file says schedules, with what they leave out filled in', () => {
  const { values, origins } = load(NIGHTLY);
  expect(declaredSchedules(values.schedules)).toMatchObject([
    {
      key: 'schedules[0]',
      spec: { name: 'nightly', cron: '0 3 * * *', kind: 'collect', overlap: 'skip', pauseAfter: 5 },
    },
    {
      ...{ key: 'schedules[1]', targets: ['sw1', 'sw2'] },
      spec: { cron: '', everyMs: 900_000, jitterMs: 60_000, timeZone: 'UTC', pauseAfter: 0 },
    },
  ]);
  expect(origins['schedules']?.where).toBe('/etc/c.yaml:2');
  expect(Object.isFrozen(values.schedules[0])).toBe(true);
});

test('every problem of every schedule is told at once, with its key and line', () => {
  expect(
    problems(`
schedules:
  - name: nightly
    site: ams1
    crn: 0 3 * * *
  - name: Often
    every: 5s
    pauseAfter: -1
  - oops
`),
  ).toEqual([
    'schedules[0].crn (line 5) is not one of its keys; did you mean cron?',
    'schedules[1].site (line 6) must be given',
    'schedules[1].every (line 7) must be a duration with its unit such as 30s or 1h30m, from 1m to 365d',
    'schedules[1].pauseAfter (line 8) must be a whole number, from 0 to 1000',
    'schedules[2] (line 9) must hold keys, such as "name:"',
  ]);
});

test('what keys say together is judged once each is right', () => {
  const both = '{name: a, site: ams1, every: 1h, cron: "0 3 * * *"}';
  const odd = '{name: B, site: ams1, cron: 61 3 * * *, kind: lookup, mac: xx}';
  const late = '{name: c, site: ams1, every: 10m, jitter: 20m, phase: 10m, timeZone: Mars/Base}';
  const found = problems(`schedules: [${both}, ${odd}, ${late}, {name: c, site: ams1, every: 1h}]`);
  expect(found.map((line) => line.replace(/(\(line 1\) .{0,30}).*/, '$1'))).toEqual([
    'schedules[0].cron (line 1) must be given, or every, but n',
    'schedules[1].name (line 1) must be small letters, digits ',
    'schedules[1].mac (line 1) is not a MAC address',
    expect.stringMatching(/^schedules\[1\]\.cron \(line 1\) /),
    'schedules[2].timeZone (line 1) "Mars/Base" is no time zone, s',
    'schedules[2].phase (line 1) must be less than every',
    'schedules[2].jitter (line 1) must be at most 9m59s, less th',
    'schedules[3].name (line 1) is that of schedules[2], too',
  ]);
});

test('a list that is none, or too long, is refused as one', () => {
  const many = Array.from({ length: 257 }, (_, at) => `{name: s${at}, site: a, every: 1h}`);
  for (const text of ['schedules: nightly', 'schedules: {name: a}', `schedules: [${many.join(',')}]`])
    expect(problems(text)).toEqual([
      'schedules (line 1) must be a list of at most 256, each with keys of its own; in a flag or the environment as JSON',
    ]);
  expect(load('schedules:\n').values.schedules).toEqual([]);
});

test('the environment says schedules as JSON', () => {
  const WAYSIDE_SCHEDULES = JSON.stringify([{ name: 'often', site: 'ams1', every: '15m' }]);
  expect(load(NIGHTLY, { WAYSIDE_SCHEDULES }).values.schedules).toMatchObject([{ name: 'often' }]);
  expect(problems('', { WAYSIDE_SCHEDULES: '[{"name":"a","every":"1h"}]' })).toEqual([
    'WAYSIDE_SCHEDULES[0].site must be given',
  ]);
});

test('they print as they would stand in the file, without what is usual', () => {
  const { flat } = load(NIGHTLY);
  const text = formatValue('controller', 'schedules', flat['schedules']);
  expect(text).toContain(
    '{name: "often", site: "ams1", targets: [sw1, sw2], every: 15m, jitter: 1m, pauseAfter: 0}',
  );
  expect(load(`schedules: ${text}`).flat['schedules']).toEqual(flat['schedules']);
});

test('their keys are explained with the key that holds them, and every key has a default or says what is without', () => {
  const { items = [] } = explainKey('controller', 'schedules');
  expect(items.find(({ key }) => key === 'schedules[].every')).toMatchObject({
    ...{ type: 'duration', default: 'by cron', fixed: false },
    expects: 'a duration with its unit such as 30s or 1h30m, from 1m to 365d',
  });
  expect(items.filter((row) => row.default === 'must be given').map(({ key }) => key)).toEqual([
    ...['schedules[].name', 'schedules[].site'],
  ]);
  for (const program of ['controller', 'agent', 'cli'] as const)
    expect(describeConfig(program).filter((row) => row.default === 'must be given')).toEqual([]);
});
