/**
 * Command lines as a switch reads them: each word may be cut short as long as it stays unique, words in angle
 * brackets take what the person typed, and a mistake is marked at its column.
 */
import { typedPort } from '../render/show.ts';

export type Mode = 'user' | 'privileged' | 'config' | 'interface' | 'vlan';

export interface Grammar<C> {
  readonly words: readonly string[];
  readonly modes: readonly Mode[];
  readonly command: C;
}

export type Match<C> =
  | { readonly kind: 'found'; readonly command: C; readonly args: readonly string[]; readonly full: string }
  | { readonly kind: 'ambiguous' }
  | { readonly kind: 'incomplete' }
  | { readonly kind: 'invalid'; readonly column: number };

export interface GrammarOptions {
  /** How this platform wants addresses spelled. */
  readonly mac: RegExp;
}

interface Word {
  readonly text: string;
  readonly column: number;
}

export function readCommand<C>(
  grammars: readonly Grammar<C>[],
  line: string,
  options: GrammarOptions & { readonly mode: Mode },
): Match<C> {
  const words = [...line.matchAll(/\S+/g)].map((match): Word => ({ text: match[0], column: match.index }));
  let alive = grammars.filter((grammar) => grammar.modes.includes(options.mode));
  for (const [position, word] of words.entries()) {
    const rest = words
      .slice(position)
      .map(({ text }) => text)
      .join(' ');
    const open = alive.filter((grammar) =>
      accepts(grammar.words, position, { word: word.text, rest, options }),
    );
    const exact = open.filter((grammar) => grammar.words[position] === word.text.toLowerCase());
    alive = exact.length > 0 ? exact : open;
    if (alive.length === 0) return { kind: 'invalid', column: word.column };
    if (new Set(alive.map((grammar) => literal(grammar.words, position))).size > 1)
      return { kind: 'ambiguous' };
  }
  const complete = alive.find(
    (grammar) => grammar.words.length === words.length || takesRest(grammar.words, words.length),
  );
  if (!complete) return { kind: 'incomplete' };
  const args = complete.words.flatMap((word, position) => {
    if (!word.startsWith('<')) return [];
    const last = position === complete.words.length - 1;
    // Blanks within a text are part of it.
    if (last && word === '<text>') return [line.slice(words[position]?.column ?? line.length).trimEnd()];
    const typed = words.slice(position, last ? undefined : position + 1).map(({ text }) => text);
    return [typed.join(' ')];
  });
  return { kind: 'found', command: complete.command, args, full: canonical(complete.words, args) };
}

/** The last words `<interface>` and `<text>` take everything up to the end of the line. */
function takesRest(words: readonly string[], count: number): boolean {
  const last = words.at(-1);
  return (last === '<interface>' || last === '<text>') && count >= words.length;
}

function literal(words: readonly string[], position: number): string {
  return words[Math.min(position, words.length - 1)] ?? '';
}

function accepts(
  words: readonly string[],
  position: number,
  typed: { readonly word: string; readonly rest: string; readonly options: GrammarOptions },
): boolean {
  const expected = words[position];
  if (expected === undefined) return takesRest(words, position + 1);
  switch (expected) {
    case '<mac>':
      return typed.options.mac.test(typed.word);
    case '<port>':
      return typedPort(typed.word) !== undefined;
    case '<number>':
      return /^\d+$/.test(typed.word);
    case '<interface>':
      return typedPort(typed.rest) !== undefined || /^[a-z-]+$/i.test(typed.word);
    case '<text>':
    case '<word>':
      return true;
    default:
      return expected.startsWith(typed.word.toLowerCase());
  }
}

/** The command as accounting servers log it: every word in full. */
function canonical(words: readonly string[], args: readonly string[]): string {
  const left = [...args];
  return words.map((word) => (word.startsWith('<') ? (left.shift() ?? '') : word)).join(' ');
}
