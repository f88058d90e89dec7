#!/usr/bin/env node
/** The controller: reads its configuration, starts, and stops on a signal. */
import { Command } from 'commander';
import { describeConfig, loadConfig, readFlags } from '../shared/config/index.ts';
import { WaysideError } from '../shared/errors.ts';
import { createLog, failureText, softwareVersion } from '../shared/runtime/index.ts';
import { startController } from './start.ts';

async function run(options: { config?: string; check?: boolean }): Promise<void> {
  const flags = readFlags('controller', options);
  const { values } = loadConfig('controller', { env: process.env, file: options.config, flags });
  if (options.check) {
    process.stdout.write('the configuration is valid\n');
    return;
  }
  const log = createLog({ component: 'controller', level: values.log.level, file: values.log.file });
  const running = await startController(values, log, {
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

// Flag before environment before file before default, for every key.
for (const { flag, doc } of describeConfig('controller')) program.option(`${flag} <value>`, doc);

program.parseAsync().catch((error: unknown) => {
  const failure = WaysideError.from(error);
  process.stderr.write(failureText('wayside-controller', failure));
  process.exit(failure.code === 'INVALID_INPUT' || failure.code === 'UNKNOWN_KEY' ? 2 : 1);
});
