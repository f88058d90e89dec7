/** Who was let in and how: join tokens (hashed), enrolled agents with their keys, and the certificates they were given. */
import type { Db } from './db.ts';

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
}

export type NewJoinToken = Omit<JoinTokenRow, 'usedAt' | 'usedBy'>;

export interface EnrolledAgent {
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

export interface CertificateRow {
  readonly serial: string;
  readonly agent: string;
  readonly notBefore: number;
  readonly notAfter: number;
}

const AGENT_COLUMNS = `id, site, name, identity_key AS identityKey, sealing_key AS sealingKey,
  certificate_key AS certificateKey, enrolled_at AS enrolledAt, certificate_expires_at AS certificateExpiresAt`;

type Query =
  | 'token'
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
  token: `SELECT hash, site, created_at AS createdAt, created_by AS createdBy, expires_at AS expiresAt,
    used_at AS usedAt, used_by AS usedBy FROM join_tokens WHERE hash = ?`,
  purgeTokens: 'DELETE FROM join_tokens WHERE expires_at < ?',
  agent: `SELECT ${AGENT_COLUMNS} FROM enrolled_agents WHERE id = ?`,
  named: `SELECT ${AGENT_COLUMNS} FROM enrolled_agents WHERE name = ?`,
  namedAt: `SELECT ${AGENT_COLUMNS} FROM enrolled_agents WHERE site = ? AND name = ?`,
  agents: `SELECT ${AGENT_COLUMNS} FROM enrolled_agents WHERE (site, name) > (?, ?) ORDER BY site, name LIMIT ?`,
  agentsOf: `SELECT ${AGENT_COLUMNS} FROM enrolled_agents WHERE site = ? AND name > ? ORDER BY name LIMIT ?`,
  certificates: `SELECT serial, agent, not_before AS notBefore, not_after AS notAfter FROM certificates
    WHERE agent = ? ORDER BY not_after, serial`,
  purgeCertificates: 'DELETE FROM certificates WHERE not_after < ?',
};

export class EnrolmentStore {
  private readonly db: Db;
  private readonly statements;

  constructor(db: Db) {
    this.db = db;
    this.statements = {
      addToken: db.prepare(`INSERT INTO join_tokens (hash, site, created_at, created_by, expires_at)
        VALUES (@hash, @site, @createdAt, @createdBy, @expiresAt)`),
      token: db.prepare<[string], JoinTokenRow>(enrolmentQueries.token),
      useToken: db.prepare(
        'UPDATE join_tokens SET used_at = ?, used_by = ? WHERE hash = ? AND used_at IS NULL',
      ),
      purgeTokens: db.prepare(enrolmentQueries.purgeTokens),
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
      addCertificate: db.prepare(`INSERT INTO certificates (serial, agent, not_before, not_after)
        VALUES (@serial, @agent, @notBefore, @notAfter)`),
      extend: db.prepare('UPDATE enrolled_agents SET certificate_expires_at = ? WHERE id = ?'),
      certificates: db.prepare<[string], CertificateRow>(enrolmentQueries.certificates),
      purgeCertificates: db.prepare(enrolmentQueries.purgeCertificates),
      removeCertificates: db.prepare('DELETE FROM certificates WHERE agent = ?'),
    };
  }

  /** All of it or nothing, durable when this returns. */
  atomically<T>(work: () => T): T {
    return this.db.transaction(work).immediate();
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
  saveAgent(agent: EnrolledAgent): void {
    this.statements.saveAgent.run(agent);
  }

  /** Its certificates are worth nothing from now on. */
  removeAgent(id: string): boolean {
    this.statements.removeCertificates.run(id);
    return this.statements.removeAgent.run(id).changes > 0;
  }

  addCertificate(certificate: CertificateRow): void {
    this.statements.addCertificate.run(certificate);
    this.statements.extend.run(certificate.notAfter, certificate.agent);
  }

  certificates(agent: string): readonly CertificateRow[] {
    return this.statements.certificates.all(agent);
  }

  purgeCertificates(at: number): number {
    return this.statements.purgeCertificates.run(at).changes;
  }
}
