/** The secret itself: typed unseen, or from standard input. It leaves this process sealed. */
import { WaysideError } from '../../../shared/errors.ts';
import { escapeText } from '../../../shared/runtime/index.ts';
import type { NewCredential, Secret } from '../../../shared/seal/index.ts';
import { canAsk } from '../prompt.ts';
import type { Shell } from '../shell.ts';

export async function readCredential(
  shell: Shell,
  { stdin, username }: { readonly stdin: boolean; readonly username: string | undefined },
): Promise<Secret<NewCredential>> {
  const { CREDENTIAL_INPUT_BYTES_MAX, parseCredential, Secret } = await import(
    '../../../shared/seal/index.ts'
  );
  if (!stdin && canAsk(shell)) return new Secret(await askCredential(shell, username));
  if (!stdin) {
    throw new WaysideError('INVALID_INPUT', 'there is no terminal to ask on', {
      hint: 'Give the secret on standard input with --stdin; it is never a flag.',
    });
  }
  const input = await shell.host.stdin.readAll(CREDENTIAL_INPUT_BYTES_MAX);
  return new Secret(parseCredential(input.toString('utf8'), username));
}

async function askCredential(shell: Shell, username: string | undefined): Promise<NewCredential> {
  if (username === undefined) {
    throw new WaysideError('INVALID_INPUT', 'without --username the credential is JSON, which is not typed', {
      hint: 'Add --username NAME, or give the JSON from a file or a pipe: … --stdin < FILE',
    });
  }
  const password = await askTwice(shell, `Password of ${username}`);
  if (password === '') throw new WaysideError('CANCELLED', 'no password was typed; nothing was changed');
  const enablePassword = await askTwice(shell, 'Enable password (Enter for none)');
  return { username, password, ...(enablePassword !== '' && { enablePassword }) };
}

async function askTwice(shell: Shell, what: string): Promise<string> {
  const ask = async (question: string): Promise<string> => {
    shell.host.stderr.write(`${escapeText(question)}: `);
    const answer = await shell.host.stdin.readHidden();
    shell.host.stderr.write('\n');
    if (answer === undefined) throw new WaysideError('CANCELLED', 'nothing was changed');
    return answer;
  };
  const first = await ask(what);
  if (first === '' || first === (await ask('Once more'))) return first;
  throw new WaysideError('INVALID_INPUT', 'the two were not the same; nothing was changed');
}
