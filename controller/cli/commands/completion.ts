/** Completion for three shells: each script only asks `wayside __complete` what could stand at the cursor. */
import { WaysideError } from '../../../shared/errors.ts';
import { escapeText } from '../../../shared/runtime/index.ts';
import { complete, FILES } from '../complete.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Catalogue } from '../program.ts';
import type { CommandSpec } from '../spec.ts';

const bash = `_wayside() {
  local IFS=$'\\n' found
  found=$(wayside __complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
  if [ "$found" = "${FILES}" ]; then
    COMPREPLY=($(compgen -f -- "\${COMP_WORDS[COMP_CWORD]}"))
  else
    COMPREPLY=($found)
  fi
}
complete -o nosort -F _wayside wayside 2>/dev/null || complete -F _wayside wayside
`;

const zsh = `#compdef wayside
_wayside() {
  local -a found
  found=("\${(@f)$(wayside __complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [ "$found" = "${FILES}" ]; then
    _files
  elif [ -n "$found" ]; then
    compadd -a found
  fi
}
compdef _wayside wayside
`;

const fish = `function __wayside_complete
  set -l words (commandline -opc)[2..-1] (commandline -ct)
  set -l found (wayside __complete -- $words 2>/dev/null)
  if test "$found" = "${FILES}"
    __fish_complete_path (commandline -ct)
  else
    printf '%s\\n' $found
  end
end
complete -c wayside -f -a '(__wayside_complete)'
`;

const scripts: Readonly<Record<string, string>> = { bash, zsh, fish };

export function completionCommands(catalogue: () => Catalogue): readonly CommandSpec[] {
  return [
    {
      path: ['completion'],
      summary: 'print the completion script for bash, zsh or fish',
      examples: [
        ['source <(wayside completion bash)', 'for this shell; put it into ~/.bashrc for all'],
        ['wayside completion zsh > ~/.zfunc/_wayside', 'with ~/.zfunc in $fpath'],
        ['wayside completion fish > ~/.config/fish/completions/wayside.fish', ''],
      ],
      args: [{ name: 'SHELL', doc: 'bash, zsh or fish' }],
      standalone: true,
      async run({ shell, args }) {
        const script = scripts[args[0] ?? ''];
        if (script === undefined) {
          throw new WaysideError('INVALID_INPUT', `"${args[0]}" is not bash, zsh or fish`);
        }
        shell.out(script);
        return exitCodes.done;
      },
    },
    {
      path: ['__complete'],
      summary: 'what could stand at the cursor',
      examples: [['wayside __complete -- switch get ""', '']],
      args: [
        { name: 'WORD', doc: 'what stands behind wayside, up to the cursor', optional: true, many: true },
      ],
      standalone: true,
      hidden: true,
      async run({ shell, args }) {
        try {
          const found = await complete(args, catalogue(), shell.host);
          shell.out(found.map((one) => `${escapeText(one)}\n`).join(''));
        } catch {
          // A shell that completes has no place for errors; the command itself will say what is wrong.
        }
        return exitCodes.done;
      },
    },
  ];
}
