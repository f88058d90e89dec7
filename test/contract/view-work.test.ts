/** Jobs and traces of those who may see and do only a part. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SubmitRequest } from '../../controller/jobs/index.ts';
import { Tracer } from '../../controller/trace/index.ts';
import type { Grant, Principal, RecordRef, TraceAnswer } from '../../shared/model/index.ts';
import { silentLog } from '../../shared/runtime/index.ts';
import { ready } from '../../shared/seal/index.ts';
import { ADMIN } from './support/controller.ts';
import {
  type Floor,
  floorRef,
  HOSTS,
  OTHER,
  openViewCampus,
  SITE,
  SWITCH_MACS,
  siteOf,
  switchId,
  UPLINK_HOST,
  type ViewCampus,
} from './support/view-campus.ts';

let campus: ViewCampus;
beforeAll(async () => {
  await ready();
  campus = await openViewCampus();
});
afterAll(() => campus.stop());

const who = (name: string, grant: Omit<Grant, 'scopes'>, floor?: Floor): Principal => {
  const scope = floor ? { site: siteOf(floor), floor: floorRef(floor).id } : { site: SITE };
  return { type: 'user', name, grants: [{ ...grant, scopes: [scope] }], readOnly: false, tokenId: name };
};
const technician = who('tec', { level: 'viewer', switchView: 'port' });
const onFloor1 = who('opa', { level: 'operator', switchView: 'network' }, 'f1');
const viewer = who('vic', { level: 'viewer', switchView: 'network' });

const target = (floor: Floor): RecordRef => ({ site: siteOf(floor), kind: 'switch', id: switchId(floor) });

function submit(principal: Principal, more: Partial<SubmitRequest>): RecordRef[] {
  const request: SubmitRequest = {
    ...{ kind: 'probe', targets: [], site: '', mac: '', requestId: '', validateOnly: true, timeoutMs: 0 },
    ...more,
  };
  return [...campus.rooms.jobs.submit(request, principal).targets];
}

function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return (error as { code: string }).code;
  }
  return 'passed';
}

async function trace(
  principal: Principal,
  mac: string,
  { site = SITE, cachedOnly = false }: { readonly site?: string; readonly cachedOnly?: boolean } = {},
): Promise<TraceAnswer> {
  const { inventory, jobs, clock } = campus.rooms;
  const tracer = new Tracer({ inventory, jobs, clock, log: silentLog, observe: () => undefined });
  const question = { mac, site, floor: '', cachedOnly, allHits: true, timeoutMs: 0 };
  for await (const event of tracer.trace(question, { principal, signal: AbortSignal.timeout(20_000) })) {
    if (event.type === 'answer') return event.answer;
  }
  throw new Error('no answer');
}

describe('jobs', () => {
  test('are for operators of each target: what is seen is FORBIDDEN, what is not is not known (S1.5)', () => {
    expect(submit(onFloor1, { targets: [target('f1')] })).toHaveLength(1);
    expect(codeOf(() => submit(onFloor1, { targets: [target('f1'), target('f2')] }))).toBe('INVALID_INPUT');
    expect(codeOf(() => submit(viewer, { targets: [target('f1')] }))).toBe('FORBIDDEN');
    expect(codeOf(() => submit(viewer, { site: SITE }))).toBe('FORBIDDEN');
    expect(codeOf(() => submit(viewer, { site: OTHER }))).toBe('NOT_FOUND');
  });

  test("on a whole site take the sources of the floors that are the operator's own", () => {
    expect(submit(onFloor1, { kind: 'collect', site: SITE }).map(({ id }) => id)).toEqual([switchId('f1')]);
    expect(submit(ADMIN, { kind: 'collect', site: SITE })).toHaveLength(3);
  });

  test('are told to those who see all of their targets, each with what its place allows', () => {
    const [f1 = '', , f2 = ''] = campus.jobIds;
    const { jobs } = campus.rooms;
    expect(jobs.as(onFloor1).get(f1).results[0]?.error?.message).toBe('Zq-f1-net-name at … failed');
    expect(codeOf(() => jobs.as(onFloor1).get(f2))).toBe('NOT_FOUND');
    const [result] = jobs.as(technician).get(f1).results;
    expect(result).toMatchObject({
      ...{ name: expect.stringMatching(/^Switch \w{8}$/), data: null },
      error: { code: 'UNREACHABLE', message: expect.stringContaining('does not answer') },
    });
  });

  test('are ended by operators of their targets alone', () => {
    const [, running = ''] = campus.jobIds;
    const { jobs } = campus.rooms;
    expect(codeOf(() => jobs.as(viewer).cancel(running, 'x'))).toBe('FORBIDDEN');
    expect(jobs.get(running).state).toBe('running');
    expect(jobs.as(onFloor1).cancel(running, 'x').state).toBe('cancelling');
  });
});

describe('a trace', () => {
  test('by a port technician finds the edge port, with an alias and without way and reasons (S1.5)', async () => {
    const answer = await trace(technician, HOSTS.f1);
    expect(answer).toMatchObject({ path: [], rejected: [] });
    // Both floors say that they have it: which one is told, is for the judgement.
    expect(answer.edges.map(({ port, evidence }) => [port, evidence])).toContainEqual([
      expect.stringMatching(/^Zq-f[12]-edge-port$/),
      [],
    ]);
    expect(answer.summary).toMatch(
      /^00:1b:21:00:00:01 is on (\d ports at once: )?Switch \w{8} Zq-f[12]-edge-port/,
    );
    expect(answer.edges[0]?.switch.id).toMatch(/^\w{8}$/);
  });

  test('tells an address on a hidden port, or of a switch, from none by no word and no number (S1.5)', async () => {
    // The switches of this campus know every address at an edge port when they are asked.
    const told = async (mac: string): Promise<string> => {
      const { jobId: _, totals, ...answer } = await trace(technician, mac, { cachedOnly: true });
      return JSON.stringify({ ...answer, totals: { ...totals, elapsedMs: 0 } }).replaceAll(mac, 'MAC');
    };
    const nowhere = await told('02:00:00:00:00:01');
    for (const mac of [UPLINK_HOST, SWITCH_MACS.f1, SWITCH_MACS.f2])
      expect([mac, await told(mac)]).toEqual([mac, nowhere]);
    expect((await trace(ADMIN, SWITCH_MACS.f1)).verdict).toBe('not-an-endpoint');
    expect((await trace(technician, HOSTS.f1, { cachedOnly: true })).totals.cached).toBeGreaterThan(0);
  });

  test('by a port technician is one job to them: those that it makes would tell what it keeps (S1.5)', async () => {
    const { jobs } = campus.rooms;
    const { jobId = '' } = await trace(technician, HOSTS.f1);
    const question = { pageSize: 0, pageToken: '', kind: '', state: undefined, showChildren: true };
    const partsFor = (principal: Principal): string[] =>
      jobs
        .as(principal)
        .list(question)
        .jobs.flatMap(({ id, parentId }) => (parentId === jobId ? [id] : []));
    const parts = partsFor(ADMIN);
    expect(parts).not.toEqual([]);
    expect([partsFor(technician), partsFor(viewer)]).toEqual([[], parts]);
    for (const id of parts) expect(codeOf(() => jobs.as(technician).get(id))).toBe('NOT_FOUND');
    expect(jobs.as(technician).get(jobId)).toMatchObject({ kind: 'trace', createdBy: 'user:tec' });
  });

  test('asks only switches that its asker may see', async () => {
    const { totals } = await trace(onFloor1, HOSTS.f2);
    expect([totals.asked, totals.answered]).toEqual([1, 1]);
    expect((await trace(viewer, HOSTS.f2)).totals.asked).toBe(2);
  });

  test('by who sees the whole site is as it is found, with its reasons', async () => {
    const [full, shown] = [await trace(ADMIN, UPLINK_HOST), await trace(viewer, UPLINK_HOST)];
    expect(shown.edges.map(({ evidence }) => evidence)).toEqual(full.edges.map(({ evidence }) => evidence));
    expect(shown.summary).toBe(full.summary);
  });
});
