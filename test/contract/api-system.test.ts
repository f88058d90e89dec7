/** AgentService, EnrolmentService, SessionService and SystemService, spoken to from outside. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createEnrolTransport, enrol } from '../../agent/session/index.ts';
import { type Log, type LogLevel, silentLog, systemClock } from '../../shared/runtime/index.ts';
import { Secret } from '../../shared/seal/index.ts';
import {
  type AgentMessage,
  PROTOCOL_VERSION,
  recordFromWire,
  structToWire,
} from '../../shared/wire/index.ts';
import { errorFrom } from './rig.ts';
import { type JoinedAgent, Live } from './support/live.ts';

let live: Live;
let agent: JoinedAgent;
const levels: LogLevel[] = [];
beforeAll(async () => {
  const log: Log = { ...silentLog, with: () => log, setLevel: (level) => void levels.push(level) };
  live = await Live.start({ log });
  await live.addSite('ams1');
  agent = await live.startAgent('ams1', 'beside');
});
afterAll(() => live.stop());

const call = { agents: (request: object = {}) => live.admin.unary('AgentService.ListAgents', request) };
const getAgent = (id: string) => live.admin.unary('AgentService.GetAgent', { id });

describe('AgentService.ListAgents', () => {
  test('shows who is here, with what it is and how far it has told', async () => {
    const { agents, nextPageToken } = await call.agents({ site: 'ams1' });
    expect(nextPageToken).toBe('');
    expect(agents.find(({ id }) => id === agent.agentId)).toMatchObject({
      ...{ name: 'beside', site: 'ams1', state: 'AGENT_STATE_ONLINE', reason: '', runningJobs: 0 },
      capabilities: expect.arrayContaining(['switch.collect', 'switch.lookup', 'switch.probe']),
      identity: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
  });

  test('page by page, and of one site alone', async () => {
    await live.addSite('ber1');
    const more = await Promise.all(['b1', 'b2', 'b3'].map((name) => live.joinAgent('ber1', name)));
    expect(more).toHaveLength(3);
    const seen: string[] = [];
    let pageToken = '';
    do {
      const page = await call.agents({ site: 'ber1', pageSize: 2, pageToken });
      seen.push(...page.agents.map(({ name }) => name));
      expect(page.agents.every(({ state }) => state === 'AGENT_STATE_NEVER_SEEN')).toBe(true);
      pageToken = page.nextPageToken;
    } while (pageToken !== '');
    expect(seen).toEqual(['b1', 'b2', 'b3']);
    expect((await errorFrom(call.agents({ pageSize: -1 }))).violations).toMatchObject([
      { field: 'page_size' },
    ]);
    const { nextPageToken } = await call.agents({ pageSize: 1 });
    expect((await errorFrom(call.agents({ pageToken: nextPageToken, site: 'ber1' }))).code).toBe(
      'INVALID_TOKEN_FORMAT',
    );
  });
});

describe('AgentService.GetAgent', () => {
  test('finds by id and by name', async () => {
    expect((await getAgent('beside')).agent?.id).toBe(agent.agentId);
    expect((await getAgent(agent.agentId)).agent?.name).toBe('beside');
    for (const wrong of ['none', '', '__proto__', '\u001b[2J'])
      expect((await errorFrom(getAgent(wrong))).code).toBe('NOT_FOUND');
  });
});

describe('AgentService.CreateJoinToken', () => {
  const create = (request: object) => live.admin.unary('AgentService.CreateJoinToken', request);

  test('gives one line that lets one agent into one site, for an hour unless told otherwise', async () => {
    const { token, expireTime } = await create({ site: 'ams1' });
    expect(token).toMatch(/^\S+$/);
    const inMs = Number(expireTime?.seconds) * 1000 - systemClock.now();
    expect(Math.abs(inMs - 3_600_000)).toBeLessThan(10_000);
    expect((await create({ site: 'ams1' })).token).not.toBe(token);
  });

  test('refuses a lifetime that is none, and a site that is not at home here', async () => {
    for (const ttlSeconds of [-1, 31 * 86_400])
      expect((await errorFrom(create({ site: 'ams1', ttlSeconds }))).violations).toMatchObject([
        { field: 'ttl_seconds' },
      ]);
    expect((await errorFrom(create({ site: 'nowhere' }))).code).toBe('NOT_FOUND');
  });
});

describe('EnrolmentService.Enrol', () => {
  test('lets an agent in once per token; its record carries the name until people give it another', async () => {
    const joined = await live.joinAgent('ams1', 'newcomer');
    expect(joined.certificate.chain[0]).toContain('BEGIN CERTIFICATE');
    const { agent: view } = await getAgent('newcomer');
    const ref = { site: 'ams1', kind: 'agent', id: view?.id ?? '' };
    const record = async () => {
      const answer = await live.admin.unary('InventoryService.GetRecord', { ref });
      return answer.record && recordFromWire(answer.record).fields;
    };
    expect(await record()).toEqual({ name: 'newcomer' });
    const update = { ref, fields: structToWire({ name: 'renamed', description: 'in the cellar' }) };
    await live.admin.unary('InventoryService.WriteRecords', { operations: [{ update }] });
    await live.rejoinAgent('newcomer');
    expect(await record()).toEqual({ name: 'renamed', description: 'in the cellar' });
  });

  test('says why a token does not count', async () => {
    const { keys, identityDir: dir } = await live.newFolders('stranger');
    const { token } = await live.admin.unary('AgentService.CreateJoinToken', { site: 'ams1' });
    const options = { keys, dir, name: 'stranger', transport: createEnrolTransport(systemClock) };
    await enrol(new Secret(token), options);
    const other = await live.newFolders('other');
    const again = enrol(new Secret(token), {
      ...options,
      keys: other.keys,
      dir: other.identityDir,
      name: 'other',
    });
    expect((await errorFrom(again)).code).toBe('JOIN_TOKEN_USED');
    const empty = await errorFrom(live.client().unary('EnrolmentService.Enrol', {}));
    expect(empty.code).toBe('INVALID_INPUT');
    expect(empty.violations.map(({ field }) => field)).toEqual(
      expect.arrayContaining(['agent_name', 'identity_key', 'sealing_key', 'proof']),
    );
  });
});

describe('SessionService.Session', () => {
  const hello = (agentId: string): AgentMessage => ({
    ...{ type: 'hello', agentId, bootId: 'b', sessionNumber: 1, protocolVersion: PROTOCOL_VERSION },
    ...{ softwareVersion: '9.9.9', nodeVersion: 'v20', os: 'linux', capabilities: [], targetSlots: 1 },
    ...{ attempts: [], outboxId: 'o1', durableSeq: 0, acknowledgedSeq: 0, time: systemClock.now() },
  });

  test('is opened by the certificate alone: a hello of the same agent is welcomed, another one is refused', async () => {
    const joined = await live.joinAgent('ams1', 'by-hand');
    const { agent: view } = await getAgent('by-hand');
    const link = live.as(joined).session();
    await link.send(hello(view?.id ?? ''));
    for await (const message of link.receive()) {
      expect(message).toMatchObject({ type: 'welcome', positions: [{ site: 'ams1', epoch: 1, seq: 0 }] });
      break;
    }
    expect((await getAgent('by-hand')).agent?.version).toBe('9.9.9');
    link.close();
    const liar = live.as(joined).session();
    await liar.send(hello(agent.agentId));
    for await (const message of liar.receive()) {
      expect(message).toMatchObject({ type: 'goAway', code: 'WRONG_IDENTITY' });
      break;
    }
    expect((await liar.closed)?.code).toBe('WRONG_IDENTITY');
    expect((await getAgent('beside')).agent?.state).toBe('AGENT_STATE_ONLINE');
  });
});

describe('SystemService.GetStatus', () => {
  test('counts what there is', async () => {
    const status = await live.admin.unary('SystemService.GetStatus', {});
    expect(status).toMatchObject({ jobsQueued: 0, jobsRunning: 0, sourcesStale: 0 });
    expect(status.agentsOnline).toBeGreaterThanOrEqual(1);
    expect(status.agentsTotal).toBeGreaterThan(status.agentsOnline);
    expect(Number(status.records['site'])).toBeGreaterThan(0);
    for (const figure of [status.position, status.storeBytes, status.diskFreeBytes, status.memoryBytes])
      expect(Number(figure)).toBeGreaterThan(0);
    expect(status.origin).toMatch(/^\w+\.1$/);
  });
});

describe('SystemService.RunDoctor', () => {
  test('says of each thing that it looks at whether it is well, and what to do', async () => {
    const { findings } = await live.admin.unary('SystemService.RunDoctor', {});
    const own = ['disk', 'store', 'history', 'files', 'certificates', 'audit', 'tombstones'];
    for (const name of own)
      expect(findings.find(({ check }) => check === name)).toMatchObject({ level: 'LEVEL_OK', reason: '' });
    const away = findings.filter(({ reason }) => reason === 'agent-never-seen' || reason === 'agent-away');
    expect(away.length).toBeGreaterThan(0);
    for (const { message, hint, level, subjectName, site } of away) {
      expect(level).not.toBe('LEVEL_OK');
      expect([message, hint]).toEqual([
        expect.stringContaining(`agent ${subjectName} of site ${site}`),
        expect.any(String),
      ]);
    }
  });
});

test('a backup that was given out whole is the last one from then on', async () => {
  const find = async () =>
    (await live.admin.unary('SystemService.RunDoctor', {})).findings.find(({ check }) => check === 'backup');
  expect(await find()).toMatchObject({ reason: 'backup-never' });
  for await (const _ of live.admin.stream('BackupService.CreateBackup', {})) {
    // Read to its end.
  }
  expect(await find()).toMatchObject({ level: 'LEVEL_OK' });
});

describe('SystemService.GetDelta', () => {
  test('refuses what is no delta, and says when one is not known', async () => {
    const show = (id: string) => live.admin.unary('SystemService.GetDelta', { id });
    for (const id of ['', 'a/b', 'a/b/c', 'a/b/1/2', `${'x'.repeat(1e6)}`])
      expect((await errorFrom(show(id))).code).toBe('INVALID_INPUT');
    expect(await errorFrom(show(`${agent.agentId}/none/1`))).toMatchObject({
      code: 'NOT_FOUND',
      hint: expect.any(String),
    });
  });
});

describe('SystemService.SetLogLevel', () => {
  test('takes effect at once and gives back the level before', async () => {
    const set = (level: string) => live.admin.unary('SystemService.SetLogLevel', { level } as object);
    expect((await set('LOG_LEVEL_DEBUG')).previous).toBe('LOG_LEVEL_INFO');
    expect((await set('LOG_LEVEL_WARN')).previous).toBe('LOG_LEVEL_DEBUG');
    expect(levels).toEqual(['debug', 'warn']);
    expect((await errorFrom(live.admin.unary('SystemService.SetLogLevel', {}))).violations).toMatchObject([
      { field: 'level' },
    ]);
  });
});
