import { expect, test } from 'vitest';
import { parseMac } from '../../../shared/model/index.ts';
import type { FdbRow } from '../platform.ts';
import { isOwnAddress } from './own-address.ts';

test.each<[string, string, FdbRow['type'], boolean]>([
  ['f8b1.5695.cff1', 'Vl666', 'self', true],
  ['28af.fd99.82c7', 'Vl1', 'static', true],
  ['0081.c4ba.d07f', 'Switch', 'static', true],
  ['006c.bc1c.a865', 'Router', 'static', true],
  ['0000.0c07.ac04', 'Router', 'static', false],
  ['0100.0ccc.cccc', 'CPU', 'static', false],
  ['0000.0000.0000', 'Router', 'static', false],
  ['0011.2233.4455', 'Drop', 'static', false],
  ['0011.2233.4455', 'Gi1/0/1', 'static', false],
  ['0011.2233.4455', 'Vl1', 'dynamic', false],
])('%s on %s, %s: the switch itself is %s', (text, port, type, own) => {
  const mac = parseMac(text);
  if (mac === undefined) throw new Error(text);
  expect(isOwnAddress({ mac, vlan: 1, port, type })).toBe(own);
});
