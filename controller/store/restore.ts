/**
 * Puts a backup in the place of a store. First everything is unpacked and checked in a folder beside; a file `plan.json`,
 * written last, says that it is whole. From then on the exchange can be broken off at any point: whoever comes next, this
 * command again or the start of the controller, finishes it. What stood there before is moved aside, never deleted.
 *
 *   restore.new/   what is to come: store.db, identity/, plan.json
 *   replaced-…/    what was: store.db with its log
 */
import {
  closeSync,
  createWriteStream,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { WaysideError } from '../../shared/errors.ts';
import { BACKUP_STORE_NAME, type BackupManifest, readBackup } from '../../shared/wire/index.ts';
import { SCHEMA_VERSION } from './database.ts';
import { placeOf, readHighWater, writeHighWater } from './high-water.ts';
import { checkStore } from './integrity.ts';

const STAGE = 'restore.new';
const PLAN = 'plan.json';
const IDENTITY = 'identity';
/** A store without its log is not the store that it was, so they go together. */
const STORE_FILES = [BACKUP_STORE_NAME, `${BACKUP_STORE_NAME}-wal`, `${BACKUP_STORE_NAME}-shm`] as const;
const HIGH_WATER = 'high-water.json';

interface Plan {
  /** Name of the folder for what was there. */
  readonly aside: string;
  readonly position: number;
}

export interface Restored {
  readonly manifest: BackupManifest;
  /** Where the store went that was there; undefined: there was none. */
  readonly aside: string | undefined;
  /** Whether the keys in the backup were put in place; else the folder's own stayed. */
  readonly tookIdentity: boolean;
}

/**
 * The caller holds the lock of the store. Errors: BACKUP_DAMAGED, STORE_NEWER, WRONG_IDENTITY (the folder belongs to
 * another controller), DISK_FULL; whatever it is, nothing was changed.
 */
export async function restoreStore(
  dataDir: string,
  archive: AsyncIterable<Uint8Array>,
  nowMs: number,
): Promise<Restored> {
  finishRestore(dataDir);
  const stage = join(dataDir, STAGE);
  try {
    const manifest = await unpack(stage, archive);
    const tookIdentity = judgeIdentity(dataDir, manifest);
    if (!tookIdentity) rmSync(join(stage, IDENTITY), { recursive: true, force: true });
    const hadStore = existsSync(join(dataDir, BACKUP_STORE_NAME));
    const aside = `replaced-${new Date(nowMs).toISOString().replaceAll(/[:.]/g, '-')}`;
    const plan: Plan = { aside, position: manifest.position };
    writeSynced(join(stage, PLAN), JSON.stringify(plan));
    syncPath(stage);
    finishRestore(dataDir);
    return { manifest, aside: hadStore ? join(dataDir, aside) : undefined, tookIdentity };
  } catch (error) {
    if (!existsSync(join(stage, PLAN))) rmSync(stage, { recursive: true, force: true });
    throw diskWords(error);
  }
}

/** Reads and checks all of it, and changes nothing. Errors as of `restoreStore`. */
export async function checkBackup(
  dataDir: string,
  archive: AsyncIterable<Uint8Array>,
): Promise<BackupManifest> {
  const stage = join(dataDir, `${STAGE}.check`);
  try {
    const manifest = await unpack(stage, archive);
    judgeIdentity(dataDir, manifest);
    return manifest;
  } catch (error) {
    throw diskWords(error);
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
}

/** Goes on where a restore was broken off after its backup was found good; does nothing when there is none. True: it did. */
export function finishRestore(dataDir: string): boolean {
  const stage = join(dataDir, STAGE);
  const planFile = join(stage, PLAN);
  if (!existsSync(planFile)) return false;
  const plan = JSON.parse(readFileSync(planFile, 'utf8')) as Plan;
  // As long as the new store waits, what stands in its place is the old one.
  if (existsSync(join(stage, BACKUP_STORE_NAME))) {
    moveAside(dataDir, plan.aside);
    raiseHighWater(dataDir, plan.position);
    if (existsSync(join(stage, IDENTITY)) && !existsSync(join(dataDir, IDENTITY)))
      renameSync(join(stage, IDENTITY), join(dataDir, IDENTITY));
    renameSync(join(stage, BACKUP_STORE_NAME), join(dataDir, BACKUP_STORE_NAME));
    syncPath(dataDir);
  }
  rmSync(planFile);
  rmSync(stage, { recursive: true, force: true });
  return true;
}

function moveAside(dataDir: string, aside: string): void {
  const present = STORE_FILES.filter((name) => existsSync(join(dataDir, name)));
  if (present.length === 0) return;
  const target = join(dataDir, aside);
  mkdirSync(target, { recursive: true, mode: 0o700 });
  // The log first: a database without it is older, a log without its database is nothing.
  for (const name of present.toReversed()) renameSync(join(dataDir, name), join(target, name));
  syncPath(target);
  syncPath(dataDir);
}

/** The next start must see that the store went back, even when nothing was written since the backup. */
function raiseHighWater(dataDir: string, position: number): void {
  const file = join(dataDir, HIGH_WATER);
  const mark = readHighWater(file);
  const pos = Math.max(mark?.pos ?? 0, position + 1);
  writeHighWater(file, { pos, incarnation: mark?.incarnation ?? 0, place: placeOf(file) });
}

async function unpack(stage: string, archive: AsyncIterable<Uint8Array>): Promise<BackupManifest> {
  rmSync(stage, { recursive: true, force: true });
  mkdirSync(join(stage, IDENTITY), { recursive: true, mode: 0o700 });
  const manifest = await readBackup(archive, async ({ name }, body) => {
    const path = join(stage, name);
    await pipeline(body, createWriteStream(path, { mode: 0o600, flags: 'wx' }));
    syncPath(path);
  });
  syncPath(join(stage, IDENTITY));
  checkStore(join(stage, BACKUP_STORE_NAME), SCHEMA_VERSION);
  return manifest;
}

/** Whether the keys of the backup are wanted: only where there are none, for those that are there may be newer. */
function judgeIdentity(dataDir: string, { fingerprint }: BackupManifest): boolean {
  const file = join(dataDir, IDENTITY, 'identity.json');
  if (!existsSync(join(dataDir, IDENTITY))) return true;
  const about = JSON.parse(readFileSync(file, 'utf8')) as { readonly fingerprint?: unknown };
  if (about.fingerprint === fingerprint) return false;
  throw new WaysideError('WRONG_IDENTITY', `${dataDir} belongs to another controller than the backup`, {
    hint: 'Give the backup a dataDir of its own, without a folder identity in it.',
  });
}

function writeSynced(path: string, text: string): void {
  writeFileSync(`${path}.new`, text, { mode: 0o600 });
  syncPath(`${path}.new`);
  renameSync(`${path}.new`, path);
}

function syncPath(path: string): void {
  const fd = openSync(path, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

function diskWords(error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code !== 'ENOSPC' && code !== 'EDQUOT' && code !== 'EFBIG') return error;
  return new WaysideError('DISK_FULL', 'no room to unpack the backup', {
    cause: error,
    hint: 'Nothing was changed. Free as much space on the disk of dataDir as the store takes.',
  });
}
