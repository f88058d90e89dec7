/**
 * One session with the controller, from hello to the end of the link. State goes first both ways; then deltas flow
 * from the outbox as far as the window allows, jobs come in, ends go out.
 */
import { WaysideError } from '../../shared/errors.ts';
import type { HealthItem } from '../../shared/model/index.ts';
import {
  type Clock,
  type Log,
  type LogLevels,
  type Timer,
  withDeadline,
} from '../../shared/runtime/index.ts';
import { type AgentLink, SEND_QUEUE_MESSAGES_MAX } from '../../shared/transport/index.ts';
import {
  type AgentMessage,
  type ControllerMessage,
  type CredentialOrdered,
  type GoAway,
  type Heartbeat,
  type HostKeysAsked,
  type HostKeysTold,
  type JobOffered,
  type LogLevelAsked,
  PROTOCOL_MINOR,
  PROTOCOL_VERSION,
  type SealKeyTold,
  type Welcome,
} from '../../shared/wire/index.ts';
import type { Runner, ScheduleKeeper } from '../jobs/index.ts';
import type { AgentMeta, CredentialOrders, Outbox, Snapshots } from '../store/index.ts';
import { DeltaFlow } from './delta-flow.ts';
import { Silence } from './silence.ts';

export interface SessionIdentity {
  readonly agentId: string;
  readonly site: string;
  /** Made new at each start of the process. */
  readonly bootId: string;
  /** Counts up with each start; absent: it could not be kept. */
  readonly bootNumber?: number;
  readonly softwareVersion: string;
  readonly nodeVersion: string;
  readonly os: string;
  readonly targetSlots: number;
  /** What the configuration says of it; absent: nothing. */
  readonly labels?: Readonly<Record<string, string>>;
}

/** What a session needs of the jobs room. */
export type SessionRunner = Pick<
  Runner,
  'capabilities' | 'states' | 'runningTargets' | 'resendEnds' | 'offer' | 'cancel' | 'endAcknowledged'
> &
  Partial<Pick<Runner, 'heard' | 'capacity'>>;

/** What a session needs of the vault: credentials that were typed centrally come in, and what is held is told. */
export type SessionCredentials = Pick<CredentialOrders, 'take' | 'held' | 'mark'>;

export interface SessionDeps {
  readonly identity: SessionIdentity;
  readonly clock: Clock;
  readonly log: Log;
  readonly runner: SessionRunner;
  readonly outbox: Outbox;
  readonly snapshots: Snapshots;
  readonly meta: AgentMeta;
  readonly credentials: SessionCredentials;
  /** Told at each hello. */
  readonly sealKey: SealKeyTold;
  readonly logLevels: Pick<LogLevels, 'state' | 'set'>;
  /** Tells of pinned host keys, and pins one that a person accepted. */
  readonly hostKeys?: (asked: HostKeysAsked) => HostKeysTold;
  readonly onWelcome?: (welcome: Welcome) => void;
  /** Fires schedules while there is no session. */
  readonly schedules?: Pick<ScheduleKeeper, 'welcomed' | 'timeTold' | 'lost' | 'acknowledged' | 'copied'>;
  /** What is wrong on this host, told with each heartbeat. */
  readonly health?: () => readonly HealthItem[];
  /** Called at welcome and then as often as the certificate wants; answers come back by `certificateIssued`. */
  readonly renewal: {
    due(): Promise<Uint8Array | undefined>;
    issued(message: ControllerMessage & { type: 'certificateIssued' }): void;
    /** Other CAs count now; a certificate of the one that issues may be due at once. */
    trustChanged(message: ControllerMessage & { type: 'trustChanged' }): void;
  };
}

/** From the open link to the controller's welcome. */
export const WELCOME_MAX_MS = 15_000;
/** Messages that wait to be written before progress without results is dropped; the link's own bound is beyond it. */
const SENDING_MAX = SEND_QUEUE_MESSAGES_MAX / 2;

export interface SessionEnd {
  readonly error: WaysideError;
  /** The controller asked to come back not before this; else undefined. */
  readonly retryAfterMs: number | undefined;
  /** The session got as far as a welcome that this agent takes. */
  readonly welcomed: boolean;
  /** The session number that a controller told last; 0: none did. */
  readonly granted: number;
}

/** Which session of this process it is. */
export interface SessionTurn {
  /** Counts up within the process. */
  readonly number: number;
  /** The number that a controller told this process last; 0: none did. */
  readonly granted: number;
}

export class AgentSession {
  private readonly deps: SessionDeps;
  private readonly link: AgentLink;
  private sending = 0;
  private silence: Silence | undefined;
  private timers: Timer[] = [];
  private welcome: Welcome | undefined;
  private goAway: GoAway | undefined;
  private granted = 0;
  private flow: DeltaFlow | undefined;
  /** An end of a job found no room in the link: all are told again with the next heartbeat. */
  private endsMissing = false;
  /** Of the vault, as it was told last in this session. */
  private toldMark: string | undefined;

  constructor(deps: SessionDeps, link: AgentLink) {
    this.deps = deps;
    this.link = link;
  }

  /** The controller has said welcome and the link stands. */
  get isOpen(): boolean {
    return this.welcome !== undefined && !this.link.isClosed;
  }

  /** Runs until the link ends; never throws. */
  async run(turn: SessionTurn): Promise<SessionEnd> {
    let error: WaysideError;
    this.granted = turn.granted;
    try {
      await this.begin(turn.number);
      for await (const message of this.link.receive()) this.handle(message);
      error = this.endOf(await this.link.closed);
    } catch (failure) {
      error = WaysideError.from(failure);
      this.link.close(error);
    } finally {
      this.flow?.stop();
      for (const timer of this.timers) timer.cancel();
    }
    this.deps.schedules?.lost(error.code);
    const { granted } = this;
    return { error, retryAfterMs: this.goAway?.retryAfterMs, welcomed: this.welcome !== undefined, granted };
  }

  /** Sends now, or drops when the link is gone or choked: what must arrive is on disk and is sent again. */
  send(message: AgentMessage): void {
    if (!this.welcome && message.type !== 'hello' && message.type !== 'digestsTold') return;
    if (message.type === 'jobProgressed' && this.sending >= SENDING_MAX && message.targets.length === 0)
      return;
    this.sending += 1;
    this.link
      .send(message)
      .catch((error: unknown) => {
        this.endsMissing ||= message.type === 'jobEnded';
        this.deps.log.debug('message.not-sent', { type: message.type, error });
      })
      .finally(() => {
        this.sending -= 1;
      });
  }

  /** Nothing wrong is no field. */
  private health(): Pick<Heartbeat, 'health'> {
    try {
      const items = this.deps.health?.() ?? [];
      return items.length > 0 ? { health: items } : {};
    } catch (error) {
      // A folder that cannot be looked at shows in the doctor; the session goes on.
      this.deps.log.debug('health.not-read', { error });
      return {};
    }
  }

  private endOf(reason: WaysideError | undefined): WaysideError {
    if (this.goAway) return new WaysideError(this.goAway.code, this.goAway.message);
    return reason ?? new WaysideError('CONNECTION_LOST', 'the controller closed the session');
  }

  private async begin(sessionNumber: number): Promise<void> {
    const { identity, clock, runner, outbox } = this.deps;
    const { site: _site, ...who } = identity;
    this.send({
      type: 'hello',
      ...who,
      sessionNumber,
      protocolVersion: PROTOCOL_VERSION,
      protocolMinor: PROTOCOL_MINOR,
      capabilities: runner.capabilities,
      ...(runner.capacity && { slots: runner.capacity }),
      attempts: runner.states(),
      outboxId: outbox.id,
      durableSeq: outbox.durableSeq,
      acknowledgedSeq: outbox.acknowledgedSeq,
      time: clock.now(),
      sealKey: this.deps.sealKey,
      ...(this.granted > 0 && { grantedNumber: this.granted }),
      ...this.health(),
    });
    const welcome = await withDeadline(clock, { ms: WELCOME_MAX_MS, what: 'the welcome' }, () =>
      this.firstMessage(),
    );
    this.welcomed(welcome);
  }

  private async firstMessage(): Promise<Welcome> {
    const { value, done } = await this.link.receive()[Symbol.asyncIterator]().next();
    if (done) throw this.endOf(await this.link.closed);
    if (value.type === 'goAway') {
      this.sentAway(value);
      throw new WaysideError(value.code, value.message);
    }
    if (value.type !== 'welcome')
      throw new WaysideError('BAD_FRAME', `expected a welcome, got ${value.type}`);
    this.toldNumber(value);
    return value;
  }

  private sentAway(goAway: GoAway): void {
    this.goAway = goAway;
    this.toldNumber(goAway);
  }

  private toldNumber({ grantedNumber = 0 }: Pick<Welcome | GoAway, 'grantedNumber'>): void {
    // The newest, not the highest: a controller that was restored from a backup begins lower again.
    if (grantedNumber > 0) this.granted = grantedNumber;
  }

  private welcomed(welcome: Welcome): void {
    const { clock, log, outbox, runner, identity } = this.deps;
    const position = welcome.positions.find((candidate) => candidate.site === identity.site);
    if (!position)
      throw new WaysideError('STALE_EPOCH', `the controller is not the home of site ${identity.site}`);
    const { snapshots, meta } = this.deps;
    this.flow = new DeltaFlow(
      {
        ...{ clock, log, outbox, snapshots, meta, link: this.link },
        send: (message) => this.send(message),
      },
      welcome,
    );
    this.flow.reconcile(position);
    this.welcome = welcome;
    this.silence = new Silence(clock, welcome.heartbeatMs);
    this.deps.onWelcome?.(welcome);
    log.info('session.opened', {
      controller: welcome.controllerOrigin,
      outbox: outbox.id,
      from: outbox.acknowledgedSeq,
    });
    // Before the ends of its jobs: the controller learns of these by it.
    this.deps.schedules?.welcomed(welcome);
    runner.resendEnds();
    this.timers.push(clock.every(welcome.heartbeatMs, () => this.beat()));
    this.renew();
    this.tellCredentials();
    this.flow.start();
  }

  private handle(message: ControllerMessage): void {
    const { runner } = this.deps;
    if (this.endIfSilent()) return;
    this.silence?.heard();
    runner.heard?.();
    switch (message.type) {
      case 'welcome':
        throw new WaysideError('BAD_FRAME', 'a second welcome');
      case 'heartbeat':
        return this.deps.schedules?.timeTold(message.time);
      case 'deltaAcknowledged':
        return this.flow?.acknowledged(message);
      case 'jobOffered':
        return this.takeOffer(message);
      case 'jobCancelled':
        return runner.cancel(message);
      case 'jobEndAcknowledged':
        return runner.endAcknowledged(message.jobId, message.attempt);
      case 'certificateIssued':
        return this.deps.renewal.issued(message);
      case 'trustChanged':
        this.deps.renewal.trustChanged(message);
        return this.renew();
      case 'credentialOrdered':
        return this.takeCredential(message);
      case 'firingsAcknowledged':
        return this.deps.schedules?.acknowledged(message.count);
      case 'schedulesCopied':
        return this.deps.schedules?.copied(message);
      case 'logLevelAsked':
        return this.tellLogLevel(message);
      case 'hostKeysAsked':
        return this.tellHostKeys(message);
      case 'digestsCompared':
        return this.flow?.compared(message);
      case 'goAway':
        this.sentAway(message);
        this.link.close(new WaysideError(message.code, message.message));
    }
  }

  private endIfSilent(): boolean {
    if (!this.silence?.isTooLong) return false;
    this.link.close(new WaysideError('CONNECTION_LOST', 'the controller has been silent for too long'));
    return true;
  }

  private takeOffer(offer: JobOffered): void {
    if (offer.kind !== 'apply' || !this.silence?.maySpeakOfOld) return this.deps.runner.offer(offer);
    const { jobId, attempt } = offer;
    const message = 'this host stood still, or its clock was set: the offer may be an old one';
    this.send({ type: 'jobRejected', jobId, attempt, code: 'UNAVAILABLE', message });
  }

  private tellLogLevel({ questionId, change }: LogLevelAsked): void {
    const { logLevels, log } = this.deps;
    try {
      if (change) logLevels.set(change);
    } catch (error) {
      // The answer shows that nothing was changed.
      log.warn('log.level-refused', { error });
    }
    this.send({ type: 'logLevelTold', questionId, ...logLevels.state });
  }

  private tellHostKeys(asked: HostKeysAsked): void {
    const told = this.deps.hostKeys?.(asked);
    if (told) this.send(told);
  }

  private beat(): void {
    const { clock, runner, outbox } = this.deps;
    if (this.endIfSilent()) return;
    this.send({
      type: 'heartbeat',
      time: clock.now(),
      runningTargets: runner.runningTargets,
      outboxBytes: outbox.bytes,
      ...this.health(),
    });
    if (this.endsMissing) {
      this.endsMissing = false;
      runner.resendEnds();
    }
    this.flow?.makeUpForDrops();
    this.renew();
    this.tellCredentials();
  }

  private takeCredential({ orderId, sealed, told }: CredentialOrdered): void {
    const { credentials, log } = this.deps;
    const { name, seenVersion, error, said } = credentials.take(sealed, told);
    if (error) log.warn('credential.refused', { name, code: error.code, message: error.message });
    else log.info('credential.changed', { name, version: seenVersion });
    // Before the answer: who has it reads what is held now.
    this.tellCredentials();
    const failure = error && { code: error.code, message: error.message, hint: error.hint };
    this.send({ type: 'credentialEnded', orderId, error: failure, seenVersion, ...(said && { said }) });
  }

  /** When it is another one than was told, whoever changed it. */
  private tellCredentials(): void {
    const { credentials, log } = this.deps;
    try {
      const { mark } = credentials;
      if (mark === this.toldMark) return;
      // Before the list: a change in between is then told twice, and not never.
      this.toldMark = mark;
      this.send({ type: 'credentialsHeld', credentials: credentials.held() });
    } catch (error) {
      log.warn('credentials.not-told', { error });
    }
  }

  private renew(): void {
    const { renewal, log } = this.deps;
    renewal
      .due()
      .then((certificateRequest) => {
        if (certificateRequest) this.send({ type: 'certificateRequested', certificateRequest });
      })
      .catch((error: unknown) => log.error('certificate.not-asked-for', { error }));
  }
}
