/** Port work from the command line, against the rooms of a controller and an agent that is spoken by hand. */
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { runCli } from '../../controller/cli/run.ts';
import { removeWorlds, testWorld } from '../../controller/cli/testing/test-host.ts';
import type { Principal, StepResult } from '../../shared/model/index.ts';
import { seededRandom } from '../../shared/runtime/index.ts';
import { ready } from '../../shared/seal/index.ts';
import { settle } from './support/controller.ts';
import { endOf } from './support/fake-agent.ts';
import { type PlanServer, servePlans, user } from './support/plan-rooms.ts';
import { openPortSite, type PortSite, SOURCE, STORE } from './support/port-site.ts';

const people = new Map<string, Principal>([['admin', user('admin', 'admin', 'full', { site: '*' })]]);

/** Turns of the event loop until an offer comes. */
const TURNS_MAX = 2000;
let calls = 0;
let site: PortSite;
let server: PlanServer;
beforeAll(ready);
beforeEach(async () => {
  site = await openPortSite(people);
  server = await servePlans(site.plans, people);
  site.plans.plans.start();
});
afterEach(async () => {
  await site.agent.cut();
  await server.stop();
  removeWorlds();
});

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function wayside(...args: string[]): Promise<Ended> {
  const client = server.as('admin');
  // The command closes what it opened; the next one needs it still.
  const api = Object.assign(Object.create(client), { close: () => undefined });
  const world = await testWorld({ api });
  // Ids of requests are made by it: no two calls ask under the same one.
  calls += 1;
  const engine = { ...(await world.host.engine()), random: seededRandom(calls), clock: site.rooms.clock };
  const code = await runCli(args, { ...world.host, engine: async () => engine });
  return { code, out: world.out(), err: world.err() };
}

/** Ids are new every time. */
const plain = (text: string): string =>
  text
    .replaceAll(/\b[0-9a-f]{12}\b/g, 'ID')
    .replaceAll(/base \d+/g, 'base N')
    .replaceAll(/expires in \w+/g, 'expires in 1d');

test('port ls shows the ports of a switch as they were collected with what each is, and those of a VLAN', async () => {
  const { out } = await wayside('port', 'ls', '--switch', 'sw1', '--filter', 'name=Gi1/0/4*');
  expect(out).toMatchInlineSnapshot(`
    "SWITCH  PORT      STATE         CLASS  MODE    VLAN  LAG  ADDRESSES  DESCRIPTION
    sw1     Gi1/0/4   up            -      access  10    -    0          -
    sw1     Gi1/0/40  up            -      access  10    -    0          -
    sw1     Gi1/0/41  up            -      trunk   1     -    0          -
    sw1     Gi1/0/42  err-disabled  -      access  10    -    0          -
    sw1     Gi1/0/43  up            -      access  10    -    0          -
    sw1     Gi1/0/44  up            -      access  20    -    0          desk 44
    "
  `);
  expect((await wayside('port', 'ls', '--class', 'interswitch')).out).toMatchInlineSnapshot(`
    "SWITCH  PORT     STATE  CLASS        MODE   VLAN  LAG  ADDRESSES  DESCRIPTION
    sw1     Te1/0/1  up     interswitch  trunk  1     -    0          to somewhere
    "
  `);
  expect(
    (await wayside('port', 'ls', '--site', 'ams1', '--vlan', '20', '-o', 'csv')).out,
  ).toMatchInlineSnapshot(`
    "site,switch,port,state,mode,vlan,voice_vlan,tagged_vlans,lag,addresses,description,class,unused_since
    ams1,sw1,Gi1/0/44,up,access,20,,,,0,desk 44,,
    "
  `);
  expect((await wayside('vlan', 'ls', '--switch', 'sw1')).out).toMatchInlineSnapshot(`
    "SWITCH  VLAN  NAME  PORTS
    sw1     1     v1    -
    sw1     10    v10   Gi1/0/1-8, Gi1/0/10, Gi1/0/42-43
    sw1     20    v20   -
    "
  `);
  const json = JSON.parse((await wayside('port', 'ls', '--switch', 'sw1', '--vlan', '20', '-o', 'json')).out);
  expect(json.records).toMatchObject([{ switchName: 'sw1', addresses: 0, fields: { name: 'Gi1/0/44' } }]);
  const link = JSON.parse(
    (await wayside('port', 'ls', '--filter', 'portClass=interswitch', '-o', 'json')).out,
  );
  expect(link.records).toMatchObject([{ portClass: 'interswitch', fields: { name: 'Te1/0/1' } }]);
});

test('port ls --unused-for shows for how long nobody has used a port, and says what cannot be said', async () => {
  const none = await wayside('port', 'ls', '--unused-for', '2h');
  expect(none).toMatchObject({ code: 0, out: '', err: 'no ports found\n' });
  site.rooms.clock.advance(3 * 3_600_000);
  const unread = await wayside('port', 'ls', '--unused-for', '2h');
  expect(unread.err).toContain('left out: 45 ports of 1 switch that was not read to the end within 2h');
  expect(unread.out).toBe('');
  site.observe();
  const { out, err } = await wayside('port', 'ls', '--unused-for', '2h');
  expect(out).toMatchInlineSnapshot(`
    "SWITCH  PORT      STATE         CLASS  MODE    VLAN  LAG  ADDRESSES  DESCRIPTION  UNUSED
    sw1     Gi1/0/42  err-disabled  -      access  10    -    0          -            3h
    "
  `);
  expect(err).toBe('');
  const json = JSON.parse((await wayside('port', 'ls', '--unused-for', '2h', '-o', 'json')).out);
  expect(json).toMatchObject({
    records: [{ fields: { name: 'Gi1/0/42' }, unusedSince: expect.any(String) }],
    ...{ unreadPorts: 0, unreadSwitches: 0, untoldPorts: 0 },
  });
  expect(await wayside('port', 'ls', '--unused-for', '2y')).toMatchObject({ code: 2 });
  expect(await wayside('port', 'ls', '--class', 'desk')).toMatchObject({ code: 2 });
  const then = await wayside('port', 'ls', '--class', 'edge', '--at', '1h');
  expect(then).toMatchObject({ code: 2, err: expect.stringContaining('does not go with --at') });
});

test('port plan vlan shows what would change, what is so already, and what is blocked with what lifts it', async () => {
  const ports = 'Gi1/0/1-2,Gi1/0/41-44,Te1/0/1';
  const made = await wayside(
    'port',
    'plan',
    'vlan',
    '20',
    '--switch',
    'sw1',
    '--ports',
    ports,
    '--collected',
  );
  expect(made.code).toBe(0);
  expect(plain(made.out)).toMatchInlineSnapshot(`
    "port (ams1/source/sw1)
        1 ~ change ams1/sw1 Gi1/0/1  accessVlan 10 > 20
        2 ~ change ams1/sw1 Gi1/0/2  accessVlan 10 > 20
        3 ! change ams1/sw1 Gi1/0/41  BLOCKED by mode  accessVlan (unset) > 20
        4 ! change ams1/sw1 Gi1/0/42  BLOCKED by err-disabled  accessVlan 10 > 20
        5 ~ change ams1/sw1 Gi1/0/43  high risk  accessVlan 10 > 20
        6 ! change ams1/sw1 Te1/0/1  BLOCKED by uplink  high risk  accessVlan (unset) > 20
    ! 1 BLOCKED by err-disabled: the switch has shut it down by itself (a loop, port security, a fault of the link): find out why, then disable and enable it
        make the plan with --allow err-disabled:ams1/source/sw1/port to lift it
    ! 1 BLOCKED by mode: it is in trunk mode: make it an access port with --mode access, which takes its other VLANs away
    ! 1 BLOCKED by uplink: it is a link between switches (LLDP: neighbour 'other' is a switch or router that is not in the inventory; trunk mode)
        make the plan with --allow uplink:ams1/source/sw1/port to lift it
    Plan ID: 3 to change, 3 blocked; 1 unchanged; base N; expires in 1d
    "
  `);
  expect(plain(made.err)).toMatchInlineSnapshot(`
    "sw1 Gi1/0/43: its voice VLAN 30 stays
    VLAN 20 for 7 ports of sw1
    unsigned: nobody has to approve it; next: wayside apply ID
    "
  `);
  const lifted = await wayside(
    ...['port', 'plan', 'disable', '--switch', 'sw1', '--ports', 'Te1/0/1', '--collected'],
    ...['--allow', `uplink:${STORE}/port`, '-o', 'json'],
  );
  expect(JSON.parse(lifted.out)).toMatchObject({ plan: { summary: { counts: { update: 1 } } } });
});

test('what is wrong is told before anything is made', async () => {
  const twice = ['--fresh', '--collected'];
  const on = ['--switch', 'sw1', '--ports', 'Gi1/0/1'];
  expect(await wayside('port', 'plan', 'enable', ...on, ...twice)).toMatchObject({ code: 2 });
  expect(await wayside('port', 'plan', 'vlan', '5000', ...on)).toMatchObject({ code: 2 });
  expect(await wayside('port', 'plan', 'disable')).toMatchObject({
    code: 2,
    err: expect.stringContaining('--switch and --ports'),
  });
  const missing = await wayside('port', 'plan', 'disable', '--switch', 'sw1', '--ports', 'Gi1/0/90-99');
  expect(missing).toMatchObject({ code: 2, err: expect.stringContaining('sw1 has no port Gi1/0/90-99') });
});

test('vlan plan add makes a plan for a site', async () => {
  const { out } = await wayside('vlan', 'plan', 'add', '30', '--name', 'voice', '--site', 'ams1');
  expect(plain(out)).toMatchInlineSnapshot(`
    "vlan (ams1/source/sw1)
        1 + add    ams1/sw1 VLAN 30
    Plan ID: 1 to add; base N; expires in 1d
    "
  `);
  expect(await wayside('vlan', 'plan', 'add', '20', '--site', 'ams1')).toMatchObject({
    code: 0,
    err: expect.stringContaining('nothing to do'),
  });
});

test('port plan --apply goes on to the end, and history revert takes it back as a plan', async () => {
  const ended = wayside(
    ...['port', 'plan', 'onboard', '--vlan', '20', '--description', 'desk 7', '--switch', 'sw1'],
    ...['--ports', 'Gi1/0/7', '--collected', '--apply', '--yes'],
  );
  const { agent } = site;
  for (let turn = 0; agent.offers.length === 0 && turn < TURNS_MAX; turn += 1) await settle();
  const offer = await agent.accept();
  const steps = (offer.steps ?? []).map(
    ({ id }): StepResult => ({
      id,
      state: 'acknowledged',
      error: undefined,
      data: { verified: true },
      at: 1,
    }),
  );
  await agent.say(endOf(offer, 'succeeded', { steps }));
  const { code, out, err } = await ended;
  expect(code).toBe(0);
  expect(out).toContain('1 changed');
  const [, changeSet = ''] = /history revert (\w+)/.exec(err) ?? [];
  const undo = await wayside('history', 'revert', changeSet, '--dry-run');
  expect(undo).toMatchObject({ code: 0, out: expect.stringContaining('accessVlan 20 > 10') });
  expect(undo.out).toContain('description "desk 7" > ""');
});

test('a plan that guards block whole ends as a limit, applied or not; one of no ports is not made', async () => {
  const uplink = ['port', 'plan', 'vlan', '20', '--switch', 'sw1', '--ports', 'Te1/0/1', '--collected'];
  expect(await wayside(...uplink)).toMatchObject({ code: 8, out: expect.stringContaining('BLOCKED') });
  expect(await wayside(...uplink, '--dry-run')).toMatchObject({ code: 8 });
  expect(await wayside(...uplink, '--apply', '--yes')).toMatchObject({ code: 8 });
  expect(await wayside('vlan', 'plan', 'rm', '20', '--switch', 'sw1')).toMatchObject({ code: 8 });
  const plans = async (): Promise<number> =>
    (await server.as('admin').unary('PlanService.ListPlans', {})).plans.length;
  const before = await plans();
  const none = await wayside(
    ...['port', 'plan', 'disable', '--site', 'ams1', '--filter', 'description=nobody', '--collected'],
  );
  expect(none).toMatchObject({
    code: 3,
    err: expect.stringContaining('no port of ams1 matches the filter'),
  });
  expect(await plans()).toBe(before);
});

test('a VLAN that is not as it was planned ends as a stale port does', async () => {
  const ended = wayside(
    ...['vlan', 'plan', 'rename', '20', '--name', 'desks', '--switch', 'sw1', '--apply', '--yes'],
  );
  const { agent } = site;
  for (let turn = 0; agent.offers.length === 0 && turn < TURNS_MAX; turn += 1) await settle();
  const offer = await agent.accept();
  const error = { code: 'PLAN_STALE', message: 'VLAN 20 is not as it was', hint: undefined } as const;
  const data = { fields: { name: 'else' }, token: 'vlan 20 else' };
  const steps = (offer.steps ?? []).map(
    ({ id }): StepResult => ({ id, state: 'not-done', error, data, at: 1 }),
  );
  await agent.say(endOf(offer, 'failed', { error, steps }));
  expect(await ended).toMatchObject({ code: 7, err: expect.stringContaining('planned again') });
});

test('port get says of what it was not told now how old it is', async () => {
  const port = { name: 'Gi1/0/1', mode: 'access', vlan: 10, state: 'up' };
  const config = { name: 'Gi1/0/1', description: 'desk', mode: 'access', accessVlan: 10, lines: [] };
  const read = async (agesMs: Readonly<Record<string, number>>): Promise<string> => {
    const ended = wayside('port', 'get', 'sw1', 'Gi1/0/1');
    const { agent } = site;
    const before = agent.offers.length;
    for (let turn = 0; agent.offers.length === before && turn < TURNS_MAX; turn += 1) await settle();
    const offer = await agent.accept();
    const data = { port, config, rows: [], addresses: 0, neighbours: [], notes: [], agesMs };
    const result = { source: SOURCE, name: 'sw1', data, timingsMs: {}, error: undefined };
    await agent.say(endOf(offer, 'succeeded', { targets: [result] }));
    return (await ended).out;
  };
  expect(await read({ configs: 34_000, neighbours: 130_000 })).toContain(
    'Read before:  configuration 34s ago, neighbours 2m ago; --no-cache asks anew',
  );
  expect(await read({})).not.toContain('Read before');
});

test('a guard is lifted by the name of the switch as by the reference of its source', async () => {
  const disable = ['port', 'plan', 'disable', '--switch', 'sw1', '--ports', 'Te1/0/1', '--collected'];
  for (const word of ['uplink:sw1', 'uplink:sw1/port', 'uplink:ams1/sw1', `uplink:${STORE}/port`])
    expect(await wayside(...disable, '--allow', word)).toMatchObject({ code: 0 });
  const vlan = ['vlan', 'plan', 'rm', '20', '--switch', 'sw1', '--allow'];
  expect(await wayside(...vlan, 'management:nobody')).toMatchObject({ code: 3 });
  expect(await wayside(...disable, '--allow', 'nothing:sw1')).toMatchObject({ code: 2 });
  expect(await wayside(...disable, '--allow', 'uplink')).toMatchObject({ code: 2 });
});
