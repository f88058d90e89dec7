/**
 * Text as `find` compares it: compatibility forms made one (NFKC), without case and accents, one blank between words.
 * The index holds folded text, so a change here asks for a new number in `FIND_RULES` (controller/inventory).
 */

const PLAIN = /^[\x21-\x7e]*(?: [\x21-\x7e]+)*$/;
const WORD = /[\p{L}\p{N}]+/gu;

/** Letters that no decomposition takes apart. */
const LETTERS: Readonly<Record<string, string>> = {
  ...{ ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ð: 'd', ł: 'l', þ: 'th', ı: 'i', ħ: 'h' },
};
const SPECIAL = new RegExp(`[${Object.keys(LETTERS).join('')}]`, 'g');

export function foldText(text: string): string {
  if (PLAIN.test(text)) return text.toLowerCase();
  return text
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\p{M}\p{C}]+/gu, '')
    .replace(SPECIAL, (letter) => LETTERS[letter] ?? letter)
    .normalize('NFC')
    .replace(/ +/g, ' ')
    .trim();
}

/** Words of folded text: runs of letters and digits. */
export function wordsOf(folded: string): readonly string[] {
  return folded.match(WORD) ?? [];
}
