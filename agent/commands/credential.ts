/** `wayside-agent credential`: secrets go from stdin or an unseen prompt into the sealed vault and never come out again. */
import { Command } from 'commander';
import { WaysideError } from '../../shared/errors.ts';
import { CREDENTIAL_INPUT_BYTES_MAX, type NewCredential, parseCredential } from '../../shared/seal/index.ts';
import type { Vault } from '../store/index.ts';
import { askTwice, askUnseen, type CommandInput, type PromptDeps } from './prompt.ts';

export interface CredentialCommandDeps extends PromptDeps {
  /** Error: NOT_FOUND when no agent lives there. */
  readonly vault: (configFile: string | undefined) => Promise<Vault>;
  /** As `vault`, and makes one where none is, since a login may be stored before the agent joins. */
  readonly vaultToFill: (configFile: string | undefined) => Promise<VaultToFill>;
  readonly print: (line: string) => void;
}

export interface VaultToFill {
  readonly vault: Vault;
  /** The data folder, when no agent lived in it until now. */
  readonly newFolder: string | undefined;
}

interface SetOptions {
  readonly config?: string;
  readonly targets: string;
  readonly username?: string;
  readonly stdin?: boolean;
}

export function credentialCommand(deps: CredentialCommandDeps): Command {
  const command = new Command('credential').description('credentials for devices, sealed on this host');
  command
    .command('set')
    .argument('<name>', 'name that switches refer to')
    .requiredOption(
      '--targets <list>',
      'hosts it may be sent to: addresses, host:port, networks such as 10.1.0.0/16; commas between',
    )
    .option(
      '--username <name>',
      'user name; then stdin holds the password, and the enable password on a second line',
    )
    .option('--stdin', 'the secret comes from stdin (the only way there is); a terminal asks for it unseen')
    .option('--config <file>', 'configuration file')
    .description(
      'store a credential; without --username stdin holds JSON: username, password, enablePassword, privateKey',
    )
    .action(async (name: string, options: SetOptions) => {
      const credential = deps.stdin.isTTY
        ? await askCredential(deps, options.username)
        : parseCredential(await readInput(deps.stdin), options.username);
      const targets = options.targets.split(',').map((target) => target.trim());
      const { vault, newFolder } = await deps.vaultToFill(options.config);
      const info = vault.set(name, credential, targets);
      deps.print(`credential ${info.name} version ${info.version} stored for ${info.targets.join(', ')}`);
      if (newFolder !== undefined) deps.print(newFolderWords(newFolder));
    });
  command
    .command('ls')
    .option('--config <file>', 'configuration file')
    .description('names, versions and targets; never the secrets')
    .action(async (options: { config?: string }) => {
      const { credentials, damaged } = (await deps.vault(options.config)).look();
      const lines = credentials.map(({ name, version, targets, isCentral }) => ({
        name,
        line: `version ${version}\t${targets.join(', ')}${isCentral ? '\ttyped centrally' : ''}`,
      }));
      const bad = damaged.map(({ name, error }) => ({
        name,
        line: `damaged\t${error.message}. ${error.hint ?? ''}`,
      }));
      const all = [...lines, ...bad].sort((a, b) => (a.name < b.name ? -1 : 1));
      for (const { name, line } of all) deps.print(`${name}\t${line}`);
    });
  command
    .command('rm')
    .argument('<name>')
    .option('--config <file>', 'configuration file')
    .description('forget a credential')
    .action(async (name: string, options: { config?: string }) => {
      if (!(await deps.vault(options.config)).remove(name)) {
        throw new WaysideError('CREDENTIAL_MISSING', `there is no credential "${name}"`);
      }
      deps.print(`credential ${name} removed`);
    });
  return command;
}

/** Whoever forgot the configuration of a running agent must see that it went elsewhere. */
function newFolderWords(folder: string): string {
  return `no agent lived in ${folder} until now: the credential is for the one that joins from there; for another one say --config FILE`;
}

async function askCredential(deps: PromptDeps, username: string | undefined): Promise<NewCredential> {
  if (username === undefined) {
    throw new WaysideError('INVALID_INPUT', 'without --username the credential is JSON, which is not typed', {
      hint: 'Add --username NAME, or give the JSON from a file or a pipe: … --stdin < FILE',
    });
  }
  return askUnseen(deps, async (ask) => {
    const password = await askTwice(ask, `Password of ${username}`);
    if (password === '') throw new WaysideError('INVALID_INPUT', 'no password was typed; nothing is changed');
    const enablePassword = await askTwice(ask, 'Enable password (Enter for none)');
    return { username, password, ...(enablePassword !== '' && { enablePassword }) };
  });
}

async function readInput(stdin: CommandInput): Promise<string> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of stdin) {
    chunks.push(Buffer.from(chunk));
    sizeBytes += Buffer.byteLength(chunk);
    if (sizeBytes > CREDENTIAL_INPUT_BYTES_MAX)
      throw new WaysideError('INVALID_INPUT', 'stdin holds more than a credential');
  }
  return Buffer.concat(chunks).toString();
}
