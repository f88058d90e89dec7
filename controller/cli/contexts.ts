/** The context file: which controllers this user talks to. `$XDG_CONFIG_HOME/wayside/config.yaml`, mode 0600. */
import { chmodSync, existsSync, mkdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Env } from '../../shared/config/index.ts';
import { WaysideError } from '../../shared/errors.ts';

/** One controller. Relative paths start at the folder of the file. */
export interface ContextEntry {
  readonly name: string;
  readonly address: string;
  readonly caFile?: string;
  /** Instead of a file: the certificate itself, PEM. */
  readonly ca?: string;
  readonly tokenFile?: string;
  /** Token of the login session; counts for more than the token file. */
  readonly session?: string;
  /** Keys that credentials are sealed to, as first seen: the agent as it was named -> identity, number and key. */
  readonly agentKeys?: Readonly<Record<string, string>>;
}

export interface ContextFile {
  readonly path: string;
  readonly current: string | undefined;
  readonly contexts: readonly ContextEntry[];
}

export const CONTEXTS_MAX = 1000;
const ENTRY_KEYS = ['name', 'address', 'caFile', 'ca', 'tokenFile', 'session', 'agentKeys'] as const;
const OTHERS_MODE = 0o077;
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/;

export function contextPath(env: Env): string {
  const home = env['XDG_CONFIG_HOME'] || (env['HOME'] ? join(env['HOME'], '.config') : undefined);
  if (home) return join(home, 'wayside', 'config.yaml');
  throw new WaysideError('INVALID_INPUT', 'neither XDG_CONFIG_HOME nor HOME is set', {
    hint: 'Set one of them, or give --address, --token-file and --ca-file',
  });
}

/** An absent file holds no contexts. Errors: INVALID_INPUT with every problem of the file. */
export async function readContexts(env: Env): Promise<ContextFile> {
  const path = contextPath(env);
  if (!existsSync(path)) return { path, current: undefined, contexts: [] };
  const { readConfigText } = await import('../../shared/config/index.ts');
  const { parse } = await import('yaml');
  let content: unknown;
  try {
    content = parse(readConfigText(path)) ?? {};
  } catch (error) {
    if (error instanceof WaysideError) throw error;
    throw new WaysideError('INVALID_INPUT', `${path} is not valid YAML`, {
      cause: error,
      // The first line says where; those after it quote the file, which may hold the token of a session.
      hint: String(error).split('\n')[0] ?? '',
    });
  }
  const { current, contexts } = content as { current?: unknown; contexts?: unknown };
  const entries: readonly unknown[] = Array.isArray(contexts) ? contexts : [];
  const violations = entries.flatMap((entry, at) => entryProblems(entry, `contexts[${at}]`));
  if (contexts !== undefined && !Array.isArray(contexts)) {
    violations.push({ field: 'contexts', message: 'must be a list' });
  }
  if (violations.length > 0) {
    throw new WaysideError('INVALID_INPUT', `${path} cannot be used`, { violations });
  }
  if (entries.some((entry) => (entry as ContextEntry).session !== undefined)) refuseOpen(path);
  return {
    path,
    current: typeof current === 'string' ? current : undefined,
    contexts: entries as ContextEntry[],
  };
}

/** Who is logged in keeps the token of the session in the file. Error: SECRET_FILE_OPEN. */
function refuseOpen(path: string): void {
  if ((statSync(path).mode & OTHERS_MODE) === 0) return;
  throw new WaysideError('SECRET_FILE_OPEN', `others can read ${path}, which holds the token of a session`, {
    hint: `chmod 600 ${path}, and log in again if others did read it`,
  });
}

function entryProblems(entry: unknown, path: string): { readonly field: string; readonly message: string }[] {
  if (typeof entry !== 'object' || entry === null)
    return [{ field: path, message: 'must hold name and address' }];
  const problems = Object.entries(entry).flatMap(([key, value]) => {
    const field = `${path}.${key}`;
    if (!ENTRY_KEYS.some((known) => known === key)) {
      return [{ field, message: `is not known; an entry has ${ENTRY_KEYS.join(', ')}` }];
    }
    if (key === 'agentKeys') return isTexts(value) ? [] : [{ field, message: 'must hold texts by name' }];
    return typeof value === 'string' ? [] : [{ field, message: 'must be text' }];
  });
  const { name } = entry as Partial<ContextEntry>;
  if (typeof name !== 'string' || !NAME.test(name)) {
    problems.push({
      field: `${path}.name`,
      message: 'must be 1 to 63 letters, digits, dots, dashes or underscores',
    });
  }
  return problems;
}

function isTexts(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.values(value).every((text) => typeof text === 'string');
}

/** The entry of that name. Errors: NOT_FOUND with the names there are. */
export function findContext(file: ContextFile, name: string): ContextEntry {
  const entry = file.contexts.find((one) => one.name === name);
  if (entry) return entry;
  const names = file.contexts.map((one) => one.name).join(', ');
  throw new WaysideError('NOT_FOUND', `there is no context "${name}"`, {
    hint: names ? `Known contexts: ${names}` : 'wayside context add makes one',
  });
}

/** Adds or replaces the entry. The first one becomes the current one. */
export async function putContext(file: ContextFile, entry: ContextEntry): Promise<ContextFile> {
  const problems = entryProblems(entry, entry.name);
  const others = file.contexts.filter((one) => one.name !== entry.name);
  if (others.length >= CONTEXTS_MAX)
    problems.push({ field: 'contexts', message: `are more than ${CONTEXTS_MAX}` });
  if (problems.length > 0)
    throw new WaysideError('INVALID_INPUT', 'the context is not valid', { violations: problems });
  return writeContexts({ ...file, current: file.current ?? entry.name, contexts: [...others, entry] });
}

export async function removeContext(file: ContextFile, name: string): Promise<ContextFile> {
  const contexts = file.contexts.filter((one) => one.name !== name);
  return writeContexts({ ...file, current: file.current === name ? undefined : file.current, contexts });
}

export async function useContext(file: ContextFile, name: string): Promise<ContextFile> {
  return writeContexts({ ...file, current: findContext(file, name).name });
}

/** In one step, so that no reader sees half a file. */
async function writeContexts(file: ContextFile): Promise<ContextFile> {
  const { stringify } = await import('yaml');
  const content = { ...(file.current ? { current: file.current } : {}), contexts: file.contexts };
  mkdirSync(dirname(file.path), { recursive: true, mode: 0o700 });
  const draft = `${file.path}.new`;
  writeFileSync(draft, stringify(content, { lineWidth: 0 }), { mode: 0o600 });
  chmodSync(draft, 0o600);
  renameSync(draft, file.path);
  return file;
}
