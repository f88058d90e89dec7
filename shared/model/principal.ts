/** Who calls, and what they may. Plain types, so that `view` at the read door needs no arrow to the access room. */

/** Each may all that those before it may: read; write records and run jobs; approve plans; everything. */
export const levels = ['viewer', 'operator', 'approver', 'admin'] as const;
export type Level = (typeof levels)[number];

/**
 * What is shown of switches.
 *   port     for port technicians: edge ports alone; no uplinks, no trunk VLANs, no names of switches
 *   network  all of switches, but not how agents reach them
 *   full     everything
 */
export const switchViews = ['port', 'network', 'full'] as const;
export type SwitchView = (typeof switchViews)[number];

/** A place that a grant holds for. */
export interface Scope {
  /** Short name of a site; `*`: every site, and what belongs to none. */
  readonly site: string;
  /** Id of a floor of that site; absent: the whole site. */
  readonly floor?: string;
}

export interface Grant {
  readonly level: Level;
  readonly switchView: SwitchView;
  readonly scopes: readonly Scope[];
}

export interface UserPrincipal {
  readonly type: 'user';
  readonly name: string;
  readonly grants: readonly Grant[];
  /** The token is for reading only, whatever the grants say. */
  readonly readOnly: boolean;
  /** Id of the token or login session that was shown. */
  readonly tokenId: string;
}

export type Principal =
  | UserPrincipal
  | { readonly type: 'agent'; readonly agentId: string; readonly site: string; readonly serial: string }
  | { readonly type: 'anonymous' }
  | { readonly type: 'system'; readonly name: string };

/** Everything, everywhere. */
export const ADMIN_GRANT: Grant = { level: 'admin', switchView: 'full', scopes: [{ site: '*' }] };

export function principalName(principal: Principal): string {
  switch (principal.type) {
    case 'user':
      return `user:${principal.name}`;
    case 'agent':
      return `agent:${principal.agentId}`;
    case 'system':
      return `system:${principal.name}`;
    case 'anonymous':
      return 'anonymous';
  }
}

export function isAtLeast(level: Level, wanted: Level): boolean {
  return levels.indexOf(level) >= levels.indexOf(wanted);
}

/** Whether the scope holds for the place; a place without a floor is the whole site. */
export function holdsAt(scope: Scope, place: Scope): boolean {
  if (scope.site === '*') return true;
  if (scope.site !== place.site) return false;
  return scope.floor === undefined || scope.floor === place.floor;
}

/**
 * Whether the principal has the level at the place; without a place: anywhere at all. The controller itself may
 * everything; agents and strangers nothing of this.
 */
export function mayAt(principal: Principal, wanted: Level, place?: Scope): boolean {
  if (principal.type === 'system') return true;
  if (principal.type !== 'user') return false;
  if (principal.readOnly && wanted !== 'viewer') return false;
  return principal.grants.some(
    (grant) =>
      isAtLeast(grant.level, wanted) &&
      (place === undefined || grant.scopes.some((scope) => holdsAt(scope, place))),
  );
}
