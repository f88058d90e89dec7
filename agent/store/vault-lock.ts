/** Finds what opens the vault: a master key, or the passphrase of a vault that is sealed with one. */
import { readSecretFile } from '../../shared/config/index.ts';
import { WaysideError } from '../../shared/errors.ts';
import type { Random } from '../../shared/runtime/index.ts';
import {
  loadOrCreateMasterKey,
  masterLock,
  newPassphraseSettings,
  type PassphraseCost,
  parsePassphrase,
  passphraseLock,
  type Secret,
  type VaultLock,
} from '../../shared/seal/index.ts';
import { readVaultKind } from './vault-keyring.ts';

export interface VaultLockSources {
  /** Made when it is needed and there is none. */
  readonly masterKeyFile: string;
  readonly passphraseFile?: string | undefined;
  /** Where systemd put its credentials. */
  readonly credentialsDirectory?: string | undefined;
  /** Asks whoever sits at the terminal, if somebody does. */
  readonly askPassphrase?: (() => Promise<string>) | undefined;
  readonly random: Random;
  /** For new passphrases; by default what is right for people's secrets. */
  readonly cost?: PassphraseCost;
}

/** For the vault in `dir`, which may not exist yet. Errors: VAULT_LOCKED, SECRET_FILE_OPEN, NOT_FOUND, INVALID_INPUT. */
export async function openVaultLock(dir: string, sources: VaultLockSources): Promise<VaultLock> {
  const found = readVaultKind(dir);
  if (!sources.passphraseFile && found?.kind !== 'passphrase') {
    const { masterKeyFile: path, credentialsDirectory } = sources;
    return masterLock(loadOrCreateMasterKey({ path, credentialsDirectory }, sources.random));
  }
  const passphrase = await readPassphrase(sources);
  return passphraseLock(passphrase, found?.settings ?? newPassphraseSettings(sources.random, sources.cost));
}

/** A lock with a passphrase of its own, for a vault that gets a new one. */
export function newPassphraseLock(
  passphrase: Secret<string>,
  { random, cost }: Pick<VaultLockSources, 'random' | 'cost'>,
): Promise<VaultLock> {
  return passphraseLock(passphrase, newPassphraseSettings(random, cost));
}

/** Errors: NOT_FOUND, SECRET_FILE_OPEN, INVALID_INPUT. */
export function readPassphraseFile(path: string, credentialsDirectory?: string): Secret<string> {
  return parsePassphrase(readSecretFile(path, credentialsDirectory).toString(), path);
}

async function readPassphrase(sources: VaultLockSources): Promise<Secret<string>> {
  const { passphraseFile, credentialsDirectory, askPassphrase } = sources;
  if (passphraseFile) return readPassphraseFile(passphraseFile, credentialsDirectory);
  if (askPassphrase) return parsePassphrase(await askPassphrase(), 'the passphrase');
  throw new WaysideError('VAULT_LOCKED', 'the vault is sealed with a passphrase, and none was given', {
    hint: 'Set secrets.passphraseFile to a file of mode 0600 or cred:NAME, or run the command at a terminal.',
  });
}
