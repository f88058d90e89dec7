export { AlertDesk, type AlertsQuestion } from './alert-desk.ts';
export type { Check } from './check.ts';
export { freeBytes } from './checks/controller.ts';
export { Health } from './health.ts';
export { type HealthRoom, type HealthRoomDeps, openHealth } from './open.ts';
