/** The audit trail: who did what, and that nobody changed the record of it. */
import { open } from 'node:fs/promises';
import { resolve } from 'node:path';
import { WaysideError } from '../../../shared/errors.ts';
import { type ApiMethods, auditEntryFromWire, timestampToWire } from '../../../shared/wire/index.ts';
import { auditListing } from '../audit/listing.ts';
import { targetNames } from '../audit/names.ts';
import { verifyAtController, verifyFile } from '../audit/verify.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { formatFacts } from '../output/details.ts';
import { formatJson, formatYaml } from '../output/documents.ts';
import { printListing } from '../output/listing.ts';
import type { Shell } from '../shell.ts';
import { argument, type CommandSpec, type Flags, numberFlag } from '../spec.ts';
import { arrangeFlags, arrangement, LIMIT_DEFAULT, LIMIT_MAX, limitFlag, siteFlag } from './flags.ts';

type Message = ApiMethods['AuditService.ListAudit']['response']['entries'][number];
type Question = ApiMethods['AuditService.ListAudit']['request'];

const PAGE_SIZE = 500;

const ls: CommandSpec = {
  path: ['audit', 'ls'],
  summary: 'list who did what, newest first',
  examples: [
    ['wayside audit ls --who ann --since 7d', 'what she did this week'],
    ['wayside audit ls --result failed -o wide', 'refusals and failures, with address and token'],
    ['wayside audit ls --method TraceService --limit 0 -o csv', 'every trace with user and MAC'],
  ],
  flags: [
    { name: 'who', value: 'NAME', doc: 'only of this user; agents as agent:ID' },
    { name: 'method', value: 'NAME', doc: 'only this call, or this service' },
    siteFlag,
    { name: 'since', value: 'TIME', doc: 'from then on: 24h ago, or 2026-11-20T08:00Z' },
    { name: 'until', value: 'TIME', doc: 'before then' },
    { name: 'result', value: 'CODE', doc: 'OK, failed, or a code such as FORBIDDEN' },
    ...arrangeFlags,
    { ...limitFlag, doc: `at most so many; default ${LIMIT_DEFAULT}, 0 for all` },
  ],
  async run({ shell, flags }) {
    const limit = numberFlag(flags, 'limit', { min: 0, max: LIMIT_MAX }) ?? LIMIT_DEFAULT;
    const wanted = limit === 0 ? Number.POSITIVE_INFINITY : limit;
    const question: Question = {
      ...{ who: flags.text('who') ?? '', method: flags.text('method') ?? '', site: flags.text('site') ?? '' },
      ...{ result: flags.text('result') ?? '', ...arrangement(flags) },
      ...{ since: await timeOf(shell, flags, 'since'), until: await timeOf(shell, flags, 'until') },
    };
    const entries: Message[] = [];
    let pageToken = '';
    do {
      const pageSize = Math.min(PAGE_SIZE, wanted - entries.length);
      const page = await shell.call('AuditService.ListAudit', { ...question, pageSize, pageToken });
      entries.push(...page.entries);
      pageToken = page.nextPageToken;
    } while (pageToken !== '' && entries.length < wanted);
    const api = await shell.api();
    const rows = entries.map(auditEntryFromWire);
    const { output } = shell.settings;
    const isText = output === 'table' || output === 'wide';
    const nameOf = isText ? await targetNames(shell, rows) : (target: string): string => target;
    await printListing(shell, auditListing(nameOf), {
      rows,
      json: () => api.toJson('wayside.v1.ListAuditResponse', { entries }),
    });
    const which = question.orderBy === '' ? 'newest' : 'first';
    if (pageToken !== '') shell.note(`only the ${which} ${limit}; --limit 0 lists all`);
    return exitCodes.done;
  },
};

const verify: CommandSpec = {
  path: ['audit', 'verify'],
  summary: 'check that no entry was changed, removed or moved',
  examples: [
    ['wayside audit verify', 'exit code 1 when something is wrong, 5 when entries are known to be lost'],
    ['wayside audit verify --file audit.jsonl', 'an exported file, without a controller'],
  ],
  flags: [{ name: 'file', value: 'FILE', doc: 'check this exported file instead', complete: 'file' }],
  notes: [
    'Keep the number and hash of the last entry somewhere else: a later check that shows another hash for that number proves a change.',
  ],
  async run({ shell, flags }) {
    const file = flags.text('file');
    const verdict = file === undefined ? await verifyAtController(shell) : await verifyFile(shell, file);
    const { checked, good, problem, losses } = verdict;
    const { output } = shell.settings;
    const json = { checked, seq: good.seq, hash: good.hash, losses, problem: problem ?? '' };
    if (output === 'json') shell.out(formatJson(json));
    else if (output === 'yaml') shell.out(await formatYaml(json));
    else {
      shell.out(
        formatFacts([
          ['Result', problem === undefined ? 'whole' : 'BROKEN'],
          ['Checked', `${checked} entries`],
          ['Last', `${good.seq} ${good.hash}`],
          ...(problem === undefined ? [] : ([['Problem', problem]] as const)),
          ...(losses === 0
            ? []
            : ([['Losses', `${losses}; see: wayside audit ls --method audit.lost`]] as const)),
        ]),
      );
    }
    return verdictCode(problem, losses);
  },
};

function verdictCode(problem: string | undefined, losses: number): ExitCode {
  if (problem !== undefined) return exitCodes.failed;
  return losses > 0 ? exitCodes.partly : exitCodes.done;
}

const exportAll: CommandSpec = {
  path: ['audit', 'export'],
  summary: 'write the whole trail as lines of JSON, for keeping elsewhere',
  examples: [
    ['wayside audit export audit.jsonl', 'a new file of mode 0600'],
    ['wayside audit export - | gzip > audit.jsonl.gz', ''],
  ],
  args: [{ name: 'FILE', doc: 'a file that does not exist yet, or - for standard output', complete: 'file' }],
  async run(call) {
    const { shell } = call;
    const name = argument(call, 0);
    if (name === '-') {
      for await (const { lines } of shell.stream('AuditService.ExportAudit', {}))
        shell.out(lines.map((line) => `${line}\n`).join(''));
      return exitCodes.done;
    }
    let entries = 0;
    const file = await newFile(resolve(shell.host.directory, name), name);
    try {
      for await (const { lines } of shell.stream('AuditService.ExportAudit', {})) {
        await file.write(lines.map((line) => `${line}\n`).join(''));
        entries += lines.filter((line) => line.startsWith('{"entry":')).length;
      }
      await file.sync();
    } finally {
      await file.close();
    }
    shell.note(`${entries} entries written; check them with: wayside audit verify --file ${name}`);
    return exitCodes.done;
  },
};

/** Never over a file that is there. */
function newFile(path: string, name: string): ReturnType<typeof open> {
  return open(path, 'wx', 0o600).catch((cause: unknown) => {
    const isThere = cause instanceof Error && 'code' in cause && cause.code === 'EEXIST';
    throw isThere
      ? new WaysideError('ALREADY_EXISTS', `${name} is already there`, { hint: 'Give another name.' })
      : new WaysideError('INVALID_INPUT', `${name} cannot be written: ${WaysideError.from(cause).message}`);
  });
}

/** As the API takes it, null for none. */
async function timeOf(shell: Shell, flags: Flags, name: string): Promise<ReturnType<typeof timestampToWire>> {
  const text = flags.text(name);
  if (text === undefined) return null;
  const { givenTime } = await import('../given-time.ts');
  return timestampToWire(givenTime(text, name, await shell.reader()));
}

export const auditCommands: readonly CommandSpec[] = [ls, verify, exportAll];
