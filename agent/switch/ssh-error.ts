/** The one place where errors of ssh2 and of the socket become ours. */
import { WaysideError } from '../../shared/errors.ts';

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
  const foreign: ForeignError = error instanceof Error ? error : { message: String(error) };
  return (
    fromSocket(foreign, context) ??
    fromLogin(foreign, context) ??
    fromLimits(foreign, context) ??
    fromHandshake(foreign, context) ??
    lost(context, foreign.message, error)
  );
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
        hint: 'The device offers only outdated algorithms; update its SSH server or enable newer algorithms on it',
        cause: error,
        details: offered ? { offered } : {},
      },
    );
  if (phase === 'handshake' && heard === 'words')
    return new WaysideError('UNREACHABLE', `${where} answers, but not as an SSH server: ${words}`, {
      hint: 'Check the port',
      cause: error,
    });
  return undefined;
}

function fromLogin(error: ForeignError, { where }: SshContext): WaysideError | undefined {
  const tooMany = /too many authentication failures/i.test(error.message);
  const rejected =
    error.level === 'client-authentication' || error.code === DISCONNECT_NO_MORE_AUTH_METHODS || tooMany;
  return rejected ? authRejected(where, error) : undefined;
}

export function authRejected(where: string, cause?: unknown): WaysideError {
  return new WaysideError('AUTH_REJECTED', `${where} refused the credential`, {
    hint: 'Check user name and password; the password was sent once and will not be sent again by itself',
    cause,
  });
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
    hint: 'Close other sessions on the device or wait, since some limit connections per minute; an access list does the same',
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
