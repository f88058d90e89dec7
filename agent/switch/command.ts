/**
 * One command on a shell: its echo found and dropped, its output given to a parser line by line, the pager answered,
 * the end known by the device's exact prompt, a refusal recognised.
 *
 * A prompt ends the command only when the echo was seen before it: the prompt that a device draws again after a log
 * line must not end a command that has not begun. A device that does not echo is learned by one short silence.
 */
import { WaysideError } from '../../shared/errors.ts';
import { EchoFinder, type EchoVerdict } from './echo.ts';
import {
  COMMAND_TOTAL_MS,
  ECHO_GRACE_MS,
  ECHO_LINES_MAX,
  ERROR_LINES_MAX,
  PROMPT_CHANGE_MS,
} from './limits.ts';
import { isLogLine } from './parse/index.ts';
import type { ErrorPattern, LineParser, Parsed, Platform } from './platform.ts';
import type { Redactor } from './redact.ts';
import type { Exchange, Shell, Verdict } from './shell.ts';

/** What the conversation needs of a platform; before the platform is known a generic one stands in. */
export type Dialect = Pick<Platform, 'prompt' | 'more' | 'moreKey' | 'quitKey' | 'errors'>;

export interface RunOptions<Row> {
  readonly dialect: Dialect;
  readonly parser: LineParser<Row>;
  readonly redactor: Redactor;
  readonly signal: AbortSignal;
  /** Asked at the pager: true leaves the rest of the output unread. */
  readonly enough?: () => boolean;
}

/**
 * Runs one command. Throws COMMAND_REJECTED or COMMAND_DENIED when the device refuses it (the shell stays usable),
 * and whatever ended the exchange otherwise (the shell is dead then).
 */
export async function runCommand<Row>(
  shell: Shell,
  command: string,
  options: RunOptions<Row>,
): Promise<Parsed<Row>> {
  if (/\p{Cc}/u.test(command))
    throw new WaysideError(
      'INVALID_INPUT',
      `a command must not hold control characters: ${JSON.stringify(command)}`,
    );
  const running = new RunningCommand(shell, command, options);
  shell.keepRaw = shell.echoes !== false;
  // Without an echo the old prompt would stand before the answer and look like its end.
  if (shell.echoes === false) shell.dropTail();
  return shell.converse(running);
}

const REFUSAL_HINTS: Readonly<Record<string, string>> = {
  COMMAND_DENIED: 'Allow this user the command on the device or its AAA server, or use another credential',
  COMMAND_REJECTED: 'Check the platform of the source; the device may be too old for this command',
};

class RunningCommand<Row> implements Exchange<Parsed<Row>> {
  readonly step: string;
  readonly send: string;
  readonly quietMs: number;
  readonly totalMs: number = COMMAND_TOTAL_MS;
  readonly signal: AbortSignal;
  private readonly shell: Shell;
  private readonly command: string;
  private readonly options: RunOptions<Row>;
  private readonly finder: EchoFinder;
  /** Lines that came before the echo, kept until it is known whether there is one. */
  private early: string[] | undefined;
  /** The prompt came as a whole line, with something printed after it. */
  private promptPassed = false;
  private printedLines = 0;
  private refusal: { readonly line: string; readonly pattern: ErrorPattern } | undefined;

  constructor(shell: Shell, command: string, options: RunOptions<Row>) {
    this.shell = shell;
    this.quietMs = shell.commandQuietMs;
    this.command = command;
    this.options = options;
    this.step = command;
    this.send = `${command}\r`;
    this.signal = options.signal;
    // While the exact prompt is being learned, what stands at the end of the buffer is most likely it.
    const likely = options.dialect.prompt.test(shell.tail) ? shell.tail.trimEnd() : undefined;
    this.finder = new EchoFinder(command, shell.prompt ?? likely);
    this.early = shell.echoes === false ? undefined : [];
  }

  readonly onLine = (line: string, raw: string): void => {
    if (this.promptPassed) return;
    if (this.early) this.lookForEcho(line, raw, this.early);
    else if (this.isPromptLine(line)) this.promptPassed = true;
    else this.output(line);
  };

  readonly onTail = (tail: string): Verdict<Parsed<Row>> | undefined => {
    if (this.promptPassed) return { act: () => this.finish() };
    if (this.options.dialect.more.test(tail)) return { act: () => this.turnPage() };
    if (!this.isPrompt(tail)) return this.watchForOtherPrompt(tail);
    const { early } = this;
    if (early) return { afterMs: ECHO_GRACE_MS, act: () => this.finishWithoutEcho(tail, early) };
    this.shell.prompt ??= tail.trimEnd();
    return { act: () => this.finish() };
  };

  private lookForEcho(line: string, raw: string, early: string[]): void {
    const verdict = this.finder.take(line, raw);
    if (this.isEcho(verdict)) {
      this.shell.echoes = true;
      // Somebody may have renamed the device since; the prompt before an echo is always the one that holds.
      if (this.options.dialect.prompt.test(verdict.prompt)) this.shell.prompt = verdict.prompt;
      this.startOutput([]);
    } else if (verdict.kind !== 'part') {
      early.push(line);
      if (early.length > ECHO_LINES_MAX) this.startOutput(early);
    }
  }

  /** While the prompt is being learned, only a line that begins with a prompt can be the echo. */
  private isEcho(verdict: EchoVerdict): verdict is Extract<EchoVerdict, { kind: 'echo' }> {
    if (verdict.kind !== 'echo') return false;
    return this.shell.prompt !== undefined || this.options.dialect.prompt.test(verdict.prompt);
  }

  private startOutput(lines: readonly string[]): void {
    this.early = undefined;
    this.shell.keepRaw = false;
    for (const line of lines) this.output(line);
  }

  private output(line: string): void {
    // The parser is told of log lines too: one may have cut a row in two.
    if (line.trim() !== '' && !isLogLine(line)) {
      this.printedLines += 1;
      if (!this.refusal && this.printedLines <= ERROR_LINES_MAX) this.refusal = this.refusalIn(line);
    }
    this.options.parser.push(this.options.redactor.line(line));
  }

  private refusalIn(line: string): { readonly line: string; readonly pattern: ErrorPattern } | undefined {
    const pattern = this.options.dialect.errors.find((error) => error.pattern.test(line));
    return pattern && { line, pattern };
  }

  /** The prompt as a whole line: a log message came after it, perhaps in the same line. */
  private isPromptLine(line: string): boolean {
    const { prompt } = this.shell;
    if (prompt === undefined || !line.startsWith(prompt)) return false;
    const rest = line.slice(prompt.length).trim();
    return rest === '' || isLogLine(rest);
  }

  private isPrompt(tail: string): boolean {
    const { prompt } = this.shell;
    return prompt === undefined ? this.options.dialect.prompt.test(tail) : tail.trimEnd() === prompt;
  }

  /** A device renamed in the middle of a command never shows the old prompt again: a new session learns the new one. */
  private watchForOtherPrompt(tail: string): Verdict<Parsed<Row>> | undefined {
    if (this.early || !this.options.dialect.prompt.test(tail)) return undefined;
    const { shell, options, step } = this;
    const change = `from "${shell.prompt}" to "${options.redactor.quote(tail)}"`;
    const act = (): undefined =>
      shell.destroy(
        new WaysideError('CONNECTION_LOST', `${step} on ${shell.where}: the prompt changed ${change}`),
      );
    return { afterMs: PROMPT_CHANGE_MS, act };
  }

  private turnPage(): undefined {
    const { dialect, enough } = this.options;
    this.shell.turnPage(dialect.more, enough?.() ? dialect.quitKey : dialect.moreKey);
    return undefined;
  }

  /** Silence after a prompt without an echo: the device does not echo, or the echo was garbled beyond knowing. */
  private finishWithoutEcho(tail: string, early: readonly string[]): Parsed<Row> {
    this.shell.echoes ??= false;
    this.shell.prompt ??= tail.trimEnd();
    this.startOutput(early);
    return this.finish();
  }

  private finish(): Parsed<Row> {
    const parsed = this.options.parser.end();
    if (!this.refusal || this.printedLines > ERROR_LINES_MAX) return parsed;
    const { code } = this.refusal.pattern;
    const line = this.options.redactor.quote(this.refusal.line);
    const hint = REFUSAL_HINTS[code];
    throw new WaysideError(code, `${this.shell.where} refused "${this.command}": ${line}`, {
      ...(hint !== undefined && { hint }),
      details: { command: this.command, line },
    });
  }
}
