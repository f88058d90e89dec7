/** Every key of `controller.yaml`, declared once. */

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
  metrics: {
    legacyNames: {
      type: 'boolean',
      default: false,
      doc: 'Also serve the metric names of the programs that Wayside replaces.',
    },
  },
} as const;
