/** The step from the user's prompt to the privileged one. A refused enable password is never sent twice. */
import { WaysideError } from '../../shared/errors.ts';
import { ECHO_GRACE_MS, ENABLE_EMPTY_MAX, LOGIN_TIMEOUT_MS } from './limits.ts';
import type { Platform } from './platform.ts';
import type { Exchange, Shell, Verdict } from './shell.ts';

export interface EnableOptions {
  readonly platform: Platform;
  readonly password: string | undefined;
  readonly signal: AbortSignal;
}

/**
 * Sends the enable command. Without an enable password a device that asks for one keeps us unprivileged, which is
 * no error: most tables can be read so. Throws AUTH_REJECTED when the password that was given is refused.
 */
export async function enable(shell: Shell, options: EnableOptions): Promise<void> {
  const { command, passwordPrompt } = options.platform.enable ?? {};
  if (command === undefined || passwordPrompt === undefined) return;
  await shell.converse(new Enabling(shell, { ...options, command, passwordPrompt }));
  // The prompt has changed, and the next command learns it anew.
  shell.prompt = undefined;
}

interface EnablingOptions extends EnableOptions {
  readonly command: string;
  readonly passwordPrompt: RegExp;
}

class Enabling implements Exchange<true> {
  readonly step = 'enable';
  readonly send: string;
  readonly quietMs: number = LOGIN_TIMEOUT_MS;
  readonly totalMs: number = LOGIN_TIMEOUT_MS;
  readonly signal: AbortSignal;
  private readonly shell: Shell;
  private readonly options: EnablingOptions;
  private answered = 0;
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

  readonly onTail = (tail: string): Verdict<true> | undefined => {
    const act = this.actOn(tail);
    if (!act) return undefined;
    return this.echoSeen ? { act } : { act, afterMs: ECHO_GRACE_MS };
  };

  private actOn(tail: string): (() => true | undefined) | undefined {
    const { platform, passwordPrompt } = this.options;
    if (passwordPrompt.test(tail)) return () => this.answer();
    if (platform.privilegedPrompt.test(tail)) return () => true;
    return platform.prompt.test(tail) ? () => this.stayUnprivileged() : undefined;
  }

  private answer(): undefined {
    const { password } = this.options;
    this.answered += 1;
    const max = password === undefined ? ENABLE_EMPTY_MAX : 1;
    if (this.answered > max) throw this.refused('asked for the enable password again');
    this.shell.answer(`${password ?? ''}\r`);
    return undefined;
  }

  private stayUnprivileged(): true {
    if (this.options.password !== undefined && this.answered > 0)
      throw this.refused('refused the enable password');
    return true;
  }

  private refused(what: string): WaysideError {
    return new WaysideError('AUTH_REJECTED', `${this.shell.where} ${what}`, {
      hint: 'Check the enable password of the credential; it was sent once and will not be sent again by itself',
    });
  }
}
