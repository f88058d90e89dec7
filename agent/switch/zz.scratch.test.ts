import { test } from 'vitest';
import { parseText } from './parse/index.ts';
import { ciscoIos } from './platforms/cisco_ios/index.ts';
import { dellOs6 } from './platforms/dell_os6/index.ts';
const show = (title: string, cmd: any, text: string) => {
  const p = parseText(cmd, text.replaceAll('\n','\r\n')) as any;
  console.log(`=== ${title}\n` + p.rows.map((r: any) => JSON.stringify(r)).join('\n') + '\n' + p.unknown.map((u: string) => '? ' + u).join('\n'));
};
test('show', () => {
  const c = ciscoIos.commands, d = dellOs6.commands;
  show('ios ports', c.ports[0], `
Port      Name               Status       Vlan       Duplex  Speed Type
Gi1/0/1   uplink to connected connected    trunk      a-full a-1000 10/100/1000BaseTX
Gi1/0/2                      notconnect   1            auto   auto 10/100/1000BaseTX
Gi1/0/3   Printer 3rd floor  err-disabled 10           auto   auto Not Present
Gi1/0/4                      disabled     999          auto   auto 10/100/1000BaseTX
Te1/1/1                      connected    routed       full    10G SFP-10GBase-SR
Te1/1/2                      notconnect   1            auto   auto unknown
Te1/1/3                      connected    trunk        full  a-10G SFP-10GBase-LR
Twe1/0/1                     connected    trunk        full    25G SFP-25GBase-CR
Fo1/1/1                      notconnect   1            full    40G QSFP 40G SR BD SFP
Ap1/0/1                      connected    1          a-full a-1000 App-hosting port
Po1                          connected    trunk      a-full a-1000 
Po2                          connected    trunk      a-full a-1000 N/A
Gi2/1     desc               inactive     10           full   1000 No Gbic
Fa0/1     phone              connected    123,1234   a-full  a-100 10/100BaseTX
Gi1/5                        monitoring   20         a-full a-1000 10/100/1000-TX
Gi1/0/9   uplink             connected    unassigned a-full a-1000 10/100/1000BaseTX
Gi1/0/10                     suspended    unassigned   auto   auto
Gi1/0/11  x                  connected    1          a-full a-2.5G 100/1000/2.5G/5G/10GBaseTX
Gi1/0/12                     connected    1          a-half   a-10 10/100BaseTX
Gi1/0/13                     notconnect   1            auto 10/100/1000BaseTX
Fa0                          disabled     routed       auto   auto 10/100BaseTX
Gi1/0/14  ünïcode name       connected    1          a-full a-1000 10/100/1000BaseTX
Gi1/0/15                     connected    voice      a-full a-1000 10/100/1000BaseTX
Gi1/0/16                     xcvrInval    1            auto   auto 10/100/1000BaseTX
Gi1/0/17                     connected    1          unknown unknown 10/100/1000BaseTX
Port      Name               Status       Vlan       Duplex  Speed Type
`);
  show('ios vlan', c.vlans[0], `
VLAN Name                             Status    Ports
---- -------------------------------- --------- -------------------------------
1    default                          active    Gi1/0/1, Gi1/0/2, Gi1/0/3, Gi1/0/4
                                                Gi1/0/5, Te1/1/3
10   VLAN0010                         active    
20   a name with spaces               act/lshut Gi1/0/7
30   abcdefghijklmnopqrstuvwxyz123456 suspended 
1002 fddi-default                     act/unsup 
4094 last                             active    Po1, Po2

VLAN Type  SAID       MTU   Parent RingNo BridgeNo Stp  BrdgMode Trans1 Trans2
---- ----- ---------- ----- ------ ------ -------- ---- -------- ------ ------
1    enet  100001     1500  -      -      -        -    -        0      0   
1002 fddi  101002     1500  -      -      -        -    -        0      0   
1003 tr    101003     1500  -      -      -        -    srb      0      0   

VLAN AREHops STEHops Backup CRF
---- ------- ------- ----------
1003 7       7       off

Remote SPAN VLANs
------------------------------------------------------------------------------
100,200

Primary Secondary Type              Ports
------- --------- ----------------- ------------------------------------------
10      20        community         Gi1/0/1
`);
  show('ios ether', c.lags[0], `Flags:  D - down        P - bundled in port-channel
        I - stand-alone s - suspended
        H - Hot-standby (LACP only)
        R - Layer3      S - Layer2
        U - in use      f - failed to allocate aggregator

        M - not in use, minimum links not met
        u - unsuitable for bundling
        w - waiting to be aggregated
        d - default port

        A - formed by Auto LAG

EC - Eth-Channel
Number of channel-groups in use: 4
Number of aggregators:           4

Group  Port-channel  Protocol    Ports
------+-------------+-----------+-----------------------------------------------
1      Po1(SU)         LACP        Gi1/0/1(P)      Gi2/0/1(P)      
                                   Gi3/0/1(P)      
2      Po2(SD)          -        
10     Po10(RU)        PAgP      Te1/1(P)   Te1/2(D)   
11     Po11(SU)         -        Gi1/1(P) Gi1/2(Pm) 
48     Po48(SU)        LACP      Twe1/0/1(bndl) Twe1/0/2(susp)
Last applied Hash Distribution Algorithm: Fixed

RU - L3 port-channel UP State
SU - L2 port-channel UP state
P/bndl -  Bundled
S/susp  - Suspended
`);
  show('ios inv', c.system[1], `NAME: "c93xx Stack", DESCR: "c93xx Stack"
PID: C9300-48P         , VID: V02  , SN: FOC1234ABCD

NAME: "Switch 1", DESCR: "C9300-48P"
PID: C9300-48P         , VID: V02  , SN: FOC1234ABCD

NAME: "Switch 1 - Power Supply A", DESCR: "Switch 1 - Power Supply A"
PID: PWR-C1-715WAC     , VID: V02  , SN: LIT1
`);
  show('ios inv NA', c.system[1], `NAME: "Switch System", DESCR: "Cisco Systems, Inc. WS-C4507R+E 7 slot switch"
PID:                   , VID:      , SN: N/A
NAME: "x", DESCR: "y"
PID: WS-X45-SUP8-E , VID: V01 , SN: CAT1
`);
  for (const [n, t] of Object.entries({
   c9300: `Cisco IOS XE Software, Version 17.03.04
Cisco IOS Software [Amsterdam], Catalyst L3 Switch Software (CAT9K_IOSXE), Version 17.3.4, RELEASE SOFTWARE (fc3)
ROM: IOS-XE ROMMON
core-9300 uptime is 3 weeks, 2 days
cisco C9300-48P (X86) processor with 1331521K/6147K bytes of memory.
Processor board ID FOC2222
Base Ethernet MAC Address          : 70:d3:79:00:11:22
Motherboard Assembly Number        : 73-17956-05
Model Number                       : C9300-48P
System Serial Number               : FOC2222
`, s6500: `Cisco IOS Software, s72033_rp Software (s72033_rp-ADVENTERPRISEK9_WAN-M), Version 12.2(33)SXJ6, RELEASE SOFTWARE (fc3)
sw65 uptime is 1 year
cisco WS-C6509-E (R7000) processor (revision 1.5) with 983008K/65536K bytes of memory.
Processor board ID SMC1234
`, s4500: `Cisco IOS Software, IOS-XE Software, Catalyst 4500 L3 Switch Software (cat4500e-UNIVERSALK9-M), Version 03.06.04.E RELEASE SOFTWARE (fc2)
sw45 uptime is 1 year
cisco WS-C4507R+E (MPC8572) processor (revision 8) with 4194304K/20480K bytes of memory.
Processor board ID FOX1
`, s2950: `Cisco Internetwork Operating System Software 
IOS (tm) C2950 Software (C2950-I6K2L2Q4-M), Version 12.1(22)EA14, RELEASE SOFTWARE (fc1)
sw29 uptime is 1 year
cisco WS-C2950T-24 (RC32300) processor (revision R0) with 19911K bytes of memory.
Processor board ID FOC1
Base ethernet MAC Address: 00:16:C7:00:00:01
Model number: WS-C2950T-24
System serial number: FOC1
`, c1000: `Cisco IOS Software, C1000 Software (C1000-UNIVERSALK9-M), Version 15.2(7)E3, RELEASE SOFTWARE (fc3)
sw uptime is 5 weeks
cisco C1000-24T-4G-L (Marvell PJ4B (584) v7 (Rev 2)) processor with 393216K bytes of memory.
Processor board ID FJC1
Base ethernet MAC Address       : 5C:71:0D:00:00:01
`})) { show('ver ' + n, c.system[0], t); if (!ciscoIos.detect.test(t)) console.log('!!! not detected ' + n); }
  show('ios cdp', c.neighbours[2], `-------------------------
Device ID: SW-CORE.example.com
Entry address(es): 
  IP address: 10.1.1.1
  IPv6 address: FE80::1  (link-local)
Platform: cisco WS-C4507R+E,  Capabilities: Router Switch IGMP 
Interface: GigabitEthernet1/0/49,  Port ID (outgoing port): TenGigabitEthernet1/1/1
Holdtime : 155 sec

Version :
Cisco IOS Software, IOS-XE Software, Version 03.06.04.E RELEASE SOFTWARE (fc2)
Technical Support: http://www.cisco.com/techsupport
Copyright (c) 1986-2016 by Cisco Systems, Inc.

advertisement version: 2
Protocol Hello:  OUI=0x00000C, Protocol ID=0x0112; payload len=27, value=00000000
VTP Management Domain: 'X'
Native VLAN: 1
Duplex: full
Management address(es): 
  IP address: 10.1.1.2

-------------------------
Device ID: SEP001122334455
Entry address(es): 
  IP address: 10.2.1.1
Platform: Cisco IP Phone 8841,  Capabilities: Host Phone Two-port Mac Relay 
Interface: GigabitEthernet1/0/5,  Port ID (outgoing port): Port 1
Holdtime : 155 sec
Second Port Status: Up

Version :
sip88xx.12-5-1

advertisement version: 2
Peer Source MAC: 0011.2233.4455
Duplex: full
Power drawn: 12.000 Watts
Power request id: 1234, Power management id: 3
Power request levels are:12000 0 0 0 0 
Management address(es): 

-------------------------
Device ID: ap-1
Entry address(es): 
Platform: cisco AIR-AP2802I-E-K9,  Capabilities: Router Trans-Bridge 
Interface: GigabitEthernet1/0/6,  Port ID (outgoing port): GigabitEthernet0
Holdtime : 1 sec
Version :
Cisco AP Software
advertisement version: 2
Spare Pair PoE: Yes, Spare Pair Detection Required: No
Spare Pair PD Config: Disable, Spare Pair PSE Operational: No
Management address(es): 
  IP address: 10.3.3.3

Total cdp entries displayed : 3
`);
});
test('dell', () => {
  const d = dellOs6.commands;
  show('os6 ports', d.ports[0], `
Port      Description               Vlan  Duplex Speed   Neg  Link   Flow  M
                                                               State  Ctrl
--------- ------------------------- ----- ------ ------- ---- ------ ----- --
Gi1/0/1   Printer / 3rd floor       10    Full   1000    Auto Up     On    A
Gi1/0/2                             1     N/A    Unknown Auto Down   Off   A
Gi1/0/3   a very long description t 10    Full   100     Auto Up     On    G
          hat wraps
Te1/0/1   uplink                    (1),10-20,30  Full   10000   Off  Up     On    T
                                    40,50
Te1/0/2                             1     N/A    Unknown Off  D-Down Off   A
Tw1/0/1                             1     Full   25000   Off  Up     Off   T

oob Type                         Link
                                 State
--- ---------------------------- ------
oob Out-Of-Band                  Up

Port      Description                      Link   M
Channel                                    State
------    -------------------------------  -----  --
Po1       to core                          Up     T
Po2                                        Down   A

Flow Control:Enabled
`);
  show('pct ports', d.ports[0], `
Port   Type                            Duplex  Speed    Neg  Link  Flow Control
                                                              State Status
-----  ------------------------------  ------  -------  ---- --------- ------------
1/g1   Gigabit - Level                 Full    1000     Auto Up        Inactive
1/g2   Gigabit - Level                 N/A     Unknown  Auto Down      Inactive
1/xg3  10G - Level                     Full    10000    Off  Up        Inactive

Ch   Type                            Link
                                     State
---  ------------------------------  -----
ch1  Link Aggregate                  Up
ch2  Link Aggregate                  Down

Flow Control:Enabled
`);
  show('os6 vlan', d.vlans[0], `
VLAN   Name                             Ports          Type
-----  ---------------                  -------------  --------------
1      default                          Po1-128,       Default
                                        Gi1/0/1-4,
                                        Te1/0/1-2
10     Office                           Gi1/0/5,Po1    Static
20                                      Po1            Static
30     guest wifi                                      Static
4093   x                                Po1            Dynamic
RSPAN VLAN: none
`);
  show('pct vlan', d.vlans[0], `
VLAN       Name                         Ports          Type      Authorization
-----  ---------------                  -------------  -----     -------------
1      Default                          ch1-48,        Default   Required
                                        1/g1-1/g24
100    Voice                            1/g1           Static    Required
`);
  show('os6 lag', d.lags[0], `
Channel   Ports                         Ch-Type  Hash Type Min-links Local Prf
-------   ----------------------------- -------- --------- --------- ---------
Po1       Active: Te1/0/1, Te2/0/1      Dynamic  7         1         Disabled
Po2       Inactive: Gi1/0/3             Static   7         1         Disabled
Po3       No Configured Ports           Static   7         1         Disabled

Hash Algorithm Type
1 - Source MAC, VLAN, EtherType, source module and port Id
7 - Enhanced hashing mode
`);
  show('os6 lldp', d.neighbours[0], `
LLDP Remote Device Summary

Local
Interface RemID   Chassis ID          Port ID           System Name
--------- ------- ------------------- ----------------- -----------------
Gi1/0/1
Gi1/0/5   12      10.1.2.3            001122334455:P1   SEP001122334455
Te1/0/1   1       F8:B1:56:45:3D:4E   Te1/0/24          core-sw-01.exampl...
`);
  for (const v of [`
Machine Description............... Dell Networking Switch
System Model ID................... N2048P
Machine Type...................... Dell Networking N2048P
Serial Number..................... CN0ABC
Manufacturer...................... 0xbc00
Burned In MAC Address............. F8B1.5645.3D4E
System Object ID.................. 1.3.6.1.4.1.674.10895.3053
CPU Version....................... XLP308H-B2
SOC Version....................... BCM56342_A0
HW Version........................ 3
CPLD Version...................... 17

unit active      backup      current-active next-active
---- ----------- ----------- -------------- --------------
1    6.3.3.10    6.2.0.5     6.3.3.10       6.3.3.10
2    6.3.3.10    6.2.0.5     6.3.3.10       6.3.3.10
`, `
System Description................ Dell EMC Networking N1548P, 6.6.3.36, Linux 4.14.174, v1.0.5
System Model ID................... N1548P
Machine Type...................... Dell EMC Networking N1548P
Serial Number..................... CNX
Burned In MAC Address............. F8:B1:56:45:3D:4E
`, `
Image Descriptions

 image1 : default image
 image2 :

 Images currently available on Flash

--------------------------------------------------------------------
 unit    image1    image2    current-active  next-active
--------------------------------------------------------------------

    1    3.3.9.1   3.2.0.7   image1          image1
`]) { show('os6 ver', d.system[0], v); console.log('detected', dellOs6.detect.test(v)); }
});
