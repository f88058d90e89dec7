export { type CapturedWrite, tokenOf, type WriteCapture } from './change-sets.ts';
export {
  ALL_CONTESTED,
  CONTESTED_START,
  type ContestedQuestion,
  type ContestedRecord,
  commonAncestor,
  contestedAt,
  contestedRecords,
} from './contested.ts';
export type { FieldOwner, OwnedFields } from './field-owners.ts';
export type { FindQuestion, FoundPage } from './find.ts';
export type { StuckLane } from './gc.ts';
export type { ChangeDetail, HistoryPage, HistoryQuestion } from './history.ts';
export { Homes, type HomesDeps } from './homes.ts';
export { Incarnation, type IncarnationDeps } from './incarnation.ts';
export { Inventory, type InventoryDeps } from './inventory.ts';
export type { ListQuestion, RecordPage } from './list.ts';
export type { OrderedListQuestion } from './list-ordered.ts';
export { lookupValue } from './lookup-value.ts';
export { OPERATIONS_MAX } from './manage.ts';
export type { ManagedImage } from './managed-image.ts';
export type { ArrivedDelta, DeltaAnswer } from './observe.ts';
export type { WriteOperation } from './operation.ts';
export type { Preview } from './preview.ts';
export { HISTORY_KEEPING, historyKeeping, type Keeping, type KeepingClass } from './prune.ts';
export { recordFields } from './record-fields.ts';
export type { SiteSources } from './sources.ts';
export type { UnprovenSwitches } from './unproven.ts';
export type { Sight } from './view/sight.ts';
export type { ChangesPage, WatchEvent, WatchQuestion } from './watch.ts';
export type { WriteAnswer, WriteQuestion } from './write.ts';
