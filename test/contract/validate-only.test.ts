/**
 * `validate_only` in every rpc that changes something: the answer or the error of the real call, and nothing done. Each step
 * tries first, looks whether all is as it was, and then does it in earnest, which proves that there was something to do.
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { auditRule } from '../../controller/access/index.ts';
import { WaysideError } from '../../shared/errors.ts';
import { protos } from '../../shared/transport/index.ts';
import { isStreamingMethod, structToWire, type UnaryMethod } from '../../shared/wire/index.ts';
import { type FieldRig, openFieldRig } from './support/field-bases.ts';
import { allPlaces } from './support/field-walk.ts';
import { storePrint } from './support/store-print.ts';

/** Who says who they are tries nothing, and an agent that enrols is no person. */
const NEVER_ONLY_TRIED = ['AuthService.Login', 'AuthService.Logout', 'EnrolmentService.Enrol'];
/** Walked where what they are about takes longer to make: api-alert.test.ts, api-conflict.test.ts, host-key.test.ts, api-port.test.ts. */
const WALKED_ELSEWHERE = [
  ...['AlertService.AcknowledgeAlert', 'AlertService.UnacknowledgeAlert'],
  'ConflictService.ResolveConflict',
  'HostKeyService.AcceptHostKey',
  'PortService.PlanPorts',
];
const YEAR_S = 31_536_000;

/** An agent's session is no call. */
const methods = [...protos().services].flatMap(([service, names]) =>
  names.map((name) => `${service}.${name}`),
);
const changing = methods.filter(
  (method) =>
    ['change', 'write'].includes(auditRule(method)) &&
    !isStreamingMethod(method) &&
    method !== 'SessionService.Session',
);
const tried = changing.filter((method) => !NEVER_ONLY_TRIED.includes(method));

let rig: FieldRig;
const silent = createServer();
beforeAll(async () => {
  await once(silent.listen(0, '127.0.0.1'), 'listening');
  rig = await openFieldRig();
  await rig.live.joinAgent('ams1', 'resting');
}, 30_000);
afterAll(async () => {
  await rig.live.stop();
  silent.close();
});

async function call(
  method: string,
  request: object,
): Promise<{ readonly code: string; readonly answer: object }> {
  try {
    return { code: 'OK', answer: await rig.live.admin.unary(method as UnaryMethod, request as never) };
  } catch (error) {
    const { code, message, violations } = WaysideError.from(error);
    return { code, answer: { message, violations } };
  }
}

/** All that a call could leave behind: the store, files beside it, and what is kept in memory alone. */
async function print(): Promise<object> {
  const dir = join(rig.live.dir, 'controller');
  const files = readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/store\.db|audit/.test(entry.name))
    .map(({ parentPath, name }) => {
      const hash = createHash('sha256')
        .update(readFileSync(join(parentPath, name)))
        .digest('hex');
      return `${join(parentPath, name).slice(dir.length)} ${hash.slice(0, 16)}`;
    });
  const { admin } = rig.live;
  const { agents } = await admin.unary('AgentService.ListAgents', {});
  const { silences } = await admin.unary('AlertService.ListSilences', {});
  const { level, configured } = await admin.unary('SystemService.GetLogLevel', {});
  const held = agents.map(({ id, state, duty, name, description }) => ({
    id,
    state,
    duty,
    name,
    description,
  }));
  return {
    store: storePrint(join(dir, 'store.db')),
    files: files.sort(),
    held,
    silences,
    level,
    configured,
  };
}

interface Step {
  readonly method: UnaryMethod;
  readonly request: () => object | Promise<object>;
  /** As `request`, with what no controller takes. */
  readonly wrong: object;
  /** Of the real call, where the agent has the last word. */
  readonly ends?: string;
  readonly after?: (answer: object) => Promise<unknown> | unknown;
}

const kept: Record<string, string> = {};
const keep = (name: string, value: unknown): void => {
  kept[name] = String(value);
};
const idOf = (answer: object, thing: string): unknown =>
  (answer as Readonly<Record<string, { readonly id?: string }>>)[thing]?.id;
const base = (method: string): object => rig.bases[method] ?? {};

async function jobEnds(answer: object): Promise<void> {
  const id = String(idOf(answer, 'job'));
  keep('job', id);
  for await (const { job } of rig.live.admin.stream('JobService.WatchJob', { id })) if (job?.endTime) return;
}

/** One that reads a switch which never answers. */
async function hangingJob(): Promise<string> {
  const { port } = silent.address() as AddressInfo;
  const [place, named] = [{ site: 'ams1', id: 'sw5' }, { name: 'sw5' }];
  const source = { ...named, driver: 'switch', address: '127.0.0.1', port, credential: 'campus' };
  const operations = [
    { create: { ...place, kind: 'switch', fields: structToWire(named) } },
    { create: { ...place, kind: 'source', fields: structToWire(source) } },
  ];
  const { admin } = rig.live;
  await admin.unary('InventoryService.WriteRecords', { operations });
  const targets = [{ ...place, kind: 'switch' }];
  const { job } = await admin.unary('JobService.SubmitJob', { kind: 'collect', targets });
  const id = job?.id ?? '';
  for await (const { job: now } of admin.stream('JobService.WatchJob', { id }))
    if (now?.state === 'JOB_STATE_RUNNING') return id;
  return id;
}

const usual = (method: UnaryMethod, wrong: object, more: Partial<Step> = {}): Step => ({
  ...{ method, wrong, request: () => ({ ...base(method), validateOnly: false }) },
  ...more,
});
const NONE = { id: 'none-of-these' };
const rename = {
  update: { ref: { site: 'ams1', kind: 'switch', id: 'sw1' }, fields: structToWire({ name: 'sw9' }) },
};

const peopleSteps: readonly Step[] = [
  usual('UserService.CreateRole', { name: 'No Name' }),
  usual('UserService.UpdateRole', { name: 'viewer' }),
  usual('UserService.DeleteRole', { name: 'none' }, { request: () => ({ name: 'other' }) }),
  usual('UserService.CreateUser', { roles: ['none'] }),
  usual('UserService.UpdateUser', { roles: ['none'] }),
  usual(
    'UserService.SetPassword',
    { password: 'short' },
    { request: () => ({ name: 'ben', password: 'long enough for it' }) },
  ),
  usual('UserService.CreateApiToken', { roles: ['admin'] }),
  usual('UserService.UpdateApiToken', { allow: { ranges: ['nowhere'] } }),
  usual('UserService.DeleteApiToken', NONE),
  usual('UserService.DeleteUser', { name: 'admin' }),
];

const workSteps: readonly Step[] = [
  usual(
    'InventoryService.WriteRecords',
    {},
    { request: () => ({ operations: [rename] }), wrong: { operations: [{}] } },
  ),
  usual('ScheduleService.CreateSchedule', { spec: { name: 'x y' } }),
  usual('ScheduleService.UpdateSchedule', { ifEtag: 'old' }),
  usual(
    'ScheduleService.PauseSchedule',
    { why: '' },
    { request: () => ({ id: 'other', why: 'it was tried' }) },
  ),
  usual('ScheduleService.ResumeSchedule', NONE, { request: () => ({ id: 'other' }) }),
  usual('ScheduleService.RunSchedule', NONE, {
    request: () => ({ id: 'other' }),
    after: (answer) => jobEnds({ job: { id: idOf(answer, 'firing') } }),
  }),
  usual('ScheduleService.DeleteSchedule', { ifEtag: 'old' }, { request: () => ({ id: 'other' }) }),
  usual('JobService.SubmitJob', { kind: 'apply' }, { after: jobEnds }),
  usual('JobService.RetryJob', NONE, { request: () => ({ id: kept['job'], all: true }), after: jobEnds }),
  usual('JobService.CancelJob', NONE, { request: async () => ({ id: await hangingJob() }), after: jobEnds }),
  usual(
    'AlertService.SilenceAlert',
    { seconds: 0 },
    {
      request: () => ({ reason: 'agent-away', site: 'ams1', seconds: 60, why: 'it was tried' }),
    },
  ),
  usual(
    'AlertService.UnsilenceAlert',
    { reason: 'none' },
    { request: () => ({ reason: 'agent-away', site: 'ams1' }) },
  ),
  usual(
    'SystemService.SetLogLevel',
    { ttlSeconds: YEAR_S },
    { request: () => ({ level: 'LOG_LEVEL_ERROR' }) },
  ),
];

const planSteps: readonly Step[] = [
  usual(
    'PlanService.CreatePlan',
    { operations: [{}] },
    {
      request: () => ({
        operations: [{ update: { ...rename.update, fields: structToWire({ description: 'new' }) } }],
      }),
      after: (answer) => keep('plan', idOf(answer, 'plan')),
    },
  ),
  usual('PortService.PlanVlans', { vlan: 4095 }),
  usual('PlanService.RevokePlan', NONE, { request: () => ({ id: kept['plan'], why: 'it was tried' }) }),
  usual('PlanService.ApprovePlan', NONE, { request: () => ({ id: kept['plan'] }) }),
  usual(
    'PlanService.ApplyPlan',
    { onlySteps: [99] },
    {
      request: () => ({ id: kept['plan'] }),
      after: async (answer) => {
        const { changeSet, jobId } = answer as { readonly changeSet: string; readonly jobId: string };
        keep('changeSet', changeSet);
        await jobEnds({ job: { id: jobId } });
      },
    },
  ),
  usual('ChangeService.RevertChangeSet', NONE, { request: () => ({ id: kept['changeSet'] }) }),
];

/** It has joined and does not run, so nothing of it happens by itself. */
const resting = { id: 'resting', why: 'it was tried' };
const agentSteps: readonly Step[] = [
  usual('AgentService.CreateJoinToken', { ttlSeconds: YEAR_S }),
  usual('AgentService.RevokeJoinToken', { id: 'zz' }),
  usual('AgentService.UpdateAgent', { name: 'not a name' }),
  usual('AgentService.MaintainAgent', { durationSeconds: YEAR_S }),
  usual('AgentService.ResumeAgent', NONE),
  usual(
    'AgentService.DrainAgent',
    { deadlineSeconds: YEAR_S },
    { after: () => call('AgentService.ResumeAgent', { id: 'beside' }) },
  ),
  usual(
    'CredentialService.SetCredential',
    { name: 'No Name' },
    {
      request: () => ({ ...order, allowedTargets: ['127.0.0.1'] }),
      ends: 'refused by the agent',
    },
  ),
  usual(
    'CredentialService.RemoveCredential',
    { version: 0 },
    { request: () => order, ends: 'refused by the agent' },
  ),
  usual('AgentService.EvictAgent', { why: 'a\nb' }, { request: () => resting }),
  usual('AgentService.BanAgent', { why: '' }, { request: () => resting }),
  usual('AgentService.UnbanAgent', NONE, { request: () => resting }),
  usual('AgentService.DeleteAgent', { why: 'a\nb' }, { request: () => resting }),
  usual('CaService.RotateCa', {}, { after: agentsHaveChanged }),
  usual('CaService.RetireCa', {}, { request: () => ({ force: true }) }),
];

/** Agents that are here take a certificate of the new CA at once, in their own time. */
async function agentsHaveChanged(): Promise<void> {
  for (;;) {
    const { cas } = await rig.live.admin.unary('CaService.GetCa', {});
    if (cas.every(({ issues, agents }) => issues || agents.length === 0)) return;
  }
}

const order = { agent: 'beside', site: 'ams1', name: 'lab', version: 1, sealed: Buffer.from('not sealed') };

const steps = [...peopleSteps, ...workSteps, ...planSteps, ...agentSteps];

test('S0.22 every rpc that changes something may be asked to only try', () => {
  const asks = allPlaces()
    .filter(({ path }) => path === 'validateOnly')
    .map(({ rpc }) => rpc);
  expect(tried.filter((method) => !asks.includes(method))).toEqual([]);
});

test('S0.22 each of them is tried here, or where what it is about takes longer to make', () => {
  const walked = [...steps.map(({ method }) => method as string), ...WALKED_ELSEWHERE];
  expect([...new Set(walked)].sort()).toEqual([...tried].sort());
});

test('S0.22 what is only tried changes nothing, ends as in earnest, and is done in earnest after it', async () => {
  for (const { method, request, wrong, ends, after } of steps) {
    const asked = await request();
    const before = await print();
    const refused = await call(method, { ...asked, ...wrong, validateOnly: true });
    const only = await call(method, { ...asked, validateOnly: true });
    expect([method, only]).toEqual([method, { code: 'OK', answer: only.answer }]);
    if (Object.keys(wrong).length > 0)
      expect([method, refused]).toEqual([
        method,
        await call(method, { ...asked, ...wrong, validateOnly: false }),
      ]);
    expect([method, await print()]).toEqual([method, before]);

    const done = await call(method, { ...asked, validateOnly: false });
    if (ends === undefined) expect([method, done]).toEqual([method, { code: 'OK', answer: done.answer }]);
    expect([method, await print()]).not.toEqual([method, before]);
    await after?.(done.answer);
  }
}, 60_000);
