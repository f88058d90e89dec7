/** The host of the agent: room on its disk and spool, load of its processors, and files that are for their owner alone. */
import { statfsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { AgentConfig } from '../../shared/config/index.ts';
import { foundBy, type HealthItem, type ReasonedFinding } from '../../shared/model/index.ts';
import { openToOthers } from '../../shared/seal/index.ts';
import { type HostZone, STATE_NAME } from './state-file.ts';

/** Below this the disk is a problem: the spool and the vault are written to it. */
export const DISK_FREE_MIN_BYTES = 268_435_456;
/** How full the spool may be. */
export const SPOOL_PARTS_MAX = 0.8;
const GIB = 2 ** 30;
const MIB = 2 ** 20;

export interface HostOptions {
  readonly config: AgentConfig;
  /** Systemd guards that folder itself. */
  readonly credentialsDirectory?: string | undefined;
  /** Of the guard; absent: there is none. */
  readonly guard?: HostZone | undefined;
  /** For tests. */
  readonly freeBytes?: (dir: string) => number;
}

export function diskFindings({ config, freeBytes = freeBytesOf }: HostOptions): readonly ReasonedFinding[] {
  const free = freeBytes(config.dataDir);
  if (free >= DISK_FREE_MIN_BYTES) return [];
  const message = `only ${(free / GIB).toFixed(1)} GiB are free at ${config.dataDir}`;
  return [foundBy('disk', 'agent-disk', { message })];
}

/** `spoolBytes`: what the controller has not taken yet; `dropped`: what had to be dropped, in words, or empty. */
export function spoolFindings(
  { config }: HostOptions,
  spoolBytes: number,
  dropped = '',
): readonly ReasonedFinding[] {
  const { maxSizeBytes } = config.outbox;
  if (dropped !== '') return [foundBy('spool', 'agent-spool', { message: dropped })];
  if (spoolBytes <= maxSizeBytes * SPOOL_PARTS_MAX) return [];
  const message = `the spool holds ${sizeText(spoolBytes)} of ${sizeText(maxSizeBytes)}; when it is full, it is dropped, and all that is known is sent anew`;
  return [foundBy('spool', 'agent-spool', { message })];
}

const BUSY_WORDS: Readonly<Record<Exclude<HostZone, 'green'>, string>> = {
  yellow: 'the processors of its host are busy: it works on half as many targets at once as it may',
  red: 'the processors of its host are busy: it works on a quarter of the targets at once that it may',
  critical: 'the processors of its host have no room: it reads one device at a time',
};

/** The host has too much to do for the usual work (S1.3). */
export function busyFindings({ guard = 'green' }: Pick<HostOptions, 'guard'>): readonly ReasonedFinding[] {
  return guard === 'green' ? [] : [foundBy('guard', 'agent-busy', { message: BUSY_WORDS[guard] })];
}

/** One for each file or folder that others can use, with the command that closes it. */
export function fileFindings(options: HostOptions): readonly ReasonedFinding[] {
  return secretPaths(options).flatMap((path) => {
    const open = openToOthers(path);
    if (!open) return [];
    const message = `others can use ${open.path} (mode ${open.mode})`;
    return [foundBy('files', 'agent-files', { message, hint: open.cure })];
  });
}

/** Changes that nobody has to approve, or that nobody can. */
export function writeFindings({ config }: Pick<HostOptions, 'config'>): readonly ReasonedFinding[] {
  const { enabled, approval, operatorKeys } = config.writes;
  if (!enabled) return [];
  if (approval === 'unsigned') {
    const message =
      'unsigned writes: it changes whatever its controller asks for, without the approval of a person';
    return [foundBy('writes', 'agent-unsigned-writes', { message })];
  }
  if (operatorKeys.length > 0) return [];
  const message = 'it may change its sources, and no key is listed whose approval it would take';
  return [foundBy('writes', 'agent-no-operator-key', { message })];
}

/** What the controller is told with each heartbeat. `spoolBytes` is asked for only when there is no failure before. */
export function hostItems(options: HostOptions, spoolBytes: number, dropped = ''): readonly HealthItem[] {
  const open = fileFindings(options);
  const files = open[0] && { ...open[0], message: open.map(({ message }) => message).join('; ') };
  const found = [
    ...diskFindings(options),
    ...spoolFindings(options, spoolBytes, dropped),
    ...busyFindings(options),
    ...(files ? [files] : []),
    ...writeFindings(options),
  ];
  return found.map(({ reason, message }) => ({ reason, message, hint: '' }));
}

export function sizeText(bytes: number): string {
  return bytes < GIB ? `${(bytes / MIB).toFixed(1)} MiB` : `${(bytes / GIB).toFixed(1)} GiB`;
}

function secretPaths({ config, credentialsDirectory }: HostOptions): readonly string[] {
  const { dataDir, secrets } = config;
  const { masterKeyFile = join(dataDir, 'master.key'), passphraseFile } = secrets;
  const given = [masterKeyFile, ...(passphraseFile === undefined ? [] : [passphraseFile])].filter(
    (path) => credentialsDirectory === undefined || dirname(resolve(path)) !== resolve(credentialsDirectory),
  );
  const own = ['identity', 'identity/keys.json', 'vault', 'vault/vault.keys', 'agent.db', STATE_NAME];
  return [dataDir, ...own.map((name) => join(dataDir, name)), ...given];
}

function freeBytesOf(dir: string): number {
  const { bavail, bsize } = statfsSync(dir);
  return bavail * bsize;
}
