/**
 * One terminal of one device, used as a conversation: send something, look at what comes back after every chunk,
 * end when the listener says so. Nothing here sleeps; time only ends what hangs.
 *
 * Invariants:
 * - One exchange is in flight at a time.
 * - An exchange that ends by deadline, abort, overflow or a closed channel leaves a dead shell: where the device
 *   stands is unknown then, so the channel is closed at once and never used again.
 * - What arrives while nothing is in flight is thrown away, up to a bound; that it was text is remembered.
 */
import { WaysideError } from '../../../shared/errors.ts';
import type { Clock, Timer } from '../../../shared/runtime/index.ts';
import { COMMAND_QUIET_MS, IDLE_OUTPUT_MAX_BYTES, OUTPUT_MAX_BYTES, TAIL_MAX_CHARS } from '../limits.ts';
import { beforeLog, isLogLine } from '../parse/index.ts';
import { Terminal } from './terminal.ts';

/** What the shell needs of a connection: a byte stream both ways. Tests bring one that lives in memory. */
export interface Channel {
  write(text: string): void;
  onData(listener: (bytes: Uint8Array) => void): void;
  /** Called once, also when the connection below ends. */
  onClose(listener: (cause: WaysideError) => void): void;
  /** Closes at once, whatever the device does. */
  close(): void;
  /** Resolves when the device's line is free again, soon after `close`; without it, that is at once. */
  readonly gone?: Promise<void>;
}

/** What a listener makes of the end of the buffer: nothing yet, or an action now or after that much silence. */
export interface Verdict<T> {
  readonly afterMs?: number;
  /** Its value ends the exchange; undefined lets it go on. May throw, which ends it too and leaves the shell alive. */
  readonly act: () => T | undefined;
}

export interface Exchange<T> {
  /** Names the step in errors: `show version`. */
  readonly step: string;
  readonly send: string | undefined;
  readonly quietMs: number;
  readonly totalMs: number;
  readonly signal: AbortSignal;
  readonly onLine: (line: string, raw: string) => void;
  /** Called after each chunk with the shell's tail. */
  readonly onTail: (tail: string) => Verdict<T> | undefined;
  /** What the person should know when the exchange ends by time with this tail. */
  readonly hint?: (tail: string) => string | undefined;
}

export interface ShellOptions {
  readonly clock: Clock;
  readonly channel: Channel;
  /** The device in words, for messages: `sw1 (10.0.0.1:22)`. */
  readonly where: string;
  readonly outputMaxBytes?: number;
  /** How long the device may be silent within one command. */
  readonly commandQuietMs?: number;
}

function asItIs(prompt: string): string {
  return prompt;
}

interface Flight {
  readonly step: string;
  onLine(line: string, raw: string): void;
  onChunk(): void;
  fail(error: unknown): void;
}

export class Shell {
  readonly where: string;
  /** The device's exact prompt, once it is known. */
  prompt: string | undefined;
  /** The part of a prompt that stays the same, where a counter or a mark is in it. */
  stem: (prompt: string) => string = asItIs;
  /** A whole line that the device draws above its prompt. */
  lead: RegExp | undefined;
  /** Whether the device echoes what is typed; unknown before the first command. */
  echoes: boolean | undefined;
  private readonly clock: Clock;
  private readonly channel: Channel;
  private readonly outputMaxBytes: number;
  readonly commandQuietMs: number;
  private readonly terminal: Terminal;
  private flight: Flight | undefined;
  private bytes = 0;
  private unasked = false;
  private deadOf: WaysideError | undefined;
  /** Resolves when the shell is dead. */
  readonly ended: Promise<void>;
  private readonly onEnded: () => void;

  constructor(options: ShellOptions) {
    this.where = options.where;
    this.clock = options.clock;
    this.channel = options.channel;
    this.outputMaxBytes = options.outputMaxBytes ?? OUTPUT_MAX_BYTES;
    this.commandQuietMs = options.commandQuietMs ?? COMMAND_QUIET_MS;
    let onEnded = (): void => undefined;
    this.ended = new Promise((resolve) => {
      onEnded = resolve;
    });
    this.onEnded = onEnded;
    this.terminal = new Terminal((line, raw) =>
      this.flight ? this.flight.onLine(line, raw) : this.noteUnasked(line),
    );
    this.channel.onData((bytes) => this.receive(bytes));
    this.channel.onClose((cause) => this.die(cause));
  }

  /** Resolves when the shell is dead and the device's line is free again. */
  get gone(): Promise<void> {
    return this.ended.then(() => this.channel.gone);
  }

  get alive(): boolean {
    return this.deadOf === undefined;
  }

  /** The text after the last newline, cut to its last few hundred characters. */
  get tail(): string {
    return this.terminal.tail.slice(-TAIL_MAX_CHARS);
  }

  /** The prompt as a whole line: it has scrolled up, perhaps with a log message behind it in the same line. */
  isPromptLine(line: string): boolean {
    if (this.prompt === undefined) return false;
    if (!line.startsWith(this.prompt)) return this.isPrompt(beforeLog(line) ?? line);
    const rest = line.slice(this.prompt.length).trim();
    return rest === '' || isLogLine(rest);
  }

  /** The known prompt, at whatever its counter stands. */
  isPrompt(text: string): boolean {
    const { prompt } = this;
    const shown = text.trimEnd();
    if (prompt === undefined || shown === '') return false;
    return shown === prompt || this.stem(shown) === this.stem(prompt);
  }

  /** For a line that came before a command had begun: text there means that the command before had not ended. */
  noteUnasked(line: string): void {
    const isPrompt = this.isPromptLine(line) || this.lead?.test(line) === true;
    this.unasked ||= line.trim() !== '' && !isLogLine(line) && !isPrompt;
  }

  /** Whether text came that nobody had asked for since this was last looked at. */
  takeUnasked(): boolean {
    const { unasked } = this;
    this.unasked = false;
    return unasked;
  }

  /** Takes the text after the last newline off the screen. */
  dropTail(): void {
    this.terminal.dropTail();
  }

  /** Whether raw lines are wanted, for finding a wrapped echo. */
  set keepRaw(keep: boolean) {
    this.terminal.keepRaw = keep;
  }

  /** Types one key or answer in the middle of an exchange and takes the question off the screen. */
  answer(text: string): void {
    this.dropTail();
    this.channel.write(text);
  }

  /** Types the pager's key and takes its prompt off the screen, but not the row that it may stand behind. */
  turnPage(more: RegExp, key: string): void {
    this.terminal.hideTail(more);
    this.channel.write(key);
  }

  /** Types without waiting for anything: the logout. */
  type(text: string): void {
    if (this.alive) this.channel.write(text);
  }

  /** Closes the channel; what is in flight fails with `reason`. */
  destroy(reason: WaysideError): undefined {
    this.channel.close();
    this.die(reason);
    return undefined;
  }

  /** Sends and listens until a verdict has a value. Throws the error that ended it; see the invariants. */
  converse<T>(exchange: Exchange<T>): Promise<T> {
    if (this.deadOf) return Promise.reject(this.deadOf);
    if (this.flight)
      return Promise.reject(
        new WaysideError('INTERNAL', `${exchange.step} while ${this.flight.step} is in flight`),
      );
    if (exchange.signal.aborted) return Promise.reject(this.cancelled(exchange));
    return new Promise((resolve, reject) => this.fly(exchange, resolve, reject));
  }

  private fly<T>(exchange: Exchange<T>, resolve: (value: T) => void, reject: (error: unknown) => void): void {
    const watch = new Watch(this.clock, exchange, (error) => this.destroy(this.timeout(exchange, error)));
    const onAbort = (): void => void this.destroy(this.cancelled(exchange));
    const end = (): void => {
      this.flight = undefined;
      this.bytes = 0;
      watch.stop();
      exchange.signal.removeEventListener('abort', onAbort);
    };
    const act = (verdict: Verdict<T>): void => {
      try {
        const value = verdict.act();
        if (value === undefined) return;
        end();
        resolve(value);
      } catch (error) {
        end();
        reject(error);
      }
    };
    this.bytes = 0;
    this.flight = {
      step: exchange.step,
      onLine: exchange.onLine,
      onChunk: () => {
        watch.heard();
        const verdict = exchange.onTail(this.tail);
        if (!verdict) return;
        if (verdict.afterMs === undefined) act(verdict);
        else watch.settle(verdict.afterMs, () => act(verdict));
      },
      fail: (error) => {
        end();
        reject(error);
      },
    };
    exchange.signal.addEventListener('abort', onAbort, { once: true });
    if (exchange.send !== undefined) this.channel.write(exchange.send);
  }

  private receive(bytes: Uint8Array): void {
    if (this.deadOf) return;
    this.bytes += bytes.length;
    const max = this.flight ? this.outputMaxBytes : IDLE_OUTPUT_MAX_BYTES;
    if (this.bytes > max) return void this.destroy(this.overflow(max));
    try {
      this.terminal.push(bytes);
      this.flight?.onChunk();
    } catch (error) {
      this.destroy(WaysideError.from(error));
    }
  }

  private die(cause: WaysideError): void {
    if (this.deadOf) return;
    this.deadOf = cause;
    this.onEnded();
    this.flight?.fail(cause);
  }

  private cancelled(exchange: { readonly step: string; readonly signal: AbortSignal }): WaysideError {
    const reason: unknown = exchange.signal.reason;
    if (reason instanceof WaysideError) return reason;
    return new WaysideError('CANCELLED', `${exchange.step} on ${this.where} was cancelled`, {
      cause: reason,
    });
  }

  private timeout({ step, hint }: Pick<Exchange<unknown>, 'step' | 'hint'>, how: string): WaysideError {
    return new WaysideError('TIMEOUT', `${step} on ${this.where}: ${how}`, {
      hint: hint?.(this.tail) ?? 'The session was closed; a device that hangs often answers a new one',
      details: { step },
    });
  }

  private overflow(max: number): WaysideError {
    const step = this.flight?.step ?? 'waiting';
    return new WaysideError('OUTPUT_TOO_LARGE', `${step} on ${this.where} printed more than ${max} bytes`, {
      details: { step, limitBytes: String(max) },
    });
  }
}

/** The clocks of one exchange: silence, total time, and the short silence that a doubtful verdict waits for. */
class Watch {
  private readonly clock: Clock;
  private readonly quietMs: number;
  private readonly onTimeout: (how: string) => void;
  private readonly total: Timer;
  private quiet: Timer;
  private heardAtMs: number;
  private settling: Timer | undefined;

  constructor(clock: Clock, limits: { quietMs: number; totalMs: number }, onTimeout: (how: string) => void) {
    this.clock = clock;
    this.quietMs = limits.quietMs;
    this.onTimeout = onTimeout;
    this.heardAtMs = clock.monotonic();
    this.total = clock.after(limits.totalMs, () => onTimeout(`not finished after ${limits.totalMs} ms`));
    this.quiet = this.listen(limits.quietMs);
  }

  heard(): void {
    this.heardAtMs = this.clock.monotonic();
    this.settling?.cancel();
  }

  settle(afterMs: number, act: () => void): void {
    this.settling = this.clock.after(afterMs, act);
  }

  stop(): void {
    this.total.cancel();
    this.quiet.cancel();
    this.settling?.cancel();
  }

  /** One timer however many chunks come: when it fires, it looks how long the silence really was. */
  private listen(ms: number): Timer {
    return this.clock.after(ms, () => {
      const leftMs = this.heardAtMs + this.quietMs - this.clock.monotonic();
      if (leftMs > 0) this.quiet = this.listen(leftMs);
      else this.onTimeout(`no answer for ${this.quietMs} ms`);
    });
  }
}
