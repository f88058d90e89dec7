/** `init`: first configuration files with every key explained, and a context that fits them. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { WaysideError } from '../../../shared/errors.ts';
import { escapeText } from '../../../shared/runtime/index.ts';
import { putContext, readContexts } from '../contexts.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Shell } from '../shell.ts';
import type { CommandSpec } from '../spec.ts';

/** Where the packaged units look; data then lies in /var/lib/wayside, as the defaults have it. */
const SYSTEM_FOLDER = '/etc/wayside';

export const initCommand: CommandSpec = {
  path: ['init'],
  summary: 'write first configuration files, every key explained, and a context',
  examples: [
    ['wayside init --dir ./wayside', 'files and data below one folder, no root needed'],
    [`sudo wayside init --dir ${SYSTEM_FOLDER}`, 'where the system services look'],
  ],
  flags: [
    {
      name: 'dir',
      value: 'FOLDER',
      doc: 'folder for controller.yaml and agent.yaml; default ./wayside',
      complete: 'file',
    },
    { name: 'force', doc: 'replace files that are there' },
  ],
  async run({ shell, flags }) {
    const folder = resolve(shell.host.directory, flags.text('dir') ?? 'wayside');
    const files = await firstFiles(folder);
    const there = files.filter(({ path }) => existsSync(path));
    if (there.length > 0 && !flags.on('force')) {
      throw new WaysideError(
        'ALREADY_EXISTS',
        `${there.map(({ path }) => path).join(' and ')} exist already`,
        {
          hint: 'Nothing was written; --force replaces them',
        },
      );
    }
    mkdirSync(folder, { recursive: true, mode: 0o755 });
    for (const { path, text } of files) writeFileSync(path, text, { mode: 0o644 });
    for (const { path } of files) shell.out(`wrote ${escapeText(path)}\n`);
    await firstContext(shell, dataFolder(folder, 'controller'));
    shell.note(`next: wayside-controller --config ${join(folder, 'controller.yaml')}`);
    shell.note('then: wayside doctor');
    return exitCodes.done;
  },
};

interface FirstFile {
  readonly path: string;
  readonly text: string;
}

async function firstFiles(folder: string): Promise<readonly FirstFile[]> {
  const { sampleConfig } = await import('../../../shared/config/index.ts');
  return (['controller', 'agent'] as const).map((program) => ({
    path: join(folder, `${program}.yaml`),
    text: folder === SYSTEM_FOLDER ? sampleConfig(program) : withDataBeside(sampleConfig(program), program),
  }));
}

/** Relative paths start at the file, so the whole folder can be moved. */
function withDataBeside(sample: string, program: string): string {
  return sample.replace(/^#dataDir: .*$/m, `dataDir: data/${program}`);
}

function dataFolder(folder: string, program: string): string {
  return folder === SYSTEM_FOLDER ? `/var/lib/wayside/${program}` : join(folder, 'data', program);
}

/** Files that the controller makes at its first start, for people on its own host. */
const ADMIN_TOKEN_FILE = 'admin.token';
const CA_FILE = 'identity/ca.crt';

/** None where there is one already: it may lead to a controller that counts. */
async function firstContext(shell: Shell, dataDir: string): Promise<void> {
  const file = await readContexts(shell.host.env);
  if (file.contexts.length > 0) {
    shell.note(`${file.path} has contexts already and stays as it is`);
    return;
  }
  await putContext(file, {
    name: 'local',
    address: '127.0.0.1:7443',
    caFile: join(dataDir, CA_FILE),
    tokenFile: join(dataDir, ADMIN_TOKEN_FILE),
  });
  shell.out(`wrote ${escapeText(file.path)} with the context local\n`);
}
