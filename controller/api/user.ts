/** UserService; tokens are in `api-token.ts`. */
import { WaysideError } from '../../shared/errors.ts';
import {
  formatPageToken,
  pageSize,
  parsePageToken,
  type RoleFields,
  type UserView,
} from '../../shared/model/index.ts';
import { Secret } from '../../shared/seal/index.ts';
import type { CallContext, ServiceHandlers } from '../../shared/transport/index.ts';
import {
  type ApiMethods,
  level,
  roleToWire,
  scopeFromWire,
  switchView,
  userToWire,
} from '../../shared/wire/index.ts';
import { type AccessRoom, isAdminEverywhere } from '../access/index.ts';
import { tokenHandlers } from './api-token.ts';
import { userOf } from './auth.ts';

export type UserApiDeps = Pick<AccessRoom, 'principals' | 'users' | 'roles' | 'sessions' | 'tokens'>;

type Handlers = ServiceHandlers<'UserService'>;
type RoleMethod = 'ListRoles' | 'CreateRole' | 'UpdateRole' | 'DeleteRole';
type TokenMethod = 'ListApiTokens' | 'CreateApiToken' | 'UpdateApiToken' | 'DeleteApiToken';

export function userHandlers(deps: UserApiDeps): Handlers {
  const { ListApiTokens, CreateApiToken, UpdateApiToken, DeleteApiToken } = tokenHandlers(deps);
  return {
    ...peopleHandlers(deps),
    ...roleHandlers(deps),
    ...{ ListApiTokens, CreateApiToken, UpdateApiToken, DeleteApiToken },
  };
}

function peopleHandlers(deps: UserApiDeps): Omit<Handlers, RoleMethod | TokenMethod> {
  const { users } = deps;
  return {
    ListUsers: async (request) => {
      const { rows, nextPageToken } = pageOf(request, (after, limit) => users.list(after, limit));
      return { users: rows.map(userToWire), nextPageToken };
    },

    GetUser: async ({ name }) => ({ user: userToWire(users.get(name)) }),

    CreateUser: async ({ name, fullName, roles }) => ({
      user: userToWire(users.create(name, { fullName, roles, disabled: false })),
    }),

    UpdateUser: async ({ name, fullName, roles, disabled, ifEtag }) => {
      const change = {
        ...(fullName === undefined ? {} : { fullName }),
        ...(roles.length === 0 ? {} : { roles }),
        ...(disabled === undefined ? {} : { disabled }),
      };
      return { user: userToWire(users.update(name, change, ifEtag)) };
    },

    DeleteUser: async ({ name, ifEtag }) => {
      users.delete(name, ifEtag);
      return {};
    },

    SetPassword: async (request, call) => {
      const { name, password } = request;
      if (!isAdminEverywhere(call.principal)) await requireOwnPassword(deps, request, call);
      return { user: userToWire(await users.setPassword(name, new Secret(password))) };
    },
  };
}

/** Who found an open screen or a token must not be able to keep the owner out. */
async function requireOwnPassword(
  { principals, sessions }: UserApiDeps,
  { name, currentPassword }: ApiMethods['UserService.SetPassword']['received'],
  call: CallContext,
): Promise<void> {
  const caller = userOf(call);
  if (caller.name !== name || principals.whoAmI(caller).signedIn !== 'session') {
    throw new WaysideError('FORBIDDEN', 'you may set only your own password, and only from a session', {
      hint: 'Log in with "wayside login", or ask an admin of every site.',
    });
  }
  await sessions.checkPassword({
    ...{ user: name, password: new Secret(currentPassword), address: call.address },
  });
}

function roleHandlers({ roles }: UserApiDeps): Pick<Handlers, RoleMethod> {
  return {
    ListRoles: async () => ({ roles: roles.list().map(roleToWire) }),

    CreateRole: async ({ name, description, grant }) => {
      const fields = { level: 'viewer', switchView: 'network', scopes: [], ...grantChange(grant) } as const;
      return { role: roleToWire(roles.create(name, { description, ...fields })) };
    },

    UpdateRole: async ({ name, description, grant, ifEtag }) => {
      const change = { ...(description === undefined ? {} : { description }), ...grantChange(grant) };
      return { role: roleToWire(roles.update(name, change, ifEtag)) };
    },

    DeleteRole: async ({ name, ifEtag }) => {
      roles.delete(name, ifEtag);
      return {};
    },
  };
}

type WireGrant = ApiMethods['UserService.CreateRole']['received']['grant'];

/** What is set of it. */
function grantChange(grant: WireGrant): Partial<Omit<RoleFields, 'description'>> {
  const wanted = level.fromWire(grant?.level);
  const view = switchView.fromWire(grant?.switchView);
  const scopes = (grant?.scopes ?? []).map(scopeFromWire);
  return {
    ...(wanted === undefined ? {} : { level: wanted }),
    ...(view === undefined ? {} : { switchView: view }),
    ...(scopes.length === 0 ? {} : { scopes }),
  };
}

function pageOf(
  request: { readonly pageSize: number; readonly pageToken: string },
  list: (after: string, limit: number) => readonly UserView[],
): { readonly rows: readonly UserView[]; readonly nextPageToken: string } {
  const size = pageSize(request.pageSize);
  const question = { list: 'users' };
  const [after = ''] = request.pageToken === '' ? [] : parsePageToken(request.pageToken, question);
  const found = list(String(after), size + 1);
  const rows = found.slice(0, size);
  const last = rows.at(-1);
  const nextPageToken = found.length > size && last ? formatPageToken(question, [last.name]) : '';
  return { rows, nextPageToken };
}
