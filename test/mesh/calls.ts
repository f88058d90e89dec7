/** What people ask of the rig's controller, over its API. */
import { WaysideError } from '../../shared/errors.ts';
import type { JobView } from '../../shared/model/index.ts';
import { systemRandom } from '../../shared/runtime/index.ts';
import type { ApiClient } from '../../shared/transport/index.ts';
import { jobFromWire, structToWire } from '../../shared/wire/index.ts';
import type { RunningCampus } from '../lab/index.ts';

export const SITE = 'lab';
/** Name of the one credential. */
export const CREDENTIAL = 'campus';

/** One job or trace, with every crash and recovery in between. */
const WORK_MAX_MS = 20_000;
const UUID_BYTES = 16;

/** The site, and each switch of the campus with its source. */
export async function addCampus(client: ApiClient, campus: RunningCampus): Promise<void> {
  const create = (kind: string, id: string, fields: Parameters<typeof structToWire>[0]) => ({
    create: { site: kind === 'site' ? '' : SITE, kind, id, fields: structToWire(fields) },
  });
  const devices = [...campus.switches].flatMap(([name, { host: address, port, platform }], at) => [
    create('switch', `switch${at}`, { name }),
    create('source', `switch${at}`, {
      ...{ name, driver: 'switch', address, port, platform, credential: CREDENTIAL },
    }),
  ]);
  const operations = [create('site', SITE, { name: 'The lab' }), ...devices];
  await client.unary('InventoryService.WriteRecords', { operations, why: 'the lab' });
}

export interface JobRequest {
  readonly kind: 'collect' | 'lookup';
  readonly requestId: string;
  readonly mac?: string;
}

/** The id of the job. */
export async function submitJob(client: ApiClient, request: JobRequest): Promise<string> {
  const { job } = await client.unary('JobService.SubmitJob', { site: SITE, ...request });
  if (!job) throw new WaysideError('INTERNAL', 'the answer holds no job');
  return job.id;
}

/** The job as soon as it is so. */
export async function jobWhen(
  client: ApiClient,
  id: string,
  isSo: (job: JobView) => boolean,
): Promise<JobView> {
  let last: JobView | undefined;
  const views = client.stream('JobService.WatchJob', { id }, { timeoutMs: WORK_MAX_MS });
  for await (const { job } of views) {
    last = job ? jobFromWire(job) : last;
    if (last && isSo(last)) return last;
  }
  throw new WaysideError('INTERNAL', `the watch of job ${id} ended in state ${last?.state}`);
}

/** Where the tracer finds an address: `switch port` of each edge. */
export async function traceEdges(client: ApiClient, mac: string): Promise<readonly string[]> {
  const events = client.stream('TraceService.TraceMac', { mac, site: SITE }, { timeoutMs: WORK_MAX_MS });
  for await (const { answer } of events) {
    if (answer) return answer.edges.map((edge) => `${edge.switchName} ${edge.port}`);
  }
  throw new WaysideError('INTERNAL', 'the trace ended without an answer');
}

/** For requests that are asked again after a crash. */
export function uuid(): string {
  const hex = Buffer.from(systemRandom.bytes(UUID_BYTES)).toString('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
