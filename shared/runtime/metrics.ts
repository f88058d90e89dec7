/** Every metric in one table; prom-client stays behind this file. Labels are bounded: no MAC, address, user or job id. */
import { Counter, Gauge, Histogram, Registry } from 'prom-client';

type MetricType = 'counter' | 'gauge' | 'histogram';

/** name, type, labels, what it says, and the name that the port tracer had for it (config `metrics.legacyNames`). */
export const metricTable = [
  ['wayside_build_info', 'gauge', ['version', 'program'], 'Always 1; the labels say what runs.', ''],
  [
    'wayside_http_requests_total',
    'counter',
    ['method', 'route', 'code'],
    'HTTP requests answered.',
    'http_requests_total',
  ],
  [
    'wayside_http_request_duration_seconds',
    'histogram',
    ['method', 'route'],
    'Time to answer HTTP requests.',
    'http_request_duration_seconds',
  ],
  [
    'wayside_grpc_server_handled_total',
    'counter',
    ['method', 'code'],
    'Calls of the API that ended, by gRPC status number.',
    '',
  ],
  [
    'wayside_grpc_server_handling_seconds',
    'histogram',
    ['method'],
    'Time of gRPC calls from start to end.',
    '',
  ],
  ['wayside_agents', 'gauge', ['state'], 'Enrolled agents by state.', ''],
  [
    'wayside_alerts',
    'gauge',
    ['reason', 'state'],
    'Alerts that are so now: open, acknowledged or silenced.',
    '',
  ],
  ['wayside_jobs', 'gauge', ['state'], 'Jobs that wait or run.', ''],
  [
    'wayside_job_targets',
    'gauge',
    ['state'],
    'Targets of jobs since the start: asked for, and given to agents; equal readings are done once.',
    '',
  ],
  [
    'wayside_mac_trace_duration_seconds',
    'histogram',
    [],
    'Time of MAC traces.',
    'mac_trace_duration_seconds',
  ],
  ['wayside_feed_position', 'gauge', [], 'Position of the newest accepted change.', ''],
  ['wayside_store_bytes', 'gauge', [], 'Size of the store file.', ''],
  ['wayside_sources_stale', 'gauge', [], 'Sources whose last scan failed.', ''],
  [
    'wayside_ssh_sessions',
    'gauge',
    ['state'],
    'Open SSH sessions of the agent: busy or idle.',
    'active_ssh_connections',
  ],
  ['wayside_ssh_opened_total', 'counter', [], 'SSH sessions that were opened.', ''],
  ['wayside_ssh_reused_total', 'counter', [], 'Requests that were served by a session that was open.', ''],
  [
    'wayside_ssh_waiting',
    'gauge',
    ['for'],
    'Requests in line: for a switch, or for the moment when a connection may be made.',
    '',
  ],
  [
    'wayside_ssh_connects_delayed_total',
    'counter',
    [],
    'Connections that had to wait for a limit of the switch, its site or its login server.',
    '',
  ],
  [
    'wayside_ssh_breakers',
    'gauge',
    ['state'],
    'Switches that could not be reached: open ones are left alone, half-open ones are tried now.',
    '',
  ],
  [
    'wayside_switch_zones',
    'gauge',
    ['zone'],
    'Switches in use by how busy they are: normal, serial, single, deferred.',
    '',
  ],
  [
    'wayside_reads_joined_total',
    'counter',
    [],
    'Reads that were spared, since somebody else waited for the same.',
    '',
  ],
  [
    'wayside_cache_requests_total',
    'counter',
    ['cache', 'result'],
    'Requests to caches: hit, miss, bypass or fault.',
    '',
  ],
  [
    'wayside_agent_guard_zone',
    'gauge',
    [],
    'How busy the host of the agent is: 0 green, 1 yellow, 2 red, 3 critical.',
    '',
  ],
  ['wayside_targets_running', 'gauge', [], 'Targets that the agent works on now.', ''],
  ['wayside_outbox_bytes', 'gauge', [], 'Deltas that wait for the controller.', ''],
  [
    'wayside_outbox_dropped_deltas',
    'gauge',
    [],
    'Deltas that the outbox had to drop; all that is known is sent anew once the controller takes it.',
    '',
  ],
  ['wayside_session_up', 'gauge', [], 'Is 1 while the agent has a session with its controller.', ''],
  [
    'wayside_event_loop_lag_seconds',
    'gauge',
    [],
    'Longest delay of the event loop since the last reading.',
    '',
  ],
] as const;

export type MetricName = (typeof metricTable)[number][0];

export interface MetricRow {
  readonly name: MetricName;
  readonly type: MetricType;
  readonly labels: readonly string[];
  readonly doc: string;
  readonly legacyName: string;
}

export const metricRows: readonly MetricRow[] = metricTable.map(([name, type, labels, doc, legacyName]) => ({
  name,
  type,
  labels,
  doc,
  legacyName,
}));

export type Labels = Readonly<Record<string, string | number>>;

const BUCKETS_SECONDS = [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

export interface MetricsOptions {
  /** Also under the names that the port tracer used. */
  readonly legacyNames: boolean;
}

/** Labels that a legacy metric had: its name of the label -> ours. Those that are not here had none. */
const legacyLabels: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  http_requests_total: { method: 'method', endpoint: 'route' },
};

type Write = (labels: Labels, value: number) => void;

export class Metrics {
  private readonly registry = new Registry();
  private readonly writes = new Map<string, Write[]>();
  private readonly readers: (() => void)[] = [];

  constructor(options: MetricsOptions) {
    for (const row of metricRows) {
      const writes = [this.instrument(row, row.name, row.labels)];
      if (options.legacyNames && row.legacyName !== '') writes.push(this.legacy(row));
      this.writes.set(row.name, writes);
    }
  }

  count(name: MetricName, labels: Labels = {}, by = 1): void {
    this.write(name, labels, by);
  }

  observe(name: MetricName, labels: Labels, value: number): void {
    this.write(name, labels, value);
  }

  set(name: MetricName, labels: Labels, value: number): void {
    this.write(name, labels, value);
  }

  /** Called before each reading, to set gauges from what is true then. */
  onRead(reader: () => void): void {
    this.readers.push(reader);
  }

  /** The text form for Prometheus. */
  async text(): Promise<string> {
    for (const reader of this.readers) reader();
    return this.registry.metrics();
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  private write(name: MetricName, labels: Labels, value: number): void {
    for (const write of this.writes.get(name) ?? []) write(labels, value);
  }

  private instrument(row: MetricRow, name: string, labelNames: readonly string[]): Write {
    const settings = { name, help: row.doc, labelNames: [...labelNames], registers: [this.registry] };
    if (row.type === 'counter') {
      const counter = new Counter(settings);
      return (labels, by) => counter.inc({ ...labels }, by);
    }
    if (row.type === 'gauge') {
      const gauge = new Gauge(settings);
      return (labels, value) => gauge.set({ ...labels }, value);
    }
    const histogram = new Histogram({ ...settings, buckets: BUCKETS_SECONDS });
    return (labels, value) => histogram.observe({ ...labels }, value);
  }

  /** The same figure under its old name and labels; a gauge that had no labels shows the sum over ours. */
  private legacy(row: MetricRow): Write {
    const names = Object.entries(legacyLabels[row.legacyName] ?? {});
    const write = this.instrument(
      row,
      row.legacyName,
      names.map(([theirs]) => theirs),
    );
    const renamed = (labels: Labels): Labels =>
      Object.fromEntries(names.map(([theirs, ours]) => [theirs, labels[ours] ?? '']));
    if (row.type !== 'gauge') return (labels, value) => write(renamed(labels), value);
    const values = new Map<string, number>();
    return (labels, value) => {
      values.set(JSON.stringify(labels), value);
      write(
        {},
        [...values.values()].reduce((sum, one) => sum + one, 0),
      );
    };
  }
}
