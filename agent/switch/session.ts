/**
 * A session: one connection, one terminal, logged in and ready for commands. It serves one request at a time and
 * is thrown away as soon as anything about it is in doubt.
 */
import { WaysideError } from '../../shared/errors.ts';
import type { Clock, Log } from '../../shared/runtime/index.ts';
import type { Credential, HostKeyPort, Target } from '../jobs/driver.ts';
import type { AuthMethod } from './auth.ts';
import { type ConnectOptions, connectSsh, type LinkFacts, type SshLink } from './client.ts';
import { runCommand } from './command.ts';
import { LOGOUT_TIMEOUT_MS } from './limits.ts';
import { checkPrompt, type DetectPlatform, login } from './login.ts';
import type { Command, Parsed, Platform } from './platform.ts';
import { createRedactor, type Redactor } from './redact.ts';
import { Shell } from './shell.ts';
import { whereOf } from './where.ts';

export interface SessionFacts extends LinkFacts {
  /** The device's exact prompt: `sw1#`. */
  readonly prompt: string;
  readonly hostname: string;
  /** Credential, terminal, second login, enable and setup. */
  readonly loginMs: number;
}

export interface AskOptions {
  readonly redactor: Redactor;
  readonly signal: AbortSignal;
  /** Asked at the pager: true leaves the rest of the output unread. */
  readonly enough?: () => boolean;
}

export interface Session {
  readonly platform: Platform;
  readonly facts: SessionFacts;
  readonly alive: boolean;
  /** Resolves when the session has ended, for whatever reason. */
  readonly ended: Promise<void>;
  /** Resolves when the session has ended and the device's line is free again; a little later than `ended`. */
  readonly gone?: Promise<void>;
  /** Runs a command, and its other spellings while the device rejects them. */
  ask<Row>(command: Command<Row>, options: AskOptions): Promise<Parsed<Row>>;
  /**
   * Whether text came since this was last asked that belonged to no command: what looked like the end of the one
   * before was not its end. Known once the next command, or `check`, is through.
   */
  takeUnasked?(): boolean;
  /** Sends one Enter and waits for the prompt; returns the milliseconds. Throws, and the session is dead, if none comes. */
  check(signal: AbortSignal): Promise<number>;
  /** Logs out, waits a little for the device to close, closes. Never throws. */
  close(): Promise<void>;
  /** Closes at once. */
  destroy(reason: WaysideError): void;
}

export interface SessionRequest {
  readonly clock: Clock;
  readonly log: Log;
  readonly target: Target;
  readonly credential: Credential;
  readonly hostKeys: HostKeyPort;
  readonly signal: AbortSignal;
  readonly connectTimeoutMs: number;
  readonly commandQuietMs?: number | undefined;
  readonly platform: Platform | undefined;
  readonly detect: DetectPlatform;
  readonly knownMethod: AuthMethod | undefined;
}

export type Connect = (options: ConnectOptions) => Promise<SshLink>;

/** Connects and logs in. Throws a WaysideError and leaves nothing open then. */
export async function openSession(request: SessionRequest, connect: Connect = connectSsh): Promise<Session> {
  const { clock, log, target, credential, signal, platform, detect } = request;
  const startedMs = clock.monotonic();
  const link = await connect(request);
  const shell = new Shell({
    ...{ clock, channel: link.channel, where: whereOf(target) },
    ...(request.commandQuietMs !== undefined && { commandQuietMs: request.commandQuietMs }),
  });
  const redactor = createRedactor(credential);
  try {
    const passwordDue = link.facts.authMethod === 'none';
    const found = await login(shell, { platform, detect, credential, redactor, signal, log, passwordDue });
    const prompt = shell.prompt ?? '';
    const loginMs = clock.monotonic() - startedMs - link.facts.connectMs;
    const facts = { ...link.facts, prompt, hostname: hostnameOf(prompt), loginMs };
    return new ShellSession({ clock, shell, platform: found, facts });
  } catch (error) {
    const reason = WaysideError.from(error);
    shell.destroy(reason);
    await shell.gone;
    throw reason;
  }
}

/** The name in a prompt: `sw1` of `sw1(config)#`, `<sw1>`, `admin@sw1>`. */
export function hostnameOf(prompt: string): string {
  const bare = prompt
    .trim()
    .replace(/^[<[]/, '')
    .replace(/[>#\]$%]+$/, '')
    .trim();
  const name = bare
    .replace(/\([^)]*\)$/, '')
    .replace(/^[^@]*@/, '')
    .replace(/\]$/, '');
  // A name that stands in brackets itself, `(Routing) #`, would have gone as a mode.
  return name || bare.replace(/^\(|\)$/g, '');
}

interface Parts {
  readonly clock: Clock;
  readonly shell: Shell;
  readonly platform: Platform;
  readonly facts: SessionFacts;
}

class ShellSession implements Session {
  readonly platform: Platform;
  readonly facts: SessionFacts;
  readonly ended: Promise<void>;
  readonly gone: Promise<void>;
  private readonly clock: Clock;
  private readonly shell: Shell;

  constructor({ clock, shell, platform, facts }: Parts) {
    this.clock = clock;
    this.shell = shell;
    this.platform = platform;
    this.facts = facts;
    this.ended = shell.ended;
    this.gone = shell.gone;
  }

  get alive(): boolean {
    return this.shell.alive;
  }

  async ask<Row>(command: Command<Row>, options: AskOptions): Promise<Parsed<Row>> {
    try {
      const parser = command.parser();
      return await runCommand(this.shell, command.command, { ...options, parser, dialect: this.platform });
    } catch (error) {
      const rejected = error instanceof WaysideError && error.code === 'COMMAND_REJECTED';
      if (!rejected || !command.alternative) throw error;
      return this.ask(command.alternative, options);
    }
  }

  takeUnasked(): boolean {
    return this.shell.takeUnasked();
  }

  async check(signal: AbortSignal): Promise<number> {
    const startedMs = this.clock.monotonic();
    await checkPrompt(this.shell, { signal, dialect: this.platform });
    return this.clock.monotonic() - startedMs;
  }

  async close(): Promise<void> {
    if (!this.alive) return;
    this.shell.type(`${this.platform.logout}\r`);
    await new Promise<void>((resolve) => {
      const timer = this.clock.after(LOGOUT_TIMEOUT_MS, resolve);
      void this.ended.then(() => {
        timer.cancel();
        resolve();
      });
    });
    this.destroy(new WaysideError('CONNECTION_LOST', `${this.shell.where}: the session was closed`));
    await this.gone;
  }

  destroy(reason: WaysideError): void {
    this.shell.destroy(reason);
  }
}
