/** One managed write as it is asked for, and what can be read off it before anything is done. */
import { type JsonObject, type Kind, maskedFields, type RecordRef } from '../../shared/model/index.ts';

export type WriteOperation =
  | {
      readonly type: 'create';
      readonly site: string;
      readonly kind: Kind;
      readonly id: string;
      readonly fields: JsonObject;
    }
  /** A `null` value takes the field away. With a `mask` its fields alone change; what is in it and not given goes. */
  | {
      readonly type: 'update';
      readonly ref: RecordRef;
      readonly fields: JsonObject;
      readonly ifEtag: string;
      readonly mask?: readonly string[];
      /** Ids of conflicts that must be those that are open: this settles them, and writes their fields even where a value stays. */
      readonly resolves?: readonly string[];
    }
  | {
      readonly type: 'delete';
      readonly ref: RecordRef;
      readonly ifEtag: string;
      /** As of an update. */
      readonly resolves?: readonly string[];
    };

/** With a mask, a field that is not given is taken away. */
export function givenFields(operation: WriteOperation): JsonObject {
  if (operation.type === 'delete') return {};
  return operation.type === 'create'
    ? operation.fields
    : maskedFields(operation.fields, operation.mask ?? []);
}

/** Of a create that has no id yet, with an empty one. */
export function refOf(operation: WriteOperation): RecordRef {
  if (operation.type !== 'create') return operation.ref;
  const { kind, site, id } = operation;
  return { site: kind === 'site' ? id : site, kind, id };
}
