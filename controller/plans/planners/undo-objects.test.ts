import { describe, expect, it } from 'vitest';
import type { DraftStep } from '../draft.ts';
import type { Current } from '../executor.ts';
import { type UndoneItem, undoObjects } from './undo-objects.ts';

const STORE = 'ams1/source/db1';

function item(no: number, change: Partial<UndoneItem> & { readonly key: string }): UndoneItem {
  const action = change.before === null ? 'create' : change.after === null ? 'delete' : 'update';
  return {
    ...{ no, action, store: STORE, kind: 'rows', name: change.key, site: 'ams1', before: {}, after: {} },
    ...{ token: `t${no}`, state: 'verified', noUndo: '', needs: [] },
    ...change,
  };
}

interface Wish {
  readonly only?: readonly number[];
  /** What is there now; a key that is not named cannot be read. */
  readonly now?: Readonly<Record<string, Current>>;
}

function undo(items: readonly UndoneItem[], { only = [], now = {} }: Wish = {}): readonly DraftStep[] {
  return undoObjects({
    ...{ items, changeSet: 'cs1' },
    isWanted: ({ no }) => only.length === 0 || only.includes(no),
    currentOf: ({ key }) => now[key],
  }).steps;
}

const is = (fields: Current['fields'], token = 'now'): Current => ({ fields, token });
const reasons = (steps: readonly DraftStep[]): unknown[] =>
  steps.map(({ standing, reason }) => reason?.code ?? standing);

describe('undo in a store that cannot be read from here', () => {
  it('takes what the change set left for granted, which the store compares when it is sent', () => {
    const steps = undo([
      item(1, { key: 'a', before: null, after: { x: 1 } }),
      item(2, { key: 'b', before: { x: 1, y: 1 }, after: { x: 2, y: 1 } }),
      item(3, { key: 'c', before: { x: 1 }, after: null, token: '' }),
      item(4, { key: 'd', action: 'link', before: null, after: { to: 'e' } }),
    ]);
    expect(steps).toMatchObject([
      { action: 'unlink', key: 'd', before: { to: 'e' }, after: null },
      { action: 'create', key: 'c', before: null, after: { x: 1 }, token: '' },
      { action: 'update', key: 'b', before: { x: 2, y: 1 }, after: { x: 1, y: 1 }, token: 't2' },
      { action: 'delete', key: 'a', before: { x: 1 }, after: null, token: 't1' },
    ]);
  });

  it('goes back in the reverse order: what needed another thing goes before it, changes of one thing last first', () => {
    const steps = undo([
      item(1, { key: 'parent', before: null, after: { x: 1 } }),
      item(2, { key: 'child', before: null, after: { of: 'parent' }, needs: [1] }),
      item(3, { key: 'parent', before: { x: 1 }, after: { x: 2 }, needs: [1] }),
    ]);
    expect(steps.map(({ id, action, needs }) => [id, action, needs])).toEqual([
      ['undo 3', 'update', []],
      ['undo 2', 'delete', []],
      ['undo 1', 'delete', ['undo 3', 'undo 2']],
    ]);
    // Of the first of two the token is not that of what is there.
    expect(steps.map(({ token }) => token)).toEqual(['t3', 't2', '']);
  });

  it('does not take back what a later item that stays rests on, nor what cannot be undone', () => {
    const items = [
      item(1, { key: 'a', before: { x: 1, y: 1 }, after: { x: 2, y: 2 } }),
      item(2, { key: 'a', before: { x: 2, y: 2 }, after: { x: 3, y: 2 } }),
      item(3, { key: 'b', before: { z: 1 }, after: null, noUndo: 'the store made its key' }),
    ];
    expect(undo(items, { only: [1, 3] })).toMatchObject([
      { standing: 'conflict', reason: { code: 'no-undo', message: 'the store made its key' } },
      { standing: 'conflict', reason: { code: 'changed-since', message: expect.stringContaining('item 2') } },
    ]);
    expect(undo(items, { only: [2] })).toMatchObject([{ standing: 'ready', after: { x: 2, y: 2 } }]);
  });
});

describe('undo in a store that can be read', () => {
  it('is done value by value: what is somebody else’s now is a conflict of its own', () => {
    const items = [item(1, { key: 'a', before: { x: 1, y: 1 }, after: { x: 2, y: 2, z: 2 } })];
    const steps = undo(items, { now: { a: is({ x: 2, y: 9, w: 5 }) } });
    expect(steps).toMatchObject([
      {
        id: 'undo 1',
        standing: 'ready',
        before: { x: 2, y: 9, w: 5 },
        after: { x: 1, y: 9, w: 5 },
        token: 'now',
      },
      { standing: 'conflict', after: { x: 2, y: 1, w: 5 }, reason: { code: 'changed-since' } },
    ]);
    expect(steps[1]?.reason?.message).toBe('somebody else changed y since');
  });

  it('is nothing where all is as it was, and a conflict where it is otherwise', () => {
    const made = item(1, { key: 'a', before: null, after: { x: 1 } });
    const gone = item(1, { key: 'a', before: { x: 1 }, after: null });
    const changed = item(1, { key: 'a', before: { x: 1 }, after: { x: 2 } });
    const told = (one: UndoneItem, fields: Current['fields']): unknown[] =>
      reasons(undo([one], { now: { a: is(fields) } }));
    expect(told(made, null)).toEqual([]);
    expect(told(made, { x: 1 })).toEqual(['ready']);
    expect(told(made, { x: 2 })).toEqual(['changed-since']);
    expect(told(gone, { x: 1 })).toEqual([]);
    expect(told(gone, null)).toEqual(['ready']);
    expect(told(gone, { x: 2 })).toEqual(['changed-since']);
    expect(told(changed, { x: 1 })).toEqual([]);
    expect(told(changed, { x: 2 })).toEqual(['ready']);
    expect(told(changed, null)).toEqual(['gone-since']);
  });
});
