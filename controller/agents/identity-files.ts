/**
 * The controller's keys on disk. They live in one folder of mode 0700 that appears whole at first start or not at
 * all; private keys in it are sealed with the master key, which lies elsewhere or is a systemd credential.
 *
 *   identity.json  who this controller is: mesh id and key fingerprint
 *   identity.key   Ed25519 seed       sealing.key  X25519 key      root.key  Ed25519 seed of the mesh root
 *   ca.key ca.crt  the CA of its agents             server.key server.crt  what it shows to whoever connects
 *   ca-next.key ca-next.crt  the CA that takes over, while two overlap
 */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { readSecretFile } from '../../shared/config/index.ts';
import { WaysideError } from '../../shared/errors.ts';
import type { Random } from '../../shared/runtime/index.ts';
import {
  type MasterKey,
  openContainer,
  requireSecretDirectory,
  Secret,
  sealContainer,
  syncDirectory,
  utf8,
  writeSecretFile,
} from '../../shared/seal/index.ts';

const KEY_FORMAT = 'wayside/key/1';
export type KeyName = 'identity.key' | 'sealing.key' | 'root.key' | 'ca.key' | 'ca-next.key' | 'server.key';
export type PublicName = 'identity.json' | 'ca.crt' | 'ca-next.crt' | 'server.crt';

export class IdentityFiles {
  private readonly dir: string;
  private readonly master: MasterKey;

  constructor(dir: string, master: MasterKey) {
    this.dir = dir;
    this.master = master;
  }

  /** Errors: STORE_CORRUPT (missing), SECRET_FILE_OPEN, VAULT_LOCKED, DECRYPT_FAILED. */
  readKey(name: KeyName): Secret<Uint8Array> {
    const path = join(this.dir, name);
    const spec = { format: KEY_FORMAT, master: this.master };
    const { header, plain } = openContainer(
      spec,
      this.present(path, () => readSecretFile(path)),
      path,
    );
    if (header['name'] === name) return new Secret(plain);
    throw new WaysideError('DECRYPT_FAILED', `${path} holds another key than its name says`);
  }

  writeKey(name: KeyName, key: Secret<Uint8Array>, random: Random): void {
    const spec = { format: KEY_FORMAT, master: this.master };
    const sealed = sealContainer(spec, { header: { name }, plain: key.reveal() }, random);
    writeSecretFile(join(this.dir, name), sealed);
  }

  readText(name: PublicName): string {
    const path = join(this.dir, name);
    return this.present(path, () => readFileSync(path, 'utf8'));
  }

  writeText(name: PublicName, text: string): void {
    writeSecretFile(join(this.dir, name), utf8(text));
  }

  has(name: KeyName | PublicName): boolean {
    return existsSync(join(this.dir, name));
  }

  /** Gone for good when it returns. */
  remove(name: 'ca-next.key' | 'ca-next.crt'): void {
    rmSync(join(this.dir, name), { force: true });
    syncDirectory(this.dir);
  }

  /** Nothing of this folder is ever made anew by itself: a controller with another key is another controller. */
  private present<T>(path: string, read: () => T): T {
    if (existsSync(path)) return read();
    throw new WaysideError('STORE_CORRUPT', `${path} is missing`, {
      hint: 'Restore the whole identity folder from a backup; without it this controller is not itself.',
    });
  }
}

/** Fills a folder beside and gives it its name at the end, so that a crash leaves no half identity behind. */
export async function createFolder(dir: string, fill: (next: string) => Promise<void>): Promise<void> {
  const next = `${dir}.new`;
  rmSync(next, { recursive: true, force: true });
  mkdirSync(next, { recursive: true, mode: 0o700 });
  requireSecretDirectory(next);
  await fill(next);
  syncDirectory(next);
  renameSync(next, dir);
  syncDirectory(join(dir, '..'));
}
