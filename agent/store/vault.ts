/**
 * Device credentials at the agent. Each lies sealed in a file of its own (`NAME.sealed`, 0600), bound to the agent, its
 * name, its version and the list of targets it may be sent to; all that stands in the seal's readable line, and
 * nothing of it can be changed without the key. The controller only ever names a credential: whatever address it
 * puts into a job, the secret goes to a listed target or nowhere.
 *
 *   wayside/vault/2 {"agent":…,"key":…,"name":…,"targets":[…],"version":…}\n | sealed canonical JSON of the secret
 *
 * Files are read anew for each use, so that what `wayside-agent credential set` wrote counts at once. They are sealed
 * with the vault's own key, which `vault.keys` holds; who writes has the vault for himself meanwhile.
 */
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { WaysideError } from '../../shared/errors.ts';
import { agentCommand, canonicalJson, type JsonObject } from '../../shared/model/index.ts';
import type { Clock, Random } from '../../shared/runtime/index.ts';
import {
  type Container,
  type ContainerKey,
  CREDENTIAL_VERSION_MAX,
  CREDENTIALS_MAX,
  checkCredential,
  isCredentialName,
  type NewCredential,
  type Place,
  requireSecretDirectory,
  sealContainer,
  someMatch,
  syncDirectory,
  utf8,
  type VaultLock,
  writeSecretFile,
} from '../../shared/seal/index.ts';
import type { Credential, CredentialPort, Target } from '../jobs/driver.ts';
import { OpenCredential } from './open-credential.ts';
import { VaultKeyring, type VaultKeyStatus } from './vault-keyring.ts';

const SUFFIX = '.sealed';
/** In the readable line of a credential that was typed centrally: its targets never go beyond the host's own list. */
const CENTRAL = 'central';

export interface VaultOptions {
  readonly dir: string;
  /** Fingerprint of the agent's identity key: known before it is enrolled, and never changed by joining again. */
  readonly agent: string;
  /** What opens the vault; it is the vault's from now on, and wiped with it. */
  readonly lock: VaultLock;
  readonly clock: Clock;
  readonly random: Random;
  /** Where credentials that were typed centrally may go: `credentials.targets`. Empty: none are taken. */
  readonly centralTargets?: readonly string[];
  /** For what a person is to type: the configuration of this agent, where commands do not find it by themselves. */
  readonly configFile?: string | undefined;
  /** Writes a file whole or not at all; in its place tests put one that fails. */
  readonly write?: (path: string, content: Uint8Array) => void;
}

export interface VaultStatus extends VaultKeyStatus {
  readonly credentials: number;
}

/** What may be shown of a credential. */
export interface CredentialInfo {
  readonly name: string;
  /** From 1; each `set` raises it. */
  readonly version: number;
  readonly targets: readonly string[];
  /** It came sealed through the controller; else it was set on this host. */
  readonly isCentral: boolean;
}

/** One whose file does not open, whatever key is at hand. */
export interface DamagedCredential {
  readonly name: string;
  /** Names the file, with the cure as its hint. */
  readonly error: WaysideError;
}

export interface VaultLook {
  readonly credentials: readonly CredentialInfo[];
  readonly damaged: readonly DamagedCredential[];
}

export class Vault implements CredentialPort {
  private readonly options: VaultOptions;
  private readonly keyring: VaultKeyring;
  private readonly write: (path: string, content: Uint8Array) => void;

  /** Errors: SECRET_FILE_OPEN when others may look into the folder; VAULT_LOCKED, STORE_NEWER, DECRYPT_FAILED. */
  constructor(options: VaultOptions) {
    this.options = options;
    this.write = options.write ?? writeSecretFile;
    requireSecretDirectory(options.dir);
    const files = (): readonly string[] => this.names().map((name) => this.path(name));
    this.keyring = new VaultKeyring({ ...options, write: this.write, files });
  }

  /** Wipes the keys out of memory; what is asked for afterwards ends with SHUTTING_DOWN. */
  close(): void {
    this.keyring.close();
  }

  /** New, or in place of the one of that name. Errors: INVALID_INPUT (all reasons at once), VAULT_LOCKED, STORE_LOCKED. */
  set(name: string, credential: NewCredential, targets: readonly string[]): CredentialInfo {
    return this.put(name, credential, { targets, version: undefined });
  }

  /** As `set`, for one that was typed centrally; its version was given there. `targets` are within the host's list. */
  setCentral(
    name: string,
    credential: NewCredential,
    place: { readonly targets: readonly string[]; readonly version: number },
  ): CredentialInfo {
    return this.put(name, credential, place);
  }

  private put(
    name: string,
    credential: NewCredential,
    { targets, version }: { readonly targets: readonly string[]; readonly version: number | undefined },
  ): CredentialInfo {
    checkCredential(name, credential, targets);
    return this.keyring.exclusively((key) => {
      const before = this.versionOf(name);
      if (!this.has(name) && this.names().length >= CREDENTIALS_MAX)
        throw new WaysideError(
          'INVALID_INPUT',
          `the vault holds ${CREDENTIALS_MAX} credentials; remove one first`,
        );
      const isCentral = version !== undefined;
      if (!isCentral && before >= CREDENTIAL_VERSION_MAX) {
        throw new WaysideError('INVALID_INPUT', `no version is left for the credential ${name}`, {
          hint: `Remove it first, and set it again: ${this.command(`rm ${name}`)}`,
        });
      }
      const info = { name, version: version ?? before + 1, targets: [...targets] };
      const header: JsonObject = { agent: this.options.agent, ...info, ...(isCentral && { by: CENTRAL }) };
      this.seal(name, key, { header, plain: utf8(canonicalJson({ ...credential })) });
      return { ...info, isCentral };
    });
  }

  /** Errors: CREDENTIAL_MISSING, CREDENTIAL_TARGET, VAULT_LOCKED, DECRYPT_FAILED, SECRET_FILE_OPEN. */
  open(name: string, target: Target): Credential {
    const { info, credential } = this.read(name);
    if (this.allows(info, target)) return credential;
    const isNarrowed = someMatch(info.targets, target);
    throw new WaysideError(
      'CREDENTIAL_TARGET',
      `the credential ${name} is not for ${target.address}:${target.port}; nothing was sent`,
      {
        hint: isNarrowed
          ? 'It was typed centrally, and credentials.targets of this host no longer lists the target.'
          : `On the host of the agent: ${this.setCommand(name)} with this target in the list; or wayside credential set ${name} --agent ….`,
        details: { credential: name, address: target.address, port: String(target.port) },
      },
    );
  }

  /** Whether the credential of that name may be used there: only then is a host key pinned at first sight. */
  lists(name: string, place: Place): boolean {
    return this.has(name) && this.allows(this.read(name).info, place);
  }

  /** Without its secret; `undefined`: there is none of that name. */
  info(name: string): CredentialInfo | undefined {
    return this.has(name) ? this.read(name).info : undefined;
  }

  /** Another text after each change of a credential, by whatever process. */
  get mark(): string {
    return String(statSync(this.options.dir, { bigint: true }).mtimeNs);
  }

  /** Without any secret, by name. Errors: those of `open`. */
  list(): readonly CredentialInfo[] {
    return this.names().map((name) => this.read(name).info);
  }

  /** As `list`; one damaged file does not hide the others. Errors: those of the vault as a whole. */
  look(): VaultLook {
    this.keyring.status();
    return this.lookAt(this.names());
  }

  private lookAt(names: readonly string[]): VaultLook {
    const credentials: CredentialInfo[] = [];
    const damaged: DamagedCredential[] = [];
    for (const name of names) {
      try {
        credentials.push(this.read(name).info);
      } catch (thrown) {
        const error = WaysideError.from(thrown);
        if (error.code !== 'DECRYPT_FAILED') throw error;
        damaged.push({ name, error });
      }
    }
    return { credentials, damaged };
  }

  /** 0: there is none, or it is damaged and nothing of it can be told. */
  private versionOf(name: string): number {
    const [info] = this.lookAt(this.has(name) ? [name] : []).credentials;
    return info?.version ?? 0;
  }

  remove(name: string): boolean {
    return this.keyring.exclusively(() => {
      if (!this.has(name)) return false;
      rmSync(this.path(name));
      syncDirectory(this.options.dir);
      return true;
    });
  }

  status(): VaultStatus {
    return { ...this.keyring.status(), credentials: this.names().length };
  }

  /**
   * Seals everything with a new key, and the new key with `lock` or, without one, as before. Nothing is changed when
   * one credential does not open; the error names its file and what to type. Cut short anywhere, every credential still opens with the old lock; the next
   * rotation does it again. Errors: those of `open`, STORE_LOCKED.
   */
  rotate(lock?: VaultLock): VaultStatus {
    this.keyring.exclusively(() => {
      for (const name of this.names()) this.read(name);
      const key = this.keyring.addKey();
      for (const name of this.names()) this.seal(name, key, this.keyring.open(this.path(name)));
      this.keyring.dropOlderKeys(lock);
    });
    return this.status();
  }

  private read(name: string): { readonly info: CredentialInfo; readonly credential: Credential } {
    if (!this.has(name)) {
      throw new WaysideError(
        'CREDENTIAL_MISSING',
        `this agent holds no credential named ${name.slice(0, 63)}`,
        {
          hint: `On the host of the agent: ${this.setCommand(name.slice(0, 63))}; or from here: wayside credential set ${name.slice(0, 63)} --agent … --username … --targets …`,
        },
      );
    }
    const path = this.path(name);
    const { header, plain } = this.openFile(name, path);
    if (header['agent'] !== this.options.agent || header['name'] !== name) {
      throw new WaysideError('DECRYPT_FAILED', `${path} was sealed for another agent or under another name`, {
        hint: `A credential is not copied between agents: set it on each. Away with this one: ${this.command(`rm ${name}`)}`,
      });
    }
    // The seal vouches for the line and the secret: only `set` of this class can have written them.
    const { version, targets, by } = header as { version: number; targets: readonly string[]; by?: string };
    const { username, password, enablePassword, privateKey } = JSON.parse(
      new TextDecoder().decode(plain),
    ) as NewCredential;
    return {
      info: { name, version, targets, isCentral: by === CENTRAL },
      credential: new OpenCredential({ username, password, enablePassword, privateKey }),
    };
  }

  private openFile(name: string, path: string): Container {
    try {
      return this.keyring.open(path);
    } catch (cause) {
      const { code, message } = WaysideError.from(cause);
      // Empty or far too long is damage as well.
      if (!(code === 'DECRYPT_FAILED' || code === 'INVALID_INPUT') || !message.startsWith(path)) throw cause;
      throw new WaysideError('DECRYPT_FAILED', message, {
        cause,
        hint: `Set it again: ${this.setCommand(name)}; or forget it: ${this.command(`rm ${name}`)}; or put the file back from a backup.`,
      });
    }
  }

  /** The host's own list counts at each use, so that narrowing it counts at once. */
  private allows({ targets, isCentral }: CredentialInfo, place: Place): boolean {
    return someMatch(targets, place) && (!isCentral || someMatch(this.options.centralTargets ?? [], place));
  }

  private setCommand(name: string): string {
    return this.command(`set ${name} --username … --targets …`);
  }

  private command(words: string): string {
    return agentCommand(`credential ${words}`, this.options.configFile);
  }

  private has(name: string): boolean {
    return isCredentialName(name) && existsSync(this.path(name));
  }

  private names(): readonly string[] {
    return readdirSync(this.options.dir)
      .filter((file) => file.endsWith(SUFFIX))
      .map((file) => file.slice(0, -SUFFIX.length))
      .filter((name) => isCredentialName(name))
      .sort();
  }

  private path(name: string): string {
    return join(this.options.dir, `${name}${SUFFIX}`);
  }

  private seal(name: string, key: ContainerKey, { header, plain }: Container): void {
    this.write(this.path(name), sealContainer(key, { header, plain }, this.options.random));
  }
}
