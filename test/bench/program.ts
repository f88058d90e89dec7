/** One of our programs, built, as a process of its own: its log says when it is ready, /proc how much memory it has. */
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { packageRoot, systemClock, withDeadline } from '../../shared/runtime/index.ts';
import type { CampusOrder, CampusPlaces, Place } from './campus-child.ts';

type LogLine = Readonly<Record<string, unknown>>;

/** Any event of a running program. */
const EVENT_MAX_MS = 60_000;
const TAIL_LINES = 10;

export interface ProgramOptions {
  /** Relative to the build: `agent/main.js`. */
  readonly file: string;
  readonly args: readonly string[];
  /** Arguments for Node itself. */
  readonly nodeArgs?: readonly string[];
  readonly stdin?: string;
}

export class Program {
  private readonly child: ChildProcess;
  private readonly file: string;
  private readonly ended: Promise<string>;
  private readonly tail: string[] = [];
  private readonly seen = new Map<string, LogLine>();
  private readonly wakers = new Set<() => void>();

  constructor({ file, args, nodeArgs = [], stdin = '' }: ProgramOptions) {
    this.file = file;
    this.child = spawn(process.execPath, [...nodeArgs, built(file), ...args], {
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.child.stdin?.end(stdin);
    for (const stream of [this.child.stdout, this.child.stderr])
      if (stream) createInterface({ input: stream }).on('line', (line) => this.take(line));
    this.ended = once(this.child, 'close').then(([code, signal]) => String(signal ?? code));
  }

  /** The first log line of that event. */
  event(name: string): Promise<LogLine> {
    const found = this.waitFor(name);
    const ended = this.ended.then((how) => Promise.reject(this.failure(`ended with ${how} before ${name}`)));
    const limit = { ms: EVENT_MAX_MS, what: `${name} of ${this.file}` };
    return withDeadline(systemClock, limit, () => Promise.race([found, ended]));
  }

  /** For programs that do one thing and end. */
  async finished(): Promise<void> {
    const how = await this.ended;
    if (how !== '0') throw this.failure(`ended with ${how}`);
  }

  async stop(): Promise<void> {
    this.child.kill('SIGTERM');
    await this.ended;
  }

  /** Resident memory in MB: now, and the most that it ever was. */
  memory(): { readonly nowMb: number; readonly peakMb: number } {
    const status = readFileSync(`/proc/${this.child.pid}/status`, 'utf8');
    const read = (key: string): number => Number(new RegExp(`^${key}:\\s+(\\d+)`, 'm').exec(status)?.[1]) / 1024;
    return { nowMb: read('VmRSS'), peakMb: read('VmHWM') };
  }

  private async waitFor(name: string): Promise<LogLine> {
    for (;;) {
      const line = this.seen.get(name);
      if (line) return line;
      await new Promise<void>((resolve) => this.wakers.add(resolve));
    }
  }

  private take(text: string): void {
    this.tail.push(text);
    if (this.tail.length > TAIL_LINES) this.tail.shift();
    if (!text.startsWith('{')) return;
    const line = JSON.parse(text) as LogLine;
    const name = String(line['msg']);
    if (!this.seen.has(name)) this.seen.set(name, line);
    for (const wake of this.wakers) wake();
    this.wakers.clear();
  }

  private failure(what: string): Error {
    return new Error([`${this.file} ${what}`, ...this.tail].join('\n'));
  }
}

export interface CampusProcess {
  readonly places: readonly Place[];
  stop(): Promise<void>;
}

export async function startCampusProcess(order: CampusOrder): Promise<CampusProcess> {
  const child = fork(built('test/bench/campus-child.js'), [JSON.stringify(order)]);
  const ended = once(child, 'exit');
  const failed = ended.then(() => Promise.reject(new Error('the simulated campus did not start')));
  const [{ places }] = (await Promise.race([once(child, 'message'), failed])) as [CampusPlaces];
  failed.catch(() => undefined);
  return {
    places,
    stop: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

export function built(file: string): string {
  return join(packageRoot(), 'dist', file);
}
