/** The feed as other rooms of the controller read it: page by page, each record once. */
import { expect, test } from 'vitest';
import type { JsonObject, Kind } from '../../shared/model/index.ts';
import { gone, port, Rig, sighting, update } from './testing/rig.ts';

const KINDS: ReadonlySet<Kind> = new Set(['switch', 'port', 'sighting']);

/** Id -> fields, as told; how often each was told. */
function readAll({ inventory }: Rig): { told: Map<string, JsonObject>; times: number; pages: number } {
  const told = new Map<string, JsonObject>();
  let [times, pages, pos] = [0, 0, 0];
  for (let done = false; !done; ) {
    const page = inventory.changesAfter(pos, KINDS);
    for (const record of page.records) {
      told.set(`${record.ref.kind}/${record.ref.id}`, record.fields);
      times += 1;
    }
    ({ pos, done } = page);
    pages += 1;
  }
  return { told, times, pages };
}

test('a record of several sections is told once and whole, wherever its rows stand', () => {
  const rig = Rig.withSwitches(2);
  const agent = rig.agent();
  const ports = Array.from({ length: 700 }, (_, i) => port(`Gi1/0/${i}`));
  agent.send('sw1', [...ports, sighting('00:00:00:00:00:01', 'Gi1/0/1')]);
  // Their second section comes long after the first.
  agent.send(
    'sw1',
    ports.slice(0, 300).map((item) => gone('port', item.nativeKey)),
  );
  rig.write(update('switch/sw2', { description: 'moved to the end of the feed' }));
  const { told, times, pages } = readAll(rig);
  expect(pages).toBeGreaterThan(1);
  expect(times).toBe(told.size);
  const expected = new Map(
    [...KINDS].flatMap((kind) =>
      Object.entries(rig.records(kind)).map(([id, fields]) => [`${kind}/${id}`, fields] as const),
    ),
  );
  expect(told.size).toBe(700 + 1 + 2);
  expect(new Map(told)).toEqual(expected);
});

test('no record is read by itself', () => {
  const rig = Rig.withSwitches(3);
  rig.agent().send('sw1', [port('Gi1/0/1'), port('Gi1/0/2')]);
  Object.assign(rig.store.versions, {
    record: () => {
      throw new Error('a statement for one record');
    },
  });
  expect(readAll(rig).times).toBe(5);
});
