/** What the machines that look after machines ask of a program: /metrics, /healthz (this process), /readyz (all that it needs). */
import type { Clock } from './clock.ts';
import { type HealthCheck, runHealthChecks } from './health.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';

export interface ProbesOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  /** What this process itself must have. */
  readonly alive: readonly HealthCheck[];
  /** What it needs to do its work, on top of that. */
  readonly ready: readonly HealthCheck[];
}

export interface ProbeAnswer {
  readonly status: 200 | 404 | 405 | 500 | 503;
  readonly contentType: string;
  readonly body: string;
}

const TEXT = 'text/plain; charset=utf-8';

export class Probes {
  private readonly options: ProbesOptions;
  private readonly routes: ReadonlyMap<string, () => Promise<ProbeAnswer>> = new Map([
    ['/metrics', () => this.figures()],
    ['/healthz', async () => health(this.options.alive)],
    ['/readyz', async () => health([...this.options.alive, ...this.options.ready])],
  ]);

  constructor(options: ProbesOptions) {
    this.options = options;
  }

  /** Answers and counts one HTTP request; never throws. */
  async answer(method: string, path: string): Promise<ProbeAnswer> {
    const { clock, metrics } = this.options;
    const startedMs = clock.monotonic();
    const work = this.routes.get(path);
    const answer = work ? await this.guarded(method, work) : NOT_FOUND;
    // Neither label is taken from the caller as it is: whoever asks must not make new time series.
    const labels = { method: READS.includes(method) ? method : 'other', route: work ? path : 'other' };
    metrics.count('wayside_http_requests_total', { ...labels, code: answer.status });
    const seconds = (clock.monotonic() - startedMs) / 1000;
    metrics.observe('wayside_http_request_duration_seconds', labels, seconds);
    return answer;
  }

  private async guarded(method: string, work: () => Promise<ProbeAnswer>): Promise<ProbeAnswer> {
    if (!READS.includes(method))
      return { status: 405, contentType: TEXT, body: 'only GET is answered here\n' };
    try {
      return await work();
    } catch (error) {
      this.options.log.error('probe.failed', { error });
      return { status: 500, contentType: TEXT, body: 'this could not be read; the log has the reason\n' };
    }
  }

  private async figures(): Promise<ProbeAnswer> {
    const { metrics } = this.options;
    return { status: 200, contentType: metrics.contentType, body: await metrics.text() };
  }
}

const READS: readonly string[] = ['GET', 'HEAD'];

const NOT_FOUND: ProbeAnswer = {
  status: 404,
  contentType: TEXT,
  body: 'there are /metrics, /healthz and /readyz\n',
};

function health(checks: readonly HealthCheck[]): ProbeAnswer {
  const report = runHealthChecks(checks);
  return {
    status: report.ok ? 200 : 503,
    contentType: 'application/json',
    body: `${JSON.stringify(report)}\n`,
  };
}
