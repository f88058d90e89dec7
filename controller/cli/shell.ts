/** One run of one command: its settings, its output, and the connection, which is opened when it is first needed. */
import { WaysideError } from '../../shared/errors.ts';
import { escapeText } from '../../shared/runtime/index.ts';
import type { ApiMethods, StreamingMethod, UnaryMethod } from '../../shared/wire/index.ts';
import { type Api, CALL_TIMEOUT_MS } from './api.ts';
import type { Engine, Host } from './host.ts';
import type { Reader } from './output/time.ts';
import type { Settings } from './settings.ts';
import { planTarget, readTarget } from './target.ts';

export class Shell {
  readonly host: Host;
  readonly settings: Settings;
  /** `--watch` was given. */
  readonly watch: boolean;
  private readonly stop = new AbortController();
  private engine: Promise<Engine> | undefined;
  private connection: Promise<Api> | undefined;

  constructor(host: Host, settings: Settings, watch: boolean) {
    this.host = host;
    this.settings = settings;
    this.watch = watch;
  }

  /** Data, as it is: the caller has escaped it. */
  out(text: string): void {
    if (text !== '') this.host.stdout.write(text);
  }

  /** A line for people, on stderr; none with `--quiet`. */
  note(text: string): void {
    if (!this.settings.quiet) this.host.stderr.write(`${escapeText(text)}\n`);
  }

  /** Ends with TIMEOUT when `--timeout` is over, or with what `abort` was given. */
  get signal(): AbortSignal {
    return this.stop.signal;
  }

  abort(reason: WaysideError): void {
    this.stop.abort(reason);
  }

  /** Clock and randomness; starts the time of `--timeout`. */
  tools(): Promise<Engine> {
    this.engine ??= this.startEngine();
    return this.engine;
  }

  async reader(): Promise<Reader> {
    const { clock } = await this.tools();
    return { nowMs: clock.now(), zone: this.settings.zone };
  }

  api(): Promise<Api> {
    this.connection ??= this.connect();
    return this.connection;
  }

  async call<M extends UnaryMethod>(
    method: M,
    request: ApiMethods[M]['request'],
  ): Promise<ApiMethods[M]['response']> {
    const api = await this.api();
    const timeoutMs = Math.min(CALL_TIMEOUT_MS, this.settings.timeoutMs ?? CALL_TIMEOUT_MS);
    try {
      return await api.unary(method, request, { timeoutMs, signal: this.signal });
    } catch (error) {
      const failure = WaysideError.from(error);
      throw failure.code === 'TIMEOUT' && timeoutMs < CALL_TIMEOUT_MS ? this.timeIsOver(failure) : failure;
    }
  }

  async *stream<M extends StreamingMethod>(
    method: M,
    request: ApiMethods[M]['request'],
    signal: AbortSignal = this.signal,
  ): AsyncGenerator<ApiMethods[M]['response']> {
    const api = await this.api();
    yield* api.stream(method, request, { signal });
  }

  async close(): Promise<void> {
    // A connection that failed to open was reported where it was needed.
    const api = await this.connection?.catch(() => undefined);
    api?.close();
  }

  private async startEngine(): Promise<Engine> {
    const engine = await this.host.engine();
    const { timeoutMs } = this.settings;
    if (timeoutMs !== undefined) {
      engine.clock.after(timeoutMs, () => {
        this.abort(this.timeIsOver());
      });
    }
    return engine;
  }

  /** In our words, whether our clock or that of the connection was first. */
  private timeIsOver(cause?: unknown): WaysideError {
    return new WaysideError('TIMEOUT', `the ${this.settings.timeoutMs} ms of --timeout are over`, { cause });
  }

  private async connect(): Promise<Api> {
    const plan = await planTarget(this.host, this.settings.flags);
    const target = await readTarget(plan, this.host.env['CREDENTIALS_DIRECTORY']);
    const { connect } = await this.tools();
    return connect(target);
  }
}
