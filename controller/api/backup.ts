/** BackupService: an archive of everything, for those who may see everything. */
import { WaysideError } from '../../shared/errors.ts';
import { mayAt } from '../../shared/model/index.ts';
import type { ServiceHandlers } from '../../shared/transport/index.ts';
import { int64ToWire } from '../../shared/wire/index.ts';

export interface BackupApiDeps {
  readonly create: (
    signal: AbortSignal,
  ) => AsyncIterable<{ readonly bytes: Uint8Array; readonly totalBytes: number }>;
}

export function backupHandlers(backups: BackupApiDeps): ServiceHandlers<'BackupService'> {
  return {
    CreateBackup: async function* (_request, { principal, signal }) {
      // The archive knows no sites: an admin of one would get them all.
      if (!mayAt(principal, 'admin', { site: '*' })) {
        throw new WaysideError(
          'FORBIDDEN',
          'a backup holds every site, and you are no admin of all of them',
          {
            hint: 'Ask an admin of every site (*).',
          },
        );
      }
      for await (const { bytes, totalBytes } of backups.create(signal)) {
        yield { data: Buffer.from(bytes), totalBytes: int64ToWire(totalBytes) };
      }
    },
  };
}
