/** `wayside-agent vault`: what the vault is sealed with, and how to give it a new key or another lock. */
import { Command } from 'commander';
import { WaysideError } from '../../shared/errors.ts';
import type { Random } from '../../shared/runtime/index.ts';
import {
  loadOrCreateMasterKey,
  masterLock,
  type PassphraseCost,
  parsePassphrase,
  type VaultLock,
} from '../../shared/seal/index.ts';
import { newPassphraseLock, readPassphraseFile, type Vault } from '../store/index.ts';
import { askTwice, askUnseen, type PromptDeps } from './prompt.ts';

export interface VaultCommandDeps extends PromptDeps {
  readonly vault: (configFile: string | undefined) => Promise<Vault>;
  readonly print: (line: string) => void;
  readonly random: Random;
  /** For new passphrases, in tests. */
  readonly cost?: PassphraseCost;
}

interface RotateOptions {
  readonly config?: string;
  readonly newMasterKeyFile?: string;
  readonly newPassphraseFile?: string;
  readonly newPassphrase?: boolean;
}

interface NewLock {
  readonly lock: VaultLock;
  /** What the configuration must say from now on. */
  readonly cure: string;
}

export function vaultCommand(deps: VaultCommandDeps): Command {
  const command = new Command('vault').description('the sealed store of credentials on this host');
  command
    .command('status')
    .option('--config <file>', 'configuration file')
    .option('-o, --output <form>', 'text or json', 'text')
    .description('what opens it, how old its key is, how much it holds')
    .action(async (options: { config?: string; output: string }) => {
      const status = (await deps.vault(options.config)).status();
      if (options.output === 'json') return deps.print(JSON.stringify(status));
      if (options.output !== 'text')
        throw new WaysideError('INVALID_INPUT', `-o must be text or json, not ${options.output}`);
      deps.print(`opened by\t${status.lock === 'master' ? 'the master key' : 'a passphrase'}`);
      deps.print(`key\t${status.keyId}, made ${new Date(status.madeAt).toISOString()}`);
      deps.print(`credentials\t${status.credentials}`);
      if (status.olderKeys > 0)
        deps.print(
          `older keys\t${status.olderKeys}: some credentials still have them; wayside-agent vault rotate`,
        );
    });
  command
    .command('rotate')
    .option('--config <file>', 'configuration file')
    .option(
      '--new-master-key-file <file>',
      'seal it with the master key in this file; made when there is none',
    )
    .option('--new-passphrase-file <file>', 'seal it with the passphrase in this file of mode 0600')
    .option('--new-passphrase', 'seal it with a passphrase that is typed, unseen')
    .description('seal all credentials with a new key; with an option, also change what opens the vault')
    .action(async (options: RotateOptions) => {
      const vault = await deps.vault(options.config);
      const next = await newLock(deps, options);
      const { keyId, credentials } = vault.rotate(next?.lock);
      deps.print(
        `sealed ${credentials} ${credentials === 1 ? 'credential' : 'credentials'} anew; the key is ${keyId}`,
      );
      if (next) deps.print(next.cure);
    });
  return command;
}

async function newLock(deps: VaultCommandDeps, options: RotateOptions): Promise<NewLock | undefined> {
  const { newMasterKeyFile, newPassphraseFile, newPassphrase } = options;
  if ([newMasterKeyFile, newPassphraseFile, newPassphrase].filter((given) => given !== undefined).length > 1)
    throw new WaysideError('INVALID_INPUT', 'only one --new-… option can be given');
  if (newMasterKeyFile !== undefined) {
    const lock = masterLock(loadOrCreateMasterKey({ path: newMasterKeyFile }, deps.random));
    return { lock, cure: cure(`secrets.masterKeyFile to ${newMasterKeyFile}`, 'secrets.passphraseFile') };
  }
  if (newPassphraseFile !== undefined) {
    const lock = await newPassphraseLock(readPassphraseFile(newPassphraseFile), deps);
    return { lock, cure: cure(`secrets.passphraseFile to ${newPassphraseFile}`, 'secrets.masterKeyFile') };
  }
  if (!newPassphrase) return undefined;
  if (!deps.stdin.isTTY) {
    throw new WaysideError('INVALID_INPUT', '--new-passphrase needs a terminal', {
      hint: 'Give it in a file of mode 0600: --new-passphrase-file FILE',
    });
  }
  const typed = await askUnseen(deps, (ask) => askTwice(ask, 'New passphrase of the vault'));
  const lock = await newPassphraseLock(parsePassphrase(typed, 'the passphrase'), deps);
  return { lock, cure: cure('secrets.passphraseFile to a file with it', 'secrets.masterKeyFile') };
}

function cure(set: string, unset: string): string {
  return `Now set ${set}, take ${unset} out of the configuration if it is there, and restart the agent.`;
}
