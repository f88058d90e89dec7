export type { JobDesk } from './desk.ts';
export { Jobs, type JobsDeps } from './jobs.ts';
export type { ListJobsQuestion } from './list-question.ts';
export type { SubmitRequest } from './request.ts';
export { type DeclaredChange, type ScheduleDesk, Schedules, type SchedulesDeps } from './schedules/index.ts';
export type { JobSettings } from './settings.ts';
export { STEPS_BYTES_MAX, STEPS_MAX } from './steps.ts';
export type { Writers } from './writers.ts';
