// Original file: proto/wayside/v1/inventory.proto

import type { CreateRecord as _wayside_v1_CreateRecord, CreateRecord__Output as _wayside_v1_CreateRecord__Output } from '../../wayside/v1/CreateRecord.ts';
import type { UpdateRecord as _wayside_v1_UpdateRecord, UpdateRecord__Output as _wayside_v1_UpdateRecord__Output } from '../../wayside/v1/UpdateRecord.ts';
import type { DeleteRecord as _wayside_v1_DeleteRecord, DeleteRecord__Output as _wayside_v1_DeleteRecord__Output } from '../../wayside/v1/DeleteRecord.ts';

/**
 * One managed write. Exactly one of create, update and delete.
 */
export interface WriteOperation {
  'create'?: (_wayside_v1_CreateRecord | null);
  'update'?: (_wayside_v1_UpdateRecord | null);
  'delete'?: (_wayside_v1_DeleteRecord | null);
  'operation'?: "create"|"update"|"delete";
}

/**
 * One managed write. Exactly one of create, update and delete.
 */
export interface WriteOperation__Output {
  'create'?: (_wayside_v1_CreateRecord__Output | null);
  'update'?: (_wayside_v1_UpdateRecord__Output | null);
  'delete'?: (_wayside_v1_DeleteRecord__Output | null);
  'operation'?: "create"|"update"|"delete";
}
