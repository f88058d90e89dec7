import { describe, expect, it } from 'vitest';
import { parseIp } from './ip.ts';

describe('an IP address', () => {
  it.each([
    ['10.0.0.1', '10.0.0.1'],
    [' 10.0.0.1 ', '10.0.0.1'],
    ['2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
    ['fe80::1%Vlan10', 'fe80::1'],
    ['::ffff:10.0.0.1', '10.0.0.1'],
  ])('%s is %s', (text, address) => expect(parseIp(text)).toBe(address));

  it.each(['', '10.1', '0x7f.1', '10.0.0.256', '10.0.0.1/24', 'vlan10', '0:0', ':'.repeat(100)])(
    '%s is none',
    (text) => expect(parseIp(text)).toBeUndefined(),
  );
});
