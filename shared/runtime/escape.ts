/**
 * Names, descriptions and messages come from devices and people: what would steer the terminal (control characters,
 * escape sequences, marks that turn the direction of text) is shown, never sent; so is what nobody sees, but for the
 * joiners that scripts need.
 */

const STEERING = /[\p{Cc}\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]/gu;

/** For tables, messages and CSV: `\n`, `\t`, `\x1b`, `\u202e`. */
export function escapeText(text: string): string {
  return text.replace(STEERING, (character) => {
    if (character === '\n') return '\\n';
    if (character === '\t') return '\\t';
    if (character === '\r') return '\\r';
    const code = character.charCodeAt(0);
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : unicodeEscape(code);
  });
}

export function hasSteering(text: string): boolean {
  return text.search(STEERING) !== -1;
}

/** For text that is already JSON or within double quotes of YAML: both read `\u` escapes. Line breaks stay. */
export function escapeQuoted(text: string): string {
  return text.replace(STEERING, (character) =>
    character === '\n' ? character : unicodeEscape(character.charCodeAt(0)),
  );
}

function unicodeEscape(code: number): string {
  return `\\u${code.toString(16).padStart(4, '0')}`;
}
