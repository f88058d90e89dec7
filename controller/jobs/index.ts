export type { JobDesk, ListJobsQuestion } from './desk.ts';
export type { JobSettings } from './dispatcher.ts';
export { Jobs, type JobsDeps, type SubmitRequest } from './jobs.ts';
