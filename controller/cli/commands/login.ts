/** Logging in, out, and who one is. The token of the session is kept in the context file, mode 0600. */
import { WaysideError } from '../../../shared/errors.ts';
import type { Grant, WhoAmI } from '../../../shared/model/index.ts';
import { escapeText } from '../../../shared/runtime/index.ts';
import { timestampFromWire, whoAmIFromWire } from '../../../shared/wire/index.ts';
import { type ContextEntry, findContext, putContext, readContexts } from '../contexts.ts';
import { exitCodes } from '../exit-codes.ts';
import { printDetails } from '../output/details.ts';
import type { ListingSpec } from '../output/listing.ts';
import { formatAge, formatTime } from '../output/time.ts';
import { askSecrets, canAsk } from '../prompt.ts';
import type { Shell } from '../shell.ts';
import type { CommandSpec } from '../spec.ts';
import { planTarget, readTarget, type TargetPlan } from '../target.ts';

export const stdinFlag = { name: 'stdin', doc: 'read the password from standard input' } as const;

/** Where the session is kept. */
async function plannedContext(shell: Shell): Promise<TargetPlan & { readonly context: string }> {
  const plan = await planTarget(shell.host, shell.settings.flags);
  const { context } = plan;
  if (context !== undefined) return { ...plan, context };
  throw new WaysideError('INVALID_INPUT', 'a session is kept in a context, and there is none', {
    hint: 'Make one first: wayside context add NAME --address HOST:7443 --ca-file FILE --use',
  });
}

async function keepSession(shell: Shell, name: string, session: string | undefined): Promise<void> {
  const file = await readContexts(shell.host.env);
  const { session: _before, ...entry }: ContextEntry = findContext(file, name);
  await putContext(file, session === undefined ? entry : { ...entry, session });
}

export const loginCommand: CommandSpec = {
  path: ['login'],
  summary: 'log in with name and password; the session is kept in the context',
  examples: [
    ['wayside login --user ann', 'asks for the password'],
    ['wayside login --user ann --stdin < password-file', 'in scripts; better is a token: wayside token add'],
  ],
  flags: [{ name: 'user', value: 'NAME', doc: 'who you are; asked for when it is left out' }, stdinFlag],
  async run({ shell, flags }) {
    const plan = await plannedContext(shell);
    const user = flags.text('user') ?? (await askUser(shell));
    const [password = ''] = await askSecrets(shell, { stdin: flags.on('stdin'), questions: ['Password'] });
    const { connect } = await shell.tools();
    // Without any token: an old one that has ended would be refused before the password is looked at.
    const target = await readTarget({ ...plan, tokenFile: undefined, session: undefined }, undefined);
    const api = await connect(target);
    try {
      const answer = await api.unary('AuthService.Login', { user, password }, { signal: shell.signal });
      await keepSession(shell, plan.context, answer.token);
      const until = timestampFromWire(answer.expireTime);
      const end =
        until === undefined ? '' : `, until ${formatTime(until, shell.settings.zone)} at the latest`;
      shell.out(`logged in to ${escapeText(plan.context)} as ${escapeText(answer.user)}${end}\n`);
      return exitCodes.done;
    } finally {
      api.close();
    }
  },
};

async function askUser(shell: Shell): Promise<string> {
  if (!canAsk(shell)) throw new WaysideError('INVALID_INPUT', '--user is missing');
  shell.host.stderr.write('User: ');
  const user = (await shell.host.stdin.readLine())?.trim() ?? '';
  if (user === '') throw new WaysideError('CANCELLED', 'nothing was changed');
  return user;
}

export const logoutCommand: CommandSpec = {
  path: ['logout'],
  summary: 'end the session of this context',
  examples: [['wayside logout', 'a token file of the context counts again']],
  async run({ shell }) {
    const { context, session } = await plannedContext(shell);
    if (session === undefined) {
      shell.out(`nobody is logged in to ${escapeText(context)}\n`);
      return exitCodes.done;
    }
    try {
      await shell.call('AuthService.Logout', {});
    } catch (error) {
      // One that has ended already is what was asked for; of any other failure the token must stay to try again.
      if (WaysideError.from(error).code !== 'UNAUTHENTICATED') throw error;
    }
    await keepSession(shell, context, undefined);
    shell.out(`logged out of ${escapeText(context)}\n`);
    return exitCodes.done;
  },
};

const whoListing: ListingSpec<WhoAmI> = {
  plural: 'users',
  name: ({ name }) => name,
  columns: [],
  csv: [
    { head: 'name', cell: ({ name }) => name },
    { head: 'signed_in', cell: ({ signedIn }) => signedIn },
    { head: 'grants', cell: ({ grants }) => grants.map(grantText).join('; ') },
  ],
};

/** `operator at ams1, lon2/f2; sees switches: network` */
export function grantText({ level, switchView, scopes }: Grant): string {
  const places = scopes.map(({ site, floor }) =>
    floor === undefined ? (site === '*' ? 'every site' : site) : `${site}/${floor}`,
  );
  return `${level} at ${places.join(', ')}, switch view ${switchView}`;
}

export const whoamiCommand: CommandSpec = {
  path: ['whoami'],
  summary: 'show who you are and what you may',
  examples: [['wayside whoami', '']],
  async run({ shell }) {
    const answer = await shell.call('AuthService.WhoAmI', {});
    const api = await shell.api();
    const { nowMs, zone } = await shell.reader();
    const who = whoAmIFromWire(answer);
    const end = (at: number | undefined): string =>
      at === undefined ? 'never' : `${formatTime(at, zone)} (in ${formatAge(at - nowMs)})`;
    await printDetails(shell, {
      ...{ spec: whoListing, row: who, json: () => api.toJson('wayside.v1.WhoAmIResponse', answer) },
      facts: () => [
        ['User', who.name],
        ['Full name', who.fullName],
        ...who.grants.map((grant) => ['May', grantText(grant)] as const),
        ['Signed in', who.signedIn === 'session' ? 'with a password' : `with the token "${who.tokenName}"`],
        ['Read only', who.readOnly ? 'yes' : 'no'],
        ['Ends', end(who.expiresAt)],
        ...(who.idleAt === undefined ? [] : [['Ends unused', end(who.idleAt)] as const]),
      ],
    });
    return exitCodes.done;
  },
};
