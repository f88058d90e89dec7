/**
 * All agent sessions. The newer session of an agent wins; the older one is told so and closed. What agents say of
 * jobs goes to whoever listens (the jobs room); what they observed goes to the inventory.
 */
import { WaysideError } from '../../shared/errors.ts';
import type { AgentDuty, AgentSlots, AgentView } from '../../shared/model/index.ts';
import type { Clock, Log } from '../../shared/runtime/index.ts';
import type { ControllerLink } from '../../shared/transport/index.ts';
import type { AgentMessage, ControllerMessage, Hello, TrustChanged } from '../../shared/wire/index.ts';
import type { Inventory } from '../inventory/index.ts';
import type { EnrolledAgent, EnrolmentStore } from '../store/index.ts';
import { AgentIntake, softwareOf } from './agent-intake.ts';
import { AgentViews } from './agent-views.ts';
import { type CloneAlarm, CloneWatch } from './clones.ts';
import { Duties, RETRY_AFTER_DRAIN_MS } from './duties.ts';
import { DriverHealth } from './liveness.ts';
import { PresenceBoard } from './presence.ts';
import { isRefusal, type RosterEntry, toldBy } from './roster.ts';
import { ControllerSession, type SessionSettings } from './session.ts';
import { SessionNumbers } from './session-numbers.ts';

export interface HubDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly inventory: Inventory;
  readonly directory: EnrolmentStore;
  readonly settings: SessionSettings;
  /** Given to one agent at once; absent: as many as it takes. */
  readonly jobsPerAgent?: number;
  renew(
    agentId: string,
    certificateRequest: Uint8Array,
  ): Promise<{ chain: readonly Uint8Array[]; expiresAt: number }>;
  /** Said to every agent after the welcome; `undefined`: it trusts what its join token pinned. */
  readonly trust?: () => TrustChanged | undefined;
  /** Two processes use the identity of this agent; called for each sign of it. */
  readonly onAlarm?: (alarm: CloneAlarm & Pick<EnrolledAgent, 'name' | 'site'>) => void;
}

export interface AgentListener {
  online(agentId: string, hello: Hello): void;
  offline(agentId: string, reason: WaysideError): void;
  /** The next message of the agent waits for the promise. */
  message(agentId: string, message: AgentMessage): void | Promise<void>;
  /** It has work of this listener that has not ended. */
  isBusy?(agentId: string): boolean;
  /** It may get work again. */
  backToWork?(agentId: string): void;
  /** A change of this listener is under way there, or may be, and may go on until then; epoch milliseconds. */
  changesUntil?(agentId: string): number | undefined;
  /** It should leave off what can be done elsewhere. False: it has nothing of the kind. */
  interrupt?(agentId: string, why: string): boolean;
}

/** A replaced session's agent waits so long before it dials again: two processes with one identity do not storm. */
const RETRY_AFTER_REPLACED_MS = 30_000;
const RETRY_AFTER_STOP_MS = 1000;
/** Protocol minor from which on an agent can leave off an attempt. */
const INTERRUPT_MINOR = 1;
/** More for each agent: a handshake costs some milliseconds, and a fleet that comes back as one would starve all. */
const RETRY_SPREAD_PER_AGENT_MS = 10;
const RETRY_SPREAD_MAX_MS = 20_000;

/** A session after its hello. */
interface Opened {
  readonly session: ControllerSession;
  readonly site: string;
  readonly hello: Hello;
}

export class AgentHub {
  private readonly deps: HubDeps;
  private readonly sessions = new Map<string, Opened>();
  /** All that are served, those before their hello too. */
  private readonly serving = new Map<string, Set<ControllerSession>>();
  private readonly board = new PresenceBoard();
  private readonly clones = new CloneWatch();
  private readonly numbers: SessionNumbers;
  private readonly drivers = new DriverHealth();
  private readonly duties: Duties;
  private readonly views: AgentViews;
  private readonly intake: AgentIntake;
  private readonly listeners: AgentListener[] = [];
  private stopping = false;

  constructor(deps: HubDeps) {
    this.deps = deps;
    const { clock, log, inventory, directory, settings } = deps;
    this.numbers = new SessionNumbers(directory);
    this.duties = new Duties({
      ...{ clock, log, store: directory.duties },
      sendHome: (agentId, error) => void this.sendAway(agentId, error, RETRY_AFTER_DRAIN_MS),
      isBusy: (agentId) => this.listeners.some((listener) => listener.isBusy?.(agentId) === true),
      interrupt: (agentId, why) =>
        this.canInterrupt(agentId) &&
        this.listeners.some((listener) => listener.interrupt?.(agentId, why) === true),
      changesUntil: (agentId) =>
        this.listeners.reduce<number | undefined>((until, listener) => {
          const at = listener.changesUntil?.(agentId);
          return at === undefined ? until : Math.max(at, until ?? at);
        }, undefined),
      backToWork: (agentId) => {
        for (const listener of this.listeners) listener.backToWork?.(agentId);
      },
    });
    this.intake = new AgentIntake({ clock, log, inventory, directory, duties: this.duties });
    this.views = new AgentViews({
      ...{ clock, inventory, directory, heartbeatMs: settings.heartbeatMs },
      slotsOf: (agentId) => this.slotsOf(agentId),
      ...{ board: this.board, clones: this.clones, duties: this.duties, drivers: this.drivers },
    });
  }

  /** Jobs, credentials: each takes what is meant for it. */
  listen(listener: AgentListener): void {
    this.listeners.push(listener);
  }

  /** Every agent that is enrolled, with what is known of it now. */
  roster(): readonly RosterEntry[] {
    return this.views.roster();
  }

  /** Serves one session stream until it ends. `agentId` comes from the client certificate. */
  async serve(agentId: string, link: ControllerLink): Promise<void> {
    if (this.stopping) {
      link.close(new WaysideError('SHUTTING_DOWN', 'the controller is stopping'));
      return;
    }
    const log = this.deps.log.with({ agent: agentId });
    const session: ControllerSession = new ControllerSession(this.host(agentId, log), link);
    const served = this.serving.get(agentId) ?? new Set();
    // One at a time before its hello: each may hold a message that is on its way.
    for (const older of served) if (!older.hello) void older.dismiss(replaced(), RETRY_AFTER_REPLACED_MS);
    this.serving.set(agentId, served.add(session));
    const reason = await session.run(() => this.opened(agentId, session));
    served.delete(session);
    if (served.size === 0) this.serving.delete(agentId);
    const { code, message } = reason;
    if (!session.hello) {
      log.warn('session.refused', { code, message });
      if (isRefusal(reason) && !this.isOnline(agentId))
        this.board.refused(agentId, { at: this.deps.clock.now(), reason: `${code}: ${message}` });
    }
    if (this.sessions.get(agentId)?.session !== session) return;
    this.sessions.delete(agentId);
    this.board.gone(agentId, this.deps.clock.now(), `${code}: ${message}`);
    log.info('session.closed', { code, message });
    for (const listener of this.listeners) listener.offline(agentId, reason);
  }

  isOnline(agentId: string): boolean {
    return this.sessions.get(agentId)?.session.isOpen ?? false;
  }

  /** False while it is drained or in maintenance. */
  mayWork(agentId: string): boolean {
    return this.duties.mayWork(agentId);
  }

  /** Of the agent, as far as it is enrolled here. */
  siteOf(agentId: string): string | undefined {
    return this.sessions.get(agentId)?.site ?? this.deps.directory.agent(agentId)?.site;
  }

  /** Online agents of the site that may work and have the capability, in order of their ids. */
  capable(site: string, capability: string): string[] {
    const found: string[] = [];
    for (const [agentId, { session, site: home, hello }] of this.sessions) {
      if (
        home === site &&
        session.isOpen &&
        this.duties.mayWork(agentId) &&
        hello.capabilities.includes(capability)
      )
        found.push(agentId);
    }
    return found.sort();
  }

  /** How much it takes on at once; of jobs no more than one agent is given. Empty: it is away, or does not tell. */
  slotsOf(agentId: string): AgentSlots {
    const { slots = {} } = this.sessions.get(agentId)?.hello ?? {};
    const { jobsPerAgent } = this.deps;
    if (slots.job === undefined || jobsPerAgent === undefined) return slots;
    return { ...slots, job: Math.min(slots.job, jobsPerAgent) };
  }

  /** Ends all that the agent has open here, at once; it is told why, and when it may come back. */
  async dismiss(agentId: string, error: WaysideError, retryAfterMs: number): Promise<void> {
    this.clones.forget(agentId);
    await this.sendAway(agentId, error, retryAfterMs);
  }

  /** The agent is not enrolled here any more. */
  forget(agentId: string): void {
    this.board.forget(agentId);
    this.drivers.forget(agentId);
    this.duties.forget(agentId);
  }

  /** Says it to every agent that is online; who is not hears of it at its next hello. */
  broadcast(message: ControllerMessage): void {
    for (const [agentId, { session }] of this.sessions) {
      session
        .send(message)
        .catch((error: unknown) => this.deps.log.debug('message.not-sent', { agent: agentId, error }));
    }
  }

  /** Agents whose identity two processes use, by the signs of the last hour. */
  alarms(): readonly (CloneAlarm & Pick<EnrolledAgent, 'name' | 'site'>)[] {
    return this.clones.alarms(this.deps.clock.now()).flatMap((alarm) => this.named(alarm));
  }

  /** Throws UNAVAILABLE when the agent has no session. */
  async send(agentId: string, message: ControllerMessage): Promise<void> {
    const opened = this.sessions.get(agentId);
    if (!opened) throw new WaysideError('UNAVAILABLE', `agent ${agentId} is not connected`);
    await opened.session.send(message);
  }

  /** Errors: NOT_FOUND, AMBIGUOUS_NAME. */
  get(idOrName: string): AgentView {
    return this.views.get(idOrName);
  }

  list(question: Parameters<AgentViews['list']>[0]): ReturnType<AgentViews['list']> {
    return this.views.list(question);
  }

  /** Takes it out of work; on disk when this returns. */
  takeOut(agentId: string, duty: AgentDuty): void {
    this.duties.begin(agentId, duty);
  }

  /** False: it was not out of work. */
  putBack(agentId: string): boolean {
    return this.duties.end(agentId);
  }

  counts(): { online: number; total: number } {
    return { online: this.board.countOnline(), total: this.deps.directory.count() };
  }

  /** Tells every agent to come back soon, and closes. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.duties.stop();
    const error = new WaysideError('SHUTTING_DOWN', 'the controller is stopping');
    await Promise.all(
      [...this.sessions.values()].map(({ session }, at, { length }) =>
        session.dismiss(error, retryAfterStop(at, length)),
      ),
    );
    this.intake.stop();
  }

  private canInterrupt(agentId: string): boolean {
    const opened = this.sessions.get(agentId);
    return opened?.session.isOpen === true && (opened.hello.protocolMinor ?? 0) >= INTERRUPT_MINOR;
  }

  private async sendAway(agentId: string, error: WaysideError, retryAfterMs: number): Promise<void> {
    const served = [...(this.serving.get(agentId) ?? [])];
    await Promise.all(served.map((session) => session.dismiss(error, retryAfterMs)));
  }

  private opened(agentId: string, session: ControllerSession): void {
    const { hello } = session;
    const site = this.deps.directory.agent(agentId)?.site;
    if (!hello || site === undefined) return;
    const older = this.sessions.get(agentId);
    const { granted } = session;
    const isLate = this.clones.isLate(agentId, hello, granted);
    const alarm = this.clones.hello(agentId, hello, { nowMs: this.deps.clock.now(), granted });
    if (alarm) this.raise(alarm);
    if (older?.session.isOpen && (isLate || isOvertaken(hello, older.hello)))
      return void session.dismiss(replaced(), RETRY_AFTER_REPLACED_MS);
    this.sessions.set(agentId, { session, site, hello });
    const now = this.deps.clock.now();
    this.board.online(agentId, now, {
      software: softwareOf(hello),
      told: toldBy(hello, now),
      labels: hello.labels,
    });
    if (older) {
      this.reportReplaced(agentId, older.hello, hello);
      for (const listener of this.listeners) listener.offline(agentId, replaced());
      void older.session.dismiss(replaced(), RETRY_AFTER_REPLACED_MS);
    }
    this.deps.log.info('session.opened', {
      agent: agentId,
      ...{ session: granted, ofProcess: hello.sessionNumber },
      boot: hello.bootId,
    });
    const trust = this.deps.trust?.();
    if (trust) session.send(trust).catch((error: unknown) => session.link.close(WaysideError.from(error)));
    for (const listener of this.listeners) listener.online(agentId, hello);
  }

  private raise(alarm: CloneAlarm): void {
    for (const named of this.named(alarm)) {
      const { name, site, count, boots } = named;
      this.deps.log.error('agent.cloned', { agent: alarm.agentId, name, site, count, boots });
      this.deps.onAlarm?.(named);
    }
  }

  /** Nothing when it is not enrolled any more. */
  private named(alarm: CloneAlarm): (CloneAlarm & Pick<EnrolledAgent, 'name' | 'site'>)[] {
    const agent = this.deps.directory.agent(alarm.agentId);
    return agent ? [{ ...alarm, name: agent.name, site: agent.site }] : [];
  }

  private reportReplaced(agentId: string, older: Hello, newer: Hello): void {
    const fields = { agent: agentId, olderBoot: older.bootId, newerBoot: newer.bootId };
    if (older.bootId === newer.bootId) this.deps.log.info('session.replaced', fields);
    else this.deps.log.warn('session.replaced-by-another-process', fields);
  }

  private host(agentId: string, log: Log): ConstructorParameters<typeof ControllerSession>[0] {
    const { clock, settings } = this.deps;
    return {
      clock,
      log,
      settings,
      numbers: this.numbers,
      hello: (hello) => this.intake.hello(agentId, hello),
      delta: (delta) => this.intake.delta(agentId, delta),
      compare: ({ sources }) => this.intake.compare(agentId, sources),
      renew: (request) => this.deps.renew(agentId, request),
      heard: (beat) => {
        const { runningTargets } = beat;
        this.board.heard(agentId, clock.now(), { runningTargets, told: toldBy(beat, clock.now()) });
        this.duties.heard(agentId, beat);
      },
      message: async (message) => {
        if (message.type === 'jobProgressed' || message.type === 'jobEnded')
          this.drivers.heard(agentId, message.targets, clock.now());
        for (const listener of this.listeners) await listener.message(agentId, message);
      },
    };
  }
}

/** Each agent its own moment, evenly over the spread. */
export function retryAfterStop(at: number, agents: number): number {
  const spreadMs = Math.min(RETRY_SPREAD_MAX_MS, (agents - 1) * RETRY_SPREAD_PER_AGENT_MS);
  return RETRY_AFTER_STOP_MS + Math.round((spreadMs * at) / Math.max(1, agents - 1));
}

/** Its stream was held up on the way until the same process had begun another: that one speaks for the agent. */
function isOvertaken(hello: Hello, other: Hello): boolean {
  return hello.bootId === other.bootId && hello.sessionNumber < other.sessionNumber;
}

function replaced(): WaysideError {
  return new WaysideError('SESSION_REPLACED', 'a newer session of the same agent took over');
}
