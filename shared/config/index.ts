export type { ConfigRow, EffectiveKey, ItemRow } from './describe.ts';
export {
  describeConfig,
  effectiveConfig,
  explainKey,
  formatValue,
  readFlags,
  sampleConfig,
} from './describe.ts';
export { CONFIG_FILE_MAX_BYTES, readConfigText } from './file.ts';
export type { Address } from './key-spec.ts';
export type { ConfigSources, Env, FileEntry, Origin } from './layers.ts';
export type { LoadedConfig } from './load.ts';
export { loadConfig } from './load.ts';
export { nearestName } from './nearest.ts';
export { declaredOperatorKeys } from './operator-keys.ts';
export { declaredConflictRules, declaredGuards } from './plan-keys.ts';
export { declaredPortGuards, type PortGuardSettings } from './port-keys.ts';
export type { AgentConfig, CliConfig, ControllerConfig, Program } from './programs.ts';
export { CONFIG_ENV, defaultConfigFile, programs } from './programs.ts';
export { type DeclaredSchedule, declaredSchedules } from './schedule-keys.ts';
export { readSecretFile, SECRET_FILE_MAX_BYTES } from './secret-file.ts';
export { formatDuration, formatSize, parseDuration, parseSize } from './units.ts';
export { formatAddress, parseAddress } from './value.ts';
