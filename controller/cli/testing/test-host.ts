/** The world of a test: captured streams, an environment of its own, and Ctrl-C at will. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { ManualClock, seededRandom } from '../../../shared/runtime/index.ts';
import type { Api } from '../api.ts';
import { putContext, readContexts } from '../contexts.ts';
import type { ExitCode } from '../exit-codes.ts';
import type { Host, Target } from '../host.ts';
import { runCli } from '../run.ts';
import { NOW_MS } from './fake-controller.ts';

export interface TestWorld {
  readonly host: Host;
  readonly clock: ManualClock;
  readonly folder: string;
  readonly targets: Target[];
  readonly out: () => string;
  readonly err: () => string;
  interrupt(): void;
  /** Waits until the text was written. */
  printed(text: string, where?: 'out' | 'err'): Promise<void>;
  /** Lets other work go on until the condition holds. */
  until(condition: () => boolean): Promise<void>;
  run(...argv: string[]): Promise<ExitCode>;
}

export interface WorldOptions {
  readonly api?: Api;
  readonly env?: Readonly<Record<string, string>>;
  readonly tty?: boolean;
  readonly stdin?: string;
  readonly installation?: string;
}

const CERTIFICATE = '-----BEGIN CERTIFICATE-----\nfor tests\n-----END CERTIFICATE-----\n';

/** With `api` there is a context that leads to it. */
export async function testWorld({
  api,
  env = {},
  tty = false,
  stdin = '',
  installation = '/nowhere',
}: WorldOptions = {}): Promise<TestWorld> {
  const folder = mkdtempSync(join(tmpdir(), 'wayside-cli-'));
  const clock = new ManualClock(NOW_MS);
  const targets: Target[] = [];
  const written = { out: '', err: '' };
  const readers = new Set<() => void>();
  const interrupts = new Set<() => void>();
  const out = (which: 'out' | 'err'): Host['stdout'] => ({
    isTTY: tty,
    columns: 80,
    write: (text) => {
      written[which] += text;
      for (const reader of readers) reader();
    },
  });
  const lines = stdin.split('\n');
  const host: Host = {
    stdin: { isTTY: tty, readAll: async () => Buffer.from(stdin), readLine: async () => lines.shift() },
    stdout: out('out'),
    stderr: out('err'),
    env: { XDG_CONFIG_HOME: folder, TERM: 'dumb', ...env },
    directory: folder,
    installation,
    engine: async () => ({
      clock,
      random: seededRandom(1),
      connect: async (target) => {
        targets.push(target);
        if (!api) throw new Error('this test has no controller');
        return api;
      },
    }),
    onInterrupt: (fn) => {
      interrupts.add(fn);
      return () => interrupts.delete(fn);
    },
  };
  if (api) {
    const contexts = await readContexts(host.env);
    await putContext(contexts, { name: 'test', address: 'wayside.test:7443', ca: CERTIFICATE });
  }
  return {
    host,
    clock,
    folder,
    targets,
    out: () => written.out,
    err: () => written.err,
    interrupt: () => {
      for (const fn of interrupts) fn();
    },
    printed: (text, where = 'out') =>
      new Promise((resolve) => {
        const look = (): void => {
          if (!written[where].includes(text)) return;
          readers.delete(look);
          resolve();
        };
        readers.add(look);
        look();
      }),
    until,
    run: (...argv) => runCli(argv, host),
  };
}

/** Turns of the event loop that a test may take before it is stuck. */
const TURNS_MAX = 20_000;

async function until(condition: () => boolean): Promise<void> {
  for (let turn = 0; turn < TURNS_MAX; turn += 1) {
    if (condition()) return;
    await nextTurn();
  }
  throw new Error('what the test waits for never came');
}

function nextTurn(): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port2.once('message', () => {
      port1.close();
      resolve();
    });
    port1.postMessage(undefined);
  });
}
