/** What the global flags and the environment say; read once for each run. Contexts are read when a connection is needed. */
import type { CliConfig } from '../../shared/config/index.ts';
import type { Host } from './host.ts';
import { type Paint, paintFor } from './output/color.ts';

export type OutputForm = CliConfig['output'];

/** Key of the settings -> text of the flag. */
export type GlobalFlags = Readonly<Record<string, string | undefined>>;

export interface Settings {
  readonly output: OutputForm;
  /** With `json`: a line for each thing instead of one document. */
  readonly lines: boolean;
  readonly zone: 'utc' | 'local';
  readonly quiet: boolean;
  /** `undefined`: no limit beyond that of each call. */
  readonly timeoutMs: number | undefined;
  readonly paintOut: Paint;
  readonly paintErr: Paint;
  readonly flags: GlobalFlags;
}

/** Errors: INVALID_INPUT and UNKNOWN_KEY with every wrong flag and variable. */
export async function readSettings(host: Host, flags: GlobalFlags): Promise<Settings> {
  const { loadConfig } = await import('../../shared/config/index.ts');
  const { output, utc, quiet, timeoutMs, noColor } = loadConfig('cli', sourcesOf(host, flags)).values;
  return {
    ...plainSettings(host, { noColor }),
    output,
    zone: utc ? 'utc' : 'local',
    quiet,
    timeoutMs,
    flags,
  };
}

/** For commands that answer from themselves and must work when everything else is broken. */
export function plainSettings(host: Host, { noColor }: { readonly noColor: boolean }): Settings {
  const { env, stdout, stderr } = host;
  return {
    output: 'table',
    lines: false,
    zone: 'local',
    quiet: false,
    timeoutMs: undefined,
    paintOut: paintFor({ noColor, env, isTTY: stdout.isTTY }),
    paintErr: paintFor({ noColor, env, isTTY: stderr.isTTY }),
    flags: {},
  };
}

export function sourcesOf(
  host: Host,
  flags: GlobalFlags,
): { env: Host['env']; flags: GlobalFlags; directory: string } {
  return { env: host.env, flags, directory: host.directory };
}
