/** UserService; tokens are in `api-token.ts`. */
import { WaysideError } from '../../shared/errors.ts';
import {
  PAGE_SIZE_MAX,
  type RoleFields,
  type RoleView,
  type RowFields,
  rowFields,
  type UserView,
} from '../../shared/model/index.ts';
import type { OrderedPages } from '../../shared/runtime/index.ts';
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
import { byNumber, ifThere, pageOfRows, type RowList } from './row-list.ts';

export type UserApiDeps = Pick<
  AccessRoom,
  'principals' | 'users' | 'roles' | 'sessions' | 'tokens' | 'attempt'
> & {
  readonly pages: OrderedPages;
};

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
  const { users, attempt } = deps;
  return {
    ListUsers: async (request, call) => {
      const { rows, nextPageToken } = await pageOfRows(deps.pages, { request, call }, userList(deps));
      return { users: rows.map(userToWire), nextPageToken };
    },

    GetUser: async ({ name }) => ({ user: userToWire(users.get(name)) }),

    CreateUser: async ({ name, fullName, roles, validateOnly }) => ({
      user: userToWire(attempt(validateOnly, () => users.create(name, { fullName, roles, disabled: false }))),
    }),

    UpdateUser: async ({ name, fullName, roles, disabled, ifEtag, validateOnly }) => {
      const change = {
        ...(fullName === undefined ? {} : { fullName }),
        ...(roles.length === 0 ? {} : { roles }),
        ...(disabled === undefined ? {} : { disabled }),
      };
      return { user: userToWire(attempt(validateOnly, () => users.update(name, change, ifEtag))) };
    },

    DeleteUser: async ({ name, ifEtag, validateOnly }) => {
      attempt(validateOnly, () => users.delete(name, ifEtag));
      return {};
    },

    SetPassword: async (request, call) => {
      const { name, password, validateOnly } = request;
      if (!isAdminEverywhere(call.principal)) await requireOwnPassword(deps, request, call);
      return { user: userToWire(await users.setPassword(name, new Secret(password), validateOnly)) };
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

function roleHandlers(deps: UserApiDeps): Pick<Handlers, RoleMethod> {
  const { roles, attempt } = deps;
  return {
    ListRoles: async (asked, call) => {
      const request = { ...asked, pageSize: asked.pageSize === 0 ? PAGE_SIZE_MAX : asked.pageSize };
      const { rows, nextPageToken } = await pageOfRows(deps.pages, { request, call }, roleList(deps));
      return { roles: rows.map(roleToWire), nextPageToken };
    },

    CreateRole: async ({ name, description, grant, validateOnly }) => {
      const fields = { level: 'viewer', switchView: 'network', scopes: [], ...grantChange(grant) } as const;
      const make = (): RoleView => roles.create(name, { description, ...fields });
      return { role: roleToWire(attempt(validateOnly, make)) };
    },

    UpdateRole: async ({ name, description, grant, ifEtag, validateOnly }) => {
      const change = { ...(description === undefined ? {} : { description }), ...grantChange(grant) };
      return { role: roleToWire(attempt(validateOnly, () => roles.update(name, change, ifEtag))) };
    },

    DeleteRole: async ({ name, ifEtag, validateOnly }) => {
      attempt(validateOnly, () => roles.delete(name, ifEtag));
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

const userFields: RowFields<UserView> = rowFields<UserView>(
  {
    name: ({ name }) => name,
    fullName: ({ fullName }) => fullName,
    roles: ({ roles }) => roles,
    disabled: ({ disabled }) => disabled,
  },
  {
    passwordTime: ({ passwordAt }) => passwordAt,
    createTime: ({ createdAt }) => createdAt,
    updateTime: ({ updatedAt }) => updatedAt,
  },
);

function userList({ users }: UserApiDeps): RowList<UserView> {
  return {
    ...{ name: 'users', scope: {}, fields: userFields, defaultOrder: 'name' },
    *rows() {
      for (let after = ''; ; ) {
        const some = users.list(after, PAGE_SIZE_MAX);
        yield* some;
        const last = some.at(-1);
        if (!last || some.length < PAGE_SIZE_MAX) return;
        after = last.name;
      }
    },
    id: ({ name }) => name,
    read: (name) => ifThere(() => users.get(name)),
  };
}

const roleFields: RowFields<RoleView> = rowFields<RoleView>({
  name: ({ name }) => name,
  description: ({ description }) => description,
  level: ({ level }) => level,
  switchView: ({ switchView }) => switchView,
  places: ({ scopes }) => scopes.map(({ site, floor }) => (floor === undefined ? site : `${site}/${floor}`)),
  builtIn: ({ builtIn }) => builtIn,
});

function roleList({ roles }: UserApiDeps): RowList<RoleView> {
  const places = new Map(roles.list().map(({ name }, at) => [name, at]));
  const defaultOrder = byNumber<RoleView>(({ name }) => places.get(name) ?? places.size);
  return {
    ...{ name: 'roles', scope: {}, fields: roleFields, defaultOrder },
    rows: () => roles.list(),
    id: ({ name }) => name,
    read: (name) => roles.find(name),
  };
}
