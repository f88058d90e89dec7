/** Who this controller is. Made at first start, read ever after; only the server certificate and a CA that is retired are ever replaced. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { WaysideError } from '../../shared/errors.ts';
import { canonicalJson } from '../../shared/model/index.ts';
import { newId } from '../../shared/runtime/index.ts';
import {
  createIdentityKeys,
  createSealingKeys,
  fingerprint,
  type IdentityKeys,
  identityKeysFromSeed,
  loadMasterKey,
  loadOrCreateMasterKey,
  type MasterKey,
  requireSecretDirectory,
  type SealingKeys,
  Secret,
  sealingKeysFromSecret,
  seedOf,
  utf8,
} from '../../shared/seal/index.ts';
import { CaAuthority } from './authority.ts';
import { createFolder, IdentityFiles, type KeyName } from './identity-files.ts';
import { createCa, createKeyPem, issueServerCertificate, type Tools } from './pki.ts';

const FORMAT = 'wayside/controller-identity/1';

export interface ControllerIdentity {
  readonly meshId: string;
  /** Base32 fingerprint of the identity key: the first half of this controller's origins. */
  readonly fingerprint: string;
  readonly keys: IdentityKeys;
  readonly sealing: SealingKeys;
  /** Signs the membership document. */
  readonly root: IdentityKeys;
  readonly authority: CaAuthority;
  readonly server: ServerCertificate;
  /** Makes the server certificate anew: half of its life is over, or another CA serves. */
  readonly renewServer: () => Promise<ServerCertificate>;
  readonly master: MasterKey;
  /** True at first start: somebody should be told where the admin token is. */
  readonly created: boolean;
}

export interface ServerCertificate {
  readonly keyPem: Secret<string>;
  /** Leaf, then the CA: agents that join find the CA they pin in here. */
  readonly chainPem: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

export interface IdentityOptions extends Tools {
  /** Host names and IP addresses for the server certificate. */
  readonly hosts: readonly string[];
  /** Where the master key is; `master.key` in the state folder, made when absent, if not given. */
  readonly masterKeyFile?: string | undefined;
  readonly credentialsDirectory?: string | undefined;
  /** Told when the new server certificate was made, but could not be written down; it is used all the same. */
  readonly onNotWritten?: (error: WaysideError) => void;
}

/**
 * Loads the identity in `stateDir`, or makes it at first start. `ready()` of the seal room must have resolved.
 * Errors: SECRET_FILE_OPEN, VAULT_LOCKED, DECRYPT_FAILED, STORE_CORRUPT, DISK_FULL.
 */
export async function openControllerIdentity(
  stateDir: string,
  options: IdentityOptions,
): Promise<ControllerIdentity> {
  requireSecretDirectory(stateDir);
  const dir = join(stateDir, 'identity');
  const created = !existsSync(dir);
  const master = openMasterKey(stateDir, options, created);
  if (created) {
    await createFolder(dir, (next) => fillFolder(new IdentityFiles(next, master), options));
  }
  requireSecretDirectory(dir);
  const identity = await readFolder(new IdentityFiles(dir, master), options);
  return { ...identity, master, created };
}

/** A new master key beside an old identity would lock it for ever, so it is made at first start only. */
function openMasterKey(stateDir: string, options: IdentityOptions, created: boolean): MasterKey {
  const { masterKeyFile, credentialsDirectory, random } = options;
  const file = { path: masterKeyFile ?? join(stateDir, 'master.key'), credentialsDirectory };
  if (created) return loadOrCreateMasterKey(file, random);
  if (existsSync(file.path)) return loadMasterKey(file);
  throw new WaysideError('VAULT_LOCKED', `the master key ${file.path} is missing`, {
    hint: 'Restore it from your backup; the keys of this controller are sealed with it.',
  });
}

async function fillFolder(files: IdentityFiles, options: IdentityOptions): Promise<void> {
  const { clock, random } = options;
  const meshId = newId(clock, random);
  const keys = createIdentityKeys(random);
  const ca = await createCa(meshId, options);
  const secrets: readonly (readonly [KeyName, Secret<Uint8Array>])[] = [
    ['identity.key', seedOf(keys)],
    ['sealing.key', createSealingKeys(random).secretKey],
    ['root.key', seedOf(createIdentityKeys(random))],
    ['ca.key', bytesOf(ca.keyPem)],
    ['server.key', bytesOf(createKeyPem())],
  ];
  for (const [name, secret] of secrets) files.writeKey(name, secret, random);
  files.writeText('ca.crt', ca.certificatePem);
  const about = { format: FORMAT, fingerprint: fingerprint(keys.publicKey), meshId };
  files.writeText('identity.json', `${canonicalJson(about)}\n`);
}

type Stored = Omit<ControllerIdentity, 'master' | 'created'>;

async function readFolder(files: IdentityFiles, options: IdentityOptions): Promise<Stored> {
  const keys = identityKeysFromSeed(files.readKey('identity.key'));
  const about = readAbout(files.readText('identity.json'));
  if (about.fingerprint !== fingerprint(keys.publicKey)) throw mixed('identity.key');
  const authority = await CaAuthority.open(files, about.meshId, options);
  const renew = (): Promise<ServerCertificate> => renewServer(files, { authority, ...about }, options);
  return {
    ...about,
    keys,
    sealing: sealingKeysFromSecret(files.readKey('sealing.key')),
    root: identityKeysFromSeed(files.readKey('root.key')),
    authority,
    // Made anew at each start: it costs one signature, and always has the hosts of the configuration and its full life ahead.
    server: await renew(),
    renewServer: renew,
  };
}

async function renewServer(
  files: IdentityFiles,
  of: { readonly authority: CaAuthority; readonly meshId: string; readonly fingerprint: string },
  options: IdentityOptions,
): Promise<ServerCertificate> {
  const keyPem = textOf(files.readKey('server.key'));
  const request = { meshId: of.meshId, fingerprint: of.fingerprint, hosts: options.hosts, keyPem };
  const { serving } = of.authority;
  const issued = await issueServerCertificate(serving, request, options);
  const chainPem = issued.pem + serving.pem;
  writeDown(() => files.writeText('server.crt', chainPem), options);
  return { keyPem, chainPem, expiresAt: issued.notAfter };
}

/** The file is for people to look at: nothing reads it, so a full disk must not keep a controller from its work. */
function writeDown(write: () => void, { onNotWritten }: IdentityOptions): void {
  try {
    write();
  } catch (error) {
    if (!(error instanceof WaysideError) || error.code !== 'DISK_FULL') throw error;
    onNotWritten?.(error);
  }
}

function readAbout(text: string): { readonly meshId: string; readonly fingerprint: string } {
  try {
    const about = JSON.parse(text) as Record<string, unknown>;
    const { format, meshId, fingerprint: print } = about;
    if (format === FORMAT && typeof meshId === 'string' && typeof print === 'string')
      return { meshId, fingerprint: print };
  } catch {
    // Said below in our words, as for every other form that is not ours.
  }
  throw mixed('identity.json');
}

function mixed(name: string): WaysideError {
  return new WaysideError('STORE_CORRUPT', `${name} does not belong to the rest of the identity folder`, {
    hint: 'Restore the whole folder from one backup.',
  });
}

function bytesOf(pem: Secret<string>): Secret<Uint8Array> {
  return new Secret(utf8(pem.reveal()));
}

function textOf(bytes: Secret<Uint8Array>): Secret<string> {
  return new Secret(new TextDecoder().decode(bytes.reveal()));
}
