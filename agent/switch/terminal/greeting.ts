/**
 * From the open terminal to the first prompt: banners and their pagers, `Press any key`, and the second login that
 * some switches ask for inside the shell. Each secret is typed once at most.
 */
import { WaysideError } from '../../../shared/errors.ts';
import type { Credential } from '../../jobs/driver.ts';
import {
  ASK_GRACE_MS,
  CAPTURE_LINES_MAX,
  KEY_PRESSES_MAX,
  LOGIN_TIMEOUT_MS,
  ODD_PROMPT_MS,
} from '../limits.ts';
import type { KnownQuestion } from '../platform.ts';
import type { Dialect } from './command.ts';
import type { Redactor } from './redact.ts';
import type { Exchange, Shell, Verdict } from './shell.ts';

const PRESS_KEY = /(?:press|hit) (?:any key|<?(?<enter>return|enter)>?)/i;
const ASK_USER = /^\s*(?:user ?name|(?!last )(?:\S{1,64} )?login|user)\s*:\s*$/i;
const ASK_PASSWORD = /^\s*(?:\S{1,64}(?:'s)? )?password(?: for \S{1,64})?\s*:\s*$/i;
/** A prompt that no platform expects: a name with blanks or foreign letters, `(Routing) #`. */
const ODD_PROMPT = /^\S.{0,78}[>#] ?$/;
const REFUSED =
  /login (?:invalid|incorrect|failed)|authentication failed|access denied|bad passwords?|permission denied/i;

export interface GreetingOptions {
  readonly dialect: Dialect;
  readonly credential: Credential;
  readonly redactor: Redactor;
  readonly signal: AbortSignal;
  /** What else may be asked before the first prompt, and the answers. */
  readonly questions: readonly KnownQuestion[];
  /** The SSH login proved nothing (method `none`), so the shell may ask for the password alone. */
  readonly passwordDue: boolean;
}

export interface Welcome {
  /** What the device printed before the prompt, bounded. */
  readonly banner: readonly string[];
  /** What looks like the prompt; the first command proves it. */
  readonly prompt: string;
}

/** Waits for the first prompt. */
export async function awaitPrompt(shell: Shell, options: GreetingOptions): Promise<Welcome> {
  const greeting = new Greeting(shell, options);
  try {
    return await shell.converse(greeting);
  } catch (error) {
    throw greeting.explain(error);
  }
}

/** The key that the text asks to press. */
function keyIn(text: string): string | undefined {
  const asked = PRESS_KEY.exec(text);
  if (asked === null) return undefined;
  return asked.groups?.['enter'] === undefined ? ' ' : '\r';
}

class Greeting implements Exchange<Welcome> {
  readonly step = 'login';
  readonly send = undefined;
  readonly quietMs: number = LOGIN_TIMEOUT_MS;
  readonly totalMs: number = LOGIN_TIMEOUT_MS;
  readonly signal: AbortSignal;
  private readonly shell: Shell;
  private readonly options: GreetingOptions;
  private readonly lines: string[] = [];
  private lastTail = '';
  /** The key that a line asked for. */
  private keyDue: string | undefined;
  private pressed = 0;
  private readonly answered = new Set<KnownQuestion>();
  private userGiven = false;
  private passwordGiven = false;

  constructor(shell: Shell, options: GreetingOptions) {
    this.shell = shell;
    this.options = options;
    this.signal = options.signal;
  }

  readonly onLine = (line: string): void => {
    if (this.lines.length < CAPTURE_LINES_MAX) this.lines.push(line);
    this.keyDue = keyIn(line) ?? this.keyDue;
  };

  readonly onTail = (tail: string): Verdict<Welcome> | undefined => {
    this.lastTail = tail;
    const { dialect, passwordDue } = this.options;
    const question = this.options.questions.find(({ ask }) => ask.test(tail));
    if (question) return { afterMs: ASK_GRACE_MS, act: () => this.answer(question) };
    const key = keyIn(tail) ?? (tail.trim() === '' ? this.keyDue : undefined);
    if (key !== undefined) return { act: () => this.pressKey(key) };
    if (dialect.more.test(tail)) return { act: () => this.turnPage() };
    if (ASK_USER.test(tail)) return { afterMs: ASK_GRACE_MS, act: () => this.giveUser() };
    if (ASK_PASSWORD.test(tail) && (this.userGiven || passwordDue))
      return { afterMs: ASK_GRACE_MS, act: () => this.givePassword() };
    if (dialect.prompt.test(tail)) return { act: () => ({ banner: this.lines, prompt: tail }) };
    return ODD_PROMPT.test(tail)
      ? { afterMs: ODD_PROMPT_MS, act: () => this.takeOddPrompt(tail) }
      : undefined;
  };

  /** Nothing says more than a prompt of an unusual form followed by silence; from here on it is known to the letter. */
  private takeOddPrompt(tail: string): Welcome {
    this.shell.prompt = tail.trimEnd();
    return { banner: this.lines, prompt: tail };
  }

  /** A login that only timed out on the prompt says what the device showed instead. */
  explain(error: unknown): unknown {
    const shown = this.options.redactor.quote(
      this.lastTail || this.lines.findLast((line) => line.trim()) || '',
    );
    if (!(error instanceof WaysideError) || shown === '') return error;
    const { where } = this.shell;
    if (error.code === 'CONNECTION_LOST' && this.lines.some((line) => REFUSED.test(line)))
      return this.refused(`${where} closed the login: ${shown}`);
    if (error.code !== 'TIMEOUT') return error;
    return new WaysideError(
      'PROMPT_NOT_FOUND',
      `${where} showed no prompt; the last it printed is "${shown}"`,
      {
        hint: 'Log in by hand and look what the device waits for; a banner or a menu before the prompt may be the cause',
        cause: error,
      },
    );
  }

  private turnPage(): undefined {
    this.shell.turnPage(this.options.dialect.more, this.options.dialect.moreKey);
    return undefined;
  }

  /** Once each: what asks the same again did not mean our answer. */
  private answer(question: KnownQuestion): undefined {
    if (this.answered.has(question)) return undefined;
    this.answered.add(question);
    return this.type(question.answer);
  }

  private pressKey(key: string): undefined {
    this.pressed += 1;
    if (this.pressed > KEY_PRESSES_MAX) return undefined;
    this.keyDue = undefined;
    return this.type(key);
  }

  private giveUser(): undefined {
    if (this.userGiven) throw this.refused(`${this.shell.where} asked for the user name again`);
    this.userGiven = true;
    return this.type(`${this.options.credential.username}\r`);
  }

  private givePassword(): undefined {
    if (this.passwordGiven) throw this.refused(`${this.shell.where} asked for the password again`);
    this.passwordGiven = true;
    return this.type(`${this.options.credential.password}\r`);
  }

  private type(text: string): undefined {
    this.shell.answer(text);
    return undefined;
  }

  private refused(message: string): WaysideError {
    return new WaysideError('AUTH_REJECTED', message, {
      hint: 'Check user name and password of the credential; the password was sent once and will not be sent again by itself',
    });
  }
}
