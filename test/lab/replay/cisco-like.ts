/** The modes that Cisco's command line has, and those who took them over. */
import { dropVlan, enable, go, nameVlan, openPorts, openVlan, portRules, quit } from './rules.ts';
import type { Desk, PromptFacts, Rule, View } from './shape.ts';

export interface ModeWords {
  readonly configure?: RegExp;
  readonly entered?: readonly string[];
  readonly interface: RegExp;
  readonly badPort?: (list: string) => readonly string[];
  readonly badPassword?: string;
  /** Where `enable` asks for the user first. */
  readonly enableUser?: string;
}

export const INSIDE: readonly View[] = ['config', 'port', 'vlan'];

export function modes(words: ModeWords): Rule[] {
  const { configure = /^conf(?:igure)?(?: t(?:erminal)?)?$/, entered, badPort, enableUser } = words;
  return [
    enable({
      refused: words.badPassword ?? '% Access denied',
      ...(enableUser !== undefined && { user: enableUser }),
    }),
    go(['privileged'], /^disable$/, 'user'),
    go(['privileged'], configure, 'config', entered),
    openPorts(words.interface, badPort),
    go(['port', 'vlan'], /^exit$/, 'config'),
    go(['config'], /^exit$/, 'privileged'),
    go(INSIDE, /^end$/, 'privileged'),
    quit(['user', 'privileged'], /^(?:exit|quit|logout)$/),
  ];
}

/** `switchport access vlan N` below an interface, `vlan N` and `name X` beside it. */
export function switchportWords(noVlan: (vlan: number) => readonly string[]): Rule[] {
  return [
    ...portRules(/^switchport access vlan (\d+)$/, noVlan),
    openVlan(/^vlan (\d{1,4})$/, { in: INSIDE, make: true }),
    dropVlan(/^no vlan (\d{1,4})$/, { in: INSIDE }),
    nameVlan(/^name (.+)$/),
  ];
}

/** `sw1>`, `sw1#`, `sw1(config-if)#`. */
export function ciscoPrompt(
  inside: Readonly<Record<string, string | ((desk: Desk) => string)>>,
): (desk: Desk, at: PromptFacts) => string {
  return (desk, { hostname }) => {
    const { view } = desk;
    if (view === 'user') return `${hostname}>`;
    const word = inside[view];
    if (word === undefined) return `${hostname}#`;
    return `${hostname}(${typeof word === 'function' ? word(desk) : word})#`;
  };
}

export const BACKSPACES: string = `${'\b'.repeat(9)}${' '.repeat(9)}${'\b'.repeat(9)}`;

/** With a caret under where the line went wrong. */
export function caret(line: string, column: number): readonly string[] {
  return [`${' '.repeat(column + line.search(/\s|$/))}^`, "% Invalid input detected at '^' marker.", ''];
}
