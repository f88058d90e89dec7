/** What the suite needs of a store besides the port. */
import type { JsonObject, ObjectStore, StoreCapabilities } from '../../../shared/model/index.ts';

/** What goes wrong with the next write, once. */
export type NextFault = 'refuse' | 'transient' | 'lose-answer' | 'lose-request' | 'lie';

export interface StoreRig {
  readonly store: ObjectStore;
  /** Its things have a text `name`, a text `note`, a number `size` and a truth `on`; all but the name may be absent. */
  readonly kind: string;
  /** What the store is able to do, as whoever made it knows. */
  readonly can: StoreCapabilities;
  /** Key number so and so, from 0, each below the next. */
  key(no: number): string;
  /** By key, read past the store. */
  all(): Readonly<Record<string, JsonObject>>;
  /** Somebody else writes it; `null` takes it away. */
  put(key: string, fields: JsonObject | null): void;
  /** Absent: the store cannot be made to. */
  readonly faults?: Partial<Readonly<Record<NextFault, () => void>>>;
  stop(): void;
}
