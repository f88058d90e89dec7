export { SETTLE_MAX_MS, UNWIND_MAX_MS } from './attempt.ts';
export type * from './driver.ts';
export { Runner, type RunnerDeps } from './runner.ts';
export * from './schedules/index.ts';
