/** Which command of a pack reads a recording. Commands are compared by their words. */
import type { Command, CommandClass, Platform, RowTypes } from '../../agent/switch/platform.ts';
import { COMMAND_CLASSES } from './parse-kinds.ts';
import { commandWords } from './parse-recordings.ts';

/** Alternatives of alternatives; more is a circle. */
const ALTERNATIVES_MAX = 8;
/** Two of each argument: where the two commands differ, anything may stand. */
const MACS = ['00:11:22:33:44:55', '66:77:88:99:aa:bb'] as const;
const PORTS = ['1/1/1', '2/2/2'] as const;
const ADDRESSES = ['10.0.0.1', '192.168.7.9'] as const;
const ANY = '*';

/** The commands of one class that the pack knows, those of a scan first. */
export function commandsOf<C extends CommandClass>(platform: Platform, name: C): Command<RowTypes[C]>[] {
  return [...platform.commands[name], ...(platform.alsoReads?.[name] ?? [])].flatMap(withAlternatives);
}

function withAlternatives<Row>(command: Command<Row>): Command<Row>[] {
  const all = [command];
  for (let next = command.alternative; next !== undefined && all.length < ALTERNATIVES_MAX; ) {
    all.push(next);
    next = next.alternative;
  }
  return all;
}

/** What reads the output of `command`, or undefined. */
export function findReader<C extends CommandClass>(
  platform: Platform,
  name: C,
  command: string,
): Command<RowTypes[C]> | undefined {
  const plain = commandsOf(platform, name);
  const withArgument = (questions(platform)[name] ?? []) as readonly Question<RowTypes[C]>[];
  return (
    plain.find(({ command: ours }) => ourWords(ours) === command) ??
    plain.find(({ command: ours }) => isSpelling(ourWords(ours), command)) ??
    withArgument.find(({ pattern }) => matches(pattern, command))?.command
  );
}

/** The classes whose commands read this recording. */
export function readingClasses(platform: Platform, command: string): CommandClass[] {
  return COMMAND_CLASSES.filter((name) => findReader(platform, name, command) !== undefined);
}

interface Question<Row> {
  readonly pattern: readonly string[];
  readonly command: Command<Row>;
}

function questions(platform: Platform): { readonly [C in CommandClass]?: readonly Question<RowTypes[C]>[] } {
  const { lookup, portFdb, neighbourDetail, portStatus, portConfig, arpLookup } = platform;
  return {
    fdb: [...question(lookup, MACS), ...question(portFdb, PORTS)],
    neighbours: question(neighbourDetail, PORTS),
    ports: question(portStatus, PORTS),
    configs: question(portConfig, PORTS),
    arp: question(arpLookup, ADDRESSES),
  };
}

function question<Row>(
  ask: ((argument: string) => Command<Row>) | undefined,
  [one, other]: readonly [string, string],
): Question<Row>[] {
  if (ask === undefined) return [];
  const others = withAlternatives(ask(other));
  return withAlternatives(ask(one)).map((command, i) => ({
    command,
    pattern: commonWords(ourWords(command.command), ourWords(others[i]?.command ?? '')),
  }));
}

/** `show mac address 1` and `show mac address 2` have `show mac address *` in common. */
function commonWords(one: string, other: string): string[] {
  const [a, b] = [one.split(' '), other.split(' ')];
  const differ = a.findIndex((word, i) => word !== b[i]);
  if (differ < 0) return a;
  let tail = 0;
  while (tail < a.length - differ && a.at(-1 - tail) === b.at(-1 - tail)) tail += 1;
  return [...a.slice(0, differ), ANY, ...a.slice(a.length - tail)];
}

/** The argument may be left out of the name of a recording. */
function matches(pattern: readonly string[], command: string): boolean {
  const at = pattern.indexOf(ANY);
  if (at < 0) return pattern.join(' ') === command;
  const words = command.split(' ');
  const [head, tail] = [pattern.slice(0, at), pattern.slice(at + 1)];
  return (
    words.length >= head.length + tail.length &&
    head.every((word, i) => words[i] === word) &&
    tail.every((word, i) => words[words.length - tail.length + i] === word)
  );
}

/** `/interface print without-paging`, `show vlan | no-more`: what only concerns the pager is left out. */
function ourWords(command: string): string {
  return commandWords(command.replace(/\|\s*no-more\b/, '').replace(/^\//, '')).replace(
    / without paging$/,
    '',
  );
}

/** `show vlan` is what `show vlan brief` shortens, and many a word may end in s or not. */
function isSpelling(ours: string, theirs: string): boolean {
  const [a, b] = [singular(ours), singular(theirs.replace(/ without paging$/, ''))];
  return a === b || (theirs === 'show vlan' && ours === 'show vlan brief');
}

function singular(command: string): string {
  return command.replace(/\b(interface|neighbor)s\b/g, '$1');
}

export interface KnownCommand {
  readonly class: CommandClass;
  readonly command: Command<unknown>;
}

/** Everything that the pack can ask or read, questions for one port, address or neighbour among them. */
export function knownCommands(platform: Platform): KnownCommand[] {
  const asked = questions(platform);
  return COMMAND_CLASSES.flatMap((name) => {
    const commands: readonly Command<unknown>[] = [
      ...commandsOf(platform, name),
      ...((asked[name] ?? []) as readonly Question<unknown>[]).map(({ command }) => command),
    ];
    return commands.map((command) => ({ class: name, command }));
  });
}
