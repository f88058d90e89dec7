/** Managed writes for plans: what one would do, what is there now, and the writes themselves, a few steps at a time. */
import { type Kind, type Principal, principalName, type RecordRef } from '../../shared/model/index.ts';
import { type Clock, newId, type Random } from '../../shared/runtime/index.ts';
import type { Store } from '../store/index.ts';
import { tokenOf, type WriteCapture } from './change-sets.ts';
import { type OwnedFields, ownedFields, writerOf } from './field-owners.ts';
import type { Homes } from './homes.ts';
import { type WriteContext, writeManaged } from './manage.ts';
import { type ManagedImage, managedNow } from './managed-image.ts';
import type { WriteOperation } from './operation.ts';
import { type Preview, previewWrite } from './preview.ts';
import { checkWork } from './view/permit.ts';
import type { Sight } from './view/sight.ts';
import { readRecord } from './watch.ts';

export interface PlannedWritesDeps {
  readonly store: Store;
  readonly homes: Homes;
  readonly clock: Clock;
  readonly random: Random;
  readonly origin: () => string;
  readonly sight: (principal: Principal) => Sight;
  /** Wakes whoever watches the feed. */
  readonly moved: () => void;
}

export interface PlannedWrite {
  readonly principal: Principal;
  readonly why: string;
  readonly changeSet: string;
}

export class PlannedWrites {
  private readonly deps: PlannedWritesDeps;

  constructor(deps: PlannedWritesDeps) {
    this.deps = deps;
  }

  /** What the write would do, with all permission and validation; nothing is written. Errors: as of `Inventory.write`. */
  preview(operations: readonly WriteOperation[], principal: Principal): readonly Preview[] {
    this.check(operations, principal);
    return previewWrite(this.context(), operations, principal);
  }

  /** What people gave of the records, as it is now; no principal, for rooms that judge for themselves. */
  now(refs: readonly RecordRef[]): readonly (ManagedImage | undefined)[] {
    const { store } = this.deps;
    return store.read(() => refs.map((ref) => managedNow(store, ref)));
  }

  /** As `now`, with whose word each field is. */
  owned(refs: readonly RecordRef[]): readonly OwnedFields[] {
    const { store } = this.deps;
    return store.read(() => refs.map((ref) => ownedFields(store, ref)));
  }

  /** Who wrote it, by the token of the write; `undefined`: it is not kept any more. */
  writerOf(ref: RecordRef, token: string): string | undefined {
    return writerOf(this.deps.store, ref, token);
  }

  /** Records of the kind at each site that has any, without deleted ones and those absent for long. */
  countsBySite(kind: Kind): ReadonlyMap<string, number> {
    const { words, counters } = this.deps.store;
    const counts = new Map<string, number>();
    for (const tally of counters.tallies()) {
      if (words.name(tally.kind) !== kind) continue;
      const { site } = words.lane(tally.lane);
      counts.set(site, (counts.get(site) ?? 0) + tally.n);
    }
    return counts;
  }

  /**
   * One write under the change set of a plan, which keeps its items itself: call it inside the transaction that says what became
   * of the step, and `moved` once that is durable. Gives the token of the last version written; empty: all was so already.
   * Errors: as of `Inventory.write`, judged by what the principal may now.
   */
  write(operations: readonly WriteOperation[], about: PlannedWrite): string {
    const { principal, why, changeSet } = about;
    this.check(operations, principal);
    let token = '';
    const capture: WriteCapture = {
      wrote: (_, { dot }) => {
        token = tokenOf(dot);
      },
    };
    const asked = { operations, by: principalName(principal), why, changeSet, validateOnly: false, capture };
    writeManaged(this.context(), asked);
    return token;
  }

  /** What was written is durable: whoever watches the feed is told. */
  moved(): void {
    this.deps.moved();
  }

  private check(operations: readonly WriteOperation[], principal: Principal): void {
    const { store, sight } = this.deps;
    checkWork(operations, sight(principal), (ref) => {
      const record = readRecord(store, ref);
      return record && !record.deleted ? record : undefined;
    });
  }

  private context(): WriteContext {
    const { store, homes, clock, random, origin } = this.deps;
    return {
      ...{ store, origin: origin(), nowMs: clock.now(), newId: () => newId(clock, random) },
      epochOf: (site) => homes.epochOf(site),
      addSite: (site) => homes.addSite(site, clock.now()),
    };
  }
}
