/** Users, roles and tokens as people see them; of secrets nothing. Times are epoch milliseconds. */
import type { Grant, Level, Scope, SwitchView } from './principal.ts';

export interface RoleView extends Grant {
  readonly name: string;
  readonly description: string;
  /** Comes with Wayside and cannot be changed. */
  readonly builtIn: boolean;
  readonly etag: string;
}

export interface UserView {
  /** What they log in with: `[a-z0-9._-]`. */
  readonly name: string;
  readonly fullName: string;
  readonly roles: readonly string[];
  readonly disabled: boolean;
  /** When the password was set; `undefined`: none, so they cannot log in. */
  readonly passwordAt: number | undefined;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly etag: string;
}

export interface ApiTokenView {
  readonly id: string;
  readonly owner: string;
  /** What its owner calls it. */
  readonly name: string;
  readonly createdAt: number;
  /** `undefined`: it does not expire. */
  readonly expiresAt: number | undefined;
  readonly readOnly: boolean;
  /** Address ranges; empty: from anywhere. */
  readonly allow: readonly string[];
  /** Empty: all roles of the owner. */
  readonly roles: readonly string[];
}

/** Who a caller is, as told to itself. */
export interface WhoAmI {
  readonly name: string;
  readonly fullName: string;
  readonly grants: readonly Grant[];
  readonly signedIn: 'session' | 'token';
  /** Of the token; empty for a session. */
  readonly tokenName: string;
  readonly readOnly: boolean;
  readonly expiresAt: number | undefined;
  /** When a session ends if nothing is called before. */
  readonly idleAt: number | undefined;
}

/** What a role may be changed in. */
export interface RoleFields {
  readonly description: string;
  readonly level: Level;
  readonly switchView: SwitchView;
  readonly scopes: readonly Scope[];
}
