export type { JobSettings } from './dispatcher.ts';
export { Jobs, type JobsDeps, type ListJobsQuestion, type SubmitRequest } from './jobs.ts';
