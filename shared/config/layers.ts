/** What was given for the keys of one program, from the file, the environment and the flags: raw, with its place. */
import { dirname, resolve } from 'node:path';
import { type FieldViolation, WaysideError } from '../errors.ts';
import { parseConfigText, readConfigText } from './file.ts';
import { envName, flagName, flattenKeys } from './key-spec.ts';
import { nearestName } from './nearest.ts';
import { CONFIG_ENV, defaultConfigFile, keyTables, type Program, programs } from './programs.ts';

export type Env = Readonly<Record<string, string | undefined>>;

export interface ConfigSources {
  readonly env: Env;
  /** From `--config`; else WAYSIDE_CONFIG, else the default path, which need not exist. */
  readonly file?: string | undefined;
  /** Instead of a file: YAML that was read from elsewhere, such as standard input. */
  readonly document?: { readonly where: string; readonly text: string } | undefined;
  /** Instead of a file: dotted key -> raw value; relative paths start at `directory`. */
  readonly entry?: FileEntry | undefined;
  /** Dotted key -> text as given on the command line; `undefined` values are skipped. */
  readonly flags?: Readonly<Record<string, string | undefined>>;
  /** Where relative paths of flags and environment start; default the working directory. */
  readonly directory?: string;
}

export interface FileEntry {
  readonly where: string;
  readonly directory: string;
  readonly values: Readonly<Record<string, unknown>>;
}

export interface Origin {
  readonly from: 'flag' | 'env' | 'file' | 'default';
  /** `--log-level`, `WAYSIDE_LOG__LEVEL`, `/etc/wayside/agent.yaml:7`; empty for defaults. */
  readonly where: string;
}

export interface Given {
  readonly raw: unknown;
  readonly origin: Origin;
  /** How problems name the place: `log.level (line 2)`, `WAYSIDE_LOG__LEVEL`, `--log-level`. */
  readonly field: string;
  /** The same for a place within it, such as `[1].cron`. */
  readonly fieldAt: (path: string) => string;
  /** Where relative paths start. */
  readonly directory: string;
}

export interface Layers {
  /** The strongest value of each key that was given at all. */
  readonly given: ReadonlyMap<string, Given>;
  readonly unknown: readonly FieldViolation[];
  readonly invalid: readonly FieldViolation[];
  /** The file that was read, if any, and how to name it. */
  readonly file: string | undefined;
  readonly where: string | undefined;
}

export function collectLayers(program: Program, sources: ConfigSources): Layers {
  const collector = new LayerCollector(program, resolve(sources.directory ?? '.'));
  collector.addFile(sources);
  collector.addEnv(sources.env);
  collector.addFlags(sources.flags ?? {});
  return collector;
}

class LayerCollector implements Layers {
  readonly given: Map<string, Given> = new Map();
  readonly unknown: FieldViolation[] = [];
  readonly invalid: FieldViolation[] = [];
  file: string | undefined;
  where: string | undefined;
  private readonly program: Program;
  private readonly directory: string;
  private readonly keys: readonly string[];

  constructor(program: Program, directory: string) {
    this.program = program;
    this.directory = directory;
    this.keys = keysOf(program);
  }

  addFile(sources: ConfigSources): void {
    if (sources.entry) this.addEntry(sources.entry);
    else this.addDocument(sources);
  }

  private addDocument(sources: ConfigSources): void {
    const document = sources.document ?? this.readFile(sources);
    if (!document) return;
    this.where = document.where;
    const { leaves, violations } = parseConfigText(document.text, keyTables[this.program]);
    this.invalid.push(...violations);
    for (const { key, spec, raw, line, lineAt } of leaves) {
      const field = `${key} (line ${line})`;
      const origin: Origin = { from: 'file', where: `${document.where}:${line}` };
      const fieldAt = (path: string): string => `${key}${path} (line ${lineAt(path)})`;
      if (spec) this.given.set(key, { raw, origin, field, fieldAt, directory: dirname(document.where) });
      else this.refuse(key, field);
    }
  }

  addEnv(env: Env): void {
    for (const key of this.keys) {
      const field = envName(key);
      const raw = env[field];
      // Compose files and units set empty variables where nothing is meant.
      if (!raw) continue;
      this.give(key, { raw, origin: { from: 'env', where: field }, field, directory: this.directory });
    }
    this.unknown.push(...unknownEnv(this.program, env));
  }

  addFlags(flags: Readonly<Record<string, string | undefined>>): void {
    for (const [key, raw] of Object.entries(flags)) {
      if (raw === undefined) continue;
      const field = flagName(key);
      if (!this.keys.includes(key)) this.refuse(key, field);
      this.give(key, { raw, origin: { from: 'flag', where: field }, field, directory: this.directory });
    }
  }

  private addEntry({ where, directory, values }: FileEntry): void {
    this.where = where;
    for (const [key, raw] of Object.entries(values)) {
      if (raw === undefined) continue;
      const field = `${key} (${where})`;
      if (!this.keys.includes(key)) this.refuse(key, field);
      this.give(key, { raw, origin: { from: 'file', where }, field, directory });
    }
  }

  private give(key: string, given: Omit<Given, 'fieldAt'>): void {
    this.given.set(key, { ...given, fieldAt: (path) => `${given.field}${path}` });
  }

  private readFile(sources: ConfigSources): { readonly where: string; readonly text: string } | undefined {
    const named = sources.file ?? (sources.env[CONFIG_ENV] || undefined);
    const wanted = this.program === 'cli' ? undefined : (named ?? defaultConfigFile(this.program));
    if (wanted === undefined) return undefined;
    const path = resolve(this.directory, wanted);
    try {
      const text = readConfigText(path);
      this.file = path;
      return { where: path, text };
    } catch (error) {
      if (named === undefined && error instanceof WaysideError && error.code === 'NOT_FOUND')
        return undefined;
      throw error;
    }
  }

  private refuse(key: string, field: string): void {
    const owner = programs.find((other) => other !== this.program && knows(other, key));
    const near = nearestName(key, this.keys);
    const message = owner
      ? `is a key of the ${owner}, not of the ${this.program}`
      : `is not a key of the ${this.program}${near ? `; did you mean ${near}?` : ''}`;
    this.unknown.push({ field, message });
  }
}

function keysOf(program: Program): readonly string[] {
  return [...flattenKeys(keyTables[program]).keys()];
}

/** A key of the program, or the name of a group of keys. */
function knows(program: Program, key: string): boolean {
  return keysOf(program).some((one) => one === key || one.startsWith(`${key}.`));
}

/**
 * An unknown name is a mistake when it could only be meant for us: it has the double underscore of a nested key,
 * or is one letter away from a known name. Other names with our prefix come from elsewhere (Kubernetes makes
 * WAYSIDE_SERVICE_HOST for a service called wayside) and do not count. Names of our other programs are theirs.
 */
function unknownEnv(program: Program, env: Env): FieldViolation[] {
  const known = new Set([...programs.flatMap((one) => keysOf(one).map(envName)), CONFIG_ENV]);
  return Object.keys(env).flatMap((name) => {
    if (!name.startsWith('WAYSIDE_') || known.has(name)) return [];
    const plain = name.slice('WAYSIDE_'.length);
    const near = nearestName(plain, keysOf(program));
    const oneLetterOff = near !== undefined && Math.abs(envName(near).length - name.length) <= 1;
    if (!plain.includes('__') && !oneLetterOff) return [];
    const cure = near ? `; did you mean ${envName(near)}?` : '';
    return [{ field: name, message: `is not known to the ${program}${cure}` }];
  });
}
