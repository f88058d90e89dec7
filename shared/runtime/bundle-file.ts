/** A support bundle as a file of the one who asked for it: for its owner alone, whole or not at all, never over another. */
import { createReadStream } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { WaysideError } from '../errors.ts';
import type { Clock } from './clock.ts';
import { type BundleManifest, type BundlePart, makeBundle, readBundle } from './support-bundle.ts';

/** `wayside-controller-20270115T080000Z.tar.gz` */
export function bundleName(program: string, nowMs: number): string {
  const stamp = new Date(nowMs).toISOString().replaceAll(/[-:]|\..*$/g, '');
  return `wayside-${program}-${stamp}Z.tar.gz`;
}

/** Mode 0600; every byte is checked once it is there. Errors: ALREADY_EXISTS, INVALID_INPUT, BACKUP_DAMAGED, DISK_FULL. */
export async function saveBundle(file: string, pieces: AsyncIterable<Uint8Array>): Promise<BundleManifest> {
  const handle = await open(file, 'wx', 0o600).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'EEXIST')
      throw new WaysideError('ALREADY_EXISTS', `${file} is already there`, {
        hint: 'Give another name: -f FILE',
      });
    throw new WaysideError('INVALID_INPUT', `${file} cannot be made: ${cause.code}`, { cause });
  });
  try {
    for await (const piece of pieces) await handle.writeFile(piece);
    await handle.sync();
    const { manifest } = await readBundle(createReadStream(file));
    return manifest;
  } catch (error) {
    await rm(file, { force: true });
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOSPC' || code === 'EDQUOT')
      throw new WaysideError('DISK_FULL', `no room for ${file}; nothing was kept of it`, { cause: error });
    throw error;
  } finally {
    await handle.close();
  }
}

export interface LocalBundle {
  /** `controller` or `agent`. */
  readonly program: string;
  readonly version: string;
  readonly parts: readonly BundlePart[];
  /** What it will hold, a line each. */
  readonly holds: readonly string[];
  /** Where to; by default a name with the time, in the working directory. */
  readonly file: string | undefined;
  /** Nobody is asked. */
  readonly yes: boolean;
}

/** Who sits in front of the program. */
export interface BundlePerson {
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean | undefined };
  readonly prompt: (text: string) => void;
}

/** Makes a bundle on the host of the program: says what it holds, asks, writes it. Lines for people. Errors: as of `saveBundle`, CANCELLED. */
export async function makeLocalBundle(
  bundle: LocalBundle,
  person: BundlePerson,
  clock: Clock,
): Promise<readonly string[]> {
  const { program, version, parts, holds, yes } = bundle;
  if (!yes) {
    if (!person.stdin.isTTY)
      throw new WaysideError('INVALID_INPUT', 'this needs --yes where there is no terminal to ask on');
    const about = 'No passwords, keys or tokens. Have a look before you hand it on: it is a plain tar.gz.';
    person.prompt(`${['The bundle will hold:', ...holds, about].join('\n')}\nMake it? [y/N] `);
    if (!/^y(es)?$/i.test((await readLine(person.stdin)).trim()))
      throw new WaysideError('CANCELLED', 'nothing was made');
  }
  const file = bundle.file ?? bundleName(program, clock.now());
  const { files, failed } = await saveBundle(
    file,
    once(() => makeBundle(parts, { program, version, clock })),
  );
  const lines = [
    `${file} holds ${files.length === 1 ? '1 file' : `${files.length} files`}; only you can read it`,
  ];
  return failed.length === 0
    ? lines
    : [...lines, `errors.txt in it says why there is no ${failed.join(', ')}`];
}

async function* once(make: () => Promise<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield await make();
}

/** Empty at the end of the input. */
async function readLine(stdin: NodeJS.ReadableStream): Promise<string> {
  const lines = createInterface({ input: stdin });
  try {
    for await (const line of lines) return line;
    return '';
  } finally {
    lines.close();
  }
}
