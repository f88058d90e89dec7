/** What a replay device of a platform is made of. One small file per platform; the shell knows no vendor. */
import type { AuthMethod } from '../switch/connection.ts';
import type { Config, ReplayModel } from './model.ts';

/** Where a session stands; `user`, `privileged` and `config` mean the usual, others are the platform's own. */
export type View = string;

/** One session, as the rules of a platform see it. */
export interface Desk {
  readonly hostname: string;
  readonly model: ReplayModel;
  readonly enablePassword: string | undefined;
  readonly username: string;
  readonly password: string;
  view: View;
  /** The ports and the VLAN that the next lines are for. */
  targets: readonly string[];
  vlan: number | undefined;
  /** Changes that wait for their commit, on platforms that have such. */
  candidate: Config | undefined;
  /** Lines per page; 0: paging is off. */
  pageLines: number;
  ended: boolean;
  /** The keys of the ports of a list; undefined when one of them is none. */
  keys(list: string): readonly string[] | undefined;
  /** What is being changed: the candidate where there is one. */
  readonly config: Config;
  change(next: Config): void;
}

/** A question in the middle of things. */
export interface Asking {
  readonly ask: string;
  readonly by: 'key' | 'line' | 'secret';
  readonly answered: (answer: string) => Reply;
}

/** The line is none that the device knows here. */
export const REFUSED: unique symbol = Symbol('refused');
export type Reply = readonly string[] | Asking | typeof REFUSED;
export const DONE: readonly string[] = [];

export interface Rule {
  readonly in: readonly View[] | 'any';
  readonly line: RegExp;
  readonly run: (desk: Desk, words: readonly string[]) => Reply;
}

/** A command that reads; undefined: not this one after all. */
export interface Show {
  readonly line: RegExp;
  readonly run: (words: readonly string[], config: Config) => readonly string[] | undefined;
}

/** What happens between the login and the first prompt, in order. */
export type LoginStep =
  | { readonly say: string }
  | { readonly user: string }
  | { readonly password: string }
  /** `wants`: any other answer ends the session. */
  | { readonly ask: string; readonly by: 'key' | 'line'; readonly wants: RegExp };

export interface PromptFacts {
  readonly hostname: string;
  /** Commands so far, and one. */
  readonly count: number;
}

export interface ReplayPlatform {
  readonly id: string;
  readonly hostname: string;
  readonly firstView: View;
  readonly auth?: readonly AuthMethod[];
  readonly login?: readonly LoginStep[];
  /** Taken off the user name before it is judged. */
  readonly userSuffix?: RegExp;
  readonly key: (text: string) => string;
  readonly first: Config;
  /** All that is drawn before the cursor, lines above it and codes too. */
  readonly prompt: (desk: Desk, at: PromptFacts) => string;
  /** How what is typed is drawn; as it is unless told. */
  readonly echo?: (text: string) => string;
  readonly pager: { readonly prompt: string; readonly erase: string; readonly leaves: RegExp };
  readonly pagingOff: RegExp;
  /** Commands that say for themselves that they want no pages. */
  readonly unpaged?: RegExp;
  /** Known, and of no effect here. */
  readonly idle?: RegExp;
  readonly invalid: (line: string, column: number) => readonly string[];
  readonly denied: readonly string[];
  /** A message as the device writes it into the middle of things. */
  readonly log: string;
  readonly rules: readonly Rule[];
  readonly shows: readonly Show[];
  /** Views in which the commands that read work. */
  readonly showsIn: readonly View[];
}
