/**
 * What admins do to an agent: give it another name, shut it out for a moment, for long, or for good. Whatever ends its
 * certificates is on disk before its session is told, so that it cannot come back in between.
 *
 *   evict   its session and certificates end; it joins again with its bound key
 *   ban     as evict, and its key is refused until unban
 *   remove  as evict, and it needs a new join token
 *
 * And what operators do: drain, maintain, resume (duties.ts).
 */
import { WaysideError } from '../../shared/errors.ts';
import {
  type AgentDutyKind,
  type AgentView,
  DELETED_FIELD,
  type Principal,
  principalName,
  type RecordRef,
} from '../../shared/model/index.ts';
import type { Clock, Log } from '../../shared/runtime/index.ts';
import type { Inventory, WriteOperation } from '../inventory/index.ts';
import { type BanFile, type EnrolledAgent, type EnrolmentStore, translated } from '../store/index.ts';
import { bannedError } from './banned.ts';
import { DRAIN_DEADLINE_DEFAULT_MS, DRAIN_DEADLINE_MAX_MS, MAINTENANCE_MAX_MS } from './duties.ts';
import { requireAgentName } from './enrolment-request.ts';
import type { AgentHub } from './hub.ts';

/** An evicted agent is back after this. */
const RETRY_AFTER_EVICTION_MS = 1000;
/** How long a banned or removed agent waits before it knocks again: the most that it can be asked for. */
export const RETRY_AFTER_BAN_MS = 300_000;
/** Shown at the agent, in one line. */
export const WHY_CHARS_MAX = 300;

export interface AgentLifeDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly store: EnrolmentStore;
  readonly inventory: Inventory;
  readonly hub: Pick<AgentHub, 'get' | 'dismiss' | 'forget' | 'takeOut' | 'putBack'>;
  /** Bans that outlive a restore; `undefined` in memory-only tests. */
  readonly bans?: Pick<BanFile, 'add' | 'remove'>;
}

/** Who does it, and the reason for whoever looks at the agent. */
export interface Deed {
  readonly principal: Principal;
  readonly why: string;
  /** All checks, and nothing done: the agent as it is. */
  readonly validateOnly?: boolean;
}

export class AgentLife {
  private readonly deps: AgentLifeDeps;

  constructor(deps: AgentLifeDeps) {
    this.deps = deps;
  }

  /** Absent fields stay; an empty description is taken away. Errors: INVALID_INPUT, ALREADY_EXISTS. */
  update(
    agentId: string,
    change: { readonly name?: string | undefined; readonly description?: string | undefined },
    { principal, validateOnly = false }: Pick<Deed, 'principal' | 'validateOnly'>,
  ): AgentView {
    const { store } = this.deps;
    const agent = this.require(agentId);
    const name = change.name ?? agent.name;
    requireAgentName(name, 'name');
    const namesake = store.namedAt(agent.site, name);
    if (namesake && namesake.id !== agentId) {
      throw new WaysideError('ALREADY_EXISTS', `site ${agent.site} already has an agent named ${name}`, {
        violations: [{ field: 'name', message: 'is taken' }],
      });
    }
    const fields = {
      ...(change.name !== undefined && { name }),
      ...(change.description !== undefined && { description: change.description || null }),
    };
    if (Object.keys(fields).length === 0) {
      throw new WaysideError('INVALID_INPUT', 'nothing to change: give a name or a description', {
        violations: [{ field: 'name', message: 'or description must be given' }],
      });
    }
    const deed = { principal, why: 'agent edit', validateOnly };
    this.write({ type: 'update', ref: refOf(agent), fields, ifEtag: '' }, deed);
    const { description } = change;
    if (validateOnly)
      return { ...this.deps.hub.get(agentId), name, ...(description !== undefined && { description }) };
    translated(() => store.rename(agentId, name));
    return this.deps.hub.get(agentId);
  }

  async evict(agentId: string, deed: Deed): Promise<AgentView> {
    const agent = this.require(agentId);
    if (agent.bannedAt !== null) throw bannedError(agent);
    const words = this.words('evicted', deed);
    if (deed.validateOnly) return this.deps.hub.get(agentId);
    this.shutOut(agentId, words);
    await this.dismiss(agent, words, RETRY_AFTER_EVICTION_MS);
    return this.deps.hub.get(agentId);
  }

  /** A ban of a banned agent gives it another reason. */
  async ban(agentId: string, deed: Deed): Promise<AgentView> {
    const { store, clock, hub, log, bans } = this.deps;
    const agent = this.require(agentId);
    const why = requireReason(deed.why);
    const by = principalName(deed.principal);
    const at = clock.now();
    if (deed.validateOnly) return hub.get(agentId);
    translated(() =>
      store.atomically(() => {
        store.ban({ agent: agentId, at, by, why });
        store.evict({ agent: agentId, at, why: this.words('banned', deed) });
        // Last: should the transaction not stand after all, the next start bans the agent from this file.
        bans?.add(agent, { at, by, why });
      }),
    );
    log.warn('agent.banned', { agent: agentId, by, why });
    await hub.dismiss(agentId, bannedError(this.require(agentId)), RETRY_AFTER_BAN_MS);
    return hub.get(agentId);
  }

  /** Its certificates stay revoked: it joins again with its bound key. Error: NOT_FOUND when it is not banned. */
  unban(agentId: string, { principal, validateOnly }: Pick<Deed, 'principal' | 'validateOnly'>): AgentView {
    const { store, hub, log, bans } = this.deps;
    const agent = this.require(agentId);
    if (agent.bannedAt === null)
      throw new WaysideError('NOT_FOUND', `agent ${agent.name} is not banned`, {
        hint: 'wayside agent ls shows who is',
      });
    if (validateOnly) return hub.get(agentId);
    translated(() =>
      store.atomically(() => {
        store.unban(agentId);
        bans?.remove(agentId);
      }),
    );
    log.info('agent.unbanned', { agent: agentId, by: principalName(principal) });
    return hub.get(agentId);
  }

  /** Forgets it, its record too; what it has read stays. Error: IN_USE when it is banned. */
  async remove(agentId: string, deed: Deed): Promise<void> {
    const { store, hub, inventory } = this.deps;
    const agent = this.require(agentId);
    if (agent.bannedAt !== null) {
      throw new WaysideError('IN_USE', `agent ${agent.name} is banned, and a ban must remember its key`, {
        hint: `To let its key join anew: wayside agent unban ${agent.name}`,
      });
    }
    const words = this.words('removed', deed);
    if (deed.validateOnly) return;
    const ref = refOf(agent);
    if (inventory.peek(ref, SELF)) inventory.writeOwn(ref, { core: { [DELETED_FIELD]: true } }, words);
    translated(() => store.atomically(() => store.removeAgent(agentId)));
    await this.dismiss(agent, `${words}; it needs a new join token`, RETRY_AFTER_BAN_MS);
    hub.forget(agentId);
  }

  /** No new work; its session ends when it is idle, or after the deadline (0: the default one). */
  drain(agentId: string, deadlineMs: number, deed: Deed): AgentView {
    const ms = requireSpan(
      deadlineMs || DRAIN_DEADLINE_DEFAULT_MS,
      'deadline_seconds',
      DRAIN_DEADLINE_MAX_MS,
    );
    return this.takeOut(agentId, { kind: 'drain', ms }, deed);
  }

  /** No new work and no alerts for so long. */
  maintain(agentId: string, durationMs: number, deed: Deed): AgentView {
    const ms = requireSpan(durationMs, 'duration_seconds', MAINTENANCE_MAX_MS);
    return this.takeOut(agentId, { kind: 'maintenance', ms }, deed);
  }

  /** Error: NOT_FOUND when it is not out of work. */
  resume(agentId: string, { validateOnly }: Pick<Deed, 'validateOnly'> = {}): AgentView {
    const { name } = this.require(agentId);
    const { hub } = this.deps;
    if (validateOnly ? !hub.get(agentId).duty : !hub.putBack(agentId)) {
      throw new WaysideError('NOT_FOUND', `agent ${name} is neither drained nor in maintenance`, {
        hint: 'wayside agent ls shows who is',
      });
    }
    return hub.get(agentId);
  }

  private takeOut(
    agentId: string,
    { kind, ms }: { readonly kind: AgentDutyKind; readonly ms: number },
    { principal, why, validateOnly }: Deed,
  ): AgentView {
    const { hub, clock } = this.deps;
    const agent = this.require(agentId);
    if (agent.bannedAt !== null) throw bannedError(agent);
    const since = clock.now();
    const by = principalName(principal);
    const duty = { kind, since, by, why: checkedReason(why), until: since + ms };
    if (validateOnly) return { ...hub.get(agentId), duty };
    hub.takeOut(agentId, duty);
    return hub.get(agentId);
  }

  private require(agentId: string): EnrolledAgent {
    const agent = translated(() => this.deps.store.agent(agentId));
    if (agent) return agent;
    throw new WaysideError('NOT_FOUND', `there is no agent "${agentId}"`);
  }

  private shutOut(agent: string, why: string): void {
    const { store, clock } = this.deps;
    translated(() => store.atomically(() => store.evict({ agent, at: clock.now(), why })));
  }

  /** With this code the agent joins again with its bound key. */
  private async dismiss(agent: EnrolledAgent, words: string, retryAfterMs: number): Promise<void> {
    this.deps.log.warn('agent.shut-out', { agent: agent.id, name: agent.name, why: words });
    await this.deps.hub.dismiss(agent.id, new WaysideError('UNAUTHENTICATED', words), retryAfterMs);
  }

  private words(done: string, { principal, why }: Deed): string {
    const reason = checkedReason(why);
    return `${done} by ${principalName(principal)}${reason === '' ? '' : `: ${reason}`}`;
  }

  private write(operation: WriteOperation, { principal, why, validateOnly = false }: Deed): void {
    const operations = [operation];
    this.deps.inventory.write({ operations, why, requestId: '', validateOnly }, principal);
  }
}

const SELF = { type: 'system', name: 'agents' } as const;

function refOf({ site, id }: EnrolledAgent): RecordRef {
  return { site, kind: 'agent', id };
}

function requireReason(why: string): string {
  const reason = checkedReason(why);
  if (reason !== '') return reason;
  throw new WaysideError('INVALID_INPUT', 'why must be given: it is what whoever looks at the agent reads', {
    violations: [{ field: 'why', message: 'must not be empty' }],
  });
}

function checkedReason(why: string): string {
  const reason = why.trim();
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a reason goes into logs, where a line is one event.
  if (reason.length <= WHY_CHARS_MAX && !/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(reason))
    return reason;
  const message = `must be one line of at most ${WHY_CHARS_MAX} characters`;
  throw new WaysideError('INVALID_INPUT', `why ${message}`, { violations: [{ field: 'why', message }] });
}

function requireSpan(ms: number, field: string, maxMs: number): number {
  if (ms > 0 && ms <= maxMs) return ms;
  const message = `must be from 1 to ${maxMs / 1000}`;
  throw new WaysideError('INVALID_INPUT', `${field} ${message}`, { violations: [{ field, message }] });
}
