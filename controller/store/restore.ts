/**
 * Puts a backup in the place of a store. First everything is unpacked and checked in a folder beside; a file `plan.json`,
 * written last, says that it is whole. From then on the exchange can be broken off at any point: whoever comes next, this
 * command again or the start of the controller, finishes it. What stood there before is moved aside, never deleted.
 *
 *   restore.new/   what is to come: store.db, identity/, plan.json
 *   replaced-…/    what was: store.db with its log
 *   restored.json  what the next start writes into the audit trail
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
import Database from 'better-sqlite3';
import { WaysideError } from '../../shared/errors.ts';
import { BACKUP_STORE_NAME, type BackupManifest, readBackup } from '../../shared/wire/index.ts';
import { BANS_NAME, BanFile } from './bans.ts';
import { CAME_BACK_LINES_MAX, cameBack } from './came-back.ts';
import { SCHEMA_VERSION } from './database.ts';
import { INCARNATION_KEY, INCARNATION_MAX, placeOf, readHighWater, writeHighWater } from './high-water.ts';
import { checkStore } from './integrity.ts';

const STAGE = 'restore.new';
const PLAN = 'plan.json';
const IDENTITY = 'identity';
/** A store without its log is not the store that it was, so they go together. */
const STORE_FILES = [BACKUP_STORE_NAME, `${BACKUP_STORE_NAME}-wal`, `${BACKUP_STORE_NAME}-shm`] as const;
const HIGH_WATER = 'high-water.json';
const NOTE = 'restored.json';
const NUMBER_CHARS_SHOWN = 20;

interface Plan {
  /** Name of the folder for what was there. */
  readonly aside: string;
  readonly position: number;
  /** Absent in a plan of an older version. */
  readonly note?: RestoreNote;
}

/** What a restore did, for the audit trail of the store that it put in place. */
export interface RestoreNote {
  /** When the backup was made, and put in place; epoch milliseconds. */
  readonly madeAt: number;
  readonly restoredAt: number;
  /** Whether the master key proved that it is this controller's. */
  readonly proved: boolean;
  /** What it gave back, in words, up to a bound; absent: nobody knows. */
  readonly cameBack?: readonly string[] | undefined;
}

export interface RestoreOptions {
  readonly nowMs: number;
  /** True: it is proved to be this controller's own. Throws when it may not be used. */
  readonly requireTrusted: (manifest: BackupManifest) => boolean;
}

export interface Restored {
  readonly manifest: BackupManifest;
  /** Where the store went that was there; undefined: there was none. */
  readonly aside: string | undefined;
  /** Whether the keys in the backup were put in place; else the folder's own stayed. */
  readonly tookIdentity: boolean;
  readonly proved: boolean;
  /** What was taken from somebody since the backup, and came back with it, in words; `undefined`: nobody knows. */
  readonly cameBack: readonly string[] | undefined;
}

/**
 * The caller holds the lock of the store. Errors: BACKUP_DAMAGED, STORE_NEWER, WRONG_IDENTITY (the folder belongs to
 * another controller, or nothing proves that the backup is this one's), DISK_FULL; whatever it is, nothing was changed.
 */
export async function restoreStore(
  dataDir: string,
  archive: AsyncIterable<Uint8Array>,
  { nowMs, requireTrusted }: RestoreOptions,
): Promise<Restored> {
  finishRestore(dataDir);
  // Whatever is wrong with them is said before anything is moved.
  readHighWater(join(dataDir, HIGH_WATER));
  const banned = new BanFile(join(dataDir, BANS_NAME)).ids;
  const stage = join(dataDir, STAGE);
  try {
    const { manifest, proved } = await unpack(stage, archive, requireTrusted);
    const tookIdentity = judgeIdentity(dataDir, manifest);
    if (!tookIdentity) rmSync(join(stage, IDENTITY), { recursive: true, force: true });
    const came = cameBack(join(dataDir, BACKUP_STORE_NAME), join(stage, BACKUP_STORE_NAME), {
      nowMs,
      banned,
    });
    const hadStore = STORE_FILES.some((name) => existsSync(join(dataDir, name)));
    const aside = `replaced-${new Date(nowMs).toISOString().replaceAll(/[:.]/g, '-')}`;
    const note = { madeAt: manifest.createdAt, restoredAt: nowMs, proved, cameBack: bounded(came) };
    const plan: Plan = { aside, position: manifest.position, note };
    writeSynced(join(stage, PLAN), JSON.stringify(plan));
    syncPath(stage);
    finishRestore(dataDir);
    const kept = hadStore ? join(dataDir, aside) : undefined;
    return { manifest, aside: kept, tookIdentity, proved, cameBack: came };
  } catch (error) {
    if (!existsSync(join(stage, PLAN))) rmSync(stage, { recursive: true, force: true });
    throw diskWords(error);
  }
}

/** Reads and checks all of it, and changes nothing. Errors as of `restoreStore`. */
export async function checkBackup(
  dataDir: string,
  archive: AsyncIterable<Uint8Array>,
  requireTrusted: RestoreOptions['requireTrusted'],
): Promise<{ readonly manifest: BackupManifest; readonly proved: boolean }> {
  const stage = join(dataDir, `${STAGE}.check`);
  try {
    const unpacked = await unpack(stage, archive, requireTrusted);
    judgeIdentity(dataDir, unpacked.manifest);
    return unpacked;
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
    if (plan.note) writeSynced(join(dataDir, NOTE), JSON.stringify(plan.note));
    renameSync(join(stage, BACKUP_STORE_NAME), join(dataDir, BACKUP_STORE_NAME));
    syncPath(dataDir);
  }
  rmSync(planFile);
  rmSync(stage, { recursive: true, force: true });
  return true;
}

/** What the last restore did, until it was told; `undefined`: there is nothing to tell. */
export function readRestoreNote(dataDir: string): RestoreNote | undefined {
  const file = join(dataDir, NOTE);
  if (!existsSync(file)) return undefined;
  try {
    const note = JSON.parse(readFileSync(file, 'utf8')) as Partial<RestoreNote> | null;
    if (Number.isSafeInteger(note?.madeAt) && Number.isSafeInteger(note?.restoredAt))
      return note as RestoreNote;
  } catch {
    // Torn: that there was a restore is all that is known.
  }
  return { madeAt: 0, restoredAt: 0, proved: false };
}

export function forgetRestoreNote(dataDir: string): void {
  rmSync(join(dataDir, NOTE), { force: true });
}

function bounded(lines: readonly string[] | undefined): readonly string[] | undefined {
  if (!lines || lines.length <= CAME_BACK_LINES_MAX) return lines;
  return [...lines.slice(0, CAME_BACK_LINES_MAX), `and ${lines.length - CAME_BACK_LINES_MAX} more`];
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

async function unpack(
  stage: string,
  archive: AsyncIterable<Uint8Array>,
  requireTrusted: RestoreOptions['requireTrusted'],
): Promise<{ readonly manifest: BackupManifest; readonly proved: boolean }> {
  rmSync(stage, { recursive: true, force: true });
  mkdirSync(join(stage, IDENTITY), { recursive: true, mode: 0o700 });
  const manifest = await readBackup(archive, async ({ name }, body) => {
    const path = join(stage, name);
    await pipeline(body, createWriteStream(path, { mode: 0o600, flags: 'wx' }));
    syncPath(path);
  });
  syncPath(join(stage, IDENTITY));
  // Before SQLite reads what somebody else may have written.
  const proved = requireTrusted(manifest);
  const file = join(stage, BACKUP_STORE_NAME);
  const { schema } = checkStore(file, SCHEMA_VERSION);
  requireSame(manifest, { schema, ...numbersOf(file) });
  return { manifest, proved };
}

interface StoreNumbers {
  readonly schema: number;
  readonly position: number;
  readonly incarnation: number;
}

/** Error: BACKUP_DAMAGED when it is the store of no controller. */
function numbersOf(file: string): Omit<StoreNumbers, 'schema'> {
  const db = new Database(file, { readonly: true });
  try {
    const position = db.prepare("SELECT value FROM counters WHERE name = 'pos'").pluck().get() ?? 0;
    const incarnation = db.prepare('SELECT value FROM meta WHERE key = ?').pluck().get(INCARNATION_KEY) ?? 0;
    return { position: Number(position), incarnation: Number(incarnation) };
  } catch (cause) {
    throw new WaysideError('BACKUP_DAMAGED', 'the store in it is not that of a controller', { cause });
  } finally {
    db.close();
  }
}

/** What is taken from the manifest must be what the store says, whoever wrote the manifest. */
function requireSame(manifest: BackupManifest, store: StoreNumbers): void {
  const { fingerprint, origin } = manifest;
  const [whose, number = ''] = origin.split('.');
  const wrong = [
    ...(manifest.schema === store.schema ? [] : [`schema ${manifest.schema}, the store has ${store.schema}`]),
    ...(manifest.position === store.position
      ? []
      : [`position ${manifest.position}, the store has ${store.position}`]),
    ...(whose === fingerprint ? [] : ['an origin of another controller than its fingerprint']),
    // It may have risen between the copy and the manifest.
    ...(isIncarnation(number) && store.incarnation <= Number(number)
      ? []
      : [`incarnation ${number.slice(0, NUMBER_CHARS_SHOWN)}, the store has ${store.incarnation}`]),
  ];
  if (wrong.length === 0) return;
  throw new WaysideError(
    'BACKUP_DAMAGED',
    `its manifest does not belong to its store: it says ${wrong.join('; ')}`,
    {
      hint: 'Nothing was changed. Take another backup.',
    },
  );
}

function isIncarnation(text: string): boolean {
  return /^[1-9]\d*$/.test(text) && Number(text) <= INCARNATION_MAX;
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
