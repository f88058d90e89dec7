/** The history of a record that was written once. */
import type { RecordView } from '../../../shared/model/index.ts';
import type { changeToWire } from '../../../shared/wire/index.ts';

export function changeOf(record: RecordView): Parameters<typeof changeToWire>[0] {
  return {
    ref: record.ref,
    section: 'core',
    op: 'put',
    origin: 'c1a2',
    seq: record.pos,
    pos: record.pos,
    at: record.updatedAt,
    fields: record.fields,
    by: record.updatedBy,
    why: 'new address',
    changeSet: `cs-${record.pos}`,
    hash: '00ff',
    current: true,
  };
}
