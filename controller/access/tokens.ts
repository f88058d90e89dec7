/** API tokens of people and programs: `wt1.<id>.<secret>`, shown once, stored as a hash. */
import { existsSync } from 'node:fs';
import { type FieldViolation, WaysideError } from '../../shared/errors.ts';
import { type ApiTokenView, normalRange } from '../../shared/model/index.ts';
import { type Clock, newId, type Random } from '../../shared/runtime/index.ts';
import { hashToken, newTokenSecret, Secret, writeSecretFile } from '../../shared/seal/index.ts';
import { type AccessStore, type ApiTokenRow, type PeopleStore, translated } from '../store/index.ts';
import { normalText, refuseIfAny, textProblems } from './fields.ts';

const ADMIN = 'admin';
const DAY_MS = 86_400_000;

export const TOKEN_LIFETIME_DEFAULT_MS: number = 90 * DAY_MS;
export const TOKEN_LIFETIME_MAX_MS: number = 366 * DAY_MS;
export const TOKENS_OF_USER_MAX = 200;
export const RANGES_MAX = 50;

export interface TokensDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly store: AccessStore;
  readonly people: PeopleStore;
  /** Told after tokens have changed or gone. */
  readonly onEnd: (ids: readonly string[]) => void;
}

/** What its owner says of a token. */
export interface TokenFields {
  readonly name: string;
  readonly allow: readonly string[];
}

export interface NewToken extends TokenFields {
  readonly owner: string;
  /** From now; `never`: it does not expire. */
  readonly lifetimeMs: number | 'never';
  readonly readOnly: boolean;
  /** Of the owner's roles; empty: all of them, also those to come. */
  readonly roles: readonly string[];
}

export class Tokens {
  private readonly deps: TokensDeps;

  constructor(deps: TokensDeps) {
    this.deps = deps;
  }

  /** Errors: INVALID_INPUT, NOT_FOUND for the owner. */
  create(token: NewToken): { readonly text: Secret<string>; readonly view: ApiTokenView } {
    const { clock, store, people } = this.deps;
    const { owner, lifetimeMs } = token;
    if (!translated(() => people.user(owner)))
      throw new WaysideError('NOT_FOUND', `there is no user "${owner.slice(0, 64)}"`);
    const mine = translated(() => people.rolesOf(owner));
    refuseIfAny([
      ...fieldProblems(token),
      ...(lifetimeMs === 'never' || (lifetimeMs >= 1000 && lifetimeMs <= TOKEN_LIFETIME_MAX_MS)
        ? []
        : [{ field: 'ttl_seconds', message: 'must be from 1 second to 366 days' }]),
      ...token.roles.flatMap((role, at) =>
        mine.includes(role)
          ? []
          : [{ field: `roles[${at}]`, message: `${owner} does not have the role "${role.slice(0, 64)}"` }],
      ),
      ...(translated(() => store.countOf(owner)) < TOKENS_OF_USER_MAX
        ? []
        : [{ field: 'owner', message: `has ${TOKENS_OF_USER_MAX} tokens; remove some first` }]),
    ]);
    const { id, text } = this.draft();
    const expiresAt = lifetimeMs === 'never' ? null : clock.now() + lifetimeMs;
    const row = this.rowOf(id, text, { ...token, expiresAt });
    translated(() => store.add(row));
    return { text, view: viewOf(row) };
  }

  /** Of one owner or, when it is empty, of all; beginning after the given one. */
  list(page: {
    readonly owner: string;
    readonly after: readonly [owner: string, id: string];
    readonly limit: number;
  }): readonly ApiTokenView[] {
    const { store } = this.deps;
    const [owner, id] = page.after;
    const rows = translated(() =>
      page.owner === ''
        ? store.tokens({ name: owner, id, limit: page.limit })
        : store.tokensOf({ name: page.owner, id, limit: page.limit }),
    );
    return rows.map(viewOf);
  }

  /** Error: NOT_FOUND. */
  get(id: string): ApiTokenView {
    const row = translated(() => this.deps.store.token(id));
    if (row) return viewOf(row);
    throw noSuchToken(id);
  }

  /** Errors: NOT_FOUND, INVALID_INPUT. */
  update(id: string, change: Partial<TokenFields>): ApiTokenView {
    const { store, onEnd } = this.deps;
    const fields = { ...this.get(id), ...change };
    refuseIfAny(fieldProblems(fields));
    const row = { label: normalText(fields.name), allow: rangesText(fields.allow) };
    translated(() => store.update(id, row));
    onEnd([id]);
    return this.get(id);
  }

  /** It opens nothing from now on. Error: NOT_FOUND. */
  delete(id: string): void {
    this.get(id);
    translated(() => this.deps.store.remove(id));
    this.deps.onEnd([id]);
  }

  deleteAllOf(owner: string): void {
    translated(() => this.deps.store.removeOf(owner));
  }

  /**
   * First start: writes a token for the admin to a 0600 file; later starts find one in the store and do nothing.
   * The file comes first: a crash in between leaves a file that the next start writes anew, never a token nobody has.
   * A store that was used and has no token any more writes over no file: `kept`; with the file moved away it makes one.
   */
  ensureAdmin(file: string, isStoreNew = true): 'made' | 'there' | 'kept' {
    const { store } = this.deps;
    if (!translated(() => store.isEmpty())) return 'there';
    if (!isStoreNew && existsSync(file)) return 'kept';
    const { id, text } = this.draft();
    writeSecretFile(file, `${text.reveal()}\n`);
    const fields = { name: 'first start', allow: [], roles: [], readOnly: false, expiresAt: null };
    translated(() => store.add(this.rowOf(id, text, { ...fields, owner: ADMIN })));
    return 'made';
  }

  private draft(): { readonly id: string; readonly text: Secret<string> } {
    const { clock, random } = this.deps;
    const id = newId(clock, random);
    return { id, text: new Secret(`wt1.${id}.${newTokenSecret(random).reveal()}`) };
  }

  private rowOf(
    id: string,
    text: Secret<string>,
    token: Omit<NewToken, 'lifetimeMs'> & { readonly expiresAt: number | null },
  ): ApiTokenRow {
    const { owner, expiresAt } = token;
    return {
      ...{ id, name: owner, expiresAt, hash: hashToken(text), createdAt: this.deps.clock.now() },
      ...{ label: normalText(token.name), readOnly: token.readOnly ? 1 : 0 },
      ...{ allow: rangesText(token.allow), roles: JSON.stringify([...new Set(token.roles)]) },
    };
  }
}

function fieldProblems({ name, allow }: TokenFields): readonly FieldViolation[] {
  const ranges = allow.flatMap((text, at) =>
    normalRange(text) === undefined
      ? [{ field: `allow[${at}]`, message: 'must be an address range such as 10.1.0.0/16 or 2001:db8::/32' }]
      : [],
  );
  return [
    ...(normalText(name) === '' ? [{ field: 'name', message: 'must say what the token is for' }] : []),
    ...textProblems('name', normalText(name)),
    ...(allow.length > RANGES_MAX
      ? [{ field: 'allow', message: `must be at most ${RANGES_MAX} ranges` }]
      : ranges),
  ];
}

function rangesText(allow: readonly string[]): string {
  return JSON.stringify([...new Set(allow.map((text) => normalRange(text) ?? text))]);
}

function viewOf(row: ApiTokenRow): ApiTokenView {
  const { id, name: owner, createdAt } = row;
  return {
    ...{ id, owner, name: row.label, createdAt, readOnly: row.readOnly !== 0 },
    expiresAt: row.expiresAt ?? undefined,
    allow: JSON.parse(row.allow) as readonly string[],
    roles: JSON.parse(row.roles) as readonly string[],
  };
}

/** Also said of tokens that the caller may not see. */
export function noSuchToken(id: string): WaysideError {
  return new WaysideError('NOT_FOUND', `there is no token with the id "${id.slice(0, 64)}"`, {
    hint: 'wayside token ls shows them.',
  });
}
