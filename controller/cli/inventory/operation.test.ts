import { expect, test } from 'vitest';
import { WaysideError } from '../../../shared/errors.ts';
import { relabelled } from './operation.ts';

test('a name that the switch and its source both find taken is one mistake', () => {
  const error = new WaysideError('ALREADY_EXISTS', '2 fields are wrong', {
    violations: [
      { field: 'operations[0].name', message: 'another switch of site ams1 is called "sw1"' },
      { field: 'operations[1].name', message: 'another source of site ams1 is called "sw1"' },
      { field: 'operations[1].address', message: 'belongs to sw2 already' },
    ],
  });
  const operation = { wire: {} as never, label: '' };
  expect(relabelled(error, [operation, operation])).toMatchObject({
    message: '2 fields are wrong',
    violations: [
      { field: 'name', message: 'another switch of site ams1 is called "sw1"' },
      { field: 'address', message: 'belongs to sw2 already' },
    ],
  });
});
