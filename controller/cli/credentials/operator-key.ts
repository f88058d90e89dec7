/** Where the operator key of this user lies, and how it is opened. It never leaves this process. */
import { dirname, join } from 'node:path';
import { WaysideError } from '../../../shared/errors.ts';
import type { IdentityKeys, Secret } from '../../../shared/seal/index.ts';
import { contextPath } from '../contexts.ts';
import { askSecrets } from '../prompt.ts';
import type { Shell } from '../shell.ts';

/** Beside the context file. */
export function operatorKeyPath({ host }: Shell): string {
  return join(dirname(contextPath(host.env)), 'operator.key');
}

/** The bytes of the file. Errors: NOT_FOUND, SECRET_FILE_OPEN. */
export async function readOperatorKey(shell: Shell): Promise<Uint8Array> {
  const { readSecretFile } = await import('../../../shared/config/index.ts');
  const path = operatorKeyPath(shell);
  try {
    return readSecretFile(path);
  } catch (thrown) {
    const error = WaysideError.from(thrown);
    if (error.code !== 'NOT_FOUND') throw error;
    throw new WaysideError('NOT_FOUND', `there is no operator key at ${path}`, {
      hint: 'wayside operator-key create',
      cause: error,
    });
  }
}

/** Asks for the passphrase where one guards it. Errors: as of `readOperatorKey`, VAULT_LOCKED, DECRYPT_FAILED. */
export async function openedOperatorKey(shell: Shell, stdin: boolean): Promise<IdentityKeys> {
  const { openOperatorKey, ready } = await import('../../../shared/seal/index.ts');
  await ready();
  const bytes = await readOperatorKey(shell);
  return openOperatorKey(bytes, 'the operator key', () =>
    askPassphrase(shell, { stdin, questions: ['Passphrase of the operator key'] }),
  );
}

/** The last answer. Errors: INVALID_INPUT for one that is too short, and where two answers are not the same. */
export async function askPassphrase(
  shell: Shell,
  { stdin, questions }: { readonly stdin: boolean; readonly questions: readonly string[] },
): Promise<Secret<string>> {
  const { parsePassphrase } = await import('../../../shared/seal/index.ts');
  const asked = stdin ? questions.slice(0, 1) : questions;
  const [first = '', ...others] = await askSecrets(shell, { stdin, questions: asked });
  if (others.some((other) => other !== first))
    throw new WaysideError('INVALID_INPUT', 'the two passphrases are not the same; nothing was changed');
  return parsePassphrase(first, 'the passphrase');
}
