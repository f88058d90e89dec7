/** The keys as rows for people: the reference page, `wayside config explain`, and the first file that `init` writes. */
import { existsSync } from 'node:fs';
import { WaysideError } from '../errors.ts';
import { envName, flagName, flattenKeys, type KeySpec, valueName } from './key-spec.ts';
import { nearestName } from './nearest.ts';
import { keyTables, type Program } from './programs.ts';
import { formatDuration, formatSize } from './units.ts';
import { expectation, formatAddress, readValue } from './value.ts';

export interface ConfigRow {
  readonly program: Program;
  readonly key: string;
  readonly type: string;
  /** As text; in words when there is no fixed one. */
  readonly default: string;
  /** False: the default is words, not a value. */
  readonly fixed: boolean;
  readonly env: string;
  readonly flag: string;
  /** What a value must be, with its bounds. */
  readonly expects: string;
  readonly doc: string;
  /** The keys of each group, of a key that holds groups. */
  readonly items?: readonly ItemRow[];
}

/** One key of each group: `schedules[].cron`. */
export type ItemRow = Pick<ConfigRow, 'key' | 'type' | 'default' | 'fixed' | 'expects' | 'doc'>;

export function describeConfig(program: Program): readonly ConfigRow[] {
  return [...flattenKeys(keyTables[program])].map(([key, spec]) => ({
    program,
    ...itemRow(key, spec),
    env: envName(key),
    flag: flagName(key),
    ...(spec.items && {
      items: Object.entries(spec.items).map(([name, item]) => itemRow(`${key}[].${name}`, item)),
    }),
  }));
}

function itemRow(key: string, spec: KeySpec): ItemRow {
  const fallback = spec.default === undefined ? (spec.absent ?? 'must be given') : formatRaw(spec.default);
  const { type, doc } = spec;
  return { key, type, default: fallback, fixed: spec.default !== undefined, expects: expectation(spec), doc };
}

/** The row of one key. Errors: UNKNOWN_KEY with the nearest name. */
export function explainKey(program: Program, key: string): ConfigRow {
  const rows = describeConfig(program);
  const row = rows.find((one) => one.key === key || one.env === key || one.flag === key);
  if (row) return row;
  const near = nearestName(
    key,
    rows.map((one) => one.key),
  );
  throw new WaysideError('UNKNOWN_KEY', `the ${program} has no key "${key}"`, {
    hint: near ? `did you mean ${near}?` : `wayside config explain --program ${program} lists all keys`,
  });
}

/**
 * The flags of `loadConfig` from what an option parser gives: `--ssh-pool-max 7` stands there as `sshPoolMax: '7'`.
 * A program that offers `describeConfig(program)` as options hands the result straight on.
 */
export function readFlags(
  program: Program,
  options: Readonly<Record<string, unknown>>,
): Readonly<Record<string, string | undefined>> {
  const flags: Record<string, string> = {};
  for (const { key, flag } of describeConfig(program)) {
    const name = flag.slice(2).replace(/-([a-z])/g, (_dash, letter: string) => letter.toUpperCase());
    const value = options[name];
    if (value !== undefined) flags[key] = String(value);
  }
  return flags;
}

/** A value of a loaded configuration as it would stand in the file. */
export function formatValue(program: Program, key: string, value: unknown): string {
  const spec: KeySpec | undefined = flattenKeys(keyTables[program]).get(key);
  return spec === undefined ? '' : formatOne(spec, value);
}

function formatOne(spec: KeySpec, value: unknown): string {
  if (value === undefined) return '';
  switch (spec.type) {
    case 'duration':
      return formatDuration(Number(value));
    case 'size':
      return formatSize(Number(value));
    case 'address':
      return formatAddress(value as Parameters<typeof formatAddress>[0]);
    case 'addresses':
      return formatRaw((value as Parameters<typeof formatAddress>[0][]).map(formatAddress));
    case 'groups':
      return formatGroups(value as readonly object[], spec);
    default:
      return formatRaw(value);
  }
}

export interface EffectiveKey {
  readonly key: string;
  /** As it would stand in the file; of a secret the name of its file. */
  readonly value: string;
  readonly isDefault: boolean;
}

/** Every key of a loaded configuration. No value is a secret: a key that needs one takes the name of a file. */
export function effectiveConfig(program: Program, values: object): readonly EffectiveKey[] {
  return [...flattenKeys(keyTables[program])].map(([key, spec]) => {
    const parts = key.split('.');
    const name = valueName(parts.pop() ?? key, spec);
    const shown = formatValue(program, key, [...parts, name].reduce(childOf, values));
    // Somebody may have put the secret itself where its file belongs.
    const isMisplaced = spec.type === 'secretFile' && shown !== '' && !existsSync(shown);
    const value = isMisplaced ? NO_FILE : shown;
    const isDefault = value === (spec.default === undefined ? '' : defaultText(program, key, spec));
    return { key, value, isDefault };
  });
}

const NO_FILE = '(names no file that is there)';

function childOf(value: unknown, name: string): unknown {
  return (value as Readonly<Record<string, unknown>> | undefined)?.[name];
}

/** `2m` and `120s` are the same. */
function defaultText(program: Program, key: string, spec: KeySpec): string {
  const result = readValue(spec, spec.default, { directory: '/', credentials: undefined });
  return result.ok ? formatValue(program, key, result.value) : '';
}

/** A file with every key, its meaning and its default. Only the names of groups are not commented out. */
export function sampleConfig(program: Program): string {
  const lines = [
    `# Configuration of the ${program}. Every key stands here with its default; take the # away to change one.`,
    '# A flag wins over the environment, the environment over this file. "wayside config validate" checks it.',
  ];
  let open: readonly string[] = [];
  for (const row of describeConfig(program)) {
    const groups = row.key.split('.');
    const name = groups.pop() ?? row.key;
    const indent = '  '.repeat(groups.length);
    const firstNew = groups.findIndex((group, at) => group !== open[at]);
    lines.push('');
    if (firstNew !== -1)
      lines.push(...groups.map((group, at) => `${'  '.repeat(at)}${group}:`).slice(firstNew));
    lines.push(`${indent}# ${row.doc}`, `${indent}# Must be ${row.expects}. Environment: ${row.env}`);
    for (const item of row.items ?? [])
      lines.push(`${indent}#   ${item.key.slice(row.key.length + 3)}: ${item.doc} (${item.default})`);
    lines.push(row.fixed ? `${indent}#${name}: ${row.default}` : `${indent}#${name}:  # ${row.default}`);
    open = groups;
  }
  return `${lines.join('\n')}\n`;
}

/** What differs from the default of each group, as YAML in one line: `[{name: nightly, every: 15m}]`. */
function formatGroups(groups: readonly object[], { items = {} }: KeySpec): string {
  const texts = groups.map((group) => {
    const pairs = Object.entries(items).flatMap(([name, spec]) => {
      const text = formatOne(spec, childOf(group, valueName(name, spec)));
      const isUsual = text === '' || (spec.default !== undefined && text === formatRaw(spec.default));
      return isUsual ? [] : [`${name}: ${spec.type === 'text' ? JSON.stringify(text) : text}`];
    });
    return `{${pairs.join(', ')}}`;
  });
  return `[${texts.join(', ')}]`;
}

function formatRaw(value: unknown): string {
  return Array.isArray(value) ? `[${value.join(', ')}]` : String(value);
}
