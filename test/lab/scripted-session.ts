/** What tests of the switch driver need beside a scripted device: a platform without a vendor, a login, a session. */
import type { Credential, HostKeyPort, Target } from '../../agent/jobs/driver.ts';
import type { LineParser, Platform } from '../../agent/switch/platform.ts';
import type { LinkFacts } from '../../agent/switch/ssh/client.ts';
import type { SessionRequest } from '../../agent/switch/ssh/session.ts';
import type { Channel } from '../../agent/switch/terminal/shell.ts';
import { parseMac } from '../../shared/model/index.ts';
import { type Clock, silentLog } from '../../shared/runtime/index.ts';
import { type DeviceOptions, type DeviceScript, ScriptedDevice } from './scripted-device.ts';

export const PASSWORD = 'correct-horse-battery';
export const ENABLE_PASSWORD = 'staple-of-enable';

export const credential: Credential = {
  username: 'wayside',
  password: PASSWORD,
  enablePassword: ENABLE_PASSWORD,
  privateKey: undefined,
};

export const target: Target = {
  source: { site: 'ams1', kind: 'source', id: '01hx' },
  name: 'sw1',
  address: '10.0.0.1',
  port: 22,
  platform: 'plain',
  credential: 'switches',
};

export const trustingHostKeys: HostKeyPort = { check: () => 'known' };

export const linkFacts: LinkFacts = {
  hostKey: { type: 'ssh-ed25519', fingerprint: 'SHA256:abc', verdict: 'known' },
  algorithms: { kex: 'curve25519-sha256', hostKey: 'ssh-ed25519', cipher: 'aes128-gcm@openssh.com', mac: '' },
  authMethod: 'password',
  rttMs: 1,
  connectMs: 2,
};

function lines<Row>(rowOf: (line: string) => Row | undefined): () => LineParser<Row> {
  return () => {
    const rows: Row[] = [];
    const unknown: string[] = [];
    return {
      push: (line) => {
        const row = rowOf(line);
        if (row !== undefined) rows.push(row);
        else if (line.startsWith('?')) unknown.push(line);
      },
      end: () => ({ rows, unknown, unknownCount: unknown.length }),
    };
  };
}

/** Keeps every line as it came. */
export const rawLines: () => LineParser<string> = lines((line) => line);

const words = (line: string): readonly string[] => line.trim().split(/\s+/);

const fdbLines = lines((line) => {
  const [vlan, mac = '', port = '', type = 'dynamic'] = words(line);
  const parsed = parseMac(mac);
  return (
    parsed && ({ mac: parsed, vlan: Number(vlan), port, type: type === 'self' ? 'self' : 'dynamic' } as const)
  );
});

/** No vendor: `vlan mac port type` rows, one row per line everywhere, lines that begin with `?` are unknown. */
export const plainPlatform: Platform = {
  id: 'plain',
  title: 'Plain',
  detect: /Plain OS/,
  prompt: /^[\w.-]+(?:\([\w-]+\))?[>#] ?$/,
  privilegedPrompt: /^[\w.-]+(?:\([\w-]+\))?# ?$/,
  enable: { command: 'enable', passwordPrompt: /[Pp]assword: ?$/ },
  setup: ['terminal length 0', 'terminal width 511'],
  more: /--More-- or \(q\)uit ?$/,
  moreKey: ' ',
  quitKey: 'q',
  errors: [
    { pattern: /^% Invalid/, code: 'COMMAND_REJECTED' },
    { pattern: /^Command authorization failed/, code: 'COMMAND_DENIED' },
  ],
  macStyle: 'dotted',
  commands: {
    system: [
      {
        command: 'show version',
        parser: lines((line) => (line.startsWith('Model ') ? { model: line.slice(6) } : undefined)),
      },
    ],
    ports: [
      {
        command: 'show ports',
        parser: lines((line) => {
          const [name = '', state = ''] = words(line);
          if (name === '' || name.startsWith('?')) return undefined;
          return {
            name,
            state,
            description: undefined,
            adminUp: true,
            operUp: state === 'up',
            speedMbps: undefined,
            duplex: undefined,
            mode: undefined,
            vlan: undefined,
            lag: undefined,
          };
        }),
      },
    ],
    lags: [
      {
        command: 'show lags',
        parser: lines((line) => {
          const [lag = '', ...ports] = words(line);
          return lag === '' ? undefined : { lag, ports };
        }),
        optional: true,
      },
    ],
    fdb: [{ command: 'show fdb', parser: fdbLines }],
    neighbours: [
      {
        command: 'show neighbours',
        parser: lines((line) => {
          const [port = '', systemName = ''] = words(line);
          if (port === '') return undefined;
          return {
            port,
            systemName,
            protocol: 'lldp',
            chassisId: undefined,
            remotePort: undefined,
            systemDescription: undefined,
            managementAddress: undefined,
            capabilities: [],
          } as const;
        }),
        optional: true,
      },
    ],
    vlans: [
      {
        command: 'show vlans',
        parser: lines((line) => {
          const [vlan = '', name] = words(line);
          return /^\d+$/.test(vlan) ? { vlan: Number(vlan), name, ports: [] } : undefined;
        }),
      },
    ],
    arp: [],
    cpu: [],
    configs: [],
  },
  lookup: (mac) => ({ command: `show fdb address ${mac}`, parser: fdbLines }),
  logout: 'quit',
  idleMs: 540_000,
  limits: { sessionsMax: 5, connectsPerMinute: undefined, fdbAgeingMs: 300_000 },
};

/** Unprivileged after a banner that is full of would-be prompts; `enable` wants its password. */
export const loginScript: DeviceScript = {
  prompt: 'sw1>',
  banner: '\r\n*** ACME # authorised > use only ***\r\n\r\n',
  answers: {
    'terminal length 0': '',
    'terminal width 511': '',
    'show version': 'Plain OS 6\r\nModel P48\r\n',
  },
};

/** A device whose prompt changes from `sw1>` to `sw1#` with the right enable password. */
export function raisingDevice(script: DeviceScript, options: DeviceOptions): ScriptedDevice {
  const reply = (answer: string): string => {
    if (answer !== ENABLE_PASSWORD) return '% Bad secrets\r\n\r\nsw1>';
    device.setPrompt('sw1#');
    return 'sw1#';
  };
  const questions = { enable: { ask: 'Password: ', reply } };
  const device: ScriptedDevice = new ScriptedDevice({ ...script, questions }, options);
  return device;
}

/** A connection that ends at the scripted device. */
export function connectTo(device: ScriptedDevice): () => Promise<{ facts: LinkFacts; channel: Channel }> {
  return () => Promise.resolve({ facts: linkFacts, channel: device });
}

export function sessionRequest(clock: Clock, changes: Partial<SessionRequest> = {}): SessionRequest {
  return {
    clock,
    log: silentLog,
    target,
    credential,
    hostKeys: trustingHostKeys,
    signal: new AbortController().signal,
    connectTimeoutMs: 15_000,
    platform: plainPlatform,
    detect: (text) => (plainPlatform.detect.test(text) ? plainPlatform : undefined),
    knownMethod: undefined,
    ...changes,
  };
}
