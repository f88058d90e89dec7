/** AuthService. */
import { WaysideError } from '../../shared/errors.ts';
import type { UserPrincipal } from '../../shared/model/index.ts';
import { Secret } from '../../shared/seal/index.ts';
import type { CallContext, ServiceHandlers } from '../../shared/transport/index.ts';
import { timestampToWire, whoAmIToWire } from '../../shared/wire/index.ts';
import type { AccessRoom } from '../access/index.ts';

type AuthApiDeps = Pick<AccessRoom, 'principals' | 'sessions'>;

export function authHandlers({ principals, sessions }: AuthApiDeps): ServiceHandlers<'AuthService'> {
  return {
    Login: async ({ user, password }, { address }) => {
      const session = await sessions.login({ user, password: new Secret(password), address });
      return {
        token: session.token.reveal(),
        expireTime: timestampToWire(session.expiresAt),
        user: session.user,
      };
    },

    Logout: async (_request, call) => {
      if (!sessions.end(userOf(call).tokenId)) {
        throw new WaysideError('INVALID_INPUT', 'this call is made with an API token, not with a session', {
          hint: 'wayside token rm ID takes a token away.',
        });
      }
      return {};
    },

    WhoAmI: async (_request, call) => whoAmIToWire(principals.whoAmI(userOf(call))),
  };
}

/** The policy lets nobody else in here. */
export function userOf({ principal, method }: CallContext): UserPrincipal {
  if (principal.type === 'user') return principal;
  throw new WaysideError('FORBIDDEN', `${method} is for users`);
}
