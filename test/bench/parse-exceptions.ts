/**
 * Where a recording and its expectation file disagree and the recording is right. Each entry quotes the line of the
 * recording that proves it; the harness checks that the line is there, and that the entry still has an effect.
 */
import type { CommandClass } from '../../agent/switch/platform.ts';

export interface Exception {
  /** Path below the folder of recordings, without a leading `ntc/`. */
  readonly file: string;
  /** Left out: of whatever class. */
  readonly class?: CommandClass;
  /** Every difference in this field of the file (`name`, `port`, `row` for whole rows), ... */
  readonly field?: string;
  /** ... or only one, as the report prints it behind `missed` or `extra`, or those that fit; with `field` both must. */
  readonly row?: string | RegExp;
  /** A line of the recording to the letter, blanks at its ends apart. */
  readonly rawLine: string;
  readonly why: string;
}

export const EXCEPTIONS: readonly Exception[] = [
  {
    file: 'arista_eos/show_mac_address-table/arista_eos_show_mac_address-table.raw',
    class: 'fdb',
    row: 'jenn.3057.8423 vlan 200 port Po66 static',
    rawLine: '200    jenn.3057.8423    STATIC      Po66',
    why: 'no address: j and n are no hexadecimal digits',
  },
  {
    file: 'cisco_nxos/show_lldp_neighbors/cisco_nxos_show_lldp_neighbors_multiline.raw',
    class: 'neighbours',
    field: 'name',
    rawLine: 'fw1-clinical-partner',
    why: 'the file leaves out long names that are followed by a blank',
  },
  {
    file: 'cisco_s300/show_vlan/cisco_s300_show_vlan_2.raw',
    class: 'vlans',
    field: 'name',
    rawLine: 'me1',
    why: 'the file leaves out the second line of long names',
  },
  {
    file: 'cisco_s300/show_vlan/cisco_s300_show_vlan_2.raw',
    class: 'vlans',
    field: 'port',
    rawLine: 'fa17-18,fa20',
    why: 'the file leaves out the second line of long lists of ports',
  },
  {
    file: 'dell_powerconnect/show_interfaces_description/dell_powerconnect_show_interfaces_description.raw',
    class: 'configs',
    row: /^ch\d$/,
    rawLine: 'ch1',
    why: 'the file leaves out the port channels',
  },
  {
    file: 'hp_comware/display_lldp_neighbor-information_list/hp_comware_display_lldp_neighbor-information_list2.raw',
    class: 'neighbours',
    field: 'name',
    rawLine: 'ple.com',
    why: 'the file leaves out the second line of long names',
  },
  {
    file: 'hp_procurve/show_system/hp_procurve_show_system2.raw',
    class: 'system',
    field: 'baseMac',
    rawLine: 'Base MAC Addr      : a1b2c3-d4e5f6',
    why: 'the file has the address of a member of the stack where the stack has its own',
  },
  {
    file: 'hp_procurve/show_system/hp_procurve_show_system3.raw',
    class: 'system',
    field: 'baseMac',
    rawLine: 'Base MAC Addr      : 548028-aabbd0',
    why: 'the file has the address of a member of the stack where the stack has its own',
  },
  {
    file: 'huawei_vrp/display_vlan/huawei_vrp_display_vlan_2.raw',
    class: 'vlans',
    field: 'port',
    rawLine: 'GE1/0/5(U)      GE1/0/6(U)      GE1/0/7(D)      GE1/0/8(U)',
    why: 'the file has only two ports of each further line',
  },
  {
    file: 'brocade_fastiron/show_lldp_neighbors_detail/brocade_fastiron_show_lldp_neighbors_detail1.raw',
    class: 'neighbours',
    field: 'remote',
    rawLine: '+ Port ID (locally assigned): "Gigabit-Ethernet 1/A/1"',
    why: 'the file takes the address that sent the message for the identifier of the port',
  },
  {
    file: 'brocade_fastiron/show_interfaces_brief/brocade_fastiron_show_interfaces_brief.raw',
    class: 'ports',
    field: 'description',
    rawLine: '17      Up      Forward Full 100M  None  No  2277 0   001b.ed6b.2010  Memory B',
    why: 'the file has only the first word of a name',
  },
  {
    file: 'brocade_fastiron/show_interfaces_brief/brocade_fastiron_show_interfaces_brief1.raw',
    class: 'ports',
    field: 'description',
    rawLine: '1/1/24  Up      Forward Full 1G    3     Yes N/A  0   cc4e.2415.0175  1G Ring',
    why: 'the file has only the first word of a name',
  },
  {
    file: 'ruckus_fastiron/show_version/show_version.raw',
    class: 'system',
    field: 'model',
    rawLine: 'UNIT 1: SL 1: ICX7150-48PF-2X10G_2X1G POE 48-port Management Module',
    why: 'the file leaves out the modules of the units',
  },
  {
    file: 'brocade_fastiron/show_running-config_vlan/brocade_fastiron_show_running-config_vlan.raw',
    class: 'vlans',
    field: 'name',
    rawLine: 'vlan 60 name CLMA-JFCY-FLTN_Master by port',
    why: 'the file cuts the name at its underscore',
  },
  {
    file: 'juniper_junos/show_chassis_hardware/juniper_junos_show_chassis_hardware3.raw',
    class: 'system',
    rawLine: 'Chassis                                A0000             JNP204 [MX204]',
    row: /^system (?:model|serial)=/,
    why: 'the file takes the first word of the description for the serial number',
  },
  {
    file: 'juniper_junos/show_chassis_hardware/juniper_junos_show_chassis_hardware_dac_no_revision.raw',
    class: 'system',
    rawLine: 'Chassis                                XH3123120000      Virtual Chassis',
    row: /^system (?:model|serial)=/,
    why: 'the file takes the first word of the description for the serial number',
  },
  {
    file: 'mikrotik_routeros/interface_print_detail/mikrotik_routeros_interface_print_detail_01.raw',
    class: 'ports',
    row: /^pppoe-out1\b/,
    rawLine:
      '18  R   name="pppoe-out1" type="pppoe-out" mtu=1400 actual-mtu=1400 ifname="ppp25889" ifindex=25948 id=20 last-link-down-time=2024-10-08 12:36:57 last-link-up-time=2024-10-08 12:39:16 link-downs=7208',
    why: 'the file leaves out this interface',
  },
  {
    file: 'ruckus_fastiron/show_interfaces_brief/show_interfaces_brief1.raw',
    class: 'ports',
    row: /^lg\d+ lag=/,
    rawLine: 'lg7        Up      Forward Full 2G    7     Yes N/A  0   c0c5.2050.a500  w3750',
    why: 'the number of the trunk is its own here: it is no member of itself',
  },
];
