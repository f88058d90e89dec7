/** Lines that no recording here has, in the format of the platform: other releases, other product lines. */
import { expect, test } from 'vitest';
import type { Command, FdbRow } from '../../platform.ts';
import { read } from '../testing/read.ts';
import { arubaAoscx } from './index.ts';

const { commands } = arubaAoscx;

/** `10 44:55 dynamic Gi1/0/1`, one text per row. */
function fdb(command: Command<FdbRow> | undefined, text: string): string[] {
  return read(command, text).map(
    ({ mac, vlan, type, port }) => `${vlan ?? '-'} ${mac.slice(-5)} ${type} ${port || '-'}`,
  );
}

test('parts of a split socket, a port channel of both VSX switches, and tunnels of both kinds', () => {
  expect(
    fdb(
      commands.fdb[0],
      `MAC age-time            : 300 seconds
Number of MAC addresses : 6

MAC Address          VLAN     Type                      Port
--------------------------------------------------------------
00:11:22:33:44:01    1500     dynamic                   1/1/49:1
00:11:22:33:44:02    20       port-access-security      lag10(mc)
00:11:22:33:44:03    20       evpn                      vxlan1(10.0.0.1)
00:11:22:33:44:04    20       dynamic                   vxlan1(2001:db8::1)
00:11:22:33:44:05    20       static                    1/3/48
`,
    ),
  ).toEqual(['1500 44:01 dynamic 1/1/49:1', '20 44:02 secure lag10', '20 44:05 static 1/3/48']);
});

test('lists of parts of a split socket', () => {
  expect(
    read(
      commands.vlans[0],
      `VLAN  Name                              Status  Reason                  Type        Interfaces
------------------------------------------------------------------------------------------------------
1500  data                              up      ok                      static      1/1/5,1/1/49:1-1/1/49:3,lag256(mc)
`,
    ),
  ).toMatchObject([{ vlan: 1_500, ports: ['1/1/5', '1/1/49:1', '1/1/49:2', '1/1/49:3', 'lag256'] }]);
});

test('a port channel of both switches in the table of ports', () => {
  expect(
    read(
      commands.ports[0],
      `Port         Native  Mode   Type           Enabled Status  Reason                  Speed   Description
             VLAN                                                                  (Mb/s)
----------------------------------------------------------------------------------------------------------
lag256(mc)   1       trunk  --             yes     up      --                      20000   --
`,
    ),
  ).toMatchObject([{ name: 'lag256', state: 'up', mode: 'trunk', speedMbps: 20_000 }]);
});

test('an address behind a port channel that both VSX switches share, and what neighbours say of theirs', () => {
  expect(
    read(
      commands.arp[0],
      `IPv4 Address     MAC                Port         Physical Port       State     VRF
---------------------------------------------------------------------------------------
10.0.0.6         00:11:22:33:44:06  vlan10       lag256(mc)          reachable default
`,
    ),
  ).toMatchObject([{ address: '10.0.0.6', vlan: 10, port: 'lag256' }]);
  expect(
    read(
      commands.neighbours[0],
      `Port                           : 1/1/1
Neighbor Chassis-ID            : 00:11:22:33:44:01
Neighbor Port-ID               : 1/1/24
Link aggregation supported     : Yes
Aggregation port ID            : 0
TTL                            : 120
`,
    ),
  ).toMatchObject([{ port: '1/1/1', remotePort: '1/1/24' }]);
});
