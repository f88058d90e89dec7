export { createApi } from './api.ts';
export type { Base } from './base.ts';
export { openGround } from './ground.ts';
export { openRooms } from './rooms.ts';
export { controllerMetrics, keepUp, replaceEndedCa } from './upkeep.ts';
