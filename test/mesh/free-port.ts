/**
 * A port for a program that must come back at the same place after a kill. Below the range that the kernel gives out
 * by itself, so that no other test's port 0 takes it meanwhile.
 */
import { createServer } from 'node:net';
import { WaysideError } from '../../shared/errors.ts';
import { randomInt, systemRandom } from '../../shared/runtime/index.ts';

const PORT_FIRST = 20_000;
const PORTS = 12_000;
const PORT_TRIES_MAX = 50;

export async function freePort(): Promise<number> {
  for (let tries = 0; tries < PORT_TRIES_MAX; tries += 1) {
    const port = PORT_FIRST + randomInt(systemRandom, PORTS);
    if (await isFree(port)) return port;
  }
  throw new WaysideError('UNAVAILABLE', 'no free port was found');
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
