/** The controller itself: its disk, store, files, certificates and backups. */
import { statfsSync } from 'node:fs';
import {
  type CaView,
  foundBy,
  type HealthReason,
  type HistoryKept,
  type ReasonedFinding,
  timeText,
} from '../../../shared/model/index.ts';
import type { SteadyClock } from '../../../shared/runtime/index.ts';
import { openToOthers } from '../../../shared/seal/index.ts';
import type { StuckLane } from '../../inventory/index.ts';
import type { Check } from '../check.ts';

/** Below these the disk is named as a warning, and as a problem. */
export const DISK_FREE_WARN_BYTES = 1_073_741_824;
export const DISK_FREE_MIN_BYTES = 268_435_456;
/** A backup that is older is too old. */
export const BACKUP_AGE_MAX_MS = 604_800_000;
const CERTIFICATE_WARN_MS = 14 * 86_400_000;
const SLOW_MS = 300_000;
const GIB = 2 ** 30;

interface Looks {
  readonly run: () => readonly ReasonedFinding[];
  readonly well: () => string;
}

function check(name: string, reasons: readonly HealthReason[], looks: Looks): Check {
  return { name, reasons, of: 'controller', ...looks };
}

export function freeBytes(dir: string): number {
  const { bavail, bsize } = statfsSync(dir);
  return bavail * bsize;
}

export function diskCheck(dataDir: string, free: (dir: string) => number = freeBytes): Check {
  const text = (): string => `${(free(dataDir) / GIB).toFixed(1)} GiB`;
  const run = (): readonly ReasonedFinding[] => {
    const bytes = free(dataDir);
    if (bytes >= DISK_FREE_WARN_BYTES) return [];
    const reason = bytes < DISK_FREE_MIN_BYTES ? 'disk-full' : 'disk-low';
    return [foundBy('disk', reason, { message: `only ${text()} are free at ${dataDir}` })];
  };
  return check('disk', ['disk-low', 'disk-full'], { run, well: () => `${text()} are free at ${dataDir}` });
}

export function historyCheck(
  dataDir: string,
  kept: () => readonly HistoryKept[],
  free: (dir: string) => number = freeBytes,
): Check {
  const run = (): readonly ReasonedFinding[] => {
    const more = kept().reduce((sum, { bytes, bytesExpected }) => sum + bytesExpected - bytes, 0);
    if (more <= free(dataDir)) return [];
    const message = `the history will take ${(more / GIB).toFixed(1)} GiB more, which the disk does not have`;
    return [foundBy('history', 'history-size', { message })];
  };
  return {
    ...check('history', ['history-size'], { run, well: () => 'the disk has room for the history' }),
    everyMs: SLOW_MS,
  };
}

/** Why the last write failed, until one succeeds. */
export interface WriteFailure {
  readonly code: string;
  readonly message: string;
}

export function storeCheck(store: { readonly writeFailure: WriteFailure | undefined }): Check {
  const run = (): readonly ReasonedFinding[] => {
    const failure = store.writeFailure;
    if (!failure) return [];
    const reason = failure.code === 'STORE_LOCKED' ? 'store-locked' : 'store-failed';
    return [
      foundBy('store', reason, { message: `the last write failed: ${failure.code}: ${failure.message}` }),
    ];
  };
  return check('store', ['store-locked', 'store-failed'], { run, well: () => 'the store takes writes' });
}

/** Files and folders that are for their owner alone. */
export function filesCheck(paths: () => readonly string[]): Check {
  const run = (): readonly ReasonedFinding[] => {
    const open = paths().flatMap((path) => openToOthers(path) ?? []);
    if (open.length === 0) return [];
    const message = `others can use ${open.map(({ path, mode }) => `${path} (mode ${mode})`).join(', ')}`;
    return [foundBy('files', 'secret-files', { message, hint: open.map(({ cure }) => cure).join('; ') })];
  };
  return {
    ...check('files', ['secret-files'], { run, well: () => 'secret files are for their owner alone' }),
    everyMs: SLOW_MS,
  };
}

export interface CertificatesDeps {
  readonly now: () => number;
  readonly cas: () => readonly CaView[];
  /** End of the certificate that the server shows. */
  readonly serverEndsAt: () => number;
}

export function certificatesCheck({ now, cas, serverEndsAt }: CertificatesDeps): Check {
  const isSoon = (at: number): boolean => at - now() < CERTIFICATE_WARN_MS;
  const run = (): readonly ReasonedFinding[] => {
    const all = cas();
    const issuing = all.find(({ issues }) => issues);
    const message = (what: string, at: number): string => `${what} ends at ${timeText(at)}`;
    return [
      ...(issuing && isSoon(issuing.expiresAt)
        ? [
            foundBy('certificates', 'ca-certificate', {
              message: message('the CA of the agents', issuing.expiresAt),
            }),
          ]
        : []),
      ...(isSoon(serverEndsAt())
        ? [
            foundBy('certificates', 'server-certificate', {
              message: message('the certificate of this server', serverEndsAt()),
            }),
          ]
        : []),
      ...overlap(all),
    ];
  };
  const well = (): string => `the certificate of this server lasts until ${timeText(serverEndsAt())}`;
  return {
    ...check('certificates', ['ca-certificate', 'server-certificate', 'ca-rotation'], { run, well: well }),
    everyMs: SLOW_MS,
  };
}

function overlap(cas: readonly CaView[]): readonly ReasonedFinding[] {
  const [old, next] = cas;
  if (!old || !next) return [];
  const message = `the new CA does not count alone yet: ${old.agentCount} agents and ${old.openTokens} join tokens need the old one`;
  return [foundBy('certificates', 'ca-rotation', { message, since: next.startsAt })];
}

export interface BackupDeps {
  readonly now: () => number;
  /** When the last one was made; `undefined`: never. */
  readonly madeAt: () => number | undefined;
  /** Whether there is anything that could be lost. */
  readonly holdsData: () => boolean;
}

export function backupCheck({ now, madeAt, holdsData }: BackupDeps): Check {
  const run = (): readonly ReasonedFinding[] => {
    const at = madeAt();
    if (at === undefined)
      return holdsData()
        ? [foundBy('backup', 'backup-never', { message: 'no backup has been made yet' })]
        : [];
    if (now() - at <= BACKUP_AGE_MAX_MS) return [];
    const message = `the last backup was made at ${timeText(at)}`;
    return [foundBy('backup', 'backup-old', { message, since: at + BACKUP_AGE_MAX_MS })];
  };
  const well = (): string => {
    const at = madeAt();
    return at === undefined ? 'there is nothing to lose yet' : `the last one was made at ${timeText(at)}`;
  };
  return { ...check('backup', ['backup-never', 'backup-old'], { run, well: well }), everyMs: SLOW_MS };
}

export function gcCheck(stuck: () => readonly StuckLane[]): Check {
  const run = (): readonly ReasonedFinding[] => {
    const lanes = stuck();
    if (lanes.length === 0) return [];
    const sites = [...new Set(lanes.map(({ site }) => site))];
    const by = [...new Set(lanes.flatMap(({ heldBack }) => heldBack))];
    const who = by.length > 0 ? `; changes of ${by.join(', ')} may not count and hold it back` : '';
    const since = Math.min(...lanes.map((lane) => lane.since));
    const message = `the line below which deleted records go does not move at ${sites.join(', ')}${who}`;
    return [foundBy('tombstones', 'gc-stuck', { message, since })];
  };
  return {
    ...check('tombstones', ['gc-stuck'], { run, well: () => 'deleted records are forgotten in time' }),
    everyMs: SLOW_MS,
  };
}

const HOUR_MS = 3_600_000;

/** Hours rounded up, so that the words do not change with every look. */
function hours(ms: number): string {
  const count = Math.max(1, Math.ceil(ms / HOUR_MS));
  if (count >= 72) return `${Math.round(count / 24)} days`;
  return count === 1 ? '1 hour' : `${count} hours`;
}

/** A controller that was off for longer is asked whether it was. */
const CLOCK_GAP_TOLD_MS = 7 * 24 * HOUR_MS;

export function clockCheck(time: Pick<SteadyClock, 'jump' | 'gap'>): Check {
  const hint = (inMs: number): string =>
    `Compare it with a good clock: timedatectl. If it is wrong: timedatectl set-ntp true. If it is right, it is believed by itself in ${hours(inMs)}.`;
  const run = (): readonly ReasonedFinding[] => {
    const { jump, gap } = time;
    if (jump) {
      const away = `${hours(Math.abs(jump.byMs))} ${jump.byMs > 0 ? 'ahead of' : 'behind'} where it should be`;
      const message = `the clock of this host is ${away}; this controller goes on with its own time, and forgets nothing by age meanwhile`;
      return [foundBy('clock', 'clock-jumped', { message, hint: hint(jump.believedInMs) })];
    }
    if (!gap || gap.byMs < CLOCK_GAP_TOLD_MS) return [];
    const message = `the clock of this host is ${hours(gap.byMs)} ahead of the last run of this controller; if it was not off for so long, nor restored, the clock is wrong; nothing is forgotten by age meanwhile`;
    return [foundBy('clock', 'clock-jumped', { message, hint: hint(gap.believedInMs) })];
  };
  const well = (): string => {
    const { gap } = time;
    return gap
      ? `the clock is steady; after the time off nothing is forgotten by age for ${hours(gap.believedInMs)}`
      : 'the clock is steady';
  };
  return check('clock', ['clock-jumped'], { run, well });
}
