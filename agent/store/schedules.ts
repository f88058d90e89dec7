/**
 * The copy of the schedules that this agent fires by itself, sealed, and what it decided alone. A decision is on disk
 * before work begins, and stays until the controller has it.
 */
import { canonicalJson, type FiringState, type Json, type ScheduleCopy } from '../../shared/model/index.ts';
import type { Random } from '../../shared/runtime/index.ts';
import {
  CONTAINER_MAX_BYTES,
  type ContainerKey,
  containerKey,
  openContainer,
  type SealingKeys,
  sealContainer,
} from '../../shared/seal/index.ts';
import type { Db } from './db.ts';
import { translated } from './translate.ts';

export const scheduleTables: string = `
CREATE TABLE schedule_copy (part INTEGER PRIMARY KEY, sealed BLOB NOT NULL) STRICT;
CREATE TABLE firings (
  no INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, schedule TEXT NOT NULL, nominal_at INTEGER NOT NULL, at INTEGER NOT NULL,
  state TEXT NOT NULL, reason TEXT NOT NULL, told INTEGER NOT NULL
) STRICT;
CREATE INDEX firings_schedule ON firings (schedule, nominal_at);
`;

export interface KeptFiring {
  readonly id: string;
  readonly schedule: string;
  readonly nominalAt: number;
  /** By the controller's clock, as far as it is known. */
  readonly at: number;
  readonly state: Exclude<FiringState, 'waiting'>;
  readonly reason: string;
}

/** What was known of the controller's clock when it was last heard. */
export interface LastHeard {
  /** Controller's time: what is due until then is its own affair. */
  readonly heardAt: number;
  /** How much our clock is ahead of it. */
  readonly aheadMs: number;
}

export interface KeptSchedulesDeps {
  readonly db: Db;
  readonly random: Random;
  /** What lies on disk is sealed with a key that is made of these. */
  readonly keys: SealingKeys;
}

/** Decisions that are kept, those that the controller knows too; the oldest go first. */
export const FIRINGS_KEPT_MAX = 10_000;
const FORMAT = 'wayside/schedules/1';
/** The rest of a container is its header. */
const PART_BYTES = CONTAINER_MAX_BYTES - 4096;
const HEARD = 'schedules-heard';
const DROPPED = 'schedules-dropped';
const SENT_HOME = 'schedules-sent-home';

export class KeptSchedules {
  private readonly deps: KeptSchedulesDeps;
  private readonly key: ContainerKey;
  private readonly statements;
  private held: { readonly revision: string; readonly copy: ScheduleCopy } | undefined;

  /** A copy that does not open is none: the controller sends it again. */
  constructor(deps: KeptSchedulesDeps) {
    const { db, keys } = deps;
    this.deps = deps;
    this.key = containerKey({ format: FORMAT, master: keys.secretKey });
    const columns = 'id, schedule, nominal_at AS nominalAt, at, state, reason';
    this.statements = {
      parts: db.prepare<[], Buffer>('SELECT sealed FROM schedule_copy ORDER BY part').pluck(),
      clear: db.prepare('DELETE FROM schedule_copy'),
      addPart: db.prepare('INSERT INTO schedule_copy (part, sealed) VALUES (?, ?)'),
      add: db.prepare(`INSERT INTO firings (id, schedule, nominal_at, at, state, reason, told)
        VALUES (@id, @schedule, @nominalAt, @at, @state, @reason, @told) ON CONFLICT DO NOTHING`),
      correct: db.prepare('UPDATE firings SET state = ?, reason = ? WHERE id = ?'),
      has: db.prepare<[string], number>('SELECT count(*) FROM firings WHERE id = ?').pluck(),
      newest: db
        .prepare<[string, number], number | null>(
          'SELECT max(nominal_at) FROM firings WHERE schedule = ? AND nominal_at <= ?',
        )
        .pluck(),
      dropUnfired: db.prepare("DELETE FROM firings WHERE told = 0 AND state <> 'fired' AND nominal_at > ?"),
      last: db.prepare<[string, number], KeptFiring>(
        `SELECT ${columns} FROM firings WHERE schedule = ? AND state = 'fired' AND told = 0
          ORDER BY nominal_at DESC LIMIT ?`,
      ),
      untold: db.prepare<[], KeptFiring>(`SELECT ${columns} FROM firings WHERE told = 0 ORDER BY no`),
      tell: db.prepare('UPDATE firings SET told = 1 WHERE id = ?'),
      count: db.prepare<[], number>('SELECT count(*) FROM firings').pluck(),
      oldest: db.prepare<[], { no: number; told: number }>(
        'SELECT no, told FROM firings ORDER BY told DESC, no LIMIT 1',
      ),
      remove: db.prepare('DELETE FROM firings WHERE no = ?'),
      meta: db.prepare<[string], string>('SELECT value FROM meta WHERE key = ?').pluck(),
      setMeta: db.prepare(
        'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
      ),
    };
    this.held = this.openCopy();
  }

  /** Of the copy that is held. */
  get revision(): string | undefined {
    return this.held?.revision;
  }

  get copy(): ScheduleCopy | undefined {
    return this.held?.copy;
  }

  setCopy(revision: string, copy: ScheduleCopy): void {
    const plain = Buffer.from(canonicalJson(JSON.parse(JSON.stringify(copy)) as Json));
    const parts = Math.max(1, Math.ceil(plain.length / PART_BYTES));
    translated(() =>
      this.deps.db.transaction(() => {
        this.statements.clear.run();
        for (let part = 0; part < parts; part += 1) {
          const piece = plain.subarray(part * PART_BYTES, (part + 1) * PART_BYTES);
          const sealed = sealContainer(
            this.key,
            { header: { revision, part, parts }, plain: piece },
            this.deps.random,
          );
          this.statements.addPart.run(part, Buffer.from(sealed));
        }
      })(),
    );
    this.held = { revision, copy };
  }

  lastHeard(): LastHeard | undefined {
    const text = this.statements.meta.get(HEARD);
    return text === undefined ? undefined : (JSON.parse(text) as LastHeard);
  }

  setLastHeard(heard: LastHeard): void {
    translated(() => this.statements.setMeta.run(HEARD, JSON.stringify(heard)));
  }

  /** On disk when it returns. `told`: the controller knows of it. False: it was there already. */
  add(firing: KeptFiring, told: boolean): boolean {
    return translated(() =>
      this.deps.db.transaction(() => {
        const isNew = this.statements.add.run({ ...firing, told: told ? 1 : 0 }).changes === 1;
        while (Number(this.statements.count.get()) > FIRINGS_KEPT_MAX) this.dropOldest();
        return isNew;
      })(),
    );
  }

  /** It was decided to fire, and could not be begun. */
  correct(id: string, state: KeptFiring['state'], reason: string): void {
    translated(() => this.statements.correct.run(state, reason, id));
  }

  has(id: string): boolean {
    return Number(this.statements.has.get(id)) > 0;
  }

  /** Nominal time of the newest decision until then; a clock that was ahead may have left some of later. */
  newestOf(schedule: string, untilMs: number): number {
    return this.statements.newest.get(schedule, untilMs) ?? 0;
  }

  /** What was given up of later times that nobody was told of: by a clock that was ahead. */
  dropUnfiredAfter(ms: number): void {
    translated(() => this.statements.dropUnfired.run(ms));
  }

  /** Why the controller wants no work of this agent; `undefined`: it does. */
  get sentHome(): string | undefined {
    return this.statements.meta.get(SENT_HOME) || undefined;
  }

  /** Empty: it is wanted again. */
  setSentHome(why: string): void {
    translated(() => this.statements.setMeta.run(SENT_HOME, why));
  }

  /** The newest that fired and that the controller does not know of. */
  lastAlone(schedule: string, limit: number): readonly KeptFiring[] {
    return this.statements.last.all(schedule, limit);
  }

  /** What the controller does not know of, the oldest first. */
  untold(): readonly KeptFiring[] {
    return this.statements.untold.all();
  }

  /** The controller has them on its disk. */
  told(ids: readonly string[]): void {
    translated(() =>
      this.deps.db.transaction(() => {
        for (const id of ids) this.statements.tell.run(id);
        this.statements.setMeta.run(DROPPED, '0');
      })(),
    );
  }

  /** Decisions that were dropped untold. */
  get dropped(): number {
    return Number(this.statements.meta.get(DROPPED) ?? 0);
  }

  private dropOldest(): void {
    const oldest = this.statements.oldest.get();
    if (!oldest) return;
    this.statements.remove.run(oldest.no);
    if (oldest.told === 0) this.statements.setMeta.run(DROPPED, String(this.dropped + 1));
  }

  private openCopy(): typeof this.held {
    const sealed = this.statements.parts.all();
    if (sealed.length === 0) return undefined;
    try {
      const opened = sealed.map((part) => openContainer(this.key, part, 'the copy of the schedules'));
      const { revision, parts } = opened[0]?.header ?? {};
      const isWhole = opened.every(
        ({ header }, at) => header['part'] === at && header['revision'] === revision,
      );
      if (typeof revision !== 'string' || parts !== opened.length || !isWhole) return undefined;
      const text = Buffer.concat(opened.map(({ plain }) => plain)).toString('utf8');
      return { revision, copy: JSON.parse(text) as ScheduleCopy };
    } catch {
      return undefined;
    }
  }
}
