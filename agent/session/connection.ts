/**
 * Dials the controller and keeps one session up: each time with the certificate of the moment, to the next address. An
 * agent whose certificate has ended, by its own clock or the controller's, joins again before it dials.
 */
import { WaysideError } from '../../shared/errors.ts';
import type { Log, Random, Service } from '../../shared/runtime/index.ts';
import { CONTROLLER_TLS_NAME } from '../../shared/seal/index.ts';
import { createClient, keepConnected, type SessionEnding } from '../../shared/transport/index.ts';
import type { AgentMessage } from '../../shared/wire/index.ts';
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
}

export class Connection implements Service {
  readonly name = 'session';
  private readonly deps: ConnectionDeps;
  private readonly stopping = new AbortController();
  private loop: Promise<void> = Promise.resolve();
  private session: AgentSession | undefined;
  private number = 0;
  private lastError: WaysideError | undefined;

  constructor(deps: ConnectionDeps) {
    this.deps = deps;
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
      onWait: ({ error }, waitMs) =>
        log.warn('session.lost', {
          code: error?.code,
          message: error?.message,
          retryInMs: Math.round(waitMs),
        }),
    });
  }

  async stop(): Promise<void> {
    this.stopping.abort(new WaysideError('SHUTTING_DOWN', 'the agent is stopping'));
    await this.loop;
  }

  private async runOnce(signal: AbortSignal): Promise<SessionEnding> {
    try {
      if (this.deps.certificateExpired() || this.lastError?.code === 'UNAUTHENTICATED')
        await this.deps.rejoin();
      signal.throwIfAborted();
      const { error, retryAfterMs, welcomed } = await this.runSession(signal);
      this.lastError = error;
      return { established: welcomed, retryAfterMs, error };
    } catch (thrown) {
      this.lastError = WaysideError.from(thrown);
      throw this.lastError;
    }
  }

  private async runSession(signal: AbortSignal): Promise<SessionEnd> {
    const { keys, clock } = this.deps;
    const enrolment = this.deps.enrolment();
    const client = createClient({
      address: this.nextAddress(enrolment),
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
      this.session = new AgentSession(this.deps, link);
      return await this.session.run(this.number);
    } finally {
      signal.removeEventListener('abort', close);
      client.close();
    }
  }

  private nextAddress(enrolment: AgentEnrolment): string {
    const addresses = this.deps.addresses.length > 0 ? this.deps.addresses : enrolment.addresses;
    const address = addresses[this.number % addresses.length];
    if (address === undefined) throw new WaysideError('INVALID_INPUT', 'no address of a controller is known');
    return address;
  }
}
