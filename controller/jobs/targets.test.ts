import { expect, test } from 'vitest';
import { ADMIN_GRANT, type Principal, type RecordRef, type RecordView } from '../../shared/model/index.ts';
import type { Inventory } from '../inventory/index.ts';
import { resolveTargets } from './targets.ts';

const ADMIN: Principal = { type: 'user', name: 'ann', grants: [ADMIN_GRANT], readOnly: false, tokenId: 't' };

test('named sources are read all at once, in the order given, each once', () => {
  const reads: string[][] = [];
  const peekAll = (refs: readonly RecordRef[]): (RecordView | undefined)[] => {
    reads.push(refs.map(({ kind, id }) => `${kind}/${id}`));
    return refs.map((ref) => {
      const fields = { name: ref.id, driver: 'switch', address: '192.0.2.1' };
      return {
        ...{ ref, fields, etag: '', pos: 1, updatedAt: 0, updatedBy: '', conflicts: [], deleted: false },
      };
    });
  };
  const refs = (['source', 'switch', 'source'] as const).map((kind, i) => {
    return { site: 'ams1', kind, id: `sw${(i % 2) + 1}` };
  });
  const sight = { inward: (ref: RecordRef) => ref, switchView: () => 'full', mayWorkOnSwitch: () => true };
  const inventory = { peekAll, sight: () => sight } as unknown as Inventory;
  const { resolved, problems } = resolveTargets(inventory, { targets: refs, site: '' }, ADMIN);
  expect(problems).toEqual([]);
  expect(resolved?.targets.map(({ source }) => source.id)).toEqual(['sw1', 'sw2']);
  expect(reads).toEqual([['source/sw1', 'source/sw2', 'source/sw1']]);
});
