/**
 * Device credentials at the agent. Each lies sealed in a file of its own (`NAME.sealed`, 0600), bound to the agent, its
 * name, its version and the list of targets it may be sent to; all that stands in the seal's readable line, and
 * nothing of it can be changed without the key. The controller only ever names a credential: whatever address it
 * puts into a job, the secret goes to a listed target or nowhere.
 *
 *   wayside/vault/1 {"agent":…,"key":…,"name":…,"targets":[…],"version":…}\n | sealed canonical JSON of the secret
 *
 * Files are read anew for each use, so that what `wayside-agent credential set` wrote counts at once.
 */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { readSecretFile } from '../../shared/config/index.ts';
import { WaysideError } from '../../shared/errors.ts';
import { canonicalJson, type JsonObject } from '../../shared/model/index.ts';
import type { Random } from '../../shared/runtime/index.ts';
import {
  type ContainerKey,
  containerKey,
  type MasterKey,
  openContainer,
  requireSecretDirectory,
  sealContainer,
  syncDirectory,
  utf8,
  writeSecretFile,
} from '../../shared/seal/index.ts';
import type { Credential, CredentialPort, Target } from '../jobs/driver.ts';
import { type Place, parsePattern, someMatch } from './vault-targets.ts';

export const VAULT_FORMAT = 'wayside/vault/1';
export const CREDENTIALS_MAX = 1000;
export const CREDENTIAL_TARGETS_MAX = 1000;
const SUFFIX = '.sealed';
const NAME = /^[a-z0-9][a-z0-9._-]{0,62}$/;
/** Longest user name, password or key, in characters. */
const SECRET_CHARS_MAX = 16_384;

export interface VaultOptions {
  readonly dir: string;
  /** Fingerprint of the agent's identity key: known before it is enrolled, and never changed by joining again. */
  readonly agent: string;
  /** Not kept: the vault holds the one key that it derives from it. */
  readonly master: MasterKey;
  readonly random: Random;
}

export interface NewCredential {
  readonly username: string;
  readonly password: string;
  readonly enablePassword?: string | undefined;
  /** In PEM or OpenSSH form. */
  readonly privateKey?: string | undefined;
}

/** What may be shown of a credential. */
export interface CredentialInfo {
  readonly name: string;
  /** From 1; each `set` raises it. */
  readonly version: number;
  readonly targets: readonly string[];
}

export class Vault implements CredentialPort {
  private readonly options: Omit<VaultOptions, 'master'>;
  private containerKey: ContainerKey | undefined;

  /** Errors: SECRET_FILE_OPEN when others may look into the folder. */
  constructor({ master, ...options }: VaultOptions) {
    this.options = options;
    requireSecretDirectory(options.dir);
    this.containerKey = containerKey({ format: VAULT_FORMAT, master });
  }

  /** Wipes the key out of memory; what is asked for afterwards ends with SHUTTING_DOWN. */
  close(): void {
    this.containerKey?.key.reveal().fill(0);
    this.containerKey = undefined;
  }

  /** New, or in place of the one of that name. Errors: INVALID_INPUT (all reasons at once), VAULT_LOCKED. */
  set(name: string, credential: NewCredential, targets: readonly string[]): CredentialInfo {
    checkCredential(name, credential, targets);
    const before = this.has(name) ? this.read(name).info.version : 0;
    if (before === 0 && this.names().length >= CREDENTIALS_MAX)
      throw new WaysideError(
        'INVALID_INPUT',
        `the vault holds ${CREDENTIALS_MAX} credentials; remove one first`,
      );
    const info = { name, version: before + 1, targets: [...targets] };
    const plain = utf8(canonicalJson({ ...credential }));
    const header: JsonObject = { agent: this.options.agent, ...info };
    writeSecretFile(this.path(name), sealContainer(this.key(), { header, plain }, this.options.random));
    return info;
  }

  /** Errors: CREDENTIAL_MISSING, CREDENTIAL_TARGET, VAULT_LOCKED, DECRYPT_FAILED, SECRET_FILE_OPEN. */
  open(name: string, target: Target): Credential {
    const { info, credential } = this.read(name);
    if (someMatch(info.targets, target)) return credential;
    throw new WaysideError(
      'CREDENTIAL_TARGET',
      `the credential ${name} is not for ${target.address}:${target.port}; nothing was sent`,
      {
        hint: `On the agent: wayside-agent credential set ${name} --targets … with this target in the list.`,
        details: { credential: name, address: target.address, port: String(target.port) },
      },
    );
  }

  /** Whether the credential of that name may be used there: only then is a host key pinned at first sight. */
  lists(name: string, place: Place): boolean {
    return this.has(name) && someMatch(this.read(name).info.targets, place);
  }

  /** Without any secret, by name. */
  list(): readonly CredentialInfo[] {
    return this.names().map((name) => this.read(name).info);
  }

  remove(name: string): boolean {
    if (!this.has(name)) return false;
    rmSync(this.path(name));
    syncDirectory(this.options.dir);
    return true;
  }

  private read(name: string): { readonly info: CredentialInfo; readonly credential: Credential } {
    if (!this.has(name)) {
      throw new WaysideError(
        'CREDENTIAL_MISSING',
        `this agent holds no credential named ${name.slice(0, 63)}`,
        {
          hint: `On the agent: wayside-agent credential set ${name.slice(0, 63)} --targets …`,
        },
      );
    }
    const path = this.path(name);
    const { header, plain } = openContainer(this.key(), readSecretFile(path), path);
    if (header['agent'] !== this.options.agent || header['name'] !== name) {
      throw new WaysideError('DECRYPT_FAILED', `${path} was sealed for another agent or under another name`, {
        hint: 'A credential is not copied between agents: set it on each.',
      });
    }
    // The seal vouches for the line and the secret: only `set` of this class can have written them.
    const { version, targets } = header as { version: number; targets: readonly string[] };
    const { username, password, enablePassword, privateKey } = JSON.parse(
      new TextDecoder().decode(plain),
    ) as NewCredential;
    return {
      info: { name, version, targets },
      credential: { username, password, enablePassword, privateKey },
    };
  }

  private has(name: string): boolean {
    return NAME.test(name) && existsSync(this.path(name));
  }

  private names(): readonly string[] {
    return readdirSync(this.options.dir)
      .filter((file) => file.endsWith(SUFFIX))
      .map((file) => file.slice(0, -SUFFIX.length))
      .filter((name) => NAME.test(name))
      .sort();
  }

  private path(name: string): string {
    return join(this.options.dir, `${name}${SUFFIX}`);
  }

  private key(): ContainerKey {
    if (this.containerKey) return this.containerKey;
    throw new WaysideError('SHUTTING_DOWN', 'the vault is closed');
  }
}

function checkCredential(name: string, credential: NewCredential, targets: readonly string[]): void {
  const violations: { field: string; message: string }[] = [];
  const add = (field: string, message: string): void => void violations.push({ field, message });
  if (!NAME.test(name))
    add('name', 'must be 1 to 63 lower-case letters, digits, dots, hyphens and underscores');
  if (credential.username === '') add('username', 'must not be empty');
  if (credential.password === '' && !credential.privateKey) add('password', 'or a private key must be given');
  for (const [field, value] of Object.entries(credential) as [string, string | undefined][]) {
    if ((value?.length ?? 0) > SECRET_CHARS_MAX) add(field, `is longer than ${SECRET_CHARS_MAX} characters`);
  }
  if (targets.length === 0 || targets.length > CREDENTIAL_TARGETS_MAX)
    add('targets', `must name 1 to ${CREDENTIAL_TARGETS_MAX} hosts; "*" means every host`);
  targets.forEach((target, at) => {
    if (!parsePattern(target))
      add(`targets[${at}]`, `"${target.slice(0, 80)}" is no host, host:port, network or *`);
  });
  if (violations.length === 0) return;
  const fields = violations.map(({ field, message }) => `${field} ${message}`).join('; ');
  throw new WaysideError('INVALID_INPUT', `the credential is not stored: ${fields}`, { violations });
}
