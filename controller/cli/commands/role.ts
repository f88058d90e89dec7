/** Roles: named grants with the places they hold for. */
import { WaysideError } from '../../../shared/errors.ts';
import {
  type Level,
  levels,
  type RoleView,
  type Scope,
  type SwitchView,
  switchViews,
} from '../../../shared/model/index.ts';
import { escapeText } from '../../../shared/runtime/index.ts';
import {
  type ApiMethods,
  level as levelCodec,
  roleFromWire,
  switchView as viewCodec,
} from '../../../shared/wire/index.ts';
import { exitCodes } from '../exit-codes.ts';
import { checkedSite, findRecord, listRecords, nameOf } from '../inventory/records.ts';
import { type ListingSpec, printListing } from '../output/listing.ts';
import { confirm } from '../prompt.ts';
import type { Shell } from '../shell.ts';
import { argument, type CommandSpec, type FlagSpec, type Flags, requiredFlag } from '../spec.ts';
import { arrangeFlags, arrangement, dryRunFlag, trial } from './flags.ts';
import { printMessage } from './message.ts';
import { listOf } from './user.ts';

/** A role and its places as people name them. */
interface Row extends RoleView {
  readonly places: string;
}

const roleListing: ListingSpec<Row> = {
  plural: 'roles',
  name: ({ name }) => name,
  columns: [
    { head: 'NAME', cell: ({ name }) => name },
    { head: 'LEVEL', cell: ({ level }) => level },
    { head: 'SWITCH-VIEW', cell: ({ switchView }) => switchView },
    { head: 'PLACES', cell: ({ places }) => places },
    { head: 'DESCRIPTION', shrinks: true, cell: ({ description }) => description },
  ],
  csv: [
    { head: 'name', cell: ({ name }) => name },
    { head: 'level', cell: ({ level }) => level },
    { head: 'switch_view', cell: ({ switchView }) => switchView },
    { head: 'places', cell: ({ places }) => places },
    { head: 'built_in', cell: ({ builtIn }) => String(builtIn) },
    { head: 'description', cell: ({ description }) => description },
  ],
};

const ls: CommandSpec = {
  path: ['role', 'ls'],
  summary: 'list roles and what they allow where',
  examples: [['wayside role ls', '']],
  flags: arrangeFlags,
  async run({ shell, flags }) {
    const messages: ApiMethods['UserService.ListRoles']['response']['roles'] = [];
    let pageToken = '';
    do {
      const page = await shell.call('UserService.ListRoles', { ...arrangement(flags), pageToken });
      messages.push(...page.roles);
      pageToken = page.nextPageToken;
    } while (pageToken !== '');
    const roles = messages.map(roleFromWire);
    const floors = await floorNames(shell, roles);
    const place = ({ site, floor }: Scope): string =>
      floor === undefined ? site : `${site}/${floors.get(`${site}/${floor}`) ?? floor}`;
    const api = await shell.api();
    await printListing(shell, roleListing, {
      rows: roles.map((role) => ({ ...role, places: role.scopes.map(place).join(',') })),
      json: () => api.toJson('wayside.v1.ListRolesResponse', { roles: messages }),
    });
    return exitCodes.done;
  },
};

/** `site/id` -> name, read only when some role is bound to a floor. */
async function floorNames(shell: Shell, roles: readonly RoleView[]): Promise<ReadonlyMap<string, string>> {
  if (!roles.some(({ scopes }) => scopes.some(({ floor }) => floor !== undefined))) return new Map();
  const { records } = await listRecords(shell, { kind: 'floor' });
  return new Map(records.map(({ view }) => [`${view.ref.site}/${view.ref.id}`, nameOf(view)]));
}

const nameArg = { name: 'NAME', doc: 'name of the role' } as const;
const knownArg = { ...nameArg, complete: 'role' } as const;
const changeFlags: readonly FlagSpec[] = [
  { name: 'level', value: 'LEVEL', doc: levels.join(', '), choices: levels },
  {
    ...{ name: 'view', value: 'VIEW', choices: switchViews },
    doc: 'what is shown of switches: port (edge ports alone), network or full',
  },
  { name: 'at', value: 'PLACES', doc: 'sites and floors, as ams1,lon2/f2; * for every site' },
  { name: 'description', value: 'TEXT', doc: 'what it is for' },
];

async function grantOf(shell: Shell, flags: Flags) {
  const level = flags.text('level') as Level | undefined;
  const view = flags.text('view') as SwitchView | undefined;
  const scopes: { site: string; floor: string }[] = [];
  for (const text of listOf(flags.text('at'))) scopes.push(await scopeOf(shell, text));
  return {
    ...(level && { level: levelCodec.toWire(level) }),
    ...(view && { switchView: viewCodec.toWire(view) }),
    scopes,
  };
}

async function scopeOf(shell: Shell, text: string): Promise<{ site: string; floor: string }> {
  if (text === '*') return { site: '*', floor: '' };
  if (!text.includes('/')) return { site: checkedSite(text), floor: '' };
  const { view } = await findRecord(shell, { kind: 'floor', name: text });
  return { site: view.ref.site, floor: view.ref.id };
}

const add: CommandSpec = {
  path: ['role', 'add'],
  summary: 'make a role for some sites or floors',
  examples: [['wayside role add desk --level viewer --view port --at ams1/f2', '']],
  args: [nameArg],
  flags: [...changeFlags, dryRunFlag],
  async run(call) {
    const { shell, flags } = call;
    const name = argument(call, 0);
    requiredFlag(flags, 'level');
    requiredFlag(flags, 'at');
    const description = flags.text('description') ?? '';
    const grant = await grantOf(shell, flags);
    const { only } = trial(call);
    const answer = await shell.call('UserService.CreateRole', { name, description, grant, ...only });
    const text = only.validateOnly
      ? `role ${name} would be added`
      : `added role ${name}; give it with: wayside user edit USER --roles ${name}`;
    return printMessage(shell, { type: 'wayside.v1.CreateRoleResponse', message: answer, text });
  },
};

const edit: CommandSpec = {
  path: ['role', 'edit'],
  summary: 'change a role; it counts at once for everybody who has it',
  examples: [['wayside role edit desk --at ams1,lon2', '']],
  args: [knownArg],
  flags: [...changeFlags, dryRunFlag],
  async run(call) {
    const { shell, flags } = call;
    const name = argument(call, 0);
    const description = flags.text('description');
    if (changeFlags.every((flag) => flags.text(flag.name) === undefined))
      throw new WaysideError(
        'INVALID_INPUT',
        'nothing to change: give --level, --view, --at or --description',
      );
    const { only } = trial(call);
    const answer = await shell.call('UserService.UpdateRole', {
      ...{ name, grant: await grantOf(shell, flags) },
      ...(description === undefined ? {} : { description }),
      ...only,
    });
    const text = only.validateOnly ? `role ${name} would be changed` : `changed role ${name}`;
    return printMessage(shell, { type: 'wayside.v1.UpdateRoleResponse', message: answer, text });
  },
};

const rm: CommandSpec = {
  path: ['role', 'rm'],
  summary: 'remove roles that nobody has',
  examples: [['wayside role rm desk', 'asks before it does']],
  args: [{ ...knownArg, many: true }],
  flags: [{ name: 'yes', short: 'y', doc: 'do not ask' }, dryRunFlag],
  async run({ shell, args, flags }) {
    const { only } = trial({ flags });
    if (!flags.on('yes') && !only.validateOnly) await confirm(shell, `Remove role ${args.join(' ')}?`);
    for (const name of args) {
      await shell.call('UserService.DeleteRole', { name, ...only });
      const what = `role ${escapeText(name)}`;
      shell.out(only.validateOnly ? `${what} would be removed\n` : `removed ${what}\n`);
    }
    return exitCodes.done;
  },
};

export const roleCommands: readonly CommandSpec[] = [ls, add, edit, rm];
