/** Logins on terminals that do not look like Cisco's, from the first byte to a row of the MAC table, however cut. */
import { describe, expect, test } from 'vitest';
import { ManualClock } from '../../../shared/runtime/index.ts';
import { type DeviceScript, pieces, ScriptedDevice, whole } from '../../../test/lab/scripted-device.ts';
import { connectTo, credential, sessionRequest } from '../../../test/lab/scripted-session.ts';
import { openSession } from '../ssh/session.ts';
import { createRedactor } from '../terminal/redact.ts';
import { detectPlatform, findPlatform } from './index.ts';

const turn = (): Promise<void> => new Promise((done) => setImmediate(done));
const forever = new AbortController().signal;
const ESC = '\x1b';
const REFUSED = {
  comware: " ^\r\n % Unrecognized command found at '^' position.\r\n",
  vrp: "  ^\r\nError: Unrecognized command found at '^' position.\r\n",
};

/** AOS-S draws its last line at a place of the screen, again and again. */
function drawn(text: string): string {
  return `${ESC}[1;24r${ESC}[24;1H${ESC}[2K${ESC}[24;1H${ESC}[?25h${ESC}[24;1H${text}${ESC}[24;${text.length + 1}H${ESC}[?25h`;
}

interface Case {
  readonly id: string;
  readonly mac: string;
  readonly port: string;
  readonly script: DeviceScript;
}

const CASES: readonly Case[] = [
  {
    ...{ id: 'hp_procurve', mac: '001122-334455', port: 'Trk1' },
    script: {
      banner: `${ESC}[2J${ESC}[?7l${ESC}[3;23r${ESC}[1;1HHP J9773A 2530-24G-PoEP Switch\r\nSoftware revision YA.16.02.0012\r\n\r\nPress any key to continue\r\n`,
      prompt: drawn('HP-2530# '),
      wrapEcho: (echo) => `${ESC}[24;11H${echo}${ESC}[24;${11 + echo.length}H${ESC}[?25h`,
      answers: {
        'show version': 'Image stamp:    /ws/code\r\n                YA.16.02.0012\r\n',
        'no page': '',
        'terminal width 511': '',
        'show mac-address 001122-334455':
          '\r\n Status and Counters - Address Table - 001122-334455\r\n\r\n  Port                            VLAN\r\n  ------------------------------- ----\r\n  Trk1                            10\r\n',
      },
    },
  },
  {
    ...{ id: 'hp_comware', mac: '0011-2233-4455', port: 'XGE1/0/1' },
    script: {
      prompt: '\0\x07<sw-1>',
      answers: {
        'show version': REFUSED.comware,
        'display version': 'HPE Comware Platform Software, Software Version 7.1.045, Release 3111P02\r\n',
        'screen-length disable': '',
        'display mac-address 0011-2233-4455':
          'MAC Address      VLAN ID    State            Port/NickName            Aging\r\n0011-2233-4455   10         Learned          XGE1/0/1                 Y\r\n',
      },
    },
  },
  {
    ...{ id: 'huawei_vrp', mac: '0011-2233-4455', port: 'GE0/0/1' },
    script: {
      banner: 'Info: The max number of VTY users is 5\r\n',
      prompt: '<sw-1>',
      answers: {
        'show version': REFUSED.vrp,
        'display version':
          'Huawei Versatile Routing Platform Software\r\nVRP (R) software, Version 5.170 (S5720 V200R009C00SPC500)\r\n[V200R009C00SPC500]\r\nCopyright (C) 2000-2016 HUAWEI TECH CO., LTD\r\n',
        'screen-length 0 temporary':
          'Info: The configuration takes effect on the current user terminal interface only.\r\n',
        'display mac-address 0011-2233-4455':
          '-------------------------------------------------------------------------------\r\nMAC Address    VLAN/VSI                          Learned-From        Type\r\n-------------------------------------------------------------------------------\r\n0011-2233-4455 10/-                              GE0/0/1             dynamic\r\n',
      },
    },
  },
  {
    ...{ id: 'ruckus_icx', mac: '0011.2233.4455', port: 'lg3' },
    script: {
      prompt: 'SSH@sw-1#',
      answers: {
        'show version':
          '    UNIT 1: compiled on Feb 19 2019 labeled as SPS08090\r\n  HW: Stackable ICX7150-48-POEF\r\n',
        'skip-page-display': '',
        'terminal length 0': 'Invalid input -> terminal length 0\r\nType ? for a list\r\n',
        'show mac-address 0011.2233.4455':
          'Total active entries from all ports = 1\r\nMAC-Address     Port           Type          VLAN\r\n0011.2233.4455  lg3            Dynamic       10\r\n',
      },
    },
  },
];

describe.each(CASES)('$id', ({ id, mac, port, script }) => {
  test.each([
    ['whole', whole],
    ['in pieces of 7 bytes', pieces(7)],
    ['byte by byte', pieces(1)],
  ])('is recognised, logged in and asked for one address: output %s', async (_name, cut) => {
    const device = new ScriptedDevice(script, { turn, cut });
    const request = sessionRequest(new ManualClock(), { platform: undefined, detect: detectPlatform });
    const session = await openSession(request, connectTo(device));
    expect(session.platform.id).toBe(id);
    const platform = findPlatform(id);
    if (platform === undefined) throw new Error(`no pack ${id}`);
    const answer = await session.ask(platform.lookup(mac), {
      redactor: createRedactor(credential),
      signal: forever,
    });
    expect(answer.rows).toEqual([{ mac: '00:11:22:33:44:55', vlan: 10, port, type: 'dynamic' }]);
    expect(answer.unknown).toEqual([]);
  });
});
