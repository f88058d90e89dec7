/**
 * A command as data: its words, arguments, flags and examples in one place, so that parsing, help and completion
 * cannot drift apart. `program.ts` hands these to commander, `help.ts` and `complete.ts` read them too.
 */
import { WaysideError } from '../../shared/errors.ts';
import type { ExitCode } from './exit-codes.ts';
import type { Shell } from './shell.ts';

export type CommandGroup = 'Daily' | 'Inventory' | 'Mesh' | 'Admin';

/** What the shell may offer in that place. */
export type Completion =
  | 'site'
  | 'floor'
  | 'switch'
  | 'source'
  | 'agent'
  | 'alert'
  | 'job'
  | 'schedule'
  | 'user'
  | 'role'
  | 'token'
  | 'plan'
  | 'conflict'
  | 'context'
  | 'key'
  | 'kind'
  | 'file';

export interface ArgSpec {
  /** Upper case, as help shows it: `NAME`. */
  readonly name: string;
  readonly doc: string;
  readonly optional?: true;
  readonly many?: true;
  readonly complete?: Completion;
}

export interface FlagSpec {
  /** Without dashes: `token-file`. */
  readonly name: string;
  /** One letter, without dash. */
  readonly short?: string;
  /** Name of its value; absent for flags that are on or off. */
  readonly value?: string;
  readonly doc: string;
  readonly choices?: readonly string[];
  readonly complete?: Completion;
  /** Offered by the shell; others are taken too. */
  readonly suggest?: readonly string[];
  /** May be given more than once: `Flags.all`. */
  readonly many?: true;
}

export interface CommandSpec {
  /** `['switch', 'add']` */
  readonly path: readonly string[];
  readonly summary: string;
  /** Command line and what it does. */
  readonly examples: readonly (readonly [string, string])[];
  readonly args?: readonly ArgSpec[];
  readonly flags?: readonly FlagSpec[];
  /** Takes `--watch`. */
  readonly watches?: true;
  /** Takes `-o jsonl`: `Settings.lines`. */
  readonly jsonLines?: true;
  /** Answers from itself: no settings are read, so it works when they are broken, and starts at once. */
  readonly standalone?: true;
  /** More lines for the end of its help. */
  readonly notes?: readonly string[];
  /** Not shown in help. */
  readonly hidden?: true;
  run(call: Call): Promise<ExitCode>;
}

/** The first words, in the order of help. */
export interface NounSpec {
  readonly name: string;
  readonly group: CommandGroup;
  readonly summary: string;
}

/** One command line, parsed. */
export interface Call {
  readonly shell: Shell;
  readonly args: readonly string[];
  readonly flags: Flags;
}

export interface Flags {
  /** Value of a flag, if given. */
  text(name: string): string | undefined;
  /** Values of a flag that may be given more than once. */
  all(name: string): readonly string[];
  on(name: string): boolean;
}

/** The argument at that place; the parser has checked that it is there. */
export function argument(call: Call, at: number): string {
  const text = call.args[at];
  if (text === undefined) throw new WaysideError('INTERNAL', `argument ${at} was not checked`);
  return text;
}

/** A flag with a whole number. Errors: INVALID_INPUT that names the flag and its bounds. */
export function numberFlag(
  flags: Flags,
  name: string,
  bounds: { readonly min: number; readonly max: number },
): number | undefined {
  const text = flags.text(name);
  if (text === undefined) return undefined;
  const value = /^\d{1,12}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= bounds.min && value <= bounds.max) return value;
  throw new WaysideError(
    'INVALID_INPUT',
    `--${name} must be a whole number from ${bounds.min} to ${bounds.max}, not "${text}"`,
  );
}

/** A flag that the command cannot do without. */
export function requiredFlag(flags: Flags, name: string): string {
  const text = flags.text(name);
  if (text !== undefined) return text;
  throw new WaysideError('INVALID_INPUT', `--${name} is missing`);
}
