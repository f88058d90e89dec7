/** What a command that failed says, and the exit code that it leaves. */
import { type Command, CommanderError } from 'commander';
import { type ErrorCode, WaysideError } from '../../shared/errors.ts';
import { failureText } from '../../shared/runtime/index.ts';

const EXIT_CODES: Readonly<Partial<Record<ErrorCode, number>>> = {
  INVALID_INPUT: 2,
  UNKNOWN_KEY: 2,
  CANCELLED: 130,
};

/** Lets the mistakes in a command line come out as errors; commander would print them its own way and exit. */
export function throwUsageErrors(command: Command): Command {
  command.exitOverride().configureOutput({ outputError: () => undefined });
  command.commands.forEach(throwUsageErrors);
  return command;
}

/** Writes what there is to say of it, and returns the exit code. */
export function tellFailure(thrown: unknown, write: (text: string) => void): number {
  if (thrown instanceof CommanderError) {
    if (thrown.exitCode === 0) return 0;
    // A family without a command behind it: its help was printed.
    if (thrown.code === 'commander.help') return 2;
  }
  const error = thrown instanceof CommanderError ? usageError(thrown) : WaysideError.from(thrown);
  write(failureText('wayside-agent', error));
  return EXIT_CODES[error.code] ?? 1;
}

/** commander's words in our form: the message, and its suggestion as the hint. */
function usageError(error: CommanderError): WaysideError {
  const [words = '', suggestion] = error.message.replace(/^error: /, '').split('\n');
  // The default command takes no argument: what stands there was meant as the name of another.
  const message = words.replace(/^too many arguments for 'run'.*/, 'there is no such command');
  const hint = suggestion?.replace(/^\(Did you mean (.*)\?\)$/, 'did you mean $1?');
  return new WaysideError('INVALID_INPUT', message, { hint: hint ?? 'wayside-agent --help', cause: error });
}
