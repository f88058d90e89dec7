/** Users: who there is, which roles they have, and their passwords. */
import { type FieldViolation, WaysideError } from '../../shared/errors.ts';
import { isAtLeast, type UserView } from '../../shared/model/index.ts';
import type { Clock } from '../../shared/runtime/index.ts';
import type { PasswordHasher, Secret } from '../../shared/seal/index.ts';
import { type PeopleStore, translated, type UserRow } from '../store/index.ts';
import { nameProblems, normalText, refuseIfAny, textProblems } from './fields.ts';
import { normalPassword, passwordProblems } from './passwords.ts';
import { type Roles, staleEtag } from './roles.ts';

export const USERS_MAX = 10_000;
export const ROLES_OF_USER_MAX = 50;

export interface UsersDeps {
  readonly clock: Clock;
  readonly people: PeopleStore;
  readonly roles: Pick<Roles, 'unknown' | 'grantsOf'>;
  readonly hasher: PasswordHasher;
  /** Told after a user has changed: `gone` when sessions and tokens go with them, `password` when sessions do. */
  readonly onChange: (user: string, what: UserChange) => void;
}

export type UserChange = 'changed' | 'password' | 'gone';

export interface UserFields {
  readonly fullName: string;
  readonly roles: readonly string[];
  readonly disabled: boolean;
}

export class Users {
  private readonly deps: UsersDeps;

  constructor(deps: UsersDeps) {
    this.deps = deps;
  }

  /** By name, beginning after the given one. */
  list(after: string, limit: number): readonly UserView[] {
    return translated(() => this.deps.people.users(after, limit)).map((row) => this.viewOf(row));
  }

  /** Error: NOT_FOUND. */
  get(name: string): UserView {
    return this.viewOf(translated(() => this.known(name)));
  }

  /** Without a password they cannot log in, until they are given one. Errors: INVALID_INPUT, ALREADY_EXISTS. */
  create(name: string, fields: UserFields): UserView {
    const { people, clock } = this.deps;
    const roles = [...new Set(fields.roles)];
    refuseIfAny([...nameProblems('name', name), ...this.problems({ ...fields, roles })]);
    const now = clock.now();
    const row: UserRow = {
      ...{ name, fullName: normalText(fields.fullName), password: null, disabled: fields.disabled ? 1 : 0 },
      ...{ createdAt: now, updatedAt: now, passwordAt: null, version: 1 },
    };
    translated(() =>
      people.atomically(() => {
        if (people.user(name)) throw new WaysideError('ALREADY_EXISTS', `there is a user ${name} already`);
        if (people.countUsers() >= USERS_MAX)
          refuseIfAny([{ field: 'name', message: `there are ${USERS_MAX} users` }]);
        people.saveUser(row, roles);
      }),
    );
    return this.get(name);
  }

  /** Errors: NOT_FOUND, STALE_ETAG, INVALID_INPUT, LAST_ADMIN. */
  update(name: string, change: Partial<UserFields>, ifEtag: string): UserView {
    const { people, clock, onChange } = this.deps;
    translated(() =>
      people.atomically(() => {
        const row = this.known(name);
        const before = this.viewOf(row);
        if (ifEtag !== '' && ifEtag !== before.etag) throw staleEtag('user', name);
        const fields = { ...before, ...change };
        const roles = [...new Set(fields.roles)];
        refuseIfAny(this.problems({ ...fields, roles }));
        const { version } = row;
        const disabled = fields.disabled ? 1 : 0;
        const fullName = normalText(fields.fullName);
        people.saveUser({ ...row, fullName, disabled, updatedAt: clock.now(), version: version + 1 }, roles);
        this.requireAdmin();
      }),
    );
    onChange(name, 'changed');
    return this.get(name);
  }

  /** Sessions and tokens go with them. Errors: NOT_FOUND, STALE_ETAG, LAST_ADMIN. */
  delete(name: string, ifEtag: string): void {
    const { people, onChange } = this.deps;
    translated(() =>
      people.atomically(() => {
        if (ifEtag !== '' && ifEtag !== this.viewOf(this.known(name)).etag) throw staleEtag('user', name);
        this.known(name);
        people.removeUser(name);
        this.requireAdmin();
        // Within the same transaction: who is made again under that name must find no old door open.
        onChange(name, 'gone');
      }),
    );
  }

  /** All their sessions end. Errors: NOT_FOUND, INVALID_INPUT, QUEUE_FULL. */
  async setPassword(name: string, password: Secret<string>, validateOnly = false): Promise<UserView> {
    const { people, clock, hasher, onChange } = this.deps;
    translated(() => this.known(name));
    refuseIfAny(passwordProblems('password', password, name));
    if (validateOnly) return this.get(name);
    const hash = await hasher.hash(normalPassword(password));
    translated(() =>
      people.atomically(() => {
        const row = this.known(name);
        const now = clock.now();
        const changed = { password: hash, passwordAt: now, updatedAt: now, version: row.version + 1 };
        people.saveUser({ ...row, ...changed }, people.rolesOf(name));
        onChange(name, 'password');
      }),
    );
    return this.get(name);
  }

  /** Error: LAST_ADMIN when no user that is not disabled is an admin of everything. */
  requireAdmin(): void {
    const { people, roles } = this.deps;
    const isAdmin = ({ name, disabled }: UserRow): boolean =>
      disabled === 0 &&
      roles
        .grantsOf(people.rolesOf(name))
        .some(({ level, scopes }) => isAtLeast(level, 'admin') && scopes.some(({ site }) => site === '*'));
    if (people.users('', USERS_MAX).some(isAdmin)) return;
    throw new WaysideError('LAST_ADMIN', 'nobody would be left who is an admin of every site', {
      hint: 'Give another user the role admin first: wayside user edit NAME --roles admin',
    });
  }

  private known(name: string): UserRow {
    const row = this.deps.people.user(name);
    if (row) return row;
    throw new WaysideError('NOT_FOUND', `there is no user "${name.slice(0, 64)}"`, {
      hint: 'wayside user ls shows them.',
    });
  }

  private problems({ fullName, roles }: UserFields): readonly FieldViolation[] {
    const count = roles.length >= 1 && roles.length <= ROLES_OF_USER_MAX;
    return [
      ...textProblems('full_name', normalText(fullName)),
      ...(count
        ? this.deps.roles.unknown('roles', roles)
        : [{ field: 'roles', message: `must be 1 to ${ROLES_OF_USER_MAX} roles; see: wayside role ls` }]),
    ];
  }

  private viewOf(row: UserRow): UserView {
    const { name, fullName, createdAt, updatedAt } = row;
    return {
      ...{ name, fullName, createdAt, updatedAt, disabled: row.disabled !== 0, etag: `u${row.version}` },
      roles: translated(() => this.deps.people.rolesOf(name)),
      passwordAt: row.passwordAt ?? undefined,
    };
  }
}
