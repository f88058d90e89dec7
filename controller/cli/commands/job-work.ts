/** What was said of a job, the failed part of it again, and a live view of who works on what. */
import {
  type AgentView,
  isTerminal,
  type JobLine,
  type JobView,
  type JsonObject,
  PAGE_SIZE_MAX,
} from '../../../shared/model/index.ts';
import { type ApiMethods, agentFromWire, jobLineFromWire, jobState } from '../../../shared/wire/index.ts';
import { exitCodes } from '../exit-codes.ts';
import { uuid } from '../inventory/operation.ts';
import { requireSite } from '../inventory/records.ts';
import { heldJob, ofJob } from '../jobs/wait.ts';
import { type ListingSpec, printListing } from '../output/listing.ts';
import { formatIso, formatTime } from '../output/time.ts';
import { type PolledRow, watchList } from '../poll.ts';
import type { Shell } from '../shell.ts';
import { type ArgSpec, argument, type CommandSpec } from '../spec.ts';
import { endOfJob } from './collect.ts';
import { detachFlag, siteFlag, waitNote } from './flags.ts';

export const jobIdArg: ArgSpec = { name: 'ID', doc: 'id of the job', complete: 'job' };

const lineListing: ListingSpec<JobLine> = {
  plural: 'lines',
  name: ({ attempt, no }) => `${attempt}.${no}`,
  columns: [
    { head: 'TIME', cell: ({ at }, { zone }) => formatTime(at, zone) },
    { head: 'ATTEMPT', cell: ({ attempt }) => String(attempt) },
    { head: 'TARGET', cell: ({ target }) => target },
    { head: 'LINE', shrinks: true, cell: ({ line }) => line },
  ],
  csv: [
    { head: 'time', cell: ({ at }) => formatIso(at) },
    { head: 'attempt', cell: ({ attempt }) => String(attempt) },
    { head: 'number', cell: ({ no }) => String(no) },
    { head: 'target', cell: ({ target }) => target },
    { head: 'line', cell: ({ line }) => line },
  ],
};

const logs: CommandSpec = {
  path: ['job', 'logs'],
  summary: 'show what was said of a job: by its agent, and on its way through the queue',
  examples: [
    ['wayside job logs 06fy3k9tqm2v8c4hn7wxz5b0pd', 'the last 200 lines of each attempt'],
    ['wayside job logs 06fy3k9tqm2v8c4hn7wxz5b0pd -o csv', 'for a file'],
  ],
  args: [jobIdArg],
  async run(call) {
    const { shell } = call;
    const answer = await ofJob(shell.call('JobService.GetJobLog', { id: argument(call, 0) }));
    const api = await shell.api();
    await printListing(shell, lineListing, {
      rows: answer.lines.map(jobLineFromWire),
      json: () => api.toJson('wayside.v1.GetJobLogResponse', answer),
    });
    return exitCodes.done;
  },
};

const retry: CommandSpec = {
  path: ['job', 'retry'],
  summary: 'do a job again for the targets that failed; a new job, the old one stays as it is',
  examples: [
    [
      'wayside job retry 06fy3k9tqm2v8c4hn7wxz5b0pd',
      'those that failed, were read in part or never had their turn',
    ],
    ['wayside job retry 06fy3k9tqm2v8c4hn7wxz5b0pd --all', 'all of its targets'],
  ],
  args: [jobIdArg],
  flags: [{ name: 'all', doc: 'also the targets that succeeded' }, detachFlag],
  notes: [waitNote],
  async run(call) {
    const { shell, flags } = call;
    const { random } = await shell.tools();
    const request = { id: argument(call, 0), all: flags.on('all'), requestId: uuid(random.bytes(16)) };
    const { job } = await ofJob(shell.call('JobService.RetryJob', request));
    const submitted = heldJob(job);
    if (!flags.on('detach')) shell.note(`job ${submitted.view.id} does it again`);
    return endOfJob(shell, flags, submitted);
  },
};

type AgentMessage = ApiMethods['AgentService.ListAgents']['response']['agents'][number];

/** An agent, and what it works on. */
interface Worker {
  readonly agent: AgentView;
  readonly jobs: readonly JobView[];
}

const workerListing: ListingSpec<Worker> = {
  plural: 'agents',
  name: ({ agent }) => agent.name,
  columns: [
    { head: 'AGENT', cell: ({ agent }) => agent.name },
    { head: 'SITE', cell: ({ agent }) => agent.site },
    {
      head: 'STATE',
      cell: ({ agent }) => agent.state,
      style: ({ agent }) => (agent.state === 'online' ? 'good' : 'warn'),
    },
    { head: 'JOBS', cell: ({ agent, jobs }) => usedOf(jobs.length, agent.slots?.job) },
    { head: 'TARGETS', cell: ({ agent }) => usedOf(agent.runningJobs, agent.slots?.target) },
    { head: 'WORKS ON', shrinks: true, cell: ({ jobs }) => jobs.map(workText).join('; ') },
  ],
  csv: [
    { head: 'agent', cell: ({ agent }) => agent.name },
    { head: 'site', cell: ({ agent }) => agent.site },
    { head: 'state', cell: ({ agent }) => agent.state },
    { head: 'jobs', cell: ({ jobs }) => String(jobs.length) },
    { head: 'job_slots', cell: ({ agent }) => String(agent.slots?.job ?? '') },
    { head: 'targets', cell: ({ agent }) => String(agent.runningJobs) },
    { head: 'target_slots', cell: ({ agent }) => String(agent.slots?.target ?? '') },
    { head: 'works_on', cell: ({ jobs }) => jobs.map(workText).join('; ') },
  ],
};

/** `3/32`: so many of the slots that the agent tells. */
function usedOf(used: number, slots: number | undefined): string {
  return slots === undefined ? String(used) : `${used}/${slots}`;
}

/** `collect 3/40 ams1-f2-sw03` */
function workText({ kind, state, progress: { current, total, target } }: JobView): string {
  const doing = state === 'running' ? '' : state;
  return [kind, `${current}/${total}`, target, doing].filter((part) => part !== '').join(' ');
}

const top: CommandSpec = {
  path: ['job', 'top'],
  summary: 'show who works on what, and how much waits',
  examples: [
    ['wayside job top', 'once'],
    ['wayside job top --watch', 'and each change, every 2 s'],
  ],
  flags: [siteFlag],
  watches: true,
  async run({ shell, flags }) {
    const site = flags.text('site') ?? '';
    if (shell.watch) await requireSite(shell, site);
    if (shell.watch) return watchList(shell, workerListing, async () => polled(await load(shell, site)));
    const { workers, queued, json } = await load(shell, site);
    if (workers.length === 0) await requireSite(shell, site);
    await printListing(shell, workerListing, { rows: workers, json: () => json });
    shell.note(queued === 0 ? 'nothing waits' : `${queued} ${queued === 1 ? 'job waits' : 'jobs wait'}`);
    return exitCodes.done;
  },
};

interface Load {
  readonly workers: readonly Worker[];
  readonly queued: number;
  readonly json: JsonObject;
}

/** Jobs of each state that are looked at. */
const WORK_JOBS_MAX = 500;

async function load(shell: Shell, site: string): Promise<Load> {
  const messages = await allAgents(shell, site);
  const work = await Promise.all(
    (['offered', 'running', 'cancelling', 'unknown'] as const).map((state) =>
      shell.call('JobService.ListJobs', {
        ...{ state: jobState.toWire(state), showChildren: true, pageSize: WORK_JOBS_MAX },
      }),
    ),
  );
  const jobs = work.flatMap((page) => page.jobs).map((message) => heldJob(message).view);
  const works = [...new Map(jobs.map((job) => [job.shares ?? job.id, job])).values()];
  const { jobsQueued } = await shell.call('SystemService.GetStatus', {});
  const api = await shell.api();
  const workers = messages.map(agentFromWire).map((agent) => ({
    agent,
    // One work is shown once, whoever shares it.
    jobs: works.filter(({ agentId, state }) => agentId === agent.id && !isTerminal(state)),
  }));
  const json = {
    agents: messages.map((message) => api.toJson('wayside.v1.Agent', message)),
    jobs: work.flatMap((page) => page.jobs.map((message) => api.toJson('wayside.v1.Job', message))),
    jobsQueued,
  };
  return { workers, queued: jobsQueued, json };
}

async function allAgents(shell: Shell, site: string): Promise<readonly AgentMessage[]> {
  const agents: AgentMessage[] = [];
  let pageToken = '';
  do {
    const page = await shell.call('AgentService.ListAgents', { site, pageSize: PAGE_SIZE_MAX, pageToken });
    agents.push(...page.agents);
    pageToken = page.nextPageToken;
  } while (pageToken !== '');
  return agents;
}

function polled({ workers, queued }: Load): readonly PolledRow<Worker>[] {
  return workers.map((row) => ({
    row,
    key: row.agent.id,
    state: [row.agent.state, row.agent.runningJobs, ...row.jobs.map(workText)].join('; '),
    json: () => ({
      ...{ agent: row.agent.name, site: row.agent.site, state: row.agent.state },
      ...{ slots: { ...row.agent.slots }, targets: row.agent.runningJobs },
      ...{ jobs: row.jobs.map(({ id }) => id), worksOn: row.jobs.map(workText), jobsQueued: queued },
    }),
  }));
}

export const jobWorkCommands: readonly CommandSpec[] = [logs, retry, top];
