/**
 * Names, descriptions and messages come from devices and people: what would steer the terminal (control characters,
 * escape sequences, marks that turn the direction of text) is shown, never sent.
 */

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const STEERING = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

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
