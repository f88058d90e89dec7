/** The step from the user's prompt to the privileged one. A refused enable password is never sent twice. */
import { WaysideError } from '../../../shared/errors.ts';
import type { Credential } from '../../jobs/driver.ts';
import { ECHO_GRACE_MS, ENABLE_EMPTY_MAX, LOGIN_TIMEOUT_MS } from '../limits.ts';
import type { Platform } from '../platform.ts';
import type { Exchange, Shell, Verdict } from './shell.ts';

const ASK_USER = /^\s*(?:user ?name|login|user)\s*:\s*$/i;

export interface EnableOptions {
  readonly platform: Platform;
  readonly credential: Credential;
  readonly signal: AbortSignal;
}

/**
 * Sends the enable command. Without an enable password a device that asks for one keeps us unprivileged, which is
 * no error: most tables can be read so. Throws AUTH_REJECTED when the password that was given is refused.
 */
export async function enable(shell: Shell, options: EnableOptions): Promise<void> {
  const { command, passwordPrompt } = options.platform.enable ?? {};
  if (command === undefined || passwordPrompt === undefined) return;
  const odd = shell.prompt !== undefined && !options.platform.prompt.test(shell.prompt);
  const before = odd ? shell.prompt : undefined;
  const after = await shell.converse(new Enabling(shell, { ...options, command, passwordPrompt, before }));
  // The prompt has changed, and the next command learns it anew; one of an unusual form is only known by its old one.
  shell.prompt = odd ? after : undefined;
}

interface EnablingOptions extends EnableOptions {
  readonly command: string;
  readonly passwordPrompt: RegExp;
  /** The prompt so far, where it has a form that the platform does not know. */
  readonly before: string | undefined;
}

class Enabling implements Exchange<string> {
  readonly step = 'enable';
  readonly send: string;
  readonly quietMs: number = LOGIN_TIMEOUT_MS;
  readonly totalMs: number = LOGIN_TIMEOUT_MS;
  readonly signal: AbortSignal;
  private readonly shell: Shell;
  private readonly options: EnablingOptions;
  private answered = 0;
  private userGiven = false;
  private echoSeen = false;

  constructor(shell: Shell, options: EnablingOptions) {
    this.shell = shell;
    this.options = options;
    this.signal = options.signal;
    this.send = `${options.command}\r`;
  }

  readonly onLine = (line: string): void => {
    if (line.trimEnd().endsWith(this.options.command)) this.echoSeen = true;
  };

  readonly onTail = (tail: string): Verdict<string> | undefined => {
    const act = this.actOn(tail);
    if (!act) return undefined;
    return this.echoSeen ? { act } : { act, afterMs: ECHO_GRACE_MS };
  };

  private actOn(tail: string): (() => string | undefined) | undefined {
    const { platform, passwordPrompt, before } = this.options;
    const text = tail.trimEnd();
    if (before !== undefined && text === before) return () => this.stayUnprivileged(text);
    if (before !== undefined && text === before.replace(/>$/, '#')) return () => text;
    if (ASK_USER.test(tail)) return () => this.giveUser();
    if (passwordPrompt.test(tail)) return () => this.answer();
    if (platform.privilegedPrompt.test(tail)) return () => text;
    return platform.prompt.test(tail) ? () => this.stayUnprivileged(text) : undefined;
  }

  private giveUser(): undefined {
    if (this.userGiven) throw this.refused('asked for the user name of enable again');
    this.userGiven = true;
    this.shell.answer(`${this.options.credential.username}\r`);
    return undefined;
  }

  /** Where enable asks for a user name it is a login again: then the login's own password may be the one. */
  private get password(): string | undefined {
    const { enablePassword, password } = this.options.credential;
    return enablePassword ?? (this.userGiven && password !== '' ? password : undefined);
  }

  private answer(): undefined {
    const { password } = this;
    this.answered += 1;
    const max = password === undefined ? ENABLE_EMPTY_MAX : 1;
    if (this.answered > max) throw this.refused('asked for the enable password again');
    this.shell.answer(`${password ?? ''}\r`);
    return undefined;
  }

  private stayUnprivileged(prompt: string): string {
    if (this.password !== undefined && this.answered > 0) throw this.refused('refused the enable password');
    return prompt;
  }

  private refused(what: string): WaysideError {
    return new WaysideError('AUTH_REJECTED', `${this.shell.where} ${what}`, {
      hint: 'Check the enable password of the credential; it was sent once and will not be sent again by itself',
    });
  }
}
