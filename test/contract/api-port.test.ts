/** PortService, spoken to from outside: plans of ports and VLANs, carried out by an agent that is spoken by hand. */
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { anywayOf, type JsonObject, type Principal, type StepResult } from '../../shared/model/index.ts';
import { ready } from '../../shared/seal/index.ts';
import type { ApiClient } from '../../shared/transport/index.ts';
import { type ApiMethods, structFromWire } from '../../shared/wire/index.ts';
import { errorFrom } from './rig.ts';
import { settle } from './support/controller.ts';
import { endOf } from './support/fake-agent.ts';
import { type PlanServer, servePlans, user } from './support/plan-rooms.ts';
import { ADDRESSED, openPortSite, type PortSite, SOURCE, STORE, SWITCH } from './support/port-site.ts';

const people = new Map<string, Principal>([
  ['admin', user('admin', 'admin', 'full', { site: '*' })],
  ['net', user('net', 'operator', 'network', { site: 'ams1' })],
  ['port', user('port', 'operator', 'port', { site: 'ams1' })],
  ['ber', user('ber', 'operator', 'full', { site: 'ber1' })],
]);

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
});

const as = (who: string): ApiClient => server.as(who);
const on = (ports: string): object => ({ targets: [{ switch: SWITCH, ports }] });

type PlanPorts = ApiMethods['PortService.PlanPorts'];

function planPorts(request: object, who = 'admin'): Promise<PlanPorts['response']> {
  return as(who).unary('PortService.PlanPorts', {
    action: 'vlan',
    vlan: 20,
    reading: 'collected',
    ...request,
  });
}

async function stepsOf(id: string): Promise<readonly string[]> {
  const { steps } = await as('admin').unary('PlanService.ListPlanSteps', { id, pageSize: 1000 });
  return steps.map(({ key, standing, reason }) =>
    `${key} ${standing.replace('STEP_STANDING_', '').toLowerCase()} ${reason?.code ?? ''}`.trim(),
  );
}

/** The agent does all that it is offered, and says so. */
async function carryOut(job: string): Promise<JsonObject[]> {
  const done: JsonObject[] = [];
  for await (const { job: now } of as('admin').stream('JobService.WatchJob', { id: job })) {
    if (now?.endTime) break;
    await settle();
    const offer = site.agent.offers.at(-1);
    if (offer?.kind !== 'apply' || done.length > 0) continue;
    await site.agent.accept(offer);
    const { steps = [] } = offer;
    done.push(...steps.map(({ action }) => action));
    const told = steps.map(
      ({ id }): StepResult => ({
        id,
        state: 'acknowledged',
        error: undefined,
        data: { verified: true },
        at: 1,
      }),
    );
    await site.agent.say(endOf(offer, 'succeeded', { steps: told }));
  }
  return done;
}

describe('a plan of ports (PortService.PlanPorts)', () => {
  test('has a step for each port that is not so already, classified with why and with what lifts it', async () => {
    const { plan, notes } = await planPorts(on('Gi1/0/1-2,Gi1/0/41-44,Te1/0/1'));
    expect(plan).toMatchObject({ planner: 'ports', title: 'VLAN 20 for 7 ports of sw1', steps: 6 });
    expect(plan?.summary?.counts).toMatchObject({ update: 3, blocked: 3, unchanged: 1 });
    expect(await stepsOf(plan?.id ?? '')).toEqual([
      'Gi1/0/1 ready',
      'Gi1/0/2 ready',
      'Gi1/0/41 blocked mode',
      'Gi1/0/42 blocked err-disabled',
      'Gi1/0/43 ready',
      'Te1/0/1 blocked uplink',
    ]);
    expect(notes).toEqual([{ switchName: 'sw1', port: 'Gi1/0/43', note: 'its voice VLAN 30 stays' }]);
    expect(server.journal.map(([method]) => method)).toEqual(['PortService.PlanPorts']);
  });

  test('that is applied sends just those steps to the agent, is a change set, and is undone by a plan', async () => {
    const { plan } = await planPorts(on('Gi1/0/1-2'));
    const { jobId } = await as('admin').unary('PlanService.ApplyPlan', { id: plan?.id ?? '' });
    const sent = await carryOut(jobId);
    expect(sent.map(({ store, kind, key, after }) => [store, kind, key, after])).toEqual(
      ['Gi1/0/1', 'Gi1/0/2'].map((key) => [
        ...[STORE, 'port', key],
        { mode: 'access', accessVlan: 20, description: '', adminUp: true },
      ]),
    );
    const done = (await as('admin').unary('PlanService.GetPlan', { id: plan?.id ?? '' })).plan;
    expect(done).toMatchObject({ state: 'PLAN_STATE_APPLIED' });
    const undo = await as('admin').unary('ChangeService.RevertChangeSet', { id: done?.changeSet ?? '' });
    const { steps } = await as('admin').unary('PlanService.ListPlanSteps', { id: undo.plan?.id ?? '' });
    expect(steps.map(({ key, after }) => [key, structFromWire(after)['accessVlan']])).toEqual([
      ['Gi1/0/1', 10],
      ['Gi1/0/2', 10],
    ]);
  });

  test('with a lifted uplink tells the agent so', async () => {
    const request = { ...on('Te1/0/1'), mode: 'access' };
    const blocked = await planPorts(request);
    const lift = blocked.plan?.summary?.reasons[0]?.override ?? '';
    expect(lift).toBe(`uplink:${STORE}/port`);
    const { plan } = await planPorts({ ...request, overrides: [lift] });
    const { jobId } = await as('admin').unary('PlanService.ApplyPlan', { id: plan?.id ?? '' });
    const [step] = await carryOut(jobId);
    expect(anywayOf(step?.['before'] as JsonObject)).toEqual(['uplink']);
    expect(anywayOf(step?.['after'] as JsonObject)).toEqual(['uplink']);
  });

  test('may be of all ports of a site that a filter finds', async () => {
    const filter = 'vlan=20 description=desk*';
    const { plan } = await planPorts({ action: 'disable', vlan: 0, site: 'ams1', filter });
    expect(await stepsOf(plan?.id ?? '')).toEqual(['Gi1/0/44 ready']);
    await expect(errorFrom(planPorts({ site: 'ams1' }))).resolves.toMatchObject({
      violations: [{ field: 'filter' }],
    });
  });

  test('is made once for a repeated request, and not kept where it is only tried', async () => {
    const request = { ...on('Gi1/0/1'), requestId: 'aaaaaaaa-0000-4000-8000-000000000001' };
    const first = await planPorts(request);
    expect((await planPorts(request)).plan?.id).toBe(first.plan?.id);
    const tried = await planPorts({ ...on('Gi1/0/2'), validateOnly: true });
    expect(tried.plan?.summary?.counts).toMatchObject({ update: 1 });
    const { plans } = await as('admin').unary('PlanService.ListPlans', {});
    expect(plans.map(({ id }) => id)).toEqual([first.plan?.id]);
  });

  test('(k) tells all ports that are not there at once, and all that is wrong with what is asked', async () => {
    const error = await errorFrom(planPorts(on('Gi1/0/101-400')));
    expect(error).toMatchObject({ code: 'INVALID_INPUT', violations: [{ field: 'targets[0].ports' }] });
    expect(error.violations[0]?.message).toBe('sw1 has no port Gi1/0/101-400');
    const wrong = { action: 'enable', vlan: 5000, description: 'x', mode: 'trunk', reading: 'later' };
    const { violations } = await errorFrom(planPorts({ ...on('Gi1/0/1'), ...wrong }));
    expect(violations.map(({ field }) => field)).toEqual(['reading', 'vlan', 'description', 'mode']);
  });

  test('is for operators of the place who see its network', async () => {
    expect((await planPorts(on('Gi1/0/1'), 'net')).plan?.madeBy).toBe('user:net');
    expect(await errorFrom(planPorts(on('Gi1/0/1'), 'port'))).toMatchObject({ code: 'INVALID_INPUT' });
    expect(await errorFrom(planPorts(on('Gi1/0/1'), 'ber'))).toMatchObject({ code: 'INVALID_INPUT' });
  });
});

describe('a list of ports (PortService.ListPorts)', () => {
  const list = (request: object, who = 'admin'): Promise<ApiMethods['PortService.ListPorts']['response']> =>
    as(who).unary('PortService.ListPorts', request);

  test('tells what each is and how many addresses are on it, in any order, page by page', async () => {
    const found: string[] = [];
    let pageToken = '';
    do {
      const page = await list({ site: 'ams1', orderBy: 'portClass, name', pageSize: 20, pageToken });
      found.push(
        ...page.ports.map(
          ({ record, portClass }) => `${structFromWire(record?.fields)['name']} ${portClass}`,
        ),
      );
      pageToken = page.nextPageToken;
    } while (pageToken !== '');
    expect(found).toHaveLength(45);
    expect([found[0], found[1], found.at(-1)]).toEqual(['Te1/0/1 interswitch', 'Gi1/0/1 ', 'Gi1/0/44 ']);
    const { ports } = await list({ switch: SOURCE, filter: 'name=Gi1/0/42 -portClass:* addresses=0' });
    expect(ports).toMatchObject([{ switchName: 'sw1', addresses: 0, unusedSince: null }]);
  });

  test('is of places in view, and the port view shows no link between switches', async () => {
    expect((await list({}, 'port')).ports.some(({ portClass }) => portClass === 'interswitch')).toBe(false);
    expect((await list({ pageSize: 100 }, 'port')).ports).toHaveLength(43);
    expect((await list({}, 'ber')).ports).toEqual([]);
    expect((await errorFrom(list({ switch: SWITCH }, 'ber'))).code).toBe('NOT_FOUND');
    expect((await errorFrom(list({ site: 'ams1' }, 'ber'))).code).toBe('NOT_FOUND');
  });

  test('says what is wrong with the question', async () => {
    const wrong = async (request: object): Promise<readonly string[]> =>
      (await errorFrom(list(request))).violations.map(({ field }) => field);
    expect(await wrong({ unusedForSeconds: -1 })).toEqual(['unused_for_seconds']);
    expect(await wrong({ unusedForSeconds: 40_000_000 })).toEqual(['unused_for_seconds']);
    expect(await wrong({ switch: { ...SWITCH, kind: 'port' } })).toEqual(['switch']);
    expect(await wrong({ switch: SWITCH, site: 'ber1' })).toEqual(['site']);
    expect(await wrong({ filter: 'nothing=x' })).toEqual(['filter']);
  });
});

describe('a port that is read live (PortService.GetPort)', () => {
  const live = {
    ...{ platform: 'dell_os6', port: { name: 'Gi1/0/1', state: 'up', operUp: true, adminUp: true } },
    config: {
      name: 'Gi1/0/1',
      mode: 'access',
      accessVlan: 20,
      description: 'now here',
      adminUp: true,
      lines: [],
    },
    ...{ rows: [], addresses: 0, neighbours: [], notes: [], agesMs: {} },
  };

  async function answer(): Promise<string> {
    for (let turn = 0; site.agent.offers.length === 0 && turn < 200; turn += 1) await settle();
    const offer = await site.agent.accept();
    const [target] = offer.targets;
    if (!target) throw new Error('the job has no target');
    const { source, name } = target;
    const targets = [{ source, name, error: undefined, data: live, timingsMs: {} }];
    await site.agent.say(endOf(offer, 'succeeded', { targets }));
    return offer.subject ?? '';
  }

  test('is planned on what its switch says now, not on the last collect', async () => {
    const asked = planPorts({ ...on('Gi1/0/1'), reading: 'live' });
    expect(await answer()).toBe('Gi1/0/1');
    expect((await asked).plan).toMatchObject({ steps: 0, converged: true });
  });

  test('answers with all of it, what it is, and what a change would meet', async () => {
    const asked = as('admin').unary('PortService.GetPort', { switch: SOURCE, port: 'gigabitethernet1/0/1' });
    expect(await answer()).toBe('Gi1/0/1');
    const { port, portClass, guards, live: told } = await asked;
    expect([port, portClass, guards]).toEqual(['Gi1/0/1', 'edge', []]);
    expect(structFromWire(told)).toMatchObject({ config: { description: 'now here' } });
  });

  test('that cannot be read is planned on the last collect, with a word; where live was asked for it is an error', async () => {
    await site.agent.cut();
    const { plan, notes } = await planPorts({ ...on('Gi1/0/1'), reading: '' });
    expect(plan?.steps).toBe(1);
    expect(notes[0]?.note).toContain('planned on what the last collect saw');
    expect(await errorFrom(planPorts({ ...on('Gi1/0/1'), reading: 'live' }))).toMatchObject({
      code: 'NO_CAPABLE_AGENT',
    });
  });
});

describe('a plan of VLANs (PortService.PlanVlans)', () => {
  const planVlans = (request: object): Promise<ApiMethods['PortService.PlanVlans']['response']> =>
    as('admin').unary('PortService.PlanVlans', { switches: [SWITCH], ...request });

  test('makes, renames and takes away, each with its guard', async () => {
    const { plan } = await planVlans({ action: 'add', vlan: 30, name: 'voice' });
    const { jobId } = await as('admin').unary('PlanService.ApplyPlan', { id: plan?.id ?? '' });
    expect(await carryOut(jobId)).toMatchObject([
      { kind: 'vlan', key: '30', before: null, after: { name: 'voice' } },
    ]);
    const used = await planVlans({ action: 'rm', vlan: 10 });
    expect(await stepsOf(used.plan?.id ?? '')).toEqual(['10 blocked vlan-used']);
    site.observe(ADDRESSED);
    const overrides = [`management:${STORE}/vlan`];
    for (const vlan of [66, 99]) {
      const own = await planVlans({ action: 'rm', vlan, overrides });
      expect(await stepsOf(own.plan?.id ?? '')).toEqual([`${vlan} blocked management-vlan`]);
    }
    expect(await errorFrom(planVlans({ action: 'rename', vlan: 77, name: 'x' }))).toMatchObject({
      message: expect.stringContaining('sw1 has no VLAN 77'),
    });
  });
});
