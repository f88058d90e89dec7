import { expect, test } from 'vitest';
import type { DraftStep } from './draft.ts';
import { orderSteps } from './order.ts';
import { draftStep } from './testing/draft-steps.ts';

const order = (...steps: readonly DraftStep[]) => orderSteps(steps);

/** One line for each step: `2 update a {"name":"b"} < 1 deferred`. */
function lines(...steps: readonly DraftStep[]): readonly string[] {
  return order(...steps).map(({ no, action, name, after, needs, standing }) =>
    [
      `${no} ${action} ${name}`,
      ...(after && Object.keys(after).length > 0 ? [JSON.stringify(after)] : []),
      ...(needs.length > 0 ? [`< ${needs.join(',')}`] : []),
      ...(standing === 'ready' ? [] : [standing]),
    ].join(' '),
  );
}

const rename = (id: string, from: string, to: string): DraftStep =>
  draftStep({
    ...{ id, action: 'update', before: { name: from }, after: { name: to, kept: id } },
    takes: [{ field: 'name', text: `name ${to}`, temporary: `${id}~` }],
    frees: [{ field: 'name', text: `name ${from}` }],
  });
const pointing = (id: string, at: string, extra: Partial<DraftStep> = {}): DraftStep =>
  draftStep({ id, after: { peer: at }, refs: [{ field: 'peer', id: at }], ...extra });

test('what is created comes before what points at it, the rest by store, kind and name', () => {
  expect(lines(pointing('a', 'z'), draftStep({ id: 'z' }), draftStep({ id: 'm' }))).toEqual([
    '1 create m',
    '2 create z',
    '3 create a {"peer":"z"} < 2',
  ]);
});

test('deletes come last, in the reverse of what they need', () => {
  const gone = (id: string, ...needs: string[]) => draftStep({ id, action: 'delete', needs });
  expect(lines(gone('a', 'b'), gone('b', 'u'), gone('c'), draftStep({ id: 'u', action: 'update' }))).toEqual([
    '1 update u',
    '2 delete b < 1',
    '3 delete a < 2',
    '4 delete c',
  ]);
});

test('a delete that frees a name comes before the step that takes it, and only that one', () => {
  const old = draftStep({ id: 'old', action: 'delete', frees: [{ field: 'name', text: 'sw1' }] });
  const heir = draftStep({
    ...{ id: 'heir', after: { name: 'sw1' } },
    takes: [{ field: 'name', text: 'sw1', temporary: 'sw1~' }],
  });
  expect(lines(draftStep({ id: 'a', action: 'delete' }), old, heir, draftStep({ id: 'x' }))).toEqual([
    '1 create x',
    '2 delete old',
    '3 create heir {"name":"sw1"} < 2',
    '4 delete a',
  ]);
});

test('things that point at each other are created in two phases', () => {
  const steps = order(pointing('a', 'b', { cause: { type: 'row', text: 'row 7' } }), pointing('b', 'a'));
  expect(
    steps.map(({ no, action, name, before, after, needs }) => ({ no, action, name, before, after, needs })),
  ).toEqual([
    { no: 1, action: 'create', name: 'a', before: null, after: {}, needs: [] },
    { no: 2, action: 'create', name: 'b', before: null, after: { peer: 'a' }, needs: [1] },
    { no: 3, action: 'update', name: 'a', before: {}, after: { peer: 'b' }, needs: [1, 2] },
  ]);
  expect(steps.map(({ otherHalf }) => otherHalf)).toEqual([3, undefined, 1]);
  expect(steps[2]).toMatchObject({ cause: { type: 'row', text: 'row 7' }, token: '' });
});

test('what points at itself is created first, and points then', () => {
  expect(lines(pointing('a', 'a'))).toEqual(['1 create a', '2 update a {"peer":"a"} < 1']);
});

test('a hub that all point at is the one that is done in two phases', () => {
  const spokes = ['a', 'b', 'c'].map((id) => pointing(id, 'hub'));
  expect(lines(...spokes, pointing('hub', 'b'))).toEqual([
    '1 create hub',
    '2 create a {"peer":"hub"} < 1',
    '3 create b {"peer":"hub"} < 1',
    '4 create c {"peer":"hub"} < 1',
    '5 update hub {"peer":"b"} < 1,3',
  ]);
});

test('two that swap names: one gets a temporary name first', () => {
  expect(lines(rename('a', 'x', 'y'), rename('b', 'y', 'x'))).toEqual([
    '1 update a {"name":"a~","kept":"a"}',
    '2 update b {"name":"x","kept":"b"} < 1',
    '3 update a {"name":"y","kept":"a"} < 1,2',
  ]);
});

test('a ring of a thousand names takes one temporary name', () => {
  const ring = Array.from({ length: 1000 }, (_, at) => rename(`s${at}`, `n${at}`, `n${(at + 1) % 1000}`));
  const steps = order(...ring);
  expect(steps).toHaveLength(1001);
  expect(steps.filter(({ otherHalf }) => otherHalf !== undefined)).toHaveLength(2);
  expect(steps.every(({ standing }) => standing === 'ready')).toBe(true);
});

test('what points elsewhere now and takes the name of what it pointed at, does it in two steps', () => {
  const child = draftStep({
    ...{ id: 'child', action: 'update', before: { name: 'c', peer: 'old' }, after: { name: 'o' } },
    takes: [{ field: 'name', text: 'o', temporary: 'c~' }],
    frees: [{ field: 'name', text: 'c' }],
  });
  const old = draftStep({
    id: 'old',
    action: 'delete',
    needs: ['child'],
    frees: [{ field: 'name', text: 'o' }],
  });
  expect(lines(child, old)).toEqual([
    '1 update child {"name":"c~"}',
    '2 delete old < 1',
    '3 update child {"name":"o"} < 1,2',
  ]);
});

test('a circle that nobody can open is a conflict of its steps alone, and says which', () => {
  const gone = (id: string, need: string) => draftStep({ id, action: 'delete', needs: [need] });
  const steps = order(gone('a', 'b'), gone('b', 'a'), gone('c', 'a'), draftStep({ id: 'd' }));
  expect(steps.map(({ name, standing }) => `${name} ${standing}`)).toEqual([
    ...['d ready', 'a conflict', 'b conflict', 'c deferred'],
  ]);
  expect(steps[1]?.reason).toEqual({
    ...{ code: 'circle', override: '' },
    message: 'waits in a circle: delete switch a, delete switch b',
  });
  expect(steps[3]?.reason).toEqual({
    ...{ code: 'needs-conflict', override: '' },
    message: 'needs step 2, delete switch a, which is in conflict',
  });
});

test('S3.31 what needs a step that is not ready is deferred, and names it; nothing waits in silence', () => {
  const reason = { code: 'changed-since', message: 'somebody else changed it', override: '' };
  const steps = order(
    draftStep({ id: 'a', standing: 'conflict', reason }),
    pointing('b', 'a'),
    pointing('c', 'b'),
    draftStep({ id: 'd' }),
  );
  expect(steps.map(({ name, standing, reason: why }) => [name, standing, why?.code, why?.message])).toEqual([
    ['a', 'conflict', 'changed-since', 'somebody else changed it'],
    ['b', 'deferred', 'needs-conflict', 'needs step 1, create switch a, which is in conflict'],
    ['c', 'deferred', 'needs-deferred', 'needs step 2, create switch b, which is deferred'],
    ['d', 'ready', undefined, undefined],
  ]);
});

test('no temporary name is given when the swap cannot be finished', () => {
  expect(lines({ ...rename('a', 'x', 'y'), standing: 'conflict' }, rename('b', 'y', 'x'))).toEqual([
    '1 update a {"name":"y","kept":"a"} conflict',
    '2 update b {"name":"x","kept":"b"} < 1 deferred',
  ]);
  const stuck = draftStep({ id: 'stuck', standing: 'ambiguous' });
  const behind = { ...rename('b', 'y', 'x'), needs: ['stuck'] };
  const standings = order(rename('a', 'x', 'y'), behind, stuck).map(
    ({ name, standing }) => `${name} ${standing}`,
  );
  expect(standings.sort()).toEqual(['a deferred', 'a deferred', 'b deferred', 'stuck ambiguous']);
});

test('two that take one value are both in conflict, and one that is not to be done takes nothing', () => {
  const steps = order(rename('a', 'x', 'z'), rename('b', 'y', 'z'));
  expect(steps.map(({ reason }) => reason?.message)).toEqual([
    'update switch b takes the name "z", too',
    'update switch a takes the name "z", too',
  ]);
  const [a, b] = order(rename('a', 'x', 'z'), { ...rename('b', 'y', 'z'), standing: 'ambiguous' });
  expect([a?.standing, b?.standing]).toEqual(['ready', 'ambiguous']);
});

test('a draft that names a step which is not there, or two by one id, is our mistake and said so', () => {
  expect(() => order(draftStep({ id: 'a', needs: ['b'] }))).toThrow('names "b"');
  expect(() => order(draftStep({ id: 'a' }), draftStep({ id: 'a' }))).toThrow('one id');
});
