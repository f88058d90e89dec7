/** Shapes of the OS6 tables, from an N4032 stack with 6.2.0.5. */
import type { Column, Shape } from './shape.ts';

const MAC = /^[0-9A-F]{4}\.[0-9A-F]{4}\.[0-9A-F]{4}$/;
const PORT = /^(?:Gi|Te|Tw)\d\/\d\/\d+$/;
const NUMBER = /^\d+$/;
const ANY = /^.*$/;
const RULER = /^-{2,}(?: +-{2,})*$/;
const VLANS = /^(?:\d+|\(\d+\),[\d,-]+|[\d,-]+)$/;
const PORT_LIST = /^(?:[A-Z][a-z][\d/-]+,?)*$/;
const PERCENT = /^\d+\.\d\d%$/;

const REST = 200;
const statusRow = (...tail: readonly Column[]): readonly Column[] => [[9, PORT], [15, ANY], ...tail];

export const dellOs6Shapes: readonly Shape[] = [
  {
    platform: 'dell_os6',
    command: 'show mac address-table',
    lines: [
      RULER,
      /^(?:Aging time is 300 Sec|Vlan {5}Mac Address {11}Type {8}Port)$/,
      [
        [8, NUMBER],
        [21, MAC],
        [11, /^(?:Dynamic|Management)$/],
        [21, /^(?:(?:Gi|Te|Tw)[\d/]+|Po\d+|Vl\d+)$/],
      ],
      /^Total MAC Addresses in use: \d+$/,
    ],
    recorded: [
      'Aging time is 300 Sec',
      'Vlan     Mac Address           Type        Port',
      '-------- --------------------- ----------- ---------------------',
      '1        000E.1EB0.5F31        Dynamic     Te1/0/4',
      '3840     F8B1.5695.CFF1        Management  Vl3840',
      'Total MAC Addresses in use: 80',
    ],
  },
  {
    platform: 'dell_os6',
    command: 'show interfaces status',
    lines: [
      RULER,
      /^(?:Port {6}Description {5}Duplex Speed {3}Neg {2}Link {3}Flow {2}M {2}VLAN| {46}State {2}Ctrl)$/,
      /^(?:Oob {2}Type {28}Link| {37}State|oob {2}Out-Of-Band {21}(?:Up|Down))$/,
      /^(?:Port {4}Description {20}Link {4}M {2}VLAN|Channel {32}State)$/,
      statusRow(
        [6, /^(?:Full|N\/A)$/],
        [7, /^(?:\d+|Unknown)$/],
        [4, /^Auto$/],
        [6, /^(?:Up|Down)$/],
        [5, /^(?:On|Off)$/],
        [2, /^[ATG]$/],
        [19, VLANS],
      ),
      statusRow([6, /^N\/A$/], [7, /^N\/A$/], [4, /^N\/A$/], [6, /^Detach$/], [5, /^N\/A$/]),
      [
        [7, /^Po\d+$/],
        [30, ANY],
        [7, /^(?:Up|Down)$/],
        [2, /^[ATG]$/],
        [19, VLANS],
      ],
      [
        [61, /^$/],
        [19, /^[\d,-]+$/],
      ],
      [
        [48, /^$/],
        [19, /^[\d,-]+$/],
      ],
    ],
    recorded: [
      'Port      Description     Duplex Speed   Neg  Link   Flow  M  VLAN',
      '--------- --------------- ------ ------- ---- ------ ----- -- -------------------',
      'Te1/0/4   Interface 4     Full   10000   Auto Up     On    A  1',
      'Te1/0/8     blah          N/A    Unknown Auto Down   Off   A  1',
      'Te1/0/9                   Full   10000   Auto Up     On    A  1',
      'Te1/0/12  Interface 12    Full   10000   Auto Up     On    T  (1),699,707,710,',
      '                                                              3840,4000-4002',
      'Te1/0/23  Interface 23    N/A    N/A     N/A  Detach N/A',
      'oob  Out-Of-Band                     Up',
      'Po50    Port-channel50                 Up      T  (1),699,707,710,',
      '                                                 3840,4002',
    ],
  },
  {
    platform: 'dell_os6',
    command: 'show vlan',
    lines: [
      RULER,
      /^VLAN {3}Name {29}Ports {10}Type$/,
      [
        [6, NUMBER],
        [32, /^\S+$/],
        [14, PORT_LIST],
        [14, /^(?:Default|Static)$/],
      ],
      [
        [39, /^$/],
        [13, PORT_LIST],
      ],
    ],
    recorded: [
      'VLAN   Name                             Ports          Type',
      '-----  ---------------                  -------------  --------------',
      '1      default                          Po1-49,        Default',
      '                                        Te1/0/3-20,',
      '3840   MGMT                             Po1,Po50,      Static',
    ],
  },
  {
    platform: 'dell_os6',
    command: 'show lldp remote-device all',
    lines: [
      RULER,
      /^(?:LLDP Remote Device Summary|Local|Interface RemID {3}Chassis ID {10}Port ID {11}System Name)$/,
      [
        [9, PORT],
        [7, NUMBER],
        [19, /^(?:[0-9A-F]{2}(?::[0-9A-F]{2}){5}|[\d.]+)$/],
        [19, /^\S.*$/],
        [17, ANY],
      ],
    ],
    recorded: [
      'Interface RemID   Chassis ID          Port ID           System Name',
      'Te1/0/4   186     00:0E:1E:B0:5F:30   00:0E:1E:B0:5F:30',
      'Te1/0/21  202     00:41:D2:17:2F:00   Gi1/0/1             switch2-loc123...',
    ],
  },
  {
    platform: 'dell_os6',
    command: 'show arp',
    lines: [
      RULER,
      /^(?:Static ARP entries are only active|when the IP address is reachable on a local subnet)$/,
      /^[A-Z][\w ()/]+ ?\.{2,} [\w/ ]+$/,
      /^IP Address {7}MAC Address {8}Interface {7}Type {6}Age$/,
      [
        [16, /^[\d.]+$/],
        [18, MAC],
        [15, /^Vl\d+$/],
        [10, /^(?:Local|Dynamic|Gateway)$/],
        [REST, /^(?:n\/a|0h [ \d]\dm [ \d]\ds)$/],
      ],
    ],
    recorded: [
      'Age Time (seconds)............................. 1200',
      'Total Entry Count Current / Peak .............. 10 / 10',
      '192.0.2.5        F8B1.5695.CFF1     Vl3840          Local         n/a',
      '10.99.39.1       0000.5E00.0F28     Vl3840          Gateway    0h 13m 33s',
      '10.99.39.2       0022.56CC.FF6E     Vl3840          Dynamic    0h  9m 45s',
    ],
  },
  {
    platform: 'dell_os6',
    command: 'show version',
    lines: [
      RULER,
      /^(?=.{34} \S)[A-Z][A-Za-z ]+\.{3,} .+$/,
      /^unit active {6}backup {6}current-active next-active$/,
      [
        [4, NUMBER],
        [11, /^[\d.]+$/],
        [11, /^[\d.]+$/],
        [14, /^[\d.]+$/],
        [14, /^[\d.]+$/],
      ],
    ],
    recorded: [
      'System Model ID................... N4032',
      'Burned In MAC Address............. F8B1.5695.CF02',
      'unit active      backup      current-active next-active',
      '1    6.2.0.5     6.2.0.5     6.2.0.5        6.2.0.5',
    ],
  },
  {
    platform: 'dell_os6',
    command: 'show switch',
    lines: [
      RULER,
      /^(?: {4}Management Standby {3}Preconfig {5}Plugged-in {4}Switch {8}Code|SW {2}Status {5}Status {4}Model ID {6}Model ID {6}Status {8}Version)$/,
      [
        [3, NUMBER],
        [10, /^(?:Stack Mbr|Mgmt Sw)$/],
        [9, /^(?:Oper Stby)?$/],
        [13, /^\S+$/],
        [13, /^\S+$/],
        [13, /^OK$/],
        [11, /^[\d.]+$/],
      ],
    ],
    recorded: [
      '1   Stack Mbr  Oper Stby N4032         N4032         OK            6.2.0.5',
      '2   Mgmt Sw              N4032         N4032         OK            6.2.0.5',
    ],
  },
  {
    platform: 'dell_os6',
    command: 'show process cpu',
    lines: [
      RULER,
      /^(?:Memory Utilization Report|status {5}KBytes|(?:free|alloc) +\d+|CPU Utilization:)$/,
      /^PID {8}Name {18}5 Secs {2}60 Secs 300 Secs$/,
      [
        [10, NUMBER],
        [19, /^\S+$/],
        [8, PERCENT],
        [8, PERCENT],
        [8, PERCENT],
      ],
      [
        [30, /^Total CPU Utilization$/],
        [8, PERCENT],
        [8, PERCENT],
        [8, PERCENT],
      ],
    ],
    recorded: [
      '2264       hapiBroadBufferUsag   0.00%    0.04%    0.04%',
      'Total CPU Utilization            2.18%    2.05%    1.97%',
    ],
  },
];
