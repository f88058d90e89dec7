/** What lists of records can be filtered and ordered by: the fields of the kind, and what every record has. */
import {
  fieldSpec,
  type Kind,
  kindSpec,
  type RecordView,
  type RowField,
  type RowFields,
  rowFields,
} from '../../shared/model/index.ts';
import { presenceOf } from './react.ts';

const common = rowFields<RecordView>(
  {
    site: ({ ref }) => ref.site,
    id: ({ ref }) => ref.id,
    updatedBy: ({ updatedBy }) => updatedBy,
  },
  { updateTime: ({ updatedAt }) => updatedAt },
);

export function recordFields(kind: Kind): RowFields<RecordView> {
  const names = Object.keys(kindSpec(kind).fields).filter((name) => name !== 'deleted');
  return {
    names: [...names, ...common.names, 'label.KEY', 'note.ID'],
    find: (name) => common.find(name) ?? ownField(kind, name),
  };
}

function ownField(kind: Kind, name: string): RowField<RecordView> | undefined {
  const spec = fieldSpec(kind, name);
  if (!spec || name === 'deleted') return undefined;
  const type = spec.type === 'time' ? 'time' : 'plain';
  if (name === 'presence') return { type, value: ({ fields }) => presenceOf(fields) };
  return { type, value: ({ fields }) => fields[name] };
}
