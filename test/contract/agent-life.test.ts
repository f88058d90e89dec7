/** What admins do to agents, and what becomes of the agents: real ones, over the real API. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { createEnrolTransport, enrol, loadEnrolment } from '../../agent/session/index.ts';
import { type RunningAgent, startAgent } from '../../agent/start.ts';
import { loadConfig } from '../../shared/config/index.ts';
import { systemClock } from '../../shared/runtime/index.ts';
import { Secret } from '../../shared/seal/index.ts';
import { errorFrom } from './rig.ts';
import { Events } from './support/events.ts';
import { Live } from './support/live.ts';

const controllerLog = new Events();
let live: Live;
beforeAll(async () => {
  live = await Live.start({ log: controllerLog.log });
  await live.addSite('ams1');
  await live.addSite('ber1');
});
afterAll(() => live.stop());

interface Run {
  readonly agent: RunningAgent;
  readonly events: Events;
  stop(): Promise<void>;
}

/** Starts an agent that has joined, and waits for what its log says first. */
async function run(
  dataDir: string,
  first: 'session.opened' | 'agent.refused' = 'session.opened',
): Promise<Run> {
  const events = new Events();
  const env = { WAYSIDE_DATA_DIR: dataDir, WAYSIDE_HTTP__LISTEN: '127.0.0.1:0' };
  const agent = await startAgent(loadConfig('agent', { env, file: undefined }).values, events.log);
  let running = true;
  const stop = async (): Promise<void> => {
    if (running) await agent.stop();
    running = false;
  };
  onTestFinished(stop);
  await events.next(first);
  return { agent, events, stop };
}

const join_ = (name: string) => live.joinAgent('ams1', name);
const shown = async (id: string) => (await live.admin.unary('AgentService.GetAgent', { id })).agent;
const enrolmentOf = (dataDir: string) => loadEnrolment(join(dataDir, 'identity'));

async function readiness({ httpUrl }: RunningAgent): Promise<string> {
  return (await fetch(`${httpUrl}/readyz`)).text();
}

describe('shutting agents out', () => {
  test('AgentService.EvictAgent ends session and certificate at once; the agent joins again by itself', async () => {
    const { dataDir, certificate } = await join_('evicted');
    const { events } = await run(dataDir);
    const before = enrolmentOf(dataDir)?.chainPem;
    await live.admin.unary('AgentService.EvictAgent', { id: 'evicted', why: 'key was copied' });
    const lost = await events.next('session.lost');
    expect(lost['message']).toBe('evicted by user:admin: key was copied');
    expect(await errorFrom(sessionOf(certificate))).toMatchObject({
      code: 'UNAUTHENTICATED',
      message: expect.stringContaining('it was revoked: evicted by user:admin: key was copied'),
    });
    await events.next('agent.rejoined');
    await events.next('session.opened');
    expect(enrolmentOf(dataDir)?.chainPem).not.toBe(before);
    expect((await shown('evicted'))?.state).toBe('AGENT_STATE_ONLINE');
  });

  test('AgentService.BanAgent refuses the key everywhere, and the agent says why; AgentService.UnbanAgent lets it back in', async () => {
    const { dataDir, certificate } = await join_('banned');
    const first = await run(dataDir);
    const why = 'host was stolen';
    const { agent } = await live.admin.unary('AgentService.BanAgent', { id: 'banned', why });
    expect(agent).toMatchObject({ state: 'AGENT_STATE_BANNED', reason: expect.stringContaining(why) });
    const refused = await first.events.next('agent.refused');
    expect(refused).toMatchObject({ code: 'AGENT_BANNED', message: expect.stringContaining(why) });
    expect(Number(refused['retryInMs'])).toBeGreaterThanOrEqual(300_000);
    expect(await readiness(first.agent)).toContain(why);
    await first.stop();

    expect((await errorFrom(sessionOf(certificate))).code).toBe('AGENT_BANNED');
    const again = await run(dataDir, 'agent.refused');
    await again.stop();
    const { token } = await live.admin.unary('AgentService.CreateJoinToken', { site: 'ams1' });
    expect((await errorFrom(joinWith(token, 'banned'))).code).toBe('AGENT_BANNED');
    const { tokens } = await live.admin.unary('AgentService.ListJoinTokens', { site: 'ams1' });
    expect(tokens[0]?.state).toBe('JOIN_TOKEN_STATE_OPEN');
    expect((await errorFrom(live.admin.unary('AgentService.DeleteAgent', { id: 'banned' }))).code).toBe(
      'IN_USE',
    );

    await live.admin.unary('AgentService.UnbanAgent', { id: 'banned' });
    const back = await run(dataDir);
    expect(back.events.heard.map(({ event }) => event)).toContain('agent.rejoined');
    expect((await errorFrom(live.admin.unary('AgentService.UnbanAgent', { id: 'banned' }))).code).toBe(
      'NOT_FOUND',
    );
  });

  test('AgentService.DrainAgent sends it home and AgentService.ResumeAgent lets it back in; AgentService.MaintainAgent does neither', async () => {
    const { dataDir } = await join_('drained');
    const first = await run(dataDir);
    const maintained = await live.admin.unary('AgentService.MaintainAgent', {
      ...{ id: 'drained', why: 'rack moves', durationSeconds: 3600 },
    });
    expect(maintained.agent).toMatchObject({
      state: 'AGENT_STATE_ONLINE',
      duty: { kind: 'maintenance', by: 'user:admin', why: 'rack moves' },
    });
    await live.admin.unary('AgentService.DrainAgent', { id: 'drained', why: 'new disk', deadlineSeconds: 1 });
    expect(await first.events.next('session.lost')).toMatchObject({
      code: 'AGENT_DRAINED',
      message: 'drained by user:admin: new disk',
    });
    expect((await shown('drained'))?.state).toBe('AGENT_STATE_DRAINED');
    await first.stop();
    await live.admin.unary('AgentService.ResumeAgent', { id: 'drained' });
    await run(dataDir);
    expect(await shown('drained')).toMatchObject({ state: 'AGENT_STATE_ONLINE', duty: null });
  });

  test('AgentService.DeleteAgent forgets it: its key alone opens nothing, a new token does', async () => {
    const { dataDir, certificate } = await join_('forgotten');
    const { agent, events, stop } = await run(dataDir);
    await live.admin.unary('AgentService.DeleteAgent', { id: 'forgotten', why: 'host retired' });
    expect((await events.next('session.lost'))['message']).toContain('removed by user:admin: host retired');
    await stop();
    expect((await errorFrom(shown('forgotten'))).code).toBe('NOT_FOUND');
    const record = { ref: { site: 'ams1', kind: 'agent', id: agent.agentId } };
    expect((await errorFrom(live.admin.unary('InventoryService.GetRecord', record))).code).toBe('NOT_FOUND');
    const refused = await run(dataDir, 'agent.refused');
    expect(refused.events.heard.at(-1)?.fields).toMatchObject({ code: 'JOIN_TOKEN_MISSING' });
    await refused.stop();
    const { token } = await live.admin.unary('AgentService.CreateJoinToken', { site: 'ams1' });
    await joinWith(token, 'forgotten');
    await run(dataDir);
    // What a hello tells is written a moment later.
    await expect
      .poll(async () => (await live.admin.unary('InventoryService.GetRecord', record)).record?.fields?.fields)
      .toMatchObject({ name: { stringValue: 'forgotten' }, os: expect.anything() });
    // The certificate of its first life is of the same key, and still worth nothing.
    expect((await errorFrom(sessionOf(certificate))).message).toContain('no note of it');
  });

  test('a reason that is missing, too long or more than a line changes nothing', async () => {
    await join_('calm');
    const ban = (why: string) => errorFrom(live.admin.unary('AgentService.BanAgent', { id: 'calm', why }));
    for (const why of ['', '  ', 'x'.repeat(301), 'a\nlevel=error forged', 'a\u2028b']) {
      expect((await ban(why)).violations, why).toEqual([expect.objectContaining({ field: 'why' })]);
    }
    expect((await shown('calm'))?.state).toBe('AGENT_STATE_NEVER_SEEN');
  });
});

describe('names and tokens', () => {
  test('AgentService.UpdateAgent changes name and description, each alone, and the record with them', async () => {
    await join_('plain');
    await join_('taken');
    const update = (change: object) =>
      live.admin.unary('AgentService.UpdateAgent', { id: 'plain', ...change });
    expect((await update({ description: 'rack 4' })).agent).toMatchObject({
      name: 'plain',
      description: 'rack 4',
    });
    expect((await errorFrom(update({ name: 'taken' }))).code).toBe('ALREADY_EXISTS');
    expect((await errorFrom(update({ name: '-x' }))).violations[0]?.field).toBe('name');
    expect((await errorFrom(update({}))).code).toBe('INVALID_INPUT');
    const { agent } = await update({ name: 'fancy' });
    expect(agent).toMatchObject({ name: 'fancy', description: 'rack 4' });
    const ref = { site: 'ams1', kind: 'agent', id: agent?.id ?? '' };
    const { record } = await live.admin.unary('InventoryService.GetRecord', { ref });
    expect(record?.fields?.fields['name']).toMatchObject({ stringValue: 'fancy' });
    expect((await shown('fancy'))?.id).toBe(agent?.id);
  });

  test('AgentService.ListJoinTokens shows who made and used them, page by page, and never the tokens', async () => {
    const { token } = await live.admin.unary('AgentService.CreateJoinToken', {
      site: 'ber1',
      ttlSeconds: 60,
    });
    await joinWith(token, 'ber-a');
    await live.admin.unary('AgentService.CreateJoinToken', { site: 'ber1' });
    const list = (more: object) => live.admin.unary('AgentService.ListJoinTokens', { site: 'ber1', ...more });
    const { tokens } = await list({});
    expect(tokens.map(({ state }) => state)).toEqual(['JOIN_TOKEN_STATE_OPEN', 'JOIN_TOKEN_STATE_USED']);
    expect(tokens[1]).toMatchObject({ createdBy: 'user:admin', usedBy: (await shown('ber-a'))?.id });
    expect(JSON.stringify(tokens)).not.toContain(token.slice(4, 40));
    const one = await list({ pageSize: 1 });
    const two = await list({ pageSize: 1, pageToken: one.nextPageToken });
    expect([...one.tokens, ...two.tokens].map(({ id }) => id)).toEqual(tokens.map(({ id }) => id));
  });

  test('AgentService.RevokeJoinToken takes one back by the beginning of its id', async () => {
    const { token } = await live.admin.unary('AgentService.CreateJoinToken', { site: 'ber1' });
    const { tokens } = await live.admin.unary('AgentService.ListJoinTokens', { site: 'ber1' });
    const id = tokens[0]?.id ?? '';
    const revoke = (start: string) => live.admin.unary('AgentService.RevokeJoinToken', { id: start });
    expect((await revoke(id.slice(0, 8))).token).toMatchObject({ id, state: 'JOIN_TOKEN_STATE_REVOKED' });
    expect((await errorFrom(joinWith(token, 'late'))).code).toBe('JOIN_TOKEN_REVOKED');
    expect((await errorFrom(revoke('ffffffffffffffff'))).code).toBe('NOT_FOUND');
    expect((await errorFrom(revoke('%'))).violations[0]?.field).toBe('id');
  });
});

describe('another CA, and nobody visits an agent', () => {
  test('CaService.RotateCa, CaService.GetCa, CaService.RetireCa and EnrolmentService.GetTrust: who is online follows, who was away finds it, old tokens join', async () => {
    const [online, away] = [await join_('online'), await join_('away')];
    const { events } = await run(online.dataDir);
    const { token } = await live.admin.unary('AgentService.CreateJoinToken', { site: 'ams1' });
    const { cas: before } = await live.admin.unary('CaService.GetCa', {});
    expect(before).toMatchObject([{ issues: true, serves: true }]);
    expect((await errorFrom(live.admin.unary('CaService.RetireCa', {}))).code).toBe('NOT_FOUND');

    const { cas } = await live.admin.unary('CaService.RotateCa', {});
    expect(cas).toMatchObject([
      { issues: false, serves: true },
      { issues: true, serves: false },
    ]);
    expect((await errorFrom(live.admin.unary('CaService.RotateCa', {}))).code).toBe('IN_USE');
    await events.next('trust.changed');
    await events.next('certificate.renewed');
    const overlap = await live.admin.unary('CaService.GetCa', {});
    expect(overlap.cas[0]?.agents).toContain('away');
    expect(overlap.cas[0]?.agents).not.toContain('online');
    const inUse = await errorFrom(live.admin.unary('CaService.RetireCa', {}));
    expect(inUse).toMatchObject({
      code: 'IN_USE',
      message: expect.stringContaining('still needed by agent'),
    });
    await joinWith(
      (await live.admin.unary('AgentService.CreateJoinToken', { site: 'ams1' })).token,
      'between',
    );
    expect(enrolmentOf(join(live.dir, 'between'))?.caPem.match(/BEGIN/g)).toHaveLength(2);

    const retired = await live.admin.unary('CaService.RetireCa', { force: true });
    expect(retired.cutOff).toContain('away');
    expect(retired.cas).toMatchObject([{ fingerprint: cas[1]?.fingerprint, issues: true, serves: true }]);
    expect(readFileSync(live.controller.caFile, 'utf8')).toBe(cas[1]?.pem);
    await events.next('trust.changed');
    const late = await run(away.dataDir);
    expect(late.events.heard.map(({ event }) => event)).toContain('agent.rejoined');
    await joinWith(token, 'by-old-token');
    for (const name of ['online', 'away', 'by-old-token']) {
      expect(enrolmentOf(join(live.dir, name))?.caPem, name).toBe(cas[1]?.pem);
    }
  });
});

/** Tries to open a session with that certificate, and ends as the controller ends it. */
async function sessionOf(certificate: Awaited<ReturnType<typeof join_>>['certificate']): Promise<void> {
  const link = live.as({ certificate }).session();
  await link.send({ type: 'jobAccepted', jobId: 'x', attempt: 1 }).catch(() => undefined);
  for await (const message of link.receive()) throw new Error(`let in: ${message.type}`);
  throw (await link.closed) ?? new Error('ended without a word');
}

async function joinWith(token: string, name: string): Promise<void> {
  const { keys, identityDir: dir } = await live.newFolders(name);
  const transport = createEnrolTransport(systemClock);
  await enrol(new Secret(token), { keys, dir, name, transport });
}
