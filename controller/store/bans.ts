/**
 * Bans outside of the store and its backups: a store that goes back to a time before a ban must not let the agent in
 * again. The store stays what is asked; this file is written before a ban is answered, and at each start what it holds
 * and the store does not is put into the store.
 */
import { existsSync, readFileSync } from 'node:fs';
import { WaysideError } from '../../shared/errors.ts';
import { fromHex, toHex, writeSecretFile } from '../../shared/seal/index.ts';
import type { AgentEntry, EnrolledAgent, EnrolmentStore } from './enrolment.ts';
import { translated } from './translate.ts';

export const BANS_NAME = 'bans.json';
const FORMAT = 'wayside/bans/1';
const KEY_BYTES = 32;
/** Agents of a site that are read at once. */
const PAGE = 1000;

interface StoredBan extends Omit<AgentEntry, 'identityKey' | 'sealingKey'> {
  /** Hex. */
  readonly identityKey: string;
  readonly sealingKey: string;
  readonly at: number;
  readonly by: string;
  readonly why: string;
}

export interface Ban {
  readonly at: number;
  readonly by: string;
  readonly why: string;
}

export class BanFile {
  private readonly file: string;
  private bans: ReadonlyMap<string, StoredBan>;

  /** Error: STORE_CORRUPT. */
  constructor(file: string) {
    this.file = file;
    this.bans = readBans(file);
  }

  get ids(): readonly string[] {
    return [...this.bans.keys()];
  }

  /** On disk when it returns. Error: DISK_FULL. */
  add(agent: AgentEntry, ban: Ban): void {
    this.write(new Map(this.bans).set(agent.id, storedOf(agent, ban)));
  }

  remove(agentId: string): void {
    if (!this.bans.has(agentId)) return;
    const left = new Map(this.bans);
    left.delete(agentId);
    this.write(left);
  }

  /**
   * At start, before anybody is let in: both hold the same bans after it. Gives the agents that the store had let go of.
   * Writes nothing when they agree.
   */
  settle(store: EnrolmentStore, nowMs: number): readonly EnrolledAgent[] {
    const unknown = bannedIn(store).filter(({ id }) => !this.bans.has(id));
    if (unknown.length > 0)
      this.write(
        new Map([
          ...this.bans,
          ...unknown.map((agent) => [agent.id, storedOf(agent, banOf(agent))] as const),
        ]),
      );
    return [...this.bans.values()].flatMap((ban) => {
      if (translated(() => store.agent(ban.id))?.bannedAt) return [];
      translated(() => store.atomically(() => banAgain(store, ban, nowMs)));
      const agent = translated(() => store.agent(ban.id));
      return agent ? [agent] : [];
    });
  }

  private write(bans: ReadonlyMap<string, StoredBan>): void {
    writeSecretFile(
      this.file,
      `${JSON.stringify({ format: FORMAT, bans: [...bans.values()] }, undefined, 1)}\n`,
    );
    this.bans = bans;
  }
}

/** An agent that the store does not know any more is known again, so that it can be seen, and unbanned. */
function banAgain(store: EnrolmentStore, { at, by, why, ...ban }: StoredBan, nowMs: number): void {
  if (!store.agent(ban.id)) {
    const isTaken = store.namedAt(ban.site, ban.name) !== undefined;
    const name = isTaken ? `${ban.name}-${ban.id.slice(0, 8)}` : ban.name;
    store.saveAgent({ ...ban, name, identityKey: bytes(ban.identityKey), sealingKey: bytes(ban.sealingKey) });
  }
  store.ban({ agent: ban.id, at, by, why });
  store.evict({ agent: ban.id, at: nowMs, why: `banned by ${by}: ${why}` });
}

function bannedIn(store: EnrolmentStore): readonly EnrolledAgent[] {
  const banned: EnrolledAgent[] = [];
  let after = { site: '', name: '' };
  for (;;) {
    const page = translated(() => store.agents({ ...after, limit: PAGE }));
    banned.push(...page.filter(({ bannedAt }) => bannedAt !== null));
    const last = page.at(-1);
    if (!last || page.length < PAGE) return banned;
    after = { site: last.site, name: last.name };
  }
}

function storedOf(agent: AgentEntry, ban: Ban): StoredBan {
  const { id, site, name, certificateKey, enrolledAt, certificateExpiresAt } = agent;
  const keys = { identityKey: toHex(agent.identityKey), sealingKey: toHex(agent.sealingKey) };
  return { id, site, name, certificateKey, enrolledAt, certificateExpiresAt, ...keys, ...ban };
}

function banOf({ bannedAt, bannedBy, banReason }: EnrolledAgent): Ban {
  return { at: bannedAt ?? 0, by: bannedBy ?? '', why: banReason ?? '' };
}

function bytes(hex: string): Uint8Array {
  return fromHex(hex, KEY_BYTES) ?? new Uint8Array();
}

function readBans(file: string): ReadonlyMap<string, StoredBan> {
  if (!existsSync(file)) return new Map();
  try {
    const { format, bans } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
    if (format === FORMAT && Array.isArray(bans) && bans.every(isBan))
      return new Map(bans.map((ban) => [ban.id, ban]));
  } catch {
    // Said below in our words, as for every other form that is not ours.
  }
  throw new WaysideError('STORE_CORRUPT', `${file} cannot be read: it was damaged or changed`, {
    hint: `It keeps banned agents out even after a restore. The store holds the bans too: unless it was restored since, mv ${file} ${file}.bad and start writes it anew. Then compare with wayside agent ls.`,
  });
}

function isBan(value: unknown): value is StoredBan {
  const ban = (value ?? {}) as Partial<StoredBan>;
  const texts = [ban.id, ban.site, ban.name, ban.certificateKey, ban.by, ban.why];
  const numbers = [ban.enrolledAt, ban.certificateExpiresAt, ban.at];
  return (
    texts.every((text) => typeof text === 'string') &&
    numbers.every((number) => Number.isSafeInteger(number)) &&
    [ban.identityKey, ban.sealingKey].every((key) => fromHex(String(key), KEY_BYTES) !== undefined)
  );
}
