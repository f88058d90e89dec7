/** The key with which this user approves plans: made here, kept here, and its public half to be listed elsewhere. */
import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { WaysideError } from '../../../shared/errors.ts';
import { escapeText } from '../../../shared/runtime/index.ts';
import { askPassphrase, operatorKeyPath, readOperatorKey } from '../credentials/operator-key.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { formatJson, formatYaml } from '../output/documents.ts';
import { canAsk } from '../prompt.ts';
import type { Shell } from '../shell.ts';
import type { CommandSpec, FlagSpec, Flags } from '../spec.ts';

const NAME = /^[\p{L}\p{N}][\p{L}\p{N}._@ -]{0,63}$/u;
/** Typed before a key is replaced. */
const REPLACE_WORD = 'replace';

const nameFlag: FlagSpec = {
  name: 'name',
  value: 'NAME',
  doc: 'whose key it is, for the lists of controllers and agents; default: the user of this host',
};

const create: CommandSpec = {
  path: ['operator-key', 'create'],
  summary: 'make the key with which you approve plans; only its public half ever leaves this host',
  examples: [
    ['wayside operator-key create --passphrase', 'asks for a passphrase that guards it'],
    ['wayside operator-key create --name ada', 'guarded by the mode of its file alone'],
  ],
  flags: [
    nameFlag,
    { name: 'passphrase', doc: 'seal it with a passphrase, which every approval asks for' },
    { name: 'stdin', doc: 'the passphrase comes from standard input' },
    { name: 'force', doc: 'in the place of the one that is there; asks for a word first' },
  ],
  notes: [
    'It lies beside the contexts: operator.key, mode 0600. List its public half in plans.operatorKeys of the controller and in writes.operatorKeys of each agent.',
  ],
  async run({ shell, flags }) {
    const name = nameOf(shell, flags);
    const path = operatorKeyPath(shell);
    await requireFree(shell, path, flags.on('force'));
    const seal = await import('../../../shared/seal/index.ts');
    await seal.ready();
    const { random } = await shell.tools();
    const keys = seal.createIdentityKeys(random);
    const questions = ['New passphrase of the operator key', 'Once more'];
    const passphrase = flags.on('passphrase')
      ? await askPassphrase(shell, { stdin: flags.on('stdin'), questions })
      : undefined;
    const bytes = await seal.sealOperatorKey(keys, random, passphrase && { passphrase });
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    seal.writeSecretFile(path, bytes);
    shell.note(`made ${path}; list its public half where it is to count, and restart what reads it:`);
    return print(shell, {
      name,
      key: seal.toBase64Url(keys.publicKey),
      file: path,
      sealed: passphrase !== undefined,
    });
  },
};

const show: CommandSpec = {
  path: ['operator-key', 'show'],
  summary: 'print the public half of your key, as configuration files take it',
  examples: [
    ['wayside operator-key show', 'lines for controller.yaml and agent.yaml'],
    ['wayside operator-key show -o json | jq -r .key', 'the public key alone'],
  ],
  flags: [nameFlag],
  async run({ shell, flags }) {
    const name = nameOf(shell, flags);
    const { peekOperatorKey, toBase64Url } = await import('../../../shared/seal/index.ts');
    const { publicKey, lock } = peekOperatorKey(await readOperatorKey(shell), 'the operator key');
    const file = operatorKeyPath(shell);
    return print(shell, { name, key: toBase64Url(publicKey), file, sealed: lock === 'passphrase' });
  },
};

/** Errors: ALREADY_EXISTS, INVALID_INPUT without a terminal, CANCELLED. */
async function requireFree(shell: Shell, path: string, force: boolean): Promise<void> {
  if (!existsSync(path)) return;
  if (!force) {
    throw new WaysideError('ALREADY_EXISTS', `you have an operator key already: ${path}`, {
      hint: '`wayside operator-key show` prints it. --force makes another one; what the old one approved stays approved.',
    });
  }
  if (!canAsk(shell)) {
    throw new WaysideError('INVALID_INPUT', 'a key is replaced only where somebody can be asked', {
      hint: `Move ${path} away, and make one without --force.`,
    });
  }
  const question = `The key at ${path} goes for good. Type ${REPLACE_WORD} to go on: `;
  shell.host.stderr.write(escapeText(question));
  const answer = (await shell.host.stdin.readLine())?.trim();
  if (answer !== REPLACE_WORD) throw new WaysideError('CANCELLED', 'nothing was changed');
}

function nameOf(shell: Shell, flags: Flags): string {
  const name = flags.text('name') ?? shell.host.env['USER'] ?? 'operator';
  if (NAME.test(name)) return name;
  throw new WaysideError(
    'INVALID_INPUT',
    `--name must be 1 to 64 letters, digits, dots, dashes or blanks, not "${name.slice(0, 80)}"`,
  );
}

interface Shown {
  readonly name: string;
  readonly key: string;
  readonly file: string;
  /** With a passphrase. */
  readonly sealed: boolean;
}

async function print(shell: Shell, shown: Shown): Promise<ExitCode> {
  const { output } = shell.settings;
  if (output === 'json' || output === 'yaml') {
    shell.out(output === 'json' ? formatJson({ ...shown }) : await formatYaml({ ...shown }));
    return exitCodes.done;
  }
  // A list item on one line, with both values quoted: whatever they hold, YAML reads them as they are.
  const item = `    - {name: ${JSON.stringify(shown.name)}, key: ${JSON.stringify(shown.key)}}\n`;
  // YAML takes no group twice, and the files that `init` writes have each of them already.
  shell.out(`# controller.yaml; where plans: stands already, only the lines below it\n`);
  shell.out(`plans:\n  operatorKeys:\n${item}`);
  shell.out(`# agent.yaml; where writes: stands already, only the lines below it\n`);
  shell.out(`writes:\n  enabled: true\n  operatorKeys:\n${item}`);
  return exitCodes.done;
}

export const operatorKeyCommands: readonly CommandSpec[] = [create, show];
