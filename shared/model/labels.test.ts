import { describe, expect, it } from 'vitest';
import { kindNames, kinds } from './kinds.ts';
import { fieldSpec, labelsOf, notesOf } from './labels.ts';
import { maskedFields, maskProblems } from './rules.ts';

describe('labels and notes', () => {
  it.each([...kindNames])(
    'are managed fields of every %s, in the section that is deleted with it',
    (kind) => {
      expect(fieldSpec(kind, 'label.env')).toMatchObject({
        class: 'managed',
        section: 'core',
        indexed: true,
      });
      expect(fieldSpec(kind, 'note.01h')).toMatchObject({ class: 'managed', section: 'core' });
      expect(kinds[kind].fields['deleted']?.section).toBe('core');
    },
  );

  it('leave declared fields as they are, and are none without a key', () => {
    expect(fieldSpec('switch', 'serial')).toBe(kinds.switch.fields['serial']);
    for (const name of [
      'label',
      'label.',
      'label.A',
      'label.-',
      'labels.a',
      'note.',
      'toString',
      '__proto__',
    ])
      expect(fieldSpec('switch', name), name).toBeUndefined();
  });

  it('are read from the fields of a record in the order of their keys', () => {
    const fields = { name: 'x', 'label.b': '2', 'note.n': 'hi', 'label.a': '1', 'label.gone': null };
    expect([...labelsOf(fields)]).toEqual([
      ['a', '1'],
      ['b', '2'],
    ]);
    expect([...notesOf(fields)]).toEqual([['n', 'hi']]);
  });
});

describe('a mask', () => {
  it('turns what is in it and not given into what is taken away; an empty one is no mask', () => {
    expect(maskedFields({ name: 'x', port: 1 }, ['port', 'platform'])).toEqual({ port: 1, platform: null });
    expect(maskedFields({ name: 'x' }, [])).toEqual({ name: 'x' });
    expect(maskedFields({}, ['toString'])).toEqual({ toString: null });
  });

  it('names fields that people write, and no others', () => {
    expect(maskProblems('source', ['port', 'label.env', 'note.n1'], 'update_mask')).toEqual([]);
    const wrong = ['colour', 'deleted', 'staleSince', 'label.Env', '*'];
    expect(maskProblems('source', wrong, 'update_mask').map(({ field }) => field)).toEqual(
      wrong.map(() => 'update_mask'),
    );
  });
});
