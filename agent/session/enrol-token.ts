/** A join token comes from a 0600 file or from stdin: an argument or a variable could be seen by others. */
import type { Readable } from 'node:stream';
import { readSecretFile } from '../../shared/config/index.ts';
import { JOIN_TOKEN_MAX_CHARS, Secret, trimJoinToken } from '../../shared/seal/index.ts';

/** Errors: NOT_FOUND, SECRET_FILE_OPEN, JOIN_TOKEN_MISSING, INVALID_TOKEN_FORMAT. */
export function readJoinTokenFile(path: string): Secret<string> {
  return trimJoinToken(new Secret(readSecretFile(path).toString()));
}

/** Reads to the end, or to just past the longest token that can be. Errors: JOIN_TOKEN_MISSING, INVALID_TOKEN_FORMAT. */
export async function readJoinTokenStream(input: Readable): Promise<Secret<string>> {
  let text = '';
  for await (const chunk of input) {
    text += String(chunk);
    if (text.length > JOIN_TOKEN_MAX_CHARS) break;
  }
  return trimJoinToken(new Secret(text));
}
