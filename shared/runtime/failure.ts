/** How a program that people start by hand tells on its terminal what went wrong. */
import type { WaysideError } from '../errors.ts';
import { escapeText } from './escape.ts';

/** `program: message [CODE]`, then a line for each wrong field, then `hint: …`; each line with its end. */
export function failureText(program: string, error: WaysideError): string {
  const { code, message, hint, violations } = error;
  const lines = [`${program}: ${escapeText(message)} [${code}]`];
  for (const violation of violations) {
    const field = violation.field === '' ? '' : `${escapeText(violation.field)}: `;
    lines.push(`  ${field}${escapeText(violation.message)}`);
  }
  if (hint) lines.push(`  hint: ${escapeText(hint)}`);
  return lines.map((line) => `${line}\n`).join('');
}
