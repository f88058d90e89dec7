/** InventoryService.FindRecords, spoken to from outside. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../shared/model/index.ts';
import { foundFromWire, structToWire } from '../../shared/wire/index.ts';
import { errorFrom } from './rig.ts';
import { Live } from './support/live.ts';

let live: Live;
beforeAll(async () => {
  live = await Live.start();
  const create = (kind: string, id: string, fields: JsonObject) => ({
    create: { site: 'ams1', kind, id, fields: structToWire(fields) },
  });
  const floors = Array.from({ length: 5 }, (_, i) => create('floor', `f${i}`, { name: `Lab ${i}` }));
  const source = { name: 'sw1', driver: 'switch', address: '192.0.2.1' };
  const operations = [create('site', 'ams1', { name: 'Zürich' }), create('source', 'sw1', source), ...floors];
  await live.admin.unary('InventoryService.WriteRecords', { operations });
});
afterAll(() => live.stop());

const find = (text: string, over: object = {}) =>
  live.admin.unary('InventoryService.FindRecords', { text, ...over });

describe('InventoryService.FindRecords', () => {
  test('finds over all kinds, and says by which field and how well', async () => {
    const { found, ...rest } = await find('zurich');
    expect(rest).toEqual({ nextPageToken: '', stopped: false, indexedPercent: 100 });
    expect(found.map(foundFromWire)).toMatchObject([
      { record: { ref: { kind: 'site', id: 'ams1' } }, rank: 'exact', field: 'name', value: 'Zürich' },
    ]);
    const { found: byRange } = await find('192.0.2.0/30');
    expect(byRange.map(({ rank, field, value }) => [rank, field, value])).toEqual([
      ['MATCH_RANK_PREFIX', 'address', '192.0.2.1'],
    ]);
  });

  test('pages', async () => {
    const ids: unknown[] = [];
    let pageToken = '';
    do {
      const page = await find('lab', { pageSize: 2, pageToken });
      ids.push(...page.found.map(({ record }) => record?.ref?.id));
      pageToken = page.nextPageToken;
    } while (pageToken !== '' && ids.length < 10);
    expect(ids).toEqual(['f0', 'f1', 'f2', 'f3', 'f4']);
  });

  test.each([
    [{ text: ' ' }, 'text'],
    [{ text: 'x'.repeat(201) }, 'text'],
    [{ text: 'x', kinds: ['port', 'printer'] }, 'kinds[1]'],
    [{ text: 'x', pageSize: -1 }, 'page_size'],
  ])('refuses %j and names the field', async (request, field) => {
    const { code, violations } = await errorFrom(live.admin.unary('InventoryService.FindRecords', request));
    expect({ code, fields: violations.map((one) => one.field) }).toEqual({
      code: 'INVALID_INPUT',
      fields: [field],
    });
  });
});
