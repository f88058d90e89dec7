/** A controller in memory for the tests of the commands: it answers in wire messages, as the real one does. */
import { WaysideError } from '../../../shared/errors.ts';
import {
  type AgentView,
  type CaView,
  formatRef,
  isTerminal,
  type JobView,
  type JoinTokenView,
  type Json,
  type JsonObject,
  type Kind,
  type RecordRef,
  type RecordView,
  type TraceAnswer,
  type TraceIpAnswer,
  type TraceNameAnswer,
} from '../../../shared/model/index.ts';
import { protos } from '../../../shared/transport/index.ts';
import {
  type ApiMethods,
  agentToWire,
  caToWire,
  changeToWire,
  jobToWire,
  joinTokenToWire,
  recordToWire,
  type StreamingMethod,
  structFromWire,
  traceEventToWire,
  traceIpEventToWire,
  traceNameEventToWire,
  type UnaryMethod,
  watchEventToWire,
} from '../../../shared/wire/index.ts';
import type { Api } from '../api.ts';
import { changeOf } from './changes.ts';
import { FakeAudit } from './fake-audit.ts';
import { jobOf, NOW_MS, recordOf } from './fake-views.ts';
import { aborted, each } from './streams.ts';

export { jobOf, NOW_MS, recordOf } from './fake-views.ts';

type Request<M extends keyof ApiMethods> = ApiMethods[M]['request'];
type Response<M extends keyof ApiMethods> = ApiMethods[M]['response'];

interface StreamOptions {
  readonly signal?: AbortSignal | undefined;
}

export type FakeHandlers = { [M in UnaryMethod]?: (request: Request<M>) => Response<M> };

export class FakeController implements Api {
  readonly records: Map<string, RecordView> = new Map();
  agents: AgentView[] = [];
  joinTokens: JoinTokenView[] = [];
  cas: CaView[] = [];
  /** What a rotation adds. */
  nextCas: readonly CaView[] = [];
  readonly jobs: Map<string, JobView> = new Map();
  trace: TraceAnswer | undefined;
  traceOfIp: TraceIpAnswer | undefined;
  traceOfName: TraceNameAnswer | undefined;
  readonly audit: FakeAudit = new FakeAudit();
  /** Thrown by the method instead of an answer. */
  readonly failures: Map<string, WaysideError> = new Map();
  readonly calls: { readonly method: string; readonly request: Json }[] = [];
  /** What a watch of records goes on with after SYNCED; it then stays open until it is cancelled. */
  later: RecordView[] = [];
  /** States that a watched job goes through. */
  jobStates: Partial<JobView>[] = [];
  /** Answers of GetChange, by position. */
  readonly changes: Map<string, Response<'InventoryService.GetChange'>> = new Map();
  /** Pages of FindRecords. */
  found: readonly Response<'InventoryService.FindRecords'>[] = [];
  /** Messages of CreateBackup. */
  backup: readonly Response<'BackupService.CreateBackup'>[] = [];
  /** Messages of CreateSupportBundle. */
  bundle: readonly Response<'SupportService.CreateSupportBundle'>[] = [];
  /** Answers of services that a test puts beside these, such as those of `fake-plans.ts`. */
  readonly more: FakeHandlers = {};
  /** Messages of ExportPlan. */
  exportPlan: (id: string) => Iterable<Response<'PlanService.ExportPlan'>> = () => [];
  closed = false;
  private position = 0;

  put(kind: Kind, place: { site: string; id: string }, fields: JsonObject): RecordView {
    const record = recordOf({ ...place, kind }, fields, ++this.position);
    this.records.set(formatRef(record.ref), record);
    return record;
  }

  async unary<M extends UnaryMethod>(method: M, request: Request<M>): Promise<Response<M>> {
    this.calls.push({ method, request: JSON.parse(JSON.stringify(request)) as Json });
    const failure = this.failures.get(method);
    if (failure) throw failure;
    const handler = (this.more[method] ?? this.handlers[method]) as
      | ((request: Request<M>) => Response<M>)
      | undefined;
    if (!handler) throw new WaysideError('UNSUPPORTED', `the fake has no ${method}`);
    return handler(request);
  }

  async *stream<M extends StreamingMethod>(
    method: M,
    request: Request<M>,
    { signal }: StreamOptions = {},
  ): AsyncGenerator<Response<M>> {
    this.calls.push({ method, request: JSON.parse(JSON.stringify(request)) as Json });
    const failure = this.failures.get(method);
    if (failure) {
      this.failures.delete(method);
      throw failure;
    }
    const events = this.streams[method](request as never, signal) as AsyncIterable<Response<M>>;
    yield* events;
  }

  toJson(messageType: string, message: object): Json {
    return protos().toJson(messageType, message);
  }

  close(): void {
    this.closed = true;
  }

  requestsOf(method: keyof ApiMethods): readonly Json[] {
    return this.calls.filter((call) => call.method === method).map(({ request }) => request);
  }

  private readonly handlers: FakeHandlers = {
    'AuditService.ListAudit': ({ pageSize = 50 }) => this.audit.list(pageSize),
    'AuditService.VerifyAudit': () => this.audit.verify(),
    'InventoryService.ListRecords': (request) => {
      const {
        kind = '',
        site = '',
        pageSize = 50,
        pageToken = '',
        match = {},
        showDeleted = false,
      } = request;
      const all = [...this.records.values()].filter(({ ref, fields, deleted }) => {
        const fits = Object.entries(match).every(
          ([name, value]) => String(fields[name]).toLowerCase() === value.toLowerCase(),
        );
        return ref.kind === kind && (site === '' || ref.site === site) && fits && (showDeleted || !deleted);
      });
      const from = Number(pageToken || '0');
      const page = all.slice(from, from + pageSize);
      const next = from + page.length;
      return { records: page.map(recordToWire), nextPageToken: next < all.length ? String(next) : '' };
    },
    'InventoryService.FindRecords': ({ pageToken = '' }) =>
      this.found[Number(pageToken || '0')] ?? {
        found: [],
        nextPageToken: '',
        stopped: false,
        indexedPercent: 100,
      },
    'InventoryService.GetRecord': ({ ref, name = '' }) => ({
      record: recordToWire(this.find(ref ?? {}, name)),
    }),
    'InventoryService.WriteRecords': (request) => this.write(request),
    'InventoryService.ListHistory': ({ ref }) => {
      const record = this.find(ref ?? {}, '');
      return { changes: [changeToWire(changeOf(record))], nextPageToken: '' };
    },
    'JobService.SubmitJob': ({ kind = 'collect', targets = [], site = '' }) => {
      const job = jobOf({
        id: `job${this.jobs.size + 1}`,
        kind: kind as JobView['kind'],
        site: targets[0]?.site ?? site,
        targets: targets as RecordRef[],
        state: 'queued',
      });
      this.jobs.set(job.id, job);
      return { job: jobToWire(job) };
    },
    'JobService.GetJob': ({ id = '' }) => ({ job: jobToWire(this.job(id)) }),
    'JobService.ListJobs': ({ pageSize = 50 }) => ({
      jobs: [...this.jobs.values()].slice(0, pageSize).map(jobToWire),
      nextPageToken: '',
    }),
    'InventoryService.GetChange': ({ position = '0' }) => {
      const found = this.changes.get(String(position));
      if (!found) throw new WaysideError('NOT_FOUND', `no change is known at position ${position}`);
      return found;
    },
    'JobService.CancelJob': ({ id = '' }) => {
      const job = this.job(id);
      if (isTerminal(job.state)) throw new WaysideError('JOB_FINISHED', `job ${id} has ended`);
      this.jobs.set(id, { ...job, state: 'cancelling' });
      return { job: jobToWire(this.job(id)) };
    },
    'AgentService.ListAgents': ({ site = '' }) => ({
      agents: this.agents.filter((agent) => site === '' || agent.site === site).map(agentToWire),
      nextPageToken: '',
    }),
    'AgentService.GetAgent': ({ id = '' }) => {
      const agent = this.agents.find((one) => one.id === id || one.name === id);
      if (!agent) throw new WaysideError('NOT_FOUND', `there is no agent "${id}"`);
      return { agent: agentToWire(agent) };
    },
    'AgentService.UpdateAgent': ({ id = '', name, description }) =>
      this.changeAgent(id, { ...(name && { name }), ...(description && { description }) }),
    'AgentService.EvictAgent': ({ id = '', why = '' }) =>
      this.changeAgent(id, { state: 'unreachable', reason: `evicted: ${why}` }),
    'AgentService.BanAgent': ({ id = '', why = '' }) =>
      this.changeAgent(id, { state: 'banned', reason: `banned: ${why}` }),
    'AgentService.UnbanAgent': ({ id = '' }) => this.changeAgent(id, { state: 'unreachable', reason: '' }),
    'AgentService.DrainAgent': ({ id = '', why = '', deadlineSeconds = 0 }) =>
      this.changeAgent(id, { state: 'draining', reason: `drained: ${why}, ${deadlineSeconds} s` }),
    'AgentService.MaintainAgent': ({ id = '', why = '', durationSeconds = 0 }) =>
      this.changeAgent(id, { reason: `in maintenance: ${why}, ${durationSeconds} s` }),
    'AgentService.ResumeAgent': ({ id = '' }) => this.changeAgent(id, { state: 'online', reason: '' }),
    'AgentService.DeleteAgent': ({ id = '' }) => {
      this.agents = this.agents.filter((agent) => agent.id !== id);
      return {};
    },
    'AgentService.ListJoinTokens': () => ({
      tokens: this.joinTokens.map(joinTokenToWire),
      nextPageToken: '',
    }),
    'AgentService.RevokeJoinToken': ({ id = '' }) => {
      this.joinTokens = this.joinTokens.map((token) =>
        token.id.startsWith(id) ? { ...token, state: 'revoked', revokedBy: 'user:admin' } : token,
      );
      const token = this.joinTokens.find((one) => one.id.startsWith(id));
      if (!token) throw new WaysideError('NOT_FOUND', `there is no join token "${id}"`);
      return { token: joinTokenToWire(token) };
    },
    'CaService.GetCa': () => ({ cas: this.cas.map(caToWire) }),
    'CaService.RotateCa': () => {
      this.cas = [...this.cas.map((ca) => ({ ...ca, issues: false })), ...this.nextCas];
      return { cas: this.cas.map(caToWire) };
    },
    'CaService.RetireCa': () => {
      const cutOff = this.cas.flatMap(({ issues, agents }) => (issues ? [] : agents));
      this.cas = this.cas.slice(-1).map((ca) => ({ ...ca, serves: true }));
      return { cas: this.cas.map(caToWire), cutOff };
    },
    'AgentService.CreateJoinToken': ({ ttlSeconds = 0 }) => ({
      token: 'wjt1.secret',
      expireTime: { seconds: String(NOW_MS / 1000 + ttlSeconds), nanos: 0 },
    }),
  };

  private readonly streams: {
    readonly [M in StreamingMethod]: (
      request: Request<M>,
      signal: AbortSignal | undefined,
    ) => AsyncIterable<Response<M>>;
  } = {
    'AuditService.ExportAudit': () => this.audit.export(),
    'InventoryService.WatchRecords': (request, signal) => this.watchRecords(request, signal),
    'BackupService.CreateBackup': () => each(this.backup),
    'JobService.WatchJob': ({ id = '' }, signal) => this.watchJob(id, signal),
    'PlanService.ExportPlan': ({ id = '' }) => each(this.exportPlan(id)),
    'SupportService.CreateSupportBundle': () => each(this.bundle),
    'TraceService.TraceMac': () => this.traceMac(),
    'TraceService.TraceIp': () => this.traceIp(),
    'TraceService.TraceName': () => this.traceName(),
  };

  private async *watchRecords(
    { kinds = [], site = '' }: Request<'InventoryService.WatchRecords'>,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<Response<'InventoryService.WatchRecords'>> {
    const wanted = ({ ref }: RecordView): boolean =>
      kinds.includes(ref.kind) && (site === '' || ref.site === site);
    for (const record of [...this.records.values()].filter(wanted)) {
      yield watchEventToWire({ type: 'record', record, resumeToken: `at${record.pos}` });
    }
    yield watchEventToWire({ type: 'synced', resumeToken: 'synced' });
    yield watchEventToWire({ type: 'heartbeat', resumeToken: 'beat' });
    for (const record of this.later.filter(wanted)) {
      yield watchEventToWire({ type: 'record', record, resumeToken: `at${record.pos}` });
    }
    await aborted(signal);
  }

  private async *watchJob(
    id: string,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<Response<'JobService.WatchJob'>> {
    for (const change of this.jobStates) {
      this.jobs.set(id, { ...this.job(id), ...change });
      yield { job: jobToWire(this.job(id)) };
    }
    while (!isTerminal(this.job(id).state)) {
      await Promise.race([this.nextJobChange(), aborted(signal)]);
      yield { job: jobToWire(this.job(id)) };
    }
  }

  private wakeJobs: () => void = () => undefined;

  /** Changes a job that is being watched. */
  changeJob(id: string, change: Partial<JobView>): void {
    this.jobs.set(id, { ...this.job(id), ...change });
    this.wakeJobs();
  }

  private nextJobChange(): Promise<void> {
    return new Promise((resolve) => {
      this.wakeJobs = resolve;
    });
  }

  private async *traceMac(): AsyncGenerator<Response<'TraceService.TraceMac'>> {
    const progress = { jobId: 'trace1', current: 1, total: 2, switch: 'sw01', status: 'ok' };
    yield traceEventToWire({ type: 'progress', progress });
    if (this.trace) yield traceEventToWire({ type: 'answer', answer: this.trace });
  }

  private async *traceIp(): AsyncGenerator<Response<'TraceService.TraceIp'>> {
    const progress = { jobId: 'trace1', current: 1, total: 1, switch: 'core1', status: 'answered' };
    yield traceIpEventToWire({ type: 'progress', progress });
    if (this.traceOfIp) yield traceIpEventToWire({ type: 'answer', answer: this.traceOfIp });
  }

  private async *traceName(): AsyncGenerator<Response<'TraceService.TraceName'>> {
    if (this.traceOfName) yield traceNameEventToWire({ type: 'answer', answer: this.traceOfName });
  }

  private changeAgent(id: string, change: Partial<AgentView>): { agent: ReturnType<typeof agentToWire> } {
    const agent = this.agents.find((one) => one.id === id || one.name === id);
    if (!agent) throw new WaysideError('NOT_FOUND', `there is no agent "${id}"`);
    const changed = { ...agent, ...change };
    this.agents = this.agents.map((one) => (one === agent ? changed : one));
    return { agent: agentToWire(changed) };
  }

  private job(id: string): JobView {
    const job = this.jobs.get(id);
    if (!job) throw new WaysideError('NOT_FOUND', `there is no job ${id}`);
    return job;
  }

  private find(
    { site = '', kind = '', id = '' }: Partial<Record<'site' | 'kind' | 'id', string>>,
    name: string,
  ): RecordView {
    const found = [...this.records.values()].filter(
      ({ ref, fields, deleted }) =>
        ref.kind === kind &&
        (site === '' || ref.site === site) &&
        (id === '' ? fields['name'] === name && !deleted : ref.id === id),
    );
    if (found.length > 1)
      throw new WaysideError('AMBIGUOUS_NAME', `${found.length} ${kind} records are called "${name}"`);
    const [record] = found;
    if (!record) throw new WaysideError('NOT_FOUND', `there is no ${kind} "${name || id}"`);
    return record;
  }

  write({
    operations = [],
    validateOnly = false,
  }: Request<'InventoryService.WriteRecords'>): Response<'InventoryService.WriteRecords'> {
    const before = new Map(this.records);
    const written = operations.map(({ create, update, delete: remove }) => {
      if (create) {
        const { site = '', kind = 'site', id = '', fields } = create;
        return this.put(kind as Kind, { site, id }, structFromWire(fields as never));
      }
      const { site = '', kind = '', id = '' } = update?.ref ?? remove?.ref ?? {};
      const old = this.find({ site, kind, id }, '');
      const ifEtag = update?.ifEtag ?? remove?.ifEtag ?? '';
      if (ifEtag !== '' && ifEtag !== old.etag)
        throw new WaysideError('STALE_ETAG', `${formatRef(old.ref)} was changed meanwhile`);
      const fields = { ...old.fields, ...structFromWire(update?.fields as never) };
      const record = {
        ...recordOf(old.ref, fields, ++this.position),
        deleted: remove !== undefined && remove !== null,
      };
      this.records.set(formatRef(record.ref), record);
      return record;
    });
    if (validateOnly) {
      this.records.clear();
      for (const [ref, record] of before) this.records.set(ref, record);
    }
    return { records: written.map(recordToWire), changeSet: `cs-${this.position}` };
  }
}
