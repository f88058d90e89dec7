/** JobService. */
import { WaysideError } from '../../shared/errors.ts';
import { isReadKind, type JobView, parseFilter } from '../../shared/model/index.ts';
import type { OrderedPages } from '../../shared/runtime/index.ts';
import type { CallContext, ServiceHandlers } from '../../shared/transport/index.ts';
import {
  jobKindFromWire,
  jobLineToWire,
  jobState,
  jobToWire,
  recordRefFromWire,
} from '../../shared/wire/index.ts';
import { aboutCall, type Journal } from '../access/index.ts';
import type { Jobs, SubmitRequest } from '../jobs/index.ts';

/** `journal` adds a call's entry of the audit trail to the transaction that takes the job. */
export function jobHandlers(
  jobs: Jobs,
  pages: OrderedPages,
  journal?: Journal,
): ServiceHandlers<'JobService'> {
  const entry =
    (call: CallContext, request: object) =>
    (job: JobView): void =>
      journal?.(call, aboutCall(request, { job }));
  return {
    SubmitJob: async (request, call) => {
      const targets = request.targets.map((ref, i) => recordRefFromWire(ref, `targets[${i}]`));
      const { sites, fresh, subject, noCache, transcript, ...plain } = request;
      // What is not asked for is left out: a request that is repeated after an update is still the same one.
      const more = {
        ...{ ...(sites.length > 0 && { sites }), ...(fresh && { fresh }), ...(subject && { subject }) },
        ...{ ...(noCache && { noCache }), ...(transcript && { transcript }) },
      };
      const question = { ...plain, ...more, kind: submitKind(request.kind), targets };
      const job = jobs.submit(question, call.principal, entry(call, request));
      return { job: jobToWire(jobs.as(call.principal).show(job)) };
    },

    GetJob: async (request, call) => ({ job: jobToWire(jobs.as(call.principal).get(request.id)) }),

    ListJobs: async ({ filter, orderBy, ...request }, call) => {
      const question = { ...request, state: jobState.fromWire(request.state), where: parseFilter(filter) };
      const desk = jobs.as(call.principal);
      const page =
        orderBy.trim() === ''
          ? desk.list(question)
          : await desk.listInOrder(pages, { ...question, orderBy, signal: call.signal });
      return { jobs: page.jobs.map(jobToWire), nextPageToken: page.nextPageToken };
    },

    WatchJob: async function* (request, call) {
      const watch = jobs.as(call.principal).watch(request.id, call.signal);
      for await (const job of watch) yield { job: jobToWire(job) };
    },

    CancelJob: async (request, call) => ({
      job: jobToWire(jobs.as(call.principal).cancel(request.id, request.why, request.validateOnly)),
    }),

    RetryJob: async (request, call) => {
      const { id, ...wish } = request;
      const job = jobs.retry(id, wish, call.principal, entry(call, request));
      return { job: jobToWire(jobs.as(call.principal).show(job)) };
    },

    GetJobLog: async (request, call) => ({
      lines: jobs.as(call.principal).lines(request.id).map(jobLineToWire),
    }),
  };
}

const OTHER_WAYS = {
  trace: 'a trace is asked of TraceService',
  apply: 'what changes something goes by a plan, which makes its jobs itself',
} as const;

function submitKind(text: string): SubmitRequest['kind'] {
  const kind = jobKindFromWire(text);
  if (kind && isReadKind(kind)) return kind;
  const message = `must be collect, lookup, resolve, port or probe; ${OTHER_WAYS[kind ?? 'trace']}`;
  throw new WaysideError('INVALID_INPUT', `kind ${message}`, { violations: [{ field: 'kind', message }] });
}
