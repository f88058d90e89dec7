/** The world of a test: captured streams, an environment of its own, and Ctrl-C at will. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel, threadId } from 'node:worker_threads';
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
  /** Runs it; exit code, stdout and stderr as one text. */
  shown(...argv: string[]): Promise<string>;
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
export async function testWorld(options: WorldOptions = {}): Promise<TestWorld> {
  const { api } = options;
  mkdirSync(parentFolder(), { recursive: true });
  const folder = mkdtempSync(join(parentFolder(), 'world-'));
  const clock = new ManualClock(NOW_MS);
  const targets: Target[] = [];
  const screen = new Screen();
  const interrupts = new Set<() => void>();
  const host: Host = {
    ...streams(screen, options),
    env: { XDG_CONFIG_HOME: folder, TERM: 'dumb', ...options.env },
    directory: folder,
    installation: options.installation ?? '/nowhere',
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
  const run = (...argv: string[]): Promise<ExitCode> => runCli(argv, host);
  return {
    host,
    clock,
    folder,
    targets,
    out: () => screen.out,
    err: () => screen.err,
    interrupt: () => {
      for (const fn of interrupts) fn();
    },
    printed: (text, where = 'out') => screen.printed(text, where),
    until,
    run,
    shown: async (...argv) => {
      const code = await run(...argv);
      return `exit ${code}\n${screen.out}${screen.err === '' ? '' : `stderr:\n${screen.err}`}`;
    },
  };
}

/** Everything that the worlds of this worker wrote; tests of one file run one after another. */
export function removeWorlds(): void {
  rmSync(parentFolder(), { recursive: true, force: true });
}

function parentFolder(): string {
  return join(tmpdir(), `wayside-cli-${process.pid}-${threadId}`);
}

function streams(
  screen: Screen,
  { tty = false, stdin = '' }: WorldOptions,
): Pick<Host, 'stdin' | 'stdout' | 'stderr'> {
  const lines = stdin.split('\n');
  const out = (which: Stream): Host['stdout'] => ({
    isTTY: tty,
    columns: 80,
    write: (text) => screen.write(which, text),
  });
  return {
    stdin: {
      isTTY: tty,
      readAll: async () => Buffer.from(stdin),
      readLine: async () => lines.shift(),
      readHidden: async () => lines.shift(),
    },
    stdout: out('out'),
    stderr: out('err'),
  };
}

type Stream = 'out' | 'err';

/** What was written, and whoever waits for it. */
class Screen {
  out = '';
  err = '';
  private readonly readers = new Set<() => void>();

  write(which: Stream, text: string): void {
    this[which] += text;
    for (const reader of this.readers) reader();
  }

  printed(text: string, which: Stream): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (!this[which].includes(text)) return;
        this.readers.delete(look);
        resolve();
      };
      this.readers.add(look);
      look();
    });
  }
}

/** Words as a shell takes them apart; double quotes hold blanks. */
export function words(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
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
