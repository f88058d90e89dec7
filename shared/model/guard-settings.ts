/** Limits of one plan, for the things of one kind in one store. What a row does not say, a less specific row says, at last the defaults. */
export interface GuardSettings {
  /** `records`, the reference of a source, or `*` for every store. */
  readonly store: string;
  /** Kind within the store, or `*` for all. */
  readonly kind: string;
  /** How many things a plan may create, change and delete. */
  readonly maxCreates?: number;
  readonly maxUpdates?: number;
  readonly maxDeletes?: number;
  /** The same in percent of what is there; counts only from `minBase` things on. */
  readonly maxCreatesShare?: number;
  readonly maxUpdatesShare?: number;
  readonly maxDeletesShare?: number;
  readonly minBase?: number;
  /** Percent of the things of its last complete reading that a source must still have for deletes. */
  readonly minSourceShare?: number;
  /** How long a thing must be absent before it is deleted, in milliseconds. */
  readonly graceMs?: number;
}

type Doing = 'create' | 'update' | 'delete';

/** What counts for one kind of one store. Infinity: no limit. */
export interface GuardLimits {
  readonly max: Readonly<Record<Doing, number>>;
  readonly maxShare: Readonly<Record<Doing, number>>;
  readonly minBase: number;
  readonly minSourceShare: number;
  readonly graceMs: number;
}

const NO_LIMIT = Number.POSITIVE_INFINITY;

export const DEFAULT_GUARD_LIMITS: GuardLimits = {
  max: { create: NO_LIMIT, update: NO_LIMIT, delete: NO_LIMIT },
  maxShare: { create: NO_LIMIT, update: 30, delete: 30 },
  minBase: 10,
  minSourceShare: 50,
  graceMs: 86_400_000,
};

/** Each limit is that of the most specific row which says it: a row for the store and kind, for the store, for the kind, for all. */
export function guardLimits(rows: readonly GuardSettings[], store: string, kind: string): GuardLimits {
  const mine = rows
    .filter((row) => (row.store === '*' || row.store === store) && (row.kind === '*' || row.kind === kind))
    .sort((a, b) => rankOf(b) - rankOf(a));
  const said = (key: Exclude<keyof GuardSettings, 'store' | 'kind'>): number | undefined =>
    mine.find((row) => row[key] !== undefined)?.[key];
  const { max, maxShare, minBase, minSourceShare, graceMs } = DEFAULT_GUARD_LIMITS;
  return {
    max: {
      create: said('maxCreates') ?? max.create,
      update: said('maxUpdates') ?? max.update,
      delete: said('maxDeletes') ?? max.delete,
    },
    maxShare: {
      create: said('maxCreatesShare') ?? maxShare.create,
      update: said('maxUpdatesShare') ?? maxShare.update,
      delete: said('maxDeletesShare') ?? maxShare.delete,
    },
    minBase: said('minBase') ?? minBase,
    minSourceShare: said('minSourceShare') ?? minSourceShare,
    graceMs: said('graceMs') ?? graceMs,
  };
}

function rankOf({ store, kind }: GuardSettings): number {
  return (store === '*' ? 0 : 2) + (kind === '*' ? 0 : 1);
}
