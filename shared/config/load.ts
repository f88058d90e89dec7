/**
 * Flag > environment > file > default, for every key of one program. All problems are reported at once, each
 * with the place it comes from; what comes out is typed, complete and frozen.
 */
import { dirname, resolve } from 'node:path';
import { type FieldViolation, WaysideError } from '../errors.ts';
import { type FileLeaf, parseConfigText, readConfigText } from './file.ts';
import { envName, flagName, flattenKeys, type KeySpec, valueName } from './key-spec.ts';
import { nearestName } from './nearest.ts';
import {
  CONFIG_ENV,
  type ConfigByProgram,
  defaultConfigFile,
  keyTables,
  type Program,
  programs,
} from './programs.ts';
import { type PathBase, readValue } from './value.ts';

export type Env = Readonly<Record<string, string | undefined>>;

export interface ConfigSources {
  readonly env: Env;
  /** From `--config`; else WAYSIDE_CONFIG, else the default path, which need not exist. */
  readonly file?: string | undefined;
  /** Instead of a file: YAML text that was read from elsewhere, such as one entry of the context file. */
  readonly document?: { readonly where: string; readonly text: string } | undefined;
  /** Dotted key -> text as given on the command line; `undefined` values are skipped. */
  readonly flags?: Readonly<Record<string, string | undefined>>;
  /** Where relative paths of flags and environment start; default the working directory. */
  readonly directory?: string;
}

export interface Origin {
  readonly from: 'flag' | 'env' | 'file' | 'default';
  /** `--log-level`, `WAYSIDE_LOG__LEVEL`, `/etc/wayside/agent.yaml:7`; empty for defaults. */
  readonly where: string;
}

export interface LoadedConfig<T> {
  readonly values: T;
  /** Dotted key -> where its value comes from. */
  readonly origins: Readonly<Record<string, Origin>>;
  /** Dotted key -> the value, as in `values`. */
  readonly flat: Readonly<Record<string, unknown>>;
  /** The file that was read, if any. */
  readonly file: string | undefined;
}

interface Given {
  readonly raw: unknown;
  readonly origin: Origin;
  readonly directory: string;
}

/** Errors: UNKNOWN_KEY when a key is not known, INVALID_INPUT for bad values (all in `violations`), NOT_FOUND for a named file. */
export function loadConfig<P extends Program>(
  program: P,
  sources: ConfigSources,
): LoadedConfig<ConfigByProgram[P]> {
  const keys = flattenKeys(keyTables[program]);
  const directory = resolve(sources.directory ?? '.');
  const problems: Problems = { unknown: [], invalid: [] };
  const source = fileSource(program, sources, directory);
  const given = new Map<string, Given>();
  if (source) readFileLayer(program, { source, given, problems });
  for (const [key, raw] of envLayer(program, { env: sources.env, keys, problems })) {
    given.set(key, { raw, origin: { from: 'env', where: envName(key) }, directory });
  }
  for (const [key, raw] of Object.entries(sources.flags ?? {})) {
    if (raw === undefined) continue;
    if (!keys.has(key)) problems.unknown.push(unknownKey(program, key, flagName(key)));
    given.set(key, { raw, origin: { from: 'flag', where: flagName(key) }, directory });
  }
  const loaded = readAll(keys, { given, problems, credentials: sources.env['CREDENTIALS_DIRECTORY'] });
  failOn(problems, program, source?.where);
  const values = nest(keys, loaded.flat) as ConfigByProgram[P];
  return deepFreeze({ values, ...loaded, file: source?.path });
}

interface Problems {
  readonly unknown: FieldViolation[];
  readonly invalid: FieldViolation[];
}

interface FileSource {
  readonly where: string;
  readonly path: string | undefined;
  readonly text: string;
  readonly directory: string;
}

function fileSource(program: Program, sources: ConfigSources, directory: string): FileSource | undefined {
  if (sources.document)
    return { ...sources.document, path: undefined, directory: dirname(sources.document.where) };
  const named = sources.file ?? (sources.env[CONFIG_ENV] || undefined);
  const wanted = named ?? defaultConfigFile(program);
  if (wanted === undefined) return undefined;
  const path = resolve(directory, wanted);
  try {
    return { where: path, path, text: readConfigText(path), directory: dirname(path) };
  } catch (error) {
    if (named === undefined && error instanceof WaysideError && error.code === 'NOT_FOUND') return undefined;
    throw error;
  }
}

function readFileLayer(
  program: Program,
  {
    source,
    given,
    problems,
  }: { readonly source: FileSource; readonly given: Map<string, Given>; readonly problems: Problems },
): void {
  const { leaves, violations } = parseConfigText(source.text, keyTables[program]);
  problems.invalid.push(...violations);
  for (const leaf of leaves) {
    if (!leaf.spec) problems.unknown.push(unknownKey(program, leaf.key, atLine(leaf)));
    else {
      const origin: Origin = { from: 'file', where: `${source.where}:${leaf.line}` };
      given.set(leaf.key, { raw: leaf.raw, origin, directory: source.directory });
    }
  }
}

function atLine({ key, line }: FileLeaf): string {
  return `${key} (line ${line})`;
}

/**
 * An unknown name is a mistake when it could only be meant for us: it has the double underscore of a nested key,
 * or is one slip away from a known name. Other names with our prefix come from elsewhere (Kubernetes makes
 * WAYSIDE_SERVICE_HOST for a service called wayside) and do not count. Names of our other programs are theirs.
 */
function* envLayer(
  program: Program,
  {
    env,
    keys,
    problems,
  }: { readonly env: Env; readonly keys: ReadonlyMap<string, KeySpec>; readonly problems: Problems },
): Generator<readonly [string, string]> {
  for (const key of keys.keys()) {
    const text = env[envName(key)];
    if (text) yield [key, text];
  }
  const all = programs.flatMap((other) => [...flattenKeys(keyTables[other]).keys()].map(envName));
  const known = new Set([...all, CONFIG_ENV]);
  for (const name of Object.keys(env)) {
    if (!name.startsWith('WAYSIDE_') || known.has(name)) continue;
    const plain = name.slice('WAYSIDE_'.length);
    const near = nearestName(plain, [...keys.keys()]);
    const oneSlip = near !== undefined && Math.abs(envName(near).length - name.length) <= 1;
    if (!plain.includes('__') && !oneSlip) continue;
    problems.unknown.push({
      field: name,
      message: `is not known to the ${program}${near ? `; did you mean ${envName(near)}?` : ''}`,
    });
  }
}

function unknownKey(program: Program, key: string, field: string): FieldViolation {
  const owner = programs.find((other) => other !== program && knows(other, key));
  if (owner) return { field, message: `is a key of the ${owner}, not of the ${program}` };
  const near = nearestName(key, [...flattenKeys(keyTables[program]).keys()]);
  return { field, message: `is not a key of the ${program}${near ? `; did you mean ${near}?` : ''}` };
}

/** A key of the program, or the name of a group of keys. */
function knows(program: Program, key: string): boolean {
  return [...flattenKeys(keyTables[program]).keys()].some((one) => one === key || one.startsWith(`${key}.`));
}

function readAll(
  keys: ReadonlyMap<string, KeySpec>,
  context: {
    readonly given: ReadonlyMap<string, Given>;
    readonly problems: Problems;
    readonly credentials: string | undefined;
  },
): { readonly flat: Record<string, unknown>; readonly origins: Record<string, Origin> } {
  const flat: Record<string, unknown> = {};
  const origins: Record<string, Origin> = {};
  for (const [key, spec] of keys) {
    const given = context.given.get(key);
    origins[key] = given?.origin ?? { from: 'default', where: '' };
    const raw = given ? given.raw : spec.default;
    if (!given && raw === undefined) continue;
    const base: PathBase = { directory: given?.directory ?? '/', credentials: context.credentials };
    const result = readValue(spec, raw, base);
    if (result.ok) flat[key] = result.value;
    else
      context.problems.invalid.push({
        field: given ? fieldOf(key, given.origin) : key,
        message: result.message,
      });
  }
  return { flat, origins };
}

function fieldOf(key: string, { from, where }: Origin): string {
  return from === 'file' ? `${key} (line ${where.slice(where.lastIndexOf(':') + 1)})` : where;
}

function failOn({ unknown, invalid }: Problems, program: Program, where: string | undefined): void {
  const violations = [...unknown, ...invalid];
  if (violations.length === 0) return;
  const count = violations.length === 1 ? '1 problem' : `${violations.length} problems`;
  throw new WaysideError(
    unknown.length > 0 ? 'UNKNOWN_KEY' : 'INVALID_INPUT',
    `${count} in the configuration of the ${program}${where ? ` (${where})` : ''}`,
    { violations, hint: 'wayside config explain KEY says what a key means and what it may hold' },
  );
}

function nest(keys: ReadonlyMap<string, KeySpec>, flat: Readonly<Record<string, unknown>>): object {
  const top: Record<string, unknown> = {};
  for (const [key, spec] of keys) {
    const parts = key.split('.');
    const last = parts.pop() ?? key;
    group(top, parts)[valueName(last, spec)] = flat[key];
  }
  return top;
}

/** The object below `top` that the parts name; made where it is missing. */
function group(top: Record<string, unknown>, parts: readonly string[]): Record<string, unknown> {
  let at = top;
  for (const part of parts) {
    at[part] ??= {};
    at = at[part] as Record<string, unknown>;
  }
  return at;
}

function deepFreeze<T extends object>(value: T): T {
  for (const child of Object.values(value)) {
    if (typeof child === 'object' && child !== null && !Object.isFrozen(child)) deepFreeze(child);
  }
  return Object.freeze(value);
}
