/**
 * One terminal line of a switch: echoes what is typed, hands over lines and keys, and writes output the way the
 * faults of the moment demand. Typing ahead waits unechoed until it is read, as on the real thing.
 */
import type { Duplex } from 'node:stream';
import { WaysideError } from '../../../shared/errors.ts';
import { type Clock, delay, type Random, randomInt } from '../../../shared/runtime/index.ts';
import type { FaultBox, StrikeKind } from './faults.ts';

/** Typing ahead beyond this is dropped. */
const TYPED_AHEAD_MAX_CHARS = 65_536;
const ODD_CHUNK_MAX_BYTES = 40;
const SLOW_TICK_MS = 20;

const BACKSPACES = ['\b', '\x7f'];
const CTRL_C = '\x03';
const CTRL_U = '\x15';
/** Ends configuration mode; `readLine` returns it alone. */
export const CTRL_Z = '\x1a';

export interface TerminalOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly faults: FaultBox;
  /** Closes the connection without a word. */
  readonly cut: () => void;
  /** Changes the keys of the connection; output goes on meanwhile. */
  readonly rekey: () => void;
}

interface Strike {
  readonly kind: StrikeKind;
  leftBytes: number;
}

export class Terminal {
  /** Aborted when the line is gone. */
  readonly gone: AbortSignal;
  private readonly stream: Duplex;
  private readonly options: TerminalOptions;
  private typed = '';
  private wake: (() => void) | undefined;
  private skipLineFeed = false;
  private strike: Strike | undefined;

  constructor(stream: Duplex, options: TerminalOptions) {
    this.stream = stream;
    this.options = options;
    const end = new AbortController();
    this.gone = end.signal;
    const lost = (): void => end.abort(new WaysideError('UNAVAILABLE', 'the terminal line is gone'));
    stream.on('close', lost).on('end', lost).on('error', lost);
    const decoder = new TextDecoder();
    stream.on('data', (bytes: Buffer) => {
      if (this.typed.length < TYPED_AHEAD_MAX_CHARS) this.typed += decoder.decode(bytes, { stream: true });
      this.wake?.();
    });
  }

  /** One line without its end; editing keys work; Ctrl-C gives an empty line. Rejects when the line is gone. */
  async readLine(options: {
    readonly echo: boolean;
    /** How an echo is drawn; as it is unless told. */
    readonly draw?: (text: string) => string;
  }): Promise<string> {
    let line = '';
    const { draw = (text: string): string => text } = options;
    const echo = (text: string): Promise<void> => (options.echo ? this.write(draw(text)) : Promise.resolve());
    for (;;) {
      await this.waitForTyping();
      // biome-ignore lint/suspicious/noControlCharactersInRegex: everything up to the next control character
      const plain = /^[^\x00-\x1f\x7f]+/.exec(this.typed)?.[0];
      if (plain !== undefined) {
        this.take(plain.length);
        line += plain;
        await echo(plain);
        continue;
      }
      const key = this.take(1);
      if (this.endsLine(key)) {
        await this.write('\r\n');
        return line;
      }
      if (key === CTRL_Z) return CTRL_Z;
      if (key === CTRL_C) {
        await this.write('\r\n');
        return '';
      }
      const erased = key === CTRL_U ? line.length : BACKSPACES.includes(key) ? Math.min(1, line.length) : 0;
      line = line.slice(0, line.length - erased);
      if (erased > 0) await echo('\b \b'.repeat(erased));
    }
  }

  async readKey(): Promise<string> {
    for (;;) {
      await this.waitForTyping();
      const key = this.take(1);
      if (key === '\n' && this.skipLineFeed) {
        this.skipLineFeed = false;
        continue;
      }
      this.skipLineFeed = key === '\r';
      return key;
    }
  }

  /** Output from here on belongs to this command, for the faults that strike in its middle. */
  beginOutput(command: string): void {
    const strike = this.options.faults.strike(command);
    this.strike = strike && { kind: strike.kind, leftBytes: strike.afterBytes };
  }

  endOutput(): void {
    this.strike = undefined;
  }

  async write(text: string): Promise<void> {
    const bytes = Buffer.from(text, 'utf8');
    const { strike } = this;
    if (!strike || bytes.length <= strike.leftBytes) {
      if (strike) strike.leftBytes -= bytes.length;
      return this.send(bytes);
    }
    await this.send(bytes.subarray(0, strike.leftBytes));
    if (strike.kind === 'rekey') {
      this.strike = undefined;
      this.options.rekey();
      return this.send(bytes.subarray(strike.leftBytes));
    }
    if (strike.kind === 'drop') this.options.cut();
    await this.never();
  }

  close(exitCode: number): void {
    const { stream } = this;
    if ('exit' in stream && typeof stream.exit === 'function') stream.exit(exitCode);
    stream.end();
  }

  private async send(bytes: Buffer): Promise<void> {
    const { bytesPerSecond } = this.options.faults.current;
    if (bytesPerSecond === undefined) return this.sendChunks(bytes);
    const tick = Math.max(1, Math.floor((bytesPerSecond * SLOW_TICK_MS) / 1000));
    for (let at = 0; at < bytes.length; at += tick) {
      await this.sendChunks(bytes.subarray(at, at + tick));
      await delay(this.options.clock, SLOW_TICK_MS, this.gone);
    }
  }

  private async sendChunks(bytes: Buffer): Promise<void> {
    const { chunks } = this.options.faults.current;
    for (let at = 0; at < bytes.length; ) {
      const size = chunks === undefined ? bytes.length : this.chunkSize(chunks);
      await this.sendRaw(bytes.subarray(at, at + size));
      at += size;
    }
  }

  private chunkSize(chunks: 'byte' | 'random'): number {
    return chunks === 'byte' ? 1 : 1 + randomInt(this.options.random, ODD_CHUNK_MAX_BYTES);
  }

  private async sendRaw(bytes: Buffer): Promise<void> {
    this.gone.throwIfAborted();
    if (this.stream.write(bytes)) return;
    await new Promise<void>((resolve, reject) => {
      const lost = (): void => reject(this.gone.reason);
      this.gone.addEventListener('abort', lost, { once: true });
      this.stream.once('drain', () => {
        this.gone.removeEventListener('abort', lost);
        resolve();
      });
    });
  }

  /** A carriage return or a line feed ends a line; the pair of both ends one line. */
  private endsLine(key: string): boolean {
    const paired = key === '\n' && this.skipLineFeed;
    this.skipLineFeed = key === '\r';
    return (key === '\r' || key === '\n') && !paired;
  }

  private take(count: number): string {
    const text = this.typed.slice(0, count);
    this.typed = this.typed.slice(count);
    return text;
  }

  private async waitForTyping(): Promise<void> {
    while (this.typed === '') {
      await new Promise<void>((resolve, reject) => {
        this.gone.throwIfAborted();
        const lost = (): void => reject(this.gone.reason);
        this.gone.addEventListener('abort', lost, { once: true });
        this.wake = () => {
          this.gone.removeEventListener('abort', lost);
          resolve();
        };
      });
    }
    this.wake = undefined;
  }

  private never(): Promise<never> {
    return new Promise((_resolve, reject) => {
      if (this.gone.aborted) return reject(this.gone.reason);
      this.gone.addEventListener('abort', () => reject(this.gone.reason), { once: true });
    });
  }
}
