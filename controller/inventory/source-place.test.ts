import { describe, expect, it } from 'vitest';
import { create, Rig, update, violations } from './testing/rig.ts';

describe('the address of a source', () => {
  it('fits its driver, also when only one of the two is written', () => {
    const rig = Rig.withSwitches(0);
    rig.write(
      create('source', 'db', { name: 'db', driver: 'sql', address: '/var/lib/x/hosts.db' }),
      create('source', 'sw', { name: 'sw', driver: 'switch', address: '10.1.2.3' }),
    );
    const path = 'must be the whole path of a file, such as /var/lib/inventory/hosts.db';
    const host = 'must be an IP address or a host name';
    const wrong = (operation: ReturnType<typeof update>): unknown => violations(() => rig.write(operation));
    expect(wrong(update('source/db', { address: '10.1.2.3' }))).toEqual({ 'operations[0].address': path });
    expect(wrong(update('source/sw', { address: '/etc/passwd' }))).toEqual({ 'operations[0].address': host });
    expect(wrong(update('source/sw', { driver: 'sql' }))).toEqual({ 'operations[0].address': path });
    rig.write(update('source/sw', { driver: 'sql', address: '/var/lib/x/sw.db' }));
    rig.write(update('source/db', { address: '/var/lib/x/other.db' }));
  });
});
