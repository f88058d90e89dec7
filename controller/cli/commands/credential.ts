/** Logins for devices, typed here for an agent there: sealed to it before they leave this process. */
import { WaysideError } from '../../../shared/errors.ts';
import { type CredentialView, PAGE_SIZE_MAX } from '../../../shared/model/index.ts';
import { type ApiMethods, credentialFromWire } from '../../../shared/wire/index.ts';
import { pinFlags, trustedTarget } from '../credentials/pin.ts';
import { readCredential } from '../credentials/secret.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { type ListingSpec, printListing } from '../output/listing.ts';
import { formatAge, formatIso, formatTime } from '../output/time.ts';
import { confirm } from '../prompt.ts';
import type { Shell } from '../shell.ts';
import { argument, type CommandSpec, type FlagSpec, requiredFlag } from '../spec.ts';
import { arrangeFlags, arrangement } from './flags.ts';
import { printMessage } from './message.ts';
import { listOf } from './user.ts';

type Message = ApiMethods['CredentialService.ListCredentials']['response']['credentials'][number];

/** How many targets a row shows. */
const TARGETS_SHOWN = 3;

const agentFlag: FlagSpec = {
  name: 'agent',
  value: 'NAME',
  doc: 'name or id of the agent',
  complete: 'agent',
};
const siteFlag: FlagSpec = {
  ...{ name: 'site', value: 'SITE', complete: 'site' },
  doc: 'site of the agent, where several have one of that name',
};

const credentialListing: ListingSpec<CredentialView> = {
  plural: 'credentials',
  name: ({ name }) => name,
  columns: [
    { head: 'NAME', cell: ({ name }) => name },
    { head: 'SITE', cell: ({ site }) => site },
    { head: 'AGENT', cell: ({ agent }) => agent },
    { head: 'VERSION', cell: ({ version }) => (version === 0 ? '-' : String(version)) },
    { head: 'STATE', cell: stateText },
    { head: 'SET-BY', cell: ({ setBy }) => setBy || 'on its host' },
    { head: 'AGE', cell: ({ setAt }, { nowMs }) => (setAt === undefined ? '-' : formatAge(nowMs - setAt)) },
    { head: 'SOURCES', cell: ({ sourceCount }) => String(sourceCount) },
    { head: 'TARGETS', shrinks: true, cell: targetsText },
    { head: 'REASON', wide: true, cell: ({ error }) => (error ? `${error.code}: ${error.message}` : '-') },
  ],
  csv: [
    { head: 'name', cell: ({ name }) => name },
    { head: 'site', cell: ({ site }) => site },
    { head: 'agent', cell: ({ agent }) => agent },
    { head: 'version', cell: ({ version }) => String(version) },
    { head: 'state', cell: ({ state }) => state },
    { head: 'set_by', cell: ({ setBy }) => setBy },
    { head: 'set_at', cell: ({ setAt }) => (setAt === undefined ? '' : formatIso(setAt)) },
    { head: 'sources', cell: ({ sourceCount }) => String(sourceCount) },
    { head: 'targets', cell: ({ targets }) => targets.join(' ') },
    { head: 'reason', cell: ({ error }) => (error ? `${error.code}: ${error.message}` : '') },
  ],
};

function stateText({ state, expiresAt }: CredentialView, { nowMs }: { readonly nowMs: number }): string {
  return expiresAt === undefined ? state : `${state}, ${formatAge(Math.max(0, expiresAt - nowMs))} left`;
}

function targetsText({ targets, targetCount }: CredentialView): string {
  const shown = targets.slice(0, TARGETS_SHOWN).join(',');
  return targetCount > TARGETS_SHOWN ? `${shown} +${targetCount - TARGETS_SHOWN}` : shown || '-';
}

const ls: CommandSpec = {
  path: ['credential', 'ls'],
  summary: 'list the credentials that agents hold, and those on their way; never the secrets',
  examples: [
    ['wayside credential ls --site ams1', 'what agents there hold, who set it, how many sources use it'],
    ['wayside credential ls -o wide', 'with the reason of a refusal'],
  ],
  flags: [
    { ...siteFlag, doc: 'only of this site' },
    { ...agentFlag, doc: 'only of this agent' },
    ...arrangeFlags,
  ],
  notes: ['It shows the sites where you are an operator with the full switch view.'],
  async run({ shell, flags }) {
    const asked = { site: flags.text('site') ?? '', agent: flags.text('agent') ?? '' };
    const credentials: Message[] = [];
    let pageToken = '';
    do {
      const request = { ...asked, ...arrangement(flags), pageSize: PAGE_SIZE_MAX, pageToken };
      const page = await shell.call('CredentialService.ListCredentials', request);
      credentials.push(...page.credentials);
      pageToken = page.nextPageToken;
    } while (pageToken !== '');
    const api = await shell.api();
    await printListing(shell, credentialListing, {
      rows: credentials.map(credentialFromWire),
      json: () => api.toJson('wayside.v1.ListCredentialsResponse', { credentials }),
    });
    return exitCodes.done;
  },
};

const set: CommandSpec = {
  path: ['credential', 'set'],
  summary: 'give an agent a login for devices; it is sealed here, and only that agent can open it',
  examples: [
    [
      'wayside credential set campus --agent ams1-a --username wayside --targets 10.1.0.0/16',
      'asks for the password; at first use also for the identity of the agent',
    ],
    [
      'wayside credential set core --agent ams1-a --username wayside --targets 10.1.0.1 --stdin --fingerprint HEX < FILE',
      'from a script: password, and enable password on a second line',
    ],
  ],
  args: [{ name: 'NAME', doc: 'name that sources refer to' }],
  flags: [
    { ...agentFlag, doc: `${agentFlag.doc} (required)` },
    siteFlag,
    {
      ...{ name: 'targets', value: 'LIST' },
      doc: 'hosts it may be sent to: addresses, host:port, networks; commas between (required)',
    },
    {
      ...{ name: 'username', value: 'NAME' },
      doc: 'user name; without it standard input holds JSON: username, password, enablePassword, privateKey',
    },
    { name: 'stdin', doc: 'the secret comes from standard input' },
    ...pinFlags,
  ],
  notes: ['The host of the agent must allow it: credentials.targets in its agent.yaml.'],
  async run(call) {
    const { shell, flags } = call;
    const name = argument(call, 0);
    const agent = requiredFlag(flags, 'agent');
    const site = flags.text('site') ?? '';
    const targets = listOf(requiredFlag(flags, 'targets'));
    const seal = await import('../../../shared/seal/index.ts');
    const problems = seal.credentialPlaceProblems(name, targets);
    if (problems.length > 0)
      throw new WaysideError('INVALID_INPUT', 'nothing was asked for', { violations: problems });
    const target = await trustedTarget(shell, flags, { agent, site, name });
    const secret = await readCredential(shell, {
      stdin: flags.on('stdin'),
      username: flags.text('username'),
    });
    seal.checkCredential(name, secret.reveal(), targets);
    const { clock, random } = await shell.tools();
    const { agentId, nextVersion: version } = target;
    const expiresAt = clock.now() + seal.ORDER_LIFETIME_MS;
    const order = { agent: agentId, name, version, expiresAt, targets, secret };
    const sealed = Buffer.from(seal.sealOrder(order, { agentId, ...target.sealKey }, random));
    const request = {
      agent: agentId,
      site: target.site,
      name,
      version,
      allowedTargets: [...targets],
      sealed,
    };
    const answer = await shell.call('CredentialService.SetCredential', request);
    return say(shell, { type: 'SetCredentialResponse', message: answer, done: 'stored' });
  },
};

const rm: CommandSpec = {
  path: ['credential', 'rm'],
  summary: 'let an agent forget a credential',
  examples: [['wayside credential rm campus --agent ams1-a', 'asks before it does']],
  args: [{ name: 'NAME', doc: 'as "wayside credential ls" shows it' }],
  flags: [
    { ...agentFlag, doc: `${agentFlag.doc} (required)` },
    siteFlag,
    { name: 'yes', short: 'y', doc: 'do not ask' },
    ...pinFlags,
  ],
  async run(call) {
    const { shell, flags } = call;
    const name = argument(call, 0);
    const agent = requiredFlag(flags, 'agent');
    const target = await trustedTarget(shell, flags, { agent, site: flags.text('site') ?? '', name });
    if (!flags.on('yes')) await confirm(shell, `Let agent ${target.site}/${target.agent} forget ${name}?`);
    const seal = await import('../../../shared/seal/index.ts');
    const { clock, random } = await shell.tools();
    const { agentId, nextVersion: version } = target;
    const expiresAt = clock.now() + seal.ORDER_LIFETIME_MS;
    const order = { agent: agentId, name, version, expiresAt, targets: [], secret: undefined };
    const sealed = Buffer.from(seal.sealOrder(order, { agentId, ...target.sealKey }, random));
    const request = { agent: agentId, site: target.site, name, version, sealed };
    const answer = await shell.call('CredentialService.RemoveCredential', request);
    return say(shell, { type: 'RemoveCredentialResponse', message: answer, done: 'removed' });
  },
};

interface Answer {
  readonly type: string;
  readonly message: { readonly credential: Message | null };
  readonly done: string;
}

async function say(shell: Shell, { type, message, done }: Answer): Promise<ExitCode> {
  if (!message.credential)
    throw new WaysideError('UNSUPPORTED', 'the controller gave no answer that this version knows');
  const credential = credentialFromWire(message.credential);
  const { zone } = shell.settings;
  const { name, site, agent, orderedVersion, answeredAt, expiresAt } = credential;
  const what = `credential ${name} version ${orderedVersion}`;
  const text =
    expiresAt === undefined
      ? `${what} ${done} at agent ${site}/${agent}${answeredAt === undefined ? '' : `, ${formatTime(answeredAt, zone)}`}`
      : `${what} is parked: agent ${site}/${agent} has not answered; it gets it when it connects, until ${formatTime(expiresAt, zone)}`;
  const ended = await printMessage(shell, { type: `wayside.v1.${type}`, message, text });
  if (expiresAt !== undefined) shell.note(`wayside credential ls --agent ${agent} shows what becomes of it`);
  return ended;
}

export const credentialCommands: readonly CommandSpec[] = [ls, set, rm];
