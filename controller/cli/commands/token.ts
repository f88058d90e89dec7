/** API tokens, for programs and scripts. */
import { WaysideError } from '../../../shared/errors.ts';
import { type ApiTokenView, PAGE_SIZE_MAX } from '../../../shared/model/index.ts';
import { escapeText } from '../../../shared/runtime/index.ts';
import { type ApiMethods, apiTokenFromWire, timestampFromWire } from '../../../shared/wire/index.ts';
import { exitCodes } from '../exit-codes.ts';
import { type ListingSpec, printListing } from '../output/listing.ts';
import { formatAge, formatIso, formatTime } from '../output/time.ts';
import { confirm } from '../prompt.ts';
import { argument, type CommandSpec, type FlagSpec } from '../spec.ts';
import { arrangeFlags, arrangement, dryRunFlag, trial } from './flags.ts';
import { printMessage } from './message.ts';
import { listOf } from './user.ts';

const MS_PER_SECOND = 1000;
const TTL_MAX_MS = 366 * 86_400 * MS_PER_SECOND;

const tokenListing: ListingSpec<ApiTokenView> = {
  plural: 'tokens',
  name: ({ id }) => id,
  columns: [
    { head: 'ID', cell: ({ id }) => id },
    { head: 'OWNER', cell: ({ owner }) => owner },
    { head: 'NAME', shrinks: true, cell: ({ name }) => name },
    {
      head: 'EXPIRES',
      cell: ({ expiresAt }, { nowMs }) => endText(expiresAt, nowMs),
    },
    { head: 'READ-ONLY', cell: ({ readOnly }) => (readOnly ? 'yes' : 'no') },
    { head: 'ROLES', cell: ({ roles }) => roles.join(',') || 'all' },
    { head: 'FROM', cell: ({ allow }) => allow.join(',') || 'anywhere' },
    { head: 'AGE', cell: ({ createdAt }, { nowMs }) => formatAge(nowMs - createdAt) },
  ],
  csv: [
    { head: 'id', cell: ({ id }) => id },
    { head: 'owner', cell: ({ owner }) => owner },
    { head: 'name', cell: ({ name }) => name },
    { head: 'expires', cell: ({ expiresAt }) => (expiresAt === undefined ? '' : formatIso(expiresAt)) },
    { head: 'read_only', cell: ({ readOnly }) => String(readOnly) },
    { head: 'roles', cell: ({ roles }) => roles.join(' ') },
    { head: 'allow', cell: ({ allow }) => allow.join(' ') },
  ],
};

function endText(expiresAt: number | undefined, nowMs: number): string {
  if (expiresAt === undefined) return 'never';
  return expiresAt > nowMs ? `in ${formatAge(expiresAt - nowMs)}` : 'expired';
}

const ls: CommandSpec = {
  path: ['token', 'ls'],
  summary: 'list API tokens: your own, or all as an admin',
  examples: [['wayside token ls', '']],
  flags: [{ name: 'user', value: 'NAME', complete: 'user', doc: 'only of this user' }, ...arrangeFlags],
  async run({ shell, flags }) {
    const owner = flags.text('user') ?? '';
    const tokens: ApiMethods['UserService.ListApiTokens']['response']['tokens'] = [];
    let pageToken = '';
    do {
      const page = await shell.call('UserService.ListApiTokens', {
        ...arrangement(flags),
        owner,
        pageSize: PAGE_SIZE_MAX,
        pageToken,
      });
      tokens.push(...page.tokens);
      pageToken = page.nextPageToken;
    } while (pageToken !== '');
    const api = await shell.api();
    await printListing(shell, tokenListing, {
      rows: tokens.map(apiTokenFromWire),
      json: () => api.toJson('wayside.v1.ListApiTokensResponse', { tokens }),
    });
    return exitCodes.done;
  },
};

const allowFlag: FlagSpec = {
  ...{ name: 'allow', value: 'RANGES' },
  doc: 'addresses it may be used from, as 10.1.0.0/16,::1; "any" for all',
};

const allowOf = (text: string | undefined): string[] => (text === 'any' ? [] : [...listOf(text)]);

const add: CommandSpec = {
  path: ['token', 'add'],
  summary: 'make a token for a program; it is shown once',
  examples: [
    ['wayside token add ci --read-only --ttl 30d', 'prints one line'],
    ['wayside token add backup --roles operator --allow 10.1.0.5', 'a part of your roles, from one address'],
  ],
  args: [{ name: 'NAME', doc: 'what it is for' }],
  flags: [
    { name: 'user', value: 'NAME', complete: 'user', doc: 'for somebody else, as an admin' },
    { name: 'ttl', value: 'TIME', doc: 'how long it lasts; default 90d, at most 366d' },
    { name: 'never', doc: 'it does not expire; for admins' },
    { name: 'read-only', doc: 'it reads, whatever the roles say' },
    { name: 'roles', value: 'ROLES', complete: 'role', doc: 'only these of the roles' },
    allowFlag,
  ],
  async run(call) {
    const { shell, flags } = call;
    const [ttl, neverExpires] = [flags.text('ttl'), flags.on('never')];
    if (ttl !== undefined && neverExpires)
      throw new WaysideError('INVALID_INPUT', 'give one of --ttl and --never');
    const answer = await shell.call('UserService.CreateApiToken', {
      ...{ name: argument(call, 0), owner: flags.text('user') ?? '', neverExpires },
      ...{ readOnly: flags.on('read-only'), roles: [...listOf(flags.text('roles'))] },
      ...{ allow: allowOf(flags.text('allow')), ttlSeconds: ttl === undefined ? 0 : await secondsOf(ttl) },
    });
    const end = timestampFromWire(answer.apiToken?.expireTime);
    const until =
      end === undefined ? 'does not expire' : `lasts until ${formatTime(end, shell.settings.zone)}`;
    await printMessage(shell, {
      type: 'wayside.v1.CreateApiTokenResponse',
      message: answer,
      text: answer.token,
    });
    shell.note(`shown once; it ${until}. Keep it in a file of mode 0600 and use it with --token-file`);
    return exitCodes.done;
  },
};

async function secondsOf(text: string): Promise<number> {
  const { parseDuration } = await import('../../../shared/config/index.ts');
  const ms = parseDuration(text);
  if (ms !== undefined && ms >= MS_PER_SECOND && ms <= TTL_MAX_MS) return Math.floor(ms / MS_PER_SECOND);
  throw new WaysideError(
    'INVALID_INPUT',
    `--ttl must be a duration from 1s to 366d, such as 90d, not "${text}"`,
  );
}

const edit: CommandSpec = {
  path: ['token', 'edit'],
  summary: 'change the name of a token or where it may be used from',
  examples: [['wayside token edit ID --allow 10.1.0.0/16', '']],
  args: [{ name: 'ID', complete: 'token', doc: 'as "wayside token ls" shows it' }],
  flags: [{ name: 'name', value: 'TEXT', doc: 'what it is for' }, allowFlag, dryRunFlag],
  async run(call) {
    const { shell, flags } = call;
    const [name, allow] = [flags.text('name'), flags.text('allow')];
    if (name === undefined && allow === undefined)
      throw new WaysideError('INVALID_INPUT', 'nothing to change: give --name or --allow');
    const id = argument(call, 0);
    const { only } = trial(call);
    const answer = await shell.call('UserService.UpdateApiToken', {
      id,
      ...(name === undefined ? {} : { name }),
      ...(allow === undefined ? {} : { allow: { ranges: allowOf(allow) } }),
      ...only,
    });
    const text = only.validateOnly ? `token ${id} would be changed` : `changed token ${id}`;
    return printMessage(shell, { type: 'wayside.v1.UpdateApiTokenResponse', message: answer, text });
  },
};

const rm: CommandSpec = {
  path: ['token', 'rm'],
  summary: 'take tokens away; what they opened ends at once',
  examples: [['wayside token rm ID', 'asks before it does']],
  args: [{ name: 'ID', complete: 'token', doc: 'as "wayside token ls" shows it', many: true }],
  flags: [{ name: 'yes', short: 'y', doc: 'do not ask' }, dryRunFlag],
  async run({ shell, args, flags }) {
    const { only } = trial({ flags });
    if (!flags.on('yes') && !only.validateOnly) await confirm(shell, `Take away token ${args.join(' ')}?`);
    for (const id of args) {
      await shell.call('UserService.DeleteApiToken', { id, ...only });
      const what = `token ${escapeText(id)}`;
      shell.out(only.validateOnly ? `${what} would be removed\n` : `removed ${what}\n`);
    }
    return exitCodes.done;
  },
};

export const tokenCommands: readonly CommandSpec[] = [ls, add, edit, rm];
