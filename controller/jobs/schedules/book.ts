/** Schedules as domain objects, all in memory, over the rows of the store; firings are read when they are asked for. */
import type { FiringView, ScheduleSpec, ScheduleView } from '../../../shared/model/index.ts';
import type { FiringRow, ScheduleRow, ScheduleStore, Store } from '../../store/index.ts';

export interface Schedule extends Omit<ScheduleRow, 'spec'> {
  readonly spec: ScheduleSpec;
}

export class ScheduleBook {
  private readonly store: Store;
  private readonly rows: ScheduleStore;
  private readonly byId = new Map<string, Schedule>();

  constructor(store: Store, rows: ScheduleStore) {
    this.store = store;
    this.rows = rows;
    for (const row of rows.all())
      this.byId.set(row.id, { ...row, spec: JSON.parse(row.spec) as ScheduleSpec });
  }

  get size(): number {
    return this.byId.size;
  }

  all(): readonly Schedule[] {
    return [...this.byId.values()];
  }

  get(id: string): Schedule | undefined {
    return this.byId.get(id);
  }

  /** Those of one agent. */
  of(agentId: string): readonly Schedule[] {
    return this.all().filter(({ agent }) => agent === agentId);
  }

  /** On disk, together with the firings, when it returns; memory follows. */
  save(schedule: Schedule, firings: readonly FiringRow[] = []): Schedule {
    this.store.write(() => {
      this.rows.save({ ...schedule, spec: JSON.stringify(schedule.spec) });
      for (const firing of firings) this.rows.saveFiring(firing);
    });
    this.byId.set(schedule.id, schedule);
    return schedule;
  }

  /** All that is saved within, by one transaction. */
  together(work: () => void): void {
    const before = [...this.byId];
    try {
      this.store.write(work);
    } catch (error) {
      this.byId.clear();
      for (const [id, schedule] of before) this.byId.set(id, schedule);
      throw error;
    }
  }

  remove(id: string): void {
    this.store.write(() => this.rows.remove(id));
    this.byId.delete(id);
  }

  firing(id: string): FiringRow | undefined {
    return this.rows.firing(id);
  }

  /** Fired, and how its job ended is not known yet; the oldest first. */
  open(id: string): readonly FiringRow[] {
    return this.rows.openFirings(id);
  }

  firings(id: string, beforeMs: number, limit: number): readonly FiringRow[] {
    return this.rows.firings(id, beforeMs, limit);
  }

  lastFired(id: string): FiringRow | undefined {
    return this.rows.lastFired(id);
  }

  prune(beforeMs: number, limit: number): number {
    return this.store.write(() => this.rows.pruneFirings(beforeMs, limit));
  }
}

export function firingView(row: FiringRow, { id, site, name }: Schedule): FiringView {
  const { nominalAt, at, state, reason, source: by } = row;
  const about = { scheduleId: id, scheduleName: name, site };
  return { id: row.id, ...about, nominalAt, at, state, by, reason, jobState: row.jobState ?? undefined };
}

export function scheduleView(
  schedule: Schedule,
  { nextAt, last }: Pick<ScheduleView, 'nextAt' | 'last'>,
): ScheduleView {
  const { spec, agent, pausedWhy, failures, createdBy, createdAt, changedBy, changedAt, declared } = schedule;
  return {
    ...spec,
    ...{ id: schedule.id, etag: etagOf(schedule), agentId: agent, pausedWhy, failures },
    ...{ pausedAt: schedule.pausedAt ?? undefined, createdBy, createdAt, changedBy, changedAt, nextAt, last },
    declaredAt: declared,
  };
}

export function etagOf({ revision }: Schedule): string {
  return `r${revision}`;
}
