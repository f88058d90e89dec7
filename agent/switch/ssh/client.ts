/**
 * One SSH connection to one device: dialled with TCP_NODELAY (a terminal waits for every small packet), host key
 * judged before anything of ours is sent, credential sent once, a terminal opened.
 */
import net from 'node:net';
import type { Duplex } from 'node:stream';
import ssh2, { Client, type ClientChannel, type NegotiatedAlgorithms } from 'ssh2';
import { WaysideError } from '../../../shared/errors.ts';
import { type Clock, withDeadline } from '../../../shared/runtime/index.ts';
import type { Credential, HostKeyPort, Target } from '../../jobs/driver.ts';
import {
  AUTH_TIMEOUT_MS,
  CLOSE_GRACE_MS,
  GATEWAY_KEEPALIVE_MS,
  GATEWAY_KEEPALIVES_MAX,
  SHELL_TIMEOUT_MS,
} from '../limits.ts';
import { createRedactor } from '../terminal/redact.ts';
import type { Channel } from '../terminal/shell.ts';
import { whereOf } from '../where.ts';
import { algorithmsFor, LEGACY_ALGORITHMS, legacyOf, RemoteOffers } from './algorithms.ts';
import { type AuthMethod, type AuthPlan, authHandler, createAuthPlan } from './auth.ts';
import { Breakage } from './breakage.ts';
import { cureGroupExchange } from './group-exchange.ts';
import { type HostKeyFacts, judgeHostKey } from './host-key.ts';
import {
  asksMore,
  authRejected,
  closedError,
  type LoginName,
  loginName,
  type Phase,
  refusedForward,
  type SshContext,
  sshError,
  unreadableKey,
  wordsBeforeGreeting,
} from './ssh-error.ts';

/** A plain terminal, so wide and high that few devices ever wrap or page. */
const TERMINAL = { term: 'vt100', cols: 511, rows: 1000, width: 0, height: 0 } as const;

/** In so much text the greeting of SSH must have come. */
const GREETING_MAX_CHARS = 4_096;

export interface ConnectOptions {
  readonly clock: Clock;
  readonly target: Target;
  readonly credential: Credential;
  readonly hostKeys: HostKeyPort;
  readonly signal: AbortSignal;
  readonly connectTimeoutMs: number;
  /** The login method that worked before. */
  readonly knownMethod: AuthMethod | undefined;
  /** The outdated algorithms that the device needed last time; empty: none, and it gets none. Undefined: not known. */
  readonly knownLegacy?: readonly string[] | undefined;
  /** Waits until the device may be dialled once more; at once when absent. */
  readonly redial?: (() => Promise<void>) | undefined;
  /** Goes behind the user name. */
  readonly userSuffix?: string | undefined;
  /** Dials it for us; absent: we dial it. */
  readonly by?: ((signal: AbortSignal) => Promise<Duplex>) | undefined;
}

export interface LinkFacts {
  readonly hostKey: HostKeyFacts;
  readonly algorithms: {
    readonly kex: string;
    readonly hostKey: string;
    readonly cipher: string;
    readonly mac: string;
  };
  /** Those of the algorithms that are outdated: the device knows nothing better. */
  readonly legacy?: readonly string[];
  readonly authMethod: AuthMethod | undefined;
  /** One TCP round trip. */
  readonly rttMs: number;
  /** TCP and key exchange. */
  readonly connectMs: number;
}

/** A connection that was logged in to and dials further hosts from where it ends. */
export interface SshGateway {
  readonly facts: LinkFacts;
  /** Throws UNREACHABLE when the gateway cannot or may not dial it. */
  forward(address: string, port: number): Promise<Duplex>;
  /** Resolves when the connection has ended. */
  readonly gone: Promise<void>;
  close(): void;
}

/** A connection with its one terminal open. */
export interface SshLink {
  readonly facts: LinkFacts;
  readonly channel: Channel;
}

/**
 * Connects, logs in and opens a terminal. A device that turns out to know only outdated algorithms is dialled a second
 * time with those offered too. Throws a WaysideError and leaves nothing open then.
 */
export function connectSsh(options: ConnectOptions): Promise<SshLink> {
  return connectAs(options, (dialer) => dialer.dial());
}

/** As `connectSsh`, without a terminal. */
export function connectGateway(options: ConnectOptions): Promise<SshGateway> {
  return connectAs(options, (dialer) => dialer.gateway());
}

async function connectAs<T>(options: ConnectOptions, work: (dialer: Dialer) => Promise<T>): Promise<T> {
  const { knownLegacy, credential, target } = options;
  const key = credential.privateKey === undefined ? undefined : ssh2.utils.parseKey(credential.privateKey);
  if (key instanceof Error) throw unreadableKey(whereOf(target), target.credential, key);
  try {
    return await connectOnce(options, knownLegacy ?? [], work);
  } catch (error) {
    const outdated = error instanceof WaysideError && error.code === 'KEX_UNSUPPORTED';
    if (!outdated || error.details['offered'] === undefined) throw error;
    if (knownLegacy?.length === 0) throw wasModern(error);
    // It is a connection like any other for a device that takes so many a minute.
    await options.redial?.();
    return connectOnce(options, LEGACY_ALGORITHMS, work);
  }
}

/** A device that has become weaker may be another one, or have somebody in front of it. */
function wasModern(error: WaysideError): WaysideError {
  return new WaysideError(error.code, `${error.message}; it had better ones before`, {
    hint: 'If its software was changed to an older one, wayside switch test NAME may agree on outdated algorithms',
    details: error.details,
    cause: error,
  });
}

async function connectOnce<T>(
  options: ConnectOptions,
  legacy: readonly string[],
  work: (dialer: Dialer) => Promise<T>,
): Promise<T> {
  options.signal.throwIfAborted();
  const through = await options.by?.(options.signal);
  const dialer = new Dialer(options, legacy, through);
  try {
    return await work(dialer);
  } catch (error) {
    dialer.close();
    await dialer.gone;
    throw dialer.explain(error);
  }
}

class Dialer {
  private readonly options: ConnectOptions;
  private readonly legacy: readonly string[];
  private readonly client = new Client();
  private readonly socket: Duplex;
  /** Resolves when the socket is closed. */
  readonly gone: Promise<void>;
  private readonly auth: AuthPlan;
  private readonly offers = new RemoteOffers();
  private readonly breakage = new Breakage();
  private readonly startedMs: number;
  private phase: Phase = 'dialling';
  private dialledMs: number;
  private rttMs = 0;
  private connectMs = 0;
  private heard: SshContext['heard'] = 'nothing';
  private words = '';
  private hostKey: HostKeyFacts | undefined;
  private negotiated: NegotiatedAlgorithms | undefined;
  private closing = false;
  private readonly quote: (text: string) => string;
  private isGateway = false;

  constructor(options: ConnectOptions, legacy: readonly string[], through: Duplex | undefined) {
    const { clock, target, credential, knownMethod } = options;
    this.options = options;
    this.legacy = legacy;
    this.auth = createAuthPlan(credential, knownMethod);
    this.quote = createRedactor(credential).quote;
    this.startedMs = clock.monotonic();
    this.dialledMs = this.startedMs;
    this.phase = through ? 'handshake' : 'dialling';
    this.socket = through ?? net.connect({ host: target.address, port: target.port, noDelay: true });
    this.gone = new Promise((resolve) => void this.socket.once('close', () => resolve()));
  }

  async dial(): Promise<SshLink> {
    await this.logIn();
    this.phase = 'terminal';
    const shell = await this.step('opening a terminal', SHELL_TIMEOUT_MS, this.openShell());
    this.phase = 'open';
    return { facts: this.facts(), channel: this.channelOf(shell) };
  }

  async gateway(): Promise<SshGateway> {
    this.isGateway = true;
    await this.logIn();
    this.phase = 'open';
    return {
      facts: this.facts(),
      gone: this.gone,
      close: () => this.close(),
      forward: (address, port) => this.forward(address, port),
    };
  }

  private forward(address: string, port: number): Promise<Duplex> {
    const where = whereOf(this.options.target);
    const opened = new Promise<Duplex>((resolve, reject) => {
      this.client.forwardOut('127.0.0.1', 0, address, port, (error, stream) => {
        if (error) reject(refusedForward(where, `${address}:${port}`, error));
        else resolve(stream);
      });
    });
    return Promise.race([opened, this.breakage.promise]);
  }

  private async logIn(): Promise<void> {
    const { connectTimeoutMs } = this.options;
    this.watchSocket();
    this.watchClient();
    const handshake = new Promise<void>((resolve) => void this.client.once('handshake', () => resolve()));
    const ready = new Promise<void>((resolve) => void this.client.once('ready', () => resolve()));
    this.start();
    await this.step('connecting', connectTimeoutMs, handshake);
    await this.step('the login', AUTH_TIMEOUT_MS, ready);
  }

  /** Says goodbye, then takes the socket away whether or not the device listens. */
  close(): void {
    // Before the login there is nobody to say goodbye to.
    if (this.phase === 'dialling' || this.phase === 'handshake') this.socket.destroy();
    if (this.closing || this.socket.destroyed) return;
    this.closing = true;
    this.client.end();
    const { clock } = this.options;
    let timer = clock.after(CLOSE_GRACE_MS, () => {
      this.socket.destroy();
      // A stream within the connection to a jump host is closed when that one says so, and it may say nothing any more.
      timer = clock.after(CLOSE_GRACE_MS, () => this.socket.emit('close'));
    });
    this.socket.once('close', () => timer.cancel());
  }

  /** The deadline of a connection that never came up is better told as unreachable. */
  explain(error: unknown): WaysideError {
    const translated = sshError(error, this.context());
    const { signal, connectTimeoutMs, target } = this.options;
    if (translated.code !== 'TIMEOUT' || this.phase !== 'dialling' || signal.aborted) return translated;
    return new WaysideError(
      'UNREACHABLE',
      `${whereOf(target)} did not answer within ${connectTimeoutMs} ms`,
      {
        hint: 'Check address and port, and that no firewall between agent and device drops the packets',
        cause: error,
      },
    );
  }

  private watchSocket(): void {
    const { clock } = this.options;
    this.socket.once('lookup', () => {
      this.dialledMs = clock.monotonic();
    });
    this.socket.once('connect', () => {
      this.rttMs = clock.monotonic() - this.dialledMs;
      this.phase = 'handshake';
    });
  }

  private watchClient(): void {
    const where = whereOf(this.options.target);
    this.client.once('handshake', (negotiated) => {
      this.negotiated = negotiated;
      this.connectMs = this.options.clock.monotonic() - this.startedMs;
      this.phase = 'login';
    });
    // This listener stays for good: ssh2 may report several errors, and one that nobody hears ends the process.
    this.client.on('error', (error) => this.breakage.report(sshError(error, this.context(error.message))));
    this.client.on('close', () => this.breakage.report(closedError(this.context())));
    this.client.on('change password', () =>
      this.breakage.report(authRejected(where, this.login, new Error('the device wants a new password'))),
    );
  }

  private start(): void {
    const { target, userSuffix = '' } = this.options;
    const username = `${this.options.credential.username}${userSuffix}`;
    // Read one by one: those of the vault are getters, which a spread leaves out.
    const { password, enablePassword, privateKey } = this.options.credential;
    const credential = { username, password, enablePassword, privateKey };
    this.client.connect({
      sock: this.socket,
      username,
      // Our own deadlines hold, by our own clock.
      readyTimeout: 0,
      // Of many switches at once: one that hangs must be known before each of them has waited for it.
      keepaliveInterval: this.isGateway ? GATEWAY_KEEPALIVE_MS : 0,
      keepaliveCountMax: GATEWAY_KEEPALIVES_MAX,
      algorithms: algorithmsFor(this.legacy),
      hostVerifier: (key: Buffer) => this.judge(key),
      authHandler: authHandler(this.auth, credential, (asked) =>
        this.breakage.report(asksMore(whereOf(target), this.quote(asked))),
      ),
      debug: (line) => this.offers.read(line),
    });
    cureGroupExchange(this.client);
    this.listenForGreeting();
  }

  /** The first words, which may come in small pieces. */
  private listenForGreeting(): void {
    let text = '';
    const hear = (bytes: Buffer): void => {
      text += bytes.toString('latin1', 0, GREETING_MAX_CHARS);
      this.words = wordsBeforeGreeting(text);
      this.heard = /^SSH-/m.test(text) ? 'ssh' : 'words';
      if (this.heard === 'ssh' || text.length >= GREETING_MAX_CHARS) this.socket.off('data', hear);
    };
    this.socket.on('data', hear);
  }

  /** Runs when the key exchange is done and before anything of the credential is sent. */
  private judge(key: Buffer): boolean {
    try {
      const { facts, refusal } = judgeHostKey(this.options.hostKeys, this.options.target, key);
      this.hostKey = facts;
      if (refusal) this.breakage.report(refusal);
      return refusal === undefined;
    } catch (error) {
      this.breakage.report(WaysideError.from(error));
      return false;
    }
  }

  private openShell(): Promise<ClientChannel> {
    return new Promise((resolve, reject) => {
      this.client.shell(TERMINAL, (error, channel) => (error ? reject(error) : resolve(channel)));
    });
  }

  private channelOf(shell: ClientChannel): Channel {
    shell.stderr.resume();
    shell.on('error', (error: Error) => this.breakage.report(sshError(error, this.context())));
    shell.once('close', () => this.breakage.report(closedError(this.context())));
    const close = (): void => {
      shell.close();
      this.close();
    };
    return {
      close,
      gone: this.gone,
      write: (text) => {
        if (shell.writable) shell.write(text);
      },
      onData: (listener) => shell.on('data', listener),
      onClose: (listener) => {
        this.breakage.promise.catch((cause: WaysideError) => {
          close();
          listener(cause);
        });
      },
    };
  }

  private facts(): LinkFacts {
    const { negotiated, hostKey, rttMs, connectMs } = this;
    if (!negotiated || !hostKey) throw new WaysideError('INTERNAL', 'logged in without a judged host key');
    const { kex, serverHostKey, cs } = negotiated;
    // Ciphers that authenticate themselves need no MAC.
    const mac = cs.mac || 'in the cipher';
    const algorithms = { kex, hostKey: serverHostKey, cipher: cs.cipher, mac };
    const legacy = legacyOf(negotiated);
    return { hostKey, algorithms, legacy, authMethod: this.auth.method, rttMs, connectMs };
  }

  private get login(): LoginName {
    return loginName(this.options.target.credential, this.options.credential);
  }

  private context(message = ''): SshContext {
    const { phase, heard, words, quote, login } = this;
    const offered = this.offers.forError(message);
    return { where: whereOf(this.options.target), phase, heard, words, offered, quote, login };
  }

  /** Waits for one step of the way in, against its deadline, the signal and any break of the connection. */
  private step<T>(what: string, ms: number, work: Promise<T>): Promise<T> {
    const { clock, signal, target } = this.options;
    return withDeadline(clock, { ms, what: `${what} on ${whereOf(target)}`, signal }, () =>
      Promise.race([work, this.breakage.promise]),
    );
  }
}
