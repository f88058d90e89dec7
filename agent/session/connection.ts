/**
 * Dials the controller and keeps one session up: each time with the certificate of the moment, to the next address. An
 * agent whose certificate has ended, by its own clock or the controller's, joins again before it dials.
 */
import { type ErrorCode, WaysideError } from '../../shared/errors.ts';
import type { Log, Random, Service } from '../../shared/runtime/index.ts';
import { CONTROLLER_TLS_NAME } from '../../shared/seal/index.ts';
import {
  type ApiClient,
  type ApiClientOptions,
  createClient,
  keepConnected,
  RECONNECT,
  RETRY_AFTER_MAX_MS,
  type SessionEnding,
} from '../../shared/transport/index.ts';
import type { AgentMessage, Welcome } from '../../shared/wire/index.ts';
import { AddressBook } from './addresses.ts';
import type { AgentEnrolment, AgentKeys } from './identity.ts';
import { AgentSession, type SessionDeps, type SessionEnd } from './session.ts';

export interface ConnectionDeps extends SessionDeps {
  readonly random: Random;
  readonly log: Log;
  readonly keys: AgentKeys;
  /** As it is now: a renewal puts another certificate in. */
  readonly enrolment: () => AgentEnrolment;
  /** Instead of the addresses that enrolment stored. */
  readonly addresses: readonly string[];
  readonly certificateExpired: () => boolean;
  /** Joins again with the bound key; `enrolment` gives the new certificate afterwards. */
  readonly rejoin: () => Promise<void>;
  /** Told each time a session opens, and when one ends or cannot be had. */
  readonly onState?: (state: SessionState) => void;
  /** How a controller is reached; gRPC over TLS, if not given. */
  readonly dial?: (options: ApiClientOptions) => Pick<ApiClient, 'session' | 'close'>;
}

/** How the session stands, since when in epoch milliseconds. */
export type SessionState =
  | {
      readonly up: true;
      readonly since: number;
      /** Origin of the controller. */
      readonly controller: string;
      /** How much our clock is ahead of the controller's. */
      readonly clockAheadMs: number;
    }
  | {
      readonly up: false;
      readonly since: number;
      readonly code: ErrorCode;
      readonly message: string;
      readonly hint: string | undefined;
    };

/** The controller does not want this agent: it knocks no more often than that, and keeps what it has read. */
const UNWANTED: ReadonlySet<ErrorCode> = new Set(['AGENT_BANNED', 'JOIN_TOKEN_MISSING']);
export const UNWANTED_RETRY_MS: number = RETRY_AFTER_MAX_MS;
/** TLS has no codes that come this far. To look too often costs a handshake, and is safe: joining again checks the CA. */
const FOREIGN_CA = /certificate/i;

export class Connection implements Service {
  readonly name = 'session';
  private readonly deps: ConnectionDeps;
  private readonly stopping = new AbortController();
  private loop: Promise<void> = Promise.resolve();
  private session: AgentSession | undefined;
  private number = 0;
  /** The session number that a controller told this process last; 0: none did. */
  private granted = 0;
  private lastError: WaysideError | undefined;
  private downAt: number | undefined;
  private readonly book: AddressBook;

  constructor(deps: ConnectionDeps) {
    this.deps = deps;
    const { clock, random, meta } = deps;
    this.book = new AddressBook({
      ...{ clock, random, policy: RECONNECT },
      addresses: () => (deps.addresses.length > 0 ? deps.addresses : deps.enrolment().addresses),
      lastGood: { get: () => meta.address(), set: (address) => meta.setAddress(address) },
    });
  }

  /** Why there is no session now; `undefined` while there is one. */
  get problem(): string | undefined {
    if (this.session?.isOpen) return undefined;
    return this.lastError ? `${this.lastError.code}: ${this.lastError.message}` : 'not connected yet';
  }

  /** Sends over the session there is, or drops: what must arrive is on disk. */
  send(message: AgentMessage): void {
    this.session?.send(message);
  }

  async start(): Promise<void> {
    const { clock, random, log } = this.deps;
    this.loop = keepConnected({
      ...{ clock, random, signal: this.stopping.signal },
      run: (signal) => this.runOnce(signal),
      pause: () => this.book.waitMs,
      onWait: ({ error }, waitMs) => {
        if (error) this.tellDown(error);
        const { code, message } = error ?? {};
        const fields = { code, message, retryInMs: Math.round(waitMs) };
        if (code !== undefined && UNWANTED.has(code)) log.error('agent.refused', fields);
        else log.warn('session.lost', fields);
      },
    });
  }

  async stop(): Promise<void> {
    this.stopping.abort(new WaysideError('SHUTTING_DOWN', 'the agent is stopping'));
    await this.loop;
  }

  private async runOnce(signal: AbortSignal): Promise<SessionEnding> {
    const address = this.book.next();
    try {
      if (this.mustRejoin()) await this.deps.rejoin();
      signal.throwIfAborted();
      const { error, retryAfterMs, welcomed } = await this.runSession(address, signal);
      this.lastError = error;
      this.book.ended(address, welcomed);
      return { established: welcomed, retryAfterMs: retryAfterMs ?? pauseAfter(error), error };
    } catch (thrown) {
      const error = WaysideError.from(thrown);
      this.deps.schedules?.lost(error.code);
      this.lastError = error;
      this.book.ended(address, false);
      return { established: false, retryAfterMs: pauseAfter(error), error };
    }
  }

  /** The certificate has ended, does not count any more, or the server shows a CA that we do not know yet. */
  private mustRejoin(): boolean {
    const { code, message = '' } = this.lastError ?? {};
    if (code === 'UNAUTHENTICATED' || code === 'WRONG_CA' || this.deps.certificateExpired()) return true;
    return code === 'UNAVAILABLE' && FOREIGN_CA.test(message);
  }

  private async runSession(address: string, signal: AbortSignal): Promise<SessionEnd> {
    const { keys, clock } = this.deps;
    const enrolment = this.deps.enrolment();
    const { dial = createClient } = this.deps;
    const client = dial({
      address,
      clock,
      ca: [enrolment.caPem],
      certificate: { chain: [enrolment.chainPem], privateKey: keys.certificateKey.reveal() },
      serverName: CONTROLLER_TLS_NAME,
    });
    const link = client.session();
    const close = (): void => link.close(WaysideError.from(signal.reason));
    signal.addEventListener('abort', close, { once: true });
    try {
      this.number += 1;
      this.session = new AgentSession(
        { ...this.deps, onWelcome: (welcome) => this.tellUp(welcome, address) },
        link,
      );
      const end = await this.session.run({ number: this.number, granted: this.granted });
      this.granted = end.granted;
      return end;
    } finally {
      signal.removeEventListener('abort', close);
      client.close();
    }
  }

  private tellUp({ controllerOrigin: controller, time, clockAheadMs }: Welcome, address: string): void {
    const since = this.deps.clock.now();
    this.downAt = undefined;
    try {
      this.book.worked(address);
    } catch (error) {
      // A disk that is full must not keep us from the controller; the next start begins with the first address.
      this.deps.log.warn('address.not-kept', { error });
    }
    // By the controller's measure, where it tells one: ours has the way of the welcome in it.
    this.deps.onState?.({ up: true, since, controller, clockAheadMs: clockAheadMs ?? since - time });
  }

  /** Since the session ended; the newest reason. */
  private tellDown({ code, message, hint }: WaysideError): void {
    this.downAt ??= this.deps.clock.now();
    this.deps.onState?.({ up: false, since: this.downAt, code, message, hint });
  }
}

function pauseAfter({ code }: WaysideError): number | undefined {
  return UNWANTED.has(code) ? UNWANTED_RETRY_MS : undefined;
}
