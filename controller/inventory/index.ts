export type { HistoryPage, HistoryQuestion } from './history.ts';
export { Homes, type HomesDeps } from './homes.ts';
export { Incarnation, type IncarnationDeps } from './incarnation.ts';
export { Inventory, type InventoryDeps, type WriteAnswer, type WriteQuestion } from './inventory.ts';
export type { ListQuestion, RecordPage } from './list.ts';
export { OPERATIONS_MAX, type WriteOperation } from './manage.ts';
export type { ArrivedDelta, DeltaAnswer } from './observe.ts';
export { view } from './records.ts';
export type { ChangesPage, WatchEvent, WatchQuestion } from './watch.ts';
