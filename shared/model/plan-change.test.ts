import { describe, expect, it } from 'vitest';
import type { JsonObject } from './json.ts';
import type { PlanStep } from './plan.ts';
import { changeOf, planStepFrom, standsAsPlanned, standsAsWanted } from './plan-change.ts';

const BEFORE = { name: 'a', size: 1, tags: ['x'] };

function step(more: Partial<PlanStep>): PlanStep {
  return {
    ...{ no: 1, action: 'update', standing: 'ready', store: 'ams1/source/db', kind: 'hosts', key: 'k1' },
    ...{ name: 'a', site: 'ams1', cause: { type: 'person', text: 'ops' }, token: 't1' },
    ...{ before: BEFORE, after: { name: 'a', size: 2, note: 'n' }, needs: [], noUndo: '', risk: 'low' },
    ...more,
  };
}

const update = step({});
const create = step({ action: 'create', before: null, token: '', after: { name: 'b' } });
const removal = step({ action: 'delete', after: null });

function found(fields: JsonObject, token = 't9'): { fields: JsonObject; token: string } {
  return { fields, token };
}

describe('what a step means to its store', () => {
  it('is one change, of an update with the fields that differ alone', () => {
    expect(changeOf(create, '')).toEqual({ op: 'create', kind: 'hosts', key: 'k1', fields: { name: 'b' } });
    const fields = { size: 2, note: 'n', tags: null };
    expect(changeOf(update, 't9')).toEqual({ op: 'update', kind: 'hosts', key: 'k1', fields, ifToken: 't9' });
    expect(changeOf(removal, '')).toEqual({ op: 'delete', kind: 'hosts', key: 'k1', ifToken: '' });
    expect(changeOf(step({ action: 'link' }), '')).toBeUndefined();
  });

  it('holds an update to the fields that it changes, and lets others move', () => {
    expect(standsAsPlanned(update, found({ ...BEFORE, name: 'renamed' }))).toBe(true);
    expect(standsAsPlanned(update, found({ ...BEFORE, size: 3 }))).toBe(false);
    expect(standsAsPlanned(update, found({ ...BEFORE, note: 'somebody else' }))).toBe(false);
    expect(standsAsPlanned(update, undefined)).toBe(false);
  });

  it('holds a delete to the whole, by its token or all fields, and a create to nothing', () => {
    expect(standsAsPlanned(removal, found({ name: 'other' }, 't1'))).toBe(true);
    expect(standsAsPlanned(removal, found(BEFORE))).toBe(true);
    expect(standsAsPlanned(removal, found({ ...BEFORE, note: 'new' }))).toBe(false);
    expect(standsAsPlanned(removal, undefined)).toBe(false);
    expect(standsAsPlanned(create, undefined)).toBe(true);
    expect(standsAsPlanned(create, found({}))).toBe(false);
  });

  it('takes two stores without tokens for changed when their fields differ', () => {
    const untold = step({ action: 'delete', after: null, token: '' });
    expect(standsAsPlanned(untold, found({ name: 'other' }, ''))).toBe(false);
    expect(standsAsPlanned(untold, found(BEFORE, ''))).toBe(true);
  });

  it('is done when all that it names is so', () => {
    expect(standsAsWanted(update, found({ name: 'renamed', size: 2, note: 'n' }))).toBe(true);
    expect(standsAsWanted(update, found({ size: 2, note: 'n', tags: ['x'] }))).toBe(false);
    expect(standsAsWanted(create, found({ name: 'b', state: 'by default' }))).toBe(true);
    expect(standsAsWanted(create, undefined)).toBe(false);
    expect(standsAsWanted(removal, undefined)).toBe(true);
    expect(standsAsWanted(removal, found(BEFORE))).toBe(false);
  });
});

describe('a step as JSON', () => {
  it('is taken as it was written', () => {
    for (const one of [update, create, removal])
      expect(planStepFrom(JSON.parse(JSON.stringify(one)) as JsonObject)).toEqual(one);
  });

  it.each([
    ['no number', { no: 'x' }],
    ['an action of a later version', { action: 'rotate' }],
    ['no key', { key: undefined }],
    ['a text for its fields', { after: 'x' }],
    ['a list for its fields', { before: [] }],
    ['needs that are no numbers', { needs: ['1'] }],
    ['a half that is no number', { otherHalf: '3' }],
    ['no cause', { cause: null }],
  ])('is refused with %s', (_, wrong) => {
    expect(planStepFrom({ ...update, ...wrong } as unknown as JsonObject)).toBeUndefined();
  });
});
