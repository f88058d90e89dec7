/** Questions are asked on a terminal only; scripts say yes with a flag. */
import { WaysideError } from '../../shared/errors.ts';
import type { Shell } from './shell.ts';

/** Errors: INVALID_INPUT without a terminal and without the flag; CANCELLED when the answer is not yes. */
export async function confirm(shell: Shell, question: string, yes: boolean): Promise<void> {
  if (yes) return;
  const { stdin, stderr } = shell.host;
  if (!stdin.isTTY || !stderr.isTTY) {
    throw new WaysideError('INVALID_INPUT', 'this needs --yes when there is no terminal to ask on');
  }
  const { escapeText } = await import('./output/escape.ts');
  stderr.write(`${escapeText(question)} [y/N] `);
  const answer = (await stdin.readLine())?.trim().toLowerCase();
  if (answer !== 'y' && answer !== 'yes') throw new WaysideError('CANCELLED', 'nothing was changed');
}
