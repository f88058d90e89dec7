import { expect, test } from 'vitest';
import type { TargetResult } from '../../../shared/model/index.ts';
import { type AuditFact, boundedFact } from './text.ts';
import { appendWrites } from './writes.ts';

const attempt = {
  ...{ id: 'job1', kind: 'apply', site: 'ams1', agentId: 'a1', createdBy: 'user:ann' },
  evidence: { plan: 'p1' },
};

function result(id: string, more: Partial<TargetResult>): TargetResult {
  const source = { site: 'ams1', kind: 'source', id } as const;
  return { source, name: id, error: undefined, data: null, timingsMs: {}, ...more };
}

function factsOf(results: readonly TargetResult[]): readonly AuditFact[] {
  const facts: AuditFact[] = [];
  const trail = { append: (fact: AuditFact) => void facts.push(boundedFact(fact)) };
  appendWrites(trail, attempt, { results, nowMs: 7 });
  return facts;
}

test('what was typed at each device stands in the trail with its plan, of what failed too', () => {
  const typed = ['> configure', '> vlan 20', '< % Invalid input'];
  const error = { code: 'COMMAND_REJECTED', message: 'it said no', hint: undefined } as const;
  expect(
    factsOf([
      result('sw1', { data: { steps: 1, typed: ['> configure', '> end'] } }),
      result('sw2', { data: { steps: 1, typed }, error }),
    ]),
  ).toMatchObject([
    {
      method: 'device.configured',
      targets: ['ams1/source/sw1'],
      result: 'OK',
      detail: { typed: '> configure > end' },
    },
    {
      ...{ who: 'agent:a1', targets: ['ams1/source/sw2'], result: 'COMMAND_REJECTED', why: 'it said no' },
      detail: { job: 'job1', plan: 'p1', by: 'user:ann', typed: '> configure > vlan 20 < % Invalid input' },
    },
  ]);
});

test('a target at which nothing was typed, or that was only read, has no entry', () => {
  expect(
    factsOf([result('sw1', { data: { steps: 1 } }), result('sw2', { data: ['typed'] }), result('sw3', {})]),
  ).toEqual([]);
});

test('a long conversation is told, and one without an end is cut', () => {
  const long = Array.from({ length: 100 }, (_, at) => `> interface Gi1/0/${at}`);
  const [fact] = factsOf([result('sw1', { data: { typed: long } })]);
  expect(fact?.detail['typed']).toBe(long.join(' '));
  const [cut] = factsOf([result('sw1', { data: { typed: ['x'.repeat(100_000)] } })]);
  expect(cut?.detail['typed']?.length).toBeLessThan(8_000);
});
