/** All platform packs. A new switch system is one more folder here and one more line in the list. */
import type { Platform } from '../platform.ts';
import { ciscoIos } from './cisco_ios/index.ts';
import { dellOs6 } from './dell_os6/index.ts';

export const platforms: readonly Platform[] = [dellOs6, ciscoIos];

/** By the id that people type, such as `cisco_ios`. */
export function findPlatform(id: string): Platform | undefined {
  return platforms.find((platform) => platform.id === id);
}

/** By the output of `show version` or the login banner; undefined when no pack knows it. */
export function detectPlatform(text: string): Platform | undefined {
  return platforms.find((platform) => platform.detect.test(text));
}
