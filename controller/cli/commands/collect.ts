/** Work that people start: `collect`, and `test` of a switch or source. Both submit a job and wait for it. */

import { WaysideError } from '../../../shared/errors.ts';
import { formatRef, type JobView, type RecordRef } from '../../../shared/model/index.ts';
import { escapeText } from '../../../shared/runtime/index.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Noun } from '../inventory/noun.ts';
import { nouns } from '../inventory/nouns.ts';
import { uuid } from '../inventory/operation.ts';
import { checkedSite, findRecord, listRecords } from '../inventory/records.ts';
import { isPartial, targetListing, targetRows } from '../jobs/listing.ts';
import { exitCodeOfJob, type HeldJob, heldJob, waitForJob } from '../jobs/wait.ts';
import { jobWishes, jobWishFlags } from '../jobs/wishes.ts';
import { printListing } from '../output/listing.ts';
import type { Shell } from '../shell.ts';
import { argument, type CommandSpec, type Flags } from '../spec.ts';
import { detachFlag, nameArgument, siteFlag, waitNote } from './flags.ts';

export const collectCommand: CommandSpec = {
  path: ['collect'],
  summary: 'read switches now: ports, MAC tables, neighbours, VLANs',
  examples: [
    ['wayside collect --site ams1', 'every enabled source of the site'],
    ['wayside collect ams1-f2-sw03 ams1-f2-sw04', 'these two'],
    ['wayside collect --site ams1 --site lon2', 'two sites, as one job'],
    ['id=$(wayside collect --site ams1 --detach)', 'go on without waiting'],
  ],
  args: [
    { name: 'SWITCH', doc: 'NAME, SITE/NAME or reference', optional: true, many: true, complete: 'switch' },
  ],
  flags: [
    {
      ...siteFlag,
      doc: 'site of the switches; alone: all of it, and more than once: of all of them',
      many: true,
    },
    ...jobWishFlags,
    detachFlag,
  ],
  notes: [waitNote],
  async run({ shell, args, flags }) {
    const sites = flags.all('site');
    const [site, ...more] = sites;
    if (args.length === 0 && site === undefined) {
      throw new WaysideError('INVALID_INPUT', 'collect needs switches, or --site for all of a site');
    }
    if (args.length > 0 && more.length > 0) {
      throw new WaysideError('INVALID_INPUT', 'name switches of several sites as SITE/NAME, without --site');
    }
    for (const one of sites) checkedSite(one);
    const targets = await targetsOf(shell, nouns.switch, { names: args, site });
    return runJob(shell, flags, { kind: 'collect', targets, site: site ?? '', sites: more });
  },
};

/** The switches of whole places. */
export const placeTestCommands: readonly CommandSpec[] = [
  {
    path: ['site', 'test'],
    summary: 'connect and log in to every enabled switch of a site',
    examples: [['wayside site test ams1', 'exit code 0 when all answer, 5 when some do']],
    args: [nameArgument(nouns.site)],
    flags: [...jobWishFlags, detachFlag],
    async run(call) {
      const name = argument(call, 0);
      await findRecord(call.shell, { kind: 'site', name });
      return runJob(call.shell, call.flags, { kind: 'probe', targets: [], site: name });
    },
  },
  {
    path: ['floor', 'test'],
    summary: 'connect and log in to every switch of a floor',
    examples: [['wayside floor test ams1/f2', 'exit code 0 when all answer, 5 when some do']],
    args: [nameArgument(nouns.floor)],
    flags: [siteFlag, ...jobWishFlags, detachFlag],
    async run(call) {
      const { shell, flags } = call;
      const name = argument(call, 0);
      const { ref } = (await findRecord(shell, { kind: 'floor', name, site: flags.text('site') })).view;
      const match = { floor: formatRef(ref) };
      const { records } = await listRecords(shell, { kind: 'switch', site: ref.site, match });
      const sources = await listRecords(shell, { kind: 'source', site: ref.site });
      const disabled = sources.records.filter(({ view }) => view.fields['enabled'] === false);
      const off = new Set(disabled.map(({ view }) => view.ref.id));
      const targets = records.map(({ view }) => view.ref).filter(({ id }) => !off.has(id));
      if (targets.length === 0) throw new WaysideError('NOT_FOUND', `floor ${name} has no enabled switch`);
      return runJob(shell, flags, { kind: 'probe', targets, site: '' });
    },
  },
];

export function testCommand(noun: Noun): CommandSpec {
  return {
    path: [noun.kind, 'test'],
    summary: `connect and log in to a ${noun.kind}, and say what is there`,
    examples: [[`wayside ${noun.kind} test ams1-f2-sw03`, 'exit code 0 when it answers, 6 when not']],
    args: [{ ...nameArgument(noun), many: true }],
    flags: [siteFlag, ...jobWishFlags, detachFlag],
    async run({ shell, args, flags }) {
      const targets = await targetsOf(shell, noun, { names: args, site: flags.text('site') });
      return runJob(shell, flags, { kind: 'probe', targets, site: '' });
    },
  };
}

async function targetsOf(
  shell: Shell,
  noun: Noun,
  { names, site }: { readonly names: readonly string[]; readonly site: string | undefined },
): Promise<readonly RecordRef[]> {
  const refs: RecordRef[] = [];
  for (const name of names) refs.push((await findRecord(shell, { kind: noun.kind, name, site })).view.ref);
  return refs;
}

interface JobWish {
  readonly kind: 'collect' | 'probe';
  readonly targets: readonly RecordRef[];
  readonly site: string;
  readonly sites?: readonly string[];
}

async function runJob(
  shell: Shell,
  flags: Flags,
  { kind, targets, site, sites = [] }: JobWish,
): Promise<ExitCode> {
  const { random } = await shell.tools();
  const wishes = await jobWishes(flags);
  const answer = await shell.call('JobService.SubmitJob', {
    kind,
    targets: targets.map((ref) => ({ ...ref })),
    site: targets.length === 0 ? site : '',
    ...(sites.length > 0 && { sites: [...sites] }),
    ...wishes,
    requestId: uuid(random.bytes(16)),
  });
  const job = heldJob(answer.job);
  const { id, shares } = job.view;
  if (shares) shell.note(`job ${shares} reads the same: ${id} shares its work; --fresh reads anew`);
  return endOfJob(shell, flags, job);
}

/** Waits for it and tells what its targets gave; with `--detach` only its id. */
export async function endOfJob(shell: Shell, flags: Flags, submitted: HeldJob): Promise<ExitCode> {
  if (flags.on('detach')) {
    shell.out(`${escapeText(submitted.view.id)}\n`);
    return exitCodes.done;
  }
  const ended = await waitForJob(shell, submitted);
  const api = await shell.api();
  await printListing(shell, targetListing, {
    rows: targetRows(ended.view),
    json: () => api.toJson('wayside.v1.Job', ended.message),
  });
  if (flags.on('transcript')) tellTranscripts(shell, ended.view);
  summarise(shell, ended.view);
  return exitCodeOfJob(ended);
}

/** Beside the rows, so that these can still be read by programs. */
function tellTranscripts(shell: Shell, { results }: JobView): void {
  for (const { name, data } of results) {
    if (typeof data !== 'object' || data === null) continue;
    const lines = 'transcript' in data ? data['transcript'] : undefined;
    if (!Array.isArray(lines) || lines.length === 0) continue;
    shell.note(`${name}:`);
    for (const line of lines) shell.note(String(line));
  }
}

/** Different cures that are shown at once. */
const HINTS_MAX = 3;

/** Counts, and what to do about the failures; the reason of the job only where no target has one. */
function summarise(shell: Shell, { kind, id, state, results, error }: JobView): void {
  const unwell = results.filter((result) => result.error);
  const partial = unwell.filter(isPartial).length;
  const failed = unwell.length - partial;
  const counts = [
    `${results.length - unwell.length} ok`,
    ...(partial > 0 ? [`${partial} in part`] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
  ];
  shell.note(`${kind} ${id} ${state}: ${counts.join(', ')}`);
  if (error && unwell.length === 0) shell.note(`${error.code}: ${error.message}`);
  const reasons = unwell.length > 0 ? unwell.map((result) => result.error?.hint) : [error?.hint];
  for (const hint of [...new Set(reasons)].slice(0, HINTS_MAX)) if (hint) shell.note(`hint: ${hint}`);
}
