/** Processes beside the bench: our programs as users run them, and children that work or measure in a room of their own. */
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { packageRoot, systemClock, withDeadline } from '../../shared/runtime/index.ts';

type LogLine = Readonly<Record<string, unknown>>;

/** Any event of a running program, and the first message of a child. */
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

/** A program that says in its JSON log what happens. */
export class Program {
  private readonly child: ChildProcess;
  private readonly file: string;
  private readonly ended: Promise<string>;
  private readonly tail: string[] = [];
  private readonly seen = new Map<string, LogLine>();
  private readonly wakers = new Set<() => void>();

  constructor({ file, args, nodeArgs = [], stdin = '' }: ProgramOptions) {
    this.file = file;
    this.child = spawn(process.execPath, [...nodeArgs, built(file), ...args], { stdio: 'pipe' });
    this.child.stdin?.end(stdin);
    for (const stream of [this.child.stdout, this.child.stderr])
      if (stream) createInterface({ input: stream }).on('line', (line) => this.take(line));
    this.ended = once(this.child, 'close').then(([code, signal]) => String(signal ?? code));
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** The first log line of that event. */
  event(name: string): Promise<LogLine> {
    const ended = this.ended.then((how) => Promise.reject(this.failure(`ended with ${how} before ${name}`)));
    return inTime(`${name} of ${this.file}`, Promise.race([this.waitFor(name), ended]));
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

  /** Without a chance to end in order. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
  }

  signal(name: NodeJS.Signals): void {
    this.child.kill(name);
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

export interface Child<T> {
  readonly pid: number;
  /** Its first message. */
  readonly answer: T;
  /** Sends it a further order and waits for its next message; one at a time. */
  ask<A>(order: object): Promise<A>;
  stop(): Promise<void>;
}

/** Starts a file of this folder; its order is its first argument, as JSON. Such a child ends with its parent. */
export async function startChild<T>(
  name: string,
  order: object,
  nodeArgs: readonly string[] = [],
): Promise<Child<T>> {
  const child = fork(built(`test/bench/${name}.js`), [JSON.stringify(order)], { execArgv: [...nodeArgs] });
  const ended = once(child, 'exit');
  const failed = ended.then(([code]) =>
    Promise.reject(new Error(`${name} ended with ${code} before it answered`)),
  );
  // Once it has answered, its end is nobody's failure.
  failed.catch(() => undefined);
  const [answer] = (await inTime(
    `the answer of ${name}`,
    Promise.race([once(child, 'message'), failed]),
  )) as [T];
  return {
    pid: child.pid ?? 0,
    answer,
    ask: async <A>(order: object): Promise<A> => {
      const next = Promise.race([once(child, 'message'), failed]);
      child.send(order);
      const [told] = (await inTime(`an answer of ${name}`, next)) as [A];
      return told;
    },
    stop: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** Resident memory in MB: now, and the most that it ever was. */
export function memoryOf(pid: number): { readonly nowMb: number; readonly peakMb: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const megabytes = (key: string): number =>
    Number(new RegExp(`^${key}:\\s+(\\d+)`, 'm').exec(status)?.[1]) / 1024;
  return { nowMb: megabytes('VmRSS'), peakMb: megabytes('VmHWM') };
}

/** Lets the most that it ever was begin anew. */
export function forgetPeak(pid: number): void {
  writeFileSync(`/proc/${pid}/clear_refs`, '5');
}

/** What a process has computed so far, in milliseconds; Linux counts hundredths of a second. */
export function cpuMsOf(pid: number): number {
  const [, fields = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
  const [user, system] = fields.split(' ').slice(11, 13).map(Number);
  return ((user ?? Number.NaN) + (system ?? Number.NaN)) * 10;
}

function inTime<T>(what: string, work: Promise<T>): Promise<T> {
  return withDeadline(systemClock, { ms: EVENT_MAX_MS, what }, () => work);
}

function built(file: string): string {
  return join(packageRoot(), 'dist', file);
}
