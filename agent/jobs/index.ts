export { toFailure } from './attempt.ts';
export type * from './driver.ts';
export { Runner, type RunnerDeps } from './runner.ts';
