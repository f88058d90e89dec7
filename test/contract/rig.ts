/** A server on loopback with a CA of its own, clients for it, and everything stopped at the end of the test. */
import { onTestFinished } from 'vitest';
import { WaysideError } from '../../shared/errors.ts';
import { ADMIN_GRANT, type Principal } from '../../shared/model/index.ts';
import { silentLog, systemClock } from '../../shared/runtime/index.ts';
import {
  type ApiClient,
  type ApiClientOptions,
  type ApiHandlers,
  type ApiServer,
  type ApiServerOptions,
  type Caller,
  type ControllerLink,
  createClient,
  createServer,
} from '../../shared/transport/index.ts';
import { createTestCa, type Issued, type TestCa } from './certificates.ts';

export const ADMIN_TOKEN = 'token-of-the-admin';
export const AGENT_URI = 'wayside://agent/ams1-a';

export interface Rig {
  readonly ca: TestCa;
  readonly server: ApiServer;
  readonly port: number;
  readonly serverCertificate: Issued;
  client(options?: Partial<ApiClientOptions>): ApiClient;
  /** A client that shows an agent's certificate instead of a token. */
  agentClient(options?: Partial<ApiClientOptions>): Promise<ApiClient>;
}

export async function startRig(
  options: Partial<ApiServerOptions> & { port?: number; ca?: TestCa } = {},
): Promise<Rig> {
  const ca = options.ca ?? (await createTestCa('test'));
  const serverCertificate = await ca.issue({ dns: 'localhost', ip: '127.0.0.1' });
  const { chain: certificateChain, privateKey } = serverCertificate;
  const server = createServer({
    tls: { certificateChain, privateKey, clientCas: [ca.certificate] },
    clock: systemClock,
    log: silentLog,
    handlers: {},
    resolvePrincipal,
    ...options,
  });
  const port = await server.listen('127.0.0.1', options.port ?? 0);
  onTestFinished(() => server.stop({ graceMs: 0 }));
  const client: Rig['client'] = (more) => {
    const made = createClient({
      address: `127.0.0.1:${port}`,
      clock: systemClock,
      ca: [ca.certificate],
      ...(more?.certificate ? {} : { token: ADMIN_TOKEN }),
      ...more,
    });
    onTestFinished(() => made.close());
    return made;
  };
  const agentClient: Rig['agentClient'] = async (more) =>
    client({ certificate: await ca.issue({ uri: AGENT_URI }), ...more });
  return { ca, server, port, serverCertificate, client, agentClient };
}

/** The admin's token, or an agent's certificate for the session alone. */
export function resolvePrincipal({ method, token, certificate }: Caller): Principal {
  if (token === ADMIN_TOKEN)
    return { type: 'user', name: 'admin', grants: [ADMIN_GRANT], readOnly: false, tokenId: 't1' };
  const uri = certificate?.uris[0];
  if (!uri || !certificate) throw new WaysideError('UNAUTHENTICATED', 'a token or a certificate is needed');
  if (method !== 'SessionService.Session')
    throw new WaysideError('FORBIDDEN', 'an agent may only open its session');
  return { type: 'agent', agentId: uri, site: 'ams1', serial: certificate.serial };
}

/** Handlers of one service with a single working call; the others must not be reached. */
export function systemHandlers(
  GetStatus: ApiHandlers['SystemService']['GetStatus'],
): Pick<ApiHandlers, 'SystemService'> {
  const never = (): Promise<never> => Promise.reject(new Error('not expected'));
  return {
    SystemService: { GetStatus, GetDelta: never, RunDoctor: never, GetLogLevel: never, SetLogLevel: never },
  };
}

export function jobHandlers(
  WatchJob: ApiHandlers['JobService']['WatchJob'],
): Pick<ApiHandlers, 'JobService'> {
  const never = (): Promise<never> => Promise.reject(new Error('not expected'));
  return {
    JobService: {
      ...{ WatchJob, SubmitJob: never, GetJob: never, ListJobs: never, CancelJob: never },
      ...{ RetryJob: never, GetJobLog: never },
    },
  };
}

/** Sessions as they come in, one at a time. */
export function sessionQueue(): {
  readonly session: (link: ControllerLink) => Promise<void>;
  next(): Promise<ControllerLink>;
} {
  const links: ControllerLink[] = [];
  const waiting: ((link: ControllerLink) => void)[] = [];
  return {
    session: async (link) => {
      const taker = waiting.shift();
      if (taker) taker(link);
      else links.push(link);
      await link.closed;
    },
    next: () => {
      const link = links.shift();
      return link ? Promise.resolve(link) : new Promise((resolve) => waiting.push(resolve));
    },
  };
}

/** The WaysideError that the work ends with; anything else fails the test. */
export async function errorFrom(work: Promise<unknown>): Promise<WaysideError> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof WaysideError)) throw new Error(`expected a WaysideError, got ${String(error)}`);
  return error;
}

export interface Deferred<T> {
  readonly promise: Promise<T>;
  resolve(value: T): void;
}

export function deferred<T>(): Deferred<T> {
  let settle: (value: T) => void = () => undefined;
  const promise = new Promise<T>((resolve) => {
    settle = resolve;
  });
  return { promise, resolve: (value) => settle(value) };
}
