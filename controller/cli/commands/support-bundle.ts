/** One file about the controller for whoever helps: what will be in it is said first, and nothing secret is. */
import { resolve } from 'node:path';
import { controllerParts, INVENTORY_PART, partLines } from '../../../shared/model/index.ts';
import { type BundleManifest, bundleName, saveBundle } from '../../../shared/runtime/index.ts';
import { exitCodes } from '../exit-codes.ts';
import { printDetails } from '../output/details.ts';
import type { ListingSpec } from '../output/listing.ts';
import { formatBytes } from '../output/size.ts';
import { canAsk, confirm } from '../prompt.ts';
import type { Shell } from '../shell.ts';
import type { CommandSpec } from '../spec.ts';

interface Bundle {
  readonly file: string;
  readonly manifest: BundleManifest;
}

const bundleListing: ListingSpec<Bundle> = {
  plural: 'bundles',
  name: ({ file }) => file,
  columns: [],
  csv: [
    { head: 'file', cell: ({ file }) => file },
    { head: 'created', cell: ({ manifest }) => manifest.createdAt },
    { head: 'files', cell: ({ manifest }) => String(manifest.files.length) },
    { head: 'failed', cell: ({ manifest }) => manifest.failed.join(' ') },
  ],
};

export const supportBundleCommand: CommandSpec = {
  path: ['support-bundle'],
  summary: 'one file about the controller for whoever helps; without secrets',
  examples: [
    ['wayside support-bundle', 'says what it holds, asks, and writes a file here'],
    ['wayside support-bundle -f /tmp/case-17.tar.gz --yes', ''],
  ],
  flags: [
    {
      name: 'file',
      short: 'f',
      value: 'FILE',
      doc: 'where to; never in the place of another',
      complete: 'file',
    },
    { name: 'with-inventory', doc: 'all records too: names, addresses, what is connected where' },
    { name: 'yes', short: 'y', doc: 'do not ask' },
  ],
  notes: [
    'It needs an admin of every site. When the controller does not start, on its machine as its user:',
    '  wayside-controller support-bundle --config /etc/wayside/controller.yaml',
    'And on the host of an agent: wayside-agent support-bundle',
  ],
  async run({ shell, flags }) {
    const withInventory = flags.on('with-inventory');
    if (!flags.on('yes')) await ask(shell, withInventory);
    const { clock } = await shell.tools();
    const name = flags.text('file') ?? bundleName('controller', clock.now());
    const file = resolve(shell.host.directory, name);
    const manifest = await saveBundle(file, received(shell, withInventory));
    await print(shell, { file, manifest });
    for (const part of manifest.failed) shell.note(`${part} could not be made; errors.txt in it says why`);
    return exitCodes.done;
  },
};

async function ask(shell: Shell, withInventory: boolean): Promise<void> {
  if (canAsk(shell)) {
    shell.note('The bundle will hold:');
    for (const line of partLines(controllerParts)) shell.note(line);
    if (withInventory) for (const line of partLines({ [INVENTORY_PART]: 'every record' })) shell.note(line);
    shell.note('No passwords, keys or tokens. Have a look before you hand it on: it is a plain tar.gz.');
  }
  await confirm(shell, 'Make it?');
}

async function* received(shell: Shell, withInventory: boolean): AsyncGenerator<Uint8Array> {
  for await (const { data } of shell.stream('SupportService.CreateSupportBundle', { withInventory }))
    yield data;
}

async function print(shell: Shell, bundle: Bundle): Promise<void> {
  const { file, manifest } = bundle;
  const bytes = manifest.files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  await printDetails(shell, {
    spec: bundleListing,
    row: bundle,
    facts: () => [
      ['Bundle', file],
      ['Of', `the controller, version ${manifest.version}`],
      ['Holds', `${manifest.files.length} files, ${formatBytes(bytes)} unpacked; only you can read it`],
      ...(manifest.failed.length > 0 ? [['Missing', manifest.failed.join(', ')] as const] : []),
    ],
    json: () => {
      const { program, version, createdAt, failed } = manifest;
      const files = manifest.files.map(({ name, sizeBytes, sha256 }) => ({ name, sizeBytes, sha256 }));
      return { file, manifest: { program, version, createdAt, files, failed: [...failed] } };
    },
  });
}
