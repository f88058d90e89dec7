import { describe, expect, test } from 'vitest';
import { WaysideError } from '../errors.ts';
import { guardLimits } from '../model/index.ts';
import { explainKey, formatValue } from './describe.ts';
import { declaredConflictRules, declaredGuards, declaredOperatorKeys, loadConfig } from './index.ts';

const KEY = Buffer.alloc(32, 7).toString('base64url');
const GOOD = `
plans:
  expireAfter: 2h
  approval: signed
  fourEyes: true
  operatorKeys:
    - {name: anna, key: ${KEY}}
  guards:
    - {store: records, kind: switch, maxDeletes: 5, grace: 7d}
    - {maxDeletesShare: 10}
conflicts:
  rules:
    - {kind: switch, field: floor, rule: authority, origins: [ams1, lon2]}
    - {rule: newest}
`;

const load = (text: string) =>
  loadConfig('controller', { env: {}, document: { where: '/etc/c.yaml', text } });

function problems(text: string): readonly string[] {
  try {
    load(text);
  } catch (error) {
    return WaysideError.from(error).violations.map(({ field, message }) => `${field} ${message}`);
  }
  return [];
}

test('what is said of plans and conflicts comes out typed, and only what is said', () => {
  const { plans, conflicts } = load(GOOD).values;
  expect(plans).toMatchObject({ expireAfterMs: 7_200_000, approval: 'signed', fourEyes: true });
  expect(declaredOperatorKeys(plans.operatorKeys)).toEqual([
    { name: 'anna', publicKey: new Uint8Array(32).fill(7) },
  ]);
  expect(declaredGuards(plans.guards)).toEqual([
    { store: 'records', kind: 'switch', maxDeletes: 5, graceMs: 604_800_000 },
    { store: '*', kind: '*', maxDeletesShare: 10 },
  ]);
  expect(declaredConflictRules(conflicts.rules)).toEqual([
    { kind: 'switch', field: 'floor', rule: 'authority', origins: ['ams1', 'lon2'] },
    { kind: '*', rule: 'newest', origins: [] },
  ]);
});

test('nothing said: unsigned plans of a day, no rules, and the usual limits', () => {
  const { plans, conflicts } = load('').values;
  expect(plans).toEqual({
    ...{ expireAfterMs: 86_400_000, keepMs: 7_776_000_000, approval: 'unsigned', fourEyes: false },
    ...{ operatorKeys: [], guards: [] },
  });
  expect(conflicts.rules).toEqual([]);
});

test('the defaults that are explained are those that count', () => {
  const limits = guardLimits([], 'records', 'switch');
  const { items = [] } = explainKey('controller', 'plans.guards');
  const said = (name: string) => items.find(({ key }) => key === `plans.guards[].${name}`)?.default;
  expect(said('maxUpdatesShare')).toBe(String(limits.maxShare.update));
  expect(said('maxDeletesShare')).toContain(`${limits.maxShare.delete}, `);
  expect(said('minBase')).toBe(String(limits.minBase));
  expect(said('minSourceShare')).toBe(String(limits.minSourceShare));
  expect(said('grace')).toBe(`${limits.graceMs / 86_400_000}d`);
  for (const name of ['maxCreates', 'maxUpdates', 'maxDeletes', 'maxCreatesShare'])
    expect(said(name)).toBe('no limit');
  expect([...Object.values(limits.max), limits.maxShare.create].every((one) => one === Infinity)).toBe(true);
});

test('they print as they would stand in the file', () => {
  const { flat } = load(GOOD);
  const text = formatValue('controller', 'plans.guards', flat['plans.guards']);
  expect(text).toBe('[{store: "records", kind: "switch", maxDeletes: 5, grace: 7d}, {maxDeletesShare: 10}]');
  expect(load(`plans: {guards: ${text}}`).flat['plans.guards']).toEqual(flat['plans.guards']);
});

describe('what is wrong is told with its place and what to write', () => {
  test('guards', () => {
    const rows = [
      '{store: records, kind: switsch, maxDeletes: 1}',
      '{store: ams1/db1, maxDeletes: 1}',
      '{kind: site}',
      '{maxDeletes: 1}',
      '{store: "*", maxUpdates: 1}',
    ];
    expect(problems(`plans:\n  guards:\n${rows.map((row) => `    - ${row}`).join('\n')}`)).toEqual([
      'plans.guards[0].kind (line 3) is no kind of record; did you mean switch?',
      'plans.guards[1].store (line 4) must be records, the reference of a source (site/source/id), or *',
      'plans.guards[2] (line 5) says no limit, such as maxDeletes',
      'plans.guards[4] (line 7) is for the same things as [3]',
    ]);
    expect(problems('plans: {guards: [{maxDeletesShare: 101}]}')).toEqual([
      'plans.guards[0].maxDeletesShare (line 1) must be a whole number, from 0 to 100',
    ]);
  });

  test('rules of conflicts', () => {
    const rows = [
      '{kind: switch, field: flor, rule: newest}',
      '{kind: switch, field: model, rule: newest}',
      '{field: name, rule: newest}',
      '{kind: switch, rule: authority}',
      '{kind: site, rule: newest, origins: [a]}',
      '{kind: switch, field: name, rule: union}',
      '{kind: switch, rule: manual}',
      '{kind: floors, rule: manual}',
    ];
    expect(problems(`conflicts:\n  rules:\n${rows.map((row) => `    - ${row}`).join('\n')}`)).toEqual([
      'conflicts.rules[0].field (line 3) is no field of switch that people write; did you mean floor?',
      'conflicts.rules[1].field (line 4) is no field of switch that people write: deleted, name, floor, description',
      'conflicts.rules[2].field (line 5) needs a kind: fields of different kinds have nothing but their name in common',
      'conflicts.rules[3].origins (line 6) must name at least one controller, for the rule authority',
      'conflicts.rules[4].origins (line 7) is for the rule authority alone',
      'conflicts.rules[5].field (line 8) must be a list for the rule union',
      'conflicts.rules[6] (line 9) is for the same fields as [3]',
      'conflicts.rules[7].kind (line 10) is no kind of record; did you mean floor?',
    ]);
    expect(problems('conflicts: {rules: [{rule: latest}, {kind: site}]}')).toEqual([
      'conflicts.rules[0].rule (line 1) must be one of newest, authority, union, manual',
      'conflicts.rules[1].rule (line 1) must be given',
    ]);
  });

  test('operator keys', () => {
    const keys = [`{name: a, key: ${KEY}}`, `{name: a, key: short}`, `{name: b, key: ${KEY}}`];
    expect(problems(`plans: {operatorKeys: [${keys.join(', ')}]}`)).toEqual([
      'plans.operatorKeys[1].key (line 1) must be an Ed25519 public key: 43 characters of base64url',
      'plans.operatorKeys[1].name (line 1) is that of [0], too',
      'plans.operatorKeys[2].key (line 1) is that of [0], too',
    ]);
  });

  test('times', () => {
    expect(problems('plans: {expireAfter: 30s, keep: 0s, approval: maybe}')).toEqual([
      'plans.expireAfter (line 1) must be a duration with its unit such as 30s or 1h30m, from 1m to 30d',
      'plans.keep (line 1) must be a duration with its unit such as 30s or 1h30m, from 1h to 10000d',
      'plans.approval (line 1) must be one of unsigned, signed',
    ]);
  });
});
