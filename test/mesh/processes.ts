/**
 * Our programs as real processes: started from `dist/`, read by the events of their JSON log, and killed.
 *
 * Every wait here ends with the event it waits for, with the death of the process, or with an error that shows the
 * last lines of its log. No process outlives the test that started it.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Draft } from '../../controller/plans/index.ts';
import { WaysideError } from '../../shared/errors.ts';
import { delay, systemClock, withDeadline } from '../../shared/runtime/index.ts';

export type ProgramName = 'agent' | 'controller';

/** One line of a program's log: its event is `msg`. */
export type LogLine = Readonly<Record<string, unknown>> & { readonly msg: string };

/** Where a process is to be killed: at the `hits`th time that it passes the point (`crash-hook.ts` names them). */
export interface CrashPoint {
  readonly point: string;
  readonly hits?: number | undefined;
}

/** Any event of a running program: start, reconnect, a whole collect. */
const EVENT_MAX_MS = 20_000;
const LINES_SHOWN = 12;
/** Of what no event tells. */
const LOOK_MS = 20;

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const HOOK = 'test/mesh/crash-hook.js';

/** A file of the build; tests run what users run. */
function built(path: string): string {
  const file = join(ROOT, 'dist', path);
  if (existsSync(file)) return file;
  throw new WaysideError('NOT_FOUND', `${file} is missing: the mesh suite runs the built programs`, {
    hint: 'npm run build (npm test does it first)',
  });
}

export class Program {
  readonly name: ProgramName;
  readonly lines: LogLine[] = [];
  /** Resolves with the signal or code that it ended with. */
  readonly exited: Promise<string>;
  private readonly child: ChildProcess;
  private readonly wakers = new Set<() => void>();
  private errors = '';
  private output = '';
  private ended = false;

  constructor(name: ProgramName, args: readonly string[], options: StartOptions = {}) {
    this.name = name;
    const hook = pathToFileURL(built(HOOK));
    hook.searchParams.set('program', name);
    if (options.patient) hook.searchParams.set('patient', 'yes');
    if (options.brisk) hook.searchParams.set('brisk', 'yes');
    if (options.clockMs) hook.searchParams.set('clock', String(options.clockMs));
    if (options.crash) {
      hook.searchParams.set('point', options.crash.point);
      hook.searchParams.set('hits', String(options.crash.hits ?? 1));
    }
    const command = [process.execPath, '--import', hook.href, built(`${name}/main.js`), ...args];
    const [file = process.execPath, ...rest] = [...(options.within ?? []), ...command];
    this.child = spawn(file, rest, {
      stdio: [options.stdin === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe', 'ipc'],
    });
    this.child.stdin?.end(options.stdin);
    this.child.stderr?.on('data', (bytes: Buffer) => {
      this.errors += String(bytes);
    });
    if (this.child.stdout) createInterface(this.child.stdout).on('line', (line) => this.take(line));
    this.exited = once(this.child, 'close').then(([code, signal]) => {
      this.ended = true;
      this.wake();
      return String(signal ?? code);
    });
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  get isRunning(): boolean {
    return !this.ended;
  }

  /** What it printed besides its log, and all of stderr. */
  get words(): string {
    return `${this.output}${this.errors}`;
  }

  /** A place in the log: events are awaited from here on. */
  mark(): number {
    return this.lines.length;
  }

  /** The first such event after the mark, from the start of the process when there is none. */
  event(msg: string, from = 0, where: (line: LogLine) => boolean = () => true): Promise<LogLine> {
    return this.until(msg, () => this.lines.slice(from).find((line) => line.msg === msg && where(line)));
  }

  count(msg: string, from = 0): number {
    return this.lines.slice(from).filter((line) => line.msg === msg).length;
  }

  /** From now on: kill -9 of itself when it passes the point. */
  async arm(crash: CrashPoint): Promise<void> {
    await this.ask({ point: crash.point, hits: crash.hits ?? 1 });
  }

  /** From now on its clock is so far ahead of the host's, as if somebody had set it. */
  async setClock(aheadMs: number): Promise<void> {
    await this.ask({ clockMs: aheadMs });
  }

  /** So much time goes by in a moment, by all of its clocks; what is due by then comes at once. */
  async pass(ms: number): Promise<void> {
    await this.ask({ passMs: ms });
  }

  /** Resolves once it has passed the point so often from now on. */
  async passes(point: string, times: number): Promise<void> {
    await this.ask({ count: point });
    await withDeadline(systemClock, { ms: EVENT_MAX_MS, what: point }, async (signal) => {
      while (((await this.ask({})) as { times: number }).times < times)
        await delay(systemClock, LOOK_MS, signal);
    });
  }

  /** How often it passes the point while the work is done. */
  async passesDuring(point: string, work: () => Promise<unknown>): Promise<number> {
    await this.ask({ count: point });
    await work();
    return ((await this.ask({})) as { times: number }).times;
  }

  /** It stands still wherever it is, and does not know of it. */
  freeze(): void {
    this.child.kill('SIGSTOP');
  }

  thaw(): void {
    this.child.kill('SIGCONT');
  }

  /** The id of a plan that is made of the draft. */
  async plan(draft: Draft): Promise<string> {
    const { plan, problem } = (await this.ask({ draft })) as { plan?: string; problem?: string };
    if (plan === undefined) throw this.failure(String(problem));
    return plan;
  }

  /** Memory that is in use: of the heap, and of buffers outside of it; garbage does not count. */
  async liveBytes(): Promise<number> {
    const { liveBytes } = (await this.ask({ memory: true })) as { liveBytes: number };
    return liveBytes;
  }

  /** It was armed: resolves once it has killed itself. */
  async crashed(): Promise<void> {
    const end = await withDeadline(
      systemClock,
      { ms: EVENT_MAX_MS, what: `the crash of the ${this.name}` },
      () => this.exited,
    ).catch((error: unknown) => {
      throw this.failure(`${String(error)}; it never passed its point`);
    });
    if (end !== 'SIGKILL') throw this.failure(`it ended with ${end} instead of being killed`);
  }

  async kill(): Promise<void> {
    if (this.ended) return;
    this.child.kill('SIGKILL');
    await this.exited;
  }

  /** Ends it as an operator does. */
  async stop(): Promise<void> {
    if (this.ended) return;
    this.child.kill('SIGTERM');
    const end = await withDeadline(
      systemClock,
      { ms: EVENT_MAX_MS, what: `the stop of the ${this.name}` },
      () => this.exited,
    );
    if (end !== '0') throw this.failure(`it stopped with ${end}`);
  }

  /** For commands that end by themselves. */
  async finished(): Promise<string> {
    const end = await withDeadline(
      systemClock,
      { ms: EVENT_MAX_MS, what: `the ${this.name}'s command` },
      () => this.exited,
    );
    if (end !== '0') throw this.failure(`it ended with ${end}`);
    return this.output;
  }

  private async ask(question: object): Promise<unknown> {
    const answer = once(this.child, 'message');
    // One that is just dying cannot be asked; its end is what the caller hears of.
    this.child.send(question, () => undefined);
    const ended = this.exited.then((end) => {
      throw this.failure(`it ended with ${end}`);
    });
    const [told]: unknown[] = await Promise.race([answer, ended]);
    return told;
  }

  private until<T>(what: string, look: () => T | undefined): Promise<T> {
    return withDeadline(systemClock, { ms: EVENT_MAX_MS, what }, async (signal) => {
      for (;;) {
        const found = look();
        if (found !== undefined) return found;
        if (this.ended) throw this.failure(`it ended before ${what}`);
        signal.throwIfAborted();
        await new Promise<void>((resolve) => this.wakers.add(resolve));
      }
    }).catch((error: unknown) => {
      throw this.failure(String(error));
    });
  }

  private take(line: string): void {
    if (line.startsWith('{')) this.lines.push(JSON.parse(line) as LogLine);
    else this.output += `${line}\n`;
    this.wake();
  }

  private wake(): void {
    for (const resolve of this.wakers) resolve();
    this.wakers.clear();
  }

  private failure(why: string): WaysideError {
    const tail = this.lines.slice(-LINES_SHOWN).map((line) => JSON.stringify(line));
    return new WaysideError('INTERNAL', [`${this.name}: ${why}`, ...tail, this.words].join('\n'));
  }
}

export interface StartOptions {
  /** Armed from the first moment on. */
  readonly crash?: CrashPoint | undefined;
  /** Waits as long as users' programs do before it dials again. */
  readonly patient?: boolean | undefined;
  /** What comes round seldom comes round often. */
  readonly brisk?: boolean | undefined;
  /** How far ahead of the host's its clock is. */
  readonly clockMs?: number | undefined;
  /** A program and its arguments that run it, such as `nsenter`. */
  readonly within?: readonly string[] | undefined;
  readonly stdin?: string;
}
