import { expect, it } from 'vitest';
import { checkDocumented } from './documented.ts';

it('refuses a row without a sentence, and a name that comes twice', () => {
  const rows = [
    { name: 'A', doc: '' },
    { name: 'B', doc: 'later' },
    { name: 'C', doc: 'A field of the request is wrong.' },
    { name: 'C', doc: 'Another meaning of the same name.' },
  ];
  expect(checkDocumented('shared/errors.ts', rows).map(({ message }) => message)).toEqual([
    'A has no doc sentence: ""',
    'B has no doc sentence: "later"',
    'C is in the table twice',
  ]);
});
