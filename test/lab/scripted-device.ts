/**
 * A switch's terminal in memory, for tests of whoever talks to it: no network, no time, and its output can be cut at
 * any byte. What it says is a script; how it says it (echo, pager, erasing) is options.
 */

export interface DeviceScript {
  readonly prompt: string;
  /** Printed before the first prompt. */
  readonly banner?: string;
  /** Command -> what is printed between echo and prompt, lines ended by \r\n. Unknown commands are refused. */
  readonly answers: Readonly<Record<string, string | (() => string)>>;
  readonly echo?: boolean;
  /** Breaks the echo of a command, as a narrow terminal does. */
  readonly wrapEcho?: (echo: string) => string;
  readonly pager?: PagerScript;
  /** Commands that ask something in between: `enable` -> `Password: `. The answer goes to `reply`. */
  readonly questions?: Readonly<Record<string, Question>>;
  /** Commands after whose first so many bytes nothing comes any more. */
  readonly hang?: { readonly command: string; readonly afterBytes: number };
}

export interface PagerScript {
  readonly lines: number;
  readonly prompt: string;
  /** What wipes the prompt off the screen; empty if the device leaves it there. */
  readonly erase: string;
}

export interface Question {
  readonly ask: string;
  /** What is printed on the answer, prompt and all. */
  readonly reply: (answer: string) => string;
}

/** How output is cut: given what is left and how many bytes went out before, the size of the next piece. */
export type Cut = (left: number, sent: number) => number;

export const whole: Cut = (left) => left;
export const pieces =
  (size: number): Cut =>
  () =>
    size;
/** One cut in the whole conversation, after `at` bytes. */
export const cutAt =
  (at: number): Cut =>
  (left, sent) =>
    sent < at && at < sent + left ? at - sent : left;

export interface DeviceOptions {
  /** Lets everything else in the process run between two pieces: `() => new Promise((done) => setImmediate(done))`. */
  readonly turn: () => Promise<void>;
  readonly cut?: Cut;
}

export class ScriptedDevice {
  /** Everything the other side typed. */
  typed = '';
  closed = false;
  /** Bytes sent so far. */
  sentBytes = 0;
  private readonly script: DeviceScript;
  private readonly cut: Cut;
  private readonly turn: () => Promise<void>;
  private onBytes: (bytes: Uint8Array) => void = () => undefined;
  private onEnd: (cause: never) => void = () => undefined;
  private pending = '';
  private pages: string[] = [];
  private question: Question | undefined;
  private prompt: string;
  private output: Promise<void> = Promise.resolve();
  private hung = false;

  constructor(script: DeviceScript, options: DeviceOptions) {
    this.script = script;
    this.cut = options.cut ?? whole;
    this.turn = options.turn;
    this.prompt = script.prompt;
  }

  onData(listener: (bytes: Uint8Array) => void): void {
    this.onBytes = listener;
    this.print(`${this.script.banner ?? ''}${this.prompt}`);
  }

  onClose(listener: (cause: never) => void): void {
    this.onEnd = listener;
  }

  close(): void {
    this.closed = true;
  }

  /** The device ends the connection. */
  hangUp(cause: unknown): void {
    this.closed = true;
    this.onEnd(cause as never);
  }

  /** From now on the prompt reads so. */
  setPrompt(prompt: string): void {
    this.prompt = prompt;
  }

  /** Prints without being asked. */
  print(text: string): void {
    const bytes = Buffer.from(text, 'utf8');
    this.output = this.output.then(() => this.send(bytes));
  }

  /** Resolves when all that was to be printed has been. */
  async drained(): Promise<void> {
    let { output } = this;
    do {
      output = this.output;
      await output;
      await this.turn();
    } while (output !== this.output);
  }

  write(text: string): void {
    this.typed += text;
    this.pending += text;
    while (this.pending !== '') if (!this.takeInput()) return;
  }

  private takeInput(): boolean {
    if (this.pages.length > 0) {
      const key = this.pending[0];
      this.pending = this.pending.slice(1);
      if (key === 'q') this.pages = [];
      this.print(this.script.pager?.erase ?? '');
      this.printPage();
      return true;
    }
    const end = this.pending.indexOf('\r');
    if (end < 0) return false;
    const line = this.pending.slice(0, end);
    this.pending = this.pending.slice(end + 1);
    if (this.question) this.answer(line, this.question);
    else this.command(line);
    return true;
  }

  private answer(line: string, question: Question): void {
    this.question = undefined;
    this.print(`\r\n${question.reply(line)}`);
  }

  private command(typed: string): void {
    const { echo = true, wrapEcho = (text) => text, questions, answers, hang } = this.script;
    this.print(echo ? `${wrapEcho(typed)}\r\n` : '\r\n');
    const line = typed.trim();
    this.question = questions?.[line];
    if (this.question) return this.print(this.question.ask);
    const answer = line === '' ? '' : answers[line];
    const text = typeof answer === 'function' ? answer() : answer;
    if (hang?.command === line) {
      this.print((text ?? '').slice(0, hang.afterBytes));
      this.output = this.output.then(() => {
        this.hung = true;
      });
      return;
    }
    this.page(text ?? "          ^\r\n% Invalid input detected at '^' marker.\r\n\r\n");
  }

  private page(text: string): void {
    const lines = text.split(/(?<=\n)/);
    const size = this.script.pager?.lines ?? Number.POSITIVE_INFINITY;
    this.pages = [];
    for (let at = 0; at < lines.length; at += size) this.pages.push(lines.slice(at, at + size).join(''));
    this.printPage();
  }

  private printPage(): void {
    this.print(this.pages.shift() ?? '');
    this.print(this.pages.length > 0 ? (this.script.pager?.prompt ?? '') : this.prompt);
  }

  private async send(bytes: Buffer): Promise<void> {
    for (let at = 0; at < bytes.length && !this.hung; ) {
      const size = Math.max(1, this.cut(bytes.length - at, this.sentBytes));
      await this.turn();
      if (this.closed) return;
      const piece = bytes.subarray(at, at + size);
      at += piece.length;
      this.sentBytes += piece.length;
      this.onBytes(piece);
    }
  }
}
