/** Jobs: what runs, how it goes, and an end to it. */
import { type JobState, type JobView, jobKinds, jobStates } from '../../../shared/model/index.ts';
import { jobState } from '../../../shared/wire/index.ts';
import { exitCodes } from '../exit-codes.ts';
import { checkedSite } from '../inventory/records.ts';
import { jobFacts, jobListing, stepListing, stepRows, targetListing, targetRows } from '../jobs/listing.ts';
import { exitCodeOfJob, type HeldJob, heldJob, ofJob, waitForJob } from '../jobs/wait.ts';
import { printDetails } from '../output/details.ts';
import { printListing } from '../output/listing.ts';
import { type PolledRow, watchList } from '../poll.ts';
import type { Shell } from '../shell.ts';
import { argument, type CommandSpec, type Flags, numberFlag } from '../spec.ts';
import {
  type Arrangement,
  arrangeFlags,
  arrangement,
  LIMIT_DEFAULT,
  LIMIT_MAX,
  limitFlag,
  siteFlag,
  waitNote,
} from './flags.ts';
import { jobIdArg as idArg, jobWorkCommands } from './job-work.ts';

const PAGE_SIZE = 500;

const ls: CommandSpec = {
  path: ['job', 'ls'],
  summary: 'list jobs, newest first',
  examples: [
    ['wayside job ls', 'the newest 50'],
    ['wayside job ls --site ams1 --state failed -o wide', 'with the reasons'],
    ['wayside job ls -o json --limit 0 | jq ".jobs[].id"', 'all of them, for a script'],
  ],
  flags: [
    { ...siteFlag, doc: 'only of this site; of jobs over several, --all shows the part of it' },
    { name: 'kind', value: 'KIND', doc: 'only of this kind', choices: jobKinds },
    { name: 'state', value: 'STATE', doc: 'only in this state', choices: jobStates },
    { name: 'all', doc: 'also the jobs that other jobs made' },
    ...arrangeFlags,
    { ...limitFlag, doc: `at most so many; default ${LIMIT_DEFAULT}, 0 for all` },
  ],
  watches: true,
  async run({ shell, flags }) {
    const limit = numberFlag(flags, 'limit', { min: 0, max: LIMIT_MAX }) ?? LIMIT_DEFAULT;
    const wish = {
      kind: flags.text('kind') ?? '',
      state: flags.text('state') as JobState | undefined,
      showChildren: flags.on('all'),
      limit: limit === 0 ? Number.POSITIVE_INFINITY : limit,
      ...arrangement(flags),
      filter: filterOf(flags),
    };
    if (shell.watch) return watchList(shell, jobListing, () => polledJobs(shell, wish));
    const { jobs, more } = await listJobs(shell, wish);
    const api = await shell.api();
    await printListing(shell, jobListing, {
      rows: jobs.map(({ view }) => view),
      json: () => api.toJson('wayside.v1.ListJobsResponse', { jobs: jobs.map(({ message }) => message) }),
    });
    if (more)
      shell.note(`only the ${wish.orderBy === '' ? 'newest' : 'first'} ${limit}; --limit 0 lists all`);
    return exitCodes.done;
  },
};

/** The site is one more term of the filter. */
function filterOf(flags: Flags): string {
  const [site, { filter }] = [flags.text('site'), arrangement(flags)];
  return site === undefined ? filter : `site=${checkedSite(site)} ${filter}`.trim();
}

interface ListWish extends Arrangement {
  readonly kind: string;
  readonly state: JobState | undefined;
  readonly showChildren: boolean;
  readonly limit: number;
}

async function listJobs(shell: Shell, wish: ListWish): Promise<{ jobs: readonly HeldJob[]; more: boolean }> {
  const { kind, state, showChildren, limit, filter, orderBy } = wish;
  const jobs: HeldJob[] = [];
  let pageToken = '';
  do {
    const page = await shell.call('JobService.ListJobs', {
      ...{ kind, showChildren, filter, orderBy },
      ...(state ? { state: jobState.toWire(state) } : {}),
      pageSize: Math.min(PAGE_SIZE, limit - jobs.length),
      pageToken,
    });
    jobs.push(...page.jobs.map(heldJob));
    pageToken = page.nextPageToken;
  } while (pageToken !== '' && jobs.length < limit);
  return { jobs, more: pageToken !== '' };
}

/** The oldest first, so that the newest stands at the end of the screen. */
async function polledJobs(shell: Shell, wish: ListWish): Promise<readonly PolledRow<JobView>[]> {
  const { jobs } = await listJobs(shell, wish);
  const api = await shell.api();
  return jobs.toReversed().map(({ view, message }) => {
    const { id, state, attempt, progress } = view;
    return {
      row: view,
      key: id,
      state: `${state} ${attempt} ${progress.current}/${progress.total}`,
      json: () => api.toJson('wayside.v1.Job', message),
    };
  });
}

const get: CommandSpec = {
  path: ['job', 'get'],
  summary: 'show one job with the results of its targets',
  examples: [
    ['wayside job get 06fy3k9tqm2v8c4hn7wxz5b0pd', ''],
    ['wayside job get 06fy3k9tqm2v8c4hn7wxz5b0pd -o json | jq .error', 'why it failed'],
  ],
  args: [idArg],
  async run(call) {
    const { job } = await ofJob(call.shell.call('JobService.GetJob', { id: argument(call, 0) }));
    await printJob(call.shell, heldJob(job));
    return exitCodes.done;
  },
};

const watch: CommandSpec = {
  path: ['job', 'watch'],
  summary: 'wait for the end of a job; the exit code says how it ended',
  examples: [['wayside job watch 06fy3k9tqm2v8c4hn7wxz5b0pd && echo ok', '']],
  args: [idArg],
  notes: [waitNote],
  async run(call) {
    const { job } = await ofJob(call.shell.call('JobService.GetJob', { id: argument(call, 0) }));
    const ended = await waitForJob(call.shell, heldJob(job));
    await printJob(call.shell, ended);
    return exitCodeOfJob(ended);
  },
};

const cancel: CommandSpec = {
  path: ['job', 'cancel'],
  summary: 'end a job; it is cancelled once its agent has stopped',
  examples: [
    ['wayside job cancel 06fy3k9tqm2v8c4hn7wxz5b0pd', 'and wait until it has stopped'],
    ['wayside job cancel 06fy3k9tqm2v8c4hn7wxz5b0pd --detach', 'only ask for it'],
  ],
  args: [idArg],
  flags: [
    { name: 'why', value: 'TEXT', doc: 'reason, kept with the job' },
    { name: 'detach', doc: 'do not wait for the end' },
  ],
  async run(call) {
    const { shell, flags } = call;
    const request = { id: argument(call, 0), why: flags.text('why') ?? '' };
    const answer = await ofJob(shell.call('JobService.CancelJob', request));
    const asked = heldJob(answer.job);
    const job = flags.on('detach') ? asked : await waitForJob(shell, asked);
    const api = await shell.api();
    await printListing(shell, jobListing, {
      rows: [job.view],
      json: () => api.toJson('wayside.v1.Job', job.message),
    });
    return flags.on('detach') || job.view.state === 'cancelled' ? exitCodes.done : exitCodes.conflict;
  },
};

/** The facts of the job, then a row for each step of one that writes, and for each target. */
export async function printJob(shell: Shell, { view, message }: HeldJob): Promise<void> {
  const api = await shell.api();
  const reader = await shell.reader();
  const { output } = shell.settings;
  const forPeople = output === 'table' || output === 'wide';
  const agent = forPeople ? await agentText(shell, view.agentId) : '';
  await printDetails(shell, {
    spec: jobListing,
    row: view,
    facts: () => jobFacts(view, { ...reader, agent }),
    json: () => api.toJson('wayside.v1.Job', message),
  });
  if (forPeople && view.steps) {
    shell.out('\n');
    await printListing(shell, stepListing, { rows: stepRows(view), json: () => null });
  }
  if (!forPeople || view.results.length === 0) return;
  shell.out('\n');
  await printListing(shell, targetListing, { rows: targetRows(view), json: () => null });
}

/** `ams1-a (id)` */
async function agentText(shell: Shell, id: string | undefined): Promise<string> {
  if (!id) return '';
  try {
    const { agent } = await shell.call('AgentService.GetAgent', { id });
    return agent?.name ? `${agent.name} (${id})` : id;
  } catch {
    // The agent is gone; the job is still worth showing.
    return id;
  }
}

export const jobCommands: readonly CommandSpec[] = [ls, get, watch, cancel, ...jobWorkCommands];
