/** A login for devices as people give it: what it may hold, how it comes on standard input, and where it may go. */
import { type FieldViolation, WaysideError } from '../errors.ts';
import { parsePattern } from './credential-targets.ts';

export const CREDENTIALS_MAX = 1000;
export const CREDENTIAL_TARGETS_MAX = 1000;
/** Longest input: a private key and then some. */
export const CREDENTIAL_INPUT_BYTES_MAX = 65_536;
/** Longest user name, password or key, in characters. */
const SECRET_CHARS_MAX = 16_384;
const NAME = /^[a-z0-9][a-z0-9._-]{0,62}$/;
const JSON_FIELDS: readonly string[] = ['username', 'password', 'enablePassword', 'privateKey'];

export interface NewCredential {
  readonly username: string;
  readonly password: string;
  readonly enablePassword?: string | undefined;
  /** In PEM or OpenSSH form. */
  readonly privateKey?: string | undefined;
}

export function isCredentialName(name: string): boolean {
  return NAME.test(name);
}

/** Without the secret: what is wrong with name and targets. */
export function credentialPlaceProblems(name: string, targets: readonly string[]): FieldViolation[] {
  const violations: FieldViolation[] = [];
  if (!NAME.test(name)) {
    const message = 'must be 1 to 63 lower-case letters, digits, dots, hyphens and underscores';
    violations.push({ field: 'name', message });
  }
  if (targets.length === 0 || targets.length > CREDENTIAL_TARGETS_MAX) {
    const message = `must name 1 to ${CREDENTIAL_TARGETS_MAX} hosts; "*" means every host`;
    violations.push({ field: 'targets', message });
  }
  targets.forEach((target, at) => {
    if (!parsePattern(target)) {
      const message = `"${target.slice(0, 80)}" is no host, host:port, network or *`;
      violations.push({ field: `targets[${at}]`, message });
    }
  });
  return violations;
}

/** Error: INVALID_INPUT with all reasons at once; none of them quotes a secret. */
export function checkCredential(name: string, credential: NewCredential, targets: readonly string[]): void {
  const violations = credentialPlaceProblems(name, targets);
  const add = (field: string, message: string): void => void violations.push({ field, message });
  if (credential.username === '') add('username', 'must not be empty');
  if (credential.password === '' && !credential.privateKey) add('password', 'or a private key must be given');
  for (const [field, value] of Object.entries(credential) as [string, string | undefined][]) {
    if ((value?.length ?? 0) > SECRET_CHARS_MAX) add(field, `is longer than ${SECRET_CHARS_MAX} characters`);
  }
  if (violations.length === 0) return;
  const fields = violations.map(({ field, message }) => `${field} ${message}`).join('; ');
  throw new WaysideError('INVALID_INPUT', `the credential is not stored: ${fields}`, { violations });
}

/**
 * Standard input: with a user name the password, and the enable password on a second line; without one JSON. The
 * message of an error never quotes the input: it is the secret.
 */
export function parseCredential(text: string, username: string | undefined): NewCredential {
  return username === undefined ? parseJson(text) : parseLines(text, username);
}

function parseLines(text: string, username: string): NewCredential {
  const [password = '', enablePassword = '', ...more] = text.split(/\r?\n/);
  if (password === '') throw new WaysideError('INVALID_INPUT', 'stdin holds no password');
  if (more.some((line) => line !== '')) {
    throw new WaysideError('INVALID_INPUT', 'stdin holds more than a password and an enable password', {
      hint: `A private key goes in as JSON, without --username: ${JSON_FIELDS.join(', ')}.`,
    });
  }
  return { username, password, ...(enablePassword !== '' && { enablePassword }) };
}

function parseJson(text: string): NewCredential {
  const credential = credentialFrom(readObject(text));
  if (credential) return credential;
  throw new WaysideError(
    'INVALID_INPUT',
    `the JSON on stdin may hold texts only, named ${JSON_FIELDS.join(', ')}, and needs username, and password or privateKey`,
  );
}

/** `undefined` when a field is missing, is no text, or is not known. */
export function credentialFrom(fields: object): NewCredential | undefined {
  const isWrong = ([name, value]: [string, unknown]): boolean =>
    !JSON_FIELDS.includes(name) || typeof value !== 'string';
  if (Object.entries(fields).some(isWrong)) return undefined;
  const { username, password = '', enablePassword, privateKey } = fields as Partial<NewCredential>;
  if (username === undefined || (password === '' && privateKey === undefined)) return undefined;
  return {
    ...{ username, password },
    ...(enablePassword !== undefined && { enablePassword }),
    ...(privateKey !== undefined && { privateKey }),
  };
}

function readObject(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch {
    // Its message would quote the secret.
  }
  throw new WaysideError('INVALID_INPUT', 'stdin is not a JSON object', {
    hint: 'Give --username and the password on stdin, or JSON with username and password.',
  });
}
