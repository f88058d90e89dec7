/**
 * Credentials that are typed here and used there: sealed bytes are parked on disk, taken to their agent as soon as it is
 * online, and forgotten when it has answered. What agents tell of those that they hold is kept beside, for lists. The
 * controller can read none of it, and need not be trusted with more than taking it there.
 */
import { WaysideError } from '../../shared/errors.ts';
import {
  CREDENTIAL_TARGETS_TOLD_MAX,
  type CredentialView,
  type HeldCredential,
} from '../../shared/model/index.ts';
import { type Clock, type Log, newId, type Random } from '../../shared/runtime/index.ts';
import {
  CREDENTIAL_VERSION_MAX,
  CREDENTIAL_VERSION_STEP_MAX,
  CREDENTIALS_MAX,
  isCredentialName,
  isSealKeyOf,
  ORDER_LIFETIME_MS,
} from '../../shared/seal/index.ts';
import type {
  AgentMessage,
  CredentialEnded,
  CredentialLabel,
  Hello,
  SealTarget,
} from '../../shared/wire/index.ts';
import {
  type CredentialRow,
  type CredentialStore,
  type EnrolledAgent,
  type EnrolmentStore,
  type HeldRow,
  type SealKeyRow,
  translated,
} from '../store/index.ts';
import { bannedError } from './banned.ts';
import { Behind } from './behind.ts';
import {
  checkOrder,
  invalid,
  isSame,
  labelOf,
  NAME_VIOLATION,
  type SealedOrder,
} from './credential-order.ts';
import { credentialViewOf } from './credential-view.ts';
import type { AgentHub, AgentListener } from './hub.ts';

/** Orders that wait for one agent. */
export const PARKED_MAX = 100;
/** How long whoever gave an order waits for the agent's answer. */
export const ANSWER_WAIT_MS = 10_000;
/** Of what an agent says of a refusal. */
const REASON_CHARS_MAX = 500;
const TARGET_CHARS_MAX = 300;

export interface CredentialDeskDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly store: CredentialStore;
  readonly directory: EnrolmentStore;
  readonly hub: Pick<AgentHub, 'listen' | 'send' | 'isOnline'>;
  /** Told of each answer of an agent, for the audit trail; and of what its seal said, where that is not what was ordered. */
  readonly onAnswered?: (credential: CredentialView, other: CredentialLabel | undefined) => void;
}

export interface CredentialQuestion {
  /** Empty: of every site. */
  readonly site: string;
  /** Id; empty: of every agent. */
  readonly agent: string;
  /** The page begins behind this one: site, name of the agent, name. */
  readonly after: readonly [string, string, string];
  readonly limit: number;
  readonly isShown: (site: string) => boolean;
}

interface Waiting {
  readonly agentId: string;
  readonly end: () => void;
}

export class CredentialDesk implements AgentListener {
  private readonly deps: CredentialDeskDeps;
  /** Order -> who waits for its end. */
  private readonly waiting = new Map<string, Waiting>();
  private readonly sealKeys: Behind<SealKeyRow>;

  constructor(deps: CredentialDeskDeps) {
    this.deps = deps;
    const { clock, log, store, directory } = deps;
    const isHere = ({ agent }: SealKeyRow): boolean => directory.agent(agent) !== undefined;
    this.sealKeys = new Behind({
      ...{ clock, log, what: 'seal keys' },
      write: (rows) => translated(() => store.setSealKeys(rows.filter(isHere))),
    });
    deps.hub.listen(this);
  }

  /** The keys that hellos told are on disk afterwards, as far as it takes them. */
  stop(): void {
    this.sealKeys.stop();
  }

  /** Where to seal to. Errors: UNAVAILABLE when the agent has not told its key yet; INVALID_INPUT when no version is left. */
  sealTarget(agentId: string, name: string): SealTarget {
    const { store } = this.deps;
    const agent = this.require(agentId);
    if (!isCredentialName(name)) throw invalid([NAME_VIOLATION]);
    const sealKey = this.sealKeys.get(agentId) ?? translated(() => store.sealKey(agentId));
    if (!sealKey) {
      throw new WaysideError('UNAVAILABLE', `agent ${agent.name} has not told the key to seal to`, {
        hint: 'It does when it connects: start it, or upgrade it.',
      });
    }
    const nextVersion = this.seenVersion(agentId, name) + 1;
    if (nextVersion > CREDENTIAL_VERSION_MAX) {
      const message = `no version is left for it at agent ${agent.name}`;
      throw new WaysideError('INVALID_INPUT', message, {
        hint: `Take another name; or set it on the host of the agent: wayside-agent credential set ${name} --username … --targets …`,
        violations: [{ field: 'name', message }],
      });
    }
    const { identityKey, site } = agent;
    return { agentId, agent: agent.name, site, identityKey, sealKey, nextVersion };
  }

  /**
   * The last version that the agent may have seen. What it said itself counts; of an order that it has not taken only a
   * version that it would take, so that one far out of range does not close the name.
   */
  private seenVersion(agentId: string, name: string): number {
    const { store } = this.deps;
    const order = translated(() => store.order(agentId, name));
    const held = translated(() => store.held(agentId)).find((one) => one.name === name);
    const isTaken = order?.state === 'stored' || order?.state === 'removed';
    const seen = Math.max(isTaken ? order.version : 0, order?.seenVersion ?? 0, held?.version ?? 0);
    const ordered = order?.version ?? 0;
    return ordered < seen + CREDENTIAL_VERSION_STEP_MAX ? Math.max(seen, ordered) : seen;
  }

  /**
   * Parks it, takes it to the agent when that is online, and waits a moment for the answer: the state of the result says
   * what is known then. Errors: INVALID_INPUT, AGENT_BANNED, QUEUE_FULL, DISK_FULL; and the agent's own.
   */
  async order(order: SealedOrder): Promise<CredentialView> {
    const { store, clock, random, log, hub } = this.deps;
    const { agentId, name, version, targets, sealed, by } = order;
    const agent = this.check(order);
    const now = clock.now();
    const id = newId(clock, random);
    const superseded = translated(() => store.order(agentId, name))?.id;
    translated(() =>
      store.park({
        ...{ id, agent: agentId, name, version, seenVersion: 0, setBy: by, setAt: now, sealed },
        state: targets ? 'parked' : 'removing',
        targets: JSON.stringify((targets ?? []).slice(0, CREDENTIAL_TARGETS_TOLD_MAX)),
        ...{
          targetCount: targets?.length ?? 0,
          expiresAt: now + ORDER_LIFETIME_MS,
          answeredAt: null,
          error: null,
        },
      }),
    );
    if (superseded !== undefined) this.wake(superseded);
    log.info('credential.parked', { agent: agentId, name, version, by });
    if (hub.isOnline(agentId)) {
      const answered = this.answer(id, agentId);
      void this.deliver(agentId, id);
      await answered;
    }
    const view = this.view(agentId, name);
    if (view.state !== 'refused' || !view.error) return view;
    const { code, message, hint } = view.error;
    const details = { agent: agent.name, credential: name };
    throw new WaysideError(code, `agent ${agent.name} refuses it: ${message}`, {
      ...(hint && { hint }),
      details,
    });
  }

  /** All that `order` checks before it parks anything. */
  check(order: SealedOrder): EnrolledAgent {
    const { agentId, name } = order;
    const agent = this.require(agentId);
    if (agent.bannedAt !== null) throw bannedError(agent);
    checkOrder(order, this.seenVersion(agentId, name) + CREDENTIAL_VERSION_STEP_MAX);
    if (translated(() => this.deps.store.countParked(agentId, name)) < PARKED_MAX) return agent;
    throw new WaysideError('QUEUE_FULL', `${PARKED_MAX} credentials wait for agent ${agent.name} already`, {
      hint: `wayside agent get ${agent.name} says why it is away; it gets them when it is back.`,
    });
  }

  /** By site, agent and name; only of sites that are shown. */
  list({ site, agent, after, limit, isShown }: CredentialQuestion): readonly CredentialRow[] {
    const { store, directory } = this.deps;
    const [afterSite, afterAgent, afterName] = after;
    const first = afterSite === '' ? undefined : directory.namedAt(afterSite, afterAgent);
    const found: CredentialRow[] = [];
    const add = ({ id, site: home }: EnrolledAgent, afterHere: string): void => {
      if (!isShown(home) || (agent !== '' && agent !== id)) return;
      found.push(...store.list({ agent: id, after: afterHere, limit: limit - found.length }));
    };
    translated(() => {
      if (first) add(first, afterName);
      for (const one of agentsAfter(directory, { site, after: [afterSite, afterAgent] })) {
        if (found.length >= limit) return;
        add(one, '');
      }
    });
    return found;
  }

  /** Orders that waited for too long. */
  expire(): void {
    const count = translated(() => this.deps.store.expire(this.deps.clock.now()));
    if (count > 0) this.deps.log.warn('credentials.expired', { count });
  }

  online(agentId: string, hello: Hello): void {
    this.guarded(agentId, () => {
      this.keepSealKey(agentId, hello);
      this.expire();
      void this.deliverAll(
        agentId,
        translated(() => this.deps.store.parked(agentId)),
      );
    });
  }

  offline(agentId: string): void {
    for (const waiting of [...this.waiting.values()]) if (waiting.agentId === agentId) waiting.end();
  }

  message(agentId: string, message: AgentMessage): void {
    this.guarded(agentId, () => {
      if (message.type === 'credentialsHeld') this.keepHeld(agentId, message.credentials);
      else if (message.type === 'credentialEnded') this.ended(agentId, message);
    });
  }

  /** A full disk must not cost the agent its session: what is not written now is told again at its next hello. */
  private guarded(agentId: string, work: () => void): void {
    try {
      work();
    } catch (error) {
      this.deps.log.error('credential.not-kept', { agent: agentId, error });
    }
  }

  private ended(agentId: string, { orderId, error, seenVersion, said }: CredentialEnded): void {
    const { store, clock, log } = this.deps;
    const order = translated(() => store.parkedOrder(agentId, orderId));
    if (!order) return log.debug('credential.answer-late', { agent: agentId, order: orderId });
    const done = order.state === 'removing' ? 'removed' : 'stored';
    const failure = error && {
      code: error.code,
      message: error.message.slice(0, REASON_CHARS_MAX),
      hint: error.hint?.slice(0, REASON_CHARS_MAX),
    };
    translated(() =>
      store.end({
        ...{ id: orderId, agent: agentId, state: failure ? 'refused' : done, answeredAt: clock.now() },
        seenVersion: Math.min(Math.max(seenVersion, 0), CREDENTIAL_VERSION_MAX),
        error: failure ? JSON.stringify(failure) : null,
      }),
    );
    const { name, version } = order;
    log.info('credential.answered', { agent: agentId, name, version, code: failure?.code ?? 'OK' });
    const ordered = labelOf(order);
    const other = said && !isSame(said, ordered) ? said : undefined;
    if (other) log.error('credential.mixed-up', { agent: agentId, ordered, sealed: other });
    this.wake(orderId);
    this.deps.onAnswered?.(this.view(agentId, name), other);
  }

  private view(agentId: string, name: string): CredentialView {
    const row = translated(() => this.deps.store.row(agentId, name));
    if (row) return credentialViewOf(row, 0);
    throw new WaysideError('NOT_FOUND', `there is no agent "${agentId}"`);
  }

  private require(agentId: string): EnrolledAgent {
    const agent = translated(() => this.deps.directory.agent(agentId));
    if (agent) return agent;
    throw new WaysideError('NOT_FOUND', `there is no agent "${agentId}"`);
  }

  /** One after the other: together they may be more than a link takes. */
  private async deliverAll(agentId: string, ids: readonly string[]): Promise<void> {
    for (const id of ids) await this.deliver(agentId, id);
  }

  /** What is not sent now is sent at the agent's next hello. */
  private async deliver(agentId: string, orderId: string): Promise<void> {
    const { store, hub, log } = this.deps;
    try {
      const order = translated(() => store.parkedOrder(agentId, orderId));
      if (!order) return;
      const { sealed } = order;
      await hub.send(agentId, { type: 'credentialOrdered', orderId, sealed, told: labelOf(order) });
    } catch (error) {
      log.debug('message.not-sent', { agent: agentId, error });
      this.wake(orderId);
    }
  }

  /** Resolves when the agent has answered, has gone, or lets wait for too long. */
  private answer(orderId: string, agentId: string): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => {
        timer.cancel();
        this.waiting.delete(orderId);
        resolve();
      };
      const timer = this.deps.clock.after(ANSWER_WAIT_MS, end);
      this.waiting.set(orderId, { agentId, end });
    });
  }

  private wake(orderId: string): void {
    this.waiting.get(orderId)?.end();
  }

  /** One that is not signed by the agent's identity would be refused by whoever seals. */
  private keepSealKey(agentId: string, { sealKey }: Hello): void {
    const { store, directory, log } = this.deps;
    const identityKey = translated(() => directory.agent(agentId))?.identityKey;
    if (!sealKey || !identityKey) return;
    if (!isSealKeyOf(identityKey, { agentId, ...sealKey })) {
      log.error('seal-key.refused', { agent: agentId });
      return;
    }
    const { number, key, signature } = sealKey;
    const known = this.sealKeys.get(agentId) ?? translated(() => store.sealKey(agentId));
    if (known?.number === number && Buffer.from(known.key).equals(key)) return;
    this.sealKeys.add(agentId, { agent: agentId, number, key, signature });
  }

  private keepHeld(agentId: string, held: readonly HeldCredential[]): void {
    const { store } = this.deps;
    const rows = new Map(held.slice(0, CREDENTIALS_MAX).flatMap((one) => heldRow(one)));
    const sorted = [...rows.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
    // Told at each hello, and nearly always what it was.
    if (JSON.stringify(sorted) === JSON.stringify(translated(() => store.held(agentId)))) return;
    translated(() => store.replaceHeld(agentId, sorted));
  }
}

const AGENTS_AT_ONCE = 100;

/** By site and name, beginning behind the given one. */
function* agentsAfter(
  directory: EnrolmentStore,
  { site, after }: { readonly site: string; readonly after: readonly [string, string] },
): Generator<EnrolledAgent> {
  let [atSite, name] = after;
  for (;;) {
    const page = { name, limit: AGENTS_AT_ONCE };
    const agents =
      site === '' ? directory.agents({ site: atSite, ...page }) : directory.agentsOf({ site, ...page });
    yield* agents;
    const last = agents.at(-1);
    if (!last || agents.length < AGENTS_AT_ONCE) return;
    [atSite, name] = [last.site, last.name];
  }
}

/** It comes from an agent, so it may be anything. */
function heldRow({ name, version, targets, targetCount, isCentral }: HeldCredential): [string, HeldRow][] {
  if (!isCredentialName(name) || version < 1 || version > CREDENTIAL_VERSION_MAX) return [];
  const told = targets
    .slice(0, CREDENTIAL_TARGETS_TOLD_MAX)
    .map((target) => target.slice(0, TARGET_CHARS_MAX));
  const count = Math.min(Math.max(targetCount, told.length), CREDENTIAL_VERSION_MAX);
  const row = {
    name,
    version,
    targets: JSON.stringify(told),
    targetCount: count,
    central: isCentral ? 1 : 0,
  };
  return [[name, row]];
}
