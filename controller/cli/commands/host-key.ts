/** SSH host keys of switches: what agents hold, and the way out after a switch was swapped. */
import { type HostKeyView, hostKeyState, PAGE_SIZE_MAX } from '../../../shared/model/index.ts';
import { type ApiMethods, hostKeyFromWire } from '../../../shared/wire/index.ts';
import { exitCodes } from '../exit-codes.ts';
import { type ListingSpec, printListing } from '../output/listing.ts';
import { formatAge, formatIso } from '../output/time.ts';
import { confirm } from '../prompt.ts';
import type { Shell } from '../shell.ts';
import { argument, type CommandSpec, type FlagSpec } from '../spec.ts';
import { arrangeFlags, arrangement } from './flags.ts';

type Message = ApiMethods['HostKeyService.ListHostKeys']['response']['hostKeys'][number];

const siteFlag: FlagSpec = { name: 'site', value: 'SITE', doc: 'site of the switch', complete: 'site' };

const hostKeyListing: ListingSpec<HostKeyView> = {
  plural: 'host keys',
  name: ({ place }) => place,
  columns: [
    { head: 'PLACE', cell: ({ place }) => place },
    { head: 'SWITCH', cell: ({ source }) => source || '-' },
    { head: 'SITE', cell: ({ site }) => site },
    { head: 'AGENT', cell: ({ agent }) => agent },
    { head: 'STATE', cell: hostKeyState },
    { head: 'FINGERPRINT', shrinks: true, cell: ({ pinned }) => pinned?.fingerprint ?? '-' },
    { head: 'SHOWN', shrinks: true, cell: ({ offered }) => offered?.fingerprint ?? '-' },
    { head: 'AGE', cell: ({ pinned }, { nowMs }) => (pinned ? formatAge(nowMs - pinned.at) : '-') },
    { head: 'TYPE', wide: true, cell: ({ pinned }) => pinned?.keyType ?? '-' },
  ],
  csv: [
    { head: 'place', cell: ({ place }) => place },
    { head: 'switch', cell: ({ source }) => source },
    { head: 'site', cell: ({ site }) => site },
    { head: 'agent', cell: ({ agent }) => agent },
    { head: 'state', cell: hostKeyState },
    { head: 'key_type', cell: ({ pinned }) => pinned?.keyType ?? '' },
    { head: 'fingerprint', cell: ({ pinned }) => pinned?.fingerprint ?? '' },
    { head: 'pinned_at', cell: ({ pinned }) => (pinned ? formatIso(pinned.at) : '') },
    { head: 'shown_type', cell: ({ offered }) => offered?.keyType ?? '' },
    { head: 'shown', cell: ({ offered }) => offered?.fingerprint ?? '' },
    { head: 'shown_at', cell: ({ offered }) => (offered ? formatIso(offered.at) : '') },
  ],
};

const ls: CommandSpec = {
  path: ['switch', 'hostkey', 'ls'],
  summary: 'list the SSH host keys that agents hold, and those that they refused',
  examples: [
    ['wayside switch hostkey ls --site ams1', 'all places of the site, as each agent holds them'],
    ['wayside switch hostkey ls ams1-f2-sw03', 'one switch: the pinned key, and the one it shows now'],
    ['wayside switch hostkey ls --site ams1 --filter state=changed', 'where a person must look'],
  ],
  args: [{ name: 'NAME', doc: 'a switch; without it a site is needed', optional: true, complete: 'switch' }],
  flags: [siteFlag, ...arrangeFlags],
  notes: [
    'Agents of the site that are online are asked; it shows sites where you are an operator with the full view.',
    '-o wide shows both fingerprints whole, however narrow the terminal is.',
  ],
  async run({ shell, args, flags }) {
    const asked = { source: args[0] ?? '', site: flags.text('site') ?? '' };
    const hostKeys: Message[] = [];
    let silentAgents: readonly string[] = [];
    let untold = 0;
    let pageToken = '';
    do {
      const request = { ...asked, ...arrangement(flags), pageSize: PAGE_SIZE_MAX, pageToken };
      const page = await shell.call('HostKeyService.ListHostKeys', request);
      hostKeys.push(...page.hostKeys);
      ({ silentAgents, untold } = page);
      pageToken = page.nextPageToken;
    } while (pageToken !== '');
    const api = await shell.api();
    await printListing(shell, hostKeyListing, {
      rows: hostKeys.map(hostKeyFromWire),
      json: () =>
        api.toJson('wayside.v1.ListHostKeysResponse', { hostKeys, silentAgents: [...silentAgents], untold }),
    });
    sayWhoIsSilent(shell, silentAgents);
    if (untold > 0)
      shell.note(
        `${untold} more are held than agents tell at once; with the name of a switch it is always told.`,
      );
    return exitCodes.done;
  },
};

const accept: CommandSpec = {
  path: ['switch', 'hostkey', 'accept'],
  summary: 'let the agents of a site take the key that a switch shows now',
  examples: [
    [
      'wayside switch hostkey accept ams1-f2-sw03 SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU',
      'after the switch was swapped, with the fingerprint as its own console shows it',
    ],
  ],
  args: [
    { name: 'NAME', doc: 'the switch', complete: 'switch' },
    { name: 'FINGERPRINT', doc: 'SHA256:… that an agent was shown; compare it at the device itself before' },
  ],
  flags: [siteFlag, { name: 'yes', short: 'y', doc: 'do not ask' }],
  notes: ['Only a key that an agent was shown and refused is taken: wayside switch hostkey ls tells it.'],
  async run(call) {
    const { shell, flags } = call;
    const [source, fingerprint] = [argument(call, 0), argument(call, 1)];
    const request = { source, fingerprint, site: flags.text('site') ?? '' };
    await shell.call('HostKeyService.AcceptHostKey', { ...request, validateOnly: true });
    if (!flags.on('yes'))
      await confirm(
        shell,
        `Did the device itself show ${fingerprint}, so that agents may log in to ${source}?`,
      );
    const answer = await shell.call('HostKeyService.AcceptHostKey', request);
    const api = await shell.api();
    await printListing(shell, hostKeyListing, {
      rows: answer.hostKeys.map(hostKeyFromWire),
      json: () => api.toJson('wayside.v1.AcceptHostKeyResponse', answer),
    });
    sayWhoIsSilent(shell, answer.silentAgents);
    return exitCodes.done;
  },
};

function sayWhoIsSilent(shell: Shell, agents: readonly string[]): void {
  if (agents.length > 0) shell.note(`No answer from ${agents.join(', ')}: what they hold is not known here.`);
}

export const hostKeyCommands: readonly CommandSpec[] = [ls, accept];
