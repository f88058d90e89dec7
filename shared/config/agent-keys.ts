/** Every key of `agent.yaml`, declared once. */
import { checkOperatorKeys, operatorKeyKeys } from './operator-keys.ts';
import { cacheKeys, checkLoginServers, guardKeys, loginServerKeys } from './switch-care-keys.ts';

export const agentKeys = {
  dataDir: {
    type: 'path',
    default: '/var/lib/wayside/agent',
    doc: 'Folder of the outbox, the snapshots, the known host keys and the vault.',
  },
  name: { type: 'text', absent: 'the host name', doc: 'Name that people see; used at enrolment.' },
  controller: {
    addresses: {
      type: 'addresses',
      defaultPort: 7443,
      default: [],
      doc: 'Controllers to dial, host:port, tried in turn; normally empty, for enrolment has stored the address.',
    },
  },
  cache: cacheKeys as typeof cacheKeys,
  credentials: {
    targets: {
      type: 'texts',
      default: [],
      doc: 'Where credentials that are typed centrally may be used: addresses, host:port, networks such as 10.1.0.0/16. Empty: none are taken, and logins are set on this host alone.',
    },
  },
  guard: guardKeys as typeof guardKeys,
  http: {
    listen: {
      type: 'address',
      default: '127.0.0.1:7481',
      doc: 'Where /metrics, /healthz and /readyz are served, in the clear: keep it on loopback.',
    },
  },
  labels: {
    type: 'texts',
    default: [],
    doc: 'What people should know of this agent, as name=value, such as rack=r4; its controller shows them.',
  },
  log: {
    level: {
      type: 'choice',
      choices: ['debug', 'info', 'warn', 'error'],
      default: 'info',
      doc: 'The least important line that is still written.',
    },
    file: { type: 'path', absent: 'standard output', doc: 'File to append log lines to.' },
    format: {
      type: 'choice',
      choices: ['json', 'ecs'],
      default: 'json',
      doc: 'Form of a line: our own JSON, or that of the Elastic Common Schema.',
    },
  },
  secrets: {
    masterKeyFile: {
      type: 'secretFile',
      absent: 'master.key in dataDir, made at first start',
      doc: 'File of mode 0600 with the key that seals the vault; cred:NAME takes a systemd credential.',
    },
    passphraseFile: {
      type: 'secretFile',
      absent: 'the master key opens the vault',
      doc: 'File of mode 0600, or cred:NAME, with the passphrase of a vault that is sealed with one in place of the master key.',
    },
  },
  ssh: {
    connectTimeout: {
      type: 'duration',
      default: '15s',
      min: '1s',
      max: '2m',
      doc: 'How long connecting and logging in to a switch may take.',
    },
    commandTimeout: {
      type: 'duration',
      default: '30s',
      min: '1s',
      max: '30m',
      doc: 'How long a switch may be silent within one command.',
    },
    perDevice: {
      max: {
        type: 'count',
        default: 1,
        min: 1,
        max: 8,
        doc: 'Sessions to one switch at the same time; many switches have only a handful of terminal lines.',
      },
      connectsPerMinute: {
        type: 'count',
        default: 8,
        min: 1,
        max: 600,
        doc: 'New connections to one switch within any minute; a switch that is known to take fewer gets fewer.',
      },
    },
    perSite: {
      connectsPerMinute: {
        type: 'count',
        default: 1_200,
        min: 1,
        max: 60_000,
        doc: 'New connections to all switches of one site within any minute; more wait.',
      },
    },
    loginsPerSecond: {
      type: 'count',
      default: 25,
      min: 1,
      max: 1_000,
      doc: 'Logins that each of ssh.loginServers (TACACS+, RADIUS) is asked to judge within any second; more wait.',
    },
    loginServers: {
      type: 'groups',
      items: loginServerKeys as typeof loginServerKeys,
      check: checkLoginServers as typeof checkLoginServers,
      default: [],
      doc: 'Login servers, each with the credentials that it judges; logins by any other credential are judged by the switches themselves and wait for no server.',
    },
    pool: {
      max: {
        type: 'count',
        default: 256,
        min: 1,
        max: 2000,
        doc: 'Sessions kept open to all switches together; the one idle for longest is closed for a new one.',
      },
      idle: {
        type: 'duration',
        default: '5m',
        min: '1s',
        max: '1h',
        doc: 'How long an unused session stays open.',
      },
    },
  },
  sql: {
    folders: {
      type: 'texts',
      default: [],
      doc: 'Folders of this host whose SQLite files may be sources, such as /var/lib/inventory. Empty: none are.',
    },
  },
  outbox: {
    maxSize: {
      type: 'size',
      default: '1GiB',
      min: '1MiB',
      max: '64GiB',
      doc: 'Disk for changes that the controller has not taken yet; of a record only the newest is kept. When even that does not fit, they are dropped, and all that is known is sent anew.',
    },
    maxAge: {
      type: 'duration',
      default: '7d',
      min: '1h',
      max: '90d',
      doc: 'How long a change may wait for the controller; then they are dropped, and all that is known is sent anew.',
    },
  },
  targets: {
    slots: {
      type: 'count',
      default: 50,
      min: 1,
      max: 1000,
      doc: 'Devices that are worked on at the same time; lookups have as many places again, so that nothing holds them up.',
    },
  },
  writes: {
    enabled: {
      type: 'boolean',
      default: false,
      doc: 'Whether this agent may change anything at its sources; no controller can switch it on.',
    },
    sources: {
      type: 'texts',
      default: [],
      doc: 'Where it may: ids of sources, addresses, host:port, networks such as 10.1.0.0/16. Empty: at every source it is given.',
    },
    actions: {
      type: 'texts',
      default: ['create', 'update', 'delete'],
      doc: 'What it may do there: create, update, delete.',
    },
    approval: {
      type: 'choice',
      choices: ['signed', 'unsigned'],
      default: 'signed',
      doc: 'What it does: signed: steps of plans that one of operatorKeys approved; unsigned: whatever its controller asks for.',
    },
    operatorKeys: {
      type: 'groups',
      items: operatorKeyKeys as typeof operatorKeyKeys,
      check: checkOperatorKeys as typeof checkOperatorKeys,
      default: [],
      doc: 'Whose approval counts here; `wayside operator-key show` prints a key as it stands here.',
    },
    perMinute: {
      type: 'count',
      default: 600,
      min: 1,
      max: 60_000,
      doc: 'Steps that it begins within any minute, over all sources; more wait.',
    },
  },
  metrics: {
    legacyNames: {
      type: 'boolean',
      default: false,
      doc: 'Also serve the metric names of the programs that Wayside replaces.',
    },
  },
} as const;
