/**
 * All agent sessions. The newer session of an agent wins; the older one is told so and closed. What agents say of
 * jobs goes to whoever listens (the jobs room); what they observed goes to the inventory.
 */
import { WaysideError } from '../../shared/errors.ts';
import { type AgentView, formatPageToken, pageSize, parsePageToken } from '../../shared/model/index.ts';
import type { Clock, Log } from '../../shared/runtime/index.ts';
import { fingerprintHex } from '../../shared/seal/index.ts';
import type { ControllerLink } from '../../shared/transport/index.ts';
import type { AgentMessage, ControllerMessage, Delta, Hello, Position } from '../../shared/wire/index.ts';
import type { Inventory } from '../inventory/index.ts';
import type { EnrolledAgent, EnrolmentStore } from '../store/index.ts';
import { absentSince, type Presence, PresenceBoard, type SoftwareFacts } from './presence.ts';
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
}

export interface AgentListener {
  online(agentId: string, hello: Hello): void;
  offline(agentId: string, reason: WaysideError): void;
  message(agentId: string, message: AgentMessage): void;
}

/** A replaced session's agent waits so long before it dials again: two processes with one identity do not storm. */
const RETRY_AFTER_REPLACED_MS = 30_000;
const RETRY_AFTER_STOP_MS = 1000;

/** A session after its hello. */
interface Opened {
  readonly session: ControllerSession;
  readonly site: string;
  readonly hello: Hello;
}

export class AgentHub {
  private readonly deps: HubDeps;
  private readonly sessions = new Map<string, Opened>();
  private readonly board = new PresenceBoard();
  private readonly startedAt: number;
  private listener: AgentListener | undefined;
  private stopping = false;

  constructor(deps: HubDeps) {
    this.deps = deps;
    this.startedAt = deps.clock.now();
  }

  /** The jobs room; there is one. */
  listen(listener: AgentListener): void {
    this.listener = listener;
  }

  /** Serves one session stream until it ends. `agentId` comes from the client certificate. */
  async serve(agentId: string, link: ControllerLink): Promise<void> {
    if (this.stopping) {
      link.close(new WaysideError('SHUTTING_DOWN', 'the controller is stopping'));
      return;
    }
    const log = this.deps.log.with({ agent: agentId });
    const session: ControllerSession = new ControllerSession(this.host(agentId, log), link);
    const reason = await session.run(() => this.opened(agentId, session));
    const { code, message } = reason;
    if (!session.hello) log.warn('session.refused', { code, message });
    if (this.sessions.get(agentId)?.session !== session) return;
    this.sessions.delete(agentId);
    this.board.gone(agentId, this.deps.clock.now(), `${code}: ${message}`);
    log.info('session.closed', { code, message });
    this.listener?.offline(agentId, reason);
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
    this.sessions.set(agentId, { session, site, hello });
    this.board.online(agentId, this.deps.clock.now(), softwareOf(hello));
    if (older) {
      this.reportReplaced(agentId, older.hello, hello);
      this.listener?.offline(agentId, replaced());
      void older.session.dismiss(replaced(), RETRY_AFTER_REPLACED_MS);
    }
    this.deps.log.info('session.opened', {
      agent: agentId,
      session: hello.sessionNumber,
      boot: hello.bootId,
    });
    this.listener?.online(agentId, hello);
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
      heard: (runningTargets) => this.board.heard(agentId, clock.now(), runningTargets),
      message: (message) => this.listener?.message(agentId, message),
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
    const { id, enrolledAt } = agent;
    return (
      this.board.get(id) ?? absentSince(this.startedAt, { enrolledAt, software: this.lastSoftware(agent) })
    );
  }

  /** What the agent's record keeps of its last hello. */
  private lastSoftware({ site, id }: EnrolledAgent): SoftwareFacts | undefined {
    const principal = { type: 'system', name: 'agents' } as const;
    const fields = this.deps.inventory.peek({ site, kind: 'agent', id }, principal)?.fields ?? {};
    const { version, node, os, capabilities } = fields;
    if (typeof version !== 'string') return undefined;
    const known = Array.isArray(capabilities) ? capabilities.map(String) : [];
    return { version, node: String(node), os: String(os), capabilities: known };
  }

  private viewOf(agent: EnrolledAgent): AgentView {
    const presence = this.presenceOf(agent);
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
