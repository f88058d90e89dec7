/** A support bundle of a controller that does not start: from its folder, with the store opened for reading alone. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type ControllerConfig, effectiveConfig } from '../shared/config/index.ts';
import { WaysideError } from '../shared/errors.ts';
import { controllerParts } from '../shared/model/index.ts';
import {
  type BundlePart,
  jsonText,
  listFiles,
  machineFacts,
  readLogTail,
  softwareVersion,
} from '../shared/runtime/index.ts';
import {
  examineStore,
  lockStore,
  recentJobs,
  refuseLostStore,
  SCHEMA_VERSION,
  STORE_NAME,
  storeFacts,
  withStoreToRead,
} from './store/index.ts';

const { 'about.json': about, 'config.json': config, 'log.jsonl': log, 'jobs.json': jobs } = controllerParts;
const { 'store.json': store, 'files.json': files } = controllerParts;

export const offlineParts: Readonly<Record<string, string>> = {
  'about.json': about,
  'config.json': config,
  'lock.json': 'whether a controller runs in the folder now',
  'integrity.txt': 'whether the store reads through without damage, up to store.checkMaxSize',
  'store.json': store,
  'jobs.json': jobs,
  'log.jsonl': `${log}; from log.file`,
  'files.json': files,
};

/** `load` reads the configuration; when it fails, what does not need it is there all the same. */
export function offlineBundle(load: () => ControllerConfig): readonly BundlePart[] {
  const file = (): string => join(load().dataDir, STORE_NAME);
  const read: Readonly<Record<keyof typeof offlineParts, BundlePart['read']>> = {
    'about.json': () =>
      jsonText({ program: 'controller', version: softwareVersion(), machine: machineFacts() }),
    'config.json': () => jsonText(effectiveConfig('controller', load())),
    'lock.json': () => jsonText({ isRunning: isRunning(load().dataDir) }),
    'integrity.txt': () => integrity(load()),
    'store.json': async () =>
      jsonText(await withStoreToRead(file(), (db) => storeFacts(db, { bytesMax: Number.POSITIVE_INFINITY }))),
    'jobs.json': async () => jsonText(await withStoreToRead(file(), recentJobs)),
    'log.jsonl': () => logOf(load()),
    'files.json': () => jsonText(listFiles(load().dataDir)),
  };
  return Object.entries(read).map(([name, reader]) => ({ name, read: reader }));
}

function isRunning(dataDir: string): boolean {
  const file = join(dataDir, 'lock.db');
  if (!existsSync(file)) return false;
  try {
    lockStore(file).release();
    return false;
  } catch (error) {
    if (WaysideError.from(error).code === 'STORE_LOCKED') return true;
    throw error;
  }
}

function integrity({ dataDir, store: settings }: ControllerConfig): string {
  const { busyTimeoutMs, checkMaxSizeBytes: checkMaxBytes } = settings;
  refuseLostStore(dataDir, STORE_NAME);
  const found = examineStore(join(dataDir, STORE_NAME), {
    ...{ busyTimeoutMs, checkMaxBytes, schemaMax: SCHEMA_VERSION },
  });
  if (!found) return 'there is no store yet\n';
  return found.checked
    ? 'it reads through without damage\n'
    : 'too large to be read through here: wayside-controller check\n';
}

function logOf({ log: { file } }: ControllerConfig): string {
  if (file !== undefined) return readLogTail(file);
  throw new WaysideError('NOT_FOUND', 'the log goes to standard output, not to a file', {
    hint: 'Add what caught it, such as: journalctl -u wayside-controller --since -1h',
  });
}
