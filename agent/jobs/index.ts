export { NO_WRITES, STEPS_PER_MINUTE, UNSIGNED_CAPABILITY, type WriteRules } from './approval.ts';
export { SETTLE_MAX_MS, UNWIND_MAX_MS } from './attempt.ts';
export type * from './driver.ts';
export { GUARD_SHARES, type GuardZone, guardZones, HostGuard } from './guard.ts';
export { Runner, type RunnerDeps } from './runner.ts';
export * from './schedules/index.ts';
export { changingStores } from './store-change.ts';
export { writeRulesOf } from './write-rules.ts';
