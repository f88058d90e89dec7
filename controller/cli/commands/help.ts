/** `help`: of a command, and of what all commands share. */
import { WaysideError } from '../../../shared/errors.ts';
import { exitCodes } from '../exit-codes.ts';
import { environmentHelp, exitCodesHelp, type HelpSource, helpText } from '../help.ts';
import type { CommandSpec } from '../spec.ts';

export function helpCommand(source: () => Omit<HelpSource, 'paint'>): CommandSpec {
  return {
    path: ['help'],
    summary: 'help for a command, or for exit-codes and environment',
    examples: [
      ['wayside help switch import', 'as wayside switch import --help'],
      ['wayside help exit-codes', 'what each one means'],
    ],
    args: [{ name: 'COMMAND', doc: 'its words, or exit-codes, or environment', optional: true, many: true }],
    standalone: true,
    async run({ shell, args }) {
      const paint = shell.settings.paintOut;
      const text =
        args[0] === 'exit-codes'
          ? exitCodesHelp()
          : args[0] === 'environment'
            ? await environmentHelp()
            : helpText(args, { ...source(), paint });
      if (text === undefined) {
        throw new WaysideError('INVALID_INPUT', `there is no command "${args.join(' ')}"`, {
          hint: 'wayside --help lists all',
        });
      }
      shell.out(text);
      return exitCodes.done;
    },
  };
}
