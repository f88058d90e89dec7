import { afterAll, expect, test } from 'vitest';
import { type Mac, parseMac, type TraceAnswer, type TraceIpAnswer } from '../../../shared/model/index.ts';
import { campus } from '../testing/campus.ts';
import { NOW_MS } from '../testing/fake-controller.ts';
import { removeWorlds, testWorld } from '../testing/test-host.ts';

afterAll(removeWorlds);

const ref = { site: 'ams1', kind: 'switch', id: 'sw3' } as const;
const mac = parseMac('001b.21aa.bbcc') as Mac;

const traced: TraceAnswer = {
  ...{ mac, verdict: 'found', summary: 'found', path: [], rejected: [], deviceErrors: [], notAsked: [] },
  edges: [
    {
      ...{ switch: ref, switchName: 'sw03', port: 'Gi1/0/12', portDescription: undefined, vlan: 210 },
      ...{ portClass: 'edge', entryType: 'dynamic', confidence: 0.98, evidence: [], otherAddresses: 0 },
      ...{ seenAt: NOW_MS, live: true, firstSeenAt: NOW_MS - 7_200_000 },
    },
  ],
  totals: { asked: 3, answered: 3, cached: 0, failed: 0, elapsedMs: 40, inPlace: 24 },
  ...{ jobId: 'trace1', lastSeenAt: undefined, searched: 'directed' },
};

const ofIp: TraceIpAnswer = {
  ...{ verdict: 'found', address: '10.20.1.17', traces: [traced], deviceErrors: [], asked: 1 },
  summary: `10.20.1.17 is ${mac}, says core1 in VLAN 210.`,
  resolutions: [
    {
      ...{ switch: ref, switchName: 'core1', mac, vlan: 210, port: undefined, type: 'dynamic' },
      ...{ seenAt: NOW_MS, live: true, otherAddresses: 0 },
    },
  ],
};

test('trace ip tells what the address is, then the port; few switches are told as few', async () => {
  const api = campus();
  api.traceOfIp = ofIp;
  const world = await testWorld({ api });
  expect(await world.run('trace', 'ip', '10.20.1.17', '--no-cache', '--site', 'ams1')).toBe(0);
  expect(world.out()).toBe(
    `ADDRESS: 10.20.1.17 is ${mac}, says core1 in VLAN 210.\nPORT found: sw03 Gi1/0/12  vlan 210  dynamic  seen now  since 2h ago  (edge port, 1 MAC)\n`,
  );
  expect(world.err()).toContain(
    'asked 3 of 24 switches in 40ms: 3 ok; they leave no doubt (--all-hits asks all)',
  );
  expect(api.requestsOf('TraceService.TraceIp')).toMatchObject([
    { address: '10.20.1.17', site: 'ams1', noCache: true, cachedOnly: false },
  ]);
});

test('trace ip refuses what is no address, and wishes that contradict each other', async () => {
  const world = await testWorld({ api: campus() });
  expect(await world.run('trace', 'ip', 'printer')).toBe(2);
  expect(world.err()).toContain('wayside trace name');
  expect(await world.run('trace', 'ip', '10.0.0.1', '--cached', '--no-cache')).toBe(2);
});

test('trace name lists several devices and guesses none', async () => {
  const api = campus();
  const match = {
    name: 'ap',
    source: 'neighbour',
    switch: ref,
    switchName: 'sw03',
    port: 'Gi1/0/7',
  } as const;
  api.traceOfName = {
    ...{ verdict: undefined, name: 'ap', trace: undefined, resolved: undefined },
    summary: '2 devices have the name "ap".',
    matches: [mac, undefined].map((one) => ({
      ...match,
      mac: one,
      address: undefined,
      seenAt: NOW_MS - 60_000,
    })),
  };
  const world = await testWorld({ api });
  expect(await world.run('trace', 'name', 'ap')).toBe(2);
  expect(world.out()).toBe(
    `NAME: 2 devices have the name "ap".\n  is    ap  sw03 Gi1/0/7  ${mac}  neighbour  60s ago\n  is    ap  sw03 Gi1/0/7  neighbour  60s ago\n`,
  );
});
