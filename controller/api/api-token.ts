/** API tokens, a part of UserService: everybody's own; all of them for admins of every site. */
import { WaysideError } from '../../shared/errors.ts';
import {
  type ApiTokenView,
  PAGE_SIZE_MAX,
  type RowFields,
  rowFields,
  type UserPrincipal,
} from '../../shared/model/index.ts';
import type { OrderedPages } from '../../shared/runtime/index.ts';
import type { CallContext, ServiceHandlers } from '../../shared/transport/index.ts';
import { apiTokenToWire } from '../../shared/wire/index.ts';
import {
  type AccessRoom,
  isAdminEverywhere,
  noSuchToken,
  TOKEN_LIFETIME_DEFAULT_MS,
} from '../access/index.ts';
import { userOf } from './auth.ts';
import { ifThere, pageOfRows, type RowList } from './row-list.ts';

type Handlers = ServiceHandlers<'UserService'>;
type TokenMethod = 'ListApiTokens' | 'CreateApiToken' | 'UpdateApiToken' | 'DeleteApiToken';
type Deps = Pick<AccessRoom, 'principals' | 'tokens' | 'attempt'> & { readonly pages: OrderedPages };

const MS_PER_SECOND = 1000;

export function tokenHandlers(deps: Deps): Pick<Handlers, TokenMethod> {
  const { tokens, attempt } = deps;
  return {
    ListApiTokens: async (request, call) => {
      const list = tokenList(deps, ownerFor(call, request.owner));
      const { rows, nextPageToken } = await pageOfRows(deps.pages, { request, call }, list);
      return { tokens: rows.map(apiTokenToWire), nextPageToken };
    },

    CreateApiToken: async (request, call) => {
      const caller = userOf(call);
      const owner = request.owner === '' ? caller.name : request.owner;
      requireMine(deps, call, owner);
      if (request.neverExpires && !isAdminEverywhere(caller)) {
        throw forbidden('only an admin of every site makes tokens that do not expire');
      }
      const ttlMs = request.ttlSeconds === 0 ? TOKEN_LIFETIME_DEFAULT_MS : request.ttlSeconds * MS_PER_SECOND;
      const { name, readOnly, allow, roles, validateOnly } = request;
      const lifetimeMs = request.neverExpires ? 'never' : ttlMs;
      const { text, view } = attempt(validateOnly, () =>
        tokens.create({ owner, name, readOnly, allow, roles, lifetimeMs }),
      );
      // One that is not kept opens nothing, and must not look as if it did.
      return { token: validateOnly ? '' : text.reveal(), apiToken: apiTokenToWire(view) };
    },

    UpdateApiToken: async ({ id, name, allow, validateOnly }, call) => {
      requireMine(deps, call, known(deps, call, id).owner);
      const change = {
        ...(name === undefined ? {} : { name }),
        ...(allow === null ? {} : { allow: allow.ranges }),
      };
      return { apiToken: apiTokenToWire(attempt(validateOnly, () => tokens.update(id, change))) };
    },

    DeleteApiToken: async ({ id, validateOnly }, call) => {
      // A token may always take itself away.
      const self = userOf(call).tokenId === id;
      const { owner } = known(deps, call, id);
      if (!self) requireMine(deps, call, owner);
      attempt(validateOnly, () => tokens.delete(id));
      return {};
    },
  };
}

const tokenFields: RowFields<ApiTokenView> = rowFields<ApiTokenView>(
  {
    id: ({ id }) => id,
    owner: ({ owner }) => owner,
    name: ({ name }) => name,
    readOnly: ({ readOnly }) => readOnly,
    allow: ({ allow }) => allow,
    roles: ({ roles }) => roles,
  },
  { createTime: ({ createdAt }) => createdAt, expireTime: ({ expiresAt }) => expiresAt },
);

/** Of one owner or, when it is empty, of all. */
function tokenList({ tokens }: Deps, owner: string): RowList<ApiTokenView> {
  return {
    ...{ name: 'tokens', scope: { owner }, fields: tokenFields, defaultOrder: 'owner, id' },
    *rows() {
      for (let after: [string, string] = ['', '']; ; ) {
        const some = tokens.list({ owner, after, limit: PAGE_SIZE_MAX });
        yield* some;
        const last = some.at(-1);
        if (!last || some.length < PAGE_SIZE_MAX) return;
        after = [last.owner, last.id];
      }
    },
    id: ({ id }) => id,
    read: (id) => {
      const token = ifThere(() => tokens.get(id));
      return token && (owner === '' || token.owner === owner) ? token : undefined;
    },
  };
}

/** Whose tokens are listed; empty: everybody's. */
function ownerFor(call: CallContext, asked: string): string {
  const caller = userOf(call);
  if (isAdminEverywhere(caller)) return asked;
  if (asked !== '' && asked !== caller.name) throw forbidden('you see your own tokens alone');
  return caller.name;
}

/** Of others' tokens nobody learns whether they are there. Error: NOT_FOUND. */
function known({ tokens }: Deps, call: CallContext, id: string): ApiTokenView {
  const caller = userOf(call);
  const token = tokens.get(id);
  if (isAdminEverywhere(caller) || token.owner === caller.name) return token;
  throw noSuchToken(id);
}

/** A token with few rights must not make itself one with more: so it takes a session, or an admin of every site. */
function requireMine({ principals }: Deps, call: CallContext, owner: string): void {
  const caller: UserPrincipal = userOf(call);
  if (isAdminEverywhere(caller)) return;
  if (caller.name === owner && principals.whoAmI(caller).signedIn === 'session') return;
  throw forbidden('you manage your own tokens alone, and from a session');
}

function forbidden(message: string): WaysideError {
  return new WaysideError('FORBIDDEN', message, {
    hint: 'Log in with "wayside login", or ask an admin of every site.',
  });
}
