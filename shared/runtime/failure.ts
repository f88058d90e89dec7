/** How a program that people start by hand tells on its terminal what went wrong. */
import type { WaysideError } from '../errors.ts';

/** Control characters, and the marks that turn the direction of text. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const STEERING = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/** Names and messages come from devices and other programs: what would steer the terminal is shown, as `\x1b`. */
export function printable(text: string): string {
  return text.replace(STEERING, (character) => {
    const code = character.charCodeAt(0).toString(16);
    return code.length > 2 ? `\\u${code}` : `\\x${code.padStart(2, '0')}`;
  });
}

/** `program: message [CODE]`, then a line for each wrong field, then `hint: …`; each line with its end. */
export function failureText(program: string, error: WaysideError): string {
  const { code, message, hint, violations } = error;
  const lines = [`${program}: ${printable(message)} [${code}]`];
  for (const violation of violations) {
    const field = violation.field === '' ? '' : `${printable(violation.field)}: `;
    lines.push(`  ${field}${printable(violation.message)}`);
  }
  if (hint) lines.push(`  hint: ${printable(hint)}`);
  return lines.map((line) => `${line}\n`).join('');
}
