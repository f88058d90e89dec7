export { ALONE_AFTER_MS, HEARD_SAVED_MS, KEEPER_TICK_MS, type KeeperDeps, ScheduleKeeper } from './keeper.ts';
