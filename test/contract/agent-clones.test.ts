/** Two processes with one identity, and sessions that are ended from outside; the clock stands still. */
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { BEHIND_MS } from '../../controller/agents/behind.ts';
import { CLONE_QUIET_MS } from '../../controller/agents/clones.ts';
import { AgentHub, AgentLife } from '../../controller/agents/index.ts';
import { SessionNumbers } from '../../controller/agents/session-numbers.ts';
import { agentHandlers } from '../../controller/api/index.ts';
import type { Grant, Principal } from '../../shared/model/index.ts';
import { type LogFields, OrderedPages, silentLog, systemRandom } from '../../shared/runtime/index.ts';
import { ready } from '../../shared/seal/index.ts';
import { errorFrom } from './rig.ts';
import { ADMIN, addSite, enrol, openRooms, settle, type TestRooms } from './support/controller.ts';
import { FakeAgent } from './support/fake-agent.ts';
import { healthOf } from './support/health.ts';

let rooms: TestRooms;
let hub: AgentHub;
let life: AgentLife;
let errors: [string, LogFields | undefined][];
let alarms: string[];

beforeAll(ready);
beforeEach(() => {
  [errors, alarms] = [[], []];
  const log = {
    ...silentLog,
    error: (event: string, fields?: LogFields) => void errors.push([event, fields]),
    with: () => log,
  };
  rooms = openRooms();
  addSite(rooms, 'ams1');
  enrol(rooms, 'a1', 'ams1');
  const { clock, inventory, directory } = rooms;
  hub = new AgentHub({
    ...{ clock, log, inventory, directory },
    settings: { heartbeatMs: 10_000, deltaWindowBytes: 1_000_000, softwareVersion: '1.0.0' },
    renew: () => Promise.reject(new Error('not expected')),
    onAlarm: ({ agentId, name, site, count }) => alarms.push(`${site}/${name} ${agentId} ${count}`),
  });
  life = new AgentLife({ clock, log, inventory, hub, store: directory });
});

const connect = (bootId: string, sessionNumber = 1): Promise<FakeAgent> =>
  FakeAgent.connect(hub, 'a1', { bootId, sessionNumber });

test('a restarted agent raises no alarm; two that take turns do: in the log, at the agent, in doctor, and for the audit trail', async () => {
  await connect('b1');
  await connect('b2');
  expect([errors, hub.get('a1').alarm]).toEqual([[], '']);
  const newer = await connect('b1', 2);
  expect(errors).toMatchObject([
    ['agent.cloned', { agent: 'a1', name: 'a1', site: 'ams1', boots: ['b2', 'b1'] }],
  ]);
  expect(alarms).toEqual(['ams1/a1 a1 1']);
  await connect('b2', 2);
  expect(hub.get('a1').alarm).toBe(
    'two processes use its identity: boots b1 and b2 take turns, 2 times so far',
  );
  expect(newer.heard('goAway')).toMatchObject([{ code: 'SESSION_REPLACED', retryAfterMs: 30_000 }]);
  const { clock, inventory } = rooms;
  const findings = await healthOf({ ...rooms, hub }).health.doctor(inventory.sight(ADMIN));
  const clones = findings.filter(({ reason }) => reason === 'agent-cloned');
  expect(clones).toMatchObject([{ level: 'problem', message: expect.stringContaining('b1 and b2') }]);
  clock.advance(CLONE_QUIET_MS);
  expect(hub.get('a1').alarm).toBe('');
});

test('each session is granted a higher number, over restarts of the controller too, and a full disk grants it as well', async () => {
  const numberOf = async (boot: string): Promise<number> =>
    (await connect(boot)).heard('welcome')[0]?.grantedNumber ?? 0;
  const first = await numberOf('b1');
  const second = await numberOf('b2');
  expect(second).toBeGreaterThan(first);
  const changes = (): unknown => rooms.db.prepare('SELECT total_changes()').pluck().get();
  rooms.clock.advance(BEHIND_MS);
  const before = changes();
  expect(await numberOf('b3')).toBeGreaterThan(second);
  // The record holds the same already, and the number was reserved.
  rooms.clock.advance(BEHIND_MS);
  expect(changes()).toBe(before);
  const after = openRooms({ after: rooms });
  const agent = await FakeAgent.connect(after.hub, 'a1', {});
  expect(agent.heard('welcome')[0]?.grantedNumber).toBeGreaterThan(second + 1);
  const noRoom = new SessionNumbers({
    sessionNumber: 7,
    setSessionNumber: () => {
      throw new Error('the disk is full');
    },
  });
  expect([noRoom.next(), noRoom.next(), noRoom.last]).toEqual([8, 9, 9]);
});

test('a late hello of a boot that has ended leaves the session of the present one alone, and raises no alarm', async () => {
  const boot = (bootId: string, bootNumber: number, more: object = {}): Promise<FakeAgent> =>
    FakeAgent.connect(hub, 'a1', { bootId, bootNumber, ...more });
  const first = await boot('b1', 1);
  await first.cut();
  const present = await boot('b2', 2);
  const late = await boot('b1', 1, { sessionNumber: 2 });
  await late.served;
  expect([errors, alarms, hub.get('a1').alarm]).toEqual([[], [], '']);
  expect(late.heard('goAway')).toMatchObject([{ code: 'SESSION_REPLACED' }]);
  expect([present.session.agent.isClosed, hub.isOnline('a1')]).toEqual([false, true]);
  // Who was told the number with its dismissal, and comes again, is alive.
  const [told] = late.heard('goAway');
  await boot('b1', 1, { sessionNumber: 3, grantedNumber: told?.grantedNumber });
  await present.served;
  expect(alarms).toEqual(['ams1/a1 a1 1']);
  // The one that it took the place of comes at once with what it was told.
  const { grantedNumber } = present.heard('goAway')[0] ?? {};
  await boot('b2', 2, { sessionNumber: 2, grantedNumber });
  expect(alarms).toEqual(['ams1/a1 a1 1', 'ams1/a1 a1 2']);
});

test('an eviction ends a session before its hello too, and the alarm with it', async () => {
  for (const boot of ['b1', 'b2', 'b1']) await connect(boot, boot === 'b1' ? 9 : 1);
  const open = await connect('b2', 2);
  const silent = new FakeAgent(hub, 'a1');
  await life.evict('a1', { principal: ADMIN, why: 'cloned' });
  await Promise.all([silent.served, open.served]);
  for (const { session } of [silent, open]) {
    const { code, message } = (await session.agent.closed) ?? expect.unreachable();
    expect([code, message]).toEqual(['UNAUTHENTICATED', 'evicted by user:admin: cloned']);
  }
  expect(open.heard('goAway')).toMatchObject([{ retryAfterMs: 1000 }]);
  expect(hub.get('a1')).toMatchObject({
    state: 'unreachable',
    alarm: '',
    reason: expect.stringContaining('cloned'),
  });
  await silent.say(silent.hello()).catch(() => undefined);
  await settle();
  expect(hub.isOnline('a1')).toBe(false);
});

test('a banned agent is told the longest pause, is not told of as away, and its state survives a restart', async () => {
  const agent = await connect('b1');
  await life.ban('a1', { principal: ADMIN, why: 'stolen' });
  await agent.served;
  expect(agent.heard('goAway')).toMatchObject([{ code: 'AGENT_BANNED', retryAfterMs: 300_000 }]);
  const after = openRooms({ after: rooms });
  const view = after.hub.get('a1');
  expect(view).toMatchObject({
    state: 'banned',
    reason: expect.stringMatching(/^banned by user:admin at .*: stolen$/),
  });
  const findings = await healthOf(after).health.doctor(after.inventory.sight(ADMIN));
  const words = findings.map(({ message }) => message);
  expect(words.join('\n')).not.toContain('a1');
});

test('an admin shuts out agents, and sees and takes back tokens, of the own site alone', async () => {
  addSite(rooms, 'ber1');
  enrol(rooms, 'b1', 'ber1');
  const { clock, inventory, directory: store } = rooms;
  const handlers = agentHandlers({
    ...{ hub, life, tokens: { clock, store }, pages: new OrderedPages(clock, systemRandom) },
    sight: (principal) => inventory.sight(principal),
    createJoinToken: () => expect.unreachable(),
  });
  const call = (...grants: [Grant['level'], string][]) => {
    const given = grants.map(([level, site]): Grant => ({ level, switchView: 'full', scopes: [{ site }] }));
    const principal: Principal = { type: 'user', name: 'ann', grants: given, readOnly: false, tokenId: 't' };
    return { principal } as Parameters<typeof handlers.EvictAgent>[1];
  };
  const evict = (id: string, who: ReturnType<typeof call>) =>
    handlers.EvictAgent({ id, why: '', validateOnly: false }, who);
  const words = async (id: string, who: ReturnType<typeof call>) => {
    const { code, message } = await errorFrom(evict(id, who));
    return `${code}: ${message.replace(id, 'X')}`;
  };
  expect(await words('a1', call(['admin', 'ber1'], ['viewer', 'ams1']))).toMatch(/^FORBIDDEN/);
  expect(await words('a1', call(['admin', 'ber1']))).toBe(await words('a9', call(['admin', 'ber1'])));
  await evict('b1', call(['admin', 'ber1']));
  expect([store.agent('a1')?.evictions, store.agent('b1')?.evictions]).toEqual([0, 1]);

  const token = { createdAt: 1, createdBy: 'user:ann', expiresAt: clock.now() + 1, ca: '' };
  for (const [hash, site] of [
    ['aaaa', 'ams1'],
    ['bbbb', 'ber1'],
  ] as const)
    store.addToken({ hash: hash.padEnd(64, '0'), site, ...token });
  const page = await handlers.ListJoinTokens(
    { site: '', pageSize: 0, pageToken: '', filter: '', orderBy: '' },
    call(['admin', 'ber1']),
  );
  expect(page.tokens?.map(({ site }) => site)).toEqual(['ber1']);
  const revoke = (id: string) =>
    handlers.RevokeJoinToken({ id, validateOnly: false }, call(['admin', 'ber1']));
  expect((await errorFrom(revoke('aaaa'))).message).toBe('there is no join token "aaaa"');
  expect((await errorFrom(revoke('cccc'))).message).toBe('there is no join token "cccc"');
  expect((await revoke('bbbb')).token).toMatchObject({ state: 'JOIN_TOKEN_STATE_REVOKED' });
});
