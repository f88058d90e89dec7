/** Switches behind a jump host: one connection to it, both host keys judged, nothing open that nobody needs. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { Server as SshServer } from 'ssh2';
import { afterEach, describe, expect, it } from 'vitest';
import { silentLog, systemClock } from '../../../shared/runtime/index.ts';
import { generateCampus, type SimulatedSwitch, startSwitch } from '../../../test/lab/index.ts';
import { hostKeyFrom } from '../../../test/lab/switch/host-key.ts';
import type { DriverContext, HostKeyVerdict, Target, TargetOutcome, Task } from '../../jobs/driver.ts';
import { createSwitchDriver } from '../driver.ts';

const campus = generateCampus({ seed: 11 });
const probe: Task = { kind: 'probe', driver: 'switch' };
const key = hostKeyFrom('jump host');
const closing: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

interface JumpHost {
  readonly port: number;
  readonly counts: { connections: number; open: number; forwards: number; tries: number };
}

/** An SSH server that lets `jumper` in and dials what it is asked to. */
async function jumpHost({ password = 'jump-password', forwards = true } = {}): Promise<JumpHost> {
  const counts = { connections: 0, open: 0, forwards: 0, tries: 0 };
  const sockets = new Set<Socket>();
  const ssh = new SshServer({ hostKeys: [key.pem] });
  ssh.on('connection', (client) => {
    client.on('error', () => undefined);
    client.on('authentication', (context) => {
      counts.tries += 1;
      if (context.method === 'password' && context.username === 'jumper' && context.password === password)
        context.accept();
      else context.reject(['password']);
    });
    client.on('tcpip', (accept, reject, { destIP, destPort }) => {
      if (!forwards) return reject();
      counts.forwards += 1;
      const socket = connect(destPort, destIP);
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.once('connect', () => {
        const stream = accept();
        stream.on('error', () => undefined);
        stream.pipe(socket).pipe(stream);
        socket.once('close', () => stream.close());
      });
    });
  });
  const server: Server = createServer((socket) => {
    counts.connections += 1;
    counts.open += 1;
    sockets.add(socket);
    socket.on('error', () => undefined).once('close', () => (counts.open -= 1));
    ssh.injectSocket(socket);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  closing.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, counts };
}

interface Bench {
  readonly switches: readonly SimulatedSwitch[];
  readonly run: (at: number, changes?: Partial<DriverContext>) => Promise<TargetOutcome>;
  readonly stop: () => Promise<void>;
}

async function bench(jump: JumpHost, count = 1): Promise<Bench> {
  const switches = await Promise.all(campus.devices.slice(0, count).map((device) => startSwitch(device)));
  const driver = createSwitchDriver({ clock: systemClock, log: silentLog });
  closing.push(...switches.map((one) => () => one.stop()), () => driver.stop());
  const context: DriverContext = {
    clock: systemClock,
    log: silentLog,
    signal: new AbortController().signal,
    credentials: {
      open: (name) =>
        name === 'bastion'
          ? {
              username: 'jumper',
              password: 'jump-password',
              enablePassword: undefined,
              privateKey: undefined,
            }
          : { username: 'admin', password: 'lab-password', enablePassword: undefined, privateKey: undefined },
    },
    hostKeys: { check: () => 'known' },
    progress: () => undefined,
  };
  const targetOf = ({ hostname: name, host: address, port }: SimulatedSwitch): Target => ({
    ...{ source: { site: 'ams1', kind: 'source', id: name.toLowerCase() }, name, address, port },
    ...{ platform: undefined, credential: 'switches' },
    jump: { address: '127.0.0.1', port: jump.port, credential: 'bastion' },
  });
  return {
    switches,
    run: (at, changes = {}) => {
      const one = switches[at];
      if (!one) throw new Error('no such switch');
      return driver.run(probe, targetOf(one), { ...context, ...changes });
    },
    stop: () => driver.stop(),
  };
}

describe('a jump host', () => {
  it('carries many switches on one connection, and is logged out of at the end', async () => {
    const jump = await jumpHost();
    const { run, switches, stop } = await bench(jump, 8);
    const outcomes = await Promise.all(switches.map((_, at) => run(at)));
    outcomes.forEach(({ data }, at) => {
      expect(data).toMatchObject({
        hostname: switches[at]?.hostname,
        hostKey: { fingerprint: switches[at]?.fingerprint },
      });
    });
    expect(jump.counts).toMatchObject({ connections: 1, forwards: 8, tries: 1 });
    await stop();
    while (jump.counts.open > 0) await new Promise((done) => setImmediate(done));
    expect(switches.map(({ counters }) => counters.logouts)).toEqual(Array(8).fill(1));
  });

  it('has its own host key judged before the credential goes there, and the switch has its own after it (S1.21)', async () => {
    const jump = await jumpHost();
    const { run, switches } = await bench(jump);
    const judge = (wrong: (port: number) => boolean) => ({
      check: ({ port }: Target): HostKeyVerdict => (wrong(port) ? 'mismatch' : 'known'),
    });
    const refused = run(0, { hostKeys: judge((port) => port === jump.port) });
    await expect(refused).rejects.toMatchObject({
      code: 'HOST_KEY_MISMATCH',
      message: expect.stringContaining(`jump host of ${switches[0]?.hostname}`),
    });
    expect(jump.counts).toMatchObject({ tries: 0, forwards: 0 });
    const behind = run(0, { hostKeys: judge((port) => port !== jump.port) });
    await expect(behind).rejects.toMatchObject({ code: 'HOST_KEY_MISMATCH' });
    expect(switches[0]?.counters.authAttempts).toBe(0);
  });

  it.each([
    ['refuses to dial', { forwards: false }, 'UNREACHABLE', /could not dial 127\.0\.0\.1/],
    ['refuses the login', { password: 'another' }, 'AUTH_REJECTED', /jump host/],
  ] as const)('that %s is told by name', async (_what, options, code, message) => {
    const { run, switches } = await bench(await jumpHost(options));
    await expect(run(0)).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
    expect(switches[0]?.counters.connections).toBe(0);
  });

  it('that goes away takes its switches along, and is dialled anew for the next one', async () => {
    const jump = await jumpHost();
    const { run } = await bench(jump);
    await run(0);
    closing[0]?.();
    await expect(run(0)).rejects.toMatchObject({ code: 'UNREACHABLE' });
  });

  it('is left alone when the work is called off while it dials (S0.13)', async () => {
    const jump = await jumpHost();
    const { run, switches } = await bench(jump);
    const abort = new AbortController();
    const run0 = run(0, { signal: abort.signal, progress: () => abort.abort() });
    await expect(run0).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(switches[0]?.counters.authAttempts).toBe(0);
  });
});
