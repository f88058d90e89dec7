/** One job for all agents of a load: one call, which the controller spreads over sites and agents, and all answers back. */
import { WaysideError } from '../../../shared/errors.ts';
import type { Clock } from '../../../shared/runtime/index.ts';
import type { ApiClient } from '../../../shared/transport/index.ts';
import type { SourceRef } from './squad.ts';

export interface Broadcast {
  readonly job: string;
  /** As it ended, without `JOB_STATE_`. */
  readonly state: string;
  readonly targets: number;
  /** With an answer, of whatever kind; all of them stand in the one job. */
  readonly answers: number;
  /** Jobs that the controller made of it. */
  readonly parts: number;
  /** Agents that worked on them. */
  readonly agents: number;
  /** From the call until it is answered: all of it is on disk. */
  readonly submittedMs: number;
  /** From the call until the job has ended, with all answers. */
  readonly answeredMs: number;
}

export interface BroadcastDeps {
  readonly clock: Clock;
  readonly client: () => ApiClient;
}

const PARTS_PAGE = 1000;

export async function broadcast(
  { clock, client }: BroadcastDeps,
  targets: readonly SourceRef[],
  signal: AbortSignal,
): Promise<Broadcast> {
  const startMs = clock.monotonic();
  const submitted = await client().unary('JobService.SubmitJob', { kind: 'probe', targets: [...targets] });
  const submittedMs = clock.monotonic() - startMs;
  const id = String(submitted.job?.id);
  let last = submitted.job;
  for await (const { job } of client().stream('JobService.WatchJob', { id }, { signal })) last = job;
  const answeredMs = clock.monotonic() - startMs;
  if (!last) throw new WaysideError('CONNECTION_LOST', 'the watch of a job ended without the job');
  const { parts, agents } = await partsOf(client(), id);
  return {
    ...{ job: id, state: String(last.state).replace('JOB_STATE_', ''), targets: targets.length },
    ...{ answers: last.results.length, parts, agents, submittedMs, answeredMs },
  };
}

async function partsOf(client: ApiClient, id: string): Promise<Pick<Broadcast, 'parts' | 'agents'>> {
  const agents = new Set<string>();
  let parts = 0;
  let pageToken = '';
  do {
    const page = await client.unary('JobService.ListJobs', {
      ...{ showChildren: true, filter: `parentId=${id}`, pageSize: PARTS_PAGE, pageToken },
    });
    for (const { agentId } of page.jobs) agents.add(agentId);
    parts += page.jobs.length;
    pageToken = page.nextPageToken;
  } while (pageToken !== '');
  return { parts, agents: agents.size };
}
