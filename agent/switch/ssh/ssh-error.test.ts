import { describe, expect, it } from 'vitest';
import { closedError, type SshContext, sshError } from './ssh-error.ts';

const at = (phase: SshContext['phase'], more: Partial<SshContext> = {}): SshContext => ({
  where: 'sw1 (10.0.0.1:22)',
  phase,
  heard: 'ssh',
  words: '',
  ...more,
});
const error = (message: string, fields: object = {}): Error => Object.assign(new Error(message), fields);

describe('sshError', () => {
  it.each([
    [
      'a refused connection',
      error('connect ECONNREFUSED', { code: 'ECONNREFUSED' }),
      at('dialling'),
      'UNREACHABLE',
    ],
    ['an unknown name', error('getaddrinfo ENOTFOUND', { code: 'ENOTFOUND' }), at('dialling'), 'UNREACHABLE'],
    ['a reset in use', error('read ECONNRESET', { code: 'ECONNRESET' }), at('open'), 'CONNECTION_LOST'],
    [
      'no common key exchange',
      error('Handshake failed: no matching key exchange algorithm', { level: 'handshake' }),
      at('handshake'),
      'KEX_UNSUPPORTED',
    ],
    [
      'a refused password',
      error('All configured authentication methods failed', { level: 'client-authentication' }),
      at('login'),
      'AUTH_REJECTED',
    ],
    [
      'too many tries by words alone',
      error('Too many authentication failures', { code: 2 }),
      at('login'),
      'AUTH_REJECTED',
    ],
    ['too many connections', error('x', { code: 12 }), at('login'), 'SESSIONS_EXHAUSTED'],
    [
      'no channel left',
      error('(SSH) Channel open failure: ', { reason: 4 }),
      at('terminal'),
      'SESSIONS_EXHAUSTED',
    ],
    [
      'full lines, in words before the greeting',
      error('Connection lost before handshake', { level: 'protocol' }),
      at('handshake', { heard: 'words', words: '% All vty lines in use' }),
      'SESSIONS_EXHAUSTED',
    ],
    [
      'a call taken and hung up',
      error('Connection lost before handshake', { level: 'protocol' }),
      at('handshake', { heard: 'nothing' }),
      'SESSIONS_EXHAUSTED',
    ],
    [
      'another protocol',
      error('Connection lost before handshake'),
      at('handshake', { heard: 'words', words: 'HTTP/1.1 400' }),
      'UNREACHABLE',
    ],
    ['the unforeseen', error('Bad packet length'), at('open'), 'CONNECTION_LOST'],
  ])('tells %s', (_name, cause, context, code) => {
    const translated = sshError(cause, context);
    expect(translated.code).toBe(code);
    expect(translated.message).toContain('sw1 (10.0.0.1:22)');
    expect(translated.cause).toBe(cause);
  });

  it('names what the device offers when nothing matches, with a hint', () => {
    const offered = 'diffie-hellman-group1-sha1';
    const translated = sshError(
      error('Handshake failed: no matching key exchange algorithm'),
      at('handshake', { offered }),
    );
    expect(translated.message).toContain(offered);
    expect(translated.hint).toContain('outdated');
  });

  it.each([
    ['password', 'Check user name and password; the password was sent once'],
    ['key and password', 'Check user name and key and password; the password was sent once'],
    ['key', 'Check the user name, and that the public key is among those'],
  ] as const)(
    'names the credential and its user when a %s was refused, and speaks of what was sent',
    (by, hint) => {
      const cause = error('All configured authentication methods failed', { level: 'client-authentication' });
      const login = { credential: 'campus', user: 'netops', by };
      expect(sshError(cause, at('login', { login }))).toMatchObject({
        message: 'sw1 (10.0.0.1:22) refused the credential campus (user netops)',
        hint: expect.stringContaining(hint),
      });
    },
  );

  it('says of a call taken and hung up that it may be no SSH server at all', () => {
    const told = sshError(error('Connection lost before handshake'), at('handshake', { heard: 'nothing' }));
    expect(told.hint).toContain(
      'Or it is no SSH server, or a forwarder without one behind it: check the port',
    );
    const full = sshError(error('x', { code: 12 }), at('login'));
    expect(full.hint).not.toContain('port');
  });

  it('says of bytes that are no text that no SSH server sent them', () => {
    const told = sshError(error('Connection lost before handshake'), at('handshake', { heard: 'words' }));
    expect(told.message).toBe(
      'sw1 (10.0.0.1:22) answers, but not as an SSH server: what it sends is no text',
    );
  });

  it('lets a WaysideError through as it is', () => {
    const own = closedError(at('open'));
    expect(own.code).toBe('CONNECTION_LOST');
    expect(sshError(own, at('login'))).toBe(own);
  });

  it('tells no secret that a device puts into its own words', () => {
    const quote = (text: string): string => text.replaceAll('hunter2', '[sealed]');
    const told = sshError(error('user u with hunter2 is not known here'), at('login', { quote }));
    expect(told.message).toContain('user u with [sealed] is not known here');
    expect(JSON.stringify([told.message, String(told.cause)])).not.toContain('hunter2');
  });
});
