/**
 * The port of everything that steps of plans are carried out on: things of several kinds, each with a key and fields. Drivers
 * implement it at the agent, the inventory at the controller; all of them pass `test/contract/stores`.
 */
import type { Failure } from './job.ts';
import type { JsonObject } from './json.ts';

export interface ObjectKey {
  readonly kind: string;
  readonly key: string;
}

export interface StoredObject extends ObjectKey {
  readonly fields: JsonObject;
  /** Changes with each write of the thing; empty: the store has no such thing. */
  readonly token: string;
}

/** What a store can do with one kind of thing. */
export interface StoreCapabilities {
  readonly create: boolean;
  readonly update: boolean;
  readonly delete: boolean;
  /** It compares `ifToken` itself, in the same moment as it writes. */
  readonly conditional: boolean;
  /** A batch is done whole or not at all. */
  readonly atomicBatch: boolean;
  /** It makes the keys itself: what is created again has another one. */
  readonly assignsKeys: boolean;
  /** Things that one call may change. */
  readonly batchMax: number;
}

export type ObjectChange =
  | { readonly op: 'create'; readonly kind: string; readonly key: string; readonly fields: JsonObject }
  | {
      readonly op: 'update';
      readonly kind: string;
      readonly key: string;
      /** Fields that change; `null` takes one away. The others stay. */
      readonly fields: JsonObject;
      /** Refused with STALE_ETAG unless the thing has this token; empty: no check. */
      readonly ifToken: string;
    }
  | { readonly op: 'delete'; readonly kind: string; readonly key: string; readonly ifToken: string };

export type ChangeAnswer =
  | {
      readonly state: 'done';
      /** Where it is now: as asked, unless the store makes keys. */
      readonly key: string;
      readonly token: string;
    }
  /** The store said no, and nothing of it was done. A retryable code: it may say yes later. */
  | { readonly state: 'refused'; readonly error: Failure };

export interface StoreContext {
  readonly signal: AbortSignal;
}

export interface ObjectStore {
  readonly name: string;
  /** `undefined`: it has no such kind. */
  capabilities(kind: string): StoreCapabilities | undefined;
  /** In the order of the keys; `undefined`: not there. Throws when the store does not answer: then nothing is known of any. */
  read(keys: readonly ObjectKey[], context: StoreContext): Promise<readonly (StoredObject | undefined)[]>;
  /** All things of the kind, by key, after that one; fewer than `limit` only at the end. */
  list(
    page: { readonly kind: string; readonly afterKey: string; readonly limit: number },
    context: StoreContext,
  ): Promise<readonly StoredObject[]>;
  /**
   * Sends the changes once, in their order, and tries nothing again. One answer for each. When it throws, nothing is known of any:
   * each is to be read back.
   */
  write(changes: readonly ObjectChange[], context: StoreContext): Promise<readonly ChangeAnswer[]>;
}
