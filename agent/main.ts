#!/usr/bin/env node
/** The agent: joins once, then keeps a session with its controller and works on the equipment beside it. */
import { hostname } from 'node:os';
import { Command } from 'commander';
import {
  type AgentConfig,
  defaultConfigFile,
  describeConfig,
  type LoadedConfig,
  loadConfig,
  readFlags,
} from '../shared/config/index.ts';
import { createLog, softwareVersion, systemClock, systemRandom } from '../shared/runtime/index.ts';
import { Secret } from '../shared/seal/index.ts';
import {
  askUnseen,
  credentialCommand,
  doctorCommand,
  hostKeyCommand,
  statusCommand,
  supportBundleCommand,
  tellFailure,
  throwUsageErrors,
  vaultCommand,
} from './commands/index.ts';
import { agentBundle, examineAgent, livesIn, requireAgent } from './health/index.ts';
import { boundHeapGrowth } from './heap.ts';
import {
  createEnrolTransport,
  enrol,
  nameToJoinWith,
  readJoinTokenFile,
  readJoinTokenStream,
} from './session/index.ts';
import {
  type AgentFolders,
  agentStatus,
  checkedConfig,
  doctorOf,
  openAgentFolders,
  openKnownHosts,
  startAgent,
} from './start.ts';

const person = { stdin: process.stdin, prompt: (text: string) => void process.stderr.write(text) };
const credentialsDirectory = process.env['CREDENTIALS_DIRECTORY'];
const secretSources = {
  credentialsDirectory,
  ...(process.stdin.isTTY && {
    askPassphrase: () => askUnseen(person, (ask) => ask('Passphrase of the vault: ')),
  }),
};

async function run(options: { config?: string; check?: boolean }): Promise<void> {
  const flags = readFlags('agent', options);
  const { values, file } = loaded(options.config, flags);
  const config = checkedConfig(values);
  if (options.check) {
    process.stdout.write('the configuration is valid\n');
    return;
  }
  boundHeapGrowth();
  const log = createLog({ component: 'agent', ...config.log });
  const running = await startAgent(config, log, {
    ...secretSources,
    configFile: file === defaultConfigFile('agent') ? undefined : file,
  });
  const stop = (signal: string): void => {
    log.info('agent.stopping', { signal });
    running.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error('agent.stop-failed', { error });
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', () => stop('SIGTERM'));
  process.once('SIGINT', () => stop('SIGINT'));
}

async function joinController(options: {
  config?: string;
  tokenFile?: string;
  name?: string;
}): Promise<void> {
  const config = load(options.config);
  const { keys, identityDir } = await openFolders(config);
  const token = options.tokenFile ? readJoinTokenFile(options.tokenFile) : await readJoinToken();
  const name = nameToJoinWith(identityDir, options.name ?? config.name, hostname());
  const transport = createEnrolTransport(systemClock);
  const done = await enrol(token, { keys, dir: identityDir, name, transport });
  process.stdout.write(`joined site ${done.site} as ${name} (${done.agentId})\n`);
}

function readJoinToken(): Promise<Secret<string>> {
  if (!process.stdin.isTTY) return readJoinTokenStream(process.stdin);
  return askUnseen(person, async (ask) => new Secret(await ask('Join token: ')));
}

function loaded(
  file: string | undefined,
  flags: ReturnType<typeof readFlags> = {},
): LoadedConfig<AgentConfig> {
  return loadConfig('agent', { env: process.env, file, flags });
}

function load(file: string | undefined): AgentConfig {
  return loaded(file).values;
}

function openFolders(config: AgentConfig): Promise<AgentFolders> {
  return openAgentFolders(config, secretSources);
}

const program = new Command('wayside-agent')
  .description('Works on the equipment beside it for one controller. Runs in the foreground until SIGTERM.')
  .version(softwareVersion());

program.addHelpText(
  'after',
  '\n`wayside-agent run --help` lists the configuration keys, each of which is a flag too.',
);

const runCommand = program
  .command('run', { isDefault: true })
  .description('keep a session with the controller and do its jobs')
  .option('--config <file>', 'configuration file (default: /etc/wayside/agent.yaml)')
  .option('--check', 'check the configuration and exit')
  .action(run);
// Flag before environment before file before default, for every key.
for (const { flag, doc } of describeConfig('agent')) runCommand.option(`${flag} <value>`, doc);

program
  .command('enrol')
  .description(
    'join a controller with a join token, read from a file of mode 0600 or from stdin; a terminal asks for it',
  )
  .option('--config <file>', 'configuration file')
  .option('--token-file <file>', 'file that holds the token; stdin when absent')
  .option('--name <name>', 'name that people see; by default the one it has, at first the host name')
  .action(joinController);

const commands = {
  vault: async (file: string | undefined) => (await openFolders(requireAgent(load(file)))).vault,
  vaultToFill: async (file: string | undefined) => {
    const config = load(file);
    const newFolder = livesIn(config.dataDir) ? undefined : config.dataDir;
    return { vault: (await openFolders(config)).vault, newFolder };
  },
  knownHosts: async (file: string | undefined) => {
    const config = requireAgent(load(file));
    return openKnownHosts(config, await openFolders(config));
  },
  status: (file: string | undefined) => agentStatus(requireAgent(load(file))),
  examine: (file: string | undefined) => examineAgent(doctorOf(() => load(file), secretSources)),
  parts: (file: string | undefined) => agentBundle(doctorOf(() => load(file), { credentialsDirectory })),
  fail: () => {
    process.exitCode = 1;
  },
  clock: systemClock,
  ...person,
  print: (line: string) => void process.stdout.write(`${line}\n`),
};
program.addCommand(credentialCommand(commands));
program.addCommand(hostKeyCommand(commands));
program.addCommand(statusCommand(commands));
program.addCommand(doctorCommand(commands));
program.addCommand(supportBundleCommand(commands));
program.addCommand(vaultCommand({ ...commands, random: systemRandom }));

throwUsageErrors(program);
program
  .parseAsync()
  .catch((thrown: unknown) => process.exit(tellFailure(thrown, (text) => process.stderr.write(text))));
