#!/usr/bin/env node
/** The `wayside` command: hands the real world to the command line. */
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MessageChannel } from 'node:worker_threads';
import type { Engine, Host, In, Out } from './host.ts';
import { runCli } from './run.ts';

function outOf(stream: NodeJS.WriteStream): Out {
  // A reader that left (`| head -1`) is no failure of ours.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
  return {
    write: (text) => void stream.write(text),
    isTTY: stream.isTTY === true,
    get columns() {
      return stream.columns ?? 80;
    },
  };
}

function inputOf(stream: NodeJS.ReadStream): In {
  return {
    isTTY: stream.isTTY === true,
    readAll: async (bytesMax) => {
      const { readAll } = await import('./stdin.ts');
      return readAll(stream, bytesMax);
    },
    readLine: async () => {
      const { readLine } = await import('./stdin.ts');
      return readLine(stream, onInterrupt);
    },
    readHidden: async () => {
      const { readHidden } = await import('./stdin.ts');
      return readHidden(stream);
    },
  };
}

async function engine(): Promise<Engine> {
  const [{ createClient }, { systemClock, systemRandom }] = await Promise.all([
    import('../../shared/transport/index.ts'),
    import('../../shared/runtime/index.ts'),
  ]);
  return {
    clock: systemClock,
    random: systemRandom,
    connect: async ({ address, ca, token }) =>
      createClient({ address, clock: systemClock, ca: [ca], ...(token === undefined ? {} : { token }) }),
  };
}

function onInterrupt(fn: () => void): () => void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, fn);
  return () => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, fn);
  };
}

const host: Host = {
  stdin: inputOf(process.stdin),
  stdout: outOf(process.stdout),
  stderr: outOf(process.stderr),
  env: process.env,
  directory: process.cwd(),
  installation: dirname(dirname(dirname(fileURLToPath(import.meta.url)))),
  engine,
  onInterrupt,
};

// Our timers keep no process alive, and between two attempts to connect nothing else does.
const { port1: alive } = new MessageChannel();
alive.on('message', () => undefined);
process.exitCode = await runCli(process.argv.slice(2), host);
alive.close();
