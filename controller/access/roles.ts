/** Roles: five that come with Wayside, and those that people make. A role is a named grant. */
import { type FieldViolation, WaysideError } from '../../shared/errors.ts';
import {
  type Grant,
  levels,
  type RoleFields,
  type RoleView,
  type Scope,
  switchViews,
} from '../../shared/model/index.ts';
import { type PeopleStore, type RoleRow, translated } from '../store/index.ts';
import { nameProblems, normalText, refuseIfAny, textProblems } from './fields.ts';

export const ROLES_MAX = 1000;
export const SCOPES_MAX = 100;

const EVERYWHERE: readonly Scope[] = [{ site: '*' }];

const builtIns: ReadonlyMap<string, RoleView> = new Map(
  (
    [
      ['viewer', 'viewer', 'network', 'Reads everything but how agents reach switches.'],
      ['operator', 'operator', 'network', 'Writes records and runs jobs; not how switches are reached.'],
      ['approver', 'approver', 'full', 'Approves plans too.'],
      ['admin', 'admin', 'full', 'Everything, users and tokens too.'],
      [
        'port-technician',
        'viewer',
        'port',
        'Finds edge ports; sees no uplinks, trunks or names of switches.',
      ],
    ] as const
  ).map(([name, level, switchView, description]) => [
    name,
    { name, description, level, switchView, scopes: EVERYWHERE, builtIn: true, etag: 'built-in' },
  ]),
);

/** Whether places exist, asked of the inventory. */
export interface Places {
  hasSite(site: string): boolean;
  hasFloor(site: string, floor: string): boolean;
}

export interface RolesDeps {
  readonly people: PeopleStore;
  readonly places: Places;
  /** Fails when nobody could manage users any more; undoes the transaction that it is called in. */
  readonly requireAdmin: () => void;
  /** Told after a role has changed: who has it. */
  readonly onChange: (users: readonly string[]) => void;
}

export class Roles {
  private readonly deps: RolesDeps;

  constructor(deps: RolesDeps) {
    this.deps = deps;
  }

  /** Built-in ones first, then by name. */
  list(): readonly RoleView[] {
    const rows = translated(() => this.deps.people.roles('', ROLES_MAX));
    return [...builtIns.values(), ...rows.map(viewOf)];
  }

  find(name: string): RoleView | undefined {
    const builtIn = builtIns.get(name);
    if (builtIn) return builtIn;
    const row = translated(() => this.deps.people.role(name));
    return row && viewOf(row);
  }

  /** What somebody with these roles may; names that are not there grant nothing. */
  grantsOf(names: readonly string[]): readonly Grant[] {
    return names.flatMap((name) => {
      const role = this.find(name);
      return role ? [{ level: role.level, switchView: role.switchView, scopes: role.scopes }] : [];
    });
  }

  /** Violations for names that are no roles. */
  unknown(field: string, names: readonly string[]): readonly FieldViolation[] {
    return names.flatMap((name, at) =>
      this.find(name)
        ? []
        : [
            {
              field: `${field}[${at}]`,
              message: `there is no role "${name.slice(0, 64)}"; see: wayside role ls`,
            },
          ],
    );
  }

  /** Errors: INVALID_INPUT, ALREADY_EXISTS. */
  create(name: string, fields: RoleFields): RoleView {
    const { people } = this.deps;
    refuseIfAny([...nameProblems('name', name), ...this.problems(fields)]);
    return translated(() =>
      people.atomically(() => {
        if (this.find(name)) throw new WaysideError('ALREADY_EXISTS', `there is a role ${name} already`);
        if (people.countRoles() >= ROLES_MAX)
          refuseIfAny([{ field: 'name', message: `there are ${ROLES_MAX} roles` }]);
        people.saveRole(rowOf(name, fields, 1));
        return viewOf(rowOf(name, fields, 1));
      }),
    );
  }

  /** Errors: NOT_FOUND, FORBIDDEN for built-in ones, STALE_ETAG, INVALID_INPUT, LAST_ADMIN. */
  update(name: string, change: Partial<RoleFields>, ifEtag: string): RoleView {
    const { people, requireAdmin, onChange } = this.deps;
    const view = translated(() =>
      people.atomically(() => {
        const row = this.changeable(name, ifEtag);
        const before = viewOf(row);
        const fields = { ...before, ...change };
        refuseIfAny(this.problems(fields));
        const next = rowOf(name, fields, row.version + 1);
        people.saveRole(next);
        requireAdmin();
        return viewOf(next);
      }),
    );
    onChange(people.usersWith(name));
    return view;
  }

  /** Errors: NOT_FOUND, FORBIDDEN for built-in ones, STALE_ETAG, IN_USE. */
  delete(name: string, ifEtag: string): void {
    const { people } = this.deps;
    translated(() =>
      people.atomically(() => {
        this.changeable(name, ifEtag);
        const users = people.usersWith(name);
        if (users.length > 0) {
          const more = users.length > 5 ? ` and ${users.length - 5} more` : '';
          throw new WaysideError('IN_USE', `${users.slice(0, 5).join(', ')}${more} have the role ${name}`, {
            hint: 'Take the role from them first: wayside user edit NAME --roles OTHER',
          });
        }
        people.removeRole(name);
      }),
    );
  }

  private changeable(name: string, ifEtag: string): RoleRow {
    if (builtIns.has(name)) {
      throw new WaysideError('FORBIDDEN', `the role ${name} comes with Wayside and cannot be changed`, {
        hint: 'Make one of your own: wayside role add NAME --level LEVEL --scope SITE',
      });
    }
    const row = this.deps.people.role(name);
    if (!row) throw new WaysideError('NOT_FOUND', `there is no role "${name.slice(0, 64)}"`);
    if (ifEtag !== '' && ifEtag !== viewOf(row).etag) throw staleEtag('role', name);
    return row;
  }

  private problems({ description, level, switchView, scopes }: RoleFields): readonly FieldViolation[] {
    const among = (field: string, all: readonly string[], value: string): readonly FieldViolation[] =>
      all.includes(value) ? [] : [{ field, message: `must be one of ${all.join(', ')}` }];
    return [
      ...textProblems('description', normalText(description)),
      ...among('level', levels, level),
      ...among('switch_view', switchViews, switchView),
      ...(scopes.length >= 1 && scopes.length <= SCOPES_MAX
        ? scopes.slice(0, SCOPES_MAX).flatMap((scope, at) => this.scopeProblems(`scopes[${at}]`, scope))
        : [{ field: 'scopes', message: `must be 1 to ${SCOPES_MAX} places; "*" is every site` }]),
    ];
  }

  private scopeProblems(field: string, { site, floor }: Scope): readonly FieldViolation[] {
    const { places } = this.deps;
    if (site === '*') {
      return floor === undefined
        ? []
        : [{ field: `${field}.floor`, message: 'needs a site of its own, not "*"' }];
    }
    if (!places.hasSite(site)) {
      return [
        { field: `${field}.site`, message: `there is no site "${site.slice(0, 64)}"; "*" is every site` },
      ];
    }
    if (floor === undefined || places.hasFloor(site, floor)) return [];
    return [{ field: `${field}.floor`, message: `${site} has no floor with the id "${floor.slice(0, 64)}"` }];
  }
}

export function staleEtag(what: string, name: string): WaysideError {
  return new WaysideError('STALE_ETAG', `the ${what} ${name} changed since it was read`, {
    hint: 'Read it again and repeat the change.',
  });
}

function rowOf(name: string, fields: RoleFields, version: number): RoleRow {
  const { level, switchView } = fields;
  const scopes = JSON.stringify(
    fields.scopes.map(({ site, floor }) => (floor === undefined ? { site } : { site, floor })),
  );
  return { name, description: normalText(fields.description), level, switchView, scopes, version };
}

/** What is stored was checked before it was stored. */
function viewOf(row: RoleRow): RoleView {
  const { name, description } = row;
  const level = row.level as RoleView['level'];
  const switchView = row.switchView as RoleView['switchView'];
  const scopes = JSON.parse(row.scopes) as readonly Scope[];
  return { name, description, level, switchView, scopes, builtIn: false, etag: `r${row.version}` };
}
