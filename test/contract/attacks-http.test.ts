/** Against the HTTP port of both programs, as any host of the network could: heads without measure, and no hurry at all. */
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { gatewayHandler } from '../../controller/gateway/index.ts';
import { Metrics, systemClock } from '../../shared/runtime/index.ts';
import { HTTP_CONNECTIONS_MAX, HttpServer } from '../../shared/transport/index.ts';
import { Events } from './support/events.ts';

const HEAD_MAX_MS = 100;
const events = new Events();
let server: HttpServer;
beforeAll(async () => {
  const metrics = new Metrics({ legacyNames: false });
  const fetch = gatewayHandler({ clock: systemClock, log: events.log, metrics, alive: [], ready: [] });
  server = new HttpServer({ host: '127.0.0.1', port: 0, fetch, headMaxMs: HEAD_MAX_MS });
  await server.start();
});
afterAll(() => server.stop());

function open(): Socket {
  const socket = connect(server.port, '127.0.0.1');
  // How it ends is what the test reads; an error is one way.
  socket.on('error', () => undefined);
  socket.resume();
  onTestFinished(() => void socket.destroy());
  return socket;
}

/** All that comes back until the server closes. */
function answerTo(text: string): Promise<string> {
  const socket = open();
  let answer = '';
  socket.on('data', (bytes: Buffer) => {
    answer += bytes.toString('latin1');
  });
  socket.write(text.replace('HTTP/1.1\r\n', 'HTTP/1.1\r\nConnection: close\r\n'), 'latin1');
  return new Promise((resolve) => socket.on('close', () => resolve(answer)));
}

const health = async (): Promise<number> => (await fetch(`http://127.0.0.1:${server.port}/healthz`)).status;

test('a head of a megabyte is cut off at its bound, in one header or in many', async () => {
  for (const head of [
    `X: ${'x'.repeat(1_000_000)}\r\n`,
    'X: y\r\n'.repeat(100_000),
    `Cookie: ${'a=b;'.repeat(50_000)}\r\n`,
  ]) {
    const answer = await answerTo(`GET /healthz HTTP/1.1\r\nHost: x\r\n${head}\r\n`);
    expect(answer === '' || answer.startsWith('HTTP/1.1 431')).toBe(true);
  }
  expect(await health()).toBe(200);
});

test.each([
  ['a host that is none', 'GET / HTTP/1.1\r\nHost: a b:[\r\n\r\n'],
  ['a host with a path', 'GET / HTTP/1.1\r\nHost: x/../..?y#z\r\n\r\n'],
  ['no host', 'GET / HTTP/1.1\r\n\r\n'],
  ['an address of somebody else', 'GET http://[::: HTTP/1.1\r\nHost: x\r\n\r\n'],
  ['a path that leads up', 'GET /../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n'],
  ['a path that leads up in code', 'GET /%2e%2e/%2e%2e/etc/passwd%00 HTTP/1.1\r\nHost: x\r\n\r\n'],
  ['two lengths', 'GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n'],
  [
    'a length and pieces',
    'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
  ],
  ['the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  ['the hello of TLS', '\x16\x03\x01\x02\x00\x01\x00'],
])('%s gets an error at most, and nothing of any file', async (_, text) => {
  const answer = await answerTo(text);
  expect(answer).toMatch(/^$|^HTTP\/1\.1 (200|4\d\d) /);
  expect(answer).not.toMatch(/root:|at .*\.[jt]s:\d/);
  expect(await health()).toBe(200);
});

test('whoever sends a byte now and then loses the connection, and the next one is served', async () => {
  const slow = Array.from({ length: 20 }, open);
  const closed = slow.map((socket) => new Promise((resolve) => socket.on('close', resolve)));
  for (const socket of slow) socket.write('GET / HTTP/1.1\r\nHost: x\r\nX-');
  await Promise.all(closed);
  expect(await health()).toBe(200);
});

test('more connections than there may be, all silent, are gone when their time is up, and the next one is served', async () => {
  const silent = Array.from({ length: HTTP_CONNECTIONS_MAX + 20 }, open);
  const closed = silent.map((socket) => new Promise((resolve) => socket.on('close', resolve)));
  await Promise.all(closed);
  expect(await health()).toBe(200);
});

test('nothing of all that stands in the log, which a stranger could fill with it', () => {
  expect(events.heard).toEqual([]);
});
