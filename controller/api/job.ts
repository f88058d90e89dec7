/** JobService. */
import { WaysideError } from '../../shared/errors.ts';
import { principalName } from '../../shared/model/index.ts';
import type { ServiceHandlers } from '../../shared/transport/index.ts';
import { jobKindFromWire, jobState, jobToWire, recordRefFromWire } from '../../shared/wire/index.ts';
import type { Jobs, SubmitRequest } from '../jobs/index.ts';

export function jobHandlers(jobs: Jobs): ServiceHandlers<'JobService'> {
  return {
    SubmitJob: async (request, call) => {
      const targets = request.targets.map((ref, i) => recordRefFromWire(ref, `targets[${i}]`));
      const job = jobs.submit({ ...request, kind: submitKind(request.kind), targets }, call.principal);
      return { job: jobToWire(job) };
    },

    GetJob: async (request) => ({ job: jobToWire(jobs.get(request.id)) }),

    ListJobs: async (request) => {
      const state = request.state === 'JOB_STATE_UNSPECIFIED' ? undefined : jobState.fromWire(request.state);
      const page = jobs.list({ ...request, state });
      return { jobs: page.jobs.map(jobToWire), nextPageToken: page.nextPageToken };
    },

    WatchJob: async function* (request, call) {
      for await (const job of jobs.watch(request.id, call.signal)) yield { job: jobToWire(job) };
    },

    CancelJob: async (request, call) => ({
      job: jobToWire(jobs.cancel(request.id, request.why, principalName(call.principal))),
    }),
  };
}

function submitKind(text: string): SubmitRequest['kind'] {
  const kind = jobKindFromWire(text);
  if (kind && kind !== 'trace') return kind;
  const message = 'must be collect, lookup or probe; a trace is asked of TraceService';
  throw new WaysideError('INVALID_INPUT', `kind ${message}`, { violations: [{ field: 'kind', message }] });
}
