import { afterEach, describe, expect, test } from 'vitest';
import type { FoundRecord, JsonObject, Kind, RecordView } from '../../../shared/model/index.ts';
import { foundToWire } from '../../../shared/wire/index.ts';
import { FakeController, NOW_MS } from '../testing/fake-controller.ts';
import { removeWorlds, testWorld } from '../testing/test-host.ts';

afterEach(removeWorlds);

const MINUTE_MS = 60_000;

function record(kind: Kind, id: string, fields: JsonObject): RecordView {
  const about = {
    etag: 'e',
    pos: 1,
    updatedAt: NOW_MS,
    updatedBy: 'user:ann',
    conflicts: [],
    deleted: false,
  };
  return { ref: { site: 'ams1', kind, id }, fields, ...about };
}

function found(over: Partial<FoundRecord> & Pick<FoundRecord, 'record'>): FoundRecord {
  return { rank: 'exact', field: 'name', value: 'x', switchName: '', lastSeenAtMs: undefined, ...over };
}

const sighting = found({
  record: record('sighting', '01a', { mac: '00:1b:21:aa:bb:cc', port: 'Gi1/0/7', vlan: 20 }),
  ...{
    field: 'mac',
    value: '00:1b:21:aa:bb:cc',
    switchName: 'ams1-f2-sw03',
    lastSeenAtMs: NOW_MS - 4 * MINUTE_MS,
  },
});
const missing = found({
  record: record('sighting', '01b', {
    ...{
      mac: '00:1b:21:aa:bb:cc',
      port: 'Gi1/0/9',
      presence: 'missing',
      missingSince: NOW_MS - 180 * MINUTE_MS,
    },
  }),
  ...{ field: 'mac', value: '00:1b:21:aa:bb:cc', switchName: 'ams1-f1-sw01' },
});
const core = found({
  record: record('switch', 'sw1', { name: 'ams1-core1' }),
  ...{ rank: 'word', field: 'note.01', value: 'found 001b.21aa.bbcc here' },
});

function api(...pages: Partial<FakeController['found'][number]>[]): FakeController {
  const fake = new FakeController();
  fake.found = pages.map((page, i) => ({
    ...{ found: [], stopped: false, indexedPercent: 100 },
    nextPageToken: i < pages.length - 1 ? String(i + 1) : '',
    ...page,
  }));
  return fake;
}

async function shownAs(output: string): Promise<string> {
  const world = await testWorld({ api: api({ found: [sighting, core, missing].map(foundToWire) }) });
  return world.shown('find', '001b.21aa.bbcc', '-o', output);
}

describe('find', () => {
  test('shows a table for each kind: where it is, what matched, and when it was seen', async () => {
    const shown = await shownAs('table');
    expect(shown).toMatchInlineSnapshot(`
      "exit 0
      sighting (2)
      SITE  NAME               ON                    MATCHED                 SEEN
      ams1  00:1b:21:aa:bb:cc  ams1-f2-sw03 Gi1/0/7  mac: 00:1b:21:aa:bb:cc  4m
      ams1  00:1b:21:aa:bb:cc  ams1-f1-sw01 Gi1/0/9  mac: 00:1b:21:aa:bb:cc  missing(3h)

      switch (1)
      SITE  NAME        MATCHED                          SEEN
      ams1  ams1-core1  note: found 001b.21aa.bbcc here  -
      "
    `);
  });

  test('calls a line of an ARP table by its address', async () => {
    const line = found({
      record: record('arp', '01d', { address: '10.20.0.7', mac: '00:1b:21:aa:bb:cc', port: 'Gi1/0/7' }),
      ...{ field: 'mac', value: '00:1b:21:aa:bb:cc', switchName: 'ams1-core1' },
    });
    const world = await testWorld({ api: api({ found: [foundToWire(line)] }) });
    expect(await world.shown('find', '001b.21aa.bbcc')).toContain(
      'ams1  10.20.0.7  ams1-core1 Gi1/0/7  mac: 00:1b:21:aa:bb:cc',
    );
  });

  test('CSV and names are one list, with full times', async () => {
    expect(await shownAs('csv')).toMatchInlineSnapshot(`
      "exit 0
      kind,site,name,switch,port,field,value,match,presence,last_seen,missing_since,id
      sighting,ams1,00:1b:21:aa:bb:cc,ams1-f2-sw03,Gi1/0/7,mac,00:1b:21:aa:bb:cc,exact,active,2027-01-15T07:56:00.000Z,,01a
      switch,ams1,ams1-core1,,,note.01,found 001b.21aa.bbcc here,word,active,,,sw1
      sighting,ams1,00:1b:21:aa:bb:cc,ams1-f1-sw01,Gi1/0/9,mac,00:1b:21:aa:bb:cc,exact,missing,,2027-01-15T05:00:00.000Z,01b
      "
    `);
    expect(await shownAs('name')).toMatchInlineSnapshot(`
      "exit 0
      ams1/sighting/01a
      ams1/switch/sw1
      ams1/sighting/01b
      "
    `);
  });

  test('JSON is the API message and holds all that the table shows', async () => {
    const world = await testWorld({ api: api({ found: [foundToWire(missing)], indexedPercent: 43 }) });
    expect(await world.run('find', 'bbcc', '-o', 'json')).toBe(0);
    expect(JSON.parse(world.out())).toMatchObject({
      found: [
        {
          record: { ref: { site: 'ams1', kind: 'sighting' }, fields: { presence: 'missing' } },
          ...{ rank: 'MATCH_RANK_EXACT', field: 'mac', switchName: 'ams1-f1-sw01' },
        },
      ],
      indexedPercent: 43,
    });
  });

  test('passes on what is asked, and words without quotes too', async () => {
    const fake = api({ found: [foundToWire(core)] });
    const world = await testWorld({ api: fake });
    expect(
      await world.run('find', 'core', 'switch', '--kind', 'switch,port', '--site', 'ams1', '--all'),
    ).toBe(0);
    expect(fake.requestsOf('InventoryService.FindRecords')).toEqual([
      {
        text: 'core switch',
        kinds: ['switch', 'port'],
        site: 'ams1',
        showAll: true,
        pageSize: 50,
        pageToken: '',
      },
    ]);
    expect(await world.run('find', 'x', '--kind', 'printer')).toBe(2);
  });

  test('goes on where a call stopped looking, up to the limit', async () => {
    const fake = api(
      { stopped: true },
      { found: [foundToWire(core)], stopped: true },
      { found: [foundToWire(sighting)] },
    );
    const world = await testWorld({ api: fake });
    expect(await world.shown('find', 'core', '-o', 'name')).toBe(
      'exit 0\nams1/switch/sw1\nams1/sighting/01a\n',
    );
    expect(await world.shown('find', 'core', '-o', 'name', '--limit', '1')).toContain('only the first 1');
  });

  test('gives up after so many calls that only looked, and says how to narrow it', async () => {
    const fake = api(...Array.from({ length: 60 }, () => ({ stopped: true })));
    const world = await testWorld({ api: fake });
    expect(await world.shown('find', 'core')).toContain('stopped looking, there may be more');
    expect(fake.requestsOf('InventoryService.FindRecords')).toHaveLength(40);
  });

  test('says that it is indexing, and when it found nothing', async () => {
    const world = await testWorld({ api: api({ indexedPercent: 43 }) });
    const shown = await world.shown('find', 'core');
    expect(shown).toMatch(/^exit 3\n/);
    expect(shown).toContain('no records found');
    expect(shown).toContain('indexing, 43 %');
  });
});
