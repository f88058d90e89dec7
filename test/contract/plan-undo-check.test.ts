import { expect, test } from 'vitest';
import type { WriteOperation } from '../../controller/inventory/index.ts';
import { ADMIN, create, Rig, refOf, update } from '../../controller/inventory/testing/rig.ts';
import { checkWishes, type RecordWish } from '../../controller/plans/planners/undo-check.ts';
import { WaysideError } from '../../shared/errors.ts';

/** Names given back; how often it was looked whether that may be. */
async function checked(rig: Rig, wishes: readonly RecordWish[]) {
  let looks = 0;
  const preview = (operations: readonly WriteOperation[]): void => {
    looks += 1;
    rig.inventory.planned.preview(operations, ADMIN);
  };
  return { ...(await checkWishes(wishes, preview)), looks: () => looks };
}

const rename = (id: string, before: string, after: string, more: object = {}): RecordWish => ({
  ...{ ref: refOf(`switch/${id}`), action: 'update', token: '' },
  ...{ before: { name: before }, after: { name: after, ...more } },
});

/** Each was given the name of the next one. */
function renumbered(count: number): { readonly rig: Rig; readonly wishes: readonly RecordWish[] } {
  const rig = Rig.withSwitches(count);
  const nos = Array.from({ length: count }, (_, i) => i + 1);
  rig.write(...nos.map((no) => update(`switch/sw${no}`, { name: `sw${no + 1}` })));
  return { rig, wishes: nos.map((no) => rename(`sw${no}`, `sw${no + 1}`, `sw${no}`)) };
}

test('a renumbering is given back as a whole in one look', async () => {
  const { rig, wishes } = renumbered(30);
  const { ready, refused, looks } = await checked(rig, wishes);
  expect([ready.length, refused.length, looks()]).toEqual([30, 0, 1]);
});

test('with one old name taken, all who wait for each other along the row are conflicts, and the rest is done', async () => {
  const { rig, wishes } = renumbered(30);
  rig.write(create('switch', 'new', { name: 'sw1' }));
  const { ready, refused, looks } = await checked(rig, [
    ...wishes.slice(0, 1),
    ...wishes.slice(1, 28).map((wish) => ({ ...wish, after: { ...wish.after, 'label.a': '1' } })),
    // Not in the row: the names of the last two stay theirs.
    rename('sw29', 'sw30', 'other'),
    rename('sw30', 'sw31', 'sw30'),
  ]);
  expect(looks()).toBe(2);
  expect(refused).toHaveLength(28);
  expect(refused.map(({ ref, code, message }) => [ref.id, code, message]).slice(0, 3)).toEqual([
    ['sw1', 'value-taken', 'name another switch of site ams1 is called "sw1"'],
    ['sw2', 'value-taken', 'name is still that of switch sw2, which stays as it is'],
    ['sw3', 'value-taken', 'name is still that of switch sw3, which stays as it is'],
  ]);
  // What else was to be given back of the same record is.
  expect(ready).toHaveLength(29);
  expect(ready.find(({ ref }) => ref.id === 'sw2')?.after).toEqual({ name: 'sw3', 'label.a': '1' });
  expect(ready.find(({ ref }) => ref.id === 'sw30')?.after).toEqual({ name: 'sw30' });
});

test('what has no end of problems is told as conflicts, and no error', async () => {
  const wishes = Array.from({ length: 30 }, (_, i) => rename(`sw${i + 1}`, `sw${i + 1}`, `x${i}`));
  let looks = 0;
  const { ready, refused } = await checkWishes(wishes, () => {
    looks += 1;
    throw new WaysideError('INVALID_INPUT', 'wrong', {
      violations: [{ field: 'operations[0].name', message: 'is wrong' }],
    });
  });
  expect([ready.length, refused.length, looks]).toEqual([0, 30, 20]);
  expect(refused.at(-1)?.message).toMatch(/^it hangs on others/);
});

test('what is about no single record is thrown', async () => {
  const wishes = [rename('sw1', 'sw1', 'x')];
  const forbidden = new WaysideError('FORBIDDEN', 'not you');
  await expect(
    checkWishes(wishes, () => {
      throw forbidden;
    }),
  ).rejects.toThrow(forbidden);
});
