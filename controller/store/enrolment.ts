/** Who was let in and how: join tokens (hashed), enrolled agents with their keys, and the certificates they were given. */
import type { Db } from './db.ts';
import { DutyStore } from './duties.ts';
import { MetaStore } from './meta.ts';

export const enrolmentSchema: string = `
CREATE TABLE join_tokens (
  hash TEXT PRIMARY KEY, site TEXT NOT NULL, created_at INTEGER NOT NULL, created_by TEXT NOT NULL,
  expires_at INTEGER NOT NULL, used_at INTEGER, used_by TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX join_tokens_expiry ON join_tokens (expires_at);

CREATE TABLE enrolled_agents (
  id TEXT PRIMARY KEY, site TEXT NOT NULL, name TEXT NOT NULL, identity_key BLOB NOT NULL, sealing_key BLOB NOT NULL,
  certificate_key TEXT NOT NULL, enrolled_at INTEGER NOT NULL, certificate_expires_at INTEGER NOT NULL,
  UNIQUE (site, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX enrolled_agents_name ON enrolled_agents (name);

CREATE TABLE certificates (
  serial TEXT PRIMARY KEY, agent TEXT NOT NULL, not_before INTEGER NOT NULL, not_after INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX certificates_agent ON certificates (agent, not_after);
CREATE INDEX certificates_end ON certificates (not_after);
`;

/** Tokens that were taken back, agents that were shut out, and which CA a token pins or a certificate is of. */
export const enrolmentDoorsSchema: string = `
ALTER TABLE join_tokens ADD COLUMN ca TEXT NOT NULL DEFAULT '';
ALTER TABLE join_tokens ADD COLUMN revoked_at INTEGER;
ALTER TABLE join_tokens ADD COLUMN revoked_by TEXT;
CREATE INDEX join_tokens_made ON join_tokens (created_at, hash);
ALTER TABLE enrolled_agents ADD COLUMN evictions INTEGER NOT NULL DEFAULT 0;
ALTER TABLE enrolled_agents ADD COLUMN banned_at INTEGER;
ALTER TABLE enrolled_agents ADD COLUMN banned_by TEXT;
ALTER TABLE enrolled_agents ADD COLUMN ban_reason TEXT;
ALTER TABLE certificates ADD COLUMN ca TEXT NOT NULL DEFAULT '';
ALTER TABLE certificates ADD COLUMN revoked_at INTEGER;
ALTER TABLE certificates ADD COLUMN revoked_why TEXT;
`;

/** Times are epoch milliseconds. */
export interface JoinTokenRow {
  readonly hash: string;
  readonly site: string;
  readonly createdAt: number;
  readonly createdBy: string;
  readonly expiresAt: number;
  readonly usedAt: number | null;
  /** Id of the agent that used it. */
  readonly usedBy: string | null;
  /** Pin of the CA in it, hex; empty: made before CAs could be replaced. */
  readonly ca: string;
  readonly revokedAt: number | null;
  readonly revokedBy: string | null;
}

export type NewJoinToken = Omit<JoinTokenRow, 'usedAt' | 'usedBy' | 'revokedAt' | 'revokedBy'>;

/** What an enrolment says of an agent. */
export interface AgentEntry {
  readonly id: string;
  readonly site: string;
  /** Unique within the site. */
  readonly name: string;
  readonly identityKey: Uint8Array;
  readonly sealingKey: Uint8Array;
  /** SHA-256 of the public key in its certificates, hex. */
  readonly certificateKey: string;
  readonly enrolledAt: number;
  /** End of the newest certificate; 0 before the first. */
  readonly certificateExpiresAt: number;
}

export interface EnrolledAgent extends AgentEntry {
  /** How often it was evicted or banned. */
  readonly evictions: number;
  readonly bannedAt: number | null;
  readonly bannedBy: string | null;
  readonly banReason: string | null;
}

export interface NewCertificate {
  readonly serial: string;
  readonly agent: string;
  readonly notBefore: number;
  readonly notAfter: number;
  /** Pin of the CA that issued it, hex; empty: issued before CAs could be replaced. */
  readonly ca: string;
}

export interface CertificateRow extends NewCertificate {
  readonly revokedAt: number | null;
  readonly revokedWhy: string | null;
}

const AGENT_COLUMNS = `id, site, name, identity_key AS identityKey, sealing_key AS sealingKey,
  certificate_key AS certificateKey, enrolled_at AS enrolledAt, certificate_expires_at AS certificateExpiresAt,
  evictions, banned_at AS bannedAt, banned_by AS bannedBy, ban_reason AS banReason`;
const TOKEN_COLUMNS = `hash, site, created_at AS createdAt, created_by AS createdBy, expires_at AS expiresAt,
  used_at AS usedAt, used_by AS usedBy, ca, revoked_at AS revokedAt, revoked_by AS revokedBy`;
const CERTIFICATE_COLUMNS = `serial, agent, not_before AS notBefore, not_after AS notAfter, ca,
  revoked_at AS revokedAt, revoked_why AS revokedWhy`;

const SESSION_NUMBER_KEY = 'session-number';

type Query =
  | 'token'
  | 'tokensLike'
  | 'tokens'
  | 'certificate'
  | 'purgeTokens'
  | 'agent'
  | 'named'
  | 'namedAt'
  | 'agents'
  | 'agentsOf'
  | 'certificates'
  | 'purgeCertificates';

/** Everything that looks for rows, so that a test can read the plan of each. */
export const enrolmentQueries: Readonly<Record<Query, string>> = {
  token: `SELECT ${TOKEN_COLUMNS} FROM join_tokens WHERE hash = ?`,
  tokensLike: `SELECT ${TOKEN_COLUMNS} FROM join_tokens WHERE hash >= ? AND hash < ? ORDER BY hash LIMIT 2`,
  tokens: `SELECT ${TOKEN_COLUMNS} FROM join_tokens WHERE (created_at, hash) < (?, ?)
    AND (? = '' OR site = ?) ORDER BY created_at DESC, hash DESC LIMIT ?`,
  certificate: `SELECT ${CERTIFICATE_COLUMNS} FROM certificates WHERE serial = ?`,
  purgeTokens: 'DELETE FROM join_tokens WHERE expires_at < ?',
  agent: `SELECT ${AGENT_COLUMNS} FROM enrolled_agents WHERE id = ?`,
  named: `SELECT ${AGENT_COLUMNS} FROM enrolled_agents WHERE name = ?`,
  namedAt: `SELECT ${AGENT_COLUMNS} FROM enrolled_agents WHERE site = ? AND name = ?`,
  agents: `SELECT ${AGENT_COLUMNS} FROM enrolled_agents WHERE (site, name) > (?, ?) ORDER BY site, name LIMIT ?`,
  agentsOf: `SELECT ${AGENT_COLUMNS} FROM enrolled_agents WHERE site = ? AND name > ? ORDER BY name LIMIT ?`,
  certificates: `SELECT ${CERTIFICATE_COLUMNS} FROM certificates
    WHERE agent = ? ORDER BY not_after, serial`,
  purgeCertificates: 'DELETE FROM certificates WHERE not_after < ?',
};

export interface TokenPage {
  /** Empty: of every site. */
  readonly site: string;
  /** The page begins behind this one, which is newer. */
  readonly createdAt: number;
  readonly hash: string;
  readonly limit: number;
}

export class EnrolmentStore {
  readonly duties: DutyStore;
  private readonly meta: MetaStore;
  private readonly db: Db;
  private readonly statements;

  constructor(db: Db) {
    this.db = db;
    this.duties = new DutyStore(db);
    this.meta = new MetaStore(db);
    this.statements = { ...tokenStatements(db), ...agentStatements(db), ...certificateStatements(db) };
  }

  /** All of it or nothing, durable when this returns. */
  atomically<T>(work: () => T): T {
    return this.db.transaction(work).immediate();
  }

  /** Up to here numbers of sessions may have been given out. */
  get sessionNumber(): number {
    return Number(this.meta.get(SESSION_NUMBER_KEY) ?? 0);
  }

  /** Durable when this returns. */
  setSessionNumber(number: number): void {
    this.meta.set(SESSION_NUMBER_KEY, String(number));
  }

  addToken(token: NewJoinToken): void {
    this.statements.addToken.run(token);
  }

  token(hash: string): JoinTokenRow | undefined {
    return this.statements.token.get(hash);
  }

  useToken(hash: string, use: { readonly at: number; readonly agent: string }): void {
    this.statements.useToken.run(use.at, use.agent, hash);
  }

  /** Forgets tokens that ended before `at`; until then "used" and "expired" have answers of their own. */
  purgeTokens(at: number): number {
    return this.statements.purgeTokens.run(at).changes;
  }

  /** The tokens whose hash begins so, two at most. */
  tokensLike(start: string): readonly JoinTokenRow[] {
    return this.statements.tokensLike.all(start, `${start}~`);
  }

  /** Newest first. */
  tokens(page: TokenPage): readonly JoinTokenRow[] {
    const { createdAt, hash, site, limit } = page;
    return this.statements.tokens.all(createdAt, hash, site, site, limit);
  }

  /** The first one counts. */
  revokeToken(hash: string, revoked: { readonly at: number; readonly by: string }): void {
    this.statements.revokeToken.run(revoked.at, revoked.by, hash);
  }

  /** How many that pin the CA can still be used. */
  openTokens(ca: string, at: number): number {
    return Number(this.statements.openTokens.get(ca, at));
  }

  agent(id: string): EnrolledAgent | undefined {
    return this.statements.agent.get(id);
  }

  /** All agents of that name, one per site. */
  named(name: string): readonly EnrolledAgent[] {
    return this.statements.named.all(name);
  }

  namedAt(site: string, name: string): EnrolledAgent | undefined {
    return this.statements.namedAt.get(site, name);
  }

  /** Ordered by site and name, beginning after the given one. */
  agents(page: {
    readonly site: string;
    readonly name: string;
    readonly limit: number;
  }): readonly EnrolledAgent[] {
    return this.statements.agents.all(page.site, page.name, page.limit);
  }

  agentsOf(page: {
    readonly site: string;
    readonly name: string;
    readonly limit: number;
  }): readonly EnrolledAgent[] {
    return this.statements.agentsOf.all(page.site, page.name, page.limit);
  }

  count(): number {
    return Number(this.statements.count.get());
  }

  /** New, or joining again: then its site and the day of its first enrolment stay. */
  saveAgent(agent: AgentEntry): void {
    this.statements.saveAgent.run(agent);
  }

  /** Its certificates are worth nothing from now on. */
  removeAgent(id: string): boolean {
    this.statements.removeCertificates.run(id);
    return this.statements.removeAgent.run(id).changes > 0;
  }

  rename(id: string, name: string): void {
    this.statements.rename.run(name, id);
  }

  addCertificate(certificate: NewCertificate): void {
    this.statements.addCertificate.run(certificate);
    this.statements.extend.run(certificate.notAfter, certificate.agent);
  }

  /** All certificates that it has are worth nothing from now on; `why` is for whoever shows one. */
  evict(eviction: { readonly agent: string; readonly at: number; readonly why: string }): void {
    this.statements.revoke.run(eviction);
    this.statements.countEviction.run(eviction.agent);
  }

  ban(ban: { readonly agent: string; readonly at: number; readonly by: string; readonly why: string }): void {
    this.statements.ban.run(ban);
  }

  unban(agent: string): void {
    this.statements.unban.run(agent);
  }

  /** Agents that have certificates, but none of that CA. */
  agentsWithout(ca: string, at: number): readonly { readonly id: string; readonly name: string }[] {
    return this.statements.without.all({ ca, at });
  }

  certificate(serial: string): CertificateRow | undefined {
    return this.statements.certificate.get(serial);
  }

  certificates(agent: string): readonly CertificateRow[] {
    return this.statements.certificates.all(agent);
  }

  purgeCertificates(at: number): number {
    return this.statements.purgeCertificates.run(at).changes;
  }
}

function tokenStatements(db: Db) {
  return {
    addToken: db.prepare(`INSERT INTO join_tokens (hash, site, created_at, created_by, expires_at, ca)
      VALUES (@hash, @site, @createdAt, @createdBy, @expiresAt, @ca)`),
    token: db.prepare<[string], JoinTokenRow>(enrolmentQueries.token),
    useToken: db.prepare(
      'UPDATE join_tokens SET used_at = ?, used_by = ? WHERE hash = ? AND used_at IS NULL',
    ),
    purgeTokens: db.prepare(enrolmentQueries.purgeTokens),
    tokensLike: db.prepare<[string, string], JoinTokenRow>(enrolmentQueries.tokensLike),
    tokens: db.prepare<(string | number)[], JoinTokenRow>(enrolmentQueries.tokens),
    revokeToken: db.prepare(
      'UPDATE join_tokens SET revoked_at = ?, revoked_by = ? WHERE hash = ? AND revoked_at IS NULL',
    ),
    openTokens: db
      .prepare(
        `SELECT count(*) FROM join_tokens
          WHERE ca = ? AND expires_at > ? AND used_at IS NULL AND revoked_at IS NULL`,
      )
      .pluck(),
  };
}

function agentStatements(db: Db) {
  return {
    agent: db.prepare<[string], EnrolledAgent>(enrolmentQueries.agent),
    named: db.prepare<[string], EnrolledAgent>(enrolmentQueries.named),
    namedAt: db.prepare<[string, string], EnrolledAgent>(enrolmentQueries.namedAt),
    agents: db.prepare<[string, string, number], EnrolledAgent>(enrolmentQueries.agents),
    agentsOf: db.prepare<[string, string, number], EnrolledAgent>(enrolmentQueries.agentsOf),
    saveAgent: db.prepare(`INSERT INTO enrolled_agents
      (id, site, name, identity_key, sealing_key, certificate_key, enrolled_at, certificate_expires_at)
      VALUES (@id, @site, @name, @identityKey, @sealingKey, @certificateKey, @enrolledAt, @certificateExpiresAt)
      ON CONFLICT (id) DO UPDATE SET name = excluded.name, sealing_key = excluded.sealing_key,
        certificate_key = excluded.certificate_key`),
    count: db.prepare('SELECT count(*) FROM enrolled_agents').pluck(),
    removeAgent: db.prepare('DELETE FROM enrolled_agents WHERE id = ?'),
    countEviction: db.prepare('UPDATE enrolled_agents SET evictions = evictions + 1 WHERE id = ?'),
    ban: db.prepare(
      'UPDATE enrolled_agents SET banned_at = @at, banned_by = @by, ban_reason = @why WHERE id = @agent',
    ),
    unban: db.prepare(
      'UPDATE enrolled_agents SET banned_at = NULL, banned_by = NULL, ban_reason = NULL WHERE id = ?',
    ),
    rename: db.prepare('UPDATE enrolled_agents SET name = ? WHERE id = ?'),
    extend: db.prepare('UPDATE enrolled_agents SET certificate_expires_at = ? WHERE id = ?'),
  };
}

function certificateStatements(db: Db) {
  return {
    addCertificate: db.prepare(`INSERT INTO certificates (serial, agent, not_before, not_after, ca)
      VALUES (@serial, @agent, @notBefore, @notAfter, @ca)`),
    certificate: db.prepare<[string], CertificateRow>(enrolmentQueries.certificate),
    revoke: db.prepare(
      'UPDATE certificates SET revoked_at = @at, revoked_why = @why WHERE agent = @agent AND revoked_at IS NULL',
    ),
    // Few have none of the new CA, and only while two overlap does anybody ask.
    without: db.prepare<[{ ca: string; at: number }], { id: string; name: string }>(
      `SELECT id, name FROM enrolled_agents AS a
        WHERE EXISTS (SELECT 1 FROM certificates WHERE agent = a.id AND not_after > @at AND revoked_at IS NULL)
        AND NOT EXISTS (SELECT 1 FROM certificates
          WHERE agent = a.id AND not_after > @at AND revoked_at IS NULL AND ca = @ca)
        ORDER BY site, name`,
    ),
    certificates: db.prepare<[string], CertificateRow>(enrolmentQueries.certificates),
    purgeCertificates: db.prepare(enrolmentQueries.purgeCertificates),
    removeCertificates: db.prepare('DELETE FROM certificates WHERE agent = ?'),
  };
}
