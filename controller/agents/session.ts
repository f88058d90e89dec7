/**
 * The controller's end of one agent session. Messages are handled in the order they came, one at a time; a delta is
 * acknowledged only when it is on disk. Once it is dismissed, nothing more of it is handled: a newer session may speak
 * for the agent by then.
 */
import { type ErrorCode, WaysideError } from '../../shared/errors.ts';
import { type Clock, delay, type Log, type Timer, withDeadline } from '../../shared/runtime/index.ts';
import type { ControllerLink } from '../../shared/transport/index.ts';
import {
  type AgentMessage,
  type ControllerMessage,
  type Delta,
  type DigestsTold,
  type Heartbeat,
  type Hello,
  PROTOCOL_MINOR,
  PROTOCOL_VERSION,
  type SourceDifference,
  type Welcome,
} from '../../shared/wire/index.ts';
import { RETRY_AFTER_DRAIN_MS } from './duties.ts';
import { checkHello } from './hello-check.ts';

export interface SessionSettings {
  readonly heartbeatMs: number;
  readonly deltaWindowBytes: number;
  readonly softwareVersion: string;
}

/** What the session needs of the controller; the hub gives it. */
export interface SessionHost {
  readonly clock: Clock;
  readonly log: Log;
  readonly settings: SessionSettings;
  /** The highest number that a session of the agent was granted, and the next one. */
  readonly numbers: { readonly last: number; next(): number };
  /** Errors refuse the session: WRONG_IDENTITY, STALE_EPOCH. */
  hello(hello: Hello): Pick<Welcome, 'controllerOrigin' | 'positions'>;
  /** On disk when it returns. */
  delta(delta: Delta): { readonly seq: number; readonly restart: boolean };
  compare(told: DigestsTold): Promise<readonly SourceDifference[]>;
  renew(certificateRequest: Uint8Array): Promise<{ chain: readonly Uint8Array[]; expiresAt: number }>;
  heard(heartbeat: Heartbeat): void;
  /** Handled, and on disk, when the promise resolves. */
  message(message: AgentMessage): Promise<void>;
}

/** From the open link to the agent's hello. */
const HELLO_MAX_MS = 15_000;
const HEARTBEATS_MISSED_MAX = 3;
/** An agent whose deltas were refused for good comes back after this. */
const RETRY_AFTER_REFUSAL_MS = 30_000;
/** A reader that does not even take its dismissal is cut off after this. */
const DISMISS_MAX_MS = 1000;
/** Fresh starts that one session is asked for because of refused deltas; one more refusal ends it. */
const RESTARTS_MAX = 1;
/** What the store could not take is handled again after this. */
export const STORE_AGAIN_MS = 5000;
/** Messages that wait for that; with more the session ends, and its agent tells all again at the next one. */
const STORE_WAITING_MAX = 64;
/** Of attempts, each by itself: whether a later one of another attempt comes first makes no difference. What schedules did goes in order. */
const MAY_WAIT: ReadonlySet<AgentMessage['type']> = new Set([
  ...(['jobAccepted', 'jobRejected', 'jobProgressed', 'jobEnded'] as const),
]);
/** The store is well, and takes nothing now. */
const STORE_PASSING: ReadonlySet<ErrorCode> = new Set(['DISK_FULL', 'STORE_LOCKED']);
/** A full snapshot mends these: it is made anew, under the epoch of now. */
const MENDED_BY_RESTART: ReadonlySet<ErrorCode> = new Set(['BAD_FRAME', 'STALE_EPOCH']);

export class ControllerSession {
  readonly link: ControllerLink;
  private readonly host: SessionHost;
  private timer: Timer | undefined;
  private lastHeardMs = 0;
  private helloMessage: Hello | undefined;
  private number = 0;
  private dismissed: WaysideError | undefined;
  private restarts = 0;
  /** Said of jobs, and not on disk yet; in order. */
  private readonly untaken: AgentMessage[] = [];
  private againTimer: Timer | undefined;

  constructor(host: SessionHost, link: ControllerLink) {
    this.host = host;
    this.link = link;
  }

  get hello(): Hello | undefined {
    return this.helloMessage;
  }

  /** As the controller granted it; 0 before the welcome. */
  get granted(): number {
    return this.number;
  }

  /** Neither dismissed nor broken. */
  get isOpen(): boolean {
    return this.dismissed === undefined && !this.link.isClosed;
  }

  /** Runs until the link ends and says why; never throws. */
  async run(opened: () => void): Promise<WaysideError> {
    try {
      const { clock } = this.host;
      const first = await withDeadline(clock, { ms: HELLO_MAX_MS, what: 'the hello' }, () => this.first());
      if (this.dismissed) throw this.dismissed;
      this.welcome(first);
      opened();
      for await (const message of this.link.receive()) {
        if (this.dismissed) break;
        await this.handle(message);
      }
      return this.dismissed ?? (await this.link.closed) ?? lost();
    } catch (failure) {
      const error = this.dismissed ?? WaysideError.from(failure);
      await this.dismiss(
        error,
        error.code === 'AGENT_DRAINED' ? RETRY_AFTER_DRAIN_MS : RETRY_AFTER_REFUSAL_MS,
      );
      return error;
    } finally {
      this.timer?.cancel();
      this.againTimer?.cancel();
    }
  }

  /** Sends or fails; the caller decides whether it matters. */
  send(message: ControllerMessage): Promise<void> {
    return this.link.send(message);
  }

  /** Ends the session on purpose, with the reason on its way first. */
  async dismiss(error: WaysideError, retryAfterMs: number): Promise<void> {
    if (this.dismissed) return;
    this.dismissed = error;
    const { code, message } = error;
    const sent = new AbortController();
    const grantedNumber = this.host.numbers.last;
    await Promise.race([
      this.link.send({ type: 'goAway', code, message, retryAfterMs, grantedNumber }),
      delay(this.host.clock, DISMISS_MAX_MS, sent.signal),
    ]).catch(() => undefined);
    sent.abort();
    this.link.close(error);
  }

  private async first(): Promise<AgentMessage> {
    for await (const message of this.link.receive()) return message;
    throw (await this.link.closed) ?? lost();
  }

  private welcome(message: AgentMessage): void {
    if (message.type !== 'hello')
      throw new WaysideError('BAD_FRAME', `expected a hello, got ${message.type}`);
    checkHello(message);
    const { clock, settings } = this.host;
    const state = this.host.hello(message);
    this.number = this.host.numbers.next();
    this.helloMessage = message;
    this.lastHeardMs = clock.monotonic();
    this.timer = clock.every(settings.heartbeatMs, () => this.beat());
    this.post({
      type: 'welcome',
      ...state,
      ...settings,
      sessionNumber: message.sessionNumber,
      protocolVersion: Math.min(PROTOCOL_VERSION, message.protocolVersion),
      time: clock.now(),
      grantedNumber: this.number,
      ...minorPart(message, clock.now()),
    });
  }

  private async handle(message: AgentMessage): Promise<void> {
    this.lastHeardMs = this.host.clock.monotonic();
    switch (message.type) {
      case 'hello':
        throw new WaysideError('BAD_FRAME', 'a second hello');
      case 'heartbeat':
        return this.host.heard(message);
      case 'delta':
        return this.post({
          ...{ type: 'deltaAcknowledged', outboxId: message.outboxId },
          ...this.take(message),
        });
      case 'digestsTold':
        return this.post({ type: 'digestsCompared', sources: await this.host.compare(message) });
      case 'certificateRequested':
        return this.renew(message.certificateRequest);
      default:
        return this.tell(message);
    }
  }

  /** A disk that is full costs no agent its session: what is said once is handled again, what is said again may be lost. */
  private async tell(message: AgentMessage): Promise<void> {
    try {
      await this.host.message(message);
    } catch (thrown) {
      const error = WaysideError.from(thrown);
      const isPassing = STORE_PASSING.has(error.code) && MAY_WAIT.has(message.type);
      if (!isPassing || this.untaken.length >= STORE_WAITING_MAX) throw error;
      this.host.log.warn('message.not-stored', {
        type: message.type,
        code: error.code,
        message: error.message,
      });
      if (message.type !== 'jobProgressed') this.untaken.push(message);
      this.againLater();
    }
  }

  private againLater(): void {
    this.againTimer ??= this.host.clock.after(STORE_AGAIN_MS, () => {
      this.againTimer = undefined;
      void this.tellAgain();
    });
  }

  private async tellAgain(): Promise<void> {
    // A newer session may speak for the agent by now.
    try {
      for (const message of this.untaken.splice(0)) if (this.isOpen) await this.tell(message);
    } catch (error) {
      this.link.close(WaysideError.from(error));
    }
  }

  /** An agent that may not have a certificate may not have a session; any other failure leaves it the one it has. */
  private async renew(certificateRequest: Uint8Array): Promise<void> {
    try {
      const { chain, expiresAt } = await this.host.renew(certificateRequest);
      this.post({ type: 'certificateIssued', certificateChain: chain, expireTime: expiresAt });
    } catch (error) {
      const { code } = WaysideError.from(error);
      if (code === 'UNAUTHENTICATED' || code === 'WRONG_IDENTITY') throw error;
      this.host.log.error('certificate.not-issued', { error });
    }
  }

  private take(delta: Delta): { readonly seq: number; readonly restart: boolean } {
    try {
      return this.host.delta(delta);
    } catch (thrown) {
      const error = WaysideError.from(thrown);
      if (!MENDED_BY_RESTART.has(error.code) || this.restarts >= RESTARTS_MAX) throw error;
      this.restarts += 1;
      const { code, message } = error;
      this.host.log.warn('delta.refused', { outbox: delta.outboxId, seq: delta.seq, code, message });
      return { seq: 0, restart: true };
    }
  }

  private post(message: ControllerMessage): void {
    this.link.send(message).catch((error: unknown) => this.link.close(WaysideError.from(error)));
  }

  private beat(): void {
    const { clock, settings } = this.host;
    if (clock.monotonic() - this.lastHeardMs > settings.heartbeatMs * HEARTBEATS_MISSED_MAX) {
      this.link.close(new WaysideError('CONNECTION_LOST', 'the agent has been silent for too long'));
      return;
    }
    this.post({ type: 'heartbeat', time: clock.now(), runningTargets: 0, outboxBytes: 0 });
  }
}

/** Nothing for an agent of a version before there were minor ones. */
function minorPart(
  { protocolMinor = 0, time }: Hello,
  nowMs: number,
): Pick<Welcome, 'protocolMinor' | 'clockAheadMs'> {
  if (protocolMinor === 0) return {};
  return {
    protocolMinor: Math.min(PROTOCOL_MINOR, protocolMinor),
    // A time that is not set reads as 0.
    clockAheadMs: time > 0 ? time - nowMs : 0,
  };
}

function lost(): WaysideError {
  return new WaysideError('CONNECTION_LOST', 'the agent closed the session');
}
