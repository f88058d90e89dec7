/** Masks and labels of InventoryService.WriteRecords, spoken to from outside. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../shared/model/index.ts';
import { type ApiMethods, recordFromWire, structToWire } from '../../shared/wire/index.ts';
import { errorFrom } from './rig.ts';
import { Live } from './support/live.ts';

type Operation = NonNullable<ApiMethods['InventoryService.WriteRecords']['request']['operations']>[number];

let live: Live;
beforeAll(async () => {
  live = await Live.start();
});
afterAll(() => live.stop());

const write = (operations: Operation[]) => live.admin.unary('InventoryService.WriteRecords', { operations });
const create = (kind: string, id: string, fields: JsonObject): Operation => ({
  create: { site: SITE, kind, id, fields: structToWire(fields) },
});
const update = (fields: JsonObject, paths: string[]): Operation => ({
  update: {
    ref: { site: SITE, kind: 'source', id: 'sw1' },
    fields: structToWire(fields),
    updateMask: { paths },
  },
});
const SITE = 'ams1';
const SOURCE = { name: 'sw1', driver: 'switch', address: '192.0.2.1' };

describe('InventoryService.WriteRecords', () => {
  test('with a mask changes its fields alone and takes away what is not given; labels are found by List: S0.42', async () => {
    await write([create('site', SITE, { name: 'Amsterdam' }), create('source', 'sw1', SOURCE)]);
    await write([update({ platform: 'dell_os6', port: 22, 'label.env': 'prod' }, [])]);
    const masked = (paths: string[]): Operation => update({ port: 2222, platform: 'ignored' }, paths);
    const { records } = await write([masked(['port', 'credential', 'label.team'])]);
    expect(records.map(recordFromWire)[0]?.fields).toEqual({
      ...SOURCE,
      ...{ platform: 'dell_os6', port: 2222, 'label.env': 'prod' },
    });
    const listed = (value: string) =>
      live.admin.unary('InventoryService.ListRecords', {
        kind: 'source',
        site: SITE,
        match: { 'label.env': value },
      });
    expect((await listed('Prod')).records.map(({ ref }) => ref?.id)).toEqual(['sw1']);
    await write([masked(['label.env'])]);
    expect((await listed('prod')).records).toEqual([]);
    const refused = await errorFrom(write([masked(['port', 'ports', 'staleSince'])]));
    expect(refused.violations.map(({ field }) => field)).toEqual([
      'operations[0].update_mask',
      'operations[0].update_mask',
    ]);
  });
});
