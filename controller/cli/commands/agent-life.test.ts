import { afterAll, describe, expect, test } from 'vitest';
import type { CaView, JoinTokenView } from '../../../shared/model/index.ts';
import { campus } from '../testing/campus.ts';
import { NOW_MS } from '../testing/fake-controller.ts';
import { removeWorlds, testWorld } from '../testing/test-host.ts';

afterAll(removeWorlds);

const DAY_MS = 86_400_000;

describe('agent', () => {
  test('evict, ban and unban say what was done and what comes next', async () => {
    const world = await testWorld({ api: campus() });
    expect(await world.shown('agent', 'evict', 'ams1-a', '--yes', '--why', 'copied')).toMatchInlineSnapshot(`
      "exit 0
      agent ams1/ams1-a evicted
      stderr:
      to keep it out: wayside agent ban ams1-a --why TEXT
      "
    `);
    expect(await world.shown('agent', 'ban', 'ams1-a', '--yes', '--why', 'stolen')).toContain(
      'ams1-a banned',
    );
    expect(await world.shown('agent', 'ls')).toMatch(/ams1-a +ams1 +banned +3d +banned: stolen/);
    expect(await world.shown('agent', 'unban', 'ams1-a')).toContain('within five minutes');
    await world.run('agent', 'unban', 'ams1-a', '-o', 'json');
    expect(JSON.parse(world.out().slice(world.out().indexOf('{')))).toMatchObject({ name: 'ams1-a' });
  });

  test('a ban needs a reason, and without a terminal a yes', async () => {
    const world = await testWorld({ api: campus() });
    expect(await world.shown('agent', 'ban', 'ams1-a', '--yes')).toContain('--why is missing');
    expect(await world.shown('agent', 'ban', 'ams1-a', '--why', 'stolen')).toContain('--yes');
    expect(await world.shown('agent', 'rm', 'ams1-a')).toContain('--yes');
    expect(await world.shown('agent', 'ls')).toMatch(/ams1-a +ams1 +online/);
  });

  test('edit sends only what is given; rm forgets by id', async () => {
    const api = campus();
    const world = await testWorld({ api });
    expect(await world.shown('agent', 'edit', 'ams1-a', '--description', '')).toContain('changed');
    expect(api.calls.at(-1)).toEqual({
      method: 'AgentService.UpdateAgent',
      request: { id: 'ams1-a', description: '' },
    });
    expect(await world.shown('agent', 'edit', 'ams1-a')).toContain('nothing to change');
    expect(await world.shown('agent', 'rm', 'ams1-a', '-y', '--why', 'retired')).toContain(
      'ams1/ams1-a removed',
    );
    expect(api.calls.at(-1)).toEqual({
      method: 'AgentService.DeleteAgent',
      request: { id: 'agent1', why: 'retired' },
    });
  });
});

const token = (change: Partial<JoinTokenView>): JoinTokenView => ({
  ...{
    id: '4f2a0c11d2e3f405',
    site: 'ams1',
    state: 'open',
    createdAt: NOW_MS - 60_000,
    createdBy: 'user:admin',
  },
  ...{ expiresAt: NOW_MS + 3_540_000, usedAt: undefined, usedBy: '', revokedAt: undefined, revokedBy: '' },
  ...change,
});

test('agent token ls shows which can be used; rm takes one back', async () => {
  const api = campus();
  api.joinTokens = [
    token({}),
    token({ id: '90ab0c11d2e3f405', state: 'used', usedAt: NOW_MS - 30_000, usedBy: 'agent1' }),
  ];
  const world = await testWorld({ api });
  expect(await world.shown('agent', 'token', 'ls')).toMatchInlineSnapshot(`
    "exit 0
    ID                SITE  STATE  ENDS    BY          USED-BY  AGE
    4f2a0c11d2e3f405  ams1  open   in 59m  user:admin  -        60s
    90ab0c11d2e3f405  ams1  used   -       user:admin  agent1   60s
    "
  `);
  expect(await world.shown('agent', 'token', 'rm', '4f2a')).toContain(
    'join token 4f2a0c11d2e3f405 revoked\n',
  );
  expect(await world.shown('agent', 'token', 'rm', '90ab')).toContain(
    'agent agent1 has joined with it before',
  );
});

const ca = (change: Partial<CaView>): CaView => ({
  ...{
    fingerprint: 'ab'.repeat(32),
    pem: 'OLD\n',
    startsAt: NOW_MS - 30 * DAY_MS,
    expiresAt: NOW_MS + 3620 * DAY_MS,
  },
  ...{ issues: true, serves: true, agents: [], agentCount: 2, openTokens: 0 },
  ...change,
});

test('ca rotate, show and retire tell who hangs on which, and what to do next', async () => {
  const api = campus();
  api.cas = [ca({ agents: ['lon2-a'], agentCount: 1 })];
  api.nextCas = [ca({ fingerprint: 'cd'.repeat(32), pem: 'NEW\n', serves: false, agentCount: 1 })];
  expect(await (await testWorld({ api })).shown('ca', 'rotate')).toContain('--yes');
  const world = await testWorld({ api });
  expect(await world.shown('ca', 'rotate', '-y')).toMatchInlineSnapshot(`
    "exit 0
    FINGERPRINT       ROLE         AGENTS  NAMES   OPEN-TOKENS  ENDS   AGE
    abababababababab  old: serves  1       lon2-a  0            in 9y  30d
    cdcdcdcdcdcdcdcd  new: issues  1       -       0            in 9y  30d
    stderr:
    next: give people the new ca.crt (wayside ca show --pem); at 0 agents: wayside ca retire
    "
  `);
  expect(await world.shown('ca', 'show', '--pem')).toContain('OLD\nNEW\n');
  const retired = await world.shown('ca', 'retire', '-y', '--force');
  expect(retired).toContain('join again, and do so by themselves: lon2-a');
  expect(retired).toMatch(/cdcdcdcdcdcdcdcd +the CA/);
  expect(api.calls.at(-1)?.request).toEqual({ force: true });
});
