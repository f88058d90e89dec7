import { Command } from 'commander';
import { expect, test } from 'vitest';
import { WaysideError } from '../../shared/errors.ts';
import { tellFailure, throwUsageErrors } from './failure.ts';

/** What `wayside-agent …` says, and its exit code. */
async function run(args: readonly string[], thrown?: unknown): Promise<{ said: string; exitCode: number }> {
  let said = '';
  const write = (text: string): void => {
    said += text;
  };
  const program = new Command('wayside-agent').version('1.2.3');
  program.configureOutput({ writeOut: () => undefined, writeErr: () => undefined });
  const credential = new Command('credential');
  credential.configureOutput({ writeOut: () => undefined, writeErr: () => undefined });
  credential
    .command('set')
    .argument('<name>')
    .requiredOption('--targets <list>')
    .action(() => {
      if (thrown !== undefined) throw thrown;
    });
  program.command('run', { isDefault: true }).action(() => undefined);
  program.addCommand(credential);
  throwUsageErrors(program);
  try {
    await program.parseAsync([...args], { from: 'user' });
    return { said, exitCode: 0 };
  } catch (error) {
    const exitCode = tellFailure(error, write);
    return { said, exitCode };
  }
}

const set = ['credential', 'set', 'core', '--targets', '*'];

test.each<[unknown, string, number]>([
  [
    new WaysideError('VAULT_LOCKED', 'sealed with another key', { hint: 'Restore it' }),
    'wayside-agent: sealed with another key [VAULT_LOCKED]\n  hint: Restore it\n',
    1,
  ],
  [new WaysideError('INVALID_INPUT', 'no'), 'wayside-agent: no [INVALID_INPUT]\n', 2],
  [new WaysideError('CANCELLED', 'no'), 'wayside-agent: no [CANCELLED]\n', 130],
  [new TypeError('broken'), 'wayside-agent: broken [INTERNAL]\n', 1],
])(
  'a command that failed says why, with its hint, and leaves an exit code (%s)',
  async (thrown, said, exitCode) => {
    expect(await run(set, thrown)).toEqual({ said, exitCode });
  },
);

test.each([
  [['credential', 'ste'], "unknown command 'ste'", 'did you mean set?'],
  [['bogus'], 'there is no such command', 'wayside-agent --help'],
  [[...set, '--target', '*'], "unknown option '--target'", 'did you mean --targets?'],
  [['credential', 'set', 'core'], "required option '--targets <list>' not specified", 'wayside-agent --help'],
])('a mistake in the command line is told in the same form: %j', async (args, message, hint) => {
  const said = `wayside-agent: ${message} [INVALID_INPUT]\n  hint: ${hint}\n`;
  expect(await run(args)).toEqual({ said, exitCode: 2 });
});

test.each([
  [['--help'], 0],
  [['--version'], 0],
  [['credential', 'set', '--help'], 0],
  [['credential'], 2],
])('help is no failure to be told: %j', async (args, exitCode) => {
  expect(await run(args)).toEqual({ said: '', exitCode });
});
