import { describe, expect, it } from 'vitest';
import type { Json, RecordRef, TargetResult } from '../../shared/model/index.ts';
import { hear } from './ask.ts';

const source: RecordRef = { site: 'ams1', kind: 'source', id: 'sw1' };

function result(data: Json, error?: TargetResult['error']): TargetResult {
  return { source, name: 'sw1', error, data, timingsMs: {} };
}

describe('what the switches answered', () => {
  it('becomes live sightings of the switch that shares the id of the source', () => {
    const rows = [{ mac: '00:00:00:00:00:01', vlan: 10, port: 'Gi1/0/1', type: 'dynamic' }];
    const heard = hear([result({ rows, platform: 'dell_os6' })], 1000);
    const ref = { site: 'ams1', kind: 'switch', id: 'sw1' };
    expect(heard.answered).toEqual([ref]);
    expect(heard.sightings).toEqual([
      { switch: ref, port: 'Gi1/0/1', vlan: 10, type: 'dynamic', seenAt: 1000, live: true, present: true },
    ]);
  });

  it('S1.13 keeps one failing switch apart, with its reason, and loses nothing of the others', () => {
    const error = { code: 'AUTH_REJECTED', message: 'refused', hint: undefined } as const;
    const heard = hear([result(null, error), result({ rows: [] })], 1000);
    expect(heard.errors).toEqual([
      { switch: { site: 'ams1', kind: 'switch', id: 'sw1' }, switchName: 'sw1', error },
    ]);
    expect(heard.answered).toHaveLength(1);
  });

  it('is read like anything from outside: rows of a wrong form are left out, never thrown over', () => {
    const bad: Json[] = [null, 'text', [1], { rows: 'none' }, { rows: [null, 7, { port: 5 }, { vlan: 3 }] }];
    for (const data of bad) expect(hear([result(data)], 0).sightings).toEqual([]);
    const partly = hear([result({ rows: [{ port: 'Po1', vlan: 'ten', type: 9 }] })], 0);
    expect(partly.sightings).toMatchObject([{ port: 'Po1', vlan: undefined, type: 'other' }]);
  });
});
