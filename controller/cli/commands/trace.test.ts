import { afterAll, describe, expect, test } from 'vitest';
import { WaysideError } from '../../../shared/errors.ts';
import { type Mac, parseMac, type TraceAnswer, type TraceEdge } from '../../../shared/model/index.ts';
import { campus } from '../testing/campus.ts';
import { NOW_MS } from '../testing/fake-controller.ts';
import { removeWorlds, type TestWorld, testWorld } from '../testing/test-host.ts';

afterAll(removeWorlds);

const ref = { site: 'ams1', kind: 'switch', id: 'sw3' } as const;
const totals = { asked: 24, answered: 22, cached: 1, failed: 1, elapsedMs: 3100 };

const edge: TraceEdge = {
  switch: ref,
  switchName: 'ams1-f2-sw03',
  port: 'Gi1/0/12',
  portDescription: undefined,
  vlan: 210,
  portClass: 'edge',
  entryType: 'dynamic',
  confidence: 0.98,
  evidence: [
    { weight: 2, reason: 'one address on the port' },
    { weight: -1, reason: 'the port is a trunk' },
  ],
  otherAddresses: 0,
  seenAt: NOW_MS - 38_000,
  live: true,
};

function answer(change: Partial<TraceAnswer>): TraceAnswer {
  return {
    mac: parseMac('001b.21aa.bbcc') as Mac,
    verdict: 'found',
    summary: 'ams1-f2-sw03 port Gi1/0/12',
    edges: [edge],
    path: [
      { switch: ref, switchName: 'ams1-core1', inPort: undefined, outPort: 'Te1/1/4' },
      { switch: ref, switchName: 'ams1-f2-sw01', inPort: 'Po7', outPort: 'Gi1/0/48' },
      { switch: ref, switchName: 'ams1-f2-sw03', inPort: 'Gi1/0/49', outPort: 'Gi1/0/12' },
    ],
    rejected: [
      {
        switch: ref,
        switchName: 'ams1-core1',
        port: 'Te1/1/4',
        vlan: 210,
        portClass: 'interswitch',
        reason: 'LLDP names ams1-f2-sw01',
      },
    ],
    notAsked: [],
    deviceErrors: [
      {
        switch: ref,
        switchName: 'ams1-f4-sw02',
        error: { code: 'AUTH_REJECTED', message: 'refused', hint: undefined },
      },
    ],
    totals,
    jobId: 'trace1',
    lastSeenAt: undefined,
    ...change,
  };
}

async function traced(
  change: Partial<TraceAnswer>,
  ...flags: string[]
): Promise<TestWorld & { code: number }> {
  const api = campus();
  api.trace = answer(change);
  const world = await testWorld({ api });
  return { ...world, code: await world.run('trace', 'mac', '001b.21aa.bbcc', ...flags) };
}

const shown = ({ code, out, err }: TestWorld & { code: number }): string =>
  `exit ${code}\n${out()}stderr:\n${err()}`;

describe('trace mac (S1.1) says first where the cable is', () => {
  test('and names both halves of a port channel that ends on a pair of switches, in one line', async () => {
    const half = (switchName: string) => ({ switch: ref, switchName, port: 'Po10' });
    const members = [half('ams1-core1'), half('ams1-core2')];
    const channel: TraceEdge = { ...edge, ...half('ams1-core1'), portClass: 'host-lag' };
    const { out } = await traced({ edges: [{ ...channel, members }], path: [] });
    expect(out()).toMatchInlineSnapshot(`
      "PORT found: ams1-core1 Po10  vlan 210  dynamic  seen 38s ago  (server with several cables, 1 MAC)
        pair  ams1-core1 Po10, ams1-core2 Po10
      "
    `);
    const several = await traced({ edges: [edge, { ...channel, members }], path: [], verdict: 'several' });
    expect(several.out().match(/^ {2}pair .*$/gm)).toEqual(['  pair  ams1-core1 Po10, ams1-core2 Po10']);
    expect((await traced({ edges: [{ ...channel, members: [half('ams1-core1')] }] })).out()).not.toContain(
      'pair',
    );
  });

  test('found', async () => {
    expect(shown(await traced({}))).toMatchInlineSnapshot(`
      "exit 0
      PORT found: ams1-f2-sw03 Gi1/0/12  vlan 210  dynamic  seen 38s ago  (edge port, 1 MAC)
        path  ams1-core1 Te1/1/4 > Po7 ams1-f2-sw01 Gi1/0/48 > Gi1/0/49 ams1-f2-sw03 Gi1/0/12
      stderr:
      asked 24 switches in 3.1s: 22 ok, 1 cached, 1 failed (ams1-f4-sw02: auth rejected)
      "
    `);
  });

  test('with --all-hits also why, and what was not it', async () => {
    expect((await traced({}, '--all-hits')).out()).toMatchInlineSnapshot(`
      "PORT found: ams1-f2-sw03 Gi1/0/12  vlan 210  dynamic  seen 38s ago  (edge port, 1 MAC)
        path  ams1-core1 Te1/1/4 > Po7 ams1-f2-sw01 Gi1/0/48 > Gi1/0/49 ams1-f2-sw03 Gi1/0/12
        why   one address on the port
        but   the port is a trunk
        not   ams1-core1 Te1/1/4  vlan 210  LLDP names ams1-f2-sw01
      "
    `);
  });

  test.each([
    [{ portClass: 'phone', otherAddresses: 1 }, 'dynamic  seen 38s ago  (behind a phone, 2 MACs)'],
    [{ confidence: 0.6, portClass: 'unmanaged' }, '(behind an unmanaged switch or hub, 1 MAC, 60 % sure)'],
    [{ live: false, seenAt: NOW_MS - 18_000_000 }, 'seen 5h ago, from the last collect  (edge port, 1 MAC)'],
    [{ seenAt: NOW_MS - 900 }, 'seen now  (edge port'],
    [{ vlan: undefined, entryType: '' }, 'ams1-f2-sw03 Gi1/0/12  seen 38s ago'],
    [{ portDescription: 'desk \u001b[31m 12' }, '(edge port, 1 MAC)  "desk \\x1b[31m 12"'],
  ] as const)('what is special about the port: %j', async (change, words) => {
    const { out } = await traced({ edges: [{ ...edge, ...change }], path: [] });
    expect(out()).toContain(words);
  });
});

describe('the exit code and the words of each verdict', () => {
  test('several: 0, one line each', async () => {
    const second = { ...edge, switchName: 'ams1-f3-sw01', port: 'Gi1/0/3' };
    expect(
      shown(
        await traced({
          verdict: 'several',
          edges: [edge, second],
          path: [],
          summary: 'it moves between two ports',
        }),
      ),
    ).toMatchInlineSnapshot(`
      "exit 0
      SEVERAL ports: it moves between two ports
        port  ams1-f2-sw03 Gi1/0/12  vlan 210  dynamic  seen 38s ago  (edge port, 1 MAC)
        port  ams1-f3-sw01 Gi1/0/3  vlan 210  dynamic  seen 38s ago  (edge port, 1 MAC)
      stderr:
      asked 24 switches in 3.1s: 22 ok, 1 cached, 1 failed (ams1-f4-sw02: auth rejected)
      "
    `);
  });

  test('not found anywhere: 3, with when it was last seen', async () => {
    const change = {
      verdict: 'not-found',
      edges: [],
      path: [],
      deviceErrors: [],
      notAsked: [],
      summary: 'none of the 24 switches has 00:1b:21:aa:bb:cc',
      lastSeenAt: NOW_MS - 86_400_000 * 3,
      totals: { ...totals, answered: 24, cached: 0, failed: 0 },
    } as const;
    expect(shown(await traced(change))).toMatchInlineSnapshot(`
      "exit 3
      NOT found: none of the 24 switches has 00:1b:21:aa:bb:cc  last seen 3d ago
      stderr:
      asked 24 switches in 3.1s: 24 ok
      "
    `);
  });

  test('not found but some did not answer (S1.13): 5, naming them', async () => {
    const change = {
      verdict: 'not-all-answered',
      edges: [],
      path: [],
      summary: 'nobody who answered has it',
    } as const;
    expect(shown(await traced(change))).toMatchInlineSnapshot(`
      "exit 5
      NOT found: nobody who answered has it
      stderr:
      asked 24 switches in 3.1s: 22 ok, 1 cached, 1 failed (ams1-f4-sw02: auth rejected)
      "
    `);
  });

  test('no switch answered (S1.13): 5, with the place that was known, and who was silent by reason', async () => {
    const sw = (name: string, code: 'AUTH_REJECTED' | 'UNREACHABLE') => ({
      switch: ref,
      switchName: name,
      error: { code, message: '', hint: undefined },
    });
    const names = ['sw10', 'sw2', 'sw3', 'sw4', 'sw5', 'sw6'];
    const change = {
      verdict: 'not-all-answered',
      summary: 'it was not found, for no switch answered; last seen 5 hours ago on ams1-f2-sw03 Gi1/0/12.',
      edges: [{ ...edge, live: false, seenAt: NOW_MS - 18_000_000 }],
      path: [],
      lastSeenAt: NOW_MS - 18_000_000,
      totals: { ...totals, asked: 7, answered: 0, cached: 0, failed: 7 },
      deviceErrors: [sw('sw1', 'UNREACHABLE'), ...names.map((name) => sw(name, 'AUTH_REJECTED'))],
    } as const;
    expect(shown(await traced(change))).toMatchInlineSnapshot(`
      "exit 5
      NOT found: it was not found, for no switch answered; last seen 5 hours ago on ams1-f2-sw03 Gi1/0/12.
        last  ams1-f2-sw03 Gi1/0/12  vlan 210  dynamic  seen 5h ago, from the last collect  (edge port, 1 MAC)
      stderr:
      asked 7 switches in 3.1s: 0 ok, 7 failed (sw2, sw3, sw4, sw5, sw6 and 1 more: auth rejected; sw1: unreachable)
      "
    `);
  });

  test('switches that were left out are named on stderr and in -o json', async () => {
    const skip = (switchName: string) => ({ switch: ref, switchName, reason: 'disabled' });
    const change = { notAsked: [skip('sw10'), skip('sw9')] };
    expect((await traced(change)).err()).toContain(', 2 not asked (sw9, sw10: disabled)\n');
    expect(JSON.parse((await traced(change, '-o', 'json')).out())).toMatchObject({
      notAsked: [{ switchName: 'sw10', reason: 'disabled' }, { switchName: 'sw9' }],
    });
  });

  test('found in what was known because nobody was asked: 0', async () => {
    const change = {
      edges: [{ ...edge, live: false }],
      path: [],
      deviceErrors: [],
      notAsked: [],
      totals: { ...totals, asked: 0, answered: 0, cached: 4, failed: 0 },
    };
    const world = await traced(change, '--cached');
    expect(world.code).toBe(0);
    expect(world.err()).toBe('no switch was asked; 4 had it at the last collect\n');
  });

  test('not an endpoint: 3', async () => {
    const change = {
      verdict: 'not-an-endpoint',
      edges: [],
      path: [],
      summary: '00:00:5e:00:01:07 is a VRRP gateway',
    } as const;
    expect((await traced(change)).code).toBe(3);
  });
});

describe('other forms', () => {
  test('JSON is the API message', async () => {
    const { out, err } = await traced({}, '-o', 'json');
    expect(JSON.parse(out())).toMatchObject({
      verdict: 'TRACE_VERDICT_FOUND',
      mac: '00:1b:21:aa:bb:cc',
      edges: [{ switchName: 'ams1-f2-sw03', port: 'Gi1/0/12', vlan: 210, seenTime: '2027-01-15T07:59:22Z' }],
      totals,
    });
    expect(err()).toContain('asked 24 switches');
  });

  test('CSV and name', async () => {
    expect((await traced({}, '-o', 'csv')).out()).toMatchInlineSnapshot(`
      "site,switch,port,vlan,type,class,confidence,other_addresses,seen,description,live
      ams1,ams1-f2-sw03,Gi1/0/12,210,dynamic,edge,0.98,0,2027-01-15T07:59:22.000Z,,true
      "
    `);
    expect((await traced({}, '-o', 'name')).out()).toBe('ams1/ams1-f2-sw03 Gi1/0/12\n');
  });

  test('--quiet leaves stderr empty, --utc gives full times', async () => {
    const { out, err } = await traced({}, '-q', '--utc');
    expect(err()).toBe('');
    expect(out()).toContain('seen 2027-01-15 07:59:22 UTC');
  });
});

test('the question is passed on', async () => {
  const api = campus();
  api.trace = answer({});
  const world = await testWorld({ api });
  await world.run(
    'trace',
    'mac',
    '00-1B-21-AA-BB-CC',
    '--site',
    'ams1',
    '--floor',
    'f2',
    '--cached',
    '--all-hits',
    '--timeout',
    '20s',
  );
  expect(api.requestsOf('TraceService.TraceMac')).toEqual([
    {
      mac: '00-1B-21-AA-BB-CC',
      site: 'ams1',
      floor: 'f2',
      cachedOnly: true,
      noCache: false,
      allHits: true,
      timeoutMs: 19_000,
    },
  ]);
});

test.each([
  [['trace', 'mac', 'hello'], '"hello" is not a MAC address'],
  [['trace', 'mac', '001b21aabbcc', '--floor', 'f2'], '--floor needs --site'],
  [['trace', 'mac', '001b21aabbcc', '--site', 'AMS 1'], 'is not the short name of a site'],
])('%j is refused before anything is asked', async (argv, message) => {
  const api = campus();
  const world = await testWorld({ api });
  expect(await world.run(...argv)).toBe(2);
  expect(world.err()).toContain(message);
  expect(api.calls).toEqual([]);
});

test('Ctrl-C ends the call, and with it the work at the switches (S0.13)', async () => {
  const api = campus();
  let aborted = false;
  api.stream = async function* hang(_method, _request, options) {
    await new Promise((_resolve, reject) => {
      options?.signal?.addEventListener('abort', () => {
        aborted = true;
        reject(options.signal?.reason);
      });
    });
    yield* [];
  };
  const world = await testWorld({ api });
  const running = world.run('trace', 'mac', '001b21aabbcc');
  await world.until(() => world.targets.length > 0);
  await world.until(() => {
    world.interrupt();
    return aborted;
  });
  expect(await running).toBe(130);
});

test('--timeout ends it with 124', async () => {
  const api = campus();
  api.stream = async function* hang(_method, _request, options) {
    await new Promise((_resolve, reject) => {
      options?.signal?.addEventListener('abort', () => reject(options.signal?.reason));
    });
    yield* [];
  };
  const world = await testWorld({ api });
  const running = world.run('trace', 'mac', '001b21aabbcc', '--timeout', '5s');
  await world.until(() => world.targets.length > 0);
  world.clock.advance(5000);
  expect(await running).toBe(124);
});

test('--watch prints an answer only when it is another one', async () => {
  const api = campus();
  api.trace = answer({ path: [] });
  const world = await testWorld({ api });
  const running = world.run('trace', 'mac', '001b21aabbcc', '--watch', '--timeout', '1d', '-o', 'name');
  await world.printed('Gi1/0/12');
  await world.until(() => {
    world.clock.advance(1000);
    return api.requestsOf('TraceService.TraceMac').length === 2;
  });
  api.trace = answer({ path: [], edges: [{ ...edge, port: 'Gi1/0/13' }] });
  await world.until(() => {
    world.clock.advance(1000);
    return world.out().includes('Gi1/0/13');
  });
  world.clock.advance(86_400_000);
  expect(await running).toBe(124);
  expect(world.out()).toBe('ams1/ams1-f2-sw03 Gi1/0/12\nams1/ams1-f2-sw03 Gi1/0/13\n');
});

test('a controller that ends without an answer is an error', async () => {
  const api = campus();
  const world = await testWorld({ api });
  expect(await world.run('trace', 'mac', '001b21aabbcc')).toBe(1);
  expect(world.err()).toContain('CONNECTION_LOST');
  api.failures.set('TraceService.TraceMac', new WaysideError('FORBIDDEN', 'not yours'));
  expect(await world.run('trace', 'mac', '001b21aabbcc')).toBe(4);
});

test('on a terminal progress rewrites one line and is gone at the end', async () => {
  const api = campus();
  api.trace = answer({ path: [] });
  const world = await testWorld({ api, tty: true, env: { TERM: 'xterm', NO_COLOR: '1' } });
  await world.run('trace', 'mac', '001b21aabbcc');
  const cleared = '\r\u001b[2K';
  expect(
    world.err().startsWith(`${cleared}asking the switches  1/2  sw01 ok${cleared}asked 24 switches`),
  ).toBe(true);
});
