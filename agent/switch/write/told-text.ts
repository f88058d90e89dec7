/** Texts that must not stand in a configuration, since nobody could tell them from what the switch itself says. */
import { WaysideError } from '../../../shared/errors.ts';
import { terminalTextProblem } from '../../../shared/model/index.ts';
import type { Platform, PortChange } from '../platform.ts';

const SHOWN_CHARS_MAX = 40;

/**
 * Read back in pieces the text would look like the pager, a prompt or a refusal: keys would be pressed, or the rest left
 * unread. Error: INVALID_INPUT, with the text.
 */
export function requireTold(
  { description = '' }: PortChange,
  { more, prompt, errors }: Pick<Platform, 'more' | 'prompt' | 'errors'>,
): void {
  const patterns = [more, prompt, ...errors.map(({ pattern }) => pattern)];
  const known = terminalTextProblem(description);
  if (known === undefined && !patterns.some((pattern) => pattern.test(description))) return;
  const shown = JSON.stringify(description.slice(0, SHOWN_CHARS_MAX));
  const problem = known ?? `${shown} looks like the pager, a prompt or a refusal of the switch`;
  throw new WaysideError('INVALID_INPUT', `the description ${problem}`);
}
