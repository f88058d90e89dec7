/** Users and their passwords. */
import { WaysideError } from '../../../shared/errors.ts';
import { isAtLeast, PAGE_SIZE_MAX, type UserView } from '../../../shared/model/index.ts';
import { escapeText } from '../../../shared/runtime/index.ts';
import { type ApiMethods, grantFromWire, userFromWire } from '../../../shared/wire/index.ts';
import { exitCodes } from '../exit-codes.ts';
import { type ListingSpec, printListing } from '../output/listing.ts';
import { formatAge, formatIso } from '../output/time.ts';
import { askNewPassword, confirm } from '../prompt.ts';
import type { Shell } from '../shell.ts';
import { argument, type CommandSpec, type FlagSpec, requiredFlag } from '../spec.ts';
import { arrangeFlags, arrangement, dryRunFlag, trial } from './flags.ts';
import { stdinFlag } from './login.ts';
import { printMessage } from './message.ts';

const isoOr = (at: number | undefined): string => (at === undefined ? '' : formatIso(at));

const userListing: ListingSpec<UserView> = {
  plural: 'users',
  name: ({ name }) => name,
  columns: [
    { head: 'NAME', cell: ({ name }) => name },
    { head: 'FULL-NAME', shrinks: true, cell: ({ fullName }) => fullName },
    { head: 'ROLES', cell: ({ roles }) => roles.join(',') },
    {
      head: 'STATE',
      cell: ({ disabled, passwordAt }) => stateOf(disabled, passwordAt),
      style: ({ disabled }) => (disabled ? 'bad' : undefined),
    },
    {
      head: 'PASSWORD',
      wide: true,
      cell: ({ passwordAt }, { nowMs }) => (passwordAt === undefined ? '' : formatAge(nowMs - passwordAt)),
    },
    {
      head: 'CHANGED',
      cell: ({ updatedAt }, { nowMs }) => (updatedAt === 0 ? '' : formatAge(nowMs - updatedAt)),
    },
  ],
  csv: [
    { head: 'name', cell: ({ name }) => name },
    { head: 'full_name', cell: ({ fullName }) => fullName },
    { head: 'roles', cell: ({ roles }) => roles.join(' ') },
    { head: 'disabled', cell: ({ disabled }) => String(disabled) },
    { head: 'password_time', cell: ({ passwordAt }) => isoOr(passwordAt) },
    { head: 'update_time', cell: ({ updatedAt }) => isoOr(updatedAt === 0 ? undefined : updatedAt) },
  ],
};

function stateOf(disabled: boolean, passwordAt: number | undefined): string {
  if (disabled) return 'locked';
  return passwordAt === undefined ? 'no password' : 'active';
}

/** A list that is given as one text, `a,b`. */
export function listOf(text: string | undefined): readonly string[] {
  return (text ?? '').split(',').flatMap((one) => (one.trim() === '' ? [] : [one.trim()]));
}

const ls: CommandSpec = {
  path: ['user', 'ls'],
  summary: 'list users and their roles',
  examples: [['wayside user ls', '']],
  flags: arrangeFlags,
  async run({ shell, flags }) {
    const users: ApiMethods['UserService.ListUsers']['response']['users'] = [];
    let pageToken = '';
    do {
      const page = await shell.call('UserService.ListUsers', {
        ...arrangement(flags),
        pageSize: PAGE_SIZE_MAX,
        pageToken,
      });
      users.push(...page.users);
      pageToken = page.nextPageToken;
    } while (pageToken !== '');
    const api = await shell.api();
    await printListing(shell, userListing, {
      rows: users.map(userFromWire),
      json: () => api.toJson('wayside.v1.ListUsersResponse', { users }),
    });
    return exitCodes.done;
  },
};

const fullNameFlag: FlagSpec = { name: 'full-name', value: 'TEXT', doc: 'name for people' };
const rolesFlag: FlagSpec = {
  name: 'roles',
  value: 'ROLES',
  complete: 'role',
  doc: 'one or more, as viewer,desk; see: wayside role ls',
};
const nameArg = { name: 'NAME', doc: 'login name' } as const;
const knownArg = { ...nameArg, complete: 'user' } as const;

const add: CommandSpec = {
  path: ['user', 'add'],
  summary: 'add a user; then give a password with "wayside user password"',
  examples: [['wayside user add ann --full-name "Ann Lee" --roles operator', '']],
  args: [nameArg],
  flags: [fullNameFlag, rolesFlag, dryRunFlag],
  async run(call) {
    const { shell, flags } = call;
    const name = argument(call, 0);
    const roles = [...listOf(requiredFlag(flags, 'roles'))];
    const fullName = flags.text('full-name') ?? '';
    const { only } = trial(call);
    const answer = await shell.call('UserService.CreateUser', { name, fullName, roles, ...only });
    return printMessage(shell, {
      ...{ type: 'wayside.v1.CreateUserResponse', message: answer },
      text: only.validateOnly
        ? `user ${name} would be added`
        : `added user ${name}; give a password with: wayside user password ${name}`,
    });
  },
};

const edit: CommandSpec = {
  path: ['user', 'edit'],
  summary: 'change roles or name of a user, lock or unlock',
  examples: [
    ['wayside user edit ann --roles viewer,desk', 'counts at once, and ends what is open'],
    ['wayside user edit ann --lock', 'may do nothing, but is kept'],
  ],
  args: [knownArg],
  flags: [
    fullNameFlag,
    rolesFlag,
    { name: 'lock', doc: 'may do nothing from now on' },
    { name: 'unlock', doc: 'may do again what the roles say' },
    dryRunFlag,
  ],
  async run(call) {
    const { shell, flags } = call;
    const name = argument(call, 0);
    const fullName = flags.text('full-name');
    const [lock, unlock] = [flags.on('lock'), flags.on('unlock')];
    if (lock && unlock) throw new WaysideError('INVALID_INPUT', 'give one of --lock and --unlock');
    const roles = [...listOf(flags.text('roles'))];
    if (fullName === undefined && roles.length === 0 && !lock && !unlock)
      throw new WaysideError(
        'INVALID_INPUT',
        'nothing to change: give --roles, --full-name, --lock or --unlock',
      );
    const { only } = trial(call);
    const answer = await shell.call('UserService.UpdateUser', {
      ...{ name, roles },
      ...(fullName === undefined ? {} : { fullName }),
      ...(lock || unlock ? { disabled: lock } : {}),
      ...only,
    });
    const text = only.validateOnly ? `user ${name} would be changed` : `changed user ${name}`;
    return printMessage(shell, { type: 'wayside.v1.UpdateUserResponse', message: answer, text });
  },
};

const rm: CommandSpec = {
  path: ['user', 'rm'],
  summary: 'remove users; their sessions and tokens go too',
  examples: [['wayside user rm ann', 'asks before it does']],
  args: [{ ...knownArg, many: true }],
  flags: [{ name: 'yes', short: 'y', doc: 'do not ask' }, dryRunFlag],
  async run({ shell, args, flags }) {
    const { only } = trial({ flags });
    if (!flags.on('yes') && !only.validateOnly) await confirm(shell, `Remove user ${args.join(' ')}?`);
    for (const name of args) {
      await shell.call('UserService.DeleteUser', { name, ...only });
      const who = `user ${escapeText(name)}`;
      shell.out(only.validateOnly ? `${who} would be removed\n` : `removed ${who}\n`);
    }
    return exitCodes.done;
  },
};

const password: CommandSpec = {
  path: ['user', 'password'],
  summary: 'set a password: your own, or anybody’s as an admin',
  examples: [
    ['wayside user password ann', 'asks; all sessions of ann end'],
    ['wayside user password ann --stdin < file', 'one line; your own: the current one in a line before it'],
  ],
  args: [knownArg],
  flags: [stdinFlag],
  async run(call) {
    const { shell, flags } = call;
    const name = argument(call, 0);
    const needsCurrent = !(await isAdmin(shell));
    const before = needsCurrent ? ['Current password'] : [];
    const answers = await askNewPassword(shell, { stdin: flags.on('stdin'), before });
    const request = { name, password: answers.at(-1) ?? '' };
    const currentPassword = needsCurrent ? (answers[0] ?? '') : '';
    const answer = await shell.call('UserService.SetPassword', { ...request, currentPassword });
    const text = `set the password of ${name}; all sessions of ${name} have ended`;
    return printMessage(shell, { type: 'wayside.v1.SetPasswordResponse', message: answer, text });
  },
};

async function isAdmin(shell: Shell): Promise<boolean> {
  const { grants, readOnly } = await shell.call('AuthService.WhoAmI', {});
  const everywhere = grants
    .map(grantFromWire)
    .some(({ level, scopes }) => isAtLeast(level, 'admin') && scopes.some(({ site }) => site === '*'));
  return everywhere && !readOnly;
}

export const userCommands: readonly CommandSpec[] = [ls, add, edit, rm, password];
