/**
 * A reader's terminal for the samples of README and guide: bash in a folder of its own, with `wayside`,
 * `wayside-agent` and `wayside-controller` on the PATH, and nothing set that belongs to another Wayside.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WaysideError } from '../../shared/errors.ts';
import { packageRoot, systemClock, withDeadline } from '../../shared/runtime/index.ts';
import type { Sample } from '../house/sample.ts';

/** From the start of a program to the line that says that it is there. */
const START_MAX_MS = 20_000;

export interface Printed {
  readonly exitCode: number;
  /** Both streams, as a screen shows them. */
  readonly text: string;
}

/** A program that stays. */
export interface Background {
  readonly child: ChildProcess;
  /** All it said so far. */
  said(): string;
}

export class Terminal {
  /** Home and working folder. */
  readonly dir: string;
  private readonly env: NodeJS.ProcessEnv;
  private readonly started: ChildProcess[] = [];

  constructor() {
    this.dir = mkdtempSync(join(tmpdir(), 'wayside-samples-'));
    const bin = join(this.dir, '.bin');
    mkdirSync(bin);
    for (const [name, file] of Object.entries(programs())) {
      const main = built(file.replace(/^dist\//, ''));
      writeFileSync(
        join(bin, name),
        `#!/bin/sh
exec "${process.execPath}" "${main}" "$@"
`,
      );
      chmodSync(join(bin, name), 0o755);
    }
    const path = [bin, join(packageRoot(), 'node_modules', '.bin'), process.env['PATH']].join(':');
    this.env = { PATH: path, HOME: this.dir, TZ: 'UTC', LANG: 'C.UTF-8' };
  }

  /** All commands in one shell, as if typed one after the other; `input` is typed into them. */
  async run({ commands }: Pick<Sample, 'commands'>, input = ''): Promise<Printed> {
    const child = this.spawn(`exec 2>&1\n${commands.join('\n')}`);
    child.stdin?.end(input);
    let text = '';
    child.stdout?.on('data', (bytes: Buffer) => {
      text += String(bytes);
    });
    const [exitCode]: unknown[] = await once(child, 'close');
    return { exitCode: Number(exitCode), text };
  }

  /** Commands of which the last one stays: resolves once what it says matches. `close` ends it at the latest. */
  async start({ commands }: Pick<Sample, 'commands'>, ready: RegExp): Promise<Background> {
    const child = this.spawn(`exec 2>&1\n${commands.length > 1 ? '' : 'exec '}${commands.join('\n')}`);
    this.started.push(child);
    let text = '';
    const seen = new Promise<void>((resolve, reject) => {
      child.stdout?.on('data', (bytes: Buffer) => {
        text += String(bytes);
        if (ready.test(text)) resolve();
      });
      child.once('close', () => reject(new WaysideError('INTERNAL', `it ended before ${ready}: ${text}`)));
    });
    await withDeadline(systemClock, { ms: START_MAX_MS, what: commands.join(' ') }, () => seen);
    return { child, said: () => text };
  }

  /** Ends it as Ctrl-C does. */
  async stop({ child }: Pick<Background, 'child'>): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    await once(child, 'exit');
    // What it started may hold the other end for a moment longer.
    child.stdout?.destroy();
  }

  async close(): Promise<void> {
    for (const child of this.started.toReversed()) await this.stop({ child });
    rmSync(this.dir, { recursive: true, force: true });
  }

  private spawn(script: string): ChildProcess {
    return spawn('bash', ['-c', script], { cwd: this.dir, env: this.env, stdio: ['pipe', 'pipe', 'ignore'] });
  }
}

/** Name -> file, as npm would link them. */
function programs(): Readonly<Record<string, string>> {
  const { bin } = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as {
    readonly bin: Readonly<Record<string, string>>;
  };
  return bin;
}

/** A file of the build: samples are what users run. */
export function built(path: string): string {
  const file = join(packageRoot(), 'dist', path);
  if (existsSync(file)) return file;
  throw new WaysideError('NOT_FOUND', `${file} is missing: samples run the built programs`, {
    hint: 'npm run build (npm test does it first)',
  });
}
