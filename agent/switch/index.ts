export {
  createSwitchDriver,
  type PlatformCatalogue,
  type SwitchDriver,
  type SwitchDriverOptions,
} from './driver.ts';
export type { PoolLimits, PoolStats } from './pool.ts';
