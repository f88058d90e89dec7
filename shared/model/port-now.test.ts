import { expect, it } from 'vitest';
import { portNow } from './port-now.ts';

it('takes of a port what is configured, and from the table of states what that leaves out', () => {
  const row = { mode: 'access', vlan: 10, description: 'desk', adminUp: true };
  expect(portNow(row, undefined)).toEqual({
    mode: 'access',
    accessVlan: 10,
    description: 'desk',
    adminUp: true,
  });
  // The configuration of some platforms tells no descriptions.
  expect(portNow(row, { accessVlan: 20 })).toMatchObject({ accessVlan: 20, description: 'desk' });
  // One that is told to be empty is none.
  expect(portNow(row, { description: '' }).description).toBeUndefined();
  expect(portNow(row, { mode: 'trunk', adminUp: false })).toMatchObject({
    accessVlan: undefined,
    adminUp: false,
  });
});
