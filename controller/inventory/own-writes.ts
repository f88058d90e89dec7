/** Writes on the controller's own account: they leave no change set, and nobody undoes them. */
import type { JsonObject, RecordRef } from '../../shared/model/index.ts';
import { type Clock, newId, type Random } from '../../shared/runtime/index.ts';
import type { Store } from '../store/index.ts';
import type { Homes } from './homes.ts';
import { ChangeWriter, writeSection } from './writer.ts';

interface OwnWriteDeps {
  readonly store: Store;
  readonly homes: Homes;
  readonly clock: Clock;
  readonly random: Random;
  readonly origin: string;
}

export interface OwnWrite {
  readonly ref: RecordRef;
  /** Section -> fields. Those of managed sections that are not given stay; any other is replaced as a whole. */
  readonly sections: Readonly<Record<string, JsonObject>>;
}

/** By one commit; returns how many sections were written. */
export function writeAllOwn(deps: OwnWriteDeps, all: readonly OwnWrite[], why: string): number {
  const { store, homes, clock, random, origin } = deps;
  return store.write(() => {
    const writer = new ChangeWriter({
      ...{ store, origin, nowMs: clock.now() },
      writer: { by: 'system:controller', why, changeSet: newId(clock, random) },
    });
    for (const { ref, sections } of all) {
      for (const [section, fields] of Object.entries(sections))
        writeSection(writer, { ref, section, fields, epoch: homes.epochOf(ref.site) });
    }
    return writer.count;
  });
}
