/** The configuration files: checked, explained, and shown as the programs would read them. */

import type { ConfigRow, LoadedConfig, Program } from '../../../shared/config/index.ts';
import { WaysideError } from '../../../shared/errors.ts';
import { exitCodes } from '../exit-codes.ts';
import { formatFacts } from '../output/details.ts';
import { formatJson } from '../output/documents.ts';
import { type ListingSpec, printListing } from '../output/listing.ts';
import type { Shell } from '../shell.ts';
import type { CommandSpec, FlagSpec, Flags } from '../spec.ts';

/** A configuration file is small; anything longer on standard input is not one. */
const STDIN_BYTES_MAX = 1_048_576;

const programFlag: FlagSpec = {
  name: 'program',
  value: 'PROGRAM',
  choices: ['controller', 'agent', 'cli'],
  doc: 'whose configuration; taken from the name of the file where it says so, else controller',
};

const fileFlag: FlagSpec = {
  name: 'config',
  value: 'FILE',
  doc: 'instead of WAYSIDE_CONFIG or /etc/wayside/PROGRAM.yaml; - for standard input',
  complete: 'file',
};

const validate: CommandSpec = {
  path: ['config', 'validate'],
  summary: 'check a configuration file; every problem at once',
  examples: [
    ['wayside config validate /etc/wayside/agent.yaml', ''],
    ['wayside config validate --program agent - < agent.yaml', 'from standard input'],
  ],
  args: [
    {
      name: 'FILE',
      doc: 'the file; default as the program would choose it',
      optional: true,
      complete: 'file',
    },
  ],
  flags: [programFlag],
  async run({ shell, args, flags }) {
    const file = args[0];
    const program = programOf(flags, file);
    const { file: read } = await load(shell, program, file);
    const what = file === '-' ? 'standard input' : (read ?? 'the configuration');
    shell.out(`${what} is valid for the ${program}\n`);
    return exitCodes.done;
  },
};

const explain: CommandSpec = {
  path: ['config', 'explain'],
  summary: 'say what a key means and what it may hold; without KEY list all',
  examples: [
    ['wayside config explain ssh.connectTimeout', ''],
    ['wayside config explain --program agent', 'all keys of the agent'],
  ],
  args: [{ name: 'KEY', doc: 'key, environment name or flag', optional: true, complete: 'key' }],
  flags: [{ ...programFlag, doc: 'whose key; default all that have it' }],
  async run({ shell, args, flags }) {
    const { describeConfig, programs } = await import('../../../shared/config/index.ts');
    const named = flags.text('program') as Program | undefined;
    const [key] = args;
    const rows =
      key === undefined
        ? describeConfig(named ?? 'controller')
        : await explained(key, named ? [named] : programs);
    const { output } = shell.settings;
    if (key === undefined || (output !== 'table' && output !== 'wide')) {
      await printListing(shell, keyListing, { rows, json: () => rows.map((row) => ({ ...row })) });
      return exitCodes.done;
    }
    const texts = rows.map((row) =>
      formatFacts([
        ['Key', `${row.key} (${row.program})`],
        ['Means', row.doc],
        ['Holds', row.expects],
        ['Default', row.default],
        ['Environment', row.env],
        // Controller and agent take --config alone; the command line has a flag for each key.
        ...(row.program === 'cli' ? [['Flag', row.flag] as const] : []),
        ...(row.items ?? []).map(
          ({ key: name, doc, expects, default: usual }) =>
            [name, `${doc} Must be ${expects} (${usual})`] as const,
        ),
      ]),
    );
    shell.out(texts.join('\n'));
    return exitCodes.done;
  },
};

/** The key in every program that has it. Errors: UNKNOWN_KEY with the nearest name when none has. */
async function explained(key: string, among: readonly Program[]): Promise<readonly ConfigRow[]> {
  const { describeConfig, nearestName } = await import('../../../shared/config/index.ts');
  const all = among.flatMap((program) => describeConfig(program));
  const rows = all.filter((row) => row.key === key || row.env === key || row.flag === key);
  if (rows.length > 0) return rows;
  const near = nearestName(
    key,
    all.map((row) => row.key),
  );
  throw new WaysideError('UNKNOWN_KEY', `there is no key "${key}"`, {
    hint: near
      ? `did you mean ${near}?`
      : 'wayside config explain --program agent lists those of one program',
  });
}

const keyListing: ListingSpec<ConfigRow> = {
  plural: 'keys',
  name: ({ key }) => key,
  columns: [
    { head: 'NAME', cell: ({ key }) => key },
    { head: 'TYPE', cell: ({ type }) => type },
    { head: 'DEFAULT', shrinks: true, cell: (row) => row.default },
    { head: 'ENVIRONMENT', wide: true, cell: ({ env }) => env },
    { head: 'MEANING', shrinks: true, cell: ({ doc }) => doc },
  ],
  csv: [
    { head: 'program', cell: ({ program }) => program },
    { head: 'key', cell: ({ key }) => key },
    { head: 'type', cell: ({ type }) => type },
    { head: 'default', cell: (row) => row.default },
    { head: 'environment', cell: ({ env }) => env },
    { head: 'meaning', cell: ({ doc }) => doc },
  ],
};

interface ValueRow {
  readonly key: string;
  readonly value: string;
  readonly origin: string;
}

const view: CommandSpec = {
  path: ['config', 'view'],
  summary: 'show the values that count, and where each comes from',
  examples: [
    ['wayside config view --program agent --show-origin', 'flag, environment, file and line, or default'],
    ['wayside config view --config ./controller.yaml -o json', ''],
  ],
  flags: [fileFlag, programFlag, { name: 'show-origin', doc: 'also where each value comes from' }],
  notes: ['Secrets are in no configuration: it holds the paths of their files.'],
  async run({ shell, flags }) {
    const { describeConfig, formatValue } = await import('../../../shared/config/index.ts');
    const file = flags.text('config');
    const program = programOf(flags, file);
    const { flat, origins } = await load(shell, program, file);
    const rows = describeConfig(program).map(({ key, default: absent }): ValueRow => {
      const { from = 'default', where = '' } = origins[key] ?? {};
      const value = flat[key] === undefined ? `(${absent})` : formatValue(program, key, flat[key]);
      return { key, value, origin: where === '' ? from : where };
    });
    if (shell.settings.output === 'json') {
      shell.out(formatJson(rows.map((row) => ({ ...row }))));
      return exitCodes.done;
    }
    await printListing(shell, valueListing(flags.on('show-origin')), {
      rows,
      json: () => rows.map((row) => ({ ...row })),
    });
    return exitCodes.done;
  },
};

function valueListing(withOrigin: boolean): ListingSpec<ValueRow> {
  const origin = { head: 'ORIGIN', cell: (row: ValueRow) => row.origin };
  return {
    plural: 'keys',
    name: ({ key }) => key,
    columns: [
      { head: 'NAME', cell: ({ key }) => key },
      { head: 'VALUE', cell: ({ value }) => value },
      withOrigin ? origin : { ...origin, wide: true },
    ],
    csv: [
      { head: 'key', cell: ({ key }) => key },
      { head: 'value', cell: ({ value }) => value },
      { head: 'origin', cell: (row) => row.origin },
    ],
  };
}

/** `agent.yaml` and `lab/agent-2.yml` are the agent's. */
function programOf(flags: Flags, file: string | undefined): Program {
  const named = flags.text('program');
  if (named !== undefined) return named as Program;
  return /(?:^|[/_.-])agent[^/]*\.ya?ml$/.test(file ?? '') ? 'agent' : 'controller';
}

async function load(
  shell: Shell,
  program: Program,
  file: string | undefined,
): Promise<LoadedConfig<unknown>> {
  const { loadConfig } = await import('../../../shared/config/index.ts');
  const { env, directory, stdin } = shell.host;
  if (file !== '-') return loadConfig(program, { env, directory, file });
  const text = (await stdin.readAll(STDIN_BYTES_MAX)).toString('utf8');
  return loadConfig(program, { env, directory, document: { where: 'standard input', text } });
}

export const configCommands: readonly CommandSpec[] = [validate, explain, view];
