/** Reads a command line along the specs. commander takes it apart; what comes out is plain data. */
import { Argument, Command, CommanderError, Option } from 'commander';
import { WaysideError } from '../../shared/errors.ts';
import { globalFlags, globalFlagsOf, JSON_LINES, withLines } from './global-flags.ts';
import type { GlobalFlags } from './settings.ts';
import type { CommandSpec, FlagSpec, Flags, NounSpec } from './spec.ts';

export type Parsed =
  | {
      readonly type: 'run';
      readonly spec: CommandSpec;
      readonly args: readonly string[];
      readonly flags: Flags;
      readonly globals: GlobalFlags;
      readonly watch: boolean;
      readonly lines: boolean;
    }
  /** `asked`: with --help; else the words named no command. */
  | { readonly type: 'help'; readonly path: readonly string[]; readonly asked: boolean }
  | { readonly type: 'version' };

export interface Catalogue {
  readonly commands: readonly CommandSpec[];
  readonly families: readonly NounSpec[];
}

type Values = Readonly<Record<string, unknown>>;

/** Errors: INVALID_INPUT with "did you mean" for words and flags that do not exist, or arguments that are missing. */
export function parseCommandLine(argv: readonly string[], catalogue: Catalogue): Parsed {
  let parsed: Parsed | undefined;
  const root = newCommand('wayside');
  for (const flag of globalFlags) root.addOption(optionOf(flag.name === 'output' ? withLines(flag) : flag));
  root.option('-V, --version');
  root.on('option:version', () => {
    parsed = { type: 'version' };
  });
  const onHelp = (path: readonly string[]): void => {
    parsed ??= { type: 'help', path, asked: true };
  };
  helpOn(root, [], onHelp);
  for (const spec of catalogue.commands) {
    const command = commandAt(root, spec.path, onHelp);
    addSpec(command, spec, (args, values) => {
      const given = readFlags(spec, values, givenOf(root));
      if (given.watch && !spec.watches) throw new NotWatched(spec);
      if (given.lines && !spec.jsonLines) throw new NoLines(spec);
      parsed ??= { type: 'run', spec, args, ...given };
    });
  }
  try {
    root.parse([...argv], { from: 'user' });
  } catch (error) {
    if (parsed) return parsed;
    // A family without a command behind it: what it knows is more help than an error.
    if (error instanceof CommanderError && error.code === 'commander.help') {
      return { type: 'help', path: wordsOf(argv, catalogue), asked: false };
    }
    throw usageError(error, argv, catalogue);
  }
  return parsed ?? { type: 'help', path: [], asked: false };
}

type OnHelp = (path: readonly string[]) => void;

function newCommand(name: string): Command {
  return (
    new Command(name)
      .exitOverride()
      .helpOption(false)
      // Flags belong to the word before them.
      .enablePositionalOptions()
      .helpCommand(false)
      .showSuggestionAfterError(true)
      .configureOutput({ writeOut: () => undefined, writeErr: () => undefined })
  );
}

/** Thrown to stop commander once help is known to be wanted. */
class HelpWanted extends Error {}

/** `--watch` stood before a command that has nothing to watch. */
class NotWatched extends WaysideError {
  constructor({ path }: CommandSpec) {
    super('INVALID_INPUT', `${path.join(' ')} does not take --watch`);
  }
}

/** `-o jsonl` stood before a command that prints no lines of JSON. */
class NoLines extends WaysideError {
  constructor({ path }: CommandSpec) {
    super('INVALID_INPUT', `${path.join(' ')} does not print ${JSON_LINES}; it takes -o json`);
  }
}

class GivenTwice extends WaysideError {
  constructor(flag: string) {
    super('INVALID_INPUT', `--${flag} is given twice; it takes one value`);
  }
}

function helpOn(command: Command, path: readonly string[], onHelp: OnHelp): void {
  command.option('-h, --help');
  command.on('option:help', () => {
    onHelp(path);
    throw new HelpWanted();
  });
}

/** The command at that place; families on the way are made. */
function commandAt(root: Command, path: readonly string[], onHelp: OnHelp): Command {
  let at = root;
  for (const [depth, word] of path.entries()) {
    const known = at.commands.find((one) => one.name() === word);
    const next = known ?? newCommand(word);
    if (!known) {
      at.addCommand(next);
      helpOn(next, path.slice(0, depth + 1), onHelp);
    }
    at = next;
  }
  return at;
}

function addSpec(
  command: Command,
  spec: CommandSpec,
  onRun: (args: readonly string[], values: Values) => void,
): void {
  for (const { name, doc, optional, many } of spec.args ?? []) {
    const label = `${name}${many ? '...' : ''}`;
    command.addArgument(new Argument(optional ? `[${label}]` : `<${label}>`, doc));
  }
  for (const flag of flagsOf(spec)) command.addOption(optionOf(flag));
  if (spec.path[0] === '__complete') command.allowUnknownOption().passThroughOptions();
  command.action(() => onRun(command.args, givenOf(command)));
}

/** Its own flags, and the global ones whose name it does not take. */
export function flagsOf(spec: CommandSpec): readonly FlagSpec[] {
  return [...(spec.flags ?? []), ...globalFlagsOf(spec)];
}

function optionOf({ name, short, value, doc, choices, many }: FlagSpec): Option {
  const option = new Option(`${short ? `-${short}, ` : ''}--${name}${value ? ` <${value}>` : ''}`, doc);
  if (many) return option.argParser((one, before: readonly string[] = []) => [...before, one]);
  if (!value) return option;
  const { parseArg } = choices ? option.choices(choices) : option;
  return option.argParser((one, before: string | undefined) => {
    // Which of the two was meant nobody can know.
    if (before !== undefined) throw new GivenTwice(name);
    return parseArg?.(one, before) ?? one;
  });
}

/** Values by attribute, without the defaults that commander gives to `--no-…`. */
function givenOf(command: Command): Values {
  const values: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(command.opts())) {
    if (command.getOptionValueSource(name) === 'cli') values[name] = value;
  }
  return values;
}

/**
 * A flag before the command is a global one; behind it, it is the command's own where the command has one of that name:
 * in `wayside --address ctrl switch add sw1 --address 10.1.2.3` the first is the controller, the second the switch.
 */
function readFlags(
  spec: CommandSpec,
  behind: Values,
  before: Values,
): { flags: Flags; globals: GlobalFlags; watch: boolean; lines: boolean } {
  const own = new Set((spec.flags ?? []).map(({ name }) => name));
  const shared = { ...before, ...behind };
  const flags = readerOf((name) => (own.has(name) ? behind : shared));
  const global = readerOf((name) => (own.has(name) ? before : shared));
  const globals: Record<string, string | undefined> = {};
  for (const { name, key, value } of globalFlags) {
    if (key) globals[key] = value ? global.text(name) : global.on(name) ? 'true' : undefined;
  }
  const lines = globals['output'] === JSON_LINES;
  if (lines) globals['output'] = 'json';
  return { flags, globals, watch: global.on('watch'), lines };
}

function readerOf(valuesFor: (name: string) => Values): Flags {
  return {
    text: (name) => {
      const value = valuesFor(name)[attributeOf(name)];
      return typeof value === 'string' ? value : undefined;
    },
    all: (name) => {
      const value = valuesFor(name)[attributeOf(name)];
      return Array.isArray(value) ? value.map(String) : [];
    },
    // commander turns `--no-color` into color: false.
    on: (name) => valuesFor(name)[attributeOf(name)] === !name.startsWith('no-'),
  };
}

function attributeOf(name: string): string {
  return name.replace(/^no-/, '').replace(/-([a-z])/g, (_dash, letter: string) => letter.toUpperCase());
}

/** The leading words of the line that name a command or family. */
function wordsOf(argv: readonly string[], { commands }: Catalogue): readonly string[] {
  const path: string[] = [];
  for (const word of argv) {
    const longer = [...path, word];
    if (commands.some((spec) => longer.every((part, at) => spec.path[at] === part))) path.push(word);
  }
  return path;
}

/** commander's words in our form: the message, and the suggestion as a hint. */
function usageError(error: unknown, argv: readonly string[], catalogue: Catalogue): WaysideError {
  if (!(error instanceof CommanderError)) return WaysideError.from(error);
  const [first = '', suggestion] = error.message.replace(/^error: /, '').split('\n');
  const help = ['wayside', ...wordsOf(argv, catalogue), '--help'].join(' ');
  const hint = suggestion ? suggestion.replace(/^\(Did you mean (.*)\?\)$/, 'did you mean $1?') : help;
  return new WaysideError('INVALID_INPUT', first, { hint, cause: error });
}
