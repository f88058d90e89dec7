/** Numbers of command lines of the lab. */
import { WaysideError } from '../../shared/errors.ts';

/** As it was given. Error: INVALID_INPUT, naming what was typed. */
export function wholeNumber(
  option: string,
  text: string,
  { min, max }: { readonly min: number; readonly max: number },
): number {
  const number = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (number >= min && number <= max) return number;
  throw new WaysideError(
    'INVALID_INPUT',
    `--${option} must be a whole number from ${min} to ${max}, not "${text}"`,
  );
}
