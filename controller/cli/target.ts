/** Which controller, and as whom: flag > environment > context. */
import { dirname } from 'node:path';
import { WaysideError } from '../../shared/errors.ts';
import { type ContextEntry, findContext, readContexts } from './contexts.ts';
import type { Host, Target } from './host.ts';
import { type GlobalFlags, sourcesOf } from './settings.ts';

/** What is known before any file but that of the contexts was read. */
export interface TargetPlan {
  readonly context: string | undefined;
  /** `host:port` */
  readonly address: string | undefined;
  readonly tokenFile: string | undefined;
  readonly caFile: string | undefined;
  /** PEM text that the context itself holds. */
  readonly ca: string | undefined;
  /** Token of the login session that the context holds. */
  readonly session?: string | undefined;
}

/** What flags and environment alone say. */
export async function givenTarget(host: Host, flags: GlobalFlags): Promise<TargetPlan> {
  const { formatAddress, loadConfig } = await import('../../shared/config/index.ts');
  const { context, address, tokenFile, caFile } = loadConfig('cli', sourcesOf(host, flags)).values;
  return { context, address: address && formatAddress(address), tokenFile, caFile, ca: undefined };
}

/** As above, with what is missing from the context that was named, or from the current one if no address was given. */
export async function planTarget(host: Host, flags: GlobalFlags): Promise<TargetPlan> {
  const { formatAddress, loadConfig } = await import('../../shared/config/index.ts');
  const given = await givenTarget(host, flags);
  const hasHome = Boolean(host.env['XDG_CONFIG_HOME'] || host.env['HOME']);
  if (given.context === undefined && (given.address !== undefined || !hasHome)) return given;
  const file = await readContexts(host.env);
  const name = given.context ?? file.current;
  if (name === undefined) return given;
  const context = findContext(file, name);
  const entry = {
    where: `context ${name} in ${file.path}`,
    directory: dirname(file.path),
    values: valuesOf(context),
  };
  const { address, tokenFile, caFile } = loadConfig('cli', { ...sourcesOf(host, flags), entry }).values;
  // A CA file that was given counts for more than the certificate in the context.
  const ca = caFile === undefined ? context.ca : undefined;
  // A token file that was given counts for more than a session; that one for more than the context's own file.
  const session = given.tokenFile === undefined ? context.session : undefined;
  return {
    ...{ context: name, address: address && formatAddress(address), tokenFile, caFile, ca },
    ...(session !== undefined && { session }),
  };
}

function valuesOf({ address, tokenFile, caFile }: ContextEntry): Readonly<Record<string, unknown>> {
  return { address, tokenFile, caFile };
}

/** Reads the files. Errors: INVALID_INPUT when address or CA are not known, SECRET_FILE_OPEN, NOT_FOUND. */
export async function readTarget(
  plan: TargetPlan,
  credentialsDirectory: string | undefined,
): Promise<Target> {
  const { readConfigText, readSecretFile } = await import('../../shared/config/index.ts');
  const { tokenFile, caFile } = plan;
  const address = knownAddress(plan);
  const token =
    plan.session ??
    (tokenFile && reading(() => readSecretFile(tokenFile, credentialsDirectory).toString('utf8').trim()));
  const ca = caFile === undefined ? plan.ca : reading(() => readConfigText(caFile));
  if (ca === undefined) {
    throw new WaysideError('INVALID_INPUT', `the CA certificate of ${address} is not known`, {
      hint: 'Give --ca-file: identity/ca.crt in the data folder of the controller. Nothing is sent to a server that it does not vouch for',
    });
  }
  return { address, ca, token };
}

/** Errors: INVALID_INPUT when neither flags nor environment nor a context say it. */
export function knownAddress({ address }: TargetPlan): string {
  if (address !== undefined) return address;
  throw new WaysideError('INVALID_INPUT', 'it is not known which controller to talk to', {
    hint: 'wayside init sets up a controller here; for another one: wayside context add NAME --address HOST:7443 --token-file FILE --ca-file FILE',
  });
}

/** After `init` both files are missing until the controller has been started. */
function reading(read: () => string): string {
  try {
    return read();
  } catch (error) {
    const failure = WaysideError.from(error);
    if (failure.code !== 'NOT_FOUND') throw failure;
    throw new WaysideError('NOT_FOUND', failure.message, {
      hint: 'The controller makes it at its first start; on another host, copy it from there',
      cause: error,
    });
  }
}
