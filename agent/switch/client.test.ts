import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { Server as SshServer } from 'ssh2';
import { afterEach, describe, expect, it } from 'vitest';
import { WaysideError } from '../../shared/errors.ts';
import { ManualClock, systemClock } from '../../shared/runtime/index.ts';
import { credential, PASSWORD, target, trustingHostKeys } from '../../test/lab/scripted-session.ts';
import { hostKeyFrom } from '../../test/lab/switch/host-key.ts';
import type { HostKeyVerdict } from '../jobs/driver.ts';
import { type ConnectOptions, connectSsh, type SshLink } from './client.ts';
import { CONNECT_TIMEOUT_MS } from './limits.ts';

const key = hostKeyFrom('client.test');
const servers: Server[] = [];
const sockets = new Set<Socket>();

afterEach(() => {
  for (const socket of sockets) socket.destroy();
  for (const server of servers.splice(0)) server.close();
});

async function listen(onSocket: (socket: Socket) => void): Promise<number> {
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    onSocket(socket);
  });
  servers.push(server);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return (server.address() as AddressInfo).port;
}

interface SshScript {
  readonly methods?: readonly ('password' | 'keyboard-interactive')[];
  readonly kex?: string;
  readonly accept?: boolean;
}

/** An SSH server that notes every login try and has a terminal that says `sw1#`. */
async function sshServer(
  script: SshScript = {},
): Promise<{ port: number; tries: string[]; sockets: Socket[] }> {
  const { methods = ['password'], kex, accept = true } = script;
  const tries: string[] = [];
  const open: Socket[] = [];
  const algorithms = kex ? { algorithms: { kex: [kex as never] } } : {};
  const ssh = new SshServer({ hostKeys: [key.pem], ...algorithms });
  ssh.on('connection', (client) => {
    client.on('error', () => undefined);
    client.on('authentication', (context) => {
      tries.push(context.method);
      const refuse = (): void => context.reject([...methods]);
      if (!methods.includes(context.method as never)) return refuse();
      if (context.method === 'password')
        return accept && context.password === PASSWORD ? context.accept() : refuse();
      if (context.method !== 'keyboard-interactive') return refuse();
      context.prompt([{ prompt: 'Password: ', echo: false }], (answers) =>
        accept && answers[0] === PASSWORD ? context.accept() : refuse(),
      );
    });
    client.on('session', (acceptSession) => {
      const session = acceptSession();
      session.on('pty', (acceptPty) => acceptPty?.());
      session.on('shell', (acceptShell) => void acceptShell().write('sw1#'));
    });
  });
  const port = await listen((socket) => {
    open.push(socket);
    ssh.injectSocket(socket);
  });
  return { port, tries, sockets: open };
}

function dial(port: number, changes: Partial<ConnectOptions> = {}): Promise<SshLink> {
  return connectSsh({
    clock: systemClock,
    target: { ...target, address: '127.0.0.1', port },
    credential,
    hostKeys: trustingHostKeys,
    signal: new AbortController().signal,
    connectTimeoutMs: CONNECT_TIMEOUT_MS,
    knownMethod: undefined,
    ...changes,
  });
}

const judging = (verdict: HostKeyVerdict): Pick<ConnectOptions, 'hostKeys'> => ({
  hostKeys: { check: () => verdict },
});

describe('connectSsh', () => {
  it('connects, tells what was agreed on, and opens a terminal (S1.1)', async () => {
    const { port, tries } = await sshServer();
    const { facts, channel } = await dial(port);
    expect(facts).toMatchObject({
      hostKey: { fingerprint: key.fingerprint, verdict: 'known' },
      algorithms: { kex: 'curve25519-sha256' },
      authMethod: 'password',
    });
    expect(tries).toEqual(['password']);
    const bytes = await new Promise<Uint8Array>((resolve) => channel.onData(resolve));
    expect(Buffer.from(bytes).toString()).toBe('sw1#');
    channel.close();
  });

  it.each([
    ['mismatch', 'HOST_KEY_MISMATCH'],
    ['not-listed', 'HOST_KEY_NOT_PINNED'],
  ] as const)('sends nothing at all to a host whose key is judged %s (S1.21)', async (verdict, code) => {
    const { port, tries } = await sshServer();
    await expect(dial(port, judging(verdict))).rejects.toMatchObject({
      code,
      hint: expect.stringContaining(`wayside-agent hostkey accept 127.0.0.1:${port} ${key.fingerprint}`),
      details: { fingerprint: key.fingerprint },
    });
    expect(tries).toEqual([]);
  });

  it('goes no further when the host key cannot be judged', async () => {
    const { port, tries } = await sshServer();
    const check = (): never => {
      throw new WaysideError('STORE_CORRUPT', 'the list of host keys is damaged');
    };
    await expect(dial(port, { hostKeys: { check } })).rejects.toMatchObject({ code: 'STORE_CORRUPT' });
    expect(tries).toEqual([]);
  });

  it('sends a password once, however many methods the device offers after refusing it (S1.22)', async () => {
    const { port, tries } = await sshServer({ methods: ['password', 'keyboard-interactive'], accept: false });
    const refusal: unknown = await dial(port).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: 'AUTH_REJECTED' });
    expect(JSON.stringify(refusal) + String(refusal)).not.toContain(PASSWORD);
    expect(tries).toEqual(['password']);
  });

  it('answers keyboard-interactive where that is all there is, and at once the next time', async () => {
    const { port, tries } = await sshServer({ methods: ['keyboard-interactive'] });
    const { facts, channel } = await dial(port);
    expect(facts.authMethod).toBe('keyboard-interactive');
    expect(tries).toEqual(['password', 'keyboard-interactive']);
    channel.close();
    const again = await dial(port, { knownMethod: facts.authMethod });
    again.channel.close();
    expect(tries.slice(2)).toEqual(['keyboard-interactive']);
  });

  it('says KEX_UNSUPPORTED with what the device offers', async () => {
    const { port } = await sshServer({ kex: 'diffie-hellman-group1-sha1' });
    await expect(dial(port)).rejects.toMatchObject({
      code: 'KEX_UNSUPPORTED',
      message: expect.stringContaining('the device offers diffie-hellman-group1-sha1'),
    });
  });

  it('says UNREACHABLE where nothing listens', async () => {
    const port = await listen(() => undefined);
    servers.pop()?.close();
    await expect(dial(port)).rejects.toMatchObject({ code: 'UNREACHABLE' });
  });

  it('says TIMEOUT, and how long it was, when the host takes the call and stays silent (S1.20)', async () => {
    const clock = new ManualClock();
    const called = new Promise<void>(
      (resolve) => void listen(() => resolve()).then((port) => ports.push(port)),
    );
    const ports: number[] = [];
    await new Promise((done) => setImmediate(done));
    const dialling = expect(dial(ports[0] ?? 0, { clock })).rejects.toMatchObject({
      code: 'TIMEOUT',
      message: expect.stringContaining(`${CONNECT_TIMEOUT_MS} ms`),
    });
    await called;
    await new Promise((done) => setImmediate(done));
    clock.advance(CONNECT_TIMEOUT_MS);
    await dialling;
  });

  it.each([
    ['SESSIONS_EXHAUSTED', (socket: Socket) => socket.destroy()],
    ['SESSIONS_EXHAUSTED', (socket: Socket) => socket.end('% All terminal lines in use\r\n')],
    ['UNREACHABLE', (socket: Socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')],
  ] as const)('says %s to a host that hangs up instead of greeting', async (code, greet) => {
    const port = await listen(greet);
    await expect(dial(port)).rejects.toMatchObject({ code });
  });

  it('reports a connection that is cut, once', async () => {
    const { port, sockets: open } = await sshServer();
    const { channel } = await dial(port);
    const causes: WaysideError[] = [];
    const closed = new Promise<void>((resolve) => {
      channel.onClose((cause) => {
        causes.push(cause);
        resolve();
      });
    });
    for (const socket of open) socket.destroy();
    await closed;
    await new Promise((done) => setImmediate(done));
    expect(causes.map(({ code }) => code)).toEqual(['CONNECTION_LOST']);
  });

  it('hangs up at once when the work is cancelled while it connects (S0.13)', async () => {
    const abort = new AbortController();
    const ended = new Promise<void>((resolve) => {
      void listen((socket) => {
        socket.resume();
        socket.once('close', () => resolve());
        abort.abort(new WaysideError('CANCELLED', 'no longer wanted'));
      }).then((port) => dial(port, { signal: abort.signal }).catch((error: unknown) => errors.push(error)));
    });
    const errors: unknown[] = [];
    await ended;
    expect(errors).toMatchObject([{ code: 'CANCELLED' }]);
  });
});
