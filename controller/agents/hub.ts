/**
 * All agent sessions. The newer session of an agent wins; the older one is told so and closed. What agents say of
 * jobs goes to whoever listens (the jobs room); what they observed goes to the inventory.
 */
import { WaysideError } from '../../shared/errors.ts';
import { type AgentView, formatPageToken, pageSize, parsePageToken } from '../../shared/model/index.ts';
import type { Clock, Log } from '../../shared/runtime/index.ts';
import { fingerprintHex } from '../../shared/seal/index.ts';
import type { ControllerLink } from '../../shared/transport/index.ts';
import type {
  AgentMessage,
  ControllerMessage,
  Delta,
  Hello,
  Position,
  TrustChanged,
} from '../../shared/wire/index.ts';
import type { Inventory } from '../inventory/index.ts';
import type { EnrolledAgent, EnrolmentStore } from '../store/index.ts';
import { bannedError, banWords } from './banned.ts';
import { type CloneAlarm, CloneWatch, cloneWords } from './clones.ts';
import { absentSince, type Presence, PresenceBoard, type SoftwareFacts } from './presence.ts';
import { allAgents, isRefusal, type RosterEntry, toldBy } from './roster.ts';
import { ControllerSession, type SessionSettings } from './session.ts';

export interface HubDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly inventory: Inventory;
  readonly directory: EnrolmentStore;
  readonly settings: SessionSettings;
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
  message(agentId: string, message: AgentMessage): void;
}

/** A replaced session's agent waits so long before it dials again: two processes with one identity do not storm. */
const RETRY_AFTER_REPLACED_MS = 30_000;
const RETRY_AFTER_STOP_MS = 1000;
const SELF = { type: 'system', name: 'agents' } as const;

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
  private readonly startedAt: number;
  private readonly listeners: AgentListener[] = [];
  private stopping = false;

  constructor(deps: HubDeps) {
    this.deps = deps;
    this.startedAt = deps.clock.now();
  }

  /** Jobs, credentials: each takes what is meant for it. */
  listen(listener: AgentListener): void {
    this.listeners.push(listener);
  }

  /** Every agent that is enrolled, with what is known of it now. */
  roster(): readonly RosterEntry[] {
    const nowMs = this.deps.clock.now();
    return allAgents(this.deps.directory).map((agent) => ({
      agent,
      presence: this.presenceOf(agent),
      refusal: this.board.refusal(agent.id),
      alarm: this.clones.alarm(agent.id, nowMs),
    }));
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

  /** Of the agent, as far as it is enrolled here. */
  siteOf(agentId: string): string | undefined {
    return this.sessions.get(agentId)?.site ?? this.deps.directory.agent(agentId)?.site;
  }

  /** Online agents of the site that have the capability, in order of their ids. */
  capable(site: string, capability: string): string[] {
    const found: string[] = [];
    for (const [agentId, { session, site: home, hello }] of this.sessions) {
      if (home === site && session.isOpen && hello.capabilities.includes(capability)) found.push(agentId);
    }
    return found.sort();
  }

  /** Ends all that the agent has open here, at once; it is told why, and when it may come back. */
  async dismiss(agentId: string, error: WaysideError, retryAfterMs: number): Promise<void> {
    this.clones.forget(agentId);
    const served = [...(this.serving.get(agentId) ?? [])];
    await Promise.all(served.map((session) => session.dismiss(error, retryAfterMs)));
  }

  /** The agent is not enrolled here any more. */
  forget(agentId: string): void {
    this.board.forget(agentId);
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
    const agent = this.deps.directory.agent(idOrName);
    const named = agent ? [agent] : this.deps.directory.named(idOrName);
    const [only, second] = named;
    if (!only) throw new WaysideError('NOT_FOUND', `there is no agent "${idOrName}"`);
    if (second)
      throw new WaysideError('AMBIGUOUS_NAME', `${named.length} agents are called "${idOrName}"; use the id`);
    return this.viewOf(only);
  }

  list(question: { site: string; pageSize: number; pageToken: string }): {
    agents: AgentView[];
    nextPageToken: string;
  } {
    const size = pageSize(question.pageSize);
    const asked = { agents: question.site };
    const [site = '', name = ''] =
      question.pageToken === '' ? [] : parsePageToken(question.pageToken, asked).map(String);
    const { directory } = this.deps;
    const rows = question.site
      ? directory.agentsOf({ site: question.site, name, limit: size + 1 })
      : directory.agents({ site, name, limit: size + 1 });
    const page = rows.slice(0, size);
    const last = page.at(-1);
    const nextPageToken = rows.length > size && last ? formatPageToken(asked, [last.site, last.name]) : '';
    return { agents: page.map((agent) => this.viewOf(agent)), nextPageToken };
  }

  counts(): { online: number; total: number } {
    return { online: this.board.countOnline(), total: this.deps.directory.count() };
  }

  /** Tells every agent to come back soon, and closes. */
  async stop(): Promise<void> {
    this.stopping = true;
    const error = new WaysideError('SHUTTING_DOWN', 'the controller is stopping');
    await Promise.all(
      [...this.sessions.values()].map(({ session }) => session.dismiss(error, RETRY_AFTER_STOP_MS)),
    );
  }

  private opened(agentId: string, session: ControllerSession): void {
    const { hello } = session;
    const site = this.deps.directory.agent(agentId)?.site;
    if (!hello || site === undefined) return;
    const older = this.sessions.get(agentId);
    const alarm = this.clones.hello(agentId, hello, this.deps.clock.now());
    if (alarm) this.raise(alarm);
    this.sessions.set(agentId, { session, site, hello });
    const now = this.deps.clock.now();
    this.board.online(agentId, now, { software: softwareOf(hello), told: toldBy(hello, now) });
    if (older) {
      this.reportReplaced(agentId, older.hello, hello);
      for (const listener of this.listeners) listener.offline(agentId, replaced());
      void older.session.dismiss(replaced(), RETRY_AFTER_REPLACED_MS);
    }
    this.deps.log.info('session.opened', {
      agent: agentId,
      session: hello.sessionNumber,
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
      hello: (hello) => this.hello(agentId, hello),
      delta: (delta) => this.delta(agentId, delta),
      renew: (request) => this.deps.renew(agentId, request),
      heard: (beat) => {
        const { runningTargets } = beat;
        this.board.heard(agentId, clock.now(), { runningTargets, told: toldBy(beat, clock.now()) });
      },
      message: (message) => {
        for (const listener of this.listeners) listener.message(agentId, message);
      },
    };
  }

  private hello(agentId: string, hello: Hello): { controllerOrigin: string; positions: readonly Position[] } {
    const agent = this.deps.directory.agent(agentId);
    if (!agent || hello.agentId !== agentId) {
      throw new WaysideError(
        'WRONG_IDENTITY',
        `the certificate is of agent ${agentId}, the hello is of ${hello.agentId}`,
      );
    }
    // Let in a moment before it was banned.
    if (agent.bannedAt !== null) throw bannedError(agent);
    const { inventory } = this.deps;
    inventory.proveHead(agentId, hello);
    const software = softwareOf(hello);
    inventory.writeOwn(
      { site: agent.site, kind: 'agent', id: agentId },
      { software: { ...software, capabilities: [...software.capabilities].sort() } },
      'hello',
    );
    const held = inventory.outboxPositions(agentId).find((position) => position.site === agent.site);
    const position: Position = {
      site: agent.site,
      epoch: inventory.homes.epochOf(agent.site),
      incarnation: inventory.origin,
      outboxId: held?.outbox,
      seq: held?.seq ?? 0,
    };
    return { controllerOrigin: inventory.origin, positions: [position] };
  }

  private delta(agentId: string, delta: Delta): { seq: number; restart: boolean } {
    const agent = this.deps.directory.agent(agentId);
    if (!agent) throw new WaysideError('WRONG_IDENTITY', `agent ${agentId} is not enrolled here`);
    return this.deps.inventory.applyDelta({
      agentId,
      site: agent.site,
      outboxId: delta.outboxId,
      seq: delta.seq,
      frame: delta.frame,
      spooledAtMs: delta.spoolTime,
      sentAtMs: delta.sendTime,
      receivedAtMs: this.deps.clock.now(),
    });
  }

  private presenceOf(agent: EnrolledAgent): Presence {
    const { id, enrolledAt, bannedAt } = agent;
    const presence =
      this.board.get(id) ??
      this.board.absent(id, absentSince(this.startedAt, { enrolledAt, software: this.lastSoftware(agent) }));
    if (bannedAt === null) return presence;
    return { ...presence, state: 'banned', since: bannedAt, reason: banWords(agent), runningTargets: 0 };
  }

  private descriptionOf({ site, id }: EnrolledAgent): string {
    const description = this.deps.inventory.peek({ site, kind: 'agent', id }, SELF)?.fields['description'];
    return typeof description === 'string' ? description : '';
  }

  /** What the agent's record keeps of its last hello. */
  private lastSoftware({ site, id }: EnrolledAgent): SoftwareFacts | undefined {
    const fields = this.deps.inventory.peek({ site, kind: 'agent', id }, SELF)?.fields ?? {};
    const { version, node, os, capabilities } = fields;
    if (typeof version !== 'string') return undefined;
    const known = Array.isArray(capabilities) ? capabilities.map(String) : [];
    return { version, node: String(node), os: String(os), capabilities: known };
  }

  private viewOf(agent: EnrolledAgent): AgentView {
    const presence = this.presenceOf(agent);
    const alarm = this.clones.alarm(agent.id, this.deps.clock.now());
    const held = this.deps.inventory
      .outboxPositions(agent.id)
      .find((position) => position.site === agent.site);
    return {
      id: agent.id,
      name: agent.name,
      site: agent.site,
      state: presence.state,
      stateSince: presence.since,
      reason: presence.reason,
      version: presence.software?.version ?? '',
      os: presence.software?.os ?? '',
      capabilities: presence.software?.capabilities ?? [],
      lastSeenAt: presence.lastSeenAt,
      enrolledAt: agent.enrolledAt,
      certificateExpiresAt: agent.certificateExpiresAt,
      runningJobs: presence.runningTargets,
      outboxId: held?.outbox ?? '',
      acknowledgedSeq: held?.seq ?? 0,
      identity: fingerprintHex(agent.identityKey),
      description: this.descriptionOf(agent),
      alarm: alarm ? cloneWords(alarm) : '',
    };
  }
}

function softwareOf(hello: Hello): SoftwareFacts {
  return {
    version: hello.softwareVersion,
    node: hello.nodeVersion,
    os: hello.os,
    capabilities: hello.capabilities,
  };
}

function replaced(): WaysideError {
  return new WaysideError('SESSION_REPLACED', 'a newer session of the same agent took over');
}
