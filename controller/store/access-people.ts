/** Users, the roles that they have, and roles that people made. */
import type { Db } from './db.ts';

/** The admin of the first start is there from the beginning: its token was made before there were users. */
export const peopleSchema: string = `
CREATE TABLE users (
  name TEXT PRIMARY KEY, full_name TEXT NOT NULL, password TEXT, disabled INTEGER NOT NULL, created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL, password_at INTEGER, version INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE user_roles (user TEXT NOT NULL, role TEXT NOT NULL, PRIMARY KEY (user, role)) STRICT, WITHOUT ROWID;
CREATE INDEX user_roles_role ON user_roles (role, user);
CREATE TABLE roles (
  name TEXT PRIMARY KEY, description TEXT NOT NULL, level TEXT NOT NULL, switch_view TEXT NOT NULL, scopes TEXT NOT NULL,
  version INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO users VALUES ('admin', 'Administrator of the first start', NULL, 0, 0, 0, NULL, 1);
INSERT INTO user_roles VALUES ('admin', 'admin');
`;

/** Times are epoch milliseconds. */
export interface UserRow {
  readonly name: string;
  readonly fullName: string;
  /** The argon2id text; null: cannot log in with a password. */
  readonly password: string | null;
  readonly disabled: number;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly passwordAt: number | null;
  readonly version: number;
}

export interface RoleRow {
  readonly name: string;
  readonly description: string;
  readonly level: string;
  readonly switchView: string;
  /** JSON list of scopes. */
  readonly scopes: string;
  readonly version: number;
}

const USER = `name, full_name AS fullName, password, disabled, created_at AS createdAt, updated_at AS updatedAt,
  password_at AS passwordAt, version`;
const ROLE = 'name, description, level, switch_view AS switchView, scopes, version';

type Query = 'users' | 'rolesOf' | 'usersWith' | 'roles';

export const peopleQueries: Readonly<Record<Query, string>> = {
  users: `SELECT ${USER} FROM users WHERE name > ? ORDER BY name LIMIT ?`,
  rolesOf: 'SELECT role FROM user_roles WHERE user = ? ORDER BY role',
  usersWith: 'SELECT user FROM user_roles WHERE role = ? ORDER BY user',
  roles: `SELECT ${ROLE} FROM roles WHERE name > ? ORDER BY name LIMIT ?`,
};

export class PeopleStore {
  private readonly db: Db;
  private readonly statements;

  constructor(db: Db) {
    this.db = db;
    this.statements = {
      user: db.prepare<[string], UserRow>(`SELECT ${USER} FROM users WHERE name = ?`),
      users: db.prepare<[string, number], UserRow>(peopleQueries.users),
      countUsers: db.prepare('SELECT count(*) FROM users').pluck(),
      saveUser: db.prepare(`INSERT INTO users
        (name, full_name, password, disabled, created_at, updated_at, password_at, version)
        VALUES (@name, @fullName, @password, @disabled, @createdAt, @updatedAt, @passwordAt, @version)
        ON CONFLICT (name) DO UPDATE SET full_name = excluded.full_name, password = excluded.password,
          disabled = excluded.disabled, updated_at = excluded.updated_at, password_at = excluded.password_at,
          version = excluded.version`),
      setHash: db.prepare('UPDATE users SET password = ? WHERE name = ? AND password = ?'),
      removeUser: db.prepare('DELETE FROM users WHERE name = ?'),
      rolesOf: db.prepare<[string], string>(peopleQueries.rolesOf).pluck(),
      usersWith: db.prepare<[string], string>(peopleQueries.usersWith).pluck(),
      addRoleOf: db.prepare('INSERT OR IGNORE INTO user_roles (user, role) VALUES (?, ?)'),
      clearRolesOf: db.prepare('DELETE FROM user_roles WHERE user = ?'),
      role: db.prepare<[string], RoleRow>(`SELECT ${ROLE} FROM roles WHERE name = ?`),
      roles: db.prepare<[string, number], RoleRow>(peopleQueries.roles),
      countRoles: db.prepare('SELECT count(*) FROM roles').pluck(),
      saveRole: db.prepare(`INSERT INTO roles (name, description, level, switch_view, scopes, version)
        VALUES (@name, @description, @level, @switchView, @scopes, @version)
        ON CONFLICT (name) DO UPDATE SET description = excluded.description, level = excluded.level,
          switch_view = excluded.switch_view, scopes = excluded.scopes, version = excluded.version`),
      removeRole: db.prepare('DELETE FROM roles WHERE name = ?'),
    };
  }

  /** All of it or nothing, durable when this returns. */
  atomically<T>(work: () => T): T {
    return this.db.transaction(work).immediate();
  }

  user(name: string): UserRow | undefined {
    return this.statements.user.get(name);
  }

  /** Ordered by name, beginning after the given one. */
  users(after: string, limit: number): readonly UserRow[] {
    return this.statements.users.all(after, limit);
  }

  countUsers(): number {
    return Number(this.statements.countUsers.get());
  }

  /** New or changed, with the roles that it has from now on. */
  saveUser(user: UserRow, roles: readonly string[]): void {
    this.statements.saveUser.run(user);
    this.statements.clearRolesOf.run(user.name);
    for (const role of roles) this.statements.addRoleOf.run(user.name, role);
  }

  /** A better hash of the same password, unless the password was changed meanwhile. */
  replaceHash(name: string, { from, to }: { readonly from: string; readonly to: string }): void {
    this.statements.setHash.run(to, name, from);
  }

  removeUser(name: string): boolean {
    this.statements.clearRolesOf.run(name);
    return this.statements.removeUser.run(name).changes > 0;
  }

  rolesOf(user: string): readonly string[] {
    return this.statements.rolesOf.all(user);
  }

  usersWith(role: string): readonly string[] {
    return this.statements.usersWith.all(role);
  }

  role(name: string): RoleRow | undefined {
    return this.statements.role.get(name);
  }

  roles(after: string, limit: number): readonly RoleRow[] {
    return this.statements.roles.all(after, limit);
  }

  countRoles(): number {
    return Number(this.statements.countRoles.get());
  }

  saveRole(role: RoleRow): void {
    this.statements.saveRole.run(role);
  }

  removeRole(name: string): boolean {
    return this.statements.removeRole.run(name).changes > 0;
  }
}
