/**
 * A session: one connection, one terminal, logged in and ready for commands. It serves one request at a time and
 * is thrown away as soon as anything about it is in doubt.
 */
import { WaysideError } from '../../../shared/errors.ts';
import type { Clock, Log } from '../../../shared/runtime/index.ts';
import type { Credential, HostKeyPort, Target } from '../../jobs/driver.ts';
import { LOGOUT_TIMEOUT_MS } from '../limits.ts';
import type { Command, KnownQuestion, Parsed, Platform } from '../platform.ts';
import { runCommand, type Typist } from '../terminal/command.ts';
import type { DetectPlatform, RawAnswer } from '../terminal/detect.ts';
import { checkPrompt, login } from '../terminal/login.ts';
import { createRedactor, type Redactor } from '../terminal/redact.ts';
import { Shell, type Verdict } from '../terminal/shell.ts';
import type { Transcript } from '../terminal/transcript.ts';
import { whereOf } from '../where.ts';
import type { AuthMethod } from './auth.ts';
import { type ConnectOptions, connectSsh, type LinkFacts, type SshLink } from './client.ts';

export interface SessionFacts extends LinkFacts {
  /** The device's exact prompt: `sw1#`. */
  readonly prompt: string;
  readonly hostname: string;
  /** Credential, terminal, second login, enable and setup. */
  readonly loginMs: number;
  /** What a device printed that no pack knows; its platform is `unknown` then. */
  readonly raw?: readonly RawAnswer[];
}

export interface AskOptions {
  readonly redactor: Redactor;
  readonly signal: AbortSignal;
  /** Asked at the pager: true leaves the rest of the output unread. */
  readonly enough?: () => boolean;
  readonly transcript?: Transcript | undefined;
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
  /** For `configure` and `runLines`, which give the session back as it was. */
  readonly typist?: Typist;
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
  /** Of one command; OUTPUT_MAX_BYTES unless told. */
  readonly outputMaxBytes?: number | undefined;
  readonly platform: Platform | undefined;
  readonly detect: DetectPlatform;
  /** Answered before the first prompt while the platform is not known. */
  readonly questions?: readonly KnownQuestion[];
  readonly knownMethod: AuthMethod | undefined;
  /** As in ConnectOptions. */
  readonly knownLegacy?: readonly string[] | undefined;
  readonly by?: ConnectOptions['by'];
  readonly redial?: ConnectOptions['redial'];
  readonly transcript?: Transcript | undefined;
}

export type Connect = (options: ConnectOptions) => Promise<SshLink>;

/** Connects and logs in. Throws a WaysideError and leaves nothing open then. */
export async function openSession(request: SessionRequest, connect: Connect = connectSsh): Promise<Session> {
  const { clock, log, target, credential, signal, platform, detect } = request;
  const startedMs = clock.monotonic();
  const { transcript } = request;
  const link = await connect({ ...request, userSuffix: platform?.userSuffix }).catch((error: unknown) => {
    transcript?.said(`no session: ${WaysideError.from(error).message}`);
    throw error;
  });
  const shell = new Shell({
    ...{ clock, channel: link.channel, where: whereOf(target) },
    ...(request.outputMaxBytes !== undefined && { outputMaxBytes: request.outputMaxBytes }),
    ...(request.commandQuietMs !== undefined && { commandQuietMs: request.commandQuietMs }),
  });
  const redactor = createRedactor(credential);
  try {
    const passwordDue = link.facts.authMethod === 'none';
    const { questions = [] } = request;
    transcript?.said(wayIn(link.facts));
    const who = { platform, detect, questions, credential, passwordDue, transcript };
    const found = await login(shell, { ...who, redactor, signal, log });
    const prompt = shell.prompt ?? '';
    const loginMs = clock.monotonic() - startedMs - link.facts.connectMs;
    const { raw } = found;
    const facts = {
      ...link.facts,
      prompt,
      hostname: hostnameOf(shell.stem(prompt)),
      loginMs,
      ...(raw && { raw }),
    };
    return new ShellSession({ clock, shell, platform: found.platform, facts });
  } catch (error) {
    const reason = WaysideError.from(error);
    shell.destroy(reason);
    await shell.gone;
    throw reason;
  }
}

function wayIn({ hostKey, algorithms, authMethod = 'none' }: LinkFacts): string {
  const { kex, cipher, mac } = algorithms;
  const key = `${hostKey.type} ${hostKey.fingerprint} (${hostKey.verdict})`;
  return `logged in by ${authMethod}; host key ${key}; ${kex}, ${cipher}, ${mac}`;
}

/** The name in a prompt: `sw1` of `sw1(config)#`, `<sw1>`, `admin@sw1>`. */
export function hostnameOf(prompt: string): string {
  const bare = prompt
    .trim()
    .replace(/^[*!]\s?/, '')
    .replace(/^HRP_[MS](?=[<[])/, '')
    .replace(/^[<[][~*]?/, '')
    .replace(/[>#\]$%]+$/, '')
    .trim();
  const name = bare
    .replace(/\([^)]*\)$/, '')
    .replace(/^[^@]*@/, '')
    .replace(/\]$/, '');
  // A name that stands in brackets itself, `(Routing) #`, would have gone as a mode.
  return name.replace(/\.$/, '') || bare.replace(/^\(|\)$/g, '');
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
  readonly typist: Typist;
  private readonly clock: Clock;
  private readonly shell: Shell;

  constructor({ clock, shell, platform, facts }: Parts) {
    this.clock = clock;
    this.shell = shell;
    this.platform = platform;
    this.facts = facts;
    this.ended = shell.ended;
    this.gone = shell.gone;
    this.typist = {
      get home() {
        return shell.alive && shell.isPrompt(shell.tail);
      },
      type: (line, options) => runCommand(shell, line, { ...options, dialect: platform }),
    };
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
    await this.logOut();
    this.destroy(new WaysideError('CONNECTION_LOST', `${this.shell.where}: the session was closed`));
    await this.gone;
  }

  destroy(reason: WaysideError): void {
    this.shell.destroy(reason);
  }

  /** Ends when the device closes or the time is over, both of which are well. */
  private async logOut(): Promise<void> {
    const { shell, platform } = this;
    const { logout, logoutQuestions = [] } = platform;
    const onTail = (tail: string): Verdict<never> | undefined => {
      const question = logoutQuestions.find(({ ask }) => ask.test(tail));
      return question && { act: () => void shell.answer(question.answer) as undefined };
    };
    const bounds = { quietMs: LOGOUT_TIMEOUT_MS, totalMs: LOGOUT_TIMEOUT_MS };
    const { signal } = new AbortController();
    await shell
      .converse<never>({
        ...{ step: 'logout', send: `${logout}\r`, signal, onLine: () => undefined, onTail },
        ...bounds,
      })
      .catch(() => undefined);
  }
}
