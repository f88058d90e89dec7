/** Every key of `controller.yaml`, declared once. */
import { conflictKeys, planKeys } from './plan-keys.ts';
import { portKeys } from './port-keys.ts';
import { checkSchedules, scheduleKeys } from './schedule-keys.ts';

export const controllerKeys = {
  dataDir: {
    type: 'path',
    default: '/var/lib/wayside/controller',
    doc: 'Folder of the store, the CA and the keys.',
  },
  api: {
    listen: {
      type: 'address',
      default: '0.0.0.0:7443',
      doc: 'Where agents, the command line and API clients connect, over TLS.',
    },
    names: {
      type: 'texts',
      default: [],
      doc: 'More host names and IP addresses for the certificate; the host name and the loopback addresses are always in it.',
    },
  },
  http: {
    listen: {
      type: 'address',
      default: '127.0.0.1:7480',
      doc: 'Where /metrics, /healthz and /readyz are served, in the clear: keep it on loopback or a management network.',
    },
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
      doc: 'File of mode 0600 with the key that seals the CA key; cred:NAME takes a systemd credential.',
    },
  },
  store: {
    busyTimeout: {
      type: 'duration',
      default: '5s',
      min: '0s',
      max: '1m',
      doc: 'How long a statement waits for another process that holds the store, such as a backup.',
    },
    cacheSize: {
      type: 'size',
      default: '64MiB',
      min: '1MiB',
      max: '16GiB',
      doc: 'Memory for pages of the store, for each connection.',
    },
    checkMaxSize: {
      type: 'size',
      default: '1GiB',
      min: '0B',
      max: '1TiB',
      doc: 'A store up to this size is read through for damage at start, before anything is written to it; 0B: none is.',
    },
  },
  history: {
    managed: {
      keep: {
        type: 'duration',
        default: '730d',
        min: '1h',
        max: '10000d',
        doc: 'How long superseded versions of what people write are kept: sites, floors, switches, sources, agents.',
      },
      versionsMax: {
        type: 'count',
        default: 200_000,
        min: 0,
        max: 1_000_000_000,
        doc: 'How many of them are kept of each kind; the oldest go first.',
      },
    },
    observed: {
      keep: {
        type: 'duration',
        default: '180d',
        min: '1h',
        max: '10000d',
        doc: 'How long superseded versions of ports, neighbours and VLANs are kept.',
      },
      versionsMax: {
        type: 'count',
        default: 500_000,
        min: 0,
        max: 1_000_000_000,
        doc: 'How many of them are kept of each kind; the oldest go first.',
      },
    },
    sightings: {
      keep: {
        type: 'duration',
        default: '90d',
        min: '1h',
        max: '10000d',
        doc: 'How long superseded versions of sightings are kept: which address was on which port.',
      },
      versionsMax: {
        type: 'count',
        default: 1_000_000,
        min: 0,
        max: 1_000_000_000,
        doc: 'How many of them are kept; the oldest go first.',
      },
    },
  },
  jobs: {
    lease: {
      type: 'duration',
      default: '30s',
      min: '5s',
      max: '10m',
      doc: 'How long an agent may be silent about a job before another attempt may start.',
    },
    queueMax: {
      type: 'count',
      default: 10_000,
      min: 1,
      max: 1_000_000,
      doc: 'Jobs that may wait; one more is refused with QUEUE_FULL.',
    },
    timeout: {
      type: 'duration',
      default: '10m',
      min: '10s',
      max: '24h',
      doc: 'How long a collect may take from its submission to its end, unless it is submitted with another time.',
    },
    workers: {
      type: 'count',
      default: 32,
      min: 1,
      max: 64,
      doc: 'Jobs that one agent works on at once; the others wait in the queue.',
    },
    perSite: {
      type: 'count',
      default: 256,
      min: 1,
      max: 10_000,
      doc: 'Jobs under way at one site at once, over all of its agents.',
    },
    perSource: {
      type: 'count',
      default: 1,
      min: 1,
      max: 64,
      doc: 'Collects of one source at once; the next one waits for the end of those before it.',
    },
  },
  trace: {
    search: {
      type: 'choice',
      choices: ['directed', 'all'],
      default: 'directed',
      doc: '`directed` asks a few switches first, and the others only while these leave a doubt; `all` asks every switch of the place at once.',
    },
  },
  schedules: {
    type: 'groups',
    items: scheduleKeys as typeof scheduleKeys,
    check: checkSchedules as typeof checkSchedules,
    default: [],
    doc: 'Schedules that stand here, and are changed here alone; see the guide on schedules.',
  },
  plans: planKeys as typeof planKeys,
  ports: portKeys as typeof portKeys,
  conflicts: conflictKeys as typeof conflictKeys,
  auth: {
    session: {
      idle: {
        type: 'duration',
        default: '8h',
        min: '1m',
        max: '30d',
        doc: 'A login session that is not used for so long has ended.',
      },
      lifetime: {
        type: 'duration',
        default: '7d',
        min: '1m',
        max: '90d',
        doc: 'How long a login session lasts at most, however often it is used.',
      },
    },
    login: {
      freeFailures: {
        type: 'count',
        default: 5,
        min: 1,
        max: 1000,
        doc: 'Failed logins of one name without any wait; of one address four times as many.',
      },
      delay: {
        type: 'duration',
        default: '1s',
        min: '100ms',
        max: '1h',
        doc: 'The wait after one more; each further failure doubles it.',
      },
      delayMax: {
        type: 'duration',
        default: '5m',
        min: '1s',
        max: '1d',
        doc: 'The longest wait between two tries.',
      },
      forget: {
        type: 'duration',
        default: '1h',
        min: '1m',
        max: '30d',
        doc: 'After so long without a try the failures are forgotten.',
      },
    },
  },
  cache: {
    ttl: {
      principal: {
        type: 'duration',
        default: '1m',
        min: '0s',
        max: '1h',
        doc: 'How long it is remembered whose a token is; what changes here is forgotten at once.',
      },
    },
  },
  rateLimit: {
    principal: {
      type: 'count',
      default: 120_000,
      min: 1,
      max: 100_000_000,
      doc: 'Calls a minute of one user or agent; ten seconds of them may come at once.',
    },
    method: {
      type: 'count',
      default: 120_000,
      min: 1,
      max: 100_000_000,
      doc: 'Calls a minute of one user or agent to one method.',
    },
    address: {
      type: 'count',
      default: 30_000,
      min: 1,
      max: 100_000_000,
      doc: 'Calls a minute of one address that show nothing, or a token that is wrong.',
    },
    methods: {
      type: 'texts',
      default: [],
      doc: 'Limits of single methods for one user, METHOD=COUNT/UNIT with s, m or h: SystemService.RunDoctor=30/m.',
    },
  },
  agents: {
    certificateLifetime: {
      type: 'duration',
      default: '7d',
      min: '1m',
      max: '90d',
      doc: 'Lifetime of an agent certificate; it is renewed when two thirds are over.',
    },
    heartbeat: {
      type: 'duration',
      default: '10s',
      min: '1s',
      max: '5m',
      doc: 'How often both ends of a session say that they are there; three missed ones end it.',
    },
  },
  audit: {
    retention: {
      type: 'duration',
      default: '400d',
      min: '1h',
      max: '10000d',
      doc: 'How long entries of the audit trail are kept; older ones go a thousand at a time.',
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
