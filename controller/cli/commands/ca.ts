/** The CA of the agents, and its successor. */
import type { CaView } from '../../../shared/model/index.ts';
import { type ApiMethods, caFromWire } from '../../../shared/wire/index.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { type ListingSpec, printListing } from '../output/listing.ts';
import { formatAge, formatIso } from '../output/time.ts';
import { confirm } from '../prompt.ts';
import type { Shell } from '../shell.ts';
import type { CommandSpec } from '../spec.ts';

type Answer = ApiMethods['CaService.GetCa']['response'];

const caListing: ListingSpec<CaView> = {
  plural: 'CAs',
  name: ({ fingerprint }) => fingerprint,
  columns: [
    { head: 'FINGERPRINT', cell: ({ fingerprint }) => fingerprint.slice(0, 16) },
    { head: 'ROLE', cell: (ca) => roleOf(ca) },
    { head: 'AGENTS', cell: ({ agentCount }) => String(agentCount) },
    { head: 'NAMES', shrinks: true, cell: ({ agents }) => agents.join(',') },
    { head: 'OPEN-TOKENS', cell: ({ openTokens }) => String(openTokens) },
    { head: 'ENDS', cell: ({ expiresAt }, { nowMs }) => `in ${formatAge(expiresAt - nowMs)}` },
    { head: 'AGE', cell: ({ startsAt }, { nowMs }) => formatAge(nowMs - startsAt) },
  ],
  csv: [
    { head: 'fingerprint', cell: ({ fingerprint }) => fingerprint },
    { head: 'role', cell: (ca) => roleOf(ca) },
    { head: 'agents', cell: ({ agentCount }) => String(agentCount) },
    { head: 'open_tokens', cell: ({ openTokens }) => String(openTokens) },
    { head: 'starts', cell: ({ startsAt }) => formatIso(startsAt) },
    { head: 'ends', cell: ({ expiresAt }) => formatIso(expiresAt) },
  ],
};

function roleOf({ issues, serves }: CaView): string {
  if (issues && serves) return 'the CA';
  return issues ? 'new: issues' : 'old: serves';
}

const show: CommandSpec = {
  path: ['ca', 'show'],
  summary: 'show the CA, or the old and the new one while two overlap',
  examples: [
    ['wayside ca show', 'who still has no certificate of the new one'],
    ['wayside ca show --pem > ca.crt', 'for the contexts of people and programs'],
  ],
  flags: [{ name: 'pem', doc: 'the certificates themselves' }],
  async run({ shell, flags }) {
    const answer = await shell.call('CaService.GetCa', {});
    if (!flags.on('pem')) return print(shell, answer, 'GetCaResponse');
    shell.out(answer.cas.map(({ pem }) => pem).join(''));
    return exitCodes.done;
  },
};

const rotate: CommandSpec = {
  path: ['ca', 'rotate'],
  summary: 'make a new CA beside the present one; agents get certificates of it by themselves',
  examples: [['wayside ca rotate', 'then wait for `wayside ca show`, and `wayside ca retire`']],
  flags: [{ name: 'yes', short: 'y', doc: 'do not ask' }],
  async run({ shell, flags }) {
    if (!flags.on('yes')) await confirm(shell, 'Make a new CA for all agents?');
    const answer = await shell.call('CaService.RotateCa', {});
    const ended = await print(shell, answer, 'RotateCaResponse');
    shell.note('next: give people the new ca.crt (wayside ca show --pem); at 0 agents: wayside ca retire');
    return ended;
  },
};

const retire: CommandSpec = {
  path: ['ca', 'retire'],
  summary: 'end the overlap: the new CA alone counts from now on',
  examples: [
    ['wayside ca retire', 'refused while agents hang on the old one'],
    ['wayside ca retire --force', 'they find the new one by themselves when they connect'],
  ],
  flags: [
    { name: 'force', doc: 'although agents have no certificate of the new one' },
    { name: 'yes', short: 'y', doc: 'do not ask' },
  ],
  async run({ shell, flags }) {
    if (!flags.on('yes')) await confirm(shell, 'Retire the old CA?');
    const answer = await shell.call('CaService.RetireCa', { force: flags.on('force') });
    const { cutOff } = answer;
    const ended = await print(shell, answer, 'RetireCaResponse');
    if (cutOff.length > 0)
      shell.note(`these have to join again, and do so by themselves: ${cutOff.join(', ')}`);
    return ended;
  },
};

async function print(shell: Shell, answer: Answer, type: string): Promise<ExitCode> {
  const { cas } = answer;
  const api = await shell.api();
  await printListing(shell, caListing, {
    rows: cas.map(caFromWire),
    json: () => api.toJson(`wayside.v1.${type}`, answer),
  });
  return exitCodes.done;
}

export const caCommands: readonly CommandSpec[] = [show, rotate, retire];
