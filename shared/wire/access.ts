/** Users, roles, tokens and who one is. */
import type { ApiToken__Output } from '../../proto/gen/wayside/v1/ApiToken.ts';
import type { Grant__Output } from '../../proto/gen/wayside/v1/Grant.ts';
import type { Level__Output } from '../../proto/gen/wayside/v1/Level.ts';
import type { Role__Output } from '../../proto/gen/wayside/v1/Role.ts';
import type { Scope__Output } from '../../proto/gen/wayside/v1/Scope.ts';
import type { SwitchView__Output } from '../../proto/gen/wayside/v1/SwitchView.ts';
import type { User__Output } from '../../proto/gen/wayside/v1/User.ts';
import type {
  _wayside_v1_WhoAmIResponse_SignedIn__Output,
  WhoAmIResponse__Output,
} from '../../proto/gen/wayside/v1/WhoAmIResponse.ts';
import type {
  ApiTokenView,
  Grant,
  Level,
  RoleView,
  Scope,
  SwitchView,
  UserView,
  WhoAmI,
} from '../model/index.ts';
import { type EnumCodec, enumCodec } from './enums.ts';
import { timeFromWire, timestampFromWire, timestampToWire } from './scalar.ts';

export const level: EnumCodec<Level, Level__Output> = enumCodec<Level, Level__Output>()({
  viewer: 'LEVEL_VIEWER',
  operator: 'LEVEL_OPERATOR',
  approver: 'LEVEL_APPROVER',
  admin: 'LEVEL_ADMIN',
});

export const switchView: EnumCodec<SwitchView, SwitchView__Output> = enumCodec<
  SwitchView,
  SwitchView__Output
>()({
  port: 'SWITCH_VIEW_PORT',
  network: 'SWITCH_VIEW_NETWORK',
  full: 'SWITCH_VIEW_FULL',
});

export const signedIn: EnumCodec<WhoAmI['signedIn'], _wayside_v1_WhoAmIResponse_SignedIn__Output> = enumCodec<
  WhoAmI['signedIn'],
  _wayside_v1_WhoAmIResponse_SignedIn__Output
>()({
  session: 'SIGNED_IN_SESSION',
  token: 'SIGNED_IN_TOKEN',
});

export function scopeFromWire({ site, floor }: Scope__Output): Scope {
  return floor === '' ? { site } : { site, floor };
}

export function grantToWire(grant: Grant): Grant__Output {
  return {
    level: level.toWire(grant.level),
    switchView: switchView.toWire(grant.switchView),
    scopes: grant.scopes.map(({ site, floor = '' }) => ({ site, floor })),
  };
}

/** A level or view that this version does not know reads as the least one. */
export function grantFromWire(grant: Grant__Output | null): Grant {
  return {
    level: level.fromWire(grant?.level) ?? 'viewer',
    switchView: switchView.fromWire(grant?.switchView) ?? 'port',
    scopes: (grant?.scopes ?? []).map(scopeFromWire),
  };
}

export function userToWire(user: UserView): User__Output {
  const { name, fullName, roles, disabled, etag } = user;
  return {
    ...{ name, fullName, roles: [...roles], disabled, etag },
    passwordTime: timestampToWire(user.passwordAt),
    createTime: timestampToWire(user.createdAt),
    updateTime: timestampToWire(user.updatedAt),
  };
}

export function userFromWire(user: User__Output): UserView {
  const { name, fullName, roles, disabled, etag } = user;
  return {
    ...{ name, fullName, roles, disabled, etag },
    passwordAt: timestampFromWire(user.passwordTime),
    createdAt: timeFromWire(user.createTime),
    updatedAt: timeFromWire(user.updateTime),
  };
}

export function roleToWire(role: RoleView): Role__Output {
  const { name, description, builtIn, etag } = role;
  return { name, description, builtIn, etag, grant: grantToWire(role) };
}

export function roleFromWire(role: Role__Output): RoleView {
  const { name, description, builtIn, etag } = role;
  return { name, description, builtIn, etag, ...grantFromWire(role.grant) };
}

export function apiTokenToWire(token: ApiTokenView): ApiToken__Output {
  const { id, owner, name, readOnly, allow, roles } = token;
  return {
    ...{ id, owner, name, readOnly, allow: [...allow], roles: [...roles] },
    createTime: timestampToWire(token.createdAt),
    expireTime: timestampToWire(token.expiresAt),
  };
}

export function apiTokenFromWire(token: ApiToken__Output): ApiTokenView {
  const { id, owner, name, readOnly, allow, roles } = token;
  return {
    ...{ id, owner, name, readOnly, allow, roles },
    createdAt: timeFromWire(token.createTime),
    expiresAt: timestampFromWire(token.expireTime),
  };
}

export function whoAmIToWire(who: WhoAmI): WhoAmIResponse__Output {
  const { name, fullName, tokenName, readOnly } = who;
  return {
    ...{ name, fullName, tokenName, readOnly, grants: who.grants.map(grantToWire) },
    signedIn: signedIn.toWire(who.signedIn),
    expireTime: timestampToWire(who.expiresAt),
    idleExpireTime: timestampToWire(who.idleAt),
  };
}

export function whoAmIFromWire(who: WhoAmIResponse__Output): WhoAmI {
  const { name, fullName, tokenName, readOnly } = who;
  return {
    ...{ name, fullName, tokenName, readOnly, grants: who.grants.map(grantFromWire) },
    signedIn: signedIn.fromWire(who.signedIn) ?? 'token',
    expiresAt: timestampFromWire(who.expireTime),
    idleAt: timestampFromWire(who.idleExpireTime),
  };
}
