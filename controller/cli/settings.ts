/** What the global flags, the environment and the context say, in that order; read once for each run. */
import type { CliConfig } from '../../shared/config/index.ts';
import { WaysideError } from '../../shared/errors.ts';
import { type ContextEntry, findContext, readContexts } from './contexts.ts';
import type { Host, Target } from './host.ts';
import { type Paint, paintFor } from './output/color.ts';

export type OutputForm = CliConfig['output'];

export interface Settings {
  readonly output: OutputForm;
  readonly zone: 'utc' | 'local';
  readonly quiet: boolean;
  /** `undefined`: no limit beyond that of each call. */
  readonly timeoutMs: number | undefined;
  readonly paintOut: Paint;
  readonly paintErr: Paint;
  /** Name of the context in use, if any. */
  readonly context: string | undefined;
  /** `host:port`, if known. */
  readonly address: string | undefined;
  readonly tokenFile: string | undefined;
  readonly caFile: string | undefined;
  /** PEM text that the context holds itself. */
  readonly ca: string | undefined;
}

/** Key of the settings -> text of the flag. */
export type GlobalFlags = Readonly<Record<string, string | undefined>>;

export async function readSettings(host: Host, flags: GlobalFlags): Promise<Settings> {
  const { formatAddress, loadConfig } = await import('../../shared/config/index.ts');
  const sources = { env: host.env, flags, directory: host.directory };
  const bare = loadConfig('cli', sources).values;
  const { entry, path } = await contextFor(host, bare);
  const { values, origins } = entry ? loadConfig('cli', { ...sources, entry: entryOf(entry, path) }) : { values: bare, origins: {} };
  const color = { noColor: values.noColor, env: host.env };
  return {
    output: values.output,
    zone: values.utc ? 'utc' : 'local',
    quiet: values.quiet,
    timeoutMs: values.timeoutMs,
    paintOut: paintFor({ ...color, isTTY: host.stdout.isTTY }),
    paintErr: paintFor({ ...color, isTTY: host.stderr.isTTY }),
    context: entry?.name,
    address: values.address && formatAddress(values.address),
    tokenFile: values.tokenFile,
    caFile: values.caFile,
    // A certificate of another place beats the one that the context holds.
    ca: origins['caFile']?.from === 'default' || values.caFile === undefined ? entry?.ca : undefined,
  };
}

/** The context that was named, or the current one; none when an address was given, for then it is not needed. */
async function contextFor(
  host: Host,
  { context, address }: CliConfig,
): Promise<{ readonly entry: ContextEntry | undefined; readonly path: string }> {
  if (context === undefined && (address !== undefined || !hasHome(host))) return { entry: undefined, path: '' };
  const file = await readContexts(host.env);
  const name = context ?? file.current;
  return { entry: name === undefined ? undefined : findContext(file, name), path: file.path };
}

function hasHome({ env }: Host): boolean {
  return Boolean(env['XDG_CONFIG_HOME'] || env['HOME']);
}

function entryOf(entry: ContextEntry, path: string): { where: string; directory: string; values: Record<string, unknown> } {
  const { address, tokenFile, caFile } = entry;
  const directory = path.slice(0, path.lastIndexOf('/')) || '/';
  return { where: `context ${entry.name} of ${path}`, directory, values: { address, tokenFile, caFile } };
}

/** Reads the files that the settings name. Errors: INVALID_INPUT without an address, SECRET_FILE_OPEN, NOT_FOUND. */
export async function targetOf(settings: Settings, credentialsDirectory: string | undefined): Promise<Target> {
  const { readConfigText, readSecretFile } = await import('../../shared/config/index.ts');
  const { address, tokenFile, caFile } = settings;
  if (address === undefined) {
    throw new WaysideError('INVALID_INPUT', 'it is not known which controller to talk to', {
      hint: 'wayside context add NAME --address HOST:7443 --token-file FILE --ca-file FILE, or give --address',
    });
  }
  const token = tokenFile && readSecretFile(tokenFile, credentialsDirectory).toString('utf8').trim();
  const ca = caFile === undefined ? settings.ca : readConfigText(caFile);
  if (ca === undefined) {
    throw new WaysideError('INVALID_INPUT', `the CA certificate of ${address} is not known`, {
      hint: 'Give --ca-file: ca.pem in the data folder of the controller; nothing is sent to a server it does not vouch for',
    });
  }
  return { address, ca, token };
}
