/** The whole chain checked: piece by piece at the controller, or line by line in an exported file. */
import { open } from 'node:fs/promises';
import { resolve } from 'node:path';
import { WaysideError } from '../../../shared/errors.ts';
import { int64FromWire } from '../../../shared/wire/index.ts';
import type { Shell } from '../shell.ts';
import { AuditFileCheck, type FileVerdict } from './check-file.ts';

export async function verifyAtController(shell: Shell): Promise<FileVerdict> {
  let [checked, losses, pageToken] = [0, 0, ''];
  for (;;) {
    const piece = await shell.call('AuditService.VerifyAudit', { pageToken });
    checked += int64FromWire(piece.checked);
    losses += piece.losses.length;
    const good = { seq: int64FromWire(piece.seq), hash: piece.hash };
    const problem = piece.problem === '' ? undefined : piece.problem;
    if (problem !== undefined || piece.nextPageToken === '') return { checked, losses, good, problem };
    pageToken = piece.nextPageToken;
  }
}

/** Errors: NOT_FOUND. */
export async function verifyFile(shell: Shell, name: string): Promise<FileVerdict> {
  const file = await open(resolve(shell.host.directory, name)).catch((cause: unknown) => {
    throw new WaysideError('NOT_FOUND', `${name} cannot be read`, { cause });
  });
  try {
    const check = new AuditFileCheck();
    for await (const line of file.readLines()) check.add(line);
    return check.verdict();
  } finally {
    await file.close();
  }
}
