/** What can happen to a session that lives for days: each trap of the carrier with the way out of it. */
import { connect } from 'node:net';
import { connect as tlsConnect } from 'node:tls';
import { describe, expect, onTestFinished, test } from 'vitest';
import { delay, systemClock, systemRandom } from '../../shared/runtime/index.ts';
import { type ApiServerOptions, keepConnected } from '../../shared/transport/index.ts';
import { type LinkProxy, startProxy } from '../lab/proxy.ts';
import { createTestCa } from './certificates.ts';
import { deferred, errorFrom, type Rig, sessionQueue, startRig, systemHandlers } from './rig.ts';

const FAST = { timeMs: 300, timeoutMs: 200 } as const;
const SLOW = { timeMs: 600_000, timeoutMs: 600_000 } as const;

interface Bed {
  readonly rig: Rig;
  readonly proxy: LinkProxy;
  readonly sessions: ReturnType<typeof sessionQueue>;
  readonly address: string;
}

/** A server behind a proxy that can stop to move bytes. */
async function bed(options: Partial<ApiServerOptions> = {}): Promise<Bed> {
  const sessions = sessionQueue();
  const rig = await startRig({
    session: sessions.session,
    handlers: systemHandlers(async () => ({ version: 'alive' })),
    ...options,
  });
  const proxy = await startProxy({ target: { port: rig.port } });
  onTestFinished(() => proxy.stop());
  return { rig, proxy, sessions, address: `127.0.0.1:${proxy.port}` };
}

const heartbeat = { type: 'heartbeat', time: 1, runningTargets: 0, outboxBytes: 0 } as const;

async function drain(messages: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of messages);
}

describe('a half-open connection', () => {
  test('is noticed by the agent within keepalive time and timeout', async () => {
    const { rig, proxy, sessions, address } = await bed({ keepalive: SLOW });
    const client = await rig.agentClient({ address, keepalive: FAST });
    const agent = client.session();
    await sessions.next();
    proxy.freeze();
    const error = await errorFrom(drain(agent.receive()));
    expect(error.code).toBe('CONNECTION_LOST');
    expect(agent.isClosed).toBe(true);
  });

  test('is noticed by the controller within keepalive time and timeout', async () => {
    const { rig, proxy, sessions, address } = await bed({ keepalive: FAST });
    const client = await rig.agentClient({ address, keepalive: SLOW });
    client.session();
    const controller = await sessions.next();
    proxy.freeze();
    const error = await errorFrom(drain(controller.receive()));
    expect(error.code).toBe('CONNECTION_LOST');
    expect((await controller.closed)?.code).toBe('CONNECTION_LOST');
    expect(rig.server.streams).toBe(0);
  });

  test('does not keep an agent that closes it', async () => {
    const { rig, proxy, sessions, address } = await bed({ keepalive: SLOW });
    const client = await rig.agentClient({ address, keepalive: SLOW });
    const agent = client.session();
    await sessions.next();
    proxy.freeze();
    agent.close();
    await agent.closed;
  });

  test('a quiet one that works is kept by the same pings', async () => {
    // Many pings, and a busy machine gets time to answer them.
    const keepalive = { timeMs: 200, timeoutMs: 20_000 };
    const { rig, sessions, address } = await bed({ keepalive });
    const client = await rig.agentClient({ address, keepalive });
    const agent = client.session();
    const controller = await sessions.next();
    await delay(systemClock, 1_000);
    const [first] = await Promise.all([
      controller.receive()[Symbol.asyncIterator]().next(),
      agent.send(heartbeat),
    ]);
    expect(first.value).toEqual(heartbeat);
  });
});

describe('a stop of the server', () => {
  test('ends each SessionService.Session with SHUTTING_DOWN after what was sent, long before the grace is over', async () => {
    const { rig, sessions } = await bed();
    const client = await rig.agentClient();
    const agents = [client.session(), client.session(), client.session()];
    const controllers = await Promise.all(agents.map(() => sessions.next()));
    const goAway = { type: 'goAway', code: 'SHUTTING_DOWN', message: 'bye', retryAfterMs: 100 } as const;
    await Promise.all(controllers.map((controller) => controller.send(goAway)));
    const stopped = rig.server.stop({ graceMs: 25_000 });
    for (const agent of agents) {
      const got: unknown[] = [];
      const error = await errorFrom(
        (async () => {
          for await (const message of agent.receive()) got.push(message);
        })(),
      );
      expect(got).toEqual([goAway]);
      expect(error.code).toBe('SHUTTING_DOWN');
    }
    await stopped;
    expect([rig.server.streams, rig.server.connections]).toEqual([0, 0]);
  });

  test('does not wait longer than the grace for an agent that does not read', async () => {
    const { rig, sessions, proxy, address } = await bed({ keepalive: SLOW });
    const client = await rig.agentClient({ address, keepalive: SLOW });
    client.session();
    const controller = await sessions.next();
    proxy.freeze();
    await rig.server.stop({ graceMs: 300 });
    expect(rig.server.connections).toBe(0);
    expect((await controller.closed)?.code).toBeDefined();
  });

  test('refuses new calls while it waits for old ones', async () => {
    const started = deferred<void>();
    const release = deferred<void>();
    const sessions = sessionQueue();
    const rig = await startRig({
      session: sessions.session,
      handlers: systemHandlers(async () => {
        started.resolve();
        await release.promise;
        return { version: 'finished' };
      }),
    });
    const client = rig.client();
    const old = client.unary('SystemService.GetStatus', {});
    await started.promise;
    const stopped = rig.server.stop({ graceMs: 25_000 });
    const late = await errorFrom(rig.client().unary('SystemService.GetStatus', {}));
    expect(['UNAVAILABLE', 'SHUTTING_DOWN', 'CONNECTION_LOST']).toContain(late.code);
    release.resolve();
    expect(await old).toMatchObject({ version: 'finished' });
    await stopped;
  });
});

describe('coming back', () => {
  test('an agent is back within the cap after its controller was away', async () => {
    const ca = await createTestCa('home');
    const sessions = sessionQueue();
    const rig = await startRig({ ca, session: sessions.session });
    const client = await rig.agentClient({ backoff: { initialMs: 50, maxMs: 100 } });
    const stop = new AbortController();
    onTestFinished(() => stop.abort());
    const waits: number[] = [];
    const away = deferred<void>();
    void keepConnected({
      clock: systemClock,
      random: systemRandom,
      policy: { initialMs: 50, maxMs: 100 },
      signal: stop.signal,
      run: async () => {
        const link = client.session();
        await link.send(heartbeat);
        for await (const _ of link.receive());
        return { established: false };
      },
      onWait: (_, waitMs) => {
        waits.push(waitMs);
        if (waits.length === 4) away.resolve();
      },
    });
    await drainFirst(await sessions.next());
    await rig.server.stop({ graceMs: 0 });
    await away.promise;
    await startRig({ ca, session: sessions.session, port: rig.port });
    await drainFirst(await sessions.next());
    expect(Math.max(...waits)).toBeLessThanOrEqual(100);
  });

  test('a large first message that was sent before the connection stood arrives whole', async () => {
    const { rig, sessions } = await bed();
    const client = await rig.agentClient();
    const agent = client.session();
    const frame = Buffer.alloc(3_000_000, 7);
    const delta = { type: 'delta', outboxId: 'o', seq: 1, frame, spoolTime: 1, sendTime: 2 } as const;
    const sent = agent.send(delta);
    const first = await (await sessions.next()).receive()[Symbol.asyncIterator]().next();
    await sent;
    expect(first.value).toMatchObject({ type: 'delta', seq: 1 });
  });

  test('a client that is closed after its session leaves no connection behind', async () => {
    const { rig, sessions } = await bed();
    const client = await rig.agentClient();
    const agent = client.session();
    const controller = await sessions.next();
    agent.close();
    await Promise.all([agent.closed, drain(controller.receive())]);
    client.close();
    while (rig.server.connections > 0) await new Promise((resolve) => setImmediate(resolve));
  });

  test('two agents of one process have a connection each', async () => {
    const { rig, sessions } = await bed();
    for (const client of [await rig.agentClient(), await rig.agentClient()]) {
      client.session();
      await sessions.next();
    }
    expect(rig.server.connections).toBe(2);
  });
});

describe('garbage on the port', () => {
  const alive = async ({ rig }: Bed): Promise<void> => {
    const status = await rig.client().unary('SystemService.GetStatus', {});
    expect(status.version).toBe('alive');
  };

  test('that is no TLS is refused, and others are served', async () => {
    const it = await bed();
    for (const garbage of [
      'GET / HTTP/1.1\r\n\r\n',
      'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
      '\x16\x03\x01\xff\xff',
    ]) {
      const socket = connect(it.rig.port, '127.0.0.1', () => socket.end(Buffer.from(garbage, 'latin1')));
      socket.resume();
      await new Promise((resolve) => socket.once('close', resolve).on('error', () => undefined));
    }
    await alive(it);
  });

  test('inside of TLS ends that connection alone', async () => {
    const it = await bed();
    const agent = (await it.rig.agentClient()).session();
    const controller = await it.sessions.next();
    for (const protocols of [['h2'], ['http/1.1'], undefined]) {
      const socket = tlsConnect({
        port: it.rig.port,
        host: '127.0.0.1',
        ca: it.rig.ca.certificate,
        ...(protocols ? { ALPNProtocols: protocols } : {}),
      });
      socket.on('error', () => undefined).on('secureConnect', () => socket.write(Buffer.alloc(5_000, 0xfe)));
      socket.resume();
      await new Promise((resolve) => socket.once('close', resolve));
    }
    await alive(it);
    const [first] = await Promise.all([
      controller.receive()[Symbol.asyncIterator]().next(),
      agent.send(heartbeat),
    ]);
    expect(first.value).toEqual(heartbeat);
  });

  test('an old TLS version is refused', async () => {
    const it = await bed();
    const socket = tlsConnect({
      port: it.rig.port,
      host: '127.0.0.1',
      ca: it.rig.ca.certificate,
      minVersion: 'TLSv1.1',
      maxVersion: 'TLSv1.1',
      ciphers: 'DEFAULT@SECLEVEL=0',
    });
    const error = await new Promise<Error>((resolve, reject) => {
      socket.on('error', resolve).on('secureConnect', () => reject(new Error('TLS 1.1 was accepted')));
    });
    expect(error.message).toMatch(/version|protocol/i);
  });
});

async function drainFirst(link: { receive(): AsyncIterable<unknown> }): Promise<void> {
  for await (const _ of link.receive()) return;
}
