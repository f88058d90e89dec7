import { describe, expect, test } from 'vitest';
import { loadConfig } from '../../shared/config/index.ts';
import { WaysideError } from '../../shared/errors.ts';
import { writeRulesOf } from './write-rules.ts';

const KEY = Buffer.alloc(32, 7).toString('base64url');

function rulesOf(text: string) {
  const document = { where: '/etc/wayside/agent.yaml', text };
  return writeRulesOf(loadConfig('agent', { env: {}, document }).values.writes);
}

function fieldsOf(work: () => unknown): readonly string[] {
  try {
    work();
  } catch (error) {
    return WaysideError.from(error).violations.map(({ field }) => field);
  }
  return [];
}

describe('what an agent may change', () => {
  test('is nothing until its own file says so, and then only what is approved', () => {
    const rules = rulesOf('');
    expect(rules).toMatchObject({ enabled: false, approval: 'signed', operatorKeys: [], perMinute: 600 });
    expect(rules.actions).toEqual(['create', 'update', 'delete']);
  });

  test('stands in writes: places, actions, keys and how fast', () => {
    const rules = rulesOf(`writes:
  enabled: true
  sources: [01hx3k9, ams1/source/01hx3k9, 10.1.0.0/16, 'db1:5432', '*']
  actions: [update]
  perMinute: 30
  operatorKeys:
    - {name: ada, key: "${KEY}"}
`);
    expect(rules).toMatchObject({ enabled: true, actions: ['update'], perMinute: 30 });
    expect(rules.operatorKeys).toEqual([{ name: 'ada', publicKey: new Uint8Array(32).fill(7) }]);
  });

  test('all that is wrong with it is told at once, by its field', () => {
    const text = `writes:
  sources: [a b, ok1, 10.0.0.0/99]
  actions: [update, destroy]
`;
    expect(fieldsOf(() => rulesOf(text))).toEqual([
      'writes.actions[1]',
      'writes.sources[0]',
      'writes.sources[2]',
    ]);
    const keys = `writes:
  operatorKeys:
    - {name: ada, key: abc}
    - {name: ada, key: "${KEY}"}
`;
    expect(fieldsOf(() => rulesOf(keys)).length).toBe(2);
  });
});
