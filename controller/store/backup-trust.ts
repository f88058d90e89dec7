/**
 * Whether a backup is this controller's own. Its sums only tell that it is whole: who can write to the place where
 * backups lie could put a user or a token of theirs into one, and correct the sums. The seal of the manifest tells that
 * it was made by who has the master key, and that not a byte was changed since.
 */
import { WaysideError } from '../../shared/errors.ts';
import type { JsonObject } from '../../shared/model/index.ts';
import { judgeManifestSeal, type MasterKey, sealManifest } from '../../shared/seal/index.ts';
import type { BackupManifest } from '../../shared/wire/index.ts';

export interface BackupTrust {
  /** `undefined`: there is none on this machine. */
  readonly master: MasterKey | undefined;
  readonly masterKeyFile: string;
  /** A person vouches for a backup that nothing proves. */
  readonly unsigned: boolean;
}

export function sealedManifest(manifest: BackupManifest, master: MasterKey): BackupManifest {
  return { ...manifest, seal: sealManifest(master, jsonOf(manifest)) };
}

/** True: it is proved. Errors: WRONG_IDENTITY when nothing proves it, BACKUP_DAMAGED when it was changed. */
export function requireTrusted(manifest: BackupManifest, trust: BackupTrust): boolean {
  const { seal, ...body } = manifest;
  const { master, masterKeyFile } = trust;
  if (!seal) return vouched(trust, 'it has no signature: an older version made it, or somebody took it off');
  if (!master) {
    const cure = `Put the master key into ${masterKeyFile} first: no backup holds it. `;
    return vouched(trust, `the master key ${masterKeyFile}, which proves it, is missing`, cure);
  }
  const verdict = judgeManifestSeal(master, jsonOf(body), seal);
  if (verdict === 'good') return true;
  if (verdict === 'other-key')
    return vouched(trust, `it was signed with another master key than that in ${masterKeyFile}`);
  throw new WaysideError('BACKUP_DAMAGED', 'it was changed after it was made: its signature is wrong', {
    hint: 'Nothing was changed. Take another backup, and find out who can write to the place where they lie.',
  });
}

function vouched({ unsigned }: BackupTrust, why: string, cure = ''): false {
  if (unsigned) return false;
  throw new WaysideError('WRONG_IDENTITY', `nothing proves that this controller made the backup: ${why}`, {
    hint: `Nothing was changed. ${cure}If you know that nobody could change the file since it was made, add --unsigned.`,
  });
}

function jsonOf(manifest: BackupManifest): JsonObject {
  return manifest as unknown as JsonObject;
}
