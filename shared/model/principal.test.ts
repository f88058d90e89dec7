import { describe, expect, test } from 'vitest';
import { ADMIN_GRANT, type Grant, type Level, mayAt, type Principal } from './index.ts';

function user(...grants: Grant[]): Principal {
  return { type: 'user', name: 'ann', grants, readOnly: false, tokenId: 't' };
}

const floorOperator = user({
  level: 'operator',
  switchView: 'network',
  scopes: [{ site: 'ams1', floor: 'f2' }],
});

describe('mayAt', () => {
  test.each<[Level, string, string | undefined, boolean]>([
    ['operator', 'ams1', 'f2', true],
    ['viewer', 'ams1', 'f2', true],
    ['approver', 'ams1', 'f2', false],
    ['viewer', 'ams1', 'f3', false],
    ['viewer', 'ams1', undefined, false],
    ['viewer', 'lon2', 'f2', false],
    ['viewer', '*', undefined, false],
  ])('an operator of one floor as %s at %s, floor %s: %s', (level, site, floor, may) => {
    expect(mayAt(floorOperator, level, floor === undefined ? { site } : { site, floor })).toBe(may);
  });

  test('grants add up, each in its own place', () => {
    const both = user(
      { level: 'viewer', switchView: 'network', scopes: [{ site: '*' }] },
      { level: 'admin', switchView: 'full', scopes: [{ site: 'ams1' }] },
    );
    expect([mayAt(both, 'viewer', { site: 'lon2' }), mayAt(both, 'admin', { site: 'lon2' })]).toEqual([
      true,
      false,
    ]);
    expect([mayAt(both, 'admin', { site: 'ams1', floor: 'f1' }), mayAt(both, 'admin')]).toEqual([true, true]);
  });

  test('a token for reading only reads only', () => {
    const reader: Principal = {
      type: 'user',
      name: 'a',
      grants: [ADMIN_GRANT],
      readOnly: true,
      tokenId: 't',
    };
    expect([mayAt(reader, 'viewer'), mayAt(reader, 'operator')]).toEqual([true, false]);
  });

  test('the controller may everything, agents and strangers nothing', () => {
    const agent: Principal = { type: 'agent', agentId: 'a', site: 'ams1', serial: '1' };
    expect([
      mayAt({ type: 'system', name: 's' }, 'admin', { site: 'ams1' }),
      mayAt(agent, 'viewer', { site: 'ams1' }),
      mayAt({ type: 'anonymous' }, 'viewer'),
    ]).toEqual([true, false, false]);
  });
});
