import { createServer } from 'node:net';
import { afterAll, describe, expect, test } from 'vitest';
import { WaysideError } from '../../../shared/errors.ts';
import { deltaTrailToWire, findingToWire, statusToWire } from '../../../shared/wire/index.ts';
import type { Api } from '../api.ts';
import { putContext, readContexts } from '../contexts.ts';
import { campus } from '../testing/campus.ts';
import { NOW_MS } from '../testing/fake-controller.ts';
import { removeWorlds, testWorld } from '../testing/test-host.ts';

afterAll(removeWorlds);

const status = statusToWire({
  version: '1.2.0',
  origin: 'c1a2.1',
  meshId: 'mesh7',
  startedAt: NOW_MS - 7_200_000,
  agentsOnline: 1,
  agentsTotal: 2,
  jobsQueued: 0,
  jobsRunning: 3,
  records: { site: 2, switch: 12, port: 0 },
  pos: 8841,
  storeBytes: 1_500_000,
  diskFreeBytes: 80 * 2 ** 30,
  memoryBytes: 120 * 2 ** 20,
  sourcesStale: 2,
  sourcesTotal: 12,
  sourcesNeverRead: 0,
  alertsOpen: 2,
  worstAlert: {
    ...{ id: 'a1', reason: 'agent-away', level: 'problem', state: 'open', site: 'ams1', subject: undefined },
    ...{ subjectName: 'ams1-a', message: 'agent ams1-a of site ams1 is unreachable', hint: '', count: 1 },
    ...{ since: NOW_MS, raisedAt: NOW_MS, endedAt: undefined, acknowledged: undefined, silenced: undefined },
  },
  history: [
    {
      ...{
        kind: 'port',
        versions: 40_000,
        bytes: 12_000_000,
        bytesPerDay: 400_000,
        oldestAt: NOW_MS - 864e5,
      },
      ...{ keepMs: 180 * 864e5, versionsMax: 500_000, bytesExpected: 72_000_000 },
    },
    {
      ...{ kind: 'vlan', versions: 0, bytes: 0, bytesPerDay: 0, oldestAt: undefined },
      ...{ keepMs: 180 * 864e5, versionsMax: 500_000, bytesExpected: 0 },
    },
  ],
});

const trail = deltaTrailToWire({
  id: 'ams1-a/out7/42',
  hops: [
    { name: 'scanned', at: NOW_MS - 900, elapsedMs: 0 },
    { name: 'applied', at: NOW_MS - 100, elapsedMs: 800 },
  ],
  changes: 12,
  bytes: 3456,
  firstPos: 100,
  lastPos: 111,
});

const findings = [
  findingToWire({ level: 'ok', check: 'store', message: 'answers in 2 ms', hint: undefined }),
  findingToWire({ level: 'warning', check: 'disk', message: '4 GiB free', hint: 'make room soon' }),
];

function api(): Api {
  const fake = campus();
  const answers: Readonly<Record<string, object>> = {
    'SystemService.GetStatus': status,
    'SystemService.GetDelta': trail,
    'SystemService.RunDoctor': { findings },
  };
  const unary = fake.unary.bind(fake);
  fake.unary = async (method, request) => (answers[method] as never) ?? unary(method, request);
  return fake;
}

async function shown(...argv: string[]): Promise<string> {
  return (await testWorld({ api: api() })).shown('--utc', ...argv);
}

test.each([
  [2, 3, '12, 2 STALE, 3 never read'],
  [0, 3, '12, 3 never read'],
  [0, 0, '12, all read'],
])('status with %i stale and %i unread sources', async (sourcesStale, sourcesNeverRead, words) => {
  const fake = api();
  const unary = fake.unary.bind(fake);
  fake.unary = async (method, request) =>
    method === 'SystemService.GetStatus'
      ? ({ ...status, sourcesStale, sourcesNeverRead } as never)
      : unary(method, request);
  expect(await (await testWorld({ api: fake })).shown('status')).toMatch(
    new RegExp(`^Sources: +${words}$`, 'm'),
  );
});

test('status says nothing of agents to whoever sees none of them', async () => {
  const fake = api();
  const unary = fake.unary.bind(fake);
  fake.unary = async (method, request) =>
    method === 'SystemService.GetStatus'
      ? ({ ...status, agentsOnline: 0, agentsTotal: 0 } as never)
      : unary(method, request);
  expect(await (await testWorld({ api: fake })).shown('status')).not.toContain('Agents:');
});

test('status on one screen', async () => {
  expect(await shown('status')).toMatchInlineSnapshot(`
    "exit 0
    Controller:  wayside.test:7443 (context test)
    Version:     1.2.0
    Running:     for 2h, since 2027-01-15 06:00:00 UTC
    Agents:      1 of 2 online
    Sources:     12, 2 STALE
    Alerts:      2 OPEN; the worst: agent ams1-a of site ams1 is unreachable; see: wayside alert ls
    Jobs:        3 running, 0 queued
    Records:     site 2, switch 12
    Position:    8841
    Store:       1.4 MiB, 80.0 GiB free on its disk
    History:     about 11.4 MiB, 391 KiB more a day; levels off near 68.7 MiB
      port:      40000 versions, about 11.4 MiB, 391 KiB more a day, kept 180d or 500000 versions
    Memory:      120 MiB
    Origin:      c1a2.1
    Mesh:        mesh7
    "
  `);
  const world = await testWorld({ api: api() });
  await world.run('status', '-o', 'json');
  expect(JSON.parse(world.out())).toMatchObject({ version: '1.2.0', sourcesStale: 2, position: '8841' });
});

test('delta show: where it is', async () => {
  expect(await shown('delta', 'show', 'ams1-a/out7/42')).toMatchInlineSnapshot(`
    "exit 0
    Delta:      ams1-a/out7/42
    Changes:    12
    Size:       3456 bytes
    Positions:  100 to 111

    NAME     TIME                     AFTER
    scanned  2027-01-15 07:59:59 UTC  0ms
    applied  2027-01-15 07:59:59 UTC  800ms
    "
  `);
});

test('version --server asks the controller too', async () => {
  expect(await shown('version', '--server')).toMatch(
    /^exit 0\nwayside unknown\nnode [\d.]+\ncontroller 1\.2\.0\n$/,
  );
});

describe('doctor', () => {
  test('goes step by step and stops at the first that fails', async () => {
    const world = await testWorld();
    expect(await world.run('doctor')).toBe(1);
    expect(world.out()).toMatchInlineSnapshot(`
      "NAME     RESULT   MESSAGE
      context  PROBLEM  it is not known which controller to talk to
      "
    `);
    expect(world.err()).toContain('context: wayside init sets up a controller here');
  });

  test('ends with what the controller found; a warning is no failure', async () => {
    const server = createServer((socket) => socket.destroy());
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const { port } = server.address() as { port: number };
    try {
      const world = await testWorld({ api: api() });
      await putContext(await readContexts(world.host.env), {
        name: 'test',
        address: `127.0.0.1:${port}`,
        ca: 'PEM',
      });
      expect(await world.run('doctor')).toBe(0);
      expect(
        world
          .out()
          .replace(/after \d+ ms/, 'after 1 ms')
          .replaceAll(String(port), '7443'),
      ).toMatchInlineSnapshot(`
        "NAME         RESULT   MESSAGE
        context      ok       context test, controller 127.0.0.1:7443
        credentials  ok       the CA certificate can be read; there is no token
        network      ok       127.0.0.1:7443 takes connections, after 1 ms
        controller   ok       knows you, and made 2 checks of its own
        store        ok       answers in 2 ms
        disk         warning  4 GiB free
        "
      `);
      expect(world.err()).toBe('disk: make room soon\n');
    } finally {
      server.close();
    }
  });

  test('a controller that refuses is a problem', async () => {
    const failing = campus();
    failing.failures.set(
      'SystemService.RunDoctor',
      new WaysideError('UNAUTHENTICATED', 'the token is not known'),
    );
    const server = createServer((socket) => socket.destroy());
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const { port } = server.address() as { port: number };
    try {
      const world = await testWorld({ api: failing });
      expect(await world.run('doctor', '--address', `127.0.0.1:${port}`, '--context', 'test')).toBe(1);
      expect(world.out()).toContain('controller   PROBLEM  the token is not known');
    } finally {
      server.close();
    }
  });
});
