import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { type Algorithms, Server as SshServer } from 'ssh2';
import { afterEach, describe, expect, it } from 'vitest';
import { WaysideError } from '../../../shared/errors.ts';
import { ManualClock, systemClock } from '../../../shared/runtime/index.ts';
import { credential, PASSWORD, target, trustingHostKeys } from '../../../test/lab/scripted-session.ts';
import { hostKeyFrom } from '../../../test/lab/switch/host-key.ts';
import type { HostKeyVerdict } from '../../jobs/driver.ts';
import { CONNECT_TIMEOUT_MS } from '../limits.ts';
import { type ConnectOptions, connectSsh, type SshLink } from './client.ts';

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
  readonly algorithms?: Algorithms;
  readonly hostKey?: string;
  readonly ask?: string;
  readonly accept?: boolean;
}

/** An SSH server that notes every login try and has a terminal that says `sw1#`. */
async function sshServer(
  script: SshScript = {},
): Promise<{ port: number; tries: string[]; sockets: Socket[] }> {
  const { methods = ['password'], kex, accept = true, ask = 'Password: ', hostKey = key.pem } = script;
  const tries: string[] = [];
  const open: Socket[] = [];
  const algorithms: Algorithms = kex ? { kex: [kex as never] } : (script.algorithms ?? {});
  const ssh = new SshServer({ hostKeys: [hostKey], algorithms });
  ssh.on('connection', (client) => {
    client.on('error', () => undefined);
    client.on('authentication', (context) => {
      tries.push(context.method);
      const refuse = (): void => context.reject([...methods]);
      if (!methods.includes(context.method as never)) return refuse();
      if (context.method === 'password')
        return accept && context.password === PASSWORD ? context.accept() : refuse();
      if (context.method !== 'keyboard-interactive') return refuse();
      context.prompt([{ prompt: ask, echo: false }], (answers) =>
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

/** The greeting and the KEXINIT of a server that knows one key exchange. */
function kexInitOf(kex: string): Buffer {
  const list = (names: string): Buffer => {
    const head = Buffer.alloc(4);
    head.writeUInt32BE(names.length);
    return Buffer.concat([head, Buffer.from(names)]);
  };
  const lists = [
    kex,
    'ssh-ed25519',
    'aes128-ctr',
    'aes128-ctr',
    'hmac-sha2-256',
    'hmac-sha2-256',
    'none',
    'none',
  ];
  const payload = Buffer.concat([Buffer.of(20), Buffer.alloc(16), ...lists.map(list), Buffer.alloc(8 + 5)]);
  const padding = 8 - ((payload.length + 5) % 8) + 8;
  const head = Buffer.alloc(5);
  head.writeUInt32BE(payload.length + padding + 1);
  head[4] = padding;
  return Buffer.concat([Buffer.from('SSH-2.0-tomorrow\r\n'), head, payload, Buffer.alloc(padding)]);
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
  ] as const)('(g) sends nothing at all to a host whose key is judged %s (S1.21)', async (verdict, code) => {
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

  it('(l) sends a password once, however many methods the device offers after refusing it (S1.22)', async () => {
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

  it('gives no password where a one-time code is asked, and quotes the question', async () => {
    const { port, tries } = await sshServer({ methods: ['keyboard-interactive'], ask: 'Enter PASSCODE: ' });
    const dialling = dial(port, { knownMethod: 'keyboard-interactive' });
    await expect(dialling).rejects.toMatchObject({
      code: 'AUTH_REJECTED',
      message: expect.stringContaining('asks "Enter PASSCODE:"'),
    });
    expect(tries).toEqual(['keyboard-interactive']);
  });

  it('says what is wrong with a private key that has a passphrase, and dials nobody', async () => {
    const { port, sockets: open } = await sshServer();
    const { privateKey } = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'pkcs1', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs1', format: 'pem', cipher: 'aes-128-cbc', passphrase: 'sesame' },
    });
    await expect(dial(port, { credential: { ...credential, privateKey } })).rejects.toMatchObject({
      code: 'AUTH_REJECTED',
      message: expect.stringContaining('passphrase'),
      hint: expect.stringContaining('ssh-keygen -p'),
    });
    expect(open).toHaveLength(0);
  });

  it('says KEX_UNSUPPORTED with what the device offers when not even what is outdated will do', async () => {
    const port = await listen((socket) => socket.write(kexInitOf('kex-of-tomorrow@example.org')));
    await expect(dial(port)).rejects.toMatchObject({
      code: 'KEX_UNSUPPORTED',
      message: expect.stringContaining('the device offers kex-of-tomorrow@example.org'),
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

describe('outdated algorithms', () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({
    type: 'pkcs1',
    format: 'pem',
  });
  const old: Algorithms = {
    kex: ['diffie-hellman-group1-sha1', 'diffie-hellman-group14-sha1'],
    serverHostKey: ['ssh-rsa'],
    cipher: ['3des-cbc', 'aes128-cbc'],
    hmac: ['hmac-md5', 'hmac-sha1-96'],
  };

  it('are agreed on with a device that has nothing else, the strongest first, by one more connection', async () => {
    const { port, sockets: open } = await sshServer({ algorithms: old, hostKey: String(rsa) });
    const before: number[] = [];
    // The second one waits for its room, as every connection does.
    const redial = (): Promise<void> => {
      before.push(open.length);
      return Promise.resolve();
    };
    const { facts, channel } = await dial(port, { redial });
    channel.close();
    expect(facts.legacy).toEqual(['diffie-hellman-group14-sha1', 'ssh-rsa', 'aes128-cbc', 'hmac-sha1-96']);
    expect([before, open.length]).toEqual([[1], 2]);
  });

  it('are offered at once where they were needed before, and no others', async () => {
    const { port, sockets: open } = await sshServer({ kex: 'diffie-hellman-group14-sha1' });
    const again = await dial(port, { knownLegacy: ['diffie-hellman-group14-sha1'] });
    again.channel.close();
    expect(again.facts.legacy).toEqual(['diffie-hellman-group14-sha1']);
    expect(open).toHaveLength(1);
    const newer = await sshServer();
    const modern = await dial(newer.port, { knownLegacy: ['diffie-hellman-group14-sha1'] });
    modern.channel.close();
    expect(modern.facts).toMatchObject({ legacy: [], algorithms: { kex: 'curve25519-sha256' } });
  });

  it('are never offered to a device that knew better ones: it may be another one now', async () => {
    const { port, sockets: open, tries } = await sshServer({ kex: 'diffie-hellman-group14-sha1' });
    await expect(dial(port, { knownLegacy: [] })).rejects.toMatchObject({
      code: 'KEX_UNSUPPORTED',
      message: expect.stringContaining('it had better ones before'),
    });
    expect(open).toHaveLength(1);
    expect(tries).toEqual([]);
  });

  it.each(['kex', 'serverHostKey', 'cipher', 'hmac'] as const)(
    'are in no first offer: a modern device sees none in %s',
    async (list) => {
      let heard = '';
      const port = await listen((socket) => {
        socket.write('SSH-2.0-ears\r\n');
        socket.on('data', (bytes) => {
          heard += bytes.toString('latin1');
          if (heard.includes('zlib')) socket.destroy();
        });
      });
      await dial(port).catch(() => undefined);
      expect(heard).toContain('curve25519-sha256');
      for (const name of old[list] as readonly string[]) expect(heard.split(/[^\w@.-]/)).not.toContain(name);
    },
  );
});

describe('a connection by way of a jump host', () => {
  it('that hangs is given up all the same: nobody waits for a stream that never says that it is closed', async () => {
    const clock = new ManualClock();
    // As the streams of ssh2 do: they are closed when the other side says so.
    class Silent extends Duplex {
      override _read(): void {}
      override _write(_chunk: unknown, _encoding: unknown, done: () => void): void {
        done();
      }

      override destroy(): this {
        return this;
      }
    }
    const silent = new Silent();
    const signal = new AbortController().signal;
    const by = (): Promise<Duplex> => Promise.resolve(silent);
    const failed = connectSsh({
      ...{ clock, target, credential, signal, by, hostKeys: trustingHostKeys },
      ...{ connectTimeoutMs: 1_000, knownMethod: undefined },
    }).catch((error: unknown) => error);
    let told: unknown;
    void failed.then((error) => (told = error));
    for (let second = 0; second < 5; second += 1) {
      await new Promise((done) => setImmediate(done));
      clock.advance(1_000);
    }
    await new Promise((done) => setImmediate(done));
    expect(told).toMatchObject({ code: 'TIMEOUT' });
  });
});

describe('a credential', () => {
  it('whose fields are getters, as those of the vault are, logs in like any other', async () => {
    class Sealed {
      get username(): string {
        return credential.username;
      }
      get password(): string {
        return PASSWORD;
      }
      get enablePassword(): undefined {
        return undefined;
      }
      get privateKey(): undefined {
        return undefined;
      }
    }
    for (const method of ['password', 'keyboard-interactive'] as const) {
      const { port, tries } = await sshServer({ methods: [method] });
      const { facts, channel } = await dial(port, { credential: new Sealed() });
      channel.close();
      expect(facts.authMethod).toBe(method);
      expect(tries.filter((name) => name === method)).toHaveLength(1);
    }
  });
});
