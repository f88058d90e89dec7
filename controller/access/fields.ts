/** What names and texts of the access room may hold. Each check gives a violation that names the field and the cure. */
import { type FieldViolation, WaysideError } from '../../shared/errors.ts';

/** So that no two names look alike: no capitals, no accents, no letters of other scripts. */
const NAME = /^[a-z0-9][a-z0-9._-]{0,63}$/;
/** Controls, invisible marks and line ends: they forge log lines and hide what a text says. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Cn}]/u;

export const TEXT_CHARS_MAX = 200;

/** Error: INVALID_INPUT with all of them; nothing when there are none. */
export function refuseIfAny(violations: readonly FieldViolation[]): void {
  const [first] = violations;
  if (!first) return;
  throw new WaysideError('INVALID_INPUT', `${first.field}: ${first.message}`, { violations });
}

export function isName(text: string): boolean {
  return NAME.test(text);
}

export function nameProblems(field: string, text: string): readonly FieldViolation[] {
  if (isName(text)) return [];
  const message =
    'must be 1 to 64 letters a to z, digits, dots, dashes or underscores, and begin with a letter or digit';
  return [{ field, message }];
}

/** As it is stored: one form for what looks the same. */
export function normalText(text: string): string {
  return text.normalize('NFKC').trim();
}

export function textProblems(field: string, text: string): readonly FieldViolation[] {
  if (text.length > TEXT_CHARS_MAX)
    return [{ field, message: `must have at most ${TEXT_CHARS_MAX} characters` }];
  if (HIDDEN.test(text))
    return [{ field, message: 'must be one line without control or invisible characters' }];
  return [];
}
