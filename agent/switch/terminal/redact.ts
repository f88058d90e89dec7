/** Takes secrets out of what a device printed before it can reach a message, a log or a result. */
import type { Credential } from '../../jobs/driver.ts';
import { QUOTE_MAX_CHARS } from '../limits.ts';
import { hideSecrets, SEALED } from './secret-lines.ts';

/** In tables only secrets of this length are looked for: a password such as `up` would spoil every row. */
const TABLE_SECRET_MIN_CHARS = 8;

export interface Redactor {
  /** For text that is quoted to people: bounded, on one line, every secret out. */
  quote(text: string): string;
  /** For lines that people read as they came: every secret out, short ones too. */
  text(line: string): string;
  /** For lines on their way to a parser: what we log in with, and what the line itself calls a secret. */
  line(line: string): string;
}

export function createRedactor(credential: Credential): Redactor {
  const secrets = [credential.password, credential.enablePassword ?? '']
    .filter((secret) => secret !== '')
    .toSorted((a, b) => b.length - a.length);
  const long = secrets.filter((secret) => secret.length >= TABLE_SECRET_MIN_CHARS);
  const replace = (text: string, words: readonly string[]): string =>
    words.reduce((rest, word) => (rest.includes(word) ? rest.replaceAll(word, SEALED) : rest), text);
  return {
    quote: (text) =>
      hideSecrets(replace(text, secrets).replace(/\s+/g, ' ').trim()).slice(0, QUOTE_MAX_CHARS),
    text: (line) => hideSecrets(replace(line, secrets)),
    line: (line) => hideSecrets(replace(line, long)),
  };
}
