/** `wayside-agent credential`: secrets go from stdin into the sealed vault and never come out again. */
import type { Readable } from 'node:stream';
import { Command } from 'commander';
import { WaysideError } from '../../shared/errors.ts';
import type { NewCredential, Vault } from '../store/index.ts';

export interface CredentialCommandDeps {
  readonly vault: (configFile: string | undefined) => Promise<Vault>;
  readonly stdin: Readable;
  readonly print: (line: string) => void;
}

/** Longest input: a private key and then some. */
const INPUT_CHARS_MAX = 65_536;

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
    .option('--stdin', 'read the secret from stdin (the only way there is)')
    .option('--config <file>', 'configuration file')
    .description(
      'store a credential; without --username stdin holds JSON: username, password, enablePassword, privateKey',
    )
    .action(async (name: string, options: SetOptions) => {
      const credential = parseCredential(await readInput(deps.stdin), options.username);
      const targets = options.targets.split(',').map((target) => target.trim());
      const info = (await deps.vault(options.config)).set(name, credential, targets);
      deps.print(`credential ${info.name} version ${info.version} stored for ${info.targets.join(', ')}`);
    });
  command
    .command('ls')
    .option('--config <file>', 'configuration file')
    .description('names, versions and targets; never the secrets')
    .action(async (options: { config?: string }) => {
      for (const { name, version, targets } of (await deps.vault(options.config)).list()) {
        deps.print(`${name}\tversion ${version}\t${targets.join(', ')}`);
      }
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

async function readInput(stdin: Readable): Promise<string> {
  let text = '';
  for await (const chunk of stdin) {
    text += String(chunk);
    if (text.length > INPUT_CHARS_MAX)
      throw new WaysideError('INVALID_INPUT', 'stdin holds more than a credential');
  }
  return text;
}

/** The message never quotes the input: it is the secret. */
export function parseCredential(text: string, username: string | undefined): NewCredential {
  if (username !== undefined) {
    const [password = '', enablePassword] = text.split(/\r?\n/);
    if (password === '') throw new WaysideError('INVALID_INPUT', 'stdin holds no password');
    return { username, password, ...(enablePassword ? { enablePassword } : {}) };
  }
  let fields: Record<string, unknown> = {};
  try {
    fields = JSON.parse(text) as Record<string, unknown>;
  } catch {
    throw new WaysideError('INVALID_INPUT', 'stdin is not JSON', {
      hint: 'Give --username and the password on stdin, or JSON with username and password.',
    });
  }
  const textOf = (name: string): string | undefined =>
    typeof fields[name] === 'string' ? fields[name] : undefined;
  const [name, password] = [textOf('username'), textOf('password')];
  const [enablePassword, privateKey] = [textOf('enablePassword'), textOf('privateKey')];
  if (name === undefined || (password === undefined && privateKey === undefined)) {
    throw new WaysideError('INVALID_INPUT', 'the JSON on stdin needs username, and password or privateKey');
  }
  return {
    username: name,
    password: password ?? '',
    ...(enablePassword === undefined ? {} : { enablePassword }),
    ...(privateKey === undefined ? {} : { privateKey }),
  };
}
