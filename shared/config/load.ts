/**
 * Flag > environment > file > default, for every key of one program. All problems are reported at once, each
 * with the place it comes from; what comes out is typed, complete and frozen.
 */
import { type FieldViolation, WaysideError } from '../errors.ts';
import { readGroups } from './groups.ts';
import { flattenKeys, type KeySpec, valueName } from './key-spec.ts';
import { type ConfigSources, collectLayers, type Layers, type Origin } from './layers.ts';
import { type ConfigByProgram, keyTables, type Program } from './programs.ts';
import { readValue } from './value.ts';

export interface LoadedConfig<T> {
  readonly values: T;
  /** Dotted key -> where its value comes from. */
  readonly origins: Readonly<Record<string, Origin>>;
  /** Dotted key -> the value, as in `values`. */
  readonly flat: Readonly<Record<string, unknown>>;
  /** The file that was read, if any. */
  readonly file: string | undefined;
}

/**
 * Errors: UNKNOWN_KEY when a key is not known, INVALID_INPUT for bad values (all of them in `violations`),
 * NOT_FOUND for a file that was named and is not there.
 */
export function loadConfig<P extends Program>(
  program: P,
  sources: ConfigSources,
): LoadedConfig<ConfigByProgram[P]> {
  const keys = flattenKeys(keyTables[program]);
  const layers = collectLayers(program, sources);
  const invalid = [...layers.invalid];
  const flat: Record<string, unknown> = {};
  const origins: Record<string, Origin> = {};
  for (const [key, spec] of keys) {
    const given = layers.given.get(key);
    origins[key] = given?.origin ?? { from: 'default', where: '' };
    if (!given && spec.default === undefined) continue;
    const raw = given ? given.raw : spec.default;
    const base = {
      directory: given?.directory ?? '/',
      credentials: sources.env['CREDENTIALS_DIRECTORY'],
    };
    const result = spec.type === 'groups' ? readGroups(spec, raw, base) : readValue(spec, raw, base);
    if (result.ok) flat[key] = result.value;
    else if ('problems' in result)
      for (const { path, message } of result.problems)
        invalid.push({ field: given?.fieldAt(path) ?? `${key}${path}`, message });
    else invalid.push({ field: given?.field ?? key, message: result.message });
  }
  refuse(program, layers, invalid);
  const values = nest(keys, flat) as ConfigByProgram[P];
  return deepFreeze({ values, flat, origins, file: layers.file });
}

function refuse(program: Program, layers: Layers, invalid: readonly FieldViolation[]): void {
  const violations = [...layers.unknown, ...invalid];
  if (violations.length === 0) return;
  const count = violations.length === 1 ? '1 problem' : `${violations.length} problems`;
  const where = layers.where ? ` (${layers.where})` : '';
  throw new WaysideError(
    layers.unknown.length > 0 ? 'UNKNOWN_KEY' : 'INVALID_INPUT',
    program === 'cli'
      ? `${count} in the settings`
      : `${count} in the configuration of the ${program}${where}`,
    { violations, hint: `wayside config explain --program ${program} says what each key may hold` },
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
