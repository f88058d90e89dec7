#!/usr/bin/env node
/** The controller: reads its configuration, starts, and stops on a signal. */
import { Command } from 'commander';
import {
  type ControllerConfig,
  describeConfig,
  type LoadedConfig,
  loadConfig,
  readFlags,
} from '../shared/config/index.ts';
import { WaysideError } from '../shared/errors.ts';
import { partLines } from '../shared/model/index.ts';
import {
  createLog,
  failureText,
  LogTail,
  makeLocalBundle,
  softwareVersion,
  systemClock,
} from '../shared/runtime/index.ts';
import { checkController, restoreController } from './offline.ts';
import { offlineBundle, offlineParts } from './offline-bundle.ts';
import { startController } from './start.ts';

interface Options {
  readonly config?: string;
  readonly check?: boolean;
}

function loaded(options: Options): LoadedConfig<ControllerConfig> {
  const flags = readFlags('controller', { ...options });
  return loadConfig('controller', { env: process.env, file: options.config, flags });
}

function load(options: Options): ControllerConfig {
  return loaded(options).values;
}

async function run(options: Options): Promise<void> {
  const { values, file } = loaded(options);
  if (options.check) {
    process.stdout.write('the configuration is valid\n');
    return;
  }
  const tail = new LogTail();
  const log = createLog({ component: 'controller', ...values.log, tail });
  const running = await startController(values, log, {
    tail,
    configFile: file,
    credentialsDirectory: process.env['CREDENTIALS_DIRECTORY'],
  });
  const stop = (signal: string): void => {
    log.info('controller.stopping', { signal });
    running.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error('controller.stop-failed', { error });
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', () => stop('SIGTERM'));
  process.once('SIGINT', () => stop('SIGINT'));
}

const program = new Command('wayside-controller')
  .description('Schedules, remembers and decides. Runs in the foreground until SIGTERM.')
  .version(softwareVersion())
  .option('--config <file>', 'configuration file (default: /etc/wayside/controller.yaml)')
  .option('--check', 'check the configuration and exit')
  .action(run);

program
  .command('restore')
  .description(
    'put a backup in the place of the store; the controller must not run, and what was there is kept aside',
  )
  .argument('<file>', 'made by wayside backup create; with --check it is only looked at')
  .option('--unsigned', 'also a backup that the master key does not prove: you vouch for it')
  .action(async (file: string, { unsigned }: { unsigned?: boolean }, command: Command) => {
    const options = command.optsWithGlobals<Options>();
    const credentialsDirectory = process.env['CREDENTIALS_DIRECTORY'];
    const { check } = options;
    say(await restoreController(load(options), file, { check, unsigned, credentialsDirectory }));
  });

program
  .command('check')
  .description('read the whole store through for damage; the controller must not run')
  .action(async (_own: object, command: Command) =>
    say(await checkController(load(command.optsWithGlobals()))),
  );

program
  .command('support-bundle')
  .description('one file about this controller for whoever helps, without secrets; it need not run')
  .option('-f, --file <file>', 'where to; never in the place of another')
  .option('-y, --yes', 'do not ask')
  .action(async ({ file, yes = false }: { file?: string; yes?: boolean }, command: Command) => {
    const bundle = { program: 'controller', version: softwareVersion(), file, yes };
    const parts = offlineBundle(() => load(command.optsWithGlobals<Options>()));
    const person = { stdin: process.stdin, prompt: (text: string) => void process.stderr.write(text) };
    say(await makeLocalBundle({ ...bundle, parts, holds: partLines(offlineParts) }, person, systemClock));
  });

function say(lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`);
}

// Flag before environment before file before default, for every key.
for (const { flag, doc } of describeConfig('controller')) program.option(`${flag} <value>`, doc);

program.parseAsync().catch((error: unknown) => {
  const failure = WaysideError.from(error);
  process.stderr.write(failureText('wayside-controller', failure));
  process.exit(failure.code === 'INVALID_INPUT' || failure.code === 'UNKNOWN_KEY' ? 2 : 1);
});
