/** One run of the command line: parse, do, report, exit code. */
import { WaysideError } from '../../shared/errors.ts';
import { commandGroups, commands, families, groupOfWord } from './catalogue.ts';
import { type ExitCode, exitCodeOf, exitCodes } from './exit-codes.ts';
import { helpText } from './help.ts';
import type { Host } from './host.ts';
import { type Parsed, parseCommandLine } from './program.ts';
import { reportError } from './report.ts';
import { plainSettings, readSettings, type Settings } from './settings.ts';
import { Shell } from './shell.ts';
import { readVersion } from './version.ts';

/** Never throws. `argv` is without the program itself. */
export async function runCli(argv: readonly string[], host: Host): Promise<ExitCode> {
  const plain = plainSettings(host, { noColor: argv.includes('--no-color') });
  try {
    const parsed = parseCommandLine(argv, { commands, families });
    switch (parsed.type) {
      case 'version':
        host.stdout.write(`wayside ${readVersion(host.installation)}\n`);
        return exitCodes.done;
      case 'help':
        host.stdout.write(
          helpText(parsed.path, {
            commands,
            families,
            groups: commandGroups,
            groupOfWord,
            paint: plain.paintOut,
          }) ?? '',
        );
        return parsed.asked ? exitCodes.done : exitCodes.usage;
      case 'run':
        return await runCommand(host, parsed, plain);
    }
  } catch (error) {
    const code = fail(host, error, plain);
    // There 2 means that something would be changed.
    return argv.includes('--detailed-exitcode') ? exitCodes.failed : code;
  }
}

async function runCommand(host: Host, parsed: Parsed & { type: 'run' }, plain: Settings): Promise<ExitCode> {
  const { spec, args, flags, globals, watch, lines } = parsed;
  const read = spec.standalone ? standalone(plain, globals) : await readSettings(host, globals);
  const settings = { ...read, lines };
  const shell = new Shell(host, settings, watch);
  try {
    return await spec.run({ shell, args, flags });
  } catch (error) {
    return fail(host, error, settings);
  } finally {
    await shell.close();
  }
}

/** Flags alone; the parser has checked the choices. */
function standalone(plain: Settings, flags: Settings['flags']): Settings {
  return {
    ...plain,
    flags,
    output: (flags['output'] ?? 'table') as Settings['output'],
    quiet: flags['quiet'] !== undefined,
  };
}

function fail(host: Host, error: unknown, settings: Settings): ExitCode {
  const failure = WaysideError.from(error);
  reportError(host, failure, settings.paintErr);
  return exitCodeOf(failure);
}
