/** What `wayside-controller` does with a folder while no controller runs in it: put a backup in place, read a store through. */
import { createReadStream, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ControllerConfig } from '../shared/config/index.ts';
import { WaysideError } from '../shared/errors.ts';
import { type Clock, escapeText, systemClock } from '../shared/runtime/index.ts';
import { loadMasterKey } from '../shared/seal/index.ts';
import type { BackupManifest } from '../shared/wire/index.ts';
import {
  type BackupTrust,
  CAME_BACK_LINES_MAX,
  checkBackup,
  checkStore,
  lockStore,
  type Restored,
  refuseLostStore,
  requireTrusted,
  restoreStore,
  SCHEMA_VERSION,
  STORE_NAME,
} from './store/index.ts';

const VERSION_CHARS_SHOWN = 64;

type Config = Pick<ControllerConfig, 'dataDir' | 'secrets'>;

export interface RestoreRequest {
  /** Only look. */
  readonly check?: boolean | undefined;
  /** Take a backup that nothing proves, too. */
  readonly unsigned?: boolean | undefined;
  readonly credentialsDirectory?: string | undefined;
  readonly clock?: Clock;
}

/**
 * Lines for people; words of the backup that would steer the terminal are shown, never sent.
 * Errors: STORE_LOCKED while a controller runs, those of `restoreStore` and of the master key.
 */
export async function restoreController(
  config: Config,
  file: string,
  options: RestoreRequest = {},
): Promise<readonly string[]> {
  const { check = false, clock = systemClock } = options;
  const { dataDir } = config;
  return withLock(dataDir, async () => {
    const trust = trustOf(config, options);
    const trusted = (manifest: BackupManifest): boolean => requireTrusted(manifest, trust);
    const archive = createReadStream(file);
    try {
      if (check) {
        const { manifest, proved } = await checkBackup(dataDir, archive, trusted);
        return [
          aboutBackup(file, manifest),
          ...proofLines(proved),
          'It is whole, and fits this folder and this version. Nothing was changed.',
        ].map(escapeText);
      }
      const restored = await restoreStore(dataDir, archive, { nowMs: clock.now(), requireTrusted: trusted });
      const { manifest, aside, tookIdentity, proved } = restored;
      return [
        aboutBackup(file, manifest),
        ...proofLines(proved),
        aside ? `The store that was there is kept in ${aside}` : `There was no store in ${dataDir} before`,
        tookIdentity
          ? 'The sealed keys were put in place too: the master key that opens them is in no backup, put it back yourself'
          : 'The keys of this folder stayed as they are',
        ...cameBackLines(restored),
        'Start the controller: its agents tell again what they saw since',
      ].map(escapeText);
    } catch (error) {
      throw fileWords(file, error);
    } finally {
      archive.destroy();
    }
  });
}

function trustOf({ dataDir, secrets }: Config, options: RestoreRequest): BackupTrust {
  const { unsigned = false, credentialsDirectory } = options;
  const masterKeyFile = secrets.masterKeyFile ?? join(dataDir, 'master.key');
  const master = existsSync(masterKeyFile)
    ? loadMasterKey({ path: masterKeyFile, credentialsDirectory })
    : undefined;
  return { master, masterKeyFile, unsigned };
}

function proofLines(proved: boolean): readonly string[] {
  return proved
    ? ['The master key proves that this controller made it and that nobody changed it']
    : [
        'NOTHING PROVES WHO MADE IT: you vouch for it with --unsigned. Look through wayside user ls and wayside token ls after the start',
      ];
}

/** Whoever takes something away from somebody must hear that a restore gave it back. */
function cameBackLines({ manifest, aside, cameBack }: Restored): readonly string[] {
  const made = isoTime(manifest.createdAt);
  const bans = 'Bans of agents that this folder knows stay in force';
  if (!cameBack) {
    const why = aside ? 'the store that was there cannot be compared' : 'there is no store to compare with';
    return [
      `Tokens, users, passwords, roles and agents are again as they were at ${made}: what was revoked, locked or changed after that is undone, and ${why}`,
      'Look through exports of the audit trail from that time on, and revoke, lock and change it once more',
      aside ? bans : 'Bans of agents made after that are undone too, unless this folder knew them',
    ];
  }
  if (cameBack.length === 0)
    return [`No token, user, password, role or agent came back that was taken away after ${made}`];
  const shown = cameBack.slice(0, CAME_BACK_LINES_MAX);
  const more = cameBack.length - shown.length;
  return [
    `What was taken away or changed after ${made} is there again. Take it away once more, right after the start:`,
    ...shown.map((line) => `  ${line}`),
    ...(more > 0 ? [`  and ${more} more`] : []),
    `${bans}. The audit trail since then is in the store that was kept aside, and in what was exported`,
  ];
}

/** Reads all of the store and its indexes, and changes nothing. Errors: STORE_CORRUPT, STORE_NEWER, STORE_LOCKED. */
export function checkController({ dataDir }: Pick<Config, 'dataDir'>): Promise<readonly string[]> {
  return withLock(dataDir, async () => {
    refuseLostStore(dataDir, STORE_NAME);
    const { schema, bytes } = checkStore(join(dataDir, STORE_NAME), SCHEMA_VERSION);
    return [`${join(dataDir, STORE_NAME)} is sound: schema ${schema}, ${(bytes / 2 ** 20).toFixed(1)} MiB`];
  });
}

async function withLock<T>(dataDir: string, work: () => Promise<T>): Promise<T> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const lock = lockStore(join(dataDir, 'lock.db'));
  try {
    return await work();
  } finally {
    lock.release();
  }
}

function aboutBackup(file: string, { createdAt, version, position }: BackupManifest): string {
  return `${file} was made at ${isoTime(createdAt)} by version ${version.slice(0, VERSION_CHARS_SHOWN)}, up to position ${position}`;
}

function isoTime(at: number): string {
  const time = new Date(at);
  return Number.isNaN(time.getTime()) ? `the impossible time ${at}` : time.toISOString();
}

function fileWords(file: string, error: unknown): unknown {
  if (error instanceof WaysideError && ['BACKUP_DAMAGED', 'WRONG_IDENTITY'].includes(error.code)) {
    const { code, message, hint = '' } = error;
    return new WaysideError(code, `${file}: ${message}`, { hint, cause: error });
  }
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (syscall === undefined || (code !== 'ENOENT' && code !== 'EACCES' && code !== 'EISDIR')) return error;
  return new WaysideError('NOT_FOUND', `${file} cannot be read: ${code}`, { cause: error });
}
