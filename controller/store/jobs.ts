/** Jobs, their results by target and attempt, and answers kept for repeated requests. */
import type { Db } from './db.ts';

/**
 * `rank`: lower ones are offered first. `shares`: the job whose work serves this one too. `plan`: its timers and how it
 * is tried again. `job_lines`: what agents said of an attempt, the last ones. `job_steps`: what jobs that write change, and how
 * far each step came.
 */
export const jobWorkSchema: string = `
ALTER TABLE jobs ADD COLUMN rank INTEGER NOT NULL DEFAULT 0;
ALTER TABLE jobs ADD COLUMN ready_at INTEGER;
ALTER TABLE jobs ADD COLUMN shares TEXT;
ALTER TABLE jobs ADD COLUMN plan TEXT NOT NULL DEFAULT '{}';
CREATE INDEX jobs_shares ON jobs (shares) WHERE shares IS NOT NULL;
CREATE TABLE job_lines (
  job TEXT NOT NULL, attempt INTEGER NOT NULL, no INTEGER NOT NULL, at INTEGER NOT NULL, target TEXT NOT NULL, line TEXT NOT NULL,
  PRIMARY KEY (job, attempt, no)
) STRICT, WITHOUT ROWID;
CREATE TABLE job_steps (
  job TEXT NOT NULL, no INTEGER NOT NULL, id TEXT NOT NULL, source TEXT NOT NULL, action TEXT NOT NULL, state TEXT NOT NULL,
  at INTEGER, result TEXT NOT NULL,
  PRIMARY KEY (job, no)
) STRICT, WITHOUT ROWID;
`;

/** What shows an agent that the steps of a job are those of an approved plan. */
export const jobEvidenceSchema: string = `
CREATE TABLE job_evidence (job TEXT PRIMARY KEY, evidence TEXT NOT NULL) STRICT, WITHOUT ROWID;
`;

export interface JobRow {
  readonly no: number;
  readonly id: string;
  readonly kind: string;
  readonly state: string;
  readonly site: string;
  readonly agent: string | null;
  readonly attempt: number;
  readonly created_at: number;
  readonly started_at: number | null;
  readonly ended_at: number | null;
  readonly deadline_at: number;
  readonly created_by: string;
  readonly parent: string | null;
  readonly input: string;
  readonly targets: string;
  readonly progress: string;
  readonly error: string | null;
  readonly rank: number;
  readonly ready_at: number | null;
  readonly shares: string | null;
  readonly plan: string;
}

export interface JobLineRow {
  readonly attempt: number;
  readonly no: number;
  readonly at: number;
  readonly target: string;
  readonly line: string;
}

export interface JobResultRow {
  readonly job: string;
  readonly source: string;
  readonly attempt: number;
  readonly result: string;
}

export interface JobStepRow {
  readonly job: string;
  readonly no: number;
  readonly id: string;
  readonly source: string;
  readonly action: string;
  readonly state: string;
  readonly at: number | null;
  /** JSON text. */
  readonly result: string;
}

export interface RequestRow {
  readonly id: string;
  readonly principal: string;
  readonly at: number;
  readonly method: string;
  readonly question: string;
  readonly answer: string;
}

export const jobQueries = {
  list: 'SELECT * FROM jobs WHERE no < ? ORDER BY no DESC LIMIT ?',
  listState: 'SELECT * FROM jobs WHERE state = ? AND no < ? ORDER BY no DESC LIMIT ?',
  byState: 'SELECT * FROM jobs WHERE state = ? ORDER BY no LIMIT ?',
  children: 'SELECT * FROM jobs WHERE parent = ? ORDER BY no',
  ended: 'SELECT id FROM jobs WHERE ended_at < ? LIMIT ?',
  oldRequests: 'DELETE FROM requests WHERE at < ?',
} as const;

export class JobStore {
  private readonly statements;

  constructor(db: Db) {
    this.statements = prepare(db);
  }

  insert(row: Omit<JobRow, 'no'>): void {
    this.statements.insert.run(row);
  }

  update(row: Omit<JobRow, 'no'>): void {
    this.statements.update.run(row);
  }

  get(id: string): JobRow | undefined {
    return this.statements.get.get(id) as JobRow | undefined;
  }

  /** Newest first; of that state alone, if one is given. */
  list(beforeNo: number, limit: number, state?: string): JobRow[] {
    const { list, listState } = this.statements;
    return (
      state === undefined ? list.all(beforeNo, limit) : listState.all(state, beforeNo, limit)
    ) as JobRow[];
  }

  byState(state: string, limit: number): JobRow[] {
    return this.statements.byState.all(state, limit) as JobRow[];
  }

  children(parent: string): JobRow[] {
    return this.statements.children.all(parent) as JobRow[];
  }

  setResult(row: JobResultRow): void {
    this.statements.setResult.run(row);
  }

  results(job: string, attempt: number): JobResultRow[] {
    return this.statements.results.all(job, attempt) as JobResultRow[];
  }

  /** In the order in which they were said. */
  lines(job: string): JobLineRow[] {
    return this.statements.lines.all(job) as JobLineRow[];
  }

  addLine(row: JobLineRow & { readonly job: string }): void {
    this.statements.addLine.run(row);
  }

  /** In their order. */
  steps(job: string): JobStepRow[] {
    return this.statements.steps.all(job) as JobStepRow[];
  }

  setStep(row: JobStepRow): void {
    this.statements.setStep.run(row);
  }

  /** JSON text. */
  evidence(job: string): string | undefined {
    return this.statements.evidence.get(job)?.evidence;
  }

  setEvidence(job: string, evidence: string): void {
    this.statements.setEvidence.run(job, evidence);
  }

  /** Those of the attempt up to that number. */
  dropLines(job: string, attempt: number, upTo: number): void {
    if (upTo > 0) this.statements.dropLines.run(job, attempt, upTo);
  }

  /** Deletes jobs that ended before the time, with their results; at most `limit` at once. */
  prune(endedBeforeMs: number, limit: number): number {
    const rows = this.statements.ended.all(endedBeforeMs, limit) as { id: string }[];
    for (const row of rows) {
      this.statements.removeResults.run(row.id);
      this.statements.removeLines.run(row.id);
      this.statements.removeSteps.run(row.id);
      this.statements.removeEvidence.run(row.id);
      this.statements.remove.run(row.id);
    }
    return rows.length;
  }

  request(principal: string, id: string): RequestRow | undefined {
    return this.statements.request.get(principal, id) as RequestRow | undefined;
  }

  addRequest(row: RequestRow): void {
    this.statements.addRequest.run(row);
  }

  pruneRequests(beforeMs: number): void {
    this.statements.oldRequests.run(beforeMs);
  }
}

function prepare(db: Db) {
  return {
    insert: db.prepare(
      `INSERT INTO jobs (id, kind, state, site, agent, attempt, created_at, started_at, ended_at, deadline_at, created_by, parent, input, targets, progress, error, rank, ready_at, shares, plan)
       VALUES (@id, @kind, @state, @site, @agent, @attempt, @created_at, @started_at, @ended_at, @deadline_at, @created_by, @parent, @input, @targets, @progress, @error, @rank, @ready_at, @shares, @plan)`,
    ),
    update: db.prepare(
      `UPDATE jobs SET state = @state, agent = @agent, attempt = @attempt, started_at = @started_at, ended_at = @ended_at,
       progress = @progress, error = @error, ready_at = @ready_at, shares = @shares WHERE id = @id`,
    ),
    get: db.prepare('SELECT * FROM jobs WHERE id = ?'),
    list: db.prepare(jobQueries.list),
    listState: db.prepare(jobQueries.listState),
    byState: db.prepare(jobQueries.byState),
    children: db.prepare(jobQueries.children),
    ended: db.prepare(jobQueries.ended),
    setResult: db.prepare(
      'INSERT OR REPLACE INTO job_results (job, source, attempt, result) VALUES (@job, @source, @attempt, @result)',
    ),
    results: db.prepare('SELECT * FROM job_results WHERE job = ? AND attempt = ?'),
    lines: db.prepare(
      'SELECT attempt, no, at, target, line FROM job_lines WHERE job = ? ORDER BY attempt, no',
    ),
    addLine: db.prepare(
      `INSERT OR REPLACE INTO job_lines (job, attempt, no, at, target, line)
       VALUES (@job, @attempt, @no, @at, @target, @line)`,
    ),
    dropLines: db.prepare('DELETE FROM job_lines WHERE job = ? AND attempt = ? AND no <= ?'),
    steps: db.prepare('SELECT * FROM job_steps WHERE job = ? ORDER BY no'),
    setStep: db.prepare(
      `INSERT OR REPLACE INTO job_steps (job, no, id, source, action, state, at, result)
       VALUES (@job, @no, @id, @source, @action, @state, @at, @result)`,
    ),
    removeSteps: db.prepare('DELETE FROM job_steps WHERE job = ?'),
    evidence: db.prepare<[string], { evidence: string }>('SELECT evidence FROM job_evidence WHERE job = ?'),
    setEvidence: db.prepare('INSERT OR REPLACE INTO job_evidence (job, evidence) VALUES (?, ?)'),
    removeEvidence: db.prepare('DELETE FROM job_evidence WHERE job = ?'),
    removeLines: db.prepare('DELETE FROM job_lines WHERE job = ?'),
    removeResults: db.prepare('DELETE FROM job_results WHERE job = ?'),
    remove: db.prepare('DELETE FROM jobs WHERE id = ?'),
    request: db.prepare('SELECT * FROM requests WHERE principal = ? AND id = ?'),
    addRequest: db.prepare(
      'INSERT INTO requests (id, principal, at, method, question, answer) VALUES (@id, @principal, @at, @method, @question, @answer)',
    ),
    oldRequests: db.prepare(jobQueries.oldRequests),
  };
}
