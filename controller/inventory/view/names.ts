/**
 * What the switches of a site are called, and where words name one of them. People write a name in many ways
 * (`AMS1 CORE SW2` for `ams1-core-sw2`, `core-1` for `core-1.example.net`), so letters and digits alone count.
 */

/** A shorter name would be found in every second description. */
const WORD_CHARS_MIN = 2;
/** From here on a name is found where a word begins and goes on, too: `sw1` in `sw1a`. */
const LOOSE_CHARS_MIN = 3;
const NO_LETTER_OR_DIGIT = /[^\p{L}\p{N}]+/gu;
const LETTER = /\p{L}/u;

interface Word {
  /** Lower case, as it is written. */
  readonly raw: string;
  /** Its letters and digits. */
  readonly bare: string;
}

/** The first two letters or digits -> the words that begin so. */
export type WordIndex = ReadonlyMap<string, readonly Word[]>;

/** Lower case, each once, of names with a domain also the host's own part. */
export function nameWords(values: readonly unknown[]): ReadonlySet<string> {
  const texts = values.filter((value): value is string => typeof value === 'string');
  const words = texts.flatMap((text) => [text, ownPart(text)].map((word) => word.toLowerCase()));
  return new Set(words.filter((word) => word.length >= WORD_CHARS_MIN));
}

/** `core-1` of `core-1.example.net`; an address has none. */
export function ownPart(name: string): string {
  const [own = ''] = name.split('.', 1);
  return LETTER.test(own) ? own : name;
}

export function wordIndex(words: Iterable<string>): WordIndex {
  const index = new Map<string, Word[]>();
  for (const raw of words) {
    const bare = raw.replaceAll(NO_LETTER_OR_DIGIT, '');
    if (bare.length < WORD_CHARS_MIN) continue;
    const start = bare.slice(0, WORD_CHARS_MIN);
    const known = index.get(start);
    if (known) known.push({ raw, bare });
    else index.set(start, [{ raw, bare }]);
  }
  return index;
}

/** Whether the text names one, in any spelling. */
export function namesOne(index: WordIndex, text: string): boolean {
  const spread = spreadOf(text);
  return starts(spread).some((at) => wordsAt(index, spread, at).some((word) => isAt(word, spread, at)));
}

/** Whether the name of a port holds one: here names of two letters, or of digits alone, are the port's own. */
export function portNamesOne(index: WordIndex, port: string): boolean {
  const spread = spreadOf(port);
  return starts(spread).some((at) =>
    wordsAt(index, spread, at).some(
      (word) => word.bare.length >= LOOSE_CHARS_MIN && LETTER.test(word.bare) && isAt(word, spread, at),
    ),
  );
}

/** A text with its letters and digits, and where among these its words begin and end. */
interface Spread {
  readonly lower: string;
  readonly bare: string;
  readonly borders: ReadonlySet<number>;
}

function spreadOf(text: string): Spread {
  const lower = text.toLowerCase();
  const borders = new Set<number>([0]);
  let bare = '';
  for (const word of lower.split(NO_LETTER_OR_DIGIT)) {
    bare += word;
    borders.add(bare.length);
  }
  return { lower, bare, borders };
}

function starts({ bare }: Spread): readonly number[] {
  return Array.from({ length: Math.max(0, bare.length - 1) }, (_, at) => at);
}

function wordsAt(index: WordIndex, { bare }: Spread, at: number): readonly Word[] {
  return index.get(bare.slice(at, at + WORD_CHARS_MIN)) ?? [];
}

function isAt({ raw, bare: word }: Word, { lower, bare, borders }: Spread, at: number): boolean {
  if (!bare.startsWith(word, at)) return false;
  if (word.length < LOOSE_CHARS_MIN) return borders.has(at) && borders.has(at + word.length);
  // `314` is not named by `3.14`, nor an address by digits in a row.
  return (LETTER.test(word) && borders.has(at)) || lower.includes(raw);
}
