/** What a write would do, record by record, without doing it: for plans. */
import { formatRef, type Principal, principalName, type RecordRef } from '../../shared/model/index.ts';
import { type WriteContext, writeManaged } from './manage.ts';
import { type ManagedImage, managedImage, managedNow } from './managed-image.ts';
import { refOf, type WriteOperation } from './operation.ts';

export interface Preview {
  readonly ref: RecordRef;
  readonly before: ManagedImage | undefined;
  readonly after: ManagedImage | undefined;
  /** Of the operations that are about it, in order. */
  readonly operations: readonly number[];
}

/** One for each record that is named, in the order in which they are named first. Errors: as of a write, with every violation. */
export function previewWrite(
  context: WriteContext,
  operations: readonly WriteOperation[],
  principal: Principal,
): readonly Preview[] {
  const { store } = context;
  const refs = operations.map(refOf);
  const before = new Map(refs.map((ref) => [formatRef(ref), managedNow(store, ref)]));
  const asked = { operations, by: principalName(principal), why: '', changeSet: '', validateOnly: true };
  const after = new Map(
    writeManaged(context, asked).map((record) => [formatRef(record.ref), managedImage(record)]),
  );
  const places = new Map<string, number[]>();
  for (const [i, ref] of refs.entries()) {
    const own = places.get(formatRef(ref)) ?? [];
    places.set(formatRef(ref), own);
    own.push(i);
  }
  return [...places].flatMap(([text, own]) => {
    const ref = refs[own[0] ?? 0];
    return ref ? [{ ref, before: before.get(text), after: after.get(text), operations: own }] : [];
  });
}
