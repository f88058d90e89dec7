/** Questions are asked on a terminal only; scripts say yes with a flag. */
import { WaysideError } from '../../shared/errors.ts';
import { escapeText } from '../../shared/runtime/index.ts';
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

/** Two lines of standard input at most are secrets; longer input is no password. */
const SECRET_BYTES_MAX = 8192;

/**
 * A secret that is typed without echo or, with `--stdin`, comes as the lines of standard input, in the order of the
 * questions. Errors: INVALID_INPUT without a terminal or with too few lines.
 */
export async function askSecrets(
  shell: Shell,
  { stdin, questions }: { readonly stdin: boolean; readonly questions: readonly string[] },
): Promise<readonly string[]> {
  if (stdin) {
    const lines = (await shell.host.stdin.readAll(SECRET_BYTES_MAX)).toString('utf8').split(/\r?\n/);
    const given = questions.map((_question, at) => lines[at] ?? '');
    if (given.every((line) => line !== '')) return given;
    throw new WaysideError(
      'INVALID_INPUT',
      `standard input must have ${questions.length} line(s): ${questions.join(', ')}`,
    );
  }
  if (!canAsk(shell)) {
    throw new WaysideError('INVALID_INPUT', 'there is no terminal to ask on', {
      hint: 'Give it on standard input with --stdin; a password is never a flag.',
    });
  }
  const answers: string[] = [];
  for (const question of questions) {
    shell.host.stderr.write(`${escapeText(question)}: `);
    const answer = await shell.host.stdin.readHidden();
    shell.host.stderr.write('\n');
    if (answer === undefined || answer === '') throw new WaysideError('CANCELLED', 'nothing was changed');
    answers.push(answer);
  }
  return answers;
}

/** A new password: typed twice on a terminal. `before` are questions that come first. */
export async function askNewPassword(
  shell: Shell,
  { stdin, before }: { readonly stdin: boolean; readonly before: readonly string[] },
): Promise<readonly string[]> {
  const questions = [...before, 'New password'];
  if (stdin) return askSecrets(shell, { stdin, questions });
  const answers = await askSecrets(shell, { stdin, questions: [...questions, 'Once more'] });
  if (answers.at(-1) === answers.at(-2)) return answers.slice(0, -1);
  throw new WaysideError('INVALID_INPUT', 'the two passwords are not the same; nothing was changed');
}
