/** Agents as operators see them: what is enrolled, what is known of it now, and what its record says. */
import { WaysideError } from '../../shared/errors.ts';
import {
  type AgentDuty,
  type AgentSlots,
  type AgentView,
  formatPageToken,
  pageSize,
  parsePageToken,
} from '../../shared/model/index.ts';
import type { Clock } from '../../shared/runtime/index.ts';
import { fingerprintHex } from '../../shared/seal/index.ts';
import type { Inventory } from '../inventory/index.ts';
import type { DutyRow, EnrolledAgent, EnrolmentStore } from '../store/index.ts';
import { banWords } from './banned.ts';
import { type CloneWatch, cloneWords } from './clones.ts';
import { type Duties, dutyWords } from './duties.ts';
import { type DriverHealth, livenessOf } from './liveness.ts';
import { absentSince, type Presence, type PresenceBoard, type SoftwareFacts } from './presence.ts';
import { allAgents, type RosterEntry } from './roster.ts';

const SELF = { type: 'system', name: 'agents' } as const;

export interface AgentViewsDeps {
  readonly clock: Clock;
  readonly inventory: Inventory;
  readonly directory: EnrolmentStore;
  readonly board: PresenceBoard;
  readonly clones: CloneWatch;
  readonly duties: Duties;
  readonly drivers: DriverHealth;
  readonly heartbeatMs: number;
  readonly slotsOf: (agentId: string) => AgentSlots;
}

export class AgentViews {
  private readonly deps: AgentViewsDeps;
  private readonly startedAt: number;

  constructor(deps: AgentViewsDeps) {
    this.deps = deps;
    this.startedAt = deps.clock.now();
  }

  roster(): readonly RosterEntry[] {
    const { clock, directory, board, clones, duties } = this.deps;
    const nowMs = clock.now();
    return allAgents(directory).map((agent) => ({
      agent,
      presence: this.presenceOf(agent),
      refusal: board.refusal(agent.id),
      alarm: clones.alarm(agent.id, nowMs),
      duty: duties.of(agent.id),
    }));
  }

  /** Errors: NOT_FOUND, AMBIGUOUS_NAME. */
  get(idOrName: string): AgentView {
    const { directory } = this.deps;
    const agent = directory.agent(idOrName);
    const named = agent ? [agent] : directory.named(idOrName);
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

  private presenceOf(agent: EnrolledAgent): Presence {
    const { id, enrolledAt, bannedAt } = agent;
    const { board, duties } = this.deps;
    const presence =
      board.get(id) ??
      board.absent(id, absentSince(this.startedAt, { enrolledAt, software: this.lastSoftware(agent) }));
    if (bannedAt !== null)
      return { ...presence, state: 'banned', since: bannedAt, reason: banWords(agent), runningTargets: 0 };
    const duty = duties.of(id);
    return duty ? onDuty(presence, duty, duties.wordsOf(id)) : presence;
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
    const { clock, inventory, clones, duties, board, drivers } = this.deps;
    const presence = this.presenceOf(agent);
    const alarm = clones.alarm(agent.id, clock.now());
    const held = inventory.outboxPositions(agent.id).find((position) => position.site === agent.site);
    const duty = duties.of(agent.id);
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
      ...(duty && { duty: dutyOf(duty) }),
      liveness: livenessOf(board.get(agent.id) ?? presence, drivers.of(agent.id), {
        nowMs: clock.now(),
        heartbeatMs: this.deps.heartbeatMs,
      }),
      ...(presence.labels && { labels: presence.labels }),
      ...slotsShown(this.deps.slotsOf(agent.id)),
    };
  }
}

function slotsShown(slots: AgentSlots): { readonly slots?: AgentSlots } {
  return Object.keys(slots).length > 0 ? { slots } : {};
}

/** A drain is a state of its own; in a maintenance the agent is there or not as ever. */
function onDuty(presence: Presence, duty: DutyRow, words = dutyWords(duty)): Presence {
  const away = presence.state === 'online' ? '' : `; it is ${presence.state}: ${presence.reason}`;
  if (duty.kind === 'maintenance') return { ...presence, reason: `${words}${away}` };
  if (duty.drainedAt === null)
    return { ...presence, state: 'draining', since: duty.since, reason: `${words}${away}` };
  return { ...presence, state: 'drained', since: duty.drainedAt, reason: words };
}

function dutyOf({ kind, since, by, why, until }: DutyRow): AgentDuty {
  return { kind, since, by, why, until };
}
