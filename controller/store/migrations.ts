/**
 * The schema, as numbered steps that only go forward. Never edit a step that was released: add one.
 *
 * `versions` is the feed: its rowid is the position of arrival, so "what changed since" is a range of the table
 * itself, and a superseded version leaves no hole to skip. `held` is part of its key: what may not count stands
 * beside what its origin wrote before, and takes nothing away. `history` holds what was superseded, and when.
 * Words that repeat (lanes, kinds, sections, origins, writers) are numbers here; `names` and friends give the
 * words back; a writer counts its versions, and goes with the last of them. `tallies` counts the records of a kind that are there.
 */
import { accessSchema, tokenDoorsSchema } from './access.ts';
import { peopleSchema } from './access-people.ts';
import { loginSchema } from './access-sessions.ts';
import { alertSchema } from './alerts.ts';
import { auditSchema } from './audit.ts';
import { changeSetSchema } from './change-sets.ts';
import { conflictSchema } from './conflicts.ts';
import { credentialSchema } from './credentials.ts';
import { dutySchema } from './duties.ts';
import { enrolmentDoorsSchema, enrolmentSchema } from './enrolment.ts';
import { findSchema } from './find.ts';
import { gcSchema } from './gc.ts';
import { jobEvidenceSchema, jobWorkSchema } from './jobs.ts';
import { memorySchema } from './past.ts';
import { planSchema } from './plans.ts';
import { runSchema } from './runs.ts';
import { scheduleSchema } from './schedules.ts';

const core = `
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE origins (no INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE names (no INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE lanes (no INTEGER PRIMARY KEY, site TEXT NOT NULL, grp TEXT NOT NULL, UNIQUE (site, grp)) STRICT;
CREATE TABLE writers (
  no INTEGER PRIMARY KEY, change_set TEXT NOT NULL, by TEXT NOT NULL, why TEXT NOT NULL,
  versions INTEGER NOT NULL DEFAULT 0,
  UNIQUE (change_set, by, why)
) STRICT;
CREATE TABLE heads (lane INTEGER NOT NULL, origin INTEGER NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (lane, origin))
  STRICT, WITHOUT ROWID;

CREATE TABLE versions (
  pos INTEGER PRIMARY KEY,
  lane INTEGER NOT NULL, kind INTEGER NOT NULL, id TEXT NOT NULL, section INTEGER NOT NULL, origin INTEGER NOT NULL,
  seq INTEGER NOT NULL, held INTEGER NOT NULL DEFAULT 0, op TEXT NOT NULL, hlc INTEGER NOT NULL,
  epoch INTEGER NOT NULL, ctx TEXT, field_dots TEXT, body TEXT NOT NULL, writer INTEGER NOT NULL,
  hash BLOB NOT NULL, extra TEXT
) STRICT;
CREATE UNIQUE INDEX versions_key ON versions (lane, kind, id, section, origin, held);
CREATE UNIQUE INDEX versions_dot ON versions (lane, origin, seq);
CREATE TABLE tallies (lane INTEGER NOT NULL, kind INTEGER NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (lane, kind))
  STRICT, WITHOUT ROWID;

CREATE TABLE history (
  pos INTEGER PRIMARY KEY,
  lane INTEGER NOT NULL, kind INTEGER NOT NULL, id TEXT NOT NULL, section INTEGER NOT NULL, origin INTEGER NOT NULL,
  seq INTEGER NOT NULL, held INTEGER NOT NULL DEFAULT 0, op TEXT NOT NULL, hlc INTEGER NOT NULL,
  epoch INTEGER NOT NULL, ctx TEXT, field_dots TEXT, body TEXT NOT NULL, writer INTEGER NOT NULL,
  hash BLOB NOT NULL, extra TEXT, ended_at INTEGER NOT NULL
) STRICT;
CREATE INDEX history_key ON history (lane, kind, id, pos);
CREATE INDEX history_ended ON history (kind, ended_at);

CREATE TABLE lookups (
  kind INTEGER NOT NULL, field INTEGER NOT NULL, value TEXT NOT NULL, lane INTEGER NOT NULL, id TEXT NOT NULL,
  PRIMARY KEY (kind, field, value, lane, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE outbox_positions (
  agent TEXT NOT NULL, site TEXT NOT NULL, epoch INTEGER NOT NULL, outbox TEXT NOT NULL, seq INTEGER NOT NULL,
  PRIMARY KEY (agent, site)
) STRICT, WITHOUT ROWID;
CREATE TABLE source_scans (
  site TEXT NOT NULL, source TEXT NOT NULL, agent TEXT NOT NULL, outbox TEXT NOT NULL, complete_scans INTEGER NOT NULL,
  last_scan TEXT NOT NULL, last_complete_at INTEGER, last_at INTEGER NOT NULL, heard_at INTEGER NOT NULL,
  counts TEXT NOT NULL,
  PRIMARY KEY (site, source)
) STRICT, WITHOUT ROWID;
CREATE TABLE full_scan_seen (
  source TEXT NOT NULL, scan TEXT NOT NULL, kind INTEGER NOT NULL, id TEXT NOT NULL, PRIMARY KEY (source, scan, kind, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE due (
  at INTEGER NOT NULL, lane INTEGER NOT NULL, kind INTEGER NOT NULL, id TEXT NOT NULL, source TEXT NOT NULL, scans_at INTEGER NOT NULL,
  PRIMARY KEY (lane, kind, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX due_at ON due (at);

CREATE TABLE deltas (
  no INTEGER PRIMARY KEY, agent TEXT NOT NULL, outbox TEXT NOT NULL, seq INTEGER NOT NULL, scan TEXT NOT NULL,
  bytes INTEGER NOT NULL, changes INTEGER NOT NULL, first_pos INTEGER, last_pos INTEGER, scanned_at INTEGER NOT NULL,
  spooled_at INTEGER NOT NULL, sent_at INTEGER NOT NULL, received_at INTEGER NOT NULL, applied_at INTEGER NOT NULL,
  UNIQUE (agent, outbox, seq)
) STRICT;

CREATE TABLE jobs (
  no INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, state TEXT NOT NULL, site TEXT NOT NULL,
  agent TEXT, attempt INTEGER NOT NULL, created_at INTEGER NOT NULL, started_at INTEGER, ended_at INTEGER,
  deadline_at INTEGER NOT NULL, created_by TEXT NOT NULL, parent TEXT, input TEXT NOT NULL, targets TEXT NOT NULL,
  progress TEXT NOT NULL, error TEXT
) STRICT;
CREATE INDEX jobs_state ON jobs (state, no);
CREATE INDEX jobs_parent ON jobs (parent) WHERE parent IS NOT NULL;
CREATE INDEX jobs_ended ON jobs (ended_at) WHERE ended_at IS NOT NULL;
CREATE TABLE job_results (
  job TEXT NOT NULL, source TEXT NOT NULL, attempt INTEGER NOT NULL, result TEXT NOT NULL,
  PRIMARY KEY (job, source, attempt)
) STRICT, WITHOUT ROWID;
CREATE TABLE requests (
  id TEXT NOT NULL, principal TEXT NOT NULL, at INTEGER NOT NULL, method TEXT NOT NULL, question TEXT NOT NULL, answer TEXT NOT NULL,
  PRIMARY KEY (principal, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX requests_at ON requests (at);
CREATE TABLE membership (version INTEGER PRIMARY KEY, document TEXT NOT NULL) STRICT;
`;

const spine = `${core}\n${enrolmentSchema}\n${accessSchema}`;

/** Who may see and do what. One schema per store file. */
const doors = [
  tokenDoorsSchema,
  peopleSchema,
  loginSchema,
  auditSchema,
  enrolmentDoorsSchema,
  memorySchema,
  gcSchema,
  credentialSchema,
  findSchema,
  alertSchema,
].join('\n');

/** Work that survives: jobs under limits, schedules, agents by the thousand. */
const sessions = [jobWorkSchema, scheduleSchema, dutySchema].join('\n');

/** What would be changed, and what was. */
const plans = [planSchema, runSchema, changeSetSchema, conflictSchema, jobEvidenceSchema].join('\n');

export const migrations: readonly string[] = [spine, doors, sessions, plans];
