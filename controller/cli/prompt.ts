/** Questions are asked on a terminal only; scripts say yes with a flag. */
import { WaysideError } from '../../shared/errors.ts';
import { escapeText } from './output/escape.ts';
import type { Shell } from './shell.ts';

export function canAsk({ host }: Shell): boolean {
  return host.stdin.isTTY && host.stderr.isTTY;
}

/** Errors: INVALID_INPUT without a terminal; CANCELLED when the answer is not yes. */
export async function confirm(shell: Shell, question: string): Promise<void> {
  if (!canAsk(shell)) {
    throw new WaysideError('INVALID_INPUT', 'this needs --yes where there is no terminal to ask on');
  }
  shell.host.stderr.write(`${escapeText(question)} [y/N] `);
  const answer = (await shell.host.stdin.readLine())?.trim().toLowerCase();
  if (answer !== 'y' && answer !== 'yes') throw new WaysideError('CANCELLED', 'nothing was changed');
}
