/** Takes secrets out of what a device printed before it can reach a message, a log or a result. */
import type { Credential } from '../jobs/driver.ts';
import { QUOTE_MAX_CHARS } from './limits.ts';

const SEALED = '[sealed]';
/** In tables only secrets of this length are looked for: a password such as `up` would spoil every row. */
const TABLE_SECRET_MIN_CHARS = 8;

export interface Redactor {
  /** For text that is quoted to people: bounded, on one line, every secret out. */
  quote(text: string): string;
  /** For lines on their way to a parser. */
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
    quote: (text) => replace(text, secrets).replace(/\s+/g, ' ').trim().slice(0, QUOTE_MAX_CHARS),
    line: (line) => replace(line, long),
  };
}
