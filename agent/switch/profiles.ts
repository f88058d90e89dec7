/** What was learned of a device at its last login, so that the next one takes the short way. */
import type { ErrorCode } from '../../shared/errors.ts';
import type { AuthMethod } from './auth.ts';
import { PROFILES_MAX } from './limits.ts';
import type { Platform } from './platform.ts';

export interface Profile {
  readonly platform: Platform;
  readonly authMethod: AuthMethod | undefined;
}

/** Failures after which nothing learned can be trusted: the device may be another one now. */
const FORGET_AFTER: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'AUTH_REJECTED',
  'HOST_KEY_MISMATCH',
  'PROMPT_NOT_FOUND',
  'PLATFORM_UNKNOWN',
  'TIMEOUT',
]);

export class Profiles {
  private readonly byDevice = new Map<string, Profile>();
  private readonly max: number;

  constructor(max: number = PROFILES_MAX) {
    this.max = max;
  }

  get(device: string): Profile | undefined {
    return this.byDevice.get(device);
  }

  learn(device: string, profile: Profile): void {
    this.byDevice.delete(device);
    this.byDevice.set(device, profile);
    const [oldest] = this.byDevice.keys();
    if (this.byDevice.size > this.max && oldest !== undefined) this.byDevice.delete(oldest);
  }

  failed(device: string, code: ErrorCode): void {
    if (FORGET_AFTER.has(code)) this.byDevice.delete(device);
  }
}
