/** A copy of the agent's store as it was, kept beside it before its schema is changed: the way back to the version before. */
import { closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { WaysideError } from '../../shared/errors.ts';
import type { Db } from './db.ts';
import { translateSqlite } from './translate.ts';

/** `agent.schema-1.db`, beside `agent.db`. On disk and under its name when this returns. Error: DISK_FULL; then nothing was changed. */
export function keepCopy(db: Db, file: string, schema: number): string {
  const target = join(dirname(file), `agent.schema-${schema}.db`);
  const next = `${target}.new`;
  rmSync(next, { force: true });
  try {
    db.prepare('VACUUM INTO ?').run(next);
    sync(next);
    renameSync(next, target);
    sync(dirname(target));
    return target;
  } catch (error) {
    rmSync(next, { force: true });
    const cause = translateSqlite(error);
    if (!(cause instanceof WaysideError) || cause.code !== 'DISK_FULL') throw cause;
    throw new WaysideError('DISK_FULL', `no room for the copy that is made before an upgrade, ${target}`, {
      cause,
      hint: 'The store was not changed. Free as much space as it takes, or go on with the version before.',
    });
  }
}

function sync(path: string): void {
  const fd = openSync(path, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
