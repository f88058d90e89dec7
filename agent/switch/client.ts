/**
 * One SSH connection to one device: dialled with TCP_NODELAY (a terminal waits for every small packet), host key
 * judged before anything of ours is sent, credential sent once, a terminal opened.
 */
import net from 'node:net';
import { Client, type ClientChannel, type NegotiatedAlgorithms } from 'ssh2';
import { WaysideError } from '../../shared/errors.ts';
import { type Clock, withDeadline } from '../../shared/runtime/index.ts';
import type { Credential, HostKeyPort, Target } from '../jobs/driver.ts';
import { KEX_ALGORITHMS, RemoteOffers } from './algorithms.ts';
import { type AuthMethod, type AuthPlan, authHandler, createAuthPlan } from './auth.ts';
import { cureGroupExchange } from './group-exchange.ts';
import { type HostKeyFacts, judgeHostKey } from './host-key.ts';
import { AUTH_TIMEOUT_MS, CLOSE_GRACE_MS, QUOTE_MAX_CHARS, SHELL_TIMEOUT_MS } from './limits.ts';
import type { Channel } from './shell.ts';
import { authRejected, closedError, type Phase, type SshContext, sshError } from './ssh-error.ts';
import { whereOf } from './where.ts';

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
}

export interface LinkFacts {
  readonly hostKey: HostKeyFacts;
  readonly algorithms: {
    readonly kex: string;
    readonly hostKey: string;
    readonly cipher: string;
    readonly mac: string;
  };
  readonly authMethod: AuthMethod | undefined;
  /** One TCP round trip. */
  readonly rttMs: number;
  /** TCP and key exchange. */
  readonly connectMs: number;
}

/** A connection with its one terminal open. */
export interface SshLink {
  readonly facts: LinkFacts;
  readonly channel: Channel;
}

/** Connects, logs in and opens a terminal. Throws a WaysideError and leaves nothing open then. */
export async function connectSsh(options: ConnectOptions): Promise<SshLink> {
  options.signal.throwIfAborted();
  const dialer = new Dialer(options);
  try {
    return await dialer.dial();
  } catch (error) {
    dialer.close();
    await dialer.gone;
    throw dialer.explain(error);
  }
}

/** Remembers the first thing that broke the connection; what follows from it is not told. */
class Breakage {
  readonly promise: Promise<never>;
  private reject: (error: WaysideError) => void = () => undefined;

  constructor() {
    this.promise = new Promise((_resolve, reject) => {
      this.reject = reject;
    });
    // Whoever waits hears of it; when nobody does, it is no fault of the process.
    this.promise.catch(() => undefined);
  }

  report(error: WaysideError): void {
    this.reject(error);
  }
}

class Dialer {
  private readonly options: ConnectOptions;
  private readonly client = new Client();
  private readonly socket: net.Socket;
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

  constructor(options: ConnectOptions) {
    const { clock, target, credential, knownMethod } = options;
    this.options = options;
    this.auth = createAuthPlan(credential, knownMethod);
    this.startedMs = clock.monotonic();
    this.dialledMs = this.startedMs;
    this.socket = net.connect({ host: target.address, port: target.port, noDelay: true });
    this.gone = new Promise((resolve) => void this.socket.once('close', () => resolve()));
  }

  async dial(): Promise<SshLink> {
    const { connectTimeoutMs } = this.options;
    this.watchSocket();
    this.watchClient();
    const handshake = new Promise<void>((resolve) => void this.client.once('handshake', () => resolve()));
    const ready = new Promise<void>((resolve) => void this.client.once('ready', () => resolve()));
    this.start();
    await this.step('connecting', connectTimeoutMs, handshake);
    await this.step('the login', AUTH_TIMEOUT_MS, ready);
    this.phase = 'terminal';
    const shell = await this.step('opening a terminal', SHELL_TIMEOUT_MS, this.openShell());
    this.phase = 'open';
    return { facts: this.facts(), channel: this.channelOf(shell) };
  }

  /** Says goodbye, then takes the socket away whether or not the device listens. */
  close(): void {
    // Before the login there is nobody to say goodbye to.
    if (this.phase === 'dialling' || this.phase === 'handshake') this.socket.destroy();
    if (this.closing || this.socket.destroyed) return;
    this.closing = true;
    this.client.end();
    const timer = this.options.clock.after(CLOSE_GRACE_MS, () => this.socket.destroy());
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
      this.breakage.report(authRejected(where, new Error('the device wants a new password'))),
    );
  }

  private start(): void {
    const { credential, target } = this.options;
    this.client.connect({
      sock: this.socket,
      username: credential.username,
      // Our own deadlines hold, by our own clock.
      readyTimeout: 0,
      keepaliveInterval: 0,
      algorithms: { kex: [...KEX_ALGORITHMS] },
      hostVerifier: (key: Buffer) => this.judge(key),
      authHandler: authHandler(this.auth, credential, () =>
        this.breakage.report(authRejected(whereOf(target))),
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
    return { hostKey, algorithms, authMethod: this.auth.method, rttMs, connectMs };
  }

  private context(message = ''): SshContext {
    const { phase, heard, words } = this;
    const offered = this.offers.forError(message);
    return { where: whereOf(this.options.target), phase, heard, words, offered };
  }

  /** Waits for one step of the way in, against its deadline, the signal and any break of the connection. */
  private step<T>(what: string, ms: number, work: Promise<T>): Promise<T> {
    const { clock, signal, target } = this.options;
    return withDeadline(clock, { ms, what: `${what} on ${whereOf(target)}`, signal }, () =>
      Promise.race([work, this.breakage.promise]),
    );
  }
}

/** What the device said before its SSH greeting, for recognising `all lines in use`. */
function wordsBeforeGreeting(text: string): string {
  const words = text.replace(/^SSH-[\s\S]*/m, '').replace(/[^ -~]+/g, ' ');
  return words.trim().slice(0, QUOTE_MAX_CHARS);
}
