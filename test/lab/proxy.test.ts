import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ManualClock, seededRandom } from '../../shared/runtime/index.ts';
import { HELD_MAX_BYTES, type LinkProxy, startProxy } from './proxy.ts';

let echo: Server;
let port: number;
let proxy: LinkProxy | undefined;
const accepted: Socket[] = [];

beforeEach(async () => {
  echo = createServer({ noDelay: true }, (socket) => {
    accepted.push(socket);
    socket.on('error', () => undefined);
    socket.pipe(socket);
  });
  echo.listen(0, '127.0.0.1');
  await once(echo, 'listening');
  port = (echo.address() as AddressInfo).port;
});

afterEach(async () => {
  await proxy?.stop();
  proxy = undefined;
  for (const socket of accepted.splice(0)) socket.destroy();
  echo.close();
});

async function dial(to: { readonly host: string; readonly port: number }): Promise<Socket> {
  const socket = connect({ host: to.host, port: to.port, noDelay: true });
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

/** Reads until `count` bytes have come. */
async function read(socket: Socket, count: number): Promise<string> {
  let text = '';
  while (text.length < count) text += String((await once(socket, 'data'))[0]);
  return text;
}

/** The proxy reads on its own time: waits, turn by turn of the event loop, until it holds as much as that. */
async function untilHeld(by: LinkProxy, bytes: number): Promise<void> {
  while (by.stats.heldBytes < bytes) await new Promise((resolve) => setImmediate(resolve));
}

/** What went out before a round trip on another connection has had its time to get through, had it been let. */
async function roundTrip(): Promise<void> {
  const direct = await dial({ host: '127.0.0.1', port });
  direct.write('ping');
  await read(direct, 4);
  direct.destroy();
}

function closeOf(socket: Socket | undefined): Promise<void> {
  return new Promise((resolve) => socket?.once('close', () => resolve()));
}

describe('loopback proxy', () => {
  test('without delay bytes pass at once in both directions and are counted', async () => {
    proxy = await startProxy({ target: { port } });
    const socket = await dial(proxy);
    socket.write('hello');
    expect(await read(socket, 5)).toBe('hello');
    expect(proxy.stats).toMatchObject({ connections: 1, open: 1, upBytes: 5, downBytes: 5 });
  });

  test('a delay holds every piece each way for its time and keeps the order', async () => {
    const clock = new ManualClock();
    proxy = await startProxy({ target: { port }, clock, delayMs: 30 });
    const socket = await dial(proxy);
    socket.write('one ');
    await untilHeld(proxy, 4);
    clock.advance(10);
    proxy.setDelay(0);
    socket.write('two');
    await untilHeld(proxy, 7);
    expect(proxy.stats.upBytes).toBe(0);
    clock.advance(19);
    expect(proxy.stats.upBytes).toBe(0);
    clock.advance(1);
    expect(proxy.stats.upBytes).toBe(7);
    expect(await read(socket, 7)).toBe('one two');
  });

  test('a lossy link stalls the share of pieces it was told to, and loses nothing', async () => {
    const clock = new ManualClock();
    proxy = await startProxy({ target: { port }, clock, random: seededRandom(3) });
    proxy.setLossy({ share: 1, stallMs: 200 });
    const socket = await dial(proxy);
    socket.write('held');
    await untilHeld(proxy, 4);
    expect(proxy.stats).toMatchObject({ stalls: 1, upBytes: 0 });
    proxy.setLossy(undefined);
    clock.advance(200);
    expect(await read(socket, 4)).toBe('held');
    expect(proxy.stats.stalls).toBe(1);
  });

  test('a cut resets both sides, and the next connection works', async () => {
    proxy = await startProxy({ target: { port } });
    const socket = await dial(proxy);
    socket.write('x');
    await read(socket, 1);
    const errors: unknown[] = [];
    socket.on('error', (error) => errors.push(error));
    const closed = Promise.all([closeOf(socket), closeOf(accepted[0])]);
    proxy.cut();
    await closed;
    expect(errors).toMatchObject([{ code: 'ECONNRESET' }]);
    const again = await dial(proxy);
    again.write('y');
    expect(await read(again, 1)).toBe('y');
    expect(proxy.stats).toMatchObject({ connections: 2, open: 1 });
  });

  test('frozen connections stay open, pass nothing, and go on where they were when thawed', async () => {
    proxy = await startProxy({ target: { port } });
    const socket = await dial(proxy);
    socket.write('a');
    await read(socket, 1);
    proxy.freeze();
    socket.write('b');
    const late = await dial(proxy);
    late.write('c');
    await roundTrip();
    expect(proxy.stats).toMatchObject({ upBytes: 1, open: 2 });
    expect(socket.destroyed).toBe(false);
    proxy.thaw();
    expect(await read(socket, 1)).toBe('b');
    expect(await read(late, 1)).toBe('c');
  });

  test('a far side that closes while frozen is noticed only after the thaw', async () => {
    proxy = await startProxy({ target: { port } });
    const socket = await dial(proxy);
    socket.write('a');
    await read(socket, 1);
    proxy.freeze();
    accepted[0]?.resetAndDestroy();
    await roundTrip();
    expect(socket.destroyed).toBe(false);
    expect(proxy.stats.open).toBe(1);
    const closed = closeOf(socket);
    proxy.thaw();
    await closed;
  });

  test('an orderly end travels through after the bytes before it', async () => {
    proxy = await startProxy({ target: { port } });
    const socket = await dial(proxy);
    socket.end('last words');
    expect(await read(socket, 10)).toBe('last words');
    await once(socket, 'end');
  });

  test('more bytes than the proxy holds arrive whole and in order', async () => {
    proxy = await startProxy({ target: { port }, delayMs: 1 });
    const socket = await dial(proxy);
    const sent = 'abcdefgh'.repeat(HELD_MAX_BYTES / 2);
    const received = read(socket, sent.length);
    socket.write(sent);
    expect((await received) === sent).toBe(true);
  });

  test('stopping closes every connection', async () => {
    proxy = await startProxy({ target: { port } });
    const socket = await dial(proxy);
    const closed = closeOf(socket);
    await proxy.stop();
    await closed;
    expect(proxy.stats.open).toBe(0);
    proxy = undefined;
  });
});
