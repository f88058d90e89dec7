/**
 * How a configuration key is declared, and the type that its value gets.
 *
 * The tables (`controller-keys.ts`, `agent-keys.ts`, `cli-keys.ts`) are plain data, so that one declaration
 * gives the file key, the environment name, the flag, the bounds, the reference page and the type in code.
 * In code a duration ends in `Ms` and a size in `Bytes`: the key `ssh.connectTimeout` is `config.ssh.connectTimeoutMs`.
 */

export type KeyType =
  | 'text'
  | 'texts'
  | 'address'
  | 'addresses'
  | 'path'
  | 'secretFile'
  | 'duration'
  | 'size'
  | 'count'
  | 'boolean'
  | 'choice'
  | 'groups';

export interface KeySpec {
  readonly type: KeyType;
  readonly doc: string;
  /** As it would stand in the file. Else the value may be `undefined`, and `absent` says what happens then. */
  readonly default?: string | number | boolean | readonly string[];
  readonly absent?: string;
  /** Bounds of durations, sizes and counts, written like values. */
  readonly min?: string | number;
  readonly max?: string | number;
  readonly choices?: readonly string[];
  /** For addresses that may leave the port out. */
  readonly defaultPort?: number;
  /** For groups: the keys of each of them (one with neither default nor `absent` must be given), and what is wrong with them together. */
  readonly items?: Readonly<Record<string, KeySpec>>;
  readonly check?: (groups: readonly object[]) => readonly GroupProblem[];
}

/** `path` goes on from the name of the key: `[1].cron`. */
export interface GroupProblem {
  readonly path: string;
  readonly message: string;
}

export interface KeyTree {
  readonly [name: string]: KeySpec | KeyTree;
}

/** `0.0.0.0:7443` or `[::1]:7443`, taken apart; port 0 lets the system choose. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

interface ValueTypes {
  readonly text: string;
  readonly texts: readonly string[];
  readonly address: Address;
  readonly addresses: readonly Address[];
  readonly path: string;
  readonly secretFile: string;
  readonly duration: number;
  readonly size: number;
  readonly count: number;
  readonly boolean: boolean;
}

type ValueOf<S extends KeySpec> = S extends { readonly choices: readonly (infer C)[] }
  ? C
  : S extends { readonly items: infer I }
    ? readonly ConfigOf<I>[]
    : S['type'] extends keyof ValueTypes
      ? ValueTypes[S['type']]
      : never;

type WithAbsence<S extends KeySpec> = 'absent' extends keyof S ? ValueOf<S> | undefined : ValueOf<S>;

type NameOf<K, S> = S extends { readonly type: 'duration' }
  ? `${K & string}Ms`
  : S extends { readonly type: 'size' }
    ? `${K & string}Bytes`
    : K;

/** The typed value of a table of keys. */
export type ConfigOf<T> = {
  readonly [K in keyof T as NameOf<K, T[K]>]: T[K] extends KeySpec ? WithAbsence<T[K]> : ConfigOf<T[K]>;
};

export function isKeySpec(node: KeySpec | KeyTree): node is KeySpec {
  return typeof node['type'] === 'string';
}

/** Dotted key -> declaration, in the order of the table. */
export function flattenKeys(tree: KeyTree, prefix = ''): ReadonlyMap<string, KeySpec> {
  const keys = new Map<string, KeySpec>();
  for (const [name, node] of Object.entries(tree)) {
    if (isKeySpec(node)) keys.set(`${prefix}${name}`, node);
    else for (const [key, spec] of flattenKeys(node, `${prefix}${name}.`)) keys.set(key, spec);
  }
  return keys;
}

/** The name under which the value of a key stands in code. */
export function valueName(name: string, spec: KeySpec): string {
  if (spec.type === 'duration') return `${name}Ms`;
  return spec.type === 'size' ? `${name}Bytes` : name;
}

const ENV_PREFIX = 'WAYSIDE_';

/** `ssh.connectTimeout` is `WAYSIDE_SSH__CONNECT_TIMEOUT`. */
export function envName(key: string): string {
  const parts = key.split('.').map((part) => part.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase());
  return `${ENV_PREFIX}${parts.join('__')}`;
}

/** `ssh.connectTimeout` is `--ssh-connect-timeout`. */
export function flagName(key: string): string {
  return `--${key.replaceAll('.', '-').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
