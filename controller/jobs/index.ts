export type { JobDesk } from './desk.ts';
export type { JobSettings } from './dispatcher.ts';
export { Jobs, type JobsDeps, type SubmitRequest } from './jobs.ts';
export type { ListJobsQuestion } from './list-question.ts';
