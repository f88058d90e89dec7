/** The controller's end of agent sessions: who is let in, who wins, what is applied once, and how everyone is told. */
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { BEHIND_MS } from '../../controller/agents/behind.ts';
import { encodeObserved, type ScanInfo } from '../../shared/delta/index.ts';
import { WaysideError } from '../../shared/errors.ts';
import type { LogFields } from '../../shared/runtime/index.ts';
import { silentLog } from '../../shared/runtime/index.ts';
import { ready } from '../../shared/seal/index.ts';
import { memorySession } from '../../shared/transport/index.ts';
import type { Delta } from '../../shared/wire/index.ts';
import {
  ADMIN,
  addSite,
  enrol,
  HEARTBEAT_MS,
  openRooms,
  settle,
  type TestRooms,
} from './support/controller.ts';
import { FakeAgent } from './support/fake-agent.ts';

let rooms: TestRooms;
let lines: [string, LogFields | undefined][];
let renewal: () => Promise<{ chain: Uint8Array[]; expiresAt: number }>;
beforeAll(ready);
beforeEach(() => {
  lines = [];
  renewal = async () => ({ chain: [new Uint8Array([1])], expiresAt: 99 });
  const note = (event: string, fields?: LogFields): void => void lines.push([event, fields]);
  const log = { ...silentLog, info: note, warn: note, error: note, with: () => log };
  rooms = openRooms({ log, renew: () => renewal() });
  addSite(rooms, 'ams1', ['sw1']);
  for (const id of ['a1', 'a2']) enrol(rooms, id, 'ams1');
});

const connect = (id = 'a1', hello: Parameters<typeof FakeAgent.connect>[2] = {}): Promise<FakeAgent> =>
  FakeAgent.connect(rooms.hub, id, hello);
const closedWith = async (agent: FakeAgent): Promise<string | undefined> =>
  (await agent.session.agent.closed)?.code;
const events = (): string[] => lines.map(([event]) => event).filter((event) => event.startsWith('session'));

function delta(seq: number, mac: string, more: Partial<Delta & ScanInfo> = {}): Delta {
  const { outboxId = 'outbox', frame, ...scan } = more;
  const info: ScanInfo = {
    ...{ id: `scan${seq}`, source: { site: 'ams1', kind: 'source', id: 'sw1' }, group: 'net', epoch: 1 },
    ...{ completeness: 'complete', code: '', reason: '', coverage: ['sighting'], counts: { sighting: 1 } },
    ...{ full: false, startedAtMs: 1, finishedAtMs: 2 },
    ...scan,
  };
  const item = {
    kind: 'sighting',
    nativeKey: mac,
    section: 'fdb',
    op: 'put',
    bodyText: `{"mac":"${mac}"}`,
  } as const;
  const [encoded = new Uint8Array()] = encodeObserved(info, [item]);
  return { type: 'delta', outboxId, seq, frame: frame ?? encoded, spoolTime: 3, sendTime: 4 };
}

const request = { type: 'certificateRequested', certificateRequest: new Uint8Array([7]) } as const;

const macs = (): string[] =>
  [...rooms.inventory.all('sighting', 'ams1', {}, ADMIN)].map(({ fields }) => String(fields['mac'])).sort();

test('a stream that was held up until the same process had begun another does not push that one out', async () => {
  const newer = await connect('a1', { bootId: 'b1', sessionNumber: 2 });
  const heldUp = await connect('a1', { bootId: 'b1', sessionNumber: 1 });
  expect(await closedWith(heldUp)).toBe('SESSION_REPLACED');
  expect([newer.session.agent.isClosed, rooms.hub.isOnline('a1')]).toEqual([false, true]);
});

describe('a session', () => {
  test('is welcomed with what the controller holds of the agent, and shows it as online', async () => {
    const agent = await connect('a1', { os: 'linux 6', softwareVersion: '1.2.3' });
    expect(agent.received).toEqual([
      {
        ...{
          type: 'welcome',
          controllerOrigin: rooms.inventory.origin,
          sessionNumber: 1,
          protocolVersion: 1,
        },
        ...{ heartbeatMs: HEARTBEAT_MS, deltaWindowBytes: 1_000_000, softwareVersion: '1.0.0' },
        ...{ time: rooms.clock.now(), grantedNumber: 1 },
        positions: [
          { site: 'ams1', epoch: 1, incarnation: rooms.inventory.origin, outboxId: undefined, seq: 0 },
        ],
      },
    ]);
    await agent.say(delta(1, 'aa'), delta(2, 'bb'));
    await agent.cut();
    const again = await connect('a1', { outboxId: 'outbox', durableSeq: 2, acknowledgedSeq: 2 });
    expect(again.heard('welcome')[0]?.positions).toMatchObject([{ outboxId: 'outbox', seq: 2 }]);
    expect(rooms.hub.get('a1')).toMatchObject({ state: 'online', reason: '', acknowledgedSeq: 2 });
    expect(events()).toEqual(['session.opened', 'session.closed', 'session.opened']);
  });

  test.each<[string, (agent: FakeAgent) => Promise<void>, string]>([
    [
      'of one agent that says it is another',
      (agent) => agent.say(agent.hello({ agentId: 'a2' })),
      'WRONG_IDENTITY',
    ],
    ['that does not begin with a hello', (agent) => agent.say(delta(1, 'aa')), 'BAD_FRAME'],
    ['with two hellos', (agent) => agent.say(agent.hello(), agent.hello()), 'BAD_FRAME'],
  ])('%s is refused, and told why', async (_, say, code) => {
    const agent = new FakeAgent(rooms.hub, 'a1');
    await say(agent);
    expect(await closedWith(agent)).toBe(code);
    expect(agent.heard('goAway')).toMatchObject([{ code, retryAfterMs: 30_000 }]);
    await agent.served;
    expect(rooms.hub.isOnline('a1')).toBe(false);
    expect(lines.some(([, fields]) => fields?.['code'] === code)).toBe(true);
    expect(macs()).toEqual([]);
  });

  test('of an agent that is not enrolled any more is refused', async () => {
    rooms.directory.removeAgent('a1');
    const agent = await connect();
    expect(await closedWith(agent)).toBe('WRONG_IDENTITY');
  });

  test('without a hello ends after a while', async () => {
    const agent = new FakeAgent(rooms.hub, 'a1');
    await settle();
    rooms.clock.advance(15_000);
    expect(await closedWith(agent)).toBe('TIMEOUT');
    await agent.served;
  });

  test('hears heartbeats, and ends when the agent is silent for three of them', async () => {
    const agent = await connect();
    rooms.clock.advance(HEARTBEAT_MS);
    await settle();
    expect(agent.heard('heartbeat')).toHaveLength(1);
    rooms.clock.advance(HEARTBEAT_MS);
    await agent.say({ type: 'heartbeat', time: 0, runningTargets: 7, outboxBytes: 0 });
    expect(rooms.hub.get('a1')).toMatchObject({ runningJobs: 7, lastSeenAt: rooms.clock.now() });
    rooms.clock.advance(3 * HEARTBEAT_MS);
    await settle();
    expect(rooms.hub.isOnline('a1')).toBe(true);
    rooms.clock.advance(HEARTBEAT_MS);
    await agent.served;
    expect(rooms.hub.get('a1')).toMatchObject({
      ...{ state: 'unreachable', stateSince: rooms.clock.now(), runningJobs: 0 },
      reason: 'CONNECTION_LOST: the agent has been silent for too long',
    });
  });
});

describe('two sessions of one agent', () => {
  test('the newer one wins; the older is told so, asked to stay away, and not heard any more', async () => {
    const older = await connect('a1', { bootId: 'one' });
    // What arrived behind a message that takes long is not handled before the newer session is there.
    let renewed = (): void => undefined;
    renewal = () =>
      new Promise((resolve) => {
        renewed = () => resolve({ chain: [], expiresAt: 1 });
      });
    await older.say(delta(1, 'aa'), request, delta(2, 'bb'));
    const newer = await connect('a1', { bootId: 'two', sessionNumber: 9 });
    renewed();
    expect(await closedWith(older)).toBe('SESSION_REPLACED');
    expect(older.heard('goAway')).toMatchObject([{ code: 'SESSION_REPLACED', retryAfterMs: 30_000 }]);
    await older.served;
    expect(macs()).toEqual(['aa']);
    expect([rooms.hub.isOnline('a1'), rooms.hub.get('a1').state]).toEqual([true, 'online']);
    await newer.say(delta(2, 'cc'));
    expect(macs()).toEqual(['aa', 'cc']);
    const fields = { agent: 'a1', olderBoot: 'one', newerBoot: 'two' };
    expect(lines).toContainEqual(['session.replaced-by-another-process', fields]);
  });

  test('of the same process are told apart from two processes in the log', async () => {
    await connect();
    await connect('a1', { sessionNumber: 2 });
    expect(events()).toContain('session.replaced');
    expect(events()).not.toContain('session.replaced-by-another-process');
  });

  test('the older one is not heard and soon cut off, when it does not even take that', async () => {
    const frozen = memorySession();
    const served = rooms.hub.serve('a1', frozen.controller);
    const agent = new FakeAgent(rooms.hub, 'a2');
    await frozen.agent.send(agent.hello({ agentId: 'a1' }));
    await settle();
    // Nobody reads there: what is sent to it gets stuck.
    for (let i = 0; i < 100; i += 1) {
      const message = { type: 'jobCancelled', jobId: 'j', attempt: 1, why: '' } as const;
      void rooms.hub.send('a1', message).catch(() => undefined);
    }
    await connect('a1', { bootId: 'two' });
    await frozen.agent.send(delta(1, 'zz'));
    await settle();
    expect(macs()).toEqual([]);
    expect(frozen.controller.isClosed).toBe(false);
    rooms.clock.advance(1000);
    await served;
    await settle();
    expect([frozen.controller.isClosed, rooms.hub.isOnline('a1')]).toEqual([true, true]);
  });
});

describe('deltas', () => {
  test('are acknowledged once on disk, and a repeat is acknowledged without being applied again', async () => {
    const agent = await connect();
    await agent.say(delta(1, 'aa'), delta(2, 'bb'));
    const { position } = rooms.inventory;
    await agent.say(delta(1, 'aa'), delta(2, 'bb'));
    expect(agent.heard('deltaAcknowledged').map(({ seq, restart }) => [seq, restart])).toEqual([
      ...[
        [1, false],
        [2, false],
        [2, false],
        [2, false],
      ],
    ]);
    expect([rooms.inventory.position, macs()]).toEqual([position, ['aa', 'bb']]);
  });

  test('after a gap, or of an outbox that begins in its middle, are answered with the wish to begin anew', async () => {
    const agent = await connect();
    await agent.say(delta(2, 'aa'));
    await agent.say(delta(1, 'aa'), delta(3, 'cc'), delta(4, 'dd', { outboxId: 'other' }));
    expect(
      agent.heard('deltaAcknowledged').map(({ outboxId, seq, restart }) => [outboxId, seq, restart]),
    ).toEqual([
      ...[
        ['outbox', 0, true],
        ['outbox', 1, false],
        ['outbox', 1, true],
        ['other', 0, true],
      ],
    ]);
    expect(macs()).toEqual(['aa']);
  });

  test.each<[string, Partial<Delta & ScanInfo>, string]>([
    ['damaged', { frame: new Uint8Array([1, 2, 3]) }, 'BAD_FRAME'],
    ['of another epoch', { epoch: 2 }, 'STALE_EPOCH'],
  ])('that are %s are mended by a fresh start once, then end the session', async (_, more, code) => {
    const agent = await connect();
    await agent.say(delta(1, 'aa'), delta(2, 'bb', more));
    expect(agent.heard('deltaAcknowledged').at(-1)).toMatchObject({ outboxId: 'outbox', restart: true });
    const fresh = { outboxId: 'fresh', full: true };
    await agent.say(delta(1, 'cc', fresh), delta(2, 'dd', { ...fresh, ...more }));
    expect(await closedWith(agent)).toBe(code);
    expect(macs()).toEqual(['aa', 'cc']);
  });

  test('of another site end the session and write nothing', async () => {
    addSite(rooms, 'ber1', ['sw9']);
    const agent = await connect();
    await agent.say(delta(1, 'aa', { source: { site: 'ber1', kind: 'source', id: 'sw9' } }));
    expect(await closedWith(agent)).toBe('NOT_PERMITTED');
    expect([...rooms.inventory.all('sighting', 'ber1', {}, ADMIN)]).toEqual([]);
  });

  test('that the full disk does not take stay with the agent', async () => {
    const agent = await connect();
    rooms.db.exec("CREATE TEMP TRIGGER full BEFORE INSERT ON versions BEGIN SELECT raise(FAIL, 'disk'); END");
    await agent.say(delta(1, 'aa'));
    expect(agent.heard('deltaAcknowledged')).toEqual([]);
    expect(agent.heard('goAway')).toHaveLength(1);
    rooms.db.exec('DROP TRIGGER full');
    const again = await connect();
    await again.say(delta(1, 'aa'));
    expect([macs(), again.heard('deltaAcknowledged').length]).toEqual([['aa'], 1]);
  });
});

describe('a certificate', () => {
  test('is renewed over the session', async () => {
    const agent = await connect();
    await agent.say(request);
    expect(agent.heard('certificateIssued')).toMatchObject([{ expireTime: 99 }]);
  });

  test('that cannot be made now leaves the agent its session; one that may not be made ends it', async () => {
    const agent = await connect();
    renewal = () => Promise.reject(new WaysideError('DISK_FULL', 'no room'));
    await agent.say(request);
    expect([rooms.hub.isOnline('a1'), lines.at(-1)?.[0]]).toEqual([true, 'certificate.not-issued']);
    renewal = () => Promise.reject(new WaysideError('WRONG_IDENTITY', 'another key'));
    await agent.say(request);
    expect(await closedWith(agent)).toBe('WRONG_IDENTITY');
  });
});

describe('agents as people see them', () => {
  test('never seen, online, away; and after a restart, away with what is known of them', async () => {
    expect(rooms.hub.get('a1')).toMatchObject({ state: 'never-seen', version: '', lastSeenAt: undefined });
    const agent = await connect('a1', { softwareVersion: '1.2.3' });
    await agent.cut();
    expect(rooms.hub.get('a1')).toMatchObject({
      ...{ state: 'unreachable', reason: 'CONNECTION_LOST: the connection was cut', version: '1.2.3' },
    });
    rooms.clock.advance(BEHIND_MS);
    rooms = openRooms({ after: rooms });
    rooms.clock.advance(1000);
    expect(rooms.hub.get('a1')).toMatchObject({
      ...{ state: 'unreachable', reason: 'it has not connected since this controller started' },
      ...{
        version: '1.2.3',
        stateSince: rooms.clock.now() - 1000,
        capabilities: expect.arrayContaining(['switch.probe']),
      },
    });
    expect(rooms.hub.get('a2').state).toBe('never-seen');
    expect(rooms.hub.counts()).toEqual({ online: 0, total: 2 });
  });

  test('are found by id and by name, if that is the name of one', () => {
    addSite(rooms, 'ber1');
    const key = new Uint8Array(32);
    const twin = {
      identityKey: key,
      sealingKey: key,
      certificateKey: 'x',
      enrolledAt: 1,
      certificateExpiresAt: 1,
    };
    for (const [id, site] of [
      ['t1', 'ams1'],
      ['t2', 'ber1'],
    ] as const)
      rooms.directory.saveAgent({ id, site, name: 'twin', ...twin });
    expect(rooms.hub.get('t2').site).toBe('ber1');
    expect(() => rooms.hub.get('twin')).toThrow(expect.objectContaining({ code: 'AMBIGUOUS_NAME' }));
    expect(() => rooms.hub.get('none')).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
  });

  test('are listed page by page, of all sites or of one', () => {
    addSite(rooms, 'ber1');
    for (let i = 0; i < 5; i += 1) enrol(rooms, `b${i}`, 'ber1');
    const all: string[] = [];
    let pageToken = '';
    do {
      const page = rooms.hub.list({ site: '', pageSize: 3, pageToken });
      all.push(...page.agents.map(({ id }) => id));
      pageToken = page.nextPageToken;
    } while (pageToken !== '');
    expect(all).toEqual(['a1', 'a2', 'b0', 'b1', 'b2', 'b3', 'b4']);
    expect(rooms.hub.list({ site: 'ams1', pageSize: 0, pageToken: '' }).agents).toHaveLength(2);
    const { nextPageToken } = rooms.hub.list({ site: '', pageSize: 3, pageToken: '' });
    expect(() => rooms.hub.list({ site: 'ams1', pageSize: 3, pageToken: nextPageToken })).toThrow(
      expect.objectContaining({ code: 'INVALID_TOKEN_FORMAT' }),
    );
  });
});

describe('a controller that stops', () => {
  test('tells every agent when to come back, each another moment, and takes no new session', async () => {
    const agents = [await connect('a1'), await connect('a2')];
    await rooms.hub.stop();
    for (const [at, agent] of agents.entries()) {
      const goAway = { code: 'SHUTTING_DOWN', retryAfterMs: 1000 + 10 * at };
      expect(agent.heard('goAway')).toMatchObject([goAway]);
      expect(await closedWith(agent)).toBe('SHUTTING_DOWN');
    }
    expect(await closedWith(await connect())).toBe('SHUTTING_DOWN');
    expect(rooms.hub.counts().online).toBe(0);
  });
});

test('of streams without a hello an agent has one: the newest', async () => {
  const streams = Array.from({ length: 20 }, () => new FakeAgent(rooms.hub, 'a1'));
  await settle();
  const told = streams.map(({ session }) => session.agent.isClosed);
  expect(told.filter((isClosed) => !isClosed)).toHaveLength(1);
  const newest = streams.at(-1);
  await newest?.say(newest.hello());
  expect(rooms.hub.isOnline('a1')).toBe(true);
});
