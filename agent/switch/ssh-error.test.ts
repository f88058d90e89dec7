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
