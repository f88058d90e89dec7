import { describe, expect, test } from 'vitest';
import { REQUEST_TEXT_CHARS_MAX, structToWire } from '../wire/index.ts';
import { protos } from './protos.ts';

/** The problems of a request as they are found behind its decoder. */
function problems(rpc: string, request: object): readonly (readonly [field: string, message: string])[] {
  const shape = protos().call(rpc);
  const found = shape.problems(shape.request.decode(shape.request.encode(request)));
  return found.map(({ field, message }) => [field, message]);
}

const LONG = 'x'.repeat(REQUEST_TEXT_CHARS_MAX + 1);
const tooLong = `must have at most ${REQUEST_TEXT_CHARS_MAX} characters`;
const create = (fields: object): object => ({
  operations: [{ delete: { ref: { id: 'a' } } }, { create: { kind: 'site', fields } }],
});

describe('what no request may hold', () => {
  test('is nothing of an ordinary one, up to the bound itself', () => {
    const fields = structToWire({ name: LONG.slice(1), list: [1, { deep: 'x' }], flag: true, none: null });
    expect(problems('InventoryService.WriteRecords', create(fields))).toEqual([]);
    expect(problems('AuditService.ListAudit', { since: { seconds: '-1', nanos: 999_999_999 } })).toEqual([]);
  });

  test('is named as the rooms name it: by row, by field of the record, by key of a map', () => {
    const fields = structToWire({ name: LONG, list: ['x', { deep: LONG }] });
    expect(problems('InventoryService.WriteRecords', create(fields))).toEqual([
      ['operations[1].name', tooLong],
      ['operations[1].list[1].deep', tooLong],
    ]);
    const match = { name: LONG, [LONG]: '' };
    expect(problems('InventoryService.ListRecords', { pageToken: LONG, match })).toEqual([
      ['page_token', tooLong],
      ['match.name', tooLong],
      [`match.${'x'.repeat(64)}`, `must have a name of at most ${REQUEST_TEXT_CHARS_MAX} characters`],
    ]);
  });

  test('is an enum value or a number that nobody knows, wherever it stands', () => {
    expect(problems('UserService.CreateRole', { grant: { level: 77 } })).toEqual([
      ['grant.level', expect.stringMatching(/^77 is no value that this controller knows/)],
    ]);
    const fields = { fields: { port: { numberValue: Number.POSITIVE_INFINITY } } };
    expect(problems('InventoryService.WriteRecords', create(fields))).toEqual([
      ['operations[1].port', 'must be a finite number'],
    ]);
  });

  test('is a part of a second below nothing or over one', () => {
    for (const nanos of [-1, 1_000_000_000]) {
      const found = problems('AuditService.ListAudit', { until: { seconds: '1', nanos } });
      expect(found).toEqual([['until', 'must have 0 to 999999999 nanos']]);
    }
  });

  test('is told a hundred times at most', () => {
    const many = { kinds: Array.from({ length: 200 }, () => LONG) };
    expect(protos().call('InventoryService.WatchRecords').problems(many)).toHaveLength(100);
  });
});
