/** A device in words for messages, and as the commands of the agent take it. */
import type { Target } from '../jobs/driver.ts';

/** `sw1 (10.0.0.1:22)` */
export function whereOf({ name, address, port }: Target): string {
  return `${name} (${address}:${port})`;
}

/**
 * `10.0.0.1:22` or `'[2001:db8::7]:22'`: for a command line that a person will paste. The address is a job's word, so
 * whatever a shell could make something of is quoted.
 */
export function shellPlaceOf({ address, port }: Target): string {
  const place = address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
  return /^[\w.:-]+$/.test(place) ? place : `'${place.replaceAll("'", `'\\''`)}'`;
}
