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
    'gRPC calls ended, by gRPC status number.',
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
  ['wayside_jobs', 'gauge', ['state'], 'Jobs that wait or run.', ''],
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
  ['wayside_targets_running', 'gauge', [], 'Targets that the agent works on now.', ''],
  ['wayside_outbox_bytes', 'gauge', [], 'Deltas that wait for the controller.', ''],
  ['wayside_session_up', 'gauge', [], '1 while the agent has a session with its controller.', ''],
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

export class Metrics {
  private readonly registry = new Registry();
  private readonly counters = new Map<string, Counter[]>();
  private readonly histograms = new Map<string, Histogram[]>();
  private readonly gauges = new Map<string, Gauge[]>();
  private readonly readers: (() => void)[] = [];

  constructor(options: MetricsOptions) {
    for (const row of metricRows) {
      const names = options.legacyNames && row.legacyName !== '' ? [row.name, row.legacyName] : [row.name];
      for (const name of names) this.add(row, name);
    }
  }

  count(name: MetricName, labels: Labels = {}, by = 1): void {
    for (const counter of this.counters.get(name) ?? []) counter.inc({ ...labels }, by);
  }

  observe(name: MetricName, labels: Labels, value: number): void {
    for (const histogram of this.histograms.get(name) ?? []) histogram.observe({ ...labels }, value);
  }

  set(name: MetricName, labels: Labels, value: number): void {
    for (const gauge of this.gauges.get(name) ?? []) gauge.set({ ...labels }, value);
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

  private add(row: MetricRow, name: string): void {
    const settings = { name, help: row.doc, labelNames: [...row.labels], registers: [this.registry] };
    if (row.type === 'counter') put(this.counters, row.name, new Counter(settings));
    else if (row.type === 'gauge') put(this.gauges, row.name, new Gauge(settings));
    else put(this.histograms, row.name, new Histogram({ ...settings, buckets: BUCKETS_SECONDS }));
  }
}

function put<T>(map: Map<string, T[]>, key: string, value: T): void {
  map.set(key, [...(map.get(key) ?? []), value]);
}
