/** Contexts: which controllers this user talks to. */
import { WaysideError } from '../../../shared/errors.ts';
import { escapeText } from '../../../shared/runtime/index.ts';
import {
  type ContextEntry,
  type ContextFile,
  findContext,
  putContext,
  readContexts,
  removeContext,
  useContext,
} from '../contexts.ts';
import { exitCodes } from '../exit-codes.ts';
import { type ListingSpec, printListing } from '../output/listing.ts';
import { arrangedRows } from '../output/local-rows.ts';
import { argument, type CommandSpec } from '../spec.ts';
import { givenTarget } from '../target.ts';
import { arrangeFlags, arrangement } from './flags.ts';

interface Row extends ContextEntry {
  readonly current: boolean;
}

const contextListing: ListingSpec<Row> = {
  plural: 'contexts',
  name: ({ name }) => name,
  columns: [
    { head: 'NAME', cell: ({ name }) => name },
    { head: 'CURRENT', cell: ({ current }) => (current ? 'yes' : '') },
    { head: 'ADDRESS', cell: ({ address }) => address },
    { head: 'TOKEN-FILE', wide: true, cell: ({ tokenFile }) => tokenFile ?? '' },
    { head: 'CA', wide: true, cell: caText },
  ],
  csv: [
    { head: 'name', cell: ({ name }) => name },
    { head: 'current', cell: ({ current }) => String(current) },
    { head: 'address', cell: ({ address }) => address },
    { head: 'token_file', cell: ({ tokenFile }) => tokenFile ?? '' },
    { head: 'ca', cell: caText },
  ],
};

function caText({ caFile, ca }: ContextEntry): string {
  return caFile ?? (ca ? 'in the context' : '');
}

function rowsOf({ contexts, current }: ContextFile): readonly Row[] {
  return contexts.map((entry) => ({ ...entry, current: entry.name === current }));
}

const ls: CommandSpec = {
  path: ['context', 'ls'],
  summary: 'list the controllers that you can talk to',
  examples: [['wayside context ls', '']],
  flags: arrangeFlags,
  async run({ shell, flags }) {
    const all = rowsOf(await readContexts(shell.host.env));
    const rows = arrangedRows(all, contextListing.csv, arrangement(flags));
    const json = rows.map(({ name, current, address, caFile = '', tokenFile = '' }) => ({
      name,
      current,
      address,
      caFile,
      tokenFile,
    }));
    await printListing(shell, contextListing, { rows, json: () => ({ contexts: json }) });
    return exitCodes.done;
  },
};

const use: CommandSpec = {
  path: ['context', 'use'],
  summary: 'make a context the current one',
  examples: [['wayside context use lab', '']],
  args: [{ name: 'NAME', doc: 'name of the context', complete: 'context' }],
  async run(call) {
    const file = await useContext(await readContexts(call.shell.host.env), argument(call, 0));
    call.shell.out(`${escapeText(argument(call, 0))} is the current context, in ${file.path}\n`);
    return exitCodes.done;
  },
};

const add: CommandSpec = {
  path: ['context', 'add'],
  summary: 'add a controller, or change one',
  examples: [
    [
      'wayside context add prod --address wayside.example.net:7443 --token-file ~/.wayside-token --ca-file ca.crt',
      '',
    ],
  ],
  args: [{ name: 'NAME', doc: 'name of the context' }],
  flags: [{ name: 'use', doc: 'make it the current one' }],
  notes: ['The address, the token file and the CA file are given with the flags that every command has.'],
  async run(call) {
    const { shell, flags } = call;
    const name = argument(call, 0);
    const { address, tokenFile, caFile } = await givenTarget(shell.host, shell.settings.flags);
    if (address === undefined) throw new WaysideError('INVALID_INPUT', '--address is missing');
    const entry: ContextEntry = {
      name,
      address,
      ...(caFile === undefined ? {} : { caFile }),
      ...(tokenFile === undefined ? {} : { tokenFile }),
    };
    await checkFiles(entry, shell.host.env['CREDENTIALS_DIRECTORY']);
    const file = await putContext(await readContexts(shell.host.env), entry);
    if (flags.on('use')) await useContext(file, name);
    shell.out(`context ${escapeText(name)} is in ${file.path}\n`);
    return exitCodes.done;
  },
};

/** A context that cannot work is better refused now than found out at night. */
async function checkFiles(
  { caFile, tokenFile }: ContextEntry,
  credentials: string | undefined,
): Promise<void> {
  const { readConfigText, readSecretFile } = await import('../../../shared/config/index.ts');
  if (caFile !== undefined && !readConfigText(caFile).includes('-----BEGIN CERTIFICATE-----')) {
    throw new WaysideError('INVALID_INPUT', `${caFile} holds no PEM certificate`);
  }
  if (tokenFile !== undefined) readSecretFile(tokenFile, credentials);
}

const rm: CommandSpec = {
  path: ['context', 'rm'],
  summary: 'forget a controller',
  examples: [['wayside context rm lab', '']],
  args: [{ name: 'NAME', doc: 'name of the context', complete: 'context' }],
  async run(call) {
    const file = await readContexts(call.shell.host.env);
    const { name } = findContext(file, argument(call, 0));
    await removeContext(file, name);
    call.shell.out(`context ${escapeText(name)} is gone from ${file.path}\n`);
    return exitCodes.done;
  },
};

export const contextCommands: readonly CommandSpec[] = [ls, use, add, rm];
