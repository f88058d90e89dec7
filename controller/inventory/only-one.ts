/** A name that must mean one record. */
import { WaysideError } from '../../shared/errors.ts';
import type { Kind, RecordView } from '../../shared/model/index.ts';

/** Errors: NOT_FOUND, AMBIGUOUS_NAME. */
export function onlyOne(
  records: readonly RecordView[],
  { kind, name, site }: { readonly kind: Kind; readonly name: string; readonly site: string },
): RecordView {
  const [first, second] = records;
  if (!first) {
    const where = site === '' ? '' : ` at site ${site}`;
    throw new WaysideError('NOT_FOUND', `there is no ${kind} called "${name}"${where}`);
  }
  if (second) {
    throw new WaysideError('AMBIGUOUS_NAME', `${records.length} ${kind} records are called "${name}"`, {
      hint: `Add --site: ${records.map((record) => record.ref.site).join(', ')}`,
    });
  }
  return first;
}
