import { describe, expect, it } from 'vitest';
import { isPortText } from './port-text.ts';

describe('the name of a port', () => {
  it.each([
    'Gi1/0/1',
    'Gi 6/36',
    'Port-channel 10',
    '1/1/c1/1',
    'ge-0/0/1.0',
    'sfp-sfpplus1',
    'A1',
    'vlan10',
    '1:5',
  ])('may be %s', (text) => expect(isPortText(text)).toBe(true));

  it.each([
    '',
    ' Gi1',
    'Gi1/0/1 | redirect flash:x',
    'Gi1/0/1;reload',
    'Gi1?',
    'Gi1\r\nreload',
    '-1',
    'x'.repeat(65),
  ])('is never %j, which a device could take for more than a name', (text) =>
    expect(isPortText(text)).toBe(false),
  );
});
