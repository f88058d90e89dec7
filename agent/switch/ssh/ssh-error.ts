/** The one place where errors of ssh2 and of the socket become ours. */
import { WaysideError } from '../../../shared/errors.ts';
import type { Credential } from '../../jobs/driver.ts';
import { QUOTE_MAX_CHARS } from '../limits.ts';

/** Who wanted in; the names are no secret, and the rest is not here. */
export interface LoginName {
  readonly credential: string;
  readonly user: string;
  /** What was sent to prove it. */
  readonly by: 'password' | 'key' | 'key and password';
}

/** How far the connection had come when it broke. */
export type Phase = 'dialling' | 'handshake' | 'login' | 'terminal' | 'open';

export interface SshContext {
  /** The device in words: `sw1 (10.0.0.1:22)`. */
  readonly where: string;
  readonly phase: Phase;
  /** What has come from the device: nothing at all, words of another kind, or the greeting of SSH. */
  readonly heard: 'nothing' | 'words' | 'ssh';
  /** The words before or instead of the SSH greeting. */
  readonly words: string;
  /** Takes secrets out of what the device says in its errors. */
  readonly quote?: (text: string) => string;
  readonly login?: LoginName | undefined;
  /** The device's list where none of ours was in it. */
  readonly offered?: string | undefined;
}

const UNREACHABLE_CODES: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EAI_FAIL',
  'ETIMEDOUT',
  'EADDRNOTAVAIL',
  'EACCES',
]);
/** RFC 4253 11.1 and RFC 4254 5.1. */
const DISCONNECT_TOO_MANY_CONNECTIONS = 12;
const DISCONNECT_NO_MORE_AUTH_METHODS = 14;
const CHANNEL_REASON_PROHIBITED = 1;
const CHANNEL_REASON_SHORTAGE = 4;

const FULL =
  /too many|max(?:imum)?[ \w]*(?:session|connection|user|startup)|(?:vty|tty|line|session|connection)s?[ \w]*(?:in use|exceed|limit|busy|full)|no (?:free|available) |all [ \w]*(?:lines|ttys|vtys|sessions)|not allowed at this time/i;

interface ForeignError {
  readonly code?: unknown;
  readonly level?: unknown;
  readonly reason?: unknown;
  readonly message: string;
}

/** Translates anything that ssh2, the socket or our own code threw on this connection. Never loses the cause. */
export function sshError(error: unknown, context: SshContext): WaysideError {
  if (error instanceof WaysideError) return error;
  const foreign = withoutSecrets(error instanceof Error ? error : { message: String(error) }, context);
  return (
    fromSocket(foreign, context) ??
    fromLogin(foreign, context) ??
    fromLimits(foreign, context) ??
    fromHandshake(foreign, context) ??
    lost(context, foreign.message, foreign)
  );
}

/** The words of a disconnect are the device's own, and it was told the password. */
function withoutSecrets(error: ForeignError, { quote }: SshContext): ForeignError {
  const message = quote?.(error.message) ?? error.message;
  if (message === error.message) return error;
  const { code, level, reason } = error;
  return Object.assign(new Error(message), { code, level, reason });
}

/** The connection ended without a word why. */
export function closedError(context: SshContext): WaysideError {
  return fromLimits({ message: '' }, context) ?? lost(context, 'the device closed it', undefined);
}

function fromSocket(error: ForeignError, { where }: SshContext): WaysideError | undefined {
  if (typeof error.code !== 'string' || !UNREACHABLE_CODES.has(error.code)) return undefined;
  return new WaysideError('UNREACHABLE', `${where} cannot be reached: ${error.message}`, {
    hint:
      error.code === 'ECONNREFUSED'
        ? 'Nothing listens there, or all terminal lines are taken: check address, port and that SSH is enabled'
        : 'Check address and port, and that the agent has a route to the device',
    cause: error,
  });
}

function fromHandshake(error: ForeignError, context: SshContext): WaysideError | undefined {
  const { where, phase, heard, words, offered } = context;
  if (error.message.includes('no matching'))
    return new WaysideError(
      'KEX_UNSUPPORTED',
      `${where}: ${error.message}${offered ? `; the device offers ${offered}` : ''}`,
      {
        hint: 'None of its algorithms is known here, outdated ones included; update its SSH server or enable others on it',
        cause: error,
        details: offered ? { offered } : {},
      },
    );
  if (phase === 'handshake' && heard === 'words')
    return new WaysideError(
      'UNREACHABLE',
      `${where} answers, but not as an SSH server: ${words || 'what it sends is no text'}`,
      {
        hint: 'Check the port',
        cause: error,
      },
    );
  return undefined;
}

function fromLogin(error: ForeignError, { where, login }: SshContext): WaysideError | undefined {
  const tooMany = /too many authentication failures/i.test(error.message);
  const rejected =
    error.level === 'client-authentication' || error.code === DISCONNECT_NO_MORE_AUTH_METHODS || tooMany;
  return rejected ? authRejected(where, login, error) : undefined;
}

export function authRejected(where: string, login?: LoginName, cause?: unknown): WaysideError {
  const { credential, user, by = 'password' } = login ?? {};
  const who = login ? ` ${credential} (user ${user})` : '';
  return new WaysideError('AUTH_REJECTED', `${where} refused the credential${who}`, {
    hint:
      by === 'key'
        ? 'Check the user name, and that the public key is among those which that user may log in with there'
        : `Check user name and ${by}; the password was sent once and will not be sent again by itself`,
    cause,
  });
}

/** As `authRejected` names it. */
export function loginName(credential: string, { username, password, privateKey }: Credential): LoginName {
  const both = password === '' ? 'key' : 'key and password';
  return { credential, user: username, by: privateKey === undefined ? 'password' : both };
}

/** What the device said before its SSH greeting, for recognising `all lines in use`. */
export function wordsBeforeGreeting(text: string): string {
  const words = text.replace(/^SSH-[\s\S]*/m, '').replace(/[^ -~]+/g, ' ');
  return words.trim().slice(0, QUOTE_MAX_CHARS);
}

/** The jump host is there, and the target is not behind it, or may not be dialled from there. */
export function refusedForward(where: string, place: string, cause: Error): WaysideError {
  return new WaysideError('UNREACHABLE', `${where} could not dial ${place}: ${cause.message}`, {
    hint: 'Check that the jump host reaches it, and that its SSH server allows forwarding (AllowTcpForwarding)',
    cause,
  });
}

/** `asked` is the device's own prompt, secrets out. */
export function asksMore(where: string, asked: string): WaysideError {
  return new WaysideError('AUTH_REJECTED', `${where} asks "${asked}" at the login, which was not answered`, {
    hint: 'A password is given once and never for a one-time code: use an account with password or key alone',
  });
}

/** Before anything is dialled. The cause never quotes the key. */
export function unreadableKey(where: string, credential: string, cause: Error): WaysideError {
  const locked = /encrypted|passphrase/i.test(cause.message);
  const why = locked ? 'is protected by a passphrase' : 'is in no known form';
  return new WaysideError(
    'AUTH_REJECTED',
    `${where}: the private key of the credential ${credential} ${why}; nothing was sent`,
    {
      hint: locked
        ? 'Take the passphrase off a copy (ssh-keygen -p) and store that one: the agent seals it itself'
        : 'Store it anew in PEM or OpenSSH form',
      cause,
    },
  );
}

function fromLimits(error: ForeignError, context: SshContext): WaysideError | undefined {
  const words = `${error.message} ${context.words}`;
  const shortage =
    error.code === DISCONNECT_TOO_MANY_CONNECTIONS ||
    error.reason === CHANNEL_REASON_SHORTAGE ||
    error.reason === CHANNEL_REASON_PROHIBITED ||
    (context.phase !== 'open' && FULL.test(words)) ||
    // Taking the call and hanging up without a word is how most switches say that all their lines are taken.
    (context.phase === 'handshake' && context.heard === 'nothing');
  if (!shortage) return undefined;
  // What ssh2 says of a connection without a greeting tells people nothing.
  const said =
    words.replace('Connection lost before handshake', '').trim() || 'it closed the connection at once';
  return new WaysideError('SESSIONS_EXHAUSTED', `${context.where} has no free session: ${said}`, {
    hint:
      context.heard === 'nothing' && context.phase === 'handshake'
        ? 'Close other sessions on the device or wait, since some limit connections per minute; an access list does the same. Or it is no SSH server, or a forwarder without one behind it: check the port'
        : 'Close other sessions on the device or wait, since some limit connections per minute',
    cause: error,
  });
}

function lost(context: SshContext, why: string, cause: unknown): WaysideError {
  const at = {
    dialling: 'dialling',
    handshake: 'the key exchange',
    login: 'the login',
    terminal: 'opening the terminal',
    open: 'the session',
  };
  return new WaysideError(
    'CONNECTION_LOST',
    `${context.where}: connection lost during ${at[context.phase]}: ${why}`,
    { hint: 'Try again; if it breaks at the same place, the log of the device may tell why', cause },
  );
}
