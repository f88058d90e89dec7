/** A device in words for messages, and as the commands of the agent take it. */
import { placeText, shellWord } from '../../shared/model/index.ts';
import type { Target } from '../jobs/driver.ts';

/** A host that dials others for us is in no inventory. */
export type JudgedTarget = Target & { readonly isJumpHost?: true };

/** `sw1 (10.0.0.1:22)` */
export function whereOf({ name, address, port }: Target): string {
  return `${name} (${address}:${port})`;
}

/**
 * `10.0.0.1:22` or `'[2001:db8::7]:22'`: for a command line that a person will paste. The address is a job's word, so
 * whatever a shell could make something of is quoted.
 */
export function shellPlaceOf({ address, port }: Pick<Target, 'address' | 'port'>): string {
  const place = address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
  return shellWord(place);
}

/** What is learned, kept and counted of a device never meets one of the same address behind another host. */
export function deviceOf(target: Target): string {
  return placeText(target);
}

export function jumpOf({ source, name, jump }: Target): JudgedTarget | undefined {
  return jump && { ...jump, source, name: `jump host of ${name}`, platform: undefined, isJumpHost: true };
}
