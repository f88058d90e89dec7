import { afterAll, expect, test } from 'vitest';
import type { AlertView, SilenceView } from '../../../shared/model/index.ts';
import { alertToWire, silenceToWire } from '../../../shared/wire/index.ts';
import { campus } from '../testing/campus.ts';
import { NOW_MS } from '../testing/fake-controller.ts';
import { removeWorlds, type TestWorld, testWorld } from '../testing/test-host.ts';

afterAll(removeWorlds);

const HOUR_MS = 3_600_000;
const alert = (more: Partial<AlertView>): AlertView => ({
  ...{ id: '4f2a0c11d2', reason: 'agent-away', level: 'problem', state: 'open', site: 'ams1' },
  ...{ subject: { site: 'ams1', kind: 'agent', id: 'a1' }, subjectName: 'ams1-a', hint: 'look' },
  ...{ message: 'agent ams1-a of site ams1 is unreachable', since: NOW_MS - 3 * HOUR_MS, count: 2 },
  ...{ raisedAt: NOW_MS - HOUR_MS, endedAt: undefined, acknowledged: undefined, silenced: undefined },
  ...more,
});
const silence: SilenceView = {
  ...{ id: 's1', alert: '', reason: 'source-failed', site: 'ams1', until: NOW_MS + 8 * HOUR_MS },
  ...{ by: 'user:ann', why: 'exchange' },
};

/** A controller that has these alerts, and what it was asked. */
async function world(alerts: readonly AlertView[]): Promise<{ world: TestWorld; asked: unknown[] }> {
  const fake = campus();
  const asked: unknown[] = [];
  const answers: Readonly<Record<string, object>> = {
    ListAlerts: { alerts: alerts.map(alertToWire), nextPageToken: '' },
    ListSilences: { silences: [silenceToWire(silence)], nextPageToken: '' },
    AcknowledgeAlert: { alerts: alerts.map(alertToWire) },
    UnacknowledgeAlert: { alerts: alerts.map(alertToWire) },
    SilenceAlert: { silences: [silenceToWire(silence)] },
    UnsilenceAlert: { silences: [silenceToWire(silence)] },
  };
  fake.unary = async (method, request) => {
    asked.push({ [method]: request });
    return answers[method.replace('AlertService.', '')] as never;
  };
  return { world: await testWorld({ api: fake }), asked };
}

test('alert ls: one line each, with whoever looks after it', async () => {
  const acknowledged = { by: 'user:ann', at: NOW_MS, note: 'power cut' };
  const { world: one } = await world([
    alert({}),
    alert({
      id: '9c1e',
      reason: 'disk-low',
      level: 'warning',
      site: '',
      subject: undefined,
      subjectName: '',
      acknowledged,
    }),
    alert({ id: '77aa', silenced: silence }),
    alert({ id: '88bb', state: 'ended', endedAt: NOW_MS - HOUR_MS }),
  ]);
  expect(await one.shown('alert', 'ls', '--all')).toMatchInlineSnapshot(`
    "exit 0
    ID          LEVEL    SITE        ABOUT   REASON      FOR  STATE            MESSAGE
    4f2a0c11d2  PROBLEM  ams1        ams1-a  agent-away  3h   open             agent ams1-a of site ams1 is unreachable
    9c1e        warning  controller  -       disk-low    3h   ack by ann       agent ams1-a of site ams1 is unreachable
    77aa        PROBLEM  ams1        ams1-a  agent-away  3h   silenced for 8h  agent ams1-a of site ams1 is unreachable
    88bb        PROBLEM  ams1        ams1-a  agent-away  2h   ended 60m ago    agent ams1-a of site ams1 is unreachable
    "
  `);
  await one.run('alert', 'ls', '-o', 'csv');
  expect(one.out()).toContain('9c1e,warning,open,,,,disk-low,');
});

test('alert ls -o json has all that the text has, and says so when there is nothing', async () => {
  const { world: one, asked } = await world([alert({})]);
  await one.run('alert', 'ls', '-o', 'json', '--site', 'ams1', '--filter', 'count=2');
  expect(JSON.parse(one.out())).toMatchObject({
    alerts: [{ id: '4f2a0c11d2', title: 'agent away', subjectName: 'ams1-a', count: 2, hint: 'look' }],
  });
  expect(asked).toMatchObject([
    { 'AlertService.ListAlerts': { site: 'ams1', filter: 'count=2', showAll: false } },
  ]);
  const { world: none } = await world([]);
  expect(await none.shown('alert', 'ls')).toBe('exit 0\nstderr:\nno alerts found\n');
});

test('ack and unack say what they did', async () => {
  const { world: one, asked } = await world([alert({})]);
  expect(await one.shown('alert', 'ack', 'ams1-a', '--note', 'mine')).toBe(
    'exit 0\n4f2a0c11d2 agent-away of ams1-a: acknowledged\n',
  );
  expect(await one.shown('alert', 'unack', '4f2a')).toContain('open again');
  expect(asked).toEqual([
    { 'AlertService.AcknowledgeAlert': { id: 'ams1-a', note: 'mine' } },
    { 'AlertService.UnacknowledgeAlert': { id: '4f2a' } },
  ]);
});

test('silence takes an alert or a reason at a site, for a bounded time and with a reason', async () => {
  const { world: one, asked } = await world([]);
  const silenced = await one.shown(
    '--utc',
    'alert',
    'silence',
    'source-failed@ams1',
    '--for',
    '8h',
    '--why',
    'exchange',
  );
  expect(silenced).toBe('exit 0\nsource-failed@ams1 silenced until 2027-01-15 16:00:00 UTC\n');
  await one.run('alert', 'silence', '4f2a', '--for', '30d', '--why', 'x');
  await one.run('alert', 'unsilence', 'disk-low@');
  expect(await one.shown('alert', 'ls', '--silences')).toMatch(/s1 +source-failed@ams1 +8h +ann +exchange/);
  expect(asked.slice(0, 3)).toEqual([
    {
      'AlertService.SilenceAlert': {
        id: '',
        reason: 'source-failed',
        site: 'ams1',
        seconds: 28_800,
        why: 'exchange',
      },
    },
    { 'AlertService.SilenceAlert': { id: '4f2a', reason: '', site: '', seconds: 2_592_000, why: 'x' } },
    { 'AlertService.UnsilenceAlert': { id: '', reason: 'disk-low', site: '' } },
  ]);
  for (const wrong of [
    ['--for', '31d', '--why', 'x'],
    ['--for', 'long', '--why', 'x'],
    ['--for', '1h'],
    ['--why', 'x'],
  ])
    expect(await one.shown('alert', 'silence', '4f2a', ...wrong)).toMatch(/^exit 2\n/);
});
