/** What a password may be. Length is what counts: nobody is asked for signs or capitals. */
import type { FieldViolation } from '../../shared/errors.ts';
import { Secret } from '../../shared/seal/index.ts';

export const PASSWORD_CHARS_MIN = 12;
export const PASSWORD_BYTES_MAX = 1024;

/** One form for what is typed alike on different keyboards. */
export function normalPassword(password: Secret<string>): Secret<string> {
  return new Secret(password.reveal().normalize('NFKC'));
}

export function isTooLong(password: Secret<string>): boolean {
  return Buffer.byteLength(password.reveal()) > PASSWORD_BYTES_MAX;
}

export function passwordProblems(
  field: string,
  password: Secret<string>,
  user: string,
): readonly FieldViolation[] {
  const text = normalPassword(password).reveal();
  if (isTooLong(password)) return [{ field, message: `must have at most ${PASSWORD_BYTES_MAX} bytes` }];
  if ([...text].length < PASSWORD_CHARS_MIN)
    return [{ field, message: `must have at least ${PASSWORD_CHARS_MIN} characters` }];
  if (new Set(text).size < 5 || text.toLowerCase().replaceAll(user, '').length < PASSWORD_CHARS_MIN / 2)
    return [{ field, message: 'must not be the name or a few characters again and again' }];
  return [];
}
