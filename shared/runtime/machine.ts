/** The machine and the process, and the files of a folder: facts for a support bundle, none of them secret. */
import { lstatSync, readdirSync } from 'node:fs';
import { arch, cpus, freemem, platform, release, totalmem } from 'node:os';
import { join } from 'node:path';

const LISTED_MAX = 1000;
const DEPTH_MAX = 3;

export interface FileFact {
  /** Below the folder. */
  readonly path: string;
  readonly sizeBytes: number;
  /** As of `chmod`, such as `0600`. */
  readonly mode: string;
  readonly owner: number;
  /** ISO 8601, UTC. */
  readonly changedAt: string;
}

export function machineFacts(): Readonly<Record<string, unknown>> {
  return {
    node: process.version,
    libraries: process.versions,
    os: `${platform()} ${release()} ${arch()}`,
    processors: cpus().length,
    memoryTotalBytes: totalmem(),
    memoryFreeBytes: freemem(),
    pid: process.pid,
    user: process.getuid?.(),
    upSeconds: Math.round(process.uptime()),
    memory: process.memoryUsage(),
    // What sets behaviour and holds no secret: flags of node, not of the program.
    nodeFlags: process.execArgv.map((flag) => flag.replace(/=.*/s, '')),
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  };
}

/** Names, sizes and modes, three folders deep and up to a bound; nothing is opened. */
export function listFiles(dir: string): readonly FileFact[] {
  const found: FileFact[] = [];
  walk(dir, '', found);
  return found;
}

function walk(dir: string, below: string, found: FileFact[]): void {
  const names = readdirSync(join(dir, below)).sort();
  for (const name of names) {
    if (found.length >= LISTED_MAX) return;
    const path = join(below, name);
    const stat = lstatSync(join(dir, path), { throwIfNoEntry: false });
    if (!stat) continue;
    const { size: sizeBytes, uid: owner, mtime } = stat;
    found.push({ path, sizeBytes, mode: modeText(stat.mode), owner, changedAt: mtime.toISOString() });
    if (stat.isDirectory() && path.split('/').length < DEPTH_MAX) walk(dir, path, found);
  }
}

/** `0600` */
export function modeText(mode: number): string {
  return (mode & 0o7777).toString(8).padStart(4, '0');
}
