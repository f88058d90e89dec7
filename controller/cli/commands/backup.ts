/** Copies of everything: made over the API, looked at and put back where they lie. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { WaysideError } from '../../../shared/errors.ts';
import type { Json } from '../../../shared/model/index.ts';
import type { BackupManifest } from '../../../shared/wire/index.ts';
import { backupPath, saveBackup, verifyBackup } from '../backup-file.ts';
import { exitCodes } from '../exit-codes.ts';
import { type Fact, printDetails } from '../output/details.ts';
import type { ListingSpec } from '../output/listing.ts';
import { Progress } from '../output/progress.ts';
import { formatBytes } from '../output/size.ts';
import { formatIso, formatTime, type Reader } from '../output/time.ts';
import type { Shell } from '../shell.ts';
import { type ArgSpec, argument, type CommandSpec } from '../spec.ts';

interface Backup {
  readonly file: string;
  readonly manifest: BackupManifest;
}

const backupListing: ListingSpec<Backup> = {
  plural: 'backups',
  name: ({ file }) => file,
  columns: [],
  csv: [
    { head: 'file', cell: ({ file }) => file },
    { head: 'created', cell: ({ manifest }) => formatIso(manifest.createdAt) },
    { head: 'version', cell: ({ manifest }) => manifest.version },
    { head: 'schema', cell: ({ manifest }) => String(manifest.schema) },
    { head: 'origin', cell: ({ manifest }) => manifest.origin },
    { head: 'position', cell: ({ manifest }) => String(manifest.position) },
    { head: 'bytes', cell: ({ manifest }) => String(bytesOf(manifest)) },
  ],
};

function bytesOf({ files }: BackupManifest): number {
  return files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
}

function backupFacts({ file, manifest }: Backup, { zone }: Reader): readonly Fact[] {
  const keys = manifest.files.length - 1;
  return [
    ['Backup', file],
    ['Made', `${formatTime(manifest.createdAt, zone)} by version ${manifest.version}`],
    ['Of', `${manifest.origin}, up to position ${manifest.position}`],
    ['Holds', `store of schema ${manifest.schema}, ${keys} files of keys, ${formatBytes(bytesOf(manifest))}`],
    [
      'Signed',
      manifest.seal
        ? 'yes; checked by restore, which has the master key: here only the sums were checked'
        : 'no: restore refuses it without --unsigned',
    ],
    ['Master key', 'not in it: keep a copy of it in another place'],
  ];
}

async function print(shell: Shell, backup: Backup): Promise<void> {
  const reader = await shell.reader();
  await printDetails(shell, {
    spec: backupListing,
    row: backup,
    facts: () => backupFacts(backup, reader),
    json: () => ({
      file: backup.file,
      manifest: backup.manifest as unknown as Json,
      masterKeyIncluded: false,
      signed: backup.manifest.seal !== undefined,
      signatureChecked: false,
    }),
  });
}

const fileArgument: ArgSpec = { name: 'FILE', doc: 'a backup', complete: 'file' };

export const backupCreateCommand: CommandSpec = {
  path: ['backup', 'create'],
  summary: 'save everything the controller keeps, while it works',
  examples: [
    ['wayside backup create /var/backups/wayside/', 'a file in that folder, named by the time'],
    ['wayside backup create before-upgrade.tar', 'that file'],
  ],
  args: [{ name: 'PLACE', doc: 'file or folder, on this machine', complete: 'file' }],
  notes: [
    'The master key is never in a backup: without it the keys in there cannot be opened, so keep it elsewhere.',
  ],
  async run(call) {
    const { shell } = call;
    const { clock } = await shell.tools();
    const file = backupPath(resolve(shell.host.directory, argument(call, 0)), clock.now());
    const progress = new Progress(shell);
    try {
      progress.show('the controller copies and checks its store', '');
      await print(shell, { file, manifest: await saveBackup(file, received(shell, progress)) });
    } finally {
      progress.end();
    }
    return exitCodes.done;
  },
};

async function* received(shell: Shell, progress: Progress): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const { data, totalBytes } of shell.stream('BackupService.CreateBackup', {})) {
    bytes += data.length;
    progress.show('taking it over', `${formatBytes(bytes)} of ${formatBytes(Number(totalBytes))}`);
    yield data;
  }
  progress.end();
}

export const backupVerifyCommand: CommandSpec = {
  path: ['backup', 'verify'],
  summary: 'check every byte of a backup against its sums; needs no controller',
  examples: [['wayside backup verify before-upgrade.tar', 'exit code 1 when it is damaged or cut short']],
  args: [fileArgument],
  async run(call) {
    const { shell } = call;
    const file = resolve(shell.host.directory, argument(call, 0));
    await print(shell, { file, manifest: await verifyBackup(file) });
    return exitCodes.done;
  },
};

export const backupRestoreCommand: CommandSpec = {
  path: ['backup', 'restore'],
  summary: "put a backup in the place of this machine's store; its controller must not run",
  examples: [
    [
      'wayside backup restore before-upgrade.tar --config /etc/wayside/controller.yaml',
      'what was there is kept aside',
    ],
    ['wayside backup restore before-upgrade.tar --check', 'only look whether it could be done'],
  ],
  args: [fileArgument],
  flags: [
    {
      name: 'config',
      value: 'FILE',
      doc: 'configuration of the controller; default as it has it',
      complete: 'file',
    },
    { name: 'check', doc: 'check everything, change nothing' },
    { name: 'unsigned', doc: 'also a backup that the master key does not prove: you vouch for it' },
  ],
  notes: ['The same as wayside-controller restore FILE, by which it is done.'],
  async run(call) {
    const { shell, flags } = call;
    const { directory, installation, env } = shell.host;
    const main = join(installation, 'controller', 'main.js');
    if (!existsSync(main)) {
      throw new WaysideError('NOT_FOUND', `there is no ${main}`, {
        hint: 'Run it on the machine of the controller, where its program is installed',
      });
    }
    const config = flags.text('config');
    const args = [
      ...['restore', resolve(directory, argument(call, 0))],
      ...(config === undefined ? [] : ['--config', resolve(directory, config)]),
      ...(flags.on('check') ? ['--check'] : []),
      ...(flags.on('unsigned') ? ['--unsigned'] : []),
    ];
    const child = spawn(process.execPath, [main, ...args], {
      cwd: directory,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.on('data', (bytes: Buffer) => shell.out(String(bytes)));
    child.stderr.on('data', (bytes: Buffer) => shell.host.stderr.write(String(bytes)));
    const [code] = (await once(child, 'close', { signal: shell.signal })) as [number | null];
    return code === 0 ? exitCodes.done : exitCodes.failed;
  },
};

export const backupCommands: readonly CommandSpec[] = [
  backupCreateCommand,
  backupVerifyCommand,
  backupRestoreCommand,
];
