import { beforeAll, describe, expect, it } from 'vitest';
import type { WaysideError } from '../errors.ts';
import { toHex } from './bytes.ts';
import { enrolProof, formatJoinToken, type JoinToken, parseJoinToken, trimJoinToken } from './join-token.ts';
import { Secret } from './secret.ts';
import { ready } from './sodium.ts';

beforeAll(ready);

const token: JoinToken = {
  addresses: ['10.1.2.3:7443', 'ctl.example.net:7443'],
  site: 'ams1',
  secret: new Secret('A'.repeat(43)),
  caPin: new Uint8Array(32).fill(1),
  rootPin: new Uint8Array(32).fill(2),
  expiresAt: 1_800_003_600_000,
};

function codeOf(text: string): string {
  try {
    parseJoinToken(new Secret(text));
  } catch (error) {
    expect(`${error} ${JSON.stringify(error)} ${(error as Error).stack}`).not.toContain('canary');
    return (error as WaysideError).code;
  }
  return 'no error';
}

describe('a join token', () => {
  it('is the recorded line', () => {
    expect(formatJoinToken(token).reveal()).toBe(
      'wj1.eyJhIjpbIjEwLjEuMi4zOjc0NDMiLCJjdGwuZXhhbXBsZS5uZXQ6NzQ0MyJdLCJjIjoiQVFFQkFRRUJBUUVCQVFFQkFRRUJBUUVCQVFFQkFRRUJBUUVCQVFFQkFRRSIsImUiOjE4MDAwMDM2MDAsInIiOiJBZ0lDQWdJQ0FnSUNBZ0lDQWdJQ0FnSUNBZ0lDQWdJQ0FnSUNBZ0lDQWdJIiwicyI6ImFtczEiLCJ0IjoiQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQSJ9',
    );
  });

  it('is one line without blanks that reads back, also with the line end of a file around it', () => {
    const text = formatJoinToken(token).reveal();
    expect(text).toMatch(/^wj1\.[\w-]+$/);
    const read = parseJoinToken(new Secret(`  ${text}\r\n`));
    expect({ ...read, secret: read.secret.reveal() }).toEqual({ ...token, secret: token.secret.reveal() });
  });

  it('that is missing has its own reason', () => {
    expect(codeOf('')).toBe('JOIN_TOKEN_MISSING');
    expect(codeOf(' \n')).toBe('JOIN_TOKEN_MISSING');
  });

  it('that is cut, changed in form or of another kind is malformed, and is not quoted', () => {
    const text = formatJoinToken(token).reveal();
    const encode = (fields: unknown) => `wj1.${Buffer.from(JSON.stringify(fields)).toString('base64url')}`;
    const fields = JSON.parse(Buffer.from(text.slice(4), 'base64url').toString()) as Record<string, unknown>;
    expect(codeOf(encode(fields))).toBe('no error');
    for (const bad of [
      text.slice(0, -9),
      `${text} ${text}`,
      'wt1.canary.secret',
      'wj1.canary!',
      `wj1.${Buffer.from('{"canary').toString('base64url')}`,
      encode(null),
      encode({ ...fields, a: [] }),
      encode({ ...fields, a: ['no-port'] }),
      encode({ ...fields, c: 'AAAA' }),
      encode({ ...fields, r: 7 }),
      encode({ ...fields, s: 'Not A Site' }),
      encode({ ...fields, e: 'soon' }),
      encode({ ...fields, t: '' }),
      `wj1.${'A'.repeat(5000)}`,
    ]) {
      expect(codeOf(bad), bad.slice(0, 40)).toBe('INVALID_TOKEN_FORMAT');
    }
  });

  it('is bound with both keys into the recorded proof bytes', () => {
    const proof = enrolProof({
      joinToken: trimJoinToken(formatJoinToken(token)),
      sealingKey: new Uint8Array(32).fill(3),
      certificateRequest: new Uint8Array([1, 2, 3]),
    });
    expect(proof.byteLength).toBe(15 + 32 + 32 + 32);
    expect(toHex(proof)).toBe(
      '776179736964652f656e726f6c2f3106f8b5ae6ed501818d380030d1241f32fa5d25cb4ecb90c87b74b9332e15039f0303030303030303030303030303030303030303030303030303030303030303039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81',
    );
  });
});
