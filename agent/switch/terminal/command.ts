/**
 * One command on a shell: its echo found and dropped, its output given to a parser line by line, the pager answered,
 * the end known by the device's exact prompt, a refusal recognised.
 *
 * A prompt ends the command only when the echo was seen before it: the prompt that a device draws again after a log
 * line must not end a command that has not begun. A device that does not echo is learned by one short silence.
 *
 * Text may hold a line that equals the prompt (a neighbour's description is anybody's words), so a prompt with anything
 * after it ends nothing: text after it shows that it was text itself, and where only log messages follow, one Enter
 * makes the device draw the prompt again. A piece of output that happens to end after such a line still looks like the
 * end; then the rest of it comes before the next echo, and the shell remembers that (`takeUnasked`).
 */
import { WaysideError } from '../../../shared/errors.ts';
import {
  ANSWERS_MAX,
  ASK_GRACE_MS,
  COMMAND_TOTAL_MS,
  ECHO_GRACE_MS,
  ECHO_LINES_MAX,
  ERROR_LINES_MAX,
  PROMPT_CHANGE_MS,
  QUESTION_WAIT_MS,
} from '../limits.ts';
import { isLogLine } from '../parse/index.ts';
import type { ErrorPattern, KnownQuestion, LineParser, Parsed, Platform } from '../platform.ts';
import { EchoFinder, type EchoVerdict } from './echo.ts';
import type { Redactor } from './redact.ts';
import type { Exchange, Shell, Verdict } from './shell.ts';
import type { Transcript } from './transcript.ts';

/** What the conversation needs of a platform; before the platform is known a generic one stands in. */
export type Dialect = Pick<
  Platform,
  'prompt' | 'more' | 'moreKey' | 'quitKey' | 'errors' | 'promptStem' | 'promptLead'
>;

/** Where a line is typed that may ask something or lead to another prompt. */
export interface TypingMode {
  /** A prompt that ends the line beside the learned one; undefined: the learned one alone. */
  readonly prompt: RegExp | undefined;
  readonly questions: readonly KnownQuestion[];
}

export interface RunOptions<Row> {
  readonly dialect: Dialect;
  readonly parser: LineParser<Row>;
  readonly redactor: Redactor;
  readonly signal: AbortSignal;
  /** Asked at the pager: true leaves the rest of the output unread. */
  readonly enough?: () => boolean;
  readonly transcript?: Transcript | undefined;
  /** Of a line that changes something; without it the learned prompt ends the command, and questions hang it. */
  readonly mode?: TypingMode;
}

/** What `configure` needs of a session, beside that it may die. */
export interface Typist {
  /** True at the prompt that was learned at login; false in configuration mode, or when the session is dead. */
  readonly home: boolean;
  /** Types one line. Errors: those of `runCommand`. */
  type(line: string, options: Omit<RunOptions<string>, 'dialect'>): Promise<unknown>;
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
  options.transcript?.said(options.redactor.text(command));
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

/** What a prompt ends with, the unusual ones too. */
const PROMPT_END = /[>#\]$%]\s*$/;

/** A question of the usual form that nobody foresaw. */
const ASKS =
  /(?:[[(] ?(?:y(?:es)?|no?) ?[/|] ?(?:y(?:es)?|no?)[^\])]{0,16}[\])]|\(confirm\)|\?)[\s:>?]{0,8}$/i;

/** What may come after the prompt without being output. */
function isFiller(line: string): boolean {
  return line.trim() === '' || isLogLine(line);
}

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
  /** A line that equals the prompt, and the blank lines and log messages after it. */
  private readonly held: string[] = [];
  private nudged = false;
  private answered = 0;
  /** More came before the echo than is kept. */
  private linesLost = false;
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
    this.finder = new EchoFinder(command, options.mode ? shell.tail.trimEnd() : (shell.prompt ?? likely));
    this.early = shell.echoes === false ? undefined : [];
  }

  readonly onLine = (line: string, raw: string): void => {
    const { held } = this;
    if (this.early) this.lookForEcho(line, raw, this.early);
    else if (this.isAboutPrompt(line) || (held.length > 0 && isFiller(line))) held.push(line);
    else {
      if (held.length > 0) for (const text of held.splice(0)) this.output(text);
      this.output(line);
    }
  };

  readonly onTail = (tail: string): Verdict<Parsed<Row>> | undefined => {
    if (this.options.dialect.more.test(tail)) return { act: () => this.turnPage() };
    const question = this.questionIn(tail);
    if (question) return question;
    const { early, held, nudged } = this;
    if (held.length > 0 && !nudged && tail.trim() === '')
      return { afterMs: ECHO_GRACE_MS, act: () => this.nudge() };
    if (!this.isPrompt(tail)) return this.watchForOtherPrompt(tail);
    if (early) return { afterMs: ECHO_GRACE_MS, act: () => this.finishWithoutEcho(tail, early) };
    this.keepPrompt(tail);
    return { act: () => this.finish() };
  };

  /** The prompt itself, or what the device draws above it. */
  private isAboutPrompt(line: string): boolean {
    return this.shell.isPromptLine(line) || this.options.dialect.promptLead?.test(line) === true;
  }

  /** A counter in it may have moved on. In configuration mode the prompt that was learned stays the one to come back to. */
  private keepPrompt(tail: string): void {
    if (this.shell.prompt === undefined || this.shell.isPrompt(tail)) this.shell.prompt = tail.trimEnd();
  }

  private questionIn(tail: string): Verdict<Parsed<Row>> | undefined {
    const { mode } = this.options;
    if (!mode || this.early) return undefined;
    const known = mode.questions.find(({ ask }) => ask.test(tail));
    if (known) return { afterMs: ASK_GRACE_MS, act: () => this.answer(tail, known) };
    return ASKS.test(tail) && !this.isPrompt(tail)
      ? { afterMs: QUESTION_WAIT_MS, act: () => this.refuseQuestion(tail) }
      : undefined;
  }

  private answer(tail: string, { answer }: KnownQuestion): undefined {
    this.answered += 1;
    if (this.answered > ANSWERS_MAX) return this.refuseQuestion(tail);
    this.output(tail);
    this.shell.answer(answer);
    return undefined;
  }

  /** Nobody knows what a yes would do, and the device takes the next line for the answer: the session ends here. */
  private refuseQuestion(tail: string): undefined {
    const { shell, step, options } = this;
    const asked = options.redactor.quote(tail);
    return shell.destroy(
      new WaysideError('PROMPT_NOT_FOUND', `${step} on ${shell.where}: the device asks "${asked}"`, {
        hint: 'It was not answered, and the session was closed; look at the device whether the line took effect',
        details: { step, asked },
      }),
    );
  }

  private lookForEcho(line: string, raw: string, early: string[]): void {
    const verdict = this.finder.take(line, raw);
    if (this.isEcho(verdict)) {
      this.shell.echoes = true;
      // Somebody may have renamed the device since; the prompt before an echo is always the one that holds.
      if (!this.options.mode && this.options.dialect.prompt.test(verdict.prompt))
        this.shell.prompt = verdict.prompt;
      this.startOutput([]);
    } else if (verdict.kind !== 'part') {
      early.push(line);
      this.shell.noteUnasked(line);
      if (early.length > ECHO_LINES_MAX) this.echoIsLate(early);
    }
  }

  /** So much text and no echo: from a device that echoes it is the rest of an earlier answer. */
  private echoIsLate(early: string[]): void {
    if (this.shell.echoes !== true) return this.startOutput(early);
    early.shift();
    this.linesLost = true;
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
    const { parser, redactor, transcript } = this.options;
    transcript?.heard(redactor.text(line));
    parser.push(redactor.line(line));
  }

  private refusalIn(line: string): { readonly line: string; readonly pattern: ErrorPattern } | undefined {
    const pattern = this.options.dialect.errors.find((error) => error.pattern.test(line));
    return pattern && { line, pattern };
  }

  /** Makes the device draw its prompt again, once: a log message may have covered it. */
  private nudge(): undefined {
    this.nudged = true;
    this.shell.type('\r');
    return undefined;
  }

  private isPrompt(tail: string): boolean {
    const { shell, options } = this;
    if (options.mode?.prompt?.test(tail)) return true;
    return shell.prompt === undefined ? options.dialect.prompt.test(tail) : shell.isPrompt(tail);
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

  /** A prompt with a clock or a counter in it never comes twice. */
  readonly hint = (tail: string): string | undefined => {
    const { prompt } = this.shell;
    if (this.early || prompt === undefined || !PROMPT_END.test(tail)) return undefined;
    const { redactor } = this.options;
    return `The prompt was "${redactor.quote(prompt)}" and then "${redactor.quote(tail.trimEnd())}": if it changes by itself, set a fixed prompt on the device`;
  };

  private turnPage(): undefined {
    const { dialect, enough } = this.options;
    this.shell.turnPage(dialect.more, enough?.() ? dialect.quitKey : dialect.moreKey);
    return undefined;
  }

  /** Silence after a prompt without an echo: the device does not echo, or the echo was garbled beyond knowing. */
  private finishWithoutEcho(tail: string, early: readonly string[]): Parsed<Row> | undefined {
    const { shell, step } = this;
    if (this.linesLost)
      return shell.destroy(
        new WaysideError('CONNECTION_LOST', `${step} on ${shell.where}: the command was never echoed`),
      );
    this.shell.echoes ??= false;
    this.keepPrompt(tail);
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
