import type { RecordView } from '../../../shared/model/index.ts';

/** Still there when its source was read last. */
export function isPresent({ fields }: RecordView): boolean {
  return fields['presence'] === undefined || fields['presence'] === 'active';
}
