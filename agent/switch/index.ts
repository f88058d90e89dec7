export {
  createSwitchDriver,
  type DriverCare,
  type PlatformCatalogue,
  type SwitchDriver,
  type SwitchDriverOptions,
} from './driver.ts';
export type { PoolLimits, PoolStats } from './pool/pool-request.ts';
export type { AlgorithmMemory } from './pool/profiles.ts';
