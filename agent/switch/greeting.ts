/**
 * From the open terminal to the first prompt: banners and their pagers, `Press any key`, and the second login that
 * some switches ask for inside the shell. Each secret is typed once at most.
 */
import { WaysideError } from '../../shared/errors.ts';
import type { Credential } from '../jobs/driver.ts';
import type { Dialect } from './command.ts';
import { ASK_GRACE_MS, CAPTURE_LINES_MAX, LOGIN_TIMEOUT_MS } from './limits.ts';
import type { Redactor } from './redact.ts';
import type { Exchange, Shell, Verdict } from './shell.ts';

const PRESS_KEY = /press (?:any key|return|enter|<enter>)|hit (?:any key|return|enter)/i;
const ASK_USER = /^\s*(?:user ?name|(?!last )(?:\S{1,64} )?login|user)\s*:\s*$/i;
const ASK_PASSWORD = /^\s*(?:\S{1,64}(?:'s)? )?password(?: for \S{1,64})?\s*:\s*$/i;
const REFUSED =
  /login (?:invalid|incorrect|failed)|authentication failed|access denied|bad passwords?|permission denied/i;

export interface GreetingOptions {
  readonly dialect: Dialect;
  readonly credential: Credential;
  readonly redactor: Redactor;
  readonly signal: AbortSignal;
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
  private keyDue = false;
  private userGiven = false;
  private passwordGiven = false;

  constructor(shell: Shell, options: GreetingOptions) {
    this.shell = shell;
    this.options = options;
    this.signal = options.signal;
  }

  readonly onLine = (line: string): void => {
    if (this.lines.length < CAPTURE_LINES_MAX) this.lines.push(line);
    if (PRESS_KEY.test(line)) this.keyDue = true;
  };

  readonly onTail = (tail: string): Verdict<Welcome> | undefined => {
    this.lastTail = tail;
    const { dialect, passwordDue } = this.options;
    if (PRESS_KEY.test(tail) || (this.keyDue && tail.trim() === '')) return { act: () => this.pressKey() };
    if (dialect.more.test(tail)) return { act: () => this.turnPage() };
    if (ASK_USER.test(tail)) return { afterMs: ASK_GRACE_MS, act: () => this.giveUser() };
    if (ASK_PASSWORD.test(tail) && (this.userGiven || passwordDue))
      return { afterMs: ASK_GRACE_MS, act: () => this.givePassword() };
    return dialect.prompt.test(tail) ? { act: () => ({ banner: this.lines, prompt: tail }) } : undefined;
  };

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
        cause: error,
      },
    );
  }

  private turnPage(): undefined {
    this.shell.turnPage(this.options.dialect.more, this.options.dialect.moreKey);
    return undefined;
  }

  private pressKey(): undefined {
    this.keyDue = false;
    return this.type(' ');
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
      hint: 'Check the credential; it was sent once and will not be sent again by itself',
    });
  }
}
