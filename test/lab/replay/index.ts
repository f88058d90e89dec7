/** Replay devices: one of each of the sixteen platforms, over real SSH. */
export { ReplayDevice, type ReplayOptions, startReplay } from './device.ts';
export { replayIds } from './platforms/index.ts';
export { standReplays } from './stand.ts';
