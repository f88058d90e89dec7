/** Join tokens that were made: which can still be used, and taking them back. What they say is never shown again. */
import type { JoinTokenState, JoinTokenView } from '../../../shared/model/index.ts';
import { PAGE_SIZE_MAX } from '../../../shared/model/index.ts';
import { escapeText } from '../../../shared/runtime/index.ts';
import { type ApiMethods, joinTokenFromWire } from '../../../shared/wire/index.ts';
import { exitCodes } from '../exit-codes.ts';
import { checkedSite } from '../inventory/records.ts';
import type { Style } from '../output/color.ts';
import { formatJson, formatYaml } from '../output/documents.ts';
import { type ListingSpec, printListing } from '../output/listing.ts';
import { formatAge, formatIso } from '../output/time.ts';
import type { Shell } from '../shell.ts';
import { argument, type CommandSpec } from '../spec.ts';
import { type Arrangement, arrangeFlags, arrangement, siteFlag } from './flags.ts';

type Message = ApiMethods['AgentService.ListJoinTokens']['response']['tokens'][number];

const STYLES: Partial<Record<JoinTokenState, Style>> = { open: 'good', revoked: 'bad' };

const tokenListing: ListingSpec<JoinTokenView> = {
  plural: 'join tokens',
  name: ({ id }) => id,
  columns: [
    { head: 'ID', cell: ({ id }) => id },
    { head: 'SITE', cell: ({ site }) => site },
    { head: 'STATE', cell: ({ state }) => state, style: ({ state }) => STYLES[state] },
    {
      head: 'ENDS',
      cell: ({ state, expiresAt }, { nowMs }) =>
        state === 'open' ? `in ${formatAge(expiresAt - nowMs)}` : '-',
    },
    { head: 'BY', cell: ({ createdBy }) => createdBy },
    { head: 'USED-BY', shrinks: true, cell: ({ usedBy }) => usedBy },
    { head: 'REVOKED-BY', wide: true, cell: ({ revokedBy }) => revokedBy },
    { head: 'AGE', cell: ({ createdAt }, { nowMs }) => formatAge(nowMs - createdAt) },
  ],
  csv: [
    { head: 'id', cell: ({ id }) => id },
    { head: 'site', cell: ({ site }) => site },
    { head: 'state', cell: ({ state }) => state },
    { head: 'created', cell: ({ createdAt }) => formatIso(createdAt) },
    { head: 'created_by', cell: ({ createdBy }) => createdBy },
    { head: 'expires', cell: ({ expiresAt }) => formatIso(expiresAt) },
    { head: 'used', cell: ({ usedAt }) => (usedAt === undefined ? '' : formatIso(usedAt)) },
    { head: 'used_by', cell: ({ usedBy }) => usedBy },
    { head: 'revoked', cell: ({ revokedAt }) => (revokedAt === undefined ? '' : formatIso(revokedAt)) },
    { head: 'revoked_by', cell: ({ revokedBy }) => revokedBy },
  ],
};

const ls: CommandSpec = {
  path: ['agent', 'token', 'ls'],
  summary: 'list join tokens that can be used, and those that ended in the last 30 days',
  examples: [['wayside agent token ls --site ams1', '']],
  flags: [siteFlag, ...arrangeFlags],
  async run({ shell, flags }) {
    const site = flags.text('site') ?? '';
    if (site !== '') checkedSite(site);
    const tokens = await listTokens(shell, site, arrangement(flags));
    const api = await shell.api();
    await printListing(shell, tokenListing, {
      rows: tokens.map(joinTokenFromWire),
      json: () => api.toJson('wayside.v1.ListJoinTokensResponse', { tokens }),
    });
    return exitCodes.done;
  },
};

async function listTokens(shell: Shell, site: string, wish: Arrangement): Promise<readonly Message[]> {
  const tokens: Message[] = [];
  let pageToken = '';
  do {
    const page = await shell.call('AgentService.ListJoinTokens', {
      ...wish,
      site,
      pageSize: PAGE_SIZE_MAX,
      pageToken,
    });
    tokens.push(...page.tokens);
    pageToken = page.nextPageToken;
  } while (pageToken !== '');
  return tokens;
}

const rm: CommandSpec = {
  path: ['agent', 'token', 'rm'],
  summary: 'take a join token back: nobody can join with it any more',
  examples: [['wayside agent token rm 4f2a', 'the beginning of its id is enough']],
  args: [{ name: 'ID', doc: 'id of the token, or its beginning' }],
  async run(call) {
    const { shell } = call;
    const { token } = await shell.call('AgentService.RevokeJoinToken', { id: argument(call, 0) });
    const { output } = shell.settings;
    if (output === 'json' || output === 'yaml') {
      const json = (await shell.api()).toJson('wayside.v1.JoinToken', token ?? {});
      shell.out(output === 'json' ? formatJson(json) : await formatYaml(json));
      return exitCodes.done;
    }
    const id = escapeText(token?.id ?? '');
    shell.out(output === 'name' ? `${id}\n` : `join token ${id} revoked\n`);
    if (token?.state === 'JOIN_TOKEN_STATE_REVOKED' && token.usedBy !== '')
      shell.note(`agent ${token.usedBy} has joined with it before, and stays: wayside agent rm`);
    return exitCodes.done;
  },
};

export const agentTokenCommands: readonly CommandSpec[] = [ls, rm];
