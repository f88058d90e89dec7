/** Help as people read it: what it is for, examples first, then flags, the rare ones last. */
import { envNames } from './env-names.ts';
import { exitCodeDocs, exitCodes } from './exit-codes.ts';
import { globalFlags, globalFlagsOf } from './global-flags.ts';
import type { Paint } from './output/color.ts';
import type { CommandGroup, CommandSpec, FlagSpec, NounSpec } from './spec.ts';

export interface HelpSource {
  readonly commands: readonly CommandSpec[];
  readonly families: readonly NounSpec[];
  readonly groups: readonly CommandGroup[];
  readonly groupOfWord: Readonly<Record<string, CommandGroup>>;
  readonly paint: Paint;
}

const GUTTER = 2;
/** Left columns wider than this push their text to the next line. */
const LEFT_WIDTH_MAX = 44;

type Pair = readonly [left: string, right: string];

/** Help for a command, for a family (`switch`), or for everything; `undefined` when the words name none. */
export function helpText(path: readonly string[], source: HelpSource): string | undefined {
  const spec = source.commands.find((one) => one.path.join(' ') === path.join(' '));
  if (spec) return commandHelp(spec, source);
  if (path.length === 0) return rootHelp(source);
  const below = source.commands.filter(
    (one) => !one.hidden && path.every((word, at) => one.path[at] === word),
  );
  return below.length === 0 ? undefined : familyHelp(path, below, source);
}

function rootHelp({ commands, families, groups, groupOfWord, paint }: HelpSource): string {
  const single = commands.filter(({ path, hidden }) => path.length === 1 && !hidden);
  const sections = groups.map((group) => {
    const words: Pair[] = [
      ...families.filter((one) => one.group === group).map(({ name, summary }): Pair => [name, summary]),
      ...single
        .filter(({ path }) => groupOfWord[path[0] ?? ''] === group)
        .map(({ path, summary }): Pair => [path[0] ?? '', summary]),
    ];
    return section(`${group}:`, pairs(words), paint);
  });
  const examples: readonly Pair[] = [
    ['wayside trace mac 00:1b:21:aa:bb:cc', 'which port is it plugged into?'],
    ['wayside switch ls --site ams1', 'the switches of a site and how they are'],
    ['wayside collect --site ams1', 'read them all now'],
    ['wayside dev', 'a controller and an agent to try things with'],
  ];
  return [
    'wayside: one live picture of the switches of many sites',
    section('Examples:', pairs(examples), paint),
    ...sections,
    section('Flags of every command:', pairs(globalFlags.map(flagPair)), paint),
    footer(),
  ].join('\n\n');
}

function familyHelp(
  path: readonly string[],
  below: readonly CommandSpec[],
  { families, paint }: HelpSource,
): string {
  const words = path.join(' ');
  const summary = families.find(({ name }) => name === words)?.summary;
  return [
    `wayside ${words}${summary ? `: ${summary}` : ''}`,
    section('Examples:', pairs(below.slice(0, 4).flatMap(({ examples }) => examples.slice(0, 1))), paint),
    section(
      'Commands:',
      pairs(below.map((one): Pair => [one.path.slice(path.length).join(' '), one.summary])),
      paint,
    ),
    `"wayside ${words} COMMAND --help" tells more about one.\n`,
  ].join('\n\n');
}

function commandHelp(spec: CommandSpec, { paint }: HelpSource): string {
  const own = spec.flags ?? [];
  const shared = globalFlagsOf(spec);
  const args = (spec.args ?? []).map(({ name, doc }): Pair => [name, doc]);
  return [
    `wayside ${spec.path.join(' ')}: ${spec.summary}`,
    section('Examples:', pairs(spec.examples), paint),
    section('Usage:', `  ${usageLine(spec)}`, paint),
    ...(args.length > 0 ? [section('Arguments:', pairs(args), paint)] : []),
    ...(own.length > 0 ? [section('Flags:', pairs(own.map(flagPair)), paint)] : []),
    section('Flags of every command:', pairs(shared.map(flagPair)), paint),
    ...(spec.notes ?? []).map(wrap),
    footer(),
  ].join('\n\n');
}

export function usageLine({ path, args = [] }: CommandSpec): string {
  const words = args.map(({ name, optional, many }) => {
    const label = `${name}${many ? '...' : ''}`;
    return optional ? `[${label}]` : label;
  });
  return ['wayside', ...path, ...words, '[flags]'].join(' ');
}

function flagPair({ name, short, value, doc, choices }: FlagSpec): Pair {
  const left = `${short ? `-${short}, ` : '    '}--${name}${value ? ` ${value}` : ''}`;
  const listed = choices && !doc.includes(choices[0] ?? '') ? `: ${choices.join(', ')}` : '';
  return [left, `${doc}${listed}`];
}

function section(title: string, body: string, paint: Paint): string {
  return `${paint('bold', title)}\n${body}`;
}

function pairs(rows: readonly Pair[]): string {
  const fitting = rows.filter(([left]) => left.length <= LEFT_WIDTH_MAX).map(([left]) => left.length);
  const width = Math.max(0, ...fitting);
  return rows
    .map(([left, right]) => {
      if (right === '') return `  ${left}`;
      if (left.length > width) return `  ${left}\n      ${right}`;
      return `  ${left.padEnd(width)}${' '.repeat(GUTTER)}${right}`;
    })
    .join('\n');
}

const LINE_WIDTH = 80;

/** A paragraph in lines. */
function wrap(text: string): string {
  const lines: string[] = [''];
  for (const word of text.split(' ')) {
    const last = lines.at(-1) ?? '';
    if (last !== '' && last.length + 1 + word.length > LINE_WIDTH) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines.join('\n');
}

function footer(): string {
  return '"wayside help exit-codes" and "wayside help environment" list both. Guide: deploy/guide\n';
}

export function exitCodesHelp(): string {
  const rows = Object.entries(exitCodes).map(
    ([name, code]): Pair => [String(code), exitCodeDocs[name as keyof typeof exitCodes]],
  );
  return `Exit codes of wayside. A code never changes its meaning.\n\n${pairs(rows)}\n`;
}

export async function environmentHelp(): Promise<string> {
  const rows = (await envNames()).map(([name, doc]): Pair => [name, doc]);
  const intro =
    'A flag wins over the environment, the environment over the context file, that over the default.';
  return `Environment of wayside. ${intro}\n\n${pairs(rows)}\n`;
}
