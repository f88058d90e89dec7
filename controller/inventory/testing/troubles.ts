/** The sources in trouble, as the tests of this room look at them. */
import type { RecordRef } from '../../../shared/model/index.ts';
import type { Inventory } from '../inventory.ts';

const SELF = { type: 'system', name: 'test' } as const;

/** Error code and words of `cause`. */
export interface SourceTrouble {
  readonly ref: RecordRef;
  readonly name: string;
  readonly cause: string;
}

export function staleSources(inventory: Inventory): readonly SourceTrouble[] {
  return troubles(inventory, 'staleSince');
}

export function partialSources(inventory: Inventory): readonly SourceTrouble[] {
  return troubles(inventory, 'partialSince');
}

function troubles(inventory: Inventory, since: 'staleSince' | 'partialSince'): readonly SourceTrouble[] {
  return inventory.troubledSources().flatMap((ref) => {
    const record = inventory.peek(ref, SELF);
    if (!record || record.deleted || record.fields[since] === undefined) return [];
    const { name = ref.id, cause } = record.fields;
    return [{ ref, name: String(name), cause: String(cause) }];
  });
}
