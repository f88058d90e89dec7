import { WaysideError } from '../../../../shared/errors.ts';

/** Longer names are refused by the device too. */
const TEXT_CHARS_MAX = 255;

/**
 * Why the text cannot stand in quotes on the console: `$` and `\` mean something there, `"` ends it, and `?` asks for
 * help in older releases, quotes or not.
 */
export function textProblem(text: string): string | undefined {
  if (text.length > TEXT_CHARS_MAX) return `RouterOS takes at most ${TEXT_CHARS_MAX} characters`;
  if (!/^[\x20-\x7e]*$/.test(text)) return 'RouterOS takes plain letters, digits and signs only';
  const [bad] = /["\\$?]/.exec(text) ?? [];
  return bad === undefined ? undefined : `RouterOS cannot take ${bad} in a text`;
}

/** A name or a text for a command. Throws INVALID_INPUT when it could break out of its quotes. */
export function quoted(text: string): string {
  const problem = textProblem(text);
  if (problem !== undefined) throw new WaysideError('INVALID_INPUT', `${problem}: ${JSON.stringify(text)}`);
  return `"${text}"`;
}
