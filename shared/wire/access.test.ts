import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { levels, switchViews } from '../model/index.ts';
import * as wire from './access.ts';

const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 31));

const text = fc.string();
const time = fc.integer({ min: 0, max: 4e12 });
const maybeTime = fc.option(time, { nil: undefined });
const texts = fc.array(text, { maxLength: 3 });
const scope = fc.oneof(
  fc.record({ site: text }),
  fc.record({ site: text, floor: fc.string({ minLength: 1 }) }),
);
const grant = fc.record({
  ...{ level: fc.constantFrom(...levels), switchView: fc.constantFrom(...switchViews) },
  scopes: fc.array(scope, { maxLength: 3 }),
});

function backAndForth<T>(values: fc.Arbitrary<T>, check: (value: T) => void): void {
  fc.assert(
    fc.property(values, (value) => {
      check(value);
    }),
    { seed },
  );
}

describe(`what goes out comes back as it was (seed ${seed})`, () => {
  it('a grant and a role', () => {
    const role = fc
      .tuple(grant, fc.record({ name: text, description: text, builtIn: fc.boolean(), etag: text }))
      .map(([one, rest]) => ({ ...rest, ...one }));
    backAndForth(role, (value) => expect(wire.roleFromWire(wire.roleToWire(value))).toEqual(value));
  });

  it('a user', () => {
    const user = fc.record({
      ...{ name: text, fullName: text, roles: texts, disabled: fc.boolean(), etag: text },
      ...{ passwordAt: maybeTime, createdAt: time, updatedAt: time },
    });
    backAndForth(user, (value) => expect(wire.userFromWire(wire.userToWire(value))).toEqual(value));
  });

  it('a token', () => {
    const token = fc.record({
      ...{ id: text, owner: text, name: text, createdAt: time, expiresAt: maybeTime },
      ...{ readOnly: fc.boolean(), allow: texts, roles: texts },
    });
    backAndForth(token, (value) => expect(wire.apiTokenFromWire(wire.apiTokenToWire(value))).toEqual(value));
  });

  it('who one is', () => {
    const who = fc.record({
      ...{ name: text, fullName: text, grants: fc.array(grant, { maxLength: 3 }), tokenName: text },
      ...{ signedIn: fc.constantFrom('session' as const, 'token' as const), readOnly: fc.boolean() },
      ...{ expiresAt: maybeTime, idleAt: maybeTime },
    });
    backAndForth(who, (value) => expect(wire.whoAmIFromWire(wire.whoAmIToWire(value))).toEqual(value));
  });
});
