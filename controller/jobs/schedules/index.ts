export type { DeclaredChange } from './declared.ts';
export type { ScheduleDesk } from './desk.ts';
export { Schedules, type SchedulesDeps } from './schedules.ts';
