/** One of our programs as a child process: started, ready when its log says so, stopped. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, existsSync, type WriteStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { WaysideError } from '../../../shared/errors.ts';
import { type Clock, withDeadline } from '../../../shared/runtime/index.ts';

export const READY_TIMEOUT_MS = 30_000;
export const STOP_TIMEOUT_MS = 10_000;
/** Lines of the log that an error quotes. */
const TAIL_LINES = 10;

export interface ProgramOptions {
  /** `controller` or `agent`. */
  readonly name: string;
  /** Folder that holds controller/main.js and agent/main.js. */
  readonly installation: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Everything it prints is appended here. */
  readonly logFile: string;
  readonly clock: Clock;
}

/** Fields of a log line. */
export type LogLine = Readonly<Record<string, unknown>>;

export class Program {
  readonly name: string;
  readonly logFile: string;
  /** Resolves when the process is gone; never rejects. */
  readonly ended: Promise<string>;
  private readonly child: ChildProcess;
  private readonly clock: Clock;
  private readonly log: WriteStream;
  private readonly tail: string[] = [];
  private onLine: ((line: LogLine) => void) | undefined;
  private stopping = false;

  constructor(options: ProgramOptions) {
    const main = join(options.installation, options.name, 'main.js');
    if (!existsSync(main)) {
      throw new WaysideError('NOT_FOUND', `there is no ${main}`, { hint: 'npm run build makes it' });
    }
    this.name = options.name;
    this.logFile = options.logFile;
    this.clock = options.clock;
    this.log = createWriteStream(options.logFile, { flags: 'a', mode: 0o600 });
    this.child = spawn(process.execPath, [main, ...options.args], {
      env: { ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.ended = new Promise((resolve) => {
      this.child.once('error', (error) => resolve(`${this.name} did not start: ${error.message}`));
      this.child.once('close', (code, signal) =>
        resolve(`${this.name} ended with ${signal ?? `code ${code}`}`),
      );
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      if (stream) createInterface({ input: stream }).on('line', (line) => this.take(line));
    }
  }

  /** The log line of that event. Errors: UNAVAILABLE with the last lines when it ends before, or takes too long. */
  async ready(event: string, signal: AbortSignal): Promise<LogLine> {
    const seen = new Promise<LogLine>((resolve) => {
      this.onLine = (line) => {
        if (line['msg'] === event) resolve(line);
      };
    });
    const failed = this.ended.then((how) => {
      throw this.failure(`${how} before it was ready`);
    });
    return this.within(signal, () => Promise.race([seen, failed]));
  }

  /** For programs that do one thing and end. Errors: UNAVAILABLE with the last lines unless it ends with code 0. */
  async finish(signal: AbortSignal): Promise<void> {
    const how = await this.within(signal, () => this.ended);
    await this.closeLog();
    if (!how.endsWith('code 0')) throw this.failure(how);
  }

  /** Asks it to end, and makes it when it takes too long. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.child.kill('SIGTERM');
    const force = this.clock.after(STOP_TIMEOUT_MS, () => this.child.kill('SIGKILL'));
    await this.ended;
    force.cancel();
    await this.closeLog();
  }

  /** The last lines that it printed. */
  get lastLines(): readonly string[] {
    return this.tail;
  }

  get isStopping(): boolean {
    return this.stopping;
  }

  private async within<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    const limit = { ms: READY_TIMEOUT_MS, what: `the ${this.name}`, signal };
    try {
      return await withDeadline(this.clock, limit, work);
    } catch (error) {
      if (signal.aborted || WaysideError.from(error).code !== 'TIMEOUT') throw error;
      throw this.failure(`the ${this.name} took more than ${READY_TIMEOUT_MS / 1000} s`);
    }
  }

  /** Whoever reads the log next finds the last words in it. */
  private closeLog(): Promise<void> {
    return new Promise((resolve) => {
      this.log.end(() => resolve());
    });
  }

  private take(line: string): void {
    this.log.write(`${line}\n`);
    this.tail.push(line);
    if (this.tail.length > TAIL_LINES) this.tail.shift();
    if (!line.startsWith('{')) return;
    try {
      this.onLine?.(JSON.parse(line) as LogLine);
    } catch {
      // Half a line or plain text: it is in the log file, and no event.
    }
  }

  private failure(how: string): WaysideError {
    const violations = this.tail.map((message) => ({ field: '', message }));
    return new WaysideError('UNAVAILABLE', how, {
      violations,
      hint: `All it said is in ${this.logFile}`,
    });
  }
}
