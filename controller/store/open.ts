/** The store of a controller's folder: an unfinished restore is finished first, and what happens on the way is logged. */
import { join } from 'node:path';
import type { Log } from '../../shared/runtime/index.ts';
import { type DatabaseOptions, openDatabase } from './database.ts';
import type { Db } from './db.ts';
import { refuseLostStore } from './lost-store.ts';
import { finishRestore } from './restore.ts';

export const STORE_NAME = 'store.db';

export type StoreSettings = Omit<DatabaseOptions, 'file' | 'onOpening'>;

/**
 * Before anything else of the folder is read, its keys too: they may come with the backup. The caller holds the lock.
 * Error: STORE_CORRUPT when the store is gone; then nothing was touched.
 */
export function settleFolder(dataDir: string, log: Log): void {
  if (finishRestore(dataDir)) log.warn('restore.finished', { dataDir });
  refuseLostStore(dataDir, STORE_NAME);
}

/** Errors: as of `openDatabase`. */
export function openStoreIn(dataDir: string, settings: StoreSettings, log: Log): Db {
  const file = join(dataDir, STORE_NAME);
  return openDatabase({
    ...{ file, ...settings },
    onOpening: (event) => {
      if (event.type === 'migrating') {
        const { from, to, copy } = event;
        log.info('store.migrating', { from, to, copy });
      } else {
        const hint = 'wayside-controller check reads it through while the controller is stopped';
        log.info('store.check-skipped', { bytes: event.bytes, hint });
      }
    },
  });
}
